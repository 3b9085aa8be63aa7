import { CONNECTION_OUTCOME_WORDS, type ConnectionOutcome } from "./measurements/measurement.ts";
import type { MisconfigurationId } from "../catalogue/misconfigurations/misconfigurations.ts";
import type { Device } from "../model/device.ts";
import type { Effect, FaultKind } from "../model/fault.ts";
import type { CauseCode } from "../model/message.ts";

/**
 * How likely faults are before anything was seen, and how often the network shows something else than a fault would make
 * it show. One place, each number with its reason; the numbers are not fitted to any set of examples.
 */

/** Half of all complaints about the network are not the network's: node, service and DNS together weigh most. */
export const DEVICE_PRIOR: Record<Device, number> = {
  node: 0.13,
  dns: 0.13,
  service: 0.1,
  // Each new destination needs a rule of its own here, and its owners do not know the cloud.
  firewall: 0.26,
  // A quarter for routes, there and back, over the four devices that hold them.
  "core-switch": 0.08,
  vbr: 0.07,
  "ecr-cen": 0.08,
  "vpc-route-table": 0.05,
  "security-group": 0.1,
};

/** What a fault that nobody has thought of gets; it predicts everything equally badly. */
export const UNKNOWN_PRIOR = 0.01;
/**
 * How the cloud's own configuration reads, where a setting is missing and where it is in place. It may be of the wrong device,
 * and a data plane may fail with every entry in place: nothing is certain by it.
 */
export const CONFIGURATION = {
  missing: { ifFaulty: 0.9, ifWell: 0.02 },
  present: { ifFaulty: 0.08, ifWell: 0.95 },
  /** Of a setting that has changed since the export: little is left of what it says. */
  ifChanged: 0.5,
  /** While somebody mends a network its settings change: after so many days one is as likely changed as not. */
  halfLifeDays: 7,
  /** Of an export whose age nobody knows. */
  changedIfUnknown: 0.4,
} as const;

/** Two faults at once: about one site in ten has a second one, and each pair is one of many. */
export const PAIR_FACTOR = 0.1;

/** How a fault shows itself, by kind; the shares of a kind add up to one. */
export const EFFECTS: Record<FaultKind, Partial<Record<Effect, number>>> = {
  // Silence is the default of nearly all firewalls and of all security groups.
  filter: { drop: 0.85, reset: 0.08, prohibit: 0.07 },
  "return-filter": { drop: 1 },
  // Where the block lies inside a wider one of the site's, its shorter route leads back.
  // Routers say net unreachable unless told not to; cloud routers and null routes are silent. The "drop" is a router
  // that looks at the TTL before it looks at the route.
  route: { blackhole: 0.48, "no-route": 0.28, unreachable: 0.07, forbid: 0.03, drop: 0.1, loop: 0.04 },
  // The same where a default route takes over what is missing.
  "site-route": {
    blackhole: 0.3,
    "no-route": 0.15,
    unreachable: 0.08,
    forbid: 0.03,
    drop: 0.06,
    detour: 0.36,
    loop: 0.02,
  },
  // To the node both are silence; the far end hears the difference, if the cloud's routers speak at all.
  "return-route": { blackhole: 0.7, "no-route": 0.3 },
  "site-return-route": { detour: 0.7, blackhole: 0.2, "no-route": 0.1 },
  line: { blackhole: 1 },
  member: { "drop-some": 1 },
  "line-member": { "blackhole-some": 1 },
  proxy: { proxy: 1 },
  intercept: { intercept: 1 },
  "data-filter": { "reset-data": 0.6, "drop-data": 0.4 },
  mtu: { "shrink-mtu": 1 },
  asymmetry: { "drop-data": 1 },
  // A missing host is reported by the last router, where that one reports anything.
  host: { drop: 0.6, "host-down": 0.4 },
  "closed-port": { "not-listening": 1 },
  balancer: { "accept-close": 1 },
  resolver: { "wrong-answer": 1 },
  "broken-resolver": { "fail-names": 1 },
  misdirection: {
    "misdirect-nowhere": 0.4,
    "misdirect-silent": 0.25,
    "misdirect-closed": 0.2,
    "misdirect-stranger": 0.15,
  },
  "local-filter": { drop: 0.55, "local-error": 0.15, "local-reject": 0.2, "local-reset": 0.1 },
  // A route that is missing or of type unreachable refuses as "unreachable", a null route as an argument that is not valid.
  "local-route": { "local-no-route": 0.5, "local-error": 0.45, drop: 0.05 },
  // Another interface claims the block: nobody there answers to the address, or something takes the packets and drops them.
  "local-link": { "wrong-link": 0.6, drop: 0.4 },
  neighbour: { "local-error": 1 },
  sign: {},
};

