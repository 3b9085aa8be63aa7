import type { FilterChain, FilterCondition, FilterRule } from "../model/filter.ts";
import { contains } from "./cidr.ts";

/**
 * What a host's own packet filter does to a packet, judged from its rules. Three answers: a rule that is not understood
 * and could have decided makes the rest guesswork, and then that is said.
 */
export type FilterVerdict = "accepts" | "drops" | "cannot-tell";

export interface FilterPacket {
  hook: "input" | "output";
  protocol: "tcp" | "udp";
  source?: string;
  destination?: string;
  sourcePort?: number;
  destinationPort?: number;
  interface?: string;
  state: "new" | "established";
}

/** Where a packet can be dropped on its way in or out of a host. */
const HOOKS = { input: ["prerouting", "input"], output: ["output", "postrouting"] } as const;

/** @returns what happens, and the rule that decides when it drops. */
export function evaluateFilter(
  chains: readonly FilterChain[],
  packet: FilterPacket,
): { verdict: FilterVerdict; rule?: string } {
  const bases = chains
    .filter(({ hook }) => HOOKS[packet.hook].some((one) => one === hook))
    .sort((a, b) => a.priority - b.priority);
  let unsure = false;
  // Every base chain must let it through; an accept ends one chain, not the others.
  for (const base of bases) {
    const end = ends(base, 0, chains, packet, 0);
    const drops =
      end.drop ?? (end.through && base.policy === "drop" ? `${base.table} ${base.name}: policy drop` : undefined);
    const passes = end.accept || (end.through && base.policy === "accept");
    if (drops !== undefined && !passes && !end.unsure) return { verdict: "drops", rule: drops };
    if (drops !== undefined || end.unsure) unsure = true;
  }
  return { verdict: unsure ? "cannot-tell" : "accepts" };
}

/** How a packet can leave a chain, when the matches that are not understood are followed both ways. */
interface Ends {
  accept: boolean;
  /** The first rule that drops it. */
  drop?: string;
  /** Past the last rule, or by a return. */
  through: boolean;
  unsure: boolean;
}

/** A ruleset that jumps deeper jumps in circles. */
const MAX_DEPTH = 16;

function ends(
  chain: FilterChain,
  from: number,
  chains: readonly FilterChain[],
  packet: FilterPacket,
  depth: number,
): Ends {
  const found: Ends = { accept: false, through: false, unsure: false };
  if (depth > MAX_DEPTH) return { ...found, unsure: true };
  for (const rule of chain.rules.slice(from)) {
    const matches = matchAll(rule.conditions, packet);
    if (matches === "no" || rule.verdict === "continue") continue;
    const goesOn = follow(rule, chain, chains, packet, depth, found);
    // A match that is not understood may also not hold: then the packet meets the next rule.
    if (matches === "yes" && !goesOn) return found;
  }
  return { ...found, through: true };
}

/** Adds where a rule leads to what is found. @returns whether the packet can come back to the next rule. */
function follow(
  rule: FilterRule,
  chain: FilterChain,
  chains: readonly FilterChain[],
  packet: FilterPacket,
  depth: number,
  found: Ends,
): boolean {
  const { verdict } = rule;
  if (verdict === "drop") found.drop ??= rule.text;
  else if (verdict === "accept") found.accept = true;
  else if (verdict === "return") found.through = true;
  else if (typeof verdict === "object") {
    const target = chains.find(({ name, table }) => name === verdict.to && table === chain.table);
    if (target === undefined) {
      found.unsure = true;
      return true;
    }
    const inner = ends(target, 0, chains, packet, depth + 1);
    found.accept ||= inner.accept;
    found.unsure ||= inner.unsure;
    if (inner.drop !== undefined) found.drop ??= inner.drop;
    // What leaves a chain that was gone to leaves this one too.
    if (inner.through && verdict.leaves) found.through = true;
    return inner.through && !verdict.leaves;
  } else {
    found.unsure = true;
    return true;
  }
  return false;
}

type Match = "yes" | "no" | "unknown";

function matchAll(conditions: FilterCondition[], packet: FilterPacket): Match {
  const matches = conditions.map((condition) => matchOne(condition, packet));
  if (matches.includes("no")) return "no";
  return matches.includes("unknown") ? "unknown" : "yes";
}

function matchOne(condition: FilterCondition, packet: FilterPacket): Match {
  switch (condition.field) {
    case "unknown":
      return "unknown";
    case "local-destination":
      return packet.hook === "input" ? decided(true, condition.negated) : "unknown";
    case "protocol":
      return decided(condition.values.includes(packet.protocol), condition.negated);
    case "state":
      return decided(condition.values.includes(packet.state), condition.negated);
    case "source":
      return address(packet.source, condition);
    case "destination":
      return address(packet.destination, condition);
    case "source-port":
      return port(packet.sourcePort, condition, packet.protocol);
    case "destination-port":
      return port(packet.destinationPort, condition, packet.protocol);
    case "in-interface":
      return packet.hook === "input" ? interfaceMatch(packet.interface, condition) : "no";
    case "out-interface":
      return packet.hook === "output" ? interfaceMatch(packet.interface, condition) : "no";
  }
}

function decided(holds: boolean, negated: boolean): Match {
  return holds === negated ? "no" : "yes";
}

function address(ip: string | undefined, { cidrs, negated }: { cidrs: string[]; negated: boolean }): Match {
  if (ip === undefined) return "unknown";
  return decided(
    cidrs.some((cidr) => contains(cidr, ip)),
    negated,
  );
}

/** A port belongs to a protocol where the rule names one (`tcp dport`): with another the rule does not match at all. */
function port(
  value: number | undefined,
  { ranges, negated, protocol }: { ranges: [number, number][]; negated: boolean; protocol?: string },
  actual: string,
): Match {
  if (protocol !== undefined && protocol !== actual) return "no";
  if (value === undefined) return "unknown";
  return decided(
    ranges.some(([low, high]) => value >= low && value <= high),
    negated,
  );
}

/** iptables writes a trailing + for any rest of a name, nftables a *. */
function interfaceMatch(name: string | undefined, { names, negated }: { names: string[]; negated: boolean }): Match {
  if (name === undefined) return "unknown";
  const holds = names.some((pattern) =>
    /[+*]$/.test(pattern) ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
  return decided(holds, negated);
}
