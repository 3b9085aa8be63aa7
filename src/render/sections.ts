import type { Words } from "../catalogue/words/words.ts";
import type { Device } from "../model/device.ts";
import {
  ACTION_OWNERS,
  GROUPS,
  STATUSES,
  subjectOf,
  WORTH_LOOKING_AT,
  type Action,
  type ActionOwner,
  type CheckResult,
  type Finding,
  type Group,
  type Path,
  type Report,
  type Status,
  type Suspect,
} from "../model/report.ts";
import { usesTls } from "../model/site.ts";

/** What every form of a report says, in the order in which it says it; each form only draws it. */

/** Who ran what, where and when, and what was taken for granted. */
export function headerLines({ tool, site, node, run, redaction }: Report, { labels, phrases }: Words): string[] {
  const cluster = site.clusterVersion?.text ?? (usesTls(site.clusterVersion) ? labels.currentVersion : "");
  return [
    `${tool.name} ${tool.version}, ${labels.catalogueOf} ${tool.catalogue}`,
    `${labels.node} ${node.hostname}: ${node.os.distribution} ${node.os.release}, ${labels.kernel} ${node.kernel}, ${node.arch}`,
    `${labels.site} ${site.region}, ${labels.cluster} ${cluster}, ${site.networkPlugin}; ${labels.dnsServers} ${node.resolvers.join(", ") || labels.none}`,
    `${labels.run} ${run.id}, ${run.startedAt}`,
    ...run.assumptions.map((text) => phrases.about({ what: labels.assumed, text })),
    ...(redaction === undefined ? [] : [labels.redacted(redaction)]),
  ];
}

/** One entry for each cause on one device: whoever owns the device reads one list, not the same sentence nine times. */
export interface Cause {
  code: string;
  status: Status;
  device?: Device;
  ids: string[];
  messages: string[];
  remedies: string[];
}

