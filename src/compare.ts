import type { AnyObservation } from "./model/probe.ts";
import type { CheckResult, Line, Report, Status, Verdict } from "./model/report.ts";

/** What changed between two reports: what a person asks after the network team has called back. */
export interface Comparison {
  verdict: { before: Verdict; after: Verdict };
  /** Failed before, passes now. */
  fixed: StatusChange[];
  /** Fails now and did not before; a check that is new counts too. */
  broken: StatusChange[];
  stillFailing: StatusChange[];
  /** Every other change of a status. */
  changed: StatusChange[];
  addresses: { host: string; before: string[]; after: string[] }[];
  /** Passes in both, and takes noticeably longer. */
  slower: { id: string; beforeMs: number; afterMs: number }[];
  /** The line by its own figures, where it became worse. */
  line: { loss?: { before: number; after: number }; rttMs?: { before: number; after: number } };
}

export interface StatusChange {
  id: string;
  before?: { status: Status; code: string };
  after?: { status: Status; code: string };
}

/** Twice as long, and by more than one round trip over a line varies. */
const SLOWER_FACTOR = 2;
const SLOWER_MS = 50;

export function compareReports(before: Report, after: Report): Comparison {
  const [old, now] = [byId(before), byId(after)];
  const ids = [...new Set([...now.keys(), ...old.keys()])];
  const changes = ids.map((id): StatusChange => {
    const [was, is] = [old.get(id), now.get(id)];
    return { id, ...(was !== undefined && { before: stateOf(was) }), ...(is !== undefined && { after: stateOf(is) }) };
  });
  const failed = (state: StatusChange["before"]) => state?.status === "fail";
  const fixed = changes.filter((each) => failed(each.before) && each.after?.status === "pass");
  const broken = changes.filter((each) => !failed(each.before) && failed(each.after));
  const stillFailing = changes.filter((each) => failed(each.before) && failed(each.after));
  const told = new Set([...fixed, ...broken, ...stillFailing]);
  return {
    verdict: { before: before.verdict, after: after.verdict },
    fixed,
    broken,
    stillFailing,
    changed: changes.filter((each) => !told.has(each) && each.before?.status !== each.after?.status),
    addresses: addressChanges(before, after),
    slower: ids.flatMap((id) => slower(old.get(id), now.get(id)) ?? []),
    line: lineChanges(before.line, after.line),
  };
}

/** More than a line's round trip varies from hour to hour. */
const SLOWER_LINE_FACTOR = 1.5;
const SLOWER_LINE_MS = 10;

/** Loss is compared by its intervals: of two hundred packets one more or less is chance. */
function lineChanges(was: Line | undefined, is: Line | undefined): Comparison["line"] {
  if (was === undefined || is === undefined) return {};
  const [before, after] = [was.rttMs.median, is.rttMs.median];
  const isSlower = after >= before * SLOWER_LINE_FACTOR && after - before >= SLOWER_LINE_MS;
  const losesMore = (is.lossInterval?.low ?? 0) > (was.lossInterval?.high ?? 1);
  return {
    ...(losesMore && { loss: { before: was.lossRatio ?? 0, after: is.lossRatio ?? 0 } }),
    ...(isSlower && { rttMs: { before, after } }),
  };
}

function byId({ checks }: Report): Map<string, CheckResult> {
  return new Map(checks.map((check) => [check.id, check]));
}

function stateOf({ status, code }: CheckResult): { status: Status; code: string } {
  return { status, code };
}

function slower(was: CheckResult | undefined, is: CheckResult | undefined): Comparison["slower"][number] | undefined {
  if (was?.status !== "pass" || is?.status !== "pass") return undefined;
  const [beforeMs, afterMs] = [was.durationMs, is.durationMs];
  const isSlower = afterMs >= beforeMs * SLOWER_FACTOR && afterMs - beforeMs >= SLOWER_MS;
  return isSlower ? { id: is.id, beforeMs, afterMs } : undefined;
}

function addressChanges(before: Report, after: Report): Comparison["addresses"] {
  const [old, now] = [addressesOf(before.observations), addressesOf(after.observations)];
  return [...now].flatMap(([host, is]) => {
    const was = old.get(host);
    return was === undefined || was.join() === is.join() ? [] : [{ host, before: was, after: is }];
  });
}

/** What each name resolved to, whoever answered, in the observations' stable order. */
function addressesOf(observations: readonly AnyObservation[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { request, outcome, evidence } of observations) {
    if (request.probe !== "dns" || outcome !== "answer") continue;
    const all = found.get(request.name) ?? new Set<string>();
    for (const address of (evidence as { addresses?: string[] } | undefined)?.addresses ?? []) all.add(address);
    found.set(request.name, all);
  }
  return new Map([...found].map(([host, addresses]) => [host, [...addresses].sort()]));
}
