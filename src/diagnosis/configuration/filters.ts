import type { AclRule, SecurityGroupRule } from "../../model/cloud.ts";
import { contains } from "../../wire/cidr.ts";

/** A packet as a filter of the cloud sees it: the port is its destination's, `far` the address in the data centre. */
export interface FilteredPacket {
  protocol: "tcp" | "udp";
  port: number;
  far: string;
}

/** `unmatched`: no rule is about it; `unknown`: a rule may be that cannot be read from here. */
export type FilterVerdict = "accept" | "drop" | "unmatched" | "unknown";

/** A security group: the lower number wins, and of one number the rule that drops. */
export function securityGroupVerdict(
  rules: readonly SecurityGroupRule[],
  direction: SecurityGroupRule["direction"],
  packet: FilteredPacket,
): FilterVerdict {
  const matching = rules
    .filter((rule) => rule.direction === direction && isAbout(rule, packet))
    .sort((a, b) => a.priority - b.priority || Number(a.accepts) - Number(b.accepts));
  for (const rule of matching) {
    // Another group or a prefix list: whether the packet is of it cannot be told from here.
    if (rule.cidr === undefined) return "unknown";
    if (contains(rule.cidr, packet.far)) return rule.accepts ? "accept" : "drop";
  }
  return "unmatched";
}

/** A network ACL: the first rule that matches. */
export function aclVerdict(rules: readonly AclRule[], packet: FilteredPacket): FilterVerdict {
  const first = rules.find((rule) => isAbout(rule, packet) && contains(rule.cidr, packet.far));
  return first === undefined ? "unmatched" : first.accepts ? "accept" : "drop";
}

function isAbout({ protocol, ports }: Pick<AclRule, "protocol" | "ports">, packet: FilteredPacket): boolean {
  if (protocol !== "all" && protocol !== packet.protocol) return false;
  const [from = -1, to = from] = ports.split("/").map(Number);
  return from < 0 || (from <= packet.port && packet.port <= to);
}
