import type { Words } from "./catalogue/words/words.ts";
import { judgeAnswers } from "./checks/shared/judge-answers.ts";
import { concludedAgain } from "./conclusion.ts";
import { containerRoute } from "./checks/line/containers.ts";
import { contextOf } from "./checks/shared/context.ts";
import { describe } from "./checks/shared/describe.ts";
import { flannelLeaves } from "./checks/inbound/flannel-leaves.ts";
import { portIsReachable } from "./checks/inbound/port-reachable.ts";
import { answersTo, isComplete, type CheckContext, type CheckInstance } from "./model/check.ts";
import { isOf, requestKey, type AnyObservation, type Observation } from "./model/probe.ts";
import type { CheckResult, Report } from "./model/report.ts";
import type { LogLine } from "./reflector/log.ts";
import { answerOf, reflectedOutcome } from "./wire/reflector-answer.ts";

type Reflected = Observation<"reflect">;

/**
 * Joins what a reflector's log says to the report of a node that did not hear it, by the run's own name: the checks of the
 * ports are judged again, and all of it is diagnosed again.
 * @returns undefined where the log says nothing of this run.
 */
export function withReflectorLog(report: Report, lines: readonly LogLine[], words: Words): Report | undefined {
  const covered = covers(lines, report);
  const observations = report.observations.map((one): AnyObservation => {
    if (!isOf(one, "reflect") || one.outcome !== "unheard") return one;
    const evidence = evidenceFrom(one, report.run.id, lines, covered);
    if (evidence === undefined) return one;
    return { ...one, evidence, outcome: reflectedOutcome(one.request, evidence) };
  });
  const joined = observations.some((one, index) => one !== report.observations[index]);
  return joined ? judgedAgain({ ...report, observations }, words) : undefined;
}

/** Whether the reflector was there for the whole run, so that what is missing from its log has not come to it. */
function covers(lines: readonly LogLine[], { run }: Report): boolean {
  const beganMs = Date.parse(run.startedAt);
  const endedMs = beganMs + run.durationMs;
  const times = lines.map((line) => ({ event: line.event, atMs: Date.parse(line.at) }));
  const startedMs = times
    .filter(({ event, atMs }) => event === "started" && atMs <= beganMs)
    .reduce((latest, { atMs }) => Math.max(latest, atMs), -Infinity);
  const stopped = times.some(({ event, atMs }) => event === "stopped" && atMs >= startedMs && atMs < endedMs);
  return Number.isFinite(startedMs) && !stopped;
}

function evidenceFrom(
  { request, evidence }: Reflected,
  run: string,
  lines: readonly LogLine[],
  covered: boolean,
): Reflected["evidence"] {
  const done = lines.findLast(
    (line) =>
      line.event === "done" &&
      line.run === run &&
      line.ask === request.ask &&
      line.protocol === request.protocol &&
      line.port === request.port &&
      line.host === request.host,
  );
  if (done !== undefined) return { heard: false, ...evidence, reached: true, ...answerOf(done) };
  return covered ? { heard: false, ...evidence, reached: false } : undefined;
}

const ASKED_OF_A_REFLECTOR = [portIsReachable, flannelLeaves, containerRoute];

function judgedAgain(report: Report, words: Words): Report {
  const context = savedContext(report);
  const instances = new Map(
    ASKED_OF_A_REFLECTOR.flatMap((check) => check.instances(context)).map((instance) => [instance.id, instance]),
  );
  const judged = report.checks.map((check) => {
    const instance = instances.get(check.id);
    return instance === undefined || check.status === "skipped" ? check : judgeAgain(check, instance, context, words);
  });
  return concludedAgain({ ...report, checks: judged }, words);
}

function judgeAgain(check: CheckResult, instance: CheckInstance, context: CheckContext, words: Words): CheckResult {
  const questions = instance.asks(context);
  const seen = answersTo(questions, context);
  if (!isComplete(questions, seen)) return check;
  const judgement = judgeAnswers(instance, seen, context);
  const judged = describe(instance, judgement, check.durationMs, words);
  return { ...judged, ...(check.judgedFrom !== undefined && { judgedFrom: check.judgedFrom }) };
}

function savedContext({ site, run, node, observations }: Report): CheckContext {
  const byRequest = new Map(observations.map((one) => [requestKey(one.request), one]));
  return contextOf({
    site,
    run: run.id,
    cpu: node.arch,
    // Stored under the key of this very request, so of its kind.
    observation: (request) => byRequest.get(requestKey(request)) as never,
    observations: () => observations,
  });
}
