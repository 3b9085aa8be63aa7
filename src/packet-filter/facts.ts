import type { FilterHook, FilterInterval, PacketKey } from "../model/filter.ts";
import { ADDRESS_TYPES, CT_STATE, CT_STATUS, ETHERTYPE_IPV4, NFPROTO_IPV4, TCP, TCP_FLAGS, UDP } from "./symbols.ts";

/**
 * A packet to be judged. Of what is a range, every value in it may be the packet's: a verdict holds for all of them, or is
 * none.
 */
export interface FilterPacket {
  /** To this host, from it, or through it: of the last only what comes after routing is looked at. */
  direction: "in" | "out" | "through";
  protocol: "tcp" | "udp";
  source: FilterInterval;
  destination: FilterInterval;
  sourcePort: FilterInterval;
  destinationPort: FilterInterval;
  /** By which it comes in or goes out; absent where it is not known. */
  interface?: string;
  /** The `first` of a connection, the `second`, which answers it, then what `opener` and `answerer` go on with. */
  phase: "first" | "second" | "opener" | "answerer";
}

/** What is known of a value: that it lies in a range; which of its bits are known; a name; or that there is none at all. */
export type Fact = FilterInterval | Bits | { name: string } | "absent";

/** What rules change on a packet's way. */
export interface PacketState {
  mark: Bits;
  ctmark: Bits;
  tracked: "yes" | "no" | "unknown";
  /** The first rule that may have put another destination in the place of the packet's. */
  destinationTranslated?: string;
  sourceTranslated?: string;
}

export interface Bits {
  value: number;
  known: number;
}

const ALL = 0xffffffff;
export const NO_MARK: Bits = { value: 0, known: ALL };
export const ANY_MARK: Bits = { value: 0, known: 0 };

export function joined(a: PacketState, b: PacketState): PacketState {
  const destinationTranslated = a.destinationTranslated ?? b.destinationTranslated;
  const sourceTranslated = a.sourceTranslated ?? b.sourceTranslated;
  return {
    mark: joinedBits(a.mark, b.mark),
    ctmark: joinedBits(a.ctmark, b.ctmark),
    tracked: a.tracked === b.tracked ? a.tracked : "unknown",
    ...(destinationTranslated !== undefined && { destinationTranslated }),
    ...(sourceTranslated !== undefined && { sourceTranslated }),
  };
}

function joinedBits(a: Bits, b: Bits): Bits {
  const known = (a.known & b.known & ~(a.value ^ b.value)) >>> 0;
  return { value: (a.value & known) >>> 0, known };
}

/** Where on its way through the host a chain meets the packet. */
export interface Meeting {
  hook: FilterHook;
  priority: number;
  /** Some rule of the host translates: then an answer may bear signs of it. */
  translates: boolean;
  /** Some rule keeps packets from being tracked: then what follows them may look like the first of a connection. */
  untracks: boolean;
}

/** Connections are looked up at this priority of prerouting and output; before it no packet belongs to one. */
const CONNTRACK_PRIORITY = -200;

/** @returns undefined for what is not known. */
export function factOf(key: PacketKey, packet: FilterPacket, state: PacketState, meeting: Meeting): Fact | undefined {
  const { hook } = meeting;
  const incoming = packet.direction === "in";
  const forwarded = packet.direction === "through";
  switch (key) {
    case "saddr":
      return packet.source;
    case "daddr":
      return state.destinationTranslated === undefined ? packet.destination : undefined;
    case "sport":
      return packet.sourcePort;
    case "dport":
      return state.destinationTranslated === undefined ? packet.destinationPort : undefined;
    case "l4proto":
      return exactly(packet.protocol === "tcp" ? TCP : UDP);
    case "ethertype":
      return exactly(ETHERTYPE_IPV4);
    case "nfproto":
      return exactly(NFPROTO_IPV4);
    case "iifname":
      if (forwarded) return undefined;
      return incoming ? named(packet.interface) : NO_INTERFACE;
    case "oifname":
      return incoming ? NO_INTERFACE : named(packet.interface);
    case "mark":
      return state.mark;
    case "ctmark":
      return withConnection(packet, state, meeting, state.ctmark);
    case "state":
      return connectionState(packet, state, meeting);
    case "status":
      return withConnection(packet, state, meeting, connectionStatus(packet, state, meeting));
    case "direction":
      return withConnection(packet, state, meeting, exactly(isAnswer(packet) ? 1 : 0));
    case "tcp-flags":
      return packet.protocol === "tcp" ? tcpFlags(packet) : "absent";
    case "pkttype":
      return incoming ? exactly(0) : undefined;
    case "frag-off":
      // No fragment, and none after it; whether it may be fragmented is its sender's to say.
      return { value: 0, known: 0x3fff };
    case "saddr-type":
      return exactly(
        forwarded || (incoming && packet.interface !== LOOPBACK) ? ADDRESS_TYPES.unicast : ADDRESS_TYPES.local,
      );
    case "daddr-type":
      if (state.destinationTranslated !== undefined) return undefined;
      return exactly(incoming || packet.interface === LOOPBACK ? ADDRESS_TYPES.local : ADDRESS_TYPES.unicast);
    case "saddr-route":
      // The interface that a packet is judged on is the one that its source is routed by.
      return incoming && hook !== "ingress" ? exactly(1) : undefined;
  }
}

