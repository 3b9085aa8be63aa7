import { EARLIER_SCHEMA_VERSIONS, SCHEMA_VERSION, type Verdict } from "../model/report.ts";
import { DEVICES, type Device } from "../model/device.ts";
import type { InvalidReason } from "../model/fleet.ts";
import { isIpv4, networkOf } from "../wire/cidr.ts";
import { itemsOf, fieldsOf } from "../wire/json.ts";

/** What a fleet's statement keeps of one report. What many nodes have alike they share. */
export interface NodeSummary {
  hostname: string;
  /** IPv4, the one that it sends from first. */
  addresses: readonly string[];
  gateway: string | undefined;
  /** The block of the address that it sends from. */
  subnet: string | undefined;
  resolvers: readonly string[];
  os: string;
  /** The hops of a walk to the cloud that arrived, nearest first; "*" for one that kept silent. */
  way: readonly string[] | undefined;
  verdict: Verdict;
  runId: string;
  startedAt: string;
  version: string;
  schemaVersion: string;
  catalogue: string;
  /** What it was to join: the region and the API server. Only nodes with the same target can be compared. */
  target: string;
  trials: TrialTable;
  /** What the report itself has found. */
  findings: readonly SavedFinding[];
}

/** How the checks of a node have ended. */
export interface TrialTable {
  /** A text that is the same for nodes of which the same failed in the same way. */
  failureKey: string;
  failed: readonly { id: string; code: string }[];
  passed: ReadonlySet<string>;
}

export interface SavedFinding {
  explains: readonly string[];
  suspects: readonly { device: Device; misconfiguration: string; probability: number }[];
}

/** Why a document is no report that can be read. */
type NoReport = Extract<InvalidReason, "not-a-report" | "other-schema" | "wrong-shape">;

/** Keeps one of what is alike. */
export class Shared {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();
  readonly #tables = new Map<string, TrialTable>();
  readonly #findings = new Map<string, readonly SavedFinding[]>();

