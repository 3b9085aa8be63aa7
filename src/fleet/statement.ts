import { findMisconfiguration } from "../catalogue/misconfigurations/misconfigurations.ts";
import type { Words } from "../catalogue/words/words.ts";
import { STOP_AT } from "../diagnosis/probabilities.ts";
import type { Device } from "../model/device.ts";
import type { FleetAction, FleetFinding } from "../model/fleet.ts";
import type { Finding, Suspect } from "../model/report.ts";
import { commonAttributes } from "./attributes.ts";
import { clustersOf, complaintsOf, massesOf, type Cluster, type Complaint } from "./complaints.ts";
import { examine, kindsOf, type Examined, type Reading } from "./examine.ts";
import { classesOf, meetsChance, type Comparison } from "./extent.ts";
import { Neighbours } from "./neighbours.ts";
import type { TrialTable } from "./node-summary.ts";
import { compareNames, type Member } from "./reports.ts";
import { besideTheOthers } from "./weigh.ts";

/** A diagnosis takes a tenth of a second. So one report is diagnosed again for each of the largest kinds; smaller kinds keep their own findings. */
const DIAGNOSED_AGAIN = 40;

/** What the fleet's reports say together: each fault once, with the nodes that it explains. @param members by ID. */
export async function findingsOf(
  members: readonly Member[],
  reading: Reading,
): Promise<{ findings: FleetFinding[]; actions: FleetAction[] }> {
  const kinds = kindsOf(members.filter(({ summary }) => summary.trials.failed.length > 0));
  const neighbours = new Neighbours(members, reading.read);
  const examined: Examined[] = [];
  for (const [index, kind] of kinds.entries())
    examined.push(index < DIAGNOSED_AGAIN ? await examine(kind, neighbours, reading) : { kind });
  const complaints = examined.flatMap(complaintsOf);
  const explained = clustersOf(complaints).map((cluster) => joined(cluster, members, reading.words));
  explained.sort(
    (a, b) =>
      b.finding.nodes.length - a.finding.nodes.length ||
      certainty(b.finding) - certainty(a.finding) ||
      compareNames(a.finding.nodes[0] ?? "", b.finding.nodes[0] ?? ""),
  );
  return { findings: explained.map(({ finding }) => finding), actions: actionsOf(explained, examined) };
}

interface Explained {
  finding: FleetFinding;
  /** What the reports that were looked at ask to be done about it. */
  actions: readonly FleetAction[];
}

/** One finding of what several kinds of nodes complain of, weighed by who else fails and who does not. */
function joined(cluster: Cluster, members: readonly Member[], words: Words): Explained {
  const failing = cluster.flatMap(({ of }) => of.kind);
  const [first] = cluster;
  const passing = passingOf(first, failing, members);
  const comparison: Comparison = {
    failing: classesOf(failing.map(({ summary }) => summary)),
    passing: classesOf(passing.map(({ summary }) => summary)),
  };
  const weighed = cluster.map((complaint) => ({ complaint, ...besideTheOthers(complaint, comparison, words) }));
  const total = failing.length;
  const devices = new Map<Device, number>();
  for (const { complaint, finding } of weighed)
    for (const [device, mass] of massesOf(finding.suspects))
      devices.set(device, (devices.get(device) ?? 0) + (mass * complaint.of.kind.length) / total);
  const ranked = [...devices].sort(([, a], [, b]) => b - a);
  const [topDevice] = ranked[0] ?? [];
  const speaker = weighed.find(({ finding }) => finding.suspects[0]?.device === topDevice) ?? weighed[0];
  const told = [speaker, ...weighed].flatMap((one) => one?.finding.suspects ?? []);
  const suspects = ranked.flatMap(([device, mass]): Suspect[] => {
    const suspect = told.find((each) => each.device === device);
    return suspect === undefined || (mass < WORTH_NAMING && device !== topDevice)
      ? []
      : [{ ...suspect, probability: Math.round(mass * 1000) / 1000 }];
  });
  // In the order of the members, which is that of their names.
  const own = new Set(failing);
  const nodes = members.filter((member) => own.has(member)).map(({ id }) => id);
  const [top] = suspects;
  const finding: FleetFinding = {
    verdict: verdictOf(speaker?.finding.verdict ?? "unexplained", top?.probability ?? 0),
    explains: [...new Set(cluster.flatMap(({ explains }) => explains))],
    suspects,
    nodes,
    clearedBy: top === undefined ? [] : clearedBy(top, passing, comparison),
    common: commonAttributes(failing, passing),
  };
  const actions = (speaker?.actions ?? []).map((action): FleetAction => ({ ...action, nodes }));
  return { finding, actions };
}

const WORTH_NAMING = 0.01;

function verdictOf(said: Finding["verdict"], probability: number): Finding["verdict"] {
  if (said === "unexplained") return said;
  if (probability < STOP_AT) return "ambiguous";
  return said === "ambiguous" ? "likely" : said;
}

/** Nodes of which the same was asked, and which passed all of it. */
function passingOf({ explains, of }: Complaint, failing: readonly Member[], members: readonly Member[]): Member[] {
  const target = of.kind[0]?.summary.target;
  const own = new Set(failing);
  const known = new Map<TrialTable, boolean>();
  const passes = ({ summary: { trials } }: Member) => {
    const before = known.get(trials);
    if (before !== undefined) return before;
    const failed = new Set(trials.failed.map(({ id }) => id));
    const does = explains.some((id) => trials.passed.has(id)) && !explains.some((id) => failed.has(id));
    known.set(trials, does);
    return does;
  };
  return members.filter((member) => member.summary.target === target && !own.has(member) && passes(member));
}

/** Nodes whose packets surely pass the same device, and get through. */
function clearedBy({ misconfiguration, at }: Suspect, passing: readonly Member[], { failing }: Comparison): string[] {
  const found = findMisconfiguration(misconfiguration);
  if (found === undefined || found.device === "node") return [];
  const fault = { misconfiguration: found, at: at === undefined ? [] : [at], remote: [], onlySome: false };
  return passing.filter(({ summary }) => meetsChance(fault, summary, failing) >= SURELY_MEETS).map(({ id }) => id);
}

const SURELY_MEETS = 0.9;

function certainty({ suspects }: Finding): number {
  return suspects[0]?.probability ?? 0;
}

/** Lists what to do about the findings first, then about failing checks that no finding explains. Each sentence stands once for a device. */
function actionsOf(explained: readonly Explained[], examined: readonly Examined[]): FleetAction[] {
  const covered = new Set(explained.flatMap(({ finding }) => finding.explains));
  const others = examined.flatMap(({ kind, diagnosis }) =>
    (diagnosis?.actions ?? [])
      .filter((action) => {
        const failed = kind[0]?.summary.trials.failed ?? [];
        return action.explains.some((id) => !covered.has(id) && failed.some((trial) => trial.id === id));
      })
      .map((action): FleetAction => ({ ...action, nodes: kind.map(({ id }) => id) })),
  );
  const merged = new Map<string, FleetAction>();
  for (const action of [...explained.flatMap(({ actions }) => actions), ...others]) {
    const key = `${action.device} ${action.text}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { ...action });
    else {
      known.nodes = [...new Set([...known.nodes, ...action.nodes])].sort(compareNames);
      known.explains = [...new Set([...known.explains, ...action.explains])];
    }
  }
  return [...merged.values()].sort((a, b) => b.nodes.length - a.nodes.length);
}
