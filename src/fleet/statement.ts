import { findMisconfiguration, PLACEHOLDERS } from "../catalogue/misconfigurations/misconfigurations.ts";
import type { Words } from "../catalogue/words/words.ts";
import { besideOthers, diagnose, infer, type Diagnosis, type Inference } from "../diagnosis/diagnose.ts";
import { rolesOf } from "../diagnosis/network/hop-attribution.ts";
import { heardIn, type Elsewhere } from "../diagnosis/network/routed-network.ts";
import { STOP_AT } from "../diagnosis/probabilities.ts";
import { evidenceOf } from "../evidence.ts";
import type { CloudConfiguration } from "../model/cloud.ts";
import type { Device } from "../model/device.ts";
import type { FleetAction, FleetFinding } from "../model/fleet.ts";
import type { AnyObservation } from "../model/probe.ts";
import type { CheckId, Finding, Report, Suspect } from "../model/report.ts";
import type { Site } from "../model/site.ts";
import { commonAttributes } from "./attributes.ts";
import { classesOf, extentLikelihood, likelihoodIfUnknown, meetsChance, type Comparison } from "./extent.ts";
import type { SavedFinding, TrialTable } from "./node-summary.ts";
import { compareNames, kindOf, type Member } from "./reports.ts";

/** What the statement needs from outside. */
export interface Reading {
  words: Words;
  /** @returns the whole report, checked; undefined where it cannot be had again. */
  read: (member: Member) => Report | undefined;
  /** The site with what the cloud says of it. */
  cloudOf: (site: Site) => Promise<{ site: Site; cloud?: CloudConfiguration }>;
}

/** Of so many kinds of failing nodes, those of most nodes first, a report is diagnosed again; of the others what it says itself counts. */
const DIAGNOSED_AGAIN = 40;

/** What the fleet's reports say together: each fault once, with the nodes that it explains. @param members by ID. */
export async function findingsOf(
  members: readonly Member[],
  reading: Reading,
): Promise<{ findings: FleetFinding[]; actions: FleetAction[] }> {
  const kinds = kindsOf(members.filter(({ summary }) => summary.trials.failed.length > 0));
  const neighbours = new Neighbours(members, reading);
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

/** Nodes that failed alike behind one gateway. */
type Kind = readonly Member[];

/** The largest first. */
function kindsOf(failing: readonly Member[]): Kind[] {
  const kinds = new Map<string, Member[]>();
  for (const member of failing) {
    const key = kindOf(member.summary);
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, [member]);
    else kind.push(member);
  }
  return [...kinds.values()].sort((a, b) => b.length - a.length);
}

/** A kind with one of its reports looked at closely, where that could be. */
interface Examined {
  kind: Kind;
  inference?: Inference;
  diagnosis?: Pick<Diagnosis, "findings" | "actions" | "onPath">;
}

async function examine(kind: Kind, neighbours: Neighbours, { words, read, cloudOf }: Reading): Promise<Examined> {
  for (const member of kind.slice(0, TRIES)) {
    const report = read(member);
    if (report === undefined) continue;
    if (isItsOwn(report, words)) return { kind, diagnosis: { ...report.diagnosis, onPath: new Set() } };
    const beside = { ...report, ...(await cloudOf(report.site)) };
    const seen = neighbours.of(member);
    const elsewhere = neighbours.elsewhere(member);
    const inference = infer({ ...evidenceOf(beside), elsewhere, ...(seen !== undefined && { neighbours: seen }) });
    return { kind, inference, diagnosis: diagnose(inference, words) };
  }
  return { kind };
}

/**
 * Whether a report has found nothing but faults of the node's own, and is sure of them: what other nodes have seen adds nothing
 * then, and a diagnosis takes as long as to parse three hundred reports.
 */
function isItsOwn({ diagnosis: { findings } }: Report, { language }: Words): boolean {
  return (
    findings.length > 0 &&
    findings.every(({ verdict, suspects: [top] }) => {
      if (verdict !== "confirmed" && verdict !== "likely") return false;
      // Its sentences stay as they are, so they must be in the language that is asked for.
      const isSpoken = top !== undefined && CHINESE.test(top.title) === language.startsWith("zh");
      return isSpoken && top.device === "node" && top.probability >= SURELY_OWN;
    })
  );
}

const SURELY_OWN = 0.95;
const CHINESE = /\p{Script=Han}/u;

/** A report that is broken, or gone since, stands for no kind: the next ones are tried. */
const TRIES = 3;