/** How many hops a device is, by count from none: most are one; a transparent firewall or a cloud router may be none. */
export const HOPS_OF_DEVICE: Partial<Record<Device, readonly number[]>> = {
  // A node has a gateway. Behind an access or an aggregation layer the core is the second or third hop.
  "core-switch": [0.01, 0.64, 0.24, 0.09, 0.02],
  firewall: [0.06, 0.74, 0.18, 0.02],
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

/** What remains of a device as which other nodes' ways show a hop hardly ever: their guess may be as wrong as this one's. */
export const ROLE_AT_LEAST = 0.03;

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
  contradicted: 0.0005,
  /** An ICMP error that a device owes and does not send: two are asked of a limit for each, at one a second. */
  suppressed: 0.25,
  /** The same where the packets came one by one, with time between. */
  suppressedCalmly: 0.08,
  /** A reflector that does not run, or that a rule of its own keeps from being asked. */
  reflectorAway: 0.1,
  /** An ICMP error where several connections are tried at once: a router tells of the first of them, if at all. */
  suppressedAtOnce: 0.7,
  /** Another router at the place of one that is known: one of two that take turns. */
  otherMember: 0.03,
  /** A DNS server that keeps to itself what it is. */
  chaosUnanswered: 0.1,
  /** An error that is due and not heard, since it is sent seldom or after the question has ended. */
  reportedTooLate: 0.5,
};

/**
 * How often the error about a missing host is not heard, by how long the question waited in all. Linux reports after three seconds
 * of looking for its neighbour; packets that arrive meanwhile share that report.
 */
export const MISSING_HOST_UNSAID = [
  { upToMs: 2_500, chance: 0.9 },
  { upToMs: 4_000, chance: 0.5 },
  { upToMs: Infinity, chance: 0.25 },
] as const;

/** Whether hops answer: sites and clouds are silent as a whole more often than hop by hop. */
export const VISIBILITY = {
  siteSilent: 0.12,
  cloudSilent: 0.4,
  /** Where another node's walk has heard a router of that side, and where one that arrived has heard none. */
  silentIfHeard: 0.01,
  silentIfNot: 0.9,
  /** Of a single hop where its side is not silent as a whole. */
  answers: 0.92,
};

/** Whether a host answers on a port where nothing is known to listen. */
export const ANSWERS_UNKNOWN_PORT = 0.6;
/** The same of a router's address outside of every block that the site routes: there may be no way to it at all. */
export const ANSWERS_UNROUTED = 0.3;

/** How often an ICMP error calls a router's own address unreachable although the site routes the block around it. */
export const ROUTER_REFUSED = 0.05;

/** How often a site's DNS server asks the VPC's resolvers for every name, or knows the time servers by itself. */
export const ALL_FORWARDED = 0.35;

/** How much more, or less, a fault of this node is believed once a check of its own has, or has not, seen it. */
export const OWN_SIGN_FACTORS = { seen: 300, notSeen: 0.02 };

/**
 * Where the evidence does not tell devices apart, only their priors differ, and priors are estimates. This share of their belief is
 * divided evenly among them. Above 0.2, the priors alone cannot make one of two devices sure (0.9).
 */
export const SHARED_AMONG_TWINS = 0.22;

/** What remains of the belief in an explanation that one, or more than one, thing that was said contradicts. */
export const BELIEF_IF_CONTRADICTED: readonly number[] = [1, 0.8, 0.55];

/** What remains where a server is down at the same time as something else fails: both may hang behind the one that fails. */
export const BELIEF_IN_COINCIDENCE = 0.8;