  text(value: string): string {
    return kept(this.#texts, value, () => value);
  }

  list(values: readonly string[]): readonly string[] {
    return kept(this.#lists, values.join("\n"), () => values.map((each) => this.text(each)));
  }

  table(key: string, make: () => TrialTable): TrialTable {
    return kept(this.#tables, key, make);
  }

  findings(key: string, make: () => readonly SavedFinding[]): readonly SavedFinding[] {
    return kept(this.#findings, key, make);
  }
}

function kept<V>(known: Map<string, V>, key: string, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

/**
 * Reads of a document only what the statement needs, and believes no more of it than that: the whole is read and checked
 * again for the few reports that are looked at closely.
 */
export function summaryOf(document: unknown, shared: Shared): NodeSummary | NoReport {
  const { tool, schemaVersion, run, node, site, verdict, checks, diagnosis, paths } = fieldsOf(document);
  if (fieldsOf(tool)["name"] !== "edge-preflight" || typeof schemaVersion !== "string") return "not-a-report";
  if (schemaVersion !== SCHEMA_VERSION && !EARLIER_SCHEMA_VERSIONS.includes(schemaVersion)) return "other-schema";
  const { hostname, os, interfaces, routes, resolvers } = fieldsOf(node);
  const { id: runId, startedAt } = fieldsOf(run);
  const { version, catalogue } = fieldsOf(tool);
  if (
    !isWord(hostname) ||
    !isWord(runId) ||
    !isWord(startedAt) ||
    !isWord(version) ||
    !isWord(catalogue) ||
    !isVerdict(verdict) ||
    !Array.isArray(checks)
  )
    return "wrong-shape";
  const trials = trialsOf(checks, shared);
  if (trials === undefined) return "wrong-shape";
  const place = placeOf(itemsOf(interfaces), itemsOf(routes), fieldsOf(site));
  const { distribution, release } = fieldsOf(os);
  const way = wayOf(itemsOf(paths));
  return {
    hostname,
    addresses: place.addresses,
    gateway: place.gateway === undefined ? undefined : shared.text(place.gateway),
    subnet: place.subnet === undefined ? undefined : shared.text(place.subnet),
    resolvers: shared.list(itemsOf(resolvers).filter(isWord).slice(0, MAX_RESOLVERS)),
    os: shared.text([distribution, release].filter(isWord).join(" ")),
    way: way === undefined ? undefined : shared.list(way),
    verdict,
    runId,
    startedAt,
    version: shared.text(version),
    schemaVersion: shared.text(schemaVersion),
    catalogue: shared.text(catalogue),
    target: shared.text(targetOf(fieldsOf(site))),
    trials,
    findings: findingsOf(itemsOf(fieldsOf(diagnosis)["findings"]), shared),
  };
}

/** As many as any resolver library reads. */
const MAX_RESOLVERS = 16;
const MAX_WORD = 512;

function isWord(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= MAX_WORD;
}

function isVerdict(value: unknown): value is Verdict {
  return value === "ready" || value === "not-ready" || value === "incomplete";
}

function trialsOf(checks: readonly unknown[], shared: Shared): TrialTable | undefined {
  let failureKey = "";
  let key = "";
  for (const check of checks) {
    const { id, status, code } = fieldsOf(check);
    if (!isWord(id) || !isWord(status) || !isWord(code)) return undefined;
    if (status === "fail") failureKey += `${id} ${code}\n`;
    else if (status === "pass") key += `${id}\n`;
  }
  return shared.table(`${failureKey}\n${key}`, () => ({
    failureKey: shared.text(failureKey),
    failed: failureKey
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [id = "", code = ""] = line.split(" ");
        return { id, code };
      }),
    passed: new Set(key.split("\n").filter((id) => id !== "")),
  }));
}

/** The way out: the address that packets leave from, its block, and the gateway. */
function placeOf(
  interfaces: readonly unknown[],
  routes: readonly unknown[],
  { sourceIp }: Record<string, unknown>,
): { addresses: string[]; gateway: string | undefined; subnet: string | undefined } {
  const own = interfaces.flatMap((each) => {
    const { name, addresses } = fieldsOf(each);
    return itemsOf(addresses).flatMap((cidr) => {
      if (!isWord(cidr)) return [];
      const [ip = ""] = cidr.split("/");
      return isIpv4(ip) && !ip.startsWith("127.") ? [{ name, ip, cidr }] : [];
    });
  });
  let best: { gateway: unknown; interface: unknown; metric: number } | undefined;
  for (const route of routes) {
    const { destination, gateway, interface: link, metric } = fieldsOf(route);
    if (destination !== "0.0.0.0/0" || typeof metric !== "number") continue;
    if (best === undefined || metric < best.metric) best = { gateway, interface: link, metric };
  }
  const source = own.find(({ ip }) => ip === sourceIp) ?? own.find(({ name }) => name === best?.interface) ?? own[0];
  return {
    addresses: [...new Set([...(source === undefined ? [] : [source.ip]), ...own.map(({ ip }) => ip)])],
    gateway: isWord(best?.gateway) ? best.gateway : undefined,
    subnet: source === undefined ? undefined : networkOf(source.cidr),
  };
}

/** Longer than any walk. */
const MAX_HOPS = 64;

function wayOf(paths: readonly unknown[]): string[] | undefined {
  for (const path of paths) {
    const { reached, hops, destination } = fieldsOf(path);
    if (reached !== true || fieldsOf(destination)["protocol"] !== "tcp") continue;
    // The last one is the destination itself.
    return itemsOf(hops)
      .slice(0, MAX_HOPS)
      .filter((hop) => fieldsOf(hop)["reply"] === "time-exceeded" || fieldsOf(hop)["reply"] === "silent")
      .map((hop) => {
        const { address } = fieldsOf(hop);
        return isWord(address) ? address : SILENT_HOP;
      });
  }
  return undefined;
}

export const SILENT_HOP = "*";

function targetOf({ region, apiServer }: Record<string, unknown>): string {
  const { host, port } = fieldsOf(apiServer);
  return [region, host, port].filter((each) => isWord(each) || typeof each === "number").join(" ");
}

function findingsOf(findings: readonly unknown[], shared: Shared): readonly SavedFinding[] {
  if (findings.length === 0) return NONE;
  const read = findings.flatMap((finding): SavedFinding[] => {
    const { explains, suspects } = fieldsOf(finding);
    const known = itemsOf(suspects).flatMap((suspect) => {
      const { device, misconfiguration, probability } = fieldsOf(suspect);
      const found = DEVICES.find((each) => each === device);
      return found === undefined || !isWord(misconfiguration) || typeof probability !== "number"
        ? []
        : [{ device: found, misconfiguration, probability: Math.min(1, Math.max(0, probability)) }];
    });
    return known.length === 0 ? [] : [{ explains: itemsOf(explains).filter(isWord), suspects: known }];
  });
  return shared.findings(JSON.stringify(read), () => read);
}

const NONE: readonly SavedFinding[] = [];