/** What nodes have seen that failed in nothing: one for each gateway. */
class Neighbours {
  readonly #reading: Reading;
  readonly #well = new Map<string, Member>();
  readonly #known = new Map<string, readonly AnyObservation[] | undefined>();
  readonly #seen = new Map<Member, Elsewhere | undefined>();

  constructor(members: readonly Member[], reading: Reading) {
    this.#reading = reading;
    for (const member of members) {
      const key = placeOf(member);
      if (member.summary.verdict === "ready" && member.summary.way !== undefined && !this.#well.has(key))
        this.#well.set(key, member);
    }
  }

  of(member: Member): readonly AnyObservation[] | undefined {
    const key = placeOf(member);
    const well = this.#well.get(key);
    if (well === undefined) return undefined;
    if (!this.#known.has(key)) this.#known.set(key, this.#reading.read(well)?.observations);
    return this.#known.get(key);
  }

  /** What the ways from other gateways to the same target show of the routers on them; of several, the mean. */
  elsewhere(member: Member): Elsewhere {
    const { target, gateway } = member.summary;
    const others = [...this.#well.values()]
      .filter(({ summary }) => summary.target === target && summary.gateway !== gateway)
      .slice(0, WITNESSES)
      .flatMap((other) => this.#seenBy(other) ?? []);
    const heard = (side: "site" | "cloud") => {
      const said = others.flatMap((each) => each.heard[side] ?? []);
      return said.length === 0 ? {} : { [side]: said.includes(true) };
    };
    return { roles: meanOf(others.map(({ roles }) => roles)), heard: { ...heard("site"), ...heard("cloud") } };
  }

  #seenBy(member: Member): Elsewhere | undefined {
    if (!this.#seen.has(member)) {
      const report = this.#reading.read(member);
      const inference = report === undefined ? undefined : infer(evidenceOf(report));
      this.#seen.set(
        member,
        inference === undefined
          ? undefined
          : { roles: rolesOf(inference.network, inference.attribution), heard: heardIn(inference.network) },
      );
    }
    return this.#seen.get(member);
  }
}

function meanOf(all: readonly Elsewhere["roles"][]): Elsewhere["roles"] {
  const mean = new Map<string, Partial<Record<Device, number>>>();
  for (const address of new Set(all.flatMap((roles) => [...roles.keys()]))) {
    const said = all.flatMap((roles) => roles.get(address) ?? []);
    const devices = new Set(said.flatMap((roles) => Object.keys(roles) as Device[]));
    const share = (device: Device) => said.reduce((sum, roles) => sum + (roles[device] ?? 0), 0) / said.length;
    mean.set(address, Object.fromEntries([...devices].map((device) => [device, share(device)])));
  }
  return mean;
}

/** So many ways from elsewhere say enough of the routers that they share. */
const WITNESSES = 4;

function placeOf({ summary: { gateway, target } }: Member): string {
  return `${gateway ?? ""} ${target}`;
}

/** One fault as one kind of nodes shows it. */
interface Complaint extends SavedFinding {
  of: Examined;
  /** As the report that was looked at tells it. */
  finding?: Finding;
}

function complaintsOf(of: Examined): Complaint[] {
  const found = of.diagnosis?.findings ?? of.kind[0]?.summary.findings ?? [];
  return found.map((finding) => ({
    of,
    explains: finding.explains,
    suspects: finding.suspects.map(({ device, misconfiguration, probability }) => ({
      device,
      misconfiguration,
      probability,
    })),
    ...(of.diagnosis !== undefined && { finding: finding as Finding }),
  }));
}

/** Complaints that one fault explains: the same failed, and the same devices are suspected. The first is that of most nodes. */
type Cluster = readonly [Complaint, ...Complaint[]];

function clustersOf(complaints: readonly Complaint[]): Cluster[] {
  const clusters: [Complaint, ...Complaint[]][] = [];
  for (const complaint of complaints) {
    const cluster = clusters.find(
      (others) => isAlike(others[0], complaint) && others.every(({ of }) => of !== complaint.of),
    );
    if (cluster === undefined) clusters.push([complaint]);
    else cluster.push(complaint);
  }
  return clusters;
}

/** Half of what failed may differ: answers come late, names are not asked. */
const ALIKE_CHECKS = 0.5;
/** How much of the suspicion must fall on the same devices. */
const ALIKE_SUSPICION = 0.05;

function isAlike(a: Complaint, b: Complaint): boolean {
  const [targetA, targetB] = [a, b].map(({ of }) => of.kind[0]?.summary.target);
  if (targetA !== targetB) return false;
  const both = a.explains.filter((id) => b.explains.includes(id)).length;
  if (both < ALIKE_CHECKS * new Set([...a.explains, ...b.explains]).size) return false;
  const masses = massesOf(b.suspects);
  const shared = [...massesOf(a.suspects)].reduce(
    (sum, [device, mass]) => sum + Math.min(mass, masses.get(device) ?? 0),
    0,
  );
  return shared >= ALIKE_SUSPICION;
}

function massesOf(suspects: readonly { device: Device; probability: number }[]): Map<Device, number> {
  const masses = new Map<Device, number>();
  for (const { device, probability } of suspects) masses.set(device, (masses.get(device) ?? 0) + probability);
  return masses;
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

interface Weighed {
  finding: Finding;
  actions: Report["diagnosis"]["actions"];
}

/** The same complaint once it is known who else fails and who passes. */
function besideTheOthers(complaint: Complaint, comparison: Comparison, words: Words): Weighed {
  const { of, explains } = complaint;
  if (of.diagnosis === undefined || complaint.finding === undefined)
    return { finding: reweighedFinding(asFinding(complaint, words), comparison), actions: [] };
  const ofIt = (actions: Report["diagnosis"]["actions"], { suspects }: Finding) =>
    actions.filter(
      (action) =>
        suspects.some(({ device, remedy }) => device === action.device && remedy === action.text) &&
        action.explains.some((id) => explains.includes(id)),
    );
  if (of.inference === undefined || !of.diagnosis.onPath.has(complaint.finding)) {
    const finding = reweighedFinding(complaint.finding, comparison);
    return { finding, actions: ofIt(of.diagnosis.actions, finding) };
  }
  const known = new Map<string, number>();
  const { findings, actions, onPath } = diagnose(
    besideOthers(
      of.inference,
      ({ misconfiguration, instance }, at) => {
        const remote = misconfiguration.device === "dns" ? (instance.match.remote ?? []) : [];
        const onlySome = instance.match.onlyThisNode === true;
        const key = [misconfiguration.device, misconfiguration.kind, onlySome, ...at, "", ...remote].join(" ");
        const likelihood = known.get(key) ?? extentLikelihood({ misconfiguration, at, remote, onlySome }, comparison);
        known.set(key, likelihood);
        return likelihood;
      },
      likelihoodIfUnknown(comparison),
    ),
    words,
  );
  const finding = [...onPath].reduce<Finding | undefined>(
    (best, each) =>
      best === undefined || overlap(each.explains, explains) > overlap(best.explains, explains) ? each : best,
    undefined,
  );
  if (finding === undefined || findings.length === 0)
    return { finding: reweighedFinding(complaint.finding, comparison), actions: [] };
  return { finding, actions: ofIt(actions, finding) };
}

function overlap(a: readonly CheckId[], b: readonly CheckId[]): number {
  return a.filter((id) => b.includes(id)).length / new Set([...a, ...b]).size;
}

/** What a check has found by itself, or a report alone: each suspect by the misconfiguration that it stands for. */
function reweighedFinding(finding: Finding, comparison: Comparison): Finding {
  const named = finding.suspects.reduce((sum, { probability }) => sum + probability, 0);
  const weights = finding.suspects.map(({ misconfiguration, probability, at }) => {
    const found = findMisconfiguration(misconfiguration);
    const fault = { at: at === undefined ? [] : [at], remote: [], onlySome: false };
    return found === undefined ? 0 : probability * extentLikelihood({ ...fault, misconfiguration: found }, comparison);
  });
  const unknown = Math.max(0, 1 - named) * likelihoodIfUnknown(comparison);
  const total = weights.reduce((sum, weight) => sum + weight, unknown);
  if (total === 0) return finding;
  const suspects = finding.suspects
    .map((suspect, index) => ({ ...suspect, probability: (weights[index] ?? 0) / total }))
    .sort((a, b) => b.probability - a.probability);
  return { ...finding, suspects };
}

/** Of a report that was not looked at again its words are those of the catalogue. */
function asFinding({ explains, suspects }: Complaint, words: Words): Finding {
  return {
    verdict: "ambiguous",
    explains: [...explains],
    suspects: suspects.flatMap(({ misconfiguration, probability }): Suspect[] => {
      const found = findMisconfiguration(misconfiguration);
      if (found === undefined) return [];
      const said = words.misconfigurations[found.id];
      return [
        {
          device: found.device,
          misconfiguration: found.id,
          direction: found.direction,
          probability,
          title: said.title(PLACEHOLDERS),
          remedy: said.remedy(PLACEHOLDERS),
          evidence: [],
          contradicting: [],
        },
      ];
    }),
  };
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

/** What to do about the findings, then about failing checks that none of them explains; the same sentence for the same device once. */
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