/** When to stop asking, and what a finding is called. */
export const STOP_AT = 0.9;
export const GROUP_MASS = 0.95;
export const WORTH_BITS = 0.05;

/** A row over every outcome that sums to 1: what it does not name is as good as contradicted. */
function distribution(named: Partial<Record<ConnectionOutcome, number>>): Record<ConnectionOutcome, number> {
  const row = CONNECTION_OUTCOME_WORDS.map((word) => [word, named[word] ?? NOISE.contradicted] as const);
  const sum = row.reduce((all, [, chance]) => all + chance, 0);
  return Object.fromEntries(row.map(([word, chance]) => [word, chance / sum])) as Record<ConnectionOutcome, number>;
}

function mapped<K extends ConnectionOutcome>(
  rows: Partial<Record<K, Partial<Record<ConnectionOutcome, number>>>>,
): Record<K, Record<ConnectionOutcome, number>> {
  const entries = Object.entries(rows) as [K, Partial<Record<ConnectionOutcome, number>>][];
  return Object.fromEntries(entries.map(([expected, named]) => [expected, distribution(named)])) as Record<
    K,
    Record<ConnectionOutcome, number>
  >;
}

const { positive, repeatedSilence, contradicted, unprovoked, silentAttempt } = NOISE;

/**
 * Rows: what should have been seen; columns: what was. A name server that does not know a zone says one thing or another.
 */
const CONNECTION_ROWS: Record<ConnectionOutcome, Partial<Record<ConnectionOutcome, number>>> = {
  well: {
    well: 0.99,
    "timed-out": silentAttempt,
    refused: unprovoked,
    unreachable: unprovoked,
    "local-error": unprovoked,
    stalled: unprovoked,
    closed: unprovoked,
    intercepted: unprovoked,
    nxdomain: unprovoked,
    servfail: unprovoked,
    "dns-refused": unprovoked,
  },
  refused: {
    refused: 1 - repeatedSilence - positive,
    "timed-out": repeatedSilence,
    well: contradicted,
    unreachable: positive,
  },
  "timed-out": {
    "timed-out": 0.97,
    unreachable: 0.002,
    refused: positive,
    well: contradicted,
    "local-error": positive,
  },
  // How often it is not heard depends on what else is asked, and is told apart before.
  unreachable: {
    unreachable: 1 - NOISE.suppressed - positive,
    "timed-out": NOISE.suppressed,
    well: contradicted,
    servfail: 0.01,
  },
  // A filter of the node's own refuses with a reset or a port that is not there, which looks like the far end's word.
  "local-error": { "local-error": 0.5, unreachable: 0.2, refused: 0.2, "timed-out": 0.09, well: contradicted },
  stalled: { stalled: 0.9, closed: 0.07, "timed-out": repeatedSilence, well: contradicted },
  closed: {
    closed: 0.8,
    stalled: 0.1,
    intercepted: 0.02,
    "timed-out": repeatedSilence,
    refused: positive,
    well: contradicted,
  },
  intercepted: { intercepted: 0.85, closed: 0.1, stalled: 0.02, well: 0.01 },
  nxdomain: { nxdomain: 0.5, servfail: 0.2, "dns-refused": 0.2, "timed-out": 0.08, well: positive },
  servfail: { servfail: 0.6, "dns-refused": 0.35, "timed-out": 0.05 },
  "dns-refused": { "dns-refused": 1 },
};

/** A name server that cannot reach its own says so, or says nothing. */
export const LOST_UPSTREAM = distribution({
  "timed-out": 0.65,
  servfail: 0.3,
  "dns-refused": 0.04,
});

/** What is seen where this node's own kernel refuses. A filter's `reject` says "port unreachable", which a program reads as refused. */
const OWN_KERNEL_ROWS: Partial<Record<ConnectionOutcome, Partial<Record<ConnectionOutcome, number>>>> = {
  unreachable: { unreachable: 0.55, refused: 0.38, "timed-out": 0.03, well: contradicted },
  refused: { refused: 0.95, "timed-out": 0.02, well: contradicted },
  "local-error": { "local-error": 0.9, unreachable: 0.05, "timed-out": 0.02, well: contradicted },
};

