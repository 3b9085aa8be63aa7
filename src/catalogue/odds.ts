import type { Device } from "../model/device.ts";
import type { Effect, FaultKind } from "../model/fault.ts";

/**
 * How likely faults are before anything was seen, and how often the network shows something else than a fault would make
 * it show. One place, each number with its reason; the numbers are not fitted to any set of examples.
 */

/** Half of all complaints about the network are not the network's: node, service and DNS together weigh most. */
export const DEVICE_PRIOR: Record<Device, number> = {
  node: 0.12,
  dns: 0.13,
  service: 0.1,
  // Each new destination needs a rule of its own here, and its owners do not know the cloud.
  firewall: 0.25,
  // A quarter for routes, there and back, over the four devices that hold them.
  "core-switch": 0.08,
  vbr: 0.07,
  "ecr-cen": 0.07,
  "vpc-route-table": 0.04,
  "security-group": 0.1,
};

/** What a fault that nobody has thought of gets; it predicts everything equally badly. */
export const UNKNOWN_PRIOR = 0.002;
/** Two faults at once: about one site in ten has a second one, and each pair is one of many. */
export const PAIR_FACTOR = 0.1;

/** How a fault shows itself, by kind; the shares of a kind add up to one. */
export const EFFECTS: Record<FaultKind, Partial<Record<Effect, number>>> = {
  // Silence is the default of nearly all firewalls and of all security groups.
  filter: { drop: 0.85, reset: 0.08, prohibit: 0.07 },
  "return-filter": { drop: 1 },
  // Routers say net unreachable unless told not to; cloud routers and null routes are silent. The "drop" is a router
  // that looks at the TTL before it looks at the route.
  route: { blackhole: 0.5, "no-route": 0.3, unreachable: 0.07, forbid: 0.03, drop: 0.1 },
  // To the node both are silence; the far end hears the difference, if the cloud's routers speak at all.
  "return-route": { blackhole: 0.7, "no-route": 0.3 },
  line: { blackhole: 1 },
  proxy: { proxy: 1 },
  intercept: { intercept: 1 },
  "data-filter": { "reset-data": 0.6, "drop-data": 0.4 },
  mtu: { "shrink-mtu": 1 },
  asymmetry: { "drop-data": 1 },
  // A missing host is reported by the last router, where that one reports anything.
  host: { drop: 0.6, "host-down": 0.4 },
  "closed-port": { "not-listening": 1 },
  resolver: { misanswer: 1 },
  "broken-resolver": { "fail-names": 1 },
  "local-filter": { drop: 0.6, "local-error": 0.4 },
  "local-route": { "local-error": 1 },
  neighbour: { "local-error": 1 },
  sign: {},
};

/** How many hops a device is, by count from none: most are one; a transparent firewall or a cloud router may be none. */
export const HOPS_OF_DEVICE: Partial<Record<Device, readonly number[]>> = {
  // A node has a gateway. Behind an access switch the core is the second hop.
  "core-switch": [0.01, 0.84, 0.13, 0.02],
  firewall: [0.06, 0.82, 0.1, 0.02],
  vbr: [0.06, 0.88, 0.06],
  "ecr-cen": [0.12, 0.82, 0.06],
  // The VPC's own router often does not count.
  "vpc-route-table": [0.35, 0.62, 0.03],
};

/** How much an address or a delay speaks for a device, as factors; 1 says nothing. */
export const HOP_CLUES = {
  /** A hop in the VPC's blocks. */
  inVpc: { "vpc-route-table": 6, "ecr-cen": 1, vbr: 0.3, firewall: 0.05, "core-switch": 0.05 },
  /** A hop in the data centre's declared blocks; the VBR's near side is often numbered from them. */
  inDataCenter: { "core-switch": 1, firewall: 1, vbr: 0.8, "ecr-cen": 0.15, "vpc-route-table": 0.1 },
  /** A hop outside of all declared blocks, where blocks were declared. */
  outside: { "core-switch": 0.2, firewall: 0.3, vbr: 1, "ecr-cen": 1, "vpc-route-table": 0.8 },
  /** In 100.64.0.0/10: inside the cloud. */
  inCloud: { "core-switch": 0.02, firewall: 0.02, vbr: 1, "ecr-cen": 1, "vpc-route-table": 1 },
  /** Where the round-trip time steps up by a line's latency. */
  latencyStep: { "core-switch": 0.05, firewall: 0.1, vbr: 1, "ecr-cen": 0.1, "vpc-route-table": 0.05 },
  /** The last hop that the ways to the cloud and to the Internet share. */
  forkToInternet: { "core-switch": 0.3, firewall: 1, vbr: 0.02, "ecr-cen": 0.01, "vpc-route-table": 0.01 },
} as const satisfies Record<string, Partial<Record<Device, number>>>;

/** A longer step than a data centre's own links make. */
export const LATENCY_STEP_MS = 2.5;

/** Chances of seeing something else than what was predicted. */
export const NOISE = {
  /** A handshake, a reset, an ICMP error, a certificate: somebody made it. */
  positive: 0.005,
  /** An error that a hop signed with its own address. */
  signed: 0.001,
  /** The same with another code than the cause stands for. */
  otherCode: 0.05,
  /** Silence after several packets over at least 1.1 s where an answer was due. */
  repeatedSilence: 0.02,
  /** The same where each attempt sent two or three packets, and after a second attempt of that kind. */
  silentAttempt: 0.001,
  silentAttempts: 0.00001,
  /** A refusal or an error in the place of an answer that was due: somebody made it, and not by chance. */
  unprovoked: 0.0001,
  /** Silence of one hop that has answered elsewhere: Linux answers six at once, then one a second. */
  hopSilence: 0.04,
  /** An answer from beyond the place where packets are said to end. */
  impossible: 0.0005,
  /** An ICMP error that a device owes and does not send: two are asked of a limit for each, at one a second. */
  swallowed: 0.25,
  /** The same where the packets came one by one, with time between. */
  swallowedCalmly: 0.08,
  /** A reflector that does not run, or that a rule of its own keeps from being asked. */
  reflectorAway: 0.1,
  /** An ICMP error where several connections are tried at once: a router tells of the first of them, if at all. */
  swallowedAtOnce: 0.7,
  /** A missing host is only reported after three seconds, when many have stopped waiting. */
  reportedTooLate: 0.5,
};

/** Whether hops answer: sites and clouds are silent as a whole more often than hop by hop. */
export const VISIBILITY = {
  siteSilent: 0.12,
  cloudSilent: 0.4,
  /** Of a single hop where its side is not silent as a whole. */
  answers: 0.92,
};

/** Whether a host answers on a port where nothing is known to listen. */
export const ANSWERS_UNKNOWN_PORT = 0.6;
/** The same of a router's address outside of every block that the site routes: there may be no way to it at all. */
export const ANSWERS_UNROUTED = 0.3;

/** How much more, or less, a fault of this node is believed once a check of its own has, or has not, seen it. */
export const OWN_SIGN_FACTORS = { seen: 50, notSeen: 0.02 };

/** When to stop asking, and what a finding is called. */
export const STOP_AT = 0.9;
export const GROUP_MASS = 0.95;
export const WORTH_BITS = 0.05;
