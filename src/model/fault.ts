import type { Device } from "./device.ts";
import type { Branch, Site } from "./site.ts";

/** Which packets a fault touches, seen from the node: `remote` is the far end whichever way the packet goes. */
export interface PacketMatch {
  /** CIDR blocks of the far end; absent: any. */
  remote?: readonly string[];
  /** Blocks of the far end that are left alone. */
  except?: readonly string[];
  protocol?: "tcp" | "udp";
  /** Ports of the far end. */
  ports?: readonly number[];
  /** Ports of this node: connections that the cloud opens. */
  localPorts?: readonly number[];
  /** Only what is for the containers, which are no part of this node's own traffic. */
  containers?: true;
  /** Only what names one of these hosts: a ClientHello, or a question to a DNS server. */
  names?: readonly string[];
  /** Whether other hosts of the site are left alone: a rule or a route that lacks this node's own subnet. */
  onlyThisNode?: true;
  /** Names for which a name server gives these very addresses although they cannot be theirs. */
  misplaced?: readonly string[];
}

/**
 * What a device does to such packets. Routes act before the TTL is looked at, filters when a packet is passed on, as in
 * Linux; a device that does it the other way round is its neighbour's fault by one hop, and the ranking allows for it.
 */
export type Effect =
  // filters
  | "drop"
  | "reset"
  | "prohibit"
  // routes: net unreachable, host unreachable, administratively prohibited, silence
  | "no-route"
  | "unreachable"
  | "forbid"
  | "blackhole"
  // the next shorter route, which leads to the Internet's edge or to nobody knows where
  | "detour"
  // the next shorter route, which leads back to where the packet came from
  | "loop"
  // one of several parallel ways: its share of the flows is lost, after the TTL is looked at, or before
  | "drop-some"
  | "blackhole-some"
  // boxes that speak in another's name
  | "proxy"
  | "intercept"
  // data on open connections
  | "drop-data"
  | "reset-data"
  | "shrink-mtu"
  // the destination itself
  | "host-down"
  // a balancer that takes connections and has nobody to pass them to
  | "accept-close"
  | "not-listening"
  | "wrong-answer"
  | "fail-names"
  // an address that is not the service's: nobody is there, a host that is silent or has nothing on the port, another server
  | "misdirect-nowhere"
  | "misdirect-silent"
  | "misdirect-closed"
  | "misdirect-stranger"
  // this node: sending fails with an error such as EPERM
  | "local-error"
  // sending fails because there is no route
  | "local-no-route"
  // its own filter answers with an ICMP error, or with a reset
  | "local-reject"
  | "local-reset"
  // its packets leave by an interface behind which the far end is not
  | "wrong-link";

export type FaultDirection = "outbound" | "inbound" | "both" | "none";

/** How a misconfiguration shows: its effects and how often each is met. */
export type FaultKind =
  | "filter"
  | "return-filter"
  | "route"
  // of a device that has a default route as well
  | "site-route"
  | "return-route"
  // the same of a device that has a default route as well
  | "site-return-route"
  | "line"
  // one of several equal-cost routes or links of a bundle that is dead: behind the device, or in front of it
  | "member"
  | "line-member"
  | "proxy"
  | "intercept"
  | "data-filter"
  | "mtu"
  | "asymmetry"
  | "host"
  | "closed-port"
  | "balancer"
  | "resolver"
  | "broken-resolver"
  | "misdirection"
  | "local-filter"
  | "local-route"
  | "local-link"
  | "neighbour"
  // never shown by a packet from this node: found by a check of its own
  | "sign";

/** One setting of a device that is wrong or missing. */
export interface Misconfiguration {
  id: string;
  device: Device;
  direction: FaultDirection;
  kind: FaultKind;
  /** How often it is the fault, relative to the other settings of its device. */
  weight: number;
  /** About what only some sites have: its weight comes on top of those of the device's other settings. */
  isExtra?: true;
  /** What it touches on this site: one instance for each setting that can be wrong by itself. */
  applies: (traffic: Traffic) => FaultInstance[];
}

export interface FaultInstance {
  match: PacketMatch;
  /** How often this setting is the one that is wrong, beside the others of the same misconfiguration; 1 unless said. */
  weight?: number;
  setting: FaultSetting;
  /** CIDR blocks of the setting, where it is made of such: of the site, and of the far end. */
  blocks?: { site: readonly string[]; remote: readonly string[] };
}

/** What the words about a misconfiguration need: this site's own values, as text. */
export interface FaultSetting {
  source: string;
  destination: string;
  /** Such as "TCP 443"; "any port" where the whole block is meant. */
  ports: string;
  /** Names of hosts, where only some are concerned. */
  names?: string;
  /** Addresses and IDs that a command names, as far as they are known. */
  known?: { node?: string; vbr?: string; vpcTable?: string; securityGroup?: string };
}

/** What the node wants from the cloud, as far as it is known. */
export interface Traffic {
  site: Site;
  /** The blocks that count as the VPC, and as the cloud's services. */
  vpc: readonly string[];
  cloud: readonly string[];
  targets: readonly Target[];
  /** The site's own DNS servers. */
  resolvers: readonly string[];
}

/** A destination of the reference's tables. */
export interface Target {
  service: "control-plane" | "oss" | "registry" | "api-server" | "ntp" | "vpc-resolvers" | "own";
  host: string;
  /** Addresses that were found, or are documented. */
  addresses: readonly string[];
  /** The documented blocks that hold those addresses, else the addresses themselves; all blocks while none is known. */
  blocks: readonly string[];
  protocol: "tcp" | "udp";
  ports: readonly number[];
  /** Of an endpoint of the user's own: where it is, once an address is known. */
  via?: Branch;
  /** Those of the addresses where no cloud service is, by where they are instead. */
  misplaced: Record<Misplacement, readonly string[]>;
  /** DNS servers that say that they have no such name, or cannot look it up. */
  deniedBy: readonly string[];
}

export type Misplacement = "public" | "elsewhere";
