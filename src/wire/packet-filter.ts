import type { FilterChain, FilterCondition } from "../model/filter.ts";
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
    const result = walk(base, chains, packet, 0);
    if (result.verdict === "drop") return { verdict: "drops", rule: result.rule };
    if (result.verdict === "unsure") unsure = true;
    if (result.verdict === "continue" && base.policy === "drop")
      return { verdict: "drops", rule: `${base.table} ${base.name}: policy drop` };
  }
  return { verdict: unsure ? "cannot-tell" : "accepts" };
}

type Walk = { verdict: "accept" | "continue" | "unsure" } | { verdict: "drop"; rule: string };

/** A ruleset that jumps deeper jumps in circles. */
const MAX_DEPTH = 16;

function walk(chain: FilterChain, chains: readonly FilterChain[], packet: FilterPacket, depth: number): Walk {
  if (depth > MAX_DEPTH) return { verdict: "unsure" };
  for (const rule of chain.rules) {
    const matches = matchAll(rule.conditions, packet);
    if (matches === "no") continue;
    const { verdict } = rule;
    if (verdict === "continue") continue;
    if (matches === "unknown" || verdict === "unknown") return { verdict: "unsure" };
    if (verdict === "drop") return { verdict: "drop", rule: rule.text };
    if (verdict === "accept") return { verdict: "accept" };
    if (verdict === "return") return { verdict: "continue" };
    const target = chains.find(({ name, table }) => name === verdict.jump && table === chain.table);
    if (target === undefined) return { verdict: "unsure" };
    const result = walk(target, chains, packet, depth + 1);
    if (result.verdict !== "continue") return result;
  }
  return { verdict: "continue" };
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