/** What a conversation with another's server comes to. */
export const STRANGERS_SERVER = distribution({
  intercepted: 0.5,
  closed: 0.3,
  well: 0.12,
  stalled: 0.05,
  "timed-out": 0.03,
});

/** Of packets that a default route has led away: mostly silence, or a router that says where they cannot go. */
export const ASTRAY_CONNECTION = distribution({
  "timed-out": 0.6,
  unreachable: 0.37,
  refused: 0.02,
  well: contradicted,
});

/** A node with a link of its own for the cloud is rare, but a healthy one may be like that. */
export const OWN_ROUTE = {
  right: { usual: 0.98, other: 0.02 },
  wrong: { usual: 0.3, other: 0.7 },
} as const;

/** Where answers lie, by whether a name server is right. */
export const RESOLUTION = {
  right: { documented: 0.6, cloud: 0.399, impossible: 0.001 },
  wrong: { documented: 0.01, cloud: 0.05, impossible: 0.94 },
} as const;

/** What a traceroute meets on a branch that its packets should not be on. */
export const ASTRAY_HOP = {
  /** The last thing that is heard of them, or a silence with more beyond it. */
  silentEnd: 0.4,
  silent: 0.2,
  /** The router that is known to be there; another where none is known, or where one is. */
  onBranch: 0.4,
  strangerOnUnknown: 0.3,
  strangerOnKnown: 0.08,
  /** A router of the way to the cloud where no way that works has shown who is where; and elsewhere. */
  perhapsOnPath: 0.15,
  onPath: 0.002,
  /** Somebody who says that they cannot be delivered; and one whose place is another. */
  refuses: 0.2,
  refusesElsewhere: 0.02,
} as const;

/** On a way that leads back to where packets came from: the router that is due, or silence. */
export const LOOP_HOP = { due: 0.65, silent: 0.3 } as const;

/** A hop of a traceroute: as predicted, at the place where that was due, or one that has been met before. */
export const HOP = {
  refusal: { here: 0.95, elsewhere: 0.02, otherCode: 0.05 },
  same: { here: 0.97, elsewhere: 0.01 },
  otherArrival: { here: 0.3, elsewhere: 0.01 },
} as const;

/**
 * Who answers an echo request where the way is free. Devices answer it more often than they answer on a TCP port, but
 * firewalls that name what may pass seldom name it; services of the cloud mostly keep silent.
 */
export const ECHO = { router: 0.55, server: 0.75, service: 0.35, "unrouted-router": 0.3 } as const;
/** How often a site's firewalls let echo requests pass. A hop in front of a firewall may answer although nothing passes it. */
export const ECHO_PASSES = 0.5;
/** Of a router's address outside of every block that the site routes: somebody who says that there is no way to it. */
export const UNROUTED_REFUSED = 0.35;

/** How far away an answer comes from, in routers: as predicted, one off, or farther. */
export const DISTANCE = { exact: 0.9, oneOff: 0.05, other: 0.01 } as const;

/** Packet sizes: whether each direction loses large packets as predicted, and from the predicted hop on. */
export const PACKET_SIZE = { alike: 0.95, unlike: 0.05, otherHop: 0.1 } as const;

/** Data on an open connection: as predicted at the predicted hop, at another, or otherwise. */
export const DATA = { alike: 0.9, otherHop: 0.05, unlike: 0.03 } as const;

/** By what should have been seen: over everything that can have been. */
export const CONNECTION_TABLE = mapped(CONNECTION_ROWS);
export const OWN_KERNEL = mapped(OWN_KERNEL_ROWS);

/**
 * Whom a check's own cause blames, where no look at the path explains it; what a row leaves to 1 is for what nobody has
 * thought of. Only the node's own files, tables and programs are read rather than inferred.
 */
export const READ_ON_THE_NODE = 0.98;
/** A cause with no row of its own: one place to look first, and nothing that was ranked. */
export const ONE_PLACE_TO_LOOK = 0.6;