export function causesOf({ checks }: Report, status: "fail" | "warn" | "unverified"): Cause[] {
  const byCause = new Map<string, CheckResult[]>();
  for (const check of checks.filter((candidate) => candidate.status === status)) {
    const key = `${check.code} ${check.device ?? ""}`;
    byCause.set(key, [...(byCause.get(key) ?? []), check]);
  }
  return [...byCause.values()].flatMap((alike): Cause[] => {
    const [first] = alike;
    if (first === undefined) return [];
    return [
      {
        code: first.code,
        status,
        ...(first.device !== undefined && { device: first.device }),
        ids: alike.map(({ id }) => id),
        messages: distinct(alike.map(({ message }) => message)),
        remedies: distinct(alike.flatMap(({ remedy }) => remedy ?? [])),
      },
    ];
  });
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

export type Field = readonly [label: string, texts: readonly string[]];

export function causeFields({ ids, messages, device, remedies }: Cause, { labels, devices }: Words): Field[] {
  return [
    [labels.checks, [ids.join(", ")]],
    [labels.cause, messages],
    [labels.device, device === undefined ? [] : [devices[device]]],
    [labels.remedy, remedies],
  ];
}

/** What a report says first: whether the server is ready and, if not, what is in the way. */
export function answerText({ verdict, diagnosis, checks }: Report, { verdicts, answers }: Words): string {
  if (verdict === "ready") return verdicts.ready;
  const first = answeringFinding({ verdict, diagnosis })?.suspects[0];
  if (first !== undefined)
    return answers.inTheWay(verdict, {
      title: first.title,
      percent: percentOf(first.probability),
      more: diagnosis.findings.length - 1,
    });
  const failed = checks.filter(({ status, required }) => required && status === "fail");
  const [firstFailed] = failed;
  const open = checks.filter(({ status, required }) => required && (status === "unverified" || status === "warn"));
  if (firstFailed === undefined)
    return verdict === "not-ready" && open.length > 0
      ? answers.notVerified(verdict, { checks: open.length })
      : verdicts[verdict];
  return diagnosis.findings.length > 0
    ? answers.unexplained(verdict, { checks: failed.length })
    : answers.failed(verdict, { message: firstFailed.message, more: failed.length - 1 });
}

/** The finding whose fault is the report's first line, where it says one. */
export function answeringFinding({ verdict, diagnosis }: Pick<Report, "verdict" | "diagnosis">): Finding | undefined {
  if (verdict === "ready") return undefined;
  return diagnosis.findings.find((finding) => finding.verdict !== "unexplained" && finding.suspects.length > 0);
}

export function percentOf(probability: number): number {
  return Math.round(probability * 100);
}

/** A device, and which one where there may be several: by the address of its hop. */
export function suspectName({ device, at }: Suspect, { devices, phrases }: Words): string {
  return phrases.device({ device: devices[device], at });
}

/** How sure it is that it is the first suspect. */
export function sureText({ verdict, suspects }: Finding, { findingVerdicts, phrases }: Words): string {
  return phrases.sure({ verdict: findingVerdicts[verdict], percent: percentOf(suspects[0]?.probability ?? 0) });
}

/** What to set, what settles it, why it is that, and what it mends. The title stands elsewhere. */
export function suspectFields(finding: Finding, report: Report, words: Words): Field[] {
  const { labels, phrases } = words;
  const [first] = finding.suspects;
  if (first === undefined) return [];
  return [
    [labels.fix, [first.remedy]],
    [labels.settle, [first.confirmWith ?? ""]],
    [labels.why, [phrases.clauses(first.evidence)]],
    [labels.against, [phrases.clauses(first.contradicting)]],
    [labels.orElse, alternativesTo(finding.suspects, words)],
    [labels.mends, [labels.mendsChecks({ failing: finding.explains.length, waiting: waitingFor(finding, report) })]],
  ];
}

/** What else it could be than the first of the suspects. */
export function alternativesTo([first, ...others]: readonly Suspect[], words: Words): string[] {
  if (first === undefined) return [];
  // The same hop may be this device or that one: its address stands with the first.
  const nameOf = (other: Suspect) => (other.at === first.at ? words.devices[other.device] : suspectName(other, words));
  const said = (other: Suspect, title?: string) =>
    words.phrases.alternative({ device: nameOf(other), percent: percentOf(other.probability), title });
  const likely = others.filter(({ probability }) => probability >= WORTH_LOOKING_AT);
  const rest = others.filter(({ probability }) => probability < WORTH_LOOKING_AT);
  const named = [first, ...others].reduce((sum, { probability }) => sum + probability, 0);
  const unnamed = percentOf(1 - named);
  return [
    ...likely.map((other) => said(other, other.title)),
    words.phrases.clauses([
      ...rest.map((other) => said(other)),
      ...(unnamed >= WORTH_SAYING_PERCENT
        ? [words.phrases.alternative({ device: words.labels.somethingElse, percent: unnamed, title: undefined })]
        : []),
    ]),
  ];
}

/** A rest that is smaller says nothing. */
const WORTH_SAYING_PERCENT = 5;

/** Checks that were not made because one that the finding explains has failed: with other findings those of its subjects. */
function waitingFor({ explains }: Finding, { checks, diagnosis }: Report): number {
  const blocked = checks.filter(({ status }) => status === "blocked");
  if (diagnosis.findings.length === 1) return blocked.length;
  const subjects = new Set(explains.map(subjectOf));
  return blocked.filter(({ id }) => subjects.has(subjectOf(id))).length;
}

/** Causes that no finding explains, the worst first. */
export function unexplainedCauses(report: Report): Cause[] {
  const explained = new Set(report.diagnosis.findings.flatMap(({ explains }) => explains));
  const checks = report.checks.filter(({ id }) => !explained.has(id));
  return allCauses({ ...report, checks });
}

/** What people have to do, by whose it is; empty where there is nothing to do. */
export function actionsByOwner<A extends Action>(all: readonly A[]): { owner: ActionOwner; actions: A[] }[] {
  return ACTION_OWNERS.map((owner) => ({ owner, actions: all.filter((action) => action.owner === owner) })).filter(
    ({ actions }) => actions.length > 0,
  );
}

/** What a team needs to believe an action that stands alone in its ticket: how sure it is, and what was seen. */
export function actionFields({ device, text, confirmWith, explains }: Action, report: Report, words: Words): Field[] {
  const { labels, phrases } = words;
  const finding = report.diagnosis.findings.find(({ suspects }) =>
    suspects.some((suspect) => suspect.device === device && suspect.remedy === text),
  );
  const suspect = finding?.suspects.find((one) => one.device === device);
  const messages = report.checks.filter(({ id }) => explains.includes(id)).map(({ message }) => message);
  return [
    [labels.fix, [text]],
    [
      labels.why,
      suspect === undefined ? [] : [phrases.sure({ verdict: suspect.title, percent: percentOf(suspect.probability) })],
    ],
    [labels.observed, [...new Set(messages)].slice(0, MAX_OBSERVED)],
    [labels.settle, [confirmWith ?? ""]],
  ];
}

const MAX_OBSERVED = 3;

/** Which server and which run a team's part is about. */
export function aboutText(report: Report, { labels }: Words): string {
  const { site, run } = report;
  return labels.actionsAbout({ host: serverName(report), region: site.region, run: run.id, at: run.startedAt });
}

/** The server as others know it: its name, and the address that it sends from. */
function serverName({ node }: Report): string {
  const way = node.routes.find(({ destination }) => destination === "0.0.0.0/0");
  const link = node.interfaces.find(({ name }) => name === way?.interface);
  const address = link?.addresses.find((each) => !each.includes(":"))?.split("/")[0];
  return address === undefined ? node.hostname : `${node.hostname} (${address})`;
}

/** How many of a group's checks passed, of those that were to be made. */
export function groupCounts(report: Report): { group: Group; passed: number; all: number }[] {
  return byGroup(shownChecks(report)).map(({ group, checks }) => ({
    group,
    passed: checks.filter(({ status }) => status === "pass").length,
    all: checks.length,
  }));
}

export function millisecondsText(rttMs: number): string {
  if (rttMs < 0.05) return "<0.1 ms";
  return `${rttMs < 10 ? rttMs.toFixed(1) : Math.round(rttMs)} ms`;
}

export function pathName({ destination: { address, port, protocol } }: Path): string {
  return protocol === "icmp" ? `${address}/icmp` : `${address}:${port}/${protocol}`;
}

/** Who answered from where, and where it ends. */
export function pathText({ hops, reached }: Path, words: Words): string {
  const steps = hops.map(({ address, device, rttMs, reply }) => {
    const owner = device === undefined ? "" : `${words.shortDevices[device]} `;
    const time = rttMs === undefined ? "" : ` ${millisecondsText(rttMs)}`;
    const remark = reply === "time-exceeded" || reply === "silent" ? "" : ` (${reply})`;
    return `${owner}${address ?? "*"}${time}${remark}`;
  });
  return `${steps.join(" > ")}; ${reached ? words.labels.pathReached : pathEnd(hops, words)}`;
}

function pathEnd(hops: Path["hops"], { labels }: Words): string {
  const last = hops.findLast(({ address }) => address !== undefined);
  if (last?.address === undefined) return labels.pathSilent;
  return last.reply === "time-exceeded" ? labels.pathSilentBeyond(last.address) : labels.pathEndedBy(last.address);
}

/** How many ended how, and how long it took. */
export function countsText({ summary, run }: Report, { statuses }: Words): string {
  const counts = STATUSES.filter((status) => summary[status] > 0).map(
    (status) => `${summary[status]} ${statuses[status].toLowerCase()}`,
  );
  return `${counts.join(", ")}; ${(run.durationMs / 1000).toFixed(1)} s`;
}

/** Required checks that nobody could make: a good verdict says no more than was looked at. */
export function unverifiedRequired({ checks }: Report): string[] {
  return checks.filter(({ status, required }) => required && status === "unverified").map(({ id }) => id);
}

/** What stands in the tables: skipped checks were not asked for. */
export function shownChecks({ checks }: Report): CheckResult[] {
  return checks.filter(({ status }) => status !== "skipped");
}

/** In the groups' order, those without a check left out. */
export function byGroup(checks: readonly CheckResult[]): { group: Group; checks: CheckResult[] }[] {
  return GROUPS.map((group) => ({ group, checks: checks.filter((check) => check.group === group) })).filter(
    (each) => each.checks.length > 0,
  );
}

/** All that there is to mend or to find out, the worst first. */
function allCauses(report: Report): Cause[] {
  return (["fail", "warn", "unverified"] as const).flatMap((status) => causesOf(report, status));
}
