import { FLEET_SCHEMA_VERSION, FLEET_VERDICTS, type Fleet, type FleetNode, type FleetVerdict } from "../model/fleet.ts";
import { GROUPS } from "../model/report.ts";
import type { TrialTable } from "./node-summary.ts";
import { compareNames, type FleetReports, type Member } from "./reports.ts";
import type { Reading } from "./examine.ts";
import { findingsOf } from "./statement.ts";

export interface FleetOptions extends Reading {
  tool: Fleet["tool"];
  /** Hosts that should have a report. */
  inventory: readonly string[];
  labelsOf: (host: string) => Record<string, string>;
  /** How many nodes may be not ready. */
  mayFail: { count: number } | { percent: number };
}

/** What the reports of a fleet say together. */
export async function fleetOf(
  reports: FleetReports,
  members: readonly Member[],
  options: FleetOptions,
): Promise<Fleet> {
  const { findings, actions } = await findingsOf(members, options);
  const about = new Map<string, number[]>();
  for (const [index, { nodes }] of findings.entries())
    for (const id of nodes) about.set(id, [...(about.get(id) ?? []), index]);
  const missing = missingFrom(members, options);
  const countGroups = groupCounter();
  const reported = members.map((member) =>
    nodeOf(member, about.get(member.id) ?? [], countGroups(member.summary.trials)),
  );
  // Those with a report stand in their order already.
  const nodes = missing.length === 0 ? reported : [...reported, ...missing].sort((a, b) => compareNames(a.id, b.id));
  const summary = Object.fromEntries(
    FLEET_VERDICTS.map((verdict) => [verdict, nodes.filter((node) => node.verdict === verdict).length]),
  ) as Record<FleetVerdict, number>;
  const notReady = nodes.length - summary.ready;
  const { mayFail } = options;
  const allowed = "count" in mayFail ? mayFail.count : Math.floor((mayFail.percent * nodes.length) / 100);
  return {
    schemaVersion: FLEET_SCHEMA_VERSION,
    tool: options.tool,
    nodes,
    summary,
    threshold: { notReady, allowed, met: notReady <= allowed },
    findings,
    actions,
    duplicates: reports.duplicates(members),
    invalid: [...reports.invalid].sort((a, b) => compareNames(a.file, b.file)),
    versions: versionsOf(members),
  };
}

function nodeOf({ id, summary, labels }: Member, findings: number[], groups: FleetNode["groups"]): FleetNode {
  const { hostname, addresses, verdict, runId, startedAt } = summary;
  return {
    id,
    hostname,
    addresses: [...addresses],
    verdict,
    runId,
    startedAt,
    labels,
    groups,
    findings,
  };
}

/** How many checks of each group passed and failed. Nodes with the same table get the same object. */
function groupCounter(): (trials: TrialTable) => FleetNode["groups"] {
  const counted = new Map<TrialTable, FleetNode["groups"]>();
  return (trials) => {
    const groups = counted.get(trials) ?? groupsOf(trials);
    counted.set(trials, groups);
    return groups;
  };
}

function groupsOf(trials: TrialTable): FleetNode["groups"] {
  const groups: FleetNode["groups"] = {};
  for (const group of GROUPS) {
    const isOfIt = (id: string) => id.startsWith(`${group}.`);
    const passed = [...trials.passed].filter(isOfIt).length;
    const failed = trials.failed.filter(({ id }) => isOfIt(id)).length;
    if (passed + failed > 0) groups[group] = { passed, failed };
  }
  return groups;
}

/** Hosts of the inventory of which there is no report, by name, by short name, by address, or by the name of the file. */
function missingFrom(members: readonly Member[], { inventory, labelsOf }: FleetOptions): FleetNode[] {
  const known = new Set(members.flatMap(namesOf));
  return inventory
    .filter((host) => ![host, shortName(host)].some((name) => known.has(name.toLowerCase())))
    .map((host) => ({
      id: host,
      hostname: host,
      addresses: [],
      verdict: "missing",
      labels: labelsOf(host),
      groups: {},
      findings: [],
    }));
}

function namesOf({ summary: { hostname, addresses }, source }: Member): string[] {
  const file = source.name.replace(/^.*\//, "").replace(/\.json(?:\.gz)?$/, "");
  return [hostname, shortName(hostname), ...addresses, file].map((name) => name.toLowerCase());
}

/** A name without its domain; an address as it is. */
function shortName(host: string): string {
  return /^[\d.]+$/.test(host) ? host : (host.split(".")[0] ?? host);
}

function versionsOf(members: readonly Member[]): Fleet["versions"] {
  const counts = new Map<string, Fleet["versions"][number]>();
  for (const { summary } of members) {
    const { version, schemaVersion } = summary;
    const key = `${version} ${schemaVersion}`;
    const known = counts.get(key) ?? { version, schemaVersion, nodes: 0 };
    counts.set(key, { ...known, nodes: known.nodes + 1 });
  }
  return [...counts.values()].sort(
    (a, b) => b.nodes - a.nodes || compareNames(`${a.version} ${a.schemaVersion}`, `${b.version} ${b.schemaVersion}`),
  );
}