type Shares = Partial<Record<MisconfigurationId, number>>;
/** What a server says of itself, in its own words. */
const itsOwnWord = (id: MisconfigurationId): Shares => ({ [id]: 0.88 });
const AUTHORITY_UNKNOWN: Shares = {
  "firewall.tls-inspection": 0.55,
  "service.certificate": 0.2,
  "dns.wrong-answer": 0.12,
  "node.ca-store": 0.05,
};

/** One of parallel ways that is dead. */
export const PARALLEL_WAYS = {
  /** A flow is on it: one of two, or one of several. */
  isDead: 0.4,
  /** Although one is dead, of sixteen flows none is on it, or all are. */
  allAlike: 0.01,
  /** Some flows of one destination are never answered and others always, and yet no way is dead. */
  mixedByItself: 1e-6,
} as const;

export const BLAME: Partial<Record<CauseCode, Shares>> = {
  // Judged from all witnesses of the time at once; few servers can still be wrong together.
  "clock-skewed": { "node.clock": 0.94, "service.ntp.unsynchronised": 0.04 },
  "clock-far-off": { "node.clock": 0.94, "service.ntp.unsynchronised": 0.04 },
  "tls-out-of-time-here": { "node.clock": 0.94, "service.ntp.unsynchronised": 0.03 },
  "tls-not-yet-valid": { "node.clock": 0.5, "service.certificate": 0.2, "firewall.tls-inspection": 0.2 },
  "tls-expired": { "service.certificate": 0.55, "firewall.tls-inspection": 0.2, "node.clock": 0.15 },
  "tls-authority-expired": { "service.certificate": 0.55, "firewall.tls-inspection": 0.2, "node.ca-store": 0.15 },
  "tls-untrusted-issuer": AUTHORITY_UNKNOWN,
  // Whoever runs an endpoint of their own often has an authority of their own as well.
  "tls-private-issuer": { "node.ca-store": 0.7, "firewall.tls-inspection": 0.15, "service.certificate": 0.1 },
  "tls-invalid": AUTHORITY_UNKNOWN,
  "tls-weak-signature": { "firewall.tls-inspection": 0.6, "service.certificate": 0.3 },
  // Node's own list of public authorities has the root.
  "tls-root-missing": { "node.ca-store": 0.9, "firewall.tls-inspection": 0.03 },
  "tls-intermediate-missing": { "service.certificate": 0.75, "firewall.tls-inspection": 0.15 },
  "tls-without-names": { "service.certificate": 0.55, "firewall.tls-inspection": 0.35 },
  "tls-wrong-name": {
    "dns.wrong-answer": 0.5,
    "firewall.tls-inspection": 0.2,
    "service.certificate": 0.15,
    "node.hosts-file": 0.05,
  },
  "tls-closed": { "firewall.name-filter": 0.6, "service.not-itself": 0.2 },
  "tls-alert": { "firewall.name-filter": 0.5, "service.not-itself": 0.3 },
  "tls-not-tls": { "firewall.proxy": 0.6, "dns.wrong-answer": 0.15, "service.not-itself": 0.15 },
  "http-closed": { "firewall.name-filter": 0.55, "service.not-itself": 0.3 },
  "http-malformed": { "firewall.proxy": 0.6, "dns.wrong-answer": 0.15, "service.not-itself": 0.15 },
  // Its mark is on the answer: a proxy stands somewhere, on the way or where a wrong address leads.
  "http-proxy-answered": { "firewall.proxy": 0.7, "firewall.tls-inspection": 0.15, "dns.wrong-answer": 0.08 },
  "http-portal-page": {
    "firewall.tls-inspection": 0.55,
    "dns.wrong-answer": 0.15,
    "service.not-itself": 0.15,
    "firewall.proxy": 0.05,
  },
  "http-not-the-service": {
    "service.not-itself": 0.5,
    "dns.wrong-answer": 0.25,
    "firewall.tls-inspection": 0.12,
  },
  "http-server-error": itsOwnWord("service.not-itself"),
  "service-denies": itsOwnWord("service.access-list"),
  "service-rate-limited": itsOwnWord("service.rate-limit"),
  "oss-other-endpoint": { "dns.wrong-answer": 0.75, "node.hosts-file": 0.1, "service.not-itself": 0.05 },
  "package-not-found": itsOwnWord("node.cluster-version"),
  "api-server-not-ready": itsOwnWord("service.api-server.version"),
  "api-server-version-differs": itsOwnWord("service.api-server.version"),
  "ntp-kiss-of-death": itsOwnWord("service.ntp.unsynchronised"),
  "ntp-denied": itsOwnWord("service.ntp.unsynchronised"),
  "ntp-unsynchronised": itsOwnWord("service.ntp.unsynchronised"),
  "ntp-local-clock": itsOwnWord("service.ntp.unsynchronised"),
  "ntp-server-wrong": itsOwnWord("service.ntp.unsynchronised"),
  // Of several addresses of one server, or rewritten on the way.
  "ntp-other-sender": { "service.ntp.unsynchronised": 0.5, "firewall.source-nat": 0.3 },
  "dns-public-address": { "dns.public-view": 0.85, "node.resolv-conf": 0.08 },
  "dns-public-ipv6-address": { "dns.public-view": 0.85, "node.resolv-conf": 0.08 },
  "dns-server-by-chance": { "dns.public-view": 0.85, "node.resolv-conf": 0.1 },
  "dns-resolver-leads-astray": { "dns.public-view": 0.85, "node.resolv-conf": 0.08 },
  "dns-unusable-address": { "dns.wrong-answer": 0.85, "dns.rebind-protection": 0.05 },
  "dns-same-answer-for-all": { "dns.wrong-answer": 0.8, "firewall.outbound.dns": 0.08 },
  "dns-answer-stripped": { "dns.rebind-protection": 0.85, "dns.forwarding": 0.08 },
  "dns-tcp-blocked": { "firewall.outbound.dns": 0.6, "dns.server.not-running": 0.2 },
  "inbound-translated": { "firewall.source-nat": 0.85 },
  // Nobody on the way says where: the circuit and its ports are the usual place, then whatever shapes or inspects.
  "line-lossy": {
    "vbr.line-quality": 0.45,
    "firewall.overload": 0.2,
    "core-switch.port-errors": 0.15,
    "ecr-cen.bandwidth": 0.1,
  },
  // The hosts of registry and layers answer: what is left is another host, or one transfer that is cut off.
  "layer-not-pulled": { "firewall.outbound.oss": 0.4, "firewall.tls-inspection": 0.15, "dns.forwarding": 0.15 },
  // A source may be an old or a wrong address as well as one that nobody lets through.
  "sources-unreachable": { "firewall.outbound.packages": 0.45, "node.package-sources": 0.3, "dns.forwarding": 0.05 },
  // A name that is mistyped, or a DNS server of the site's that knows nothing of the Internet.
  "sources-unresolved": { "node.package-sources": 0.6, "dns.forwarding": 0.2, "firewall.outbound.dns": 0.05 },
  "sources-broken": { "node.package-sources": 0.75, "firewall.tls-inspection": 0.1 },
  // Whatever keeps a table of connections: firewalls first, then translation in the cloud and balancers.
  "idle-dropped": { "firewall.idle-timeout": 0.7, "service.balancer": 0.1 },
  "line-slow": { "vbr.line-quality": 0.4, "ecr-cen.bandwidth": 0.25, "firewall.overload": 0.2 },
};
/**
 * Likelihoods of where an answer of another server was observed, by the device at fault. They are relative: 1 is the most
 * probable device of a row, and a device that a row does not name has 1 as well. An intercepting device on the path takes all
 * names, or a list of them. A service fails by itself. A wrong DNS server leads to an address outside the documented ranges.
 */
export const ANSWERED_BY_ANOTHER = {
  severalNames: { firewall: 1, dns: 0.5, service: 0.2 },
  oneOfSeveral: { firewall: 0.5, dns: 0.7, service: 1, node: 0.3 },
  documentedAddress: { firewall: 1, dns: 0.15, service: 1 },
  undocumentedAddress: { firewall: 0.4, dns: 1, service: 0.3, node: 0.5 },
} as const satisfies Record<string, Partial<Record<Device, number>>>;
/** What a row does not name is not ruled out by it. */
export const UNNAMED_SHARE = 0.01;
