import { isList, isRecord, itemsOf, parseJson } from "../wire/json.ts";
import type {
  FilterChain,
  FilterElement,
  FilterHook,
  FilterInterval,
  FilterMapEntry,
  FilterRule,
  FilterSet,
  FilterStep,
  FilterVerdict,
  PacketKey,
} from "../model/filter.ts";
import { addressNumber, isIpv4, maskNumber } from "../wire/cidr.ts";
import { merged } from "./intervals.ts";
import { numberOf, TCP, UDP } from "./symbols.ts";
import { targetVerdict } from "./targets.ts";

/** What `nft -a list ruleset` prints and its JSON does not: which chain stands where, and each rule in words. */
export interface NftListing {
  /** As "inet filter". */
  tables: readonly string[];
  /** By family, table, chain and the rule's handle. */
  rules: ReadonlyMap<string, string>;
  dormant: ReadonlySet<string>;
  /** By family, table and chain. */
  devices: ReadonlyMap<string, string[]>;
}

export function parseNftListing(text: string): NftListing {
  const tables: string[] = [];
  const rules = new Map<string, string>();
  const dormant = new Set<string>();
  const devices = new Map<string, string[]>();
  let [table, chain, pending] = ["", "", ""];
  for (const line of text.split("\n")) {
    const opened = /^table (\S+) (\S+) \{/.exec(line);
    if (opened !== null) {
      [table, chain] = [`${opened[1] ?? ""} ${opened[2] ?? ""}`, ""];
      tables.push(table);
    } else if (/^\tflags\b.*\bdormant\b/.test(line)) dormant.add(table);
    else if (/^\t\S/.test(line)) {
      chain = /^\tchain (\S+) \{/.exec(line)?.[1] ?? "";
      pending = "";
    } else if (chain !== "" && /^\t\t/.test(line)) {
      const chainKey = `${table} ${chain}`;
      const hooked = /^\t\ttype \S+ hook \S+ devices? (?:= )?(\{[^}]*\}|\S+)/.exec(line)?.[1];
      if (hooked !== undefined)
        devices.set(
          chainKey,
          [...hooked.matchAll(/"?([^\s",{}]+)"?/g)].map(([, name = ""]) => name),
        );
      if (/^\t\t(type|policy|comment) /.test(line) && !line.includes("# handle")) continue;
      // A long rule goes on over several lines; its handle ends it.
      pending = `${pending} ${line.trim()}`.trim();
      const ended = /^(.*) # handle (\d+)$/.exec(pending);
      if (ended === null) continue;
      rules.set(`${chainKey} ${ended[2] ?? ""}`, `${chainKey}: ${ended[1] ?? ""}`);
      pending = "";
    }
  }
  return { tables, rules, dormant, devices };
}

export const NO_LISTING: NftListing = { tables: [], rules: new Map(), dormant: new Set(), devices: new Map() };

/**
 * `nft -j list ruleset`, libnftables-json(5).
 *
 * @param keptElsewhere tables, as "ip filter", that iptables-save has printed: its words say more than this JSON does.
 * @param openSets sets whose elements are not in the text although they have some.
 * @param documents of the whole ruleset, or of a table each.
 * @returns undefined where one of them is no such document.
 */
export function parseNftRuleset(
  documents: readonly string[],
  listing: NftListing = NO_LISTING,
  keptElsewhere: ReadonlySet<string> = new Set(),
  setsAreOpen = false,
): { chains: FilterChain[]; sets: FilterSet[] } | undefined {
  const parsed = documents.map((text) => field(parseJson(text), "nftables"));
  if (!parsed.every(Array.isArray)) return undefined;
  const entries: unknown[] = parsed.flat();
  const chains = new Map<string, FilterChain>();
  const sets = new Map<string, FilterSet>();
  const skipped = (table: string) => keptElsewhere.has(table) || listing.dormant.has(table);
  for (const entry of entries) {
    const { value: chain, table, family } = member(entry, "chain");
    const name = string(field(chain, "name"));
    if (name === undefined || table === undefined || !meetsIpv4(family) || skipped(table)) continue;
    const hook = string(field(chain, "hook"));
    const named = field(chain, "dev");
    const devices = named === undefined ? listing.devices.get(`${table} ${name}`) : strings(named);
    chains.set(`${table} ${name}`, {
      name,
      table,
      ...(isHook(hook) && { hook }),
      priority: Number(field(chain, "prio") ?? 0),
      policy: string(field(chain, "policy")) === "drop" ? "drop" : "accept",
      ...(string(field(chain, "type")) === "nat" && { nat: true }),
      ...(devices !== undefined && { devices }),
      ...(family === "bridge" && { bridge: true }),
      rules: [],
    });
  }
  for (const kind of ["set", "map"] as const)
    for (const entry of entries) {
      const { value, table } = member(entry, kind);
      const name = string(field(value, "name"));
      if (name !== undefined && table !== undefined && !skipped(table))
        sets.set(`${table} ${name}`, readSet(value, name, table, kind, setsAreOpen));
    }
  for (const entry of entries) {
    const { value: rule, table } = member(entry, "rule");
    const chain = chains.get(`${table ?? ""} ${string(field(rule, "chain")) ?? ""}`);
    if (chain === undefined) continue;
    const expressions = itemsOf(field(rule, "expr"));
    const place = `${chain.table} ${chain.name}`;
    const handle = Number(field(rule, "handle"));
    const words = listing.rules.get(`${place} ${handle}`) ?? `${place} handle ${handle}`;
    chain.rules.push(readRule(expressions, words, (name) => sets.get(`${chain.table} ${name}`)));
  }
  return { chains: [...chains.values()], sets: [...sets.values()] };
}

/** Tables whose rules a TCP or UDP packet over IPv4 can meet. */
function meetsIpv4(family: string | undefined): boolean {
  return family === "ip" || family === "inet" || family === "netdev" || family === "bridge";
}

function isHook(hook: string | undefined): hook is FilterHook {
  return ["ingress", "prerouting", "input", "output", "postrouting", "egress"].includes(hook ?? "");
}

function member(
  entry: unknown,
  kind: string,
): { value: unknown; family: string | undefined; table: string | undefined } {
  const value = field(entry, kind);
  const [family, table] = [string(field(value, "family")), string(field(value, "table"))];
  return { value, family, table: table === undefined ? undefined : `${family ?? ""} ${table}` };
}

const MAX_TEXT = 200;

function readRule(
  expressions: readonly unknown[],
  text: string,
  setNamed: (name: string) => FilterSet | undefined,
): FilterRule {
  const steps: FilterStep[] = [];
  for (const expression of expressions) {
    const [kind = "", value] = Object.entries(isRecord(expression) ? expression : {})[0] ?? [];
    const more = stepsOf(kind, value, setNamed);
    steps.push(...more);
    if (more.at(-1)?.step === "verdict" || more.at(-1)?.step === "map") break;
  }
  return { steps, text: text.slice(0, MAX_TEXT) };
}

/** Count, log, or change what no rule here asks for. */
const WITHOUT_EFFECT = new Set([
  "counter",
  "log",
  "comment",
  "last",
  "flow",
  "dup",
  "secmark",
  "ct helper",
  "ct timeout",
  "ct expectation",
  "reset",
]);
/** Hold or not by what else the host does, or by chance. */
const UNDECIDABLE = new Set(["limit", "quota", "ct count", "connlimit", "meter", "osf", "socket", "numgen"]);

function stepsOf(kind: string, value: unknown, setNamed: (name: string) => FilterSet | undefined): FilterStep[] {
  switch (kind) {
    case "match":
      return readMatch(value);
    case "accept":
    case "drop":
    case "reject":
    case "return":
    case "continue":
      return [verdict(kind)];
    case "jump":
    case "goto":
      return [verdict({ to: string(field(value, "target")) ?? "", leaves: kind === "goto" })];
    case "vmap":
      return readMap(value);
    case "mangle":
      return readMangle(value);
    case "notrack":
      return [{ step: "untrack" }];
    case "dnat":
    case "redirect":
      return [verdict("translate-destination")];
    case "snat":
    case "masquerade":
      return [verdict("translate-source")];
    case "set": {
      // It adds the packet's values to a set, so that these may be in it from now on.
      const set = setNamed((string(field(value, "set")) ?? "").replace(/^@/, ""));
      if (set !== undefined) set.open = true;
      return field(value, "stmt") === undefined ? [] : [{ step: "unknown" }];
    }
    case "xt":
      return string(field(value, "type")) === "target"
        ? [...(targetVerdict(string(field(value, "name")) ?? "") ?? [verdict("unknown")])]
        : [{ step: "unknown" }];
    default:
      if (WITHOUT_EFFECT.has(kind)) return [];
      return UNDECIDABLE.has(kind) ? [{ step: "unknown" }] : [verdict("unknown")];
  }
}

function verdict(of: FilterVerdict): FilterStep {
  return { step: "verdict", verdict: of };
}

const UNKNOWN: FilterStep[] = [{ step: "unknown" }];

/** An expression's value: what it looks at, and what must be true of the packet for it to have one. */
interface Subject {
  keys: PacketKey[];
  guards: FilterStep[];
  mask?: number;
}

function readMatch(match: unknown): FilterStep[] {
  const [left, right, op] = [field(match, "left"), field(match, "right"), string(field(match, "op"))];
  if (isOfAnotherProtocol(left)) return [{ step: "never" }];
  const fib = readFib(left, right, op);
  if (fib !== undefined) return fib;
  const subject = readSubject(left);
  if (subject === undefined) return UNKNOWN;
  const step = comparison(subject, op, right);
  return step === undefined ? [...subject.guards, ...UNKNOWN] : [...subject.guards, step];
}

/** Whether there is a way back by the interface that a packet came in by, or which kind of address it has. */
function readFib(left: unknown, right: unknown, op: string | undefined): FilterStep[] | undefined {
  const fib = field(left, "fib");
  if (fib === undefined) return undefined;
  const flags = strings(field(fib, "flags")).sort().join(" ");
  const result = string(field(fib, "result"));
  const negated = op === "!=" ? { negated: true as const } : {};
  if (op !== "==" && op !== "!=") return UNKNOWN;
  if (result === "type" && (flags === "daddr" || flags === "saddr"))
    return withElements([flags === "daddr" ? "daddr-type" : "saddr-type"], right, negated) ?? UNKNOWN;
  const isReversePath = (result === "oif" || result === "check") && /\biif saddr$/.test(flags.replace("mark ", ""));
  if (!isReversePath || typeof right !== "boolean") return UNKNOWN;
  const value = right ? 1 : 0;
  return [{ step: "match", keys: ["saddr-route"], elements: [[[value, value]]], ...negated }];
}

function withElements(
  keys: PacketKey[],
  right: unknown,
  more: { negated?: true; mask?: number },
): FilterStep[] | undefined {
  const elements = readElements(keys, right);
  return elements === undefined ? undefined : [{ step: "match", keys, elements, ...more }];
}

const FLAGS: ReadonlySet<PacketKey> = new Set<PacketKey>(["state", "status", "tcp-flags"]);

function comparison({ keys, mask }: Subject, op: string | undefined, right: unknown): FilterStep | undefined {
  const [key] = keys;
  if (key === undefined) return undefined;
  const masked = mask === undefined ? {} : { mask };
  const isFlags = FLAGS.has(key) && keys.length === 1;
  if (isFlags && mask === undefined && !isSet(right)) {
    const bits = orOf(key, right);
    if (bits === undefined) return undefined;
    if (op === "in") return { step: "bits", key, bits };
    if (op === "!") return { step: "bits", key, bits, negated: true };
    // A connection has one state; whether a list was meant bit by bit is another question.
    if (op === "!=" && key === "state" && Array.isArray(right)) return undefined;
    if (op === "==" || op === "!=")
      return { step: "match", keys, elements: [[[bits, bits]]], ...(op === "!=" && { negated: true }) };
    return undefined;
  }
  const negated = op === "!=" ? { negated: true as const } : {};
  if (op === "==" || op === "!=" || op === "in") {
    if (op === "in" && !isSet(right)) return undefined;
    if (typeof right === "string" && right.startsWith("@"))
      return { step: "match", keys, set: right.slice(1), ...negated, ...masked };
    const elements = isFlags && !isSet(right) ? wholeFlags(key, right) : readElements(keys, right);
    return elements === undefined ? undefined : { step: "match", keys, elements, ...negated, ...masked };
  }
  const bound = intervalOf(key, right);
  if (bound === undefined || keys.length !== 1) return undefined;
  const interval = ordered(op, bound);
  return interval === undefined ? undefined : { step: "match", keys, elements: [[interval]], ...masked };
}

const LARGEST = 0xffffffff;

function ordered(op: string | undefined, [low, high]: FilterInterval): FilterInterval | undefined {
  switch (op) {
    case "<":
      return [0, low - 1];
    case "<=":
      return [0, high];
    case ">":
      return [high + 1, LARGEST];
    case ">=":
      return [low, LARGEST];
    case undefined:
    default:
      return undefined;
  }
}

/** With a mask a list of flags is compared as one number. */
function wholeFlags(key: PacketKey, right: unknown): FilterElement[] | undefined {
  const bits = orOf(key, right);
  return bits === undefined ? undefined : [[[bits, bits]]];
}

function orOf(key: PacketKey, right: unknown): number | undefined {
  const all = field(right, "|") ?? right;
  let bits = 0;
  for (const one of isList(all) ? all : [all]) {
    const nested = isRecord(one) ? orOf(key, one) : typeof one === "number" ? one : numberOf(key, string(one) ?? "");
    if (nested === undefined) return undefined;
    bits |= nested;
  }
  return bits;
}

function readSubject(left: unknown): Subject | undefined {
  const parts = field(left, "concat");
  if (Array.isArray(parts)) {
    const all = parts.map(readSubject);
    const known = all.filter((one) => one !== undefined && one.mask === undefined);
    if (known.length !== all.length) return undefined;
    return {
      keys: known.flatMap((one) => one?.keys ?? []),
      guards: known.flatMap((one) => one?.guards ?? []),
    };
  }
  const masked = field(left, "&");
  if (isList(masked)) {
    const [inner, by] = masked;
    const subject = readSubject(inner);
    const [key] = subject?.keys ?? [];
    if (subject === undefined || key === undefined || subject.mask !== undefined) return undefined;
    const mask = orOf(key, by);
    return mask === undefined ? undefined : { ...subject, mask };
  }
  const payload = field(left, "payload");
  if (payload !== undefined) return payloadSubject(string(field(payload, "protocol")), string(field(payload, "field")));
  const key = META_KEYS[string(field(field(left, "meta"), "key")) ?? ""] ?? ctKey(field(left, "ct"));
  return key === undefined ? undefined : { keys: [key], guards: [] };
}

const META_KEYS: Partial<Record<string, PacketKey>> = {
  protocol: "ethertype",
  nfproto: "nfproto",
  l4proto: "l4proto",
  iif: "iifname",
  iifname: "iifname",
  oif: "oifname",
  oifname: "oifname",
  mark: "mark",
  pkttype: "pkttype",
};

const CT_KEYS: Partial<Record<string, PacketKey>> = {
  state: "state",
  status: "status",
  mark: "ctmark",
  direction: "direction",
};

function ctKey(ct: unknown): PacketKey | undefined {
  return field(ct, "dir") === undefined ? CT_KEYS[string(field(ct, "key")) ?? ""] : undefined;
}

const IP_FIELDS: Partial<Record<string, PacketKey>> = {
  saddr: "saddr",
  daddr: "daddr",
  protocol: "l4proto",
  "frag-off": "frag-off",
};
const PORTS: Partial<Record<string, PacketKey>> = { sport: "sport", dport: "dport" };

/** With another protocol than its own a packet has no such field, and the rule does not hold. */
function payloadSubject(protocol: string | undefined, name = ""): Subject | undefined {
  const only = (number: number): FilterStep => ({ step: "match", keys: ["l4proto"], elements: [[[number, number]]] });
  const of = (key: PacketKey | undefined, guards: FilterStep[]) =>
    key === undefined ? undefined : { keys: [key], guards };
  switch (protocol) {
    case "ip":
      return of(IP_FIELDS[name], []);
    case "tcp":
      return of(name === "flags" ? "tcp-flags" : PORTS[name], [only(TCP)]);
    case "udp":
      return of(PORTS[name], [only(UDP)]);
    case "th":
      return of(PORTS[name], []);
    case undefined:
    default:
      return undefined;
  }
}

const OTHER_PROTOCOLS = new Set([
  "icmp",
  "icmpv6",
  "ip6",
  "arp",
  "igmp",
  "ah",
  "esp",
  "comp",
  "sctp",
  "dccp",
  "udplite",
]);

function isOfAnotherProtocol(left: unknown): boolean {
  const inner = field(left, "&");
  const protocol = string(field(field(left, "payload"), "protocol"));
  if (protocol !== undefined) return OTHER_PROTOCOLS.has(protocol);
  const parts = field(left, "concat");
  if (Array.isArray(parts)) return parts.some(isOfAnotherProtocol);
  return Array.isArray(inner) && isOfAnotherProtocol(inner[0]);
}

function readMap(vmap: unknown): FilterStep[] {
  const [key, data] = [field(vmap, "key"), field(vmap, "data")];
  if (isOfAnotherProtocol(key)) return [{ step: "never" }];
  const subject = readSubject(key);
  if (subject === undefined || subject.mask !== undefined) return [verdict("unknown")];
  const { keys, guards } = subject;
  if (typeof data === "string" && data.startsWith("@")) return [...guards, { step: "map", keys, set: data.slice(1) }];
  const entries = readEntries(keys, field(data, "set"));
  return [...guards, entries === undefined ? verdict("unknown") : { step: "map", keys, entries }];
}

function readEntries(keys: PacketKey[], elements: unknown): FilterMapEntry[] | undefined {
  const entries = itemsOf(elements).map((pair): FilterMapEntry | undefined => {
    const [element, action] = itemsOf(pair);
    const read = readElement(keys, element);
    const [kind = "", value] = Object.entries(isRecord(action) ? action : {})[0] ?? [];
    const [step] = stepsOf(kind, value, () => undefined);
    // What holds for all that has no element of its own cannot be told apart from the others one by one.
    if (read === undefined || isCatchAll(element) || step?.step !== "verdict") return undefined;
    return { element: read, verdict: step.verdict };
  });
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === entries.length ? known : undefined;
}

/** A mark is the only thing that rules set and others ask for; a changed address or port makes all of them guesswork. */
function readMangle(mangle: unknown): FilterStep[] {
  const [key, value] = [field(mangle, "key"), field(mangle, "value")];
  const payload = payloadSubject(
    string(field(field(key, "payload"), "protocol")),
    string(field(field(key, "payload"), "field")),
  );
  if (payload !== undefined) return [verdict("unknown")];
  const subject = readSubject(key);
  const of = subject?.keys[0] === "mark" ? "packet" : subject?.keys[0] === "ctmark" ? "connection" : undefined;
  if (of === undefined) return [];
  if (typeof value === "number") return [{ step: "mark", of, value }];
  const copied = readSubject(value);
  if (copied?.mask === undefined && copied?.keys[0] === "mark") return [{ step: "mark", of, from: "packet" }];
  if (copied?.mask === undefined && copied?.keys[0] === "ctmark") return [{ step: "mark", of, from: "connection" }];
  const or = field(value, "|");
  if (Array.isArray(or) && typeof or[1] === "number" && readSubject(or[0])?.keys[0] === subject?.keys[0])
    return [{ step: "mark", of, value: or[1], mask: or[1] }];
  return [{ step: "mark", of }];
}

function readSet(value: unknown, name: string, table: string, kind: "set" | "map", isOpen: boolean): FilterSet {
  const types = strings(field(value, "type"));
  const keys = types.map((type) => SET_TYPES[type]);
  const known = keys.filter((key) => key !== undefined);
  const elements = field(value, "elem");
  const open = { name, table, open: true as const };
  // Its elements expire, and more may be added by whoever made it.
  if (isOpen || known.length === 0 || known.length !== keys.length) return open;
  if (kind === "map") {
    const entries = field(value, "map") === "verdict" ? readEntries(known, elements ?? []) : undefined;
    return entries === undefined ? open : { name, table, entries };
  }
  const [key] = known;
  const isOne = known.length === 1 && key !== undefined && key !== "iifname";
  const read = readElements(known, { set: elements ?? [] });
  if (read === undefined) return open;
  if (!isOne) return { name, table, elements: read };
  const intervals = read.flatMap((element) => element.filter((part) => typeof part !== "string"));
  return { name, table, intervals: merged(intervals).flat() };
}

/** A representative key of each type: it decides how elements are read. */
const SET_TYPES: Partial<Record<string, PacketKey>> = {
  ipv4_addr: "saddr",
  inet_service: "dport",
  inet_proto: "l4proto",
  ifname: "iifname",
  iface_index: "iifname",
  mark: "mark",
  ct_state: "state",
};

function isSet(right: unknown): boolean {
  return isRecord(right) && Array.isArray(right["set"]);
}

function readElements(keys: PacketKey[], right: unknown): FilterElement[] | undefined {
  const all = isSet(right) ? itemsOf(field(right, "set")) : isList(right) ? right : [right];
  const elements: FilterElement[] = [];
  for (const one of all) {
    const element = readElement(keys, one);
    if (element === undefined) return undefined;
    elements.push(element);
  }
  return elements;
}

function isCatchAll(element: unknown): boolean {
  return element === "*" || field(field(element, "elem"), "val") === "*";
}

function readElement(keys: readonly PacketKey[], element: unknown): FilterElement | undefined {
  const inner = field(element, "elem");
  // With a time to live, a counter or a remark of its own.
  if (isRecord(inner)) return readElement(keys, inner["val"]);
  const parts = field(element, "concat");
  const values = isList(parts) ? parts : [element];
  if (values.length !== keys.length) return undefined;
  const read: FilterElement = [];
  for (const [index, key] of keys.entries()) {
    const value = valueOf(key, values[index]);
    if (value === undefined) return undefined;
    read.push(value);
  }
  return read;
}

function valueOf(key: PacketKey, value: unknown): FilterInterval | string | undefined {
  if (key === "iifname" || key === "oifname") return typeof value === "string" ? value : undefined;
  return intervalOf(key, value);
}

function intervalOf(key: PacketKey, value: unknown): FilterInterval | undefined {
  if (typeof value === "number") return [value, value];
  if (value === "*") return [0, LARGEST];
  const range = field(value, "range");
  if (isList(range)) {
    const [low, high] = range.map((end) => intervalOf(key, end));
    return low === undefined || high === undefined ? undefined : [low[0], high[1]];
  }
  const prefix = field(value, "prefix");
  if (prefix !== undefined) {
    const [address, length] = [string(field(prefix, "addr")), Number(field(prefix, "len"))];
    if (address === undefined || !isIpv4(address) || !(length >= 0 && length <= 32)) return undefined;
    const mask = maskNumber(length);
    const low = (addressNumber(address) & mask) >>> 0;
    return [low, (low | ~mask) >>> 0];
  }
  const text = string(value);
  if (text === undefined) return undefined;
  if (key === "saddr" || key === "daddr") {
    if (!isIpv4(text)) return undefined;
    const address = addressNumber(text);
    return [address, address];
  }
  const number = numberOf(key, text);
  return number === undefined ? undefined : [number, number];
}

/** Whether nft has printed all that it was about to. */
export function isWhole(document: string): boolean {
  return /\}\]\}\s*$/.test(document);
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function string(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function strings(value: unknown): string[] {
  const all = isList(value) ? value : [value];
  return all.filter((one) => typeof one === "string");
}
