import type { Words } from "../catalogue/words/words.ts";
import { DEVICES, type Device } from "../model/device.ts";
import {
  GROUPS,
  STATUSES,
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
export function headerLines({ tool, site, node, run, redaction }: Report, { labels }: Words): string[] {
  const cluster = site.clusterVersion?.text ?? (usesTls(site.clusterVersion) ? labels.currentVersion : "");
  return [
    `${tool.name} ${tool.version}, ${labels.catalogueOf} ${tool.catalogue}`,
    `${labels.node} ${node.hostname}: ${node.os.distribution} ${node.os.release}, ${labels.kernel} ${node.kernel}, ${node.arch}`,
    `${labels.site} ${site.region}, ${labels.cluster} ${cluster}, ${site.networkPlugin}; ${labels.dnsServers} ${node.resolvers.join(", ") || labels.none}`,
    `${labels.run} ${run.id}, ${run.startedAt}`,
    ...run.assumptions.map((assumption) => `${labels.assumed}: ${assumption}`),
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

/** Whose it is, why, what to set there and what settles it. */
export function findingFields({ suspects, explains }: Finding, { labels, devices }: Words): Field[] {
  const [first, ...others] = suspects;
  if (first === undefined) return [];
  // Which one, where there may be several: by the address of its hop.
  const named = ({ device, at }: Suspect) => `${devices[device]}${at === undefined ? "" : ` ${at}`}`;
  const percent = (probability: number) => `${Math.round(probability * 100)} %`;
  return [
    [labels.device, [`${named(first)}, ${percent(first.probability)} (${first.misconfiguration})`]],
    [labels.orElse, others.map((other) => `${named(other)}, ${percent(other.probability)}: ${other.title}`)],
    [labels.explains, [explains.join(", ")]],
    [labels.evidence, [first.evidence.join("; ")]],
    [labels.against, [first.contradicting.join("; ")]],
    [labels.remedy, [first.remedy]],
    [labels.confirm, [first.confirmWith ?? ""]],
  ];
}

/** A device of the path: the first suspect, one that cannot be told apart from it, or neither. */
export interface Station {
  device: Device;
  name: string;
  part: "suspect" | "alternative" | "other";
}

export function stations({ suspects }: Finding, { shortDevices }: Words): Station[] {
  const [first, ...others] = suspects.map(({ device }) => device);
  if (first === undefined) return [];
  const line: readonly Device[] = first === "dns" ? ["node", "dns"] : DEVICES.filter((device) => device !== "dns");
  return line.map((device) => ({
    device,
    name: shortDevices[device],
    part: device === first ? "suspect" : others.includes(device) ? "alternative" : "other",
  }));
}

export function pathName({ destination: { address, port, protocol } }: Path): string {
  return `${address}:${port}/${protocol}`;
}

/** Who answered from where, and where it ends. */
export function pathText({ hops, reached }: Path, words: Words): string {
  const steps = hops.map(({ address, device, rttMs, reply }) => {
    const owner = device === undefined ? "" : `${words.shortDevices[device]} `;
    const time = rttMs === undefined ? "" : ` ${rttMs < 10 ? rttMs.toFixed(1) : Math.round(rttMs)} ms`;
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
export function openChecks({ checks }: Report): string[] {
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
export function allCauses(report: Report): Cause[] {
  return (["fail", "warn", "unverified"] as const).flatMap((status) => causesOf(report, status));
}
