import { parseIpv4Cidr } from "./cidr.ts";
import type { FilterChain, FilterCondition, FilterRule } from "../model/filter.ts";

/** The tables in which packets are dropped, by the order in which a packet meets them. */
const PRIORITIES: Record<string, number> = { raw: -300, mangle: -150, filter: 0, security: 50 };
const HOOKS: Record<string, string> = { INPUT: "input", OUTPUT: "output", PREROUTING: "prerouting" };

/** The output of iptables-save. What is not understood of a rule becomes an unknown condition, never a missing one. */
export function parseIptablesSave(text: string): FilterChain[] {
  const chains: FilterChain[] = [];
  let table = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("*")) table = line.slice(1).trim();
    if (PRIORITIES[table] === undefined) continue;
    const declared = /^:(\S+) (\S+)/.exec(line);
    if (declared !== null) {
      const [, name = "", policy] = declared;
      const hook = HOOKS[name];
      chains.push({
        name,
        table: `iptables ${table}`,
        ...(hook !== undefined && { hook }),
        priority: PRIORITIES[table] ?? 0,
        policy: policy === "DROP" ? "drop" : "accept",
        rules: [],
      });
    }
    const appended = /^-A (\S+) ?(.*)$/.exec(line);
    if (appended === null) continue;
    const [, name, rest = ""] = appended;
    chains
      .find((chain) => chain.name === name && chain.table === `iptables ${table}`)
      ?.rules.push(parseRule(rest, line));
  }
  return chains;
}

/** Matches that decide nothing by themselves, only name the module or keep a remark. */
const SILENT_OPTIONS = new Set(["-m", "--comment", "--reject-with", "--set-xmark", "--log-prefix", "--log-level"]);

function parseRule(rest: string, text: string): FilterRule {
  const words = rest.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const conditions: FilterCondition[] = [];
  let verdict: FilterRule["verdict"] = "continue";
  let negated = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "!") {
      negated = true;
      continue;
    }
    if (!word.startsWith("-")) continue;
    const value = words[index + 1] ?? "";
    if (word === "-j") verdict = verdictOf(value);
    else if (word === "-g") verdict = { to: value, leaves: true };
    else if (!SILENT_OPTIONS.has(word)) conditions.push(conditionOf(word, value, negated));
    negated = false;
  }
  return { conditions, verdict, text: text.slice(0, 200) };
}

function verdictOf(target: string): FilterRule["verdict"] {
  switch (target) {
    case "ACCEPT":
      return "accept";
    case "DROP":
    case "REJECT":
      return "drop";
    case "RETURN":
      return "return";
    case "LOG":
    case "NFLOG":
    case "MARK":
    case "CONNMARK":
    case "CT":
    case "NOTRACK":
    case "TCPMSS":
    case "":
      return "continue";
    default:
      return { to: target, leaves: false };
  }
}

function conditionOf(option: string, value: string, negated: boolean): FilterCondition {
  switch (option) {
    case "-p":
      return { field: "protocol", values: [value], negated };
    case "-s":
      return addresses("source", value, negated);
    case "-d":
      return addresses("destination", value, negated);
    case "-i":
      return { field: "in-interface", names: [value], negated };
    case "-o":
      return { field: "out-interface", names: [value], negated };
    case "--dport":
    case "--dports":
      return { field: "destination-port", ranges: portRanges(value), negated };
    case "--sport":
    case "--sports":
      return { field: "source-port", ranges: portRanges(value), negated };
    case "--dst-type":
      // Everything that reaches INPUT is addressed to this host itself.
      return { field: "local-destination", negated: negated !== (value !== "LOCAL") };
    case "--icmp-type":
      return { field: "protocol", values: ["icmp"], negated: false };
    case "--ctstate":
    case "--state":
      return { field: "state", values: value.toLowerCase().split(","), negated };
    default:
      return { field: "unknown" };
  }
}

function addresses(field: "source" | "destination", value: string, negated: boolean): FilterCondition {
  const cidr = parseIpv4Cidr(value.includes("/") ? value : `${value}/32`);
  return cidr === undefined ? { field: "unknown" } : { field, cidrs: [cidr], negated };
}

function portRanges(value: string): [number, number][] {
  return value.split(",").map((part) => {
    const [low = "", high] = part.split(":");
    return [Number(low), Number(high ?? low)];
  });
}
