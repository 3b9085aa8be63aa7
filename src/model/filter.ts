/**
 * A host's own packet filter, nftables and both kinds of iptables in one form. A rule is a list of steps that a packet goes
 * through in order; the first that does not hold ends the rule. What is not understood is a step of its own, so that nothing is
 * ever taken for "always" or "never" because it could not be read.
 */

/** What a step looks at. Everything but interface names is a number. */
export const PACKET_KEYS = [
  "saddr",
  "daddr",
  "sport",
  "dport",
  "l4proto",
  "ethertype",
  "nfproto",
  "iifname",
  "oifname",
  // nfmark of the packet and of its connection
  "mark",
  "ctmark",
  // connection tracking: bits as the kernel numbers them
  "state",
  "status",
  "direction",
  "tcp-flags",
  "pkttype",
  "frag-off",
  // kind of address by the routing table: 1 unicast, 2 local
  "saddr-type",
  "daddr-type",
  // whether the route back to the source leaves by the interface that the packet came in by: 1 or 0
  "saddr-route",
] as const;
export type PacketKey = (typeof PACKET_KEYS)[number];

/** Both ends included. */
export type FilterInterval = [low: number, high: number];

/** One value for each key; an interface's name, with * for any rest. */
export type FilterElement = (FilterInterval | string)[];

export type FilterVerdict =
  | "accept"
  | "drop"
  | "reject"
  | "return"
  | "continue"
  /** Another destination, or another source, is put in the place of the packet's own; then as accept. */
  | "translate-destination"
  | "translate-source"
  /** May do anything. */
  | "unknown"
  /** A rule that jumps comes back from the other chain; one that goes to it leaves its own for good. */
  | { to: string; leaves: boolean };

export type FilterStep =
  /** The values, a mask put on them, are one of the elements, or in a named set of the same table. */
  | { step: "match"; keys: PacketKey[]; mask?: number; elements?: FilterElement[]; set?: string; negated?: true }
  /** One of these bits is set. */
  | { step: "bits"; key: PacketKey; bits: number; negated?: true }
  /** Concerns no TCP or UDP packet over IPv4. */
  | { step: "never" }
  /** May hold or not. */
  | { step: "unknown" }
  /** Sets the bits of the mask (default: all) to the value's; without a value, to anything. */
  | { step: "mark"; of: "packet" | "connection"; value?: number; mask?: number; from?: "packet" | "connection" }
  | { step: "untrack" }
  | { step: "verdict"; verdict: FilterVerdict }
  /** The verdict that belongs to the values; without one, as a match that does not hold. */
  | { step: "map"; keys: PacketKey[]; entries?: FilterMapEntry[]; set?: string };

export interface FilterMapEntry {
  element: FilterElement;
  verdict: FilterVerdict;
}

export interface FilterRule {
  steps: FilterStep[];
  /** Where it stands, and how the system prints it. */
  text: string;
}

/** Where a packet meets a base chain. */
export type FilterHook = "ingress" | "prerouting" | "input" | "output" | "postrouting" | "egress";

export interface FilterChain {
  /** Unique within its table. */
  name: string;
  /** As "inet filter", "iptables mangle" or "iptables-legacy mangle". */
  table: string;
  /** Only base chains have one. */
  hook?: FilterHook;
  priority: number;
  policy: "accept" | "drop";
  /** Meets only the first packet of a connection. */
  nat?: true;
  /** Of an ingress or egress chain; absent where they are not known. */
  devices?: string[];
  /** Sees what is bridged, below IP. */
  bridge?: true;
  rules: FilterRule[];
}

export interface FilterSet {
  name: string;
  table: string;
  /** Of one number: low and high of each interval, one pair after the other, ascending. */
  intervals?: number[];
  elements?: FilterElement[];
  entries?: FilterMapEntry[];
  /** Its elements come and go, or could not be read: what is not in here may be in it. */
  open?: true;
}

export interface FilterRuleset {
  chains: FilterChain[];
  sets: FilterSet[];
  /** Interfaces that are bridges. */
  bridges: string[];
}

/** What could not be read of a host's filters, so that it is not known. */
export interface UnreadFilter {
  what: "nftables" | "iptables" | "iptables-legacy";
  /** The program that would have shown it, where it is not installed; else it has failed. */
  missing?: string;
}
