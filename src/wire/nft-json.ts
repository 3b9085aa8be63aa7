import { parseIpv4Cidr } from "./cidr.ts";
import type { FilterChain, FilterCondition, FilterRule } from "../model/filter.ts";

/**
 * `nft -j list ruleset`, libnftables-json(5). Anything else than the plain matches of ports, addresses, interfaces,
 * protocols and connection states becomes an unknown condition.
 *
 * @param managedByIptables leaves out the tables that iptables-nft keeps, since iptables-save prints them in full.
 */
export function parseNftRuleset(text: string, managedByIptables: boolean): FilterChain[] {
  const entries = records(field(parse(text), "nftables"));
  const chains: FilterChain[] = [];
  for (const entry of entries) {
    const chain = field(entry, "chain");
    const family = string(field(chain, "family"));
    const table = string(field(chain, "table"));
    const name = string(field(chain, "name"));
    if (name === undefined || !isIpv4Family(family) || (managedByIptables && isIptablesTable(family, table))) continue;
    const hook = string(field(chain, "hook"));
    // Translation decides where a packet goes, not whether.
    if (string(field(chain, "type")) === "nat") continue;
    chains.push({
      name,
      table: `${family} ${table ?? ""}`,
      ...(hook !== undefined && { hook }),
      priority: Number(field(chain, "prio") ?? 0),
      policy: string(field(chain, "policy")) === "drop" ? "drop" : "accept",
      rules: [],
    });
  }
  for (const entry of entries) {
    const rule = field(entry, "rule");
    const table = `${string(field(rule, "family")) ?? ""} ${string(field(rule, "table")) ?? ""}`;
    const chain = chains.find((one) => one.table === table && one.name === string(field(rule, "chain")));
    if (chain !== undefined) chain.rules.push(parseRule(records(field(rule, "expr")), chain));
  }
  return chains;
}

function isIpv4Family(family: string | undefined): boolean {
  return family === "ip" || family === "inet";
}

function isIptablesTable(family: string | undefined, table: string | undefined): boolean {
  return family === "ip" && ["raw", "mangle", "filter", "security", "nat"].includes(table ?? "");
}

function parseRule(expressions: unknown[], { table, name }: FilterChain): FilterRule {
  const conditions: FilterCondition[] = [];
  let verdict: FilterRule["verdict"] = "continue";
  for (const expression of expressions) {
    const [kind, value] = Object.entries(isRecord(expression) ? expression : {})[0] ?? ["", undefined];
    if (kind === "match") conditions.push(conditionOf(value));
    else if (kind === "accept" || kind === "return") verdict = kind;
    else if (kind === "drop" || kind === "reject") verdict = "drop";
    else if (kind === "jump" || kind === "goto")
      verdict = { to: string(field(value, "target")) ?? "", leaves: kind === "goto" };
    // A verdict map, a queue or an extension of iptables can end the packet's way here.
    else if (["vmap", "queue", "xt"].includes(kind)) verdict = "unknown";
    else if (!["counter", "log", "comment", "mangle"].includes(kind)) conditions.push({ field: "unknown" });
  }
  return { conditions, verdict, text: `${table} ${name}: ${JSON.stringify(expressions)}`.slice(0, 200) };
}

function conditionOf(match: unknown): FilterCondition {
  const operator = string(field(match, "op"));
  const negated = operator === "!=";
  if (operator !== "==" && operator !== "!=" && operator !== "in") return { field: "unknown" };
  const left = field(match, "left");
  const right = field(match, "right");
  const payload = field(left, "payload");
  // Neither concerns a TCP or UDP packet over IPv4.
  if (["icmp", "icmpv6", "ip6"].includes(protocolOf(payload) ?? "")) return NEVER;
  const key = string(field(field(left, "meta"), "key")) ?? string(field(field(left, "ct"), "key"));
  switch (payload === undefined ? key : string(field(payload, "field"))) {
    case undefined:
      return { field: "unknown" };
    case "saddr":
      return cidrs("source", right, negated);
    case "daddr":
      return cidrs("destination", right, negated);
    case "dport":
      return both(protocolOf(payload), ports("destination-port", right, negated));
    case "sport":
      return both(protocolOf(payload), ports("source-port", right, negated));
    case "protocol":
    case "l4proto":
      return { field: "protocol", values: strings(right), negated };
    case "iifname":
    case "iif":
      return names("in-interface", right, negated);
    case "oifname":
    case "oif":
      return names("out-interface", right, negated);
    case "state":
      return { field: "state", values: strings(right), negated };
    case "nfproto":
      return strings(right).includes("ipv4") === negated ? NEVER : ALWAYS;
    default:
      return { field: "unknown" };
  }
}

/** Holds for no packet. */
const NEVER: FilterCondition = { field: "protocol", values: [], negated: false };
/** Holds for every packet. */
const ALWAYS: FilterCondition = { field: "protocol", values: [], negated: true };

function protocolOf(payload: unknown): string | undefined {
  return string(field(payload, "protocol"));
}

/** A port is that of one protocol, or of either (`th`); with the other protocol the rule does not match. */
function both(protocol: string | undefined, condition: FilterCondition): FilterCondition {
  return condition.field === "destination-port" || condition.field === "source-port"
    ? { ...condition, ...(protocol !== undefined && protocol !== "th" && { protocol }) }
    : condition;
}

function cidrs(name: "source" | "destination", right: unknown, negated: boolean): FilterCondition {
  const values = elements(right).map((value) => {
    const prefix = field(value, "prefix");
    const text =
      typeof value === "string"
        ? `${value}/32`
        : `${string(field(prefix, "addr")) ?? ""}/${Number(field(prefix, "len"))}`;
    return parseIpv4Cidr(text);
  });
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length > 0
    ? { field: name, cidrs: known, negated }
    : { field: "unknown" };
}

/** A named set (`@lan`) is not printed with the rule, and an interface may be given by its number. */
function names(name: "in-interface" | "out-interface", right: unknown, negated: boolean): FilterCondition {
  const all = elements(right);
  const known = strings(right).filter((element) => !element.startsWith("@"));
  return known.length === all.length ? { field: name, names: known, negated } : { field: "unknown" };
}

function ports(name: "source-port" | "destination-port", right: unknown, negated: boolean): FilterCondition {
  const ranges = elements(right).map((value): [number, number] => {
    const range = field(value, "range");
    return Array.isArray(range) ? [Number(range[0]), Number(range[1])] : [Number(value), Number(value)];
  });
  return ranges.every(([low, high]) => Number.isInteger(low) && Number.isInteger(high))
    ? { field: name, ranges, negated }
    : { field: "unknown" };
}

function elements(value: unknown): unknown[] {
  const set = field(value, "set");
  if (Array.isArray(set)) return set;
  return Array.isArray(value) ? value : [value];
}

function strings(value: unknown): string[] {
  return elements(value).filter((element) => typeof element === "string");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function records(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function string(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