const LOOPBACK = "lo";
/** What a chain of the other direction sees: some kernels compare it as an empty name, others give up on the rule. */
export const NO_INTERFACE = { name: "" };

function named(name: string | undefined): Fact | undefined {
  return name === undefined ? undefined : { name };
}

function exactly(value: number): FilterInterval {
  return [value, value];
}

function isAnswer({ phase }: Pick<FilterPacket, "phase">): boolean {
  return phase === "second" || phase === "answerer";
}

type Tracking = "before" | "tracked" | "untracked" | "unknown";

function tracking({ direction, interface: name }: FilterPacket, state: PacketState, meeting: Meeting): Tracking {
  const { hook, priority } = meeting;
  // A packet to this host itself brings along what was found out on its way out.
  if (hook === "ingress") return name === LOOPBACK ? "unknown" : "before";
  const early = (hook === "prerouting" || (hook === "output" && direction === "out")) && priority <= CONNTRACK_PRIORITY;
  if (early && (priority === CONNTRACK_PRIORITY || name === LOOPBACK || state.tracked === "unknown")) return "unknown";
  if (state.tracked === "no") return "untracked";
  if (early) return "before";
  return state.tracked === "yes" ? "tracked" : "unknown";
}

/** Where a packet belongs to no connection, most of what is asked about one makes a rule not hold. */
function withConnection(
  packet: FilterPacket,
  state: PacketState,
  meeting: Meeting,
  fact: Fact | undefined,
): Fact | undefined {
  switch (tracking(packet, state, meeting)) {
    case "tracked":
      return fact;
    case "unknown":
      return undefined;
    case "before":
    case "untracked":
      return "absent";
  }
}

function connectionState(packet: FilterPacket, state: PacketState, meeting: Meeting): Fact | undefined {
  switch (tracking(packet, state, meeting)) {
    case "before":
      return exactly(CT_STATE.invalid);
    case "untracked":
      return exactly(CT_STATE.untracked);
    case "unknown":
      return undefined;
    case "tracked":
      return packet.phase === "first"
        ? exactly(CT_STATE.new)
        : meeting.untracks
          ? undefined
          : exactly(CT_STATE.established);
  }
}

function connectionStatus({ phase }: FilterPacket, state: PacketState, { translates }: Meeting): Fact {
  const { expected, "seen-reply": seenReply, assured, confirmed, snat, dnat, dying } = CT_STATUS;
  if (phase === "first") {
    const translated = state.destinationTranslated !== undefined || state.sourceTranslated !== undefined;
    return { value: 0, known: expected | seenReply | assured | confirmed | dying | (translated ? 0 : snat | dnat) };
  }
  const value = confirmed | seenReply;
  return { value, known: expected | seenReply | confirmed | dying | (translates ? 0 : snat | dnat) };
}

/** A connection begins with SYN, is answered with SYN and ACK, and goes on with ACK, some of it pushed. */
function tcpFlags({ phase }: FilterPacket): Fact {
  // Whether both sides agree on congestion notification is theirs.
  const congestion = TCP_FLAGS.ecn | TCP_FLAGS.cwr;
  const all = Object.values(TCP_FLAGS).reduce((sum, flag) => sum | flag, 0);
  if (phase === "first") return { value: TCP_FLAGS.syn, known: all & ~congestion };
  if (phase === "second") return { value: TCP_FLAGS.syn | TCP_FLAGS.ack, known: all & ~congestion };
  return { value: TCP_FLAGS.ack, known: all & ~(congestion | TCP_FLAGS.psh) };
}
