import type { PacketKey } from "../model/filter.ts";

/** Names that nftables and iptables print for numbers, by what they are compared with. */

export const TCP = 6;
export const UDP = 17;

/** nf_conntrack_common.h: one bit each, from the connection's place in the packet's life. */
export const CT_STATE = { invalid: 1, established: 2, related: 4, new: 8, untracked: 64 } as const;

export const CT_STATUS = {
  expected: 1,
  "seen-reply": 2,
  assured: 4,
  confirmed: 8,
  snat: 16,
  dnat: 32,
  dying: 512,
} as const;

export const TCP_FLAGS = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ecn: 64, cwr: 128 } as const;

/** Kinds of addresses, as a routing table numbers them (rtnetlink.h). */
export const ADDRESS_TYPES = {
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
} as const;

export const ETHERTYPE_IPV4 = 0x0800;
export const NFPROTO_IPV4 = 2;

const PROTOCOLS: Record<string, number> = {
  icmp: 1,
  igmp: 2,
  ipip: 4,
  ipencap: 4,
  tcp: TCP,
  udp: UDP,
  dccp: 33,
  ipv6: 41,
  gre: 47,
  esp: 50,
  ah: 51,
  "ipv6-icmp": 58,
  icmpv6: 58,
  ospf: 89,
  pim: 103,
  vrrp: 112,
  comp: 108,
  ipcomp: 108,
  sctp: 132,
  udplite: 136,
  mh: 135,
};

const NAMES: Partial<Record<PacketKey, Record<string, number>>> = {
  l4proto: PROTOCOLS,
  ethertype: { ip: ETHERTYPE_IPV4, ip6: 0x86dd, arp: 0x0806, vlan: 0x8100, "8021q": 0x8100, "8021ad": 0x88a8 },
  nfproto: { ipv4: NFPROTO_IPV4, ipv6: 10 },
  state: CT_STATE,
  status: CT_STATUS,
  direction: { original: 0, reply: 1 },
  "tcp-flags": TCP_FLAGS,
  pkttype: { unicast: 0, host: 0, broadcast: 1, multicast: 2, other: 3 },
  "saddr-type": ADDRESS_TYPES,
  "daddr-type": ADDRESS_TYPES,
};

/** @returns undefined for a name that is not known here. */
export function numberOf(key: PacketKey, text: string): number | undefined {
  const named = NAMES[key];
  if (named !== undefined && Object.hasOwn(named, text)) return named[text];
  return /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
}
