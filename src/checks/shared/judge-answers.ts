import type { Answers, CheckContext, CheckInstance, Judgement, Questions } from "../../model/check.ts";
import type { Observation, Outcome } from "../../model/probe.ts";

/** What came to an answer, whichever attempt it was. */
const ANSWERED: ReadonlySet<Outcome> = new Set<Outcome>(["response", "answer", "time", "open"]);

/** The verdict of a check, alive or from saved answers. */
export function judgeAnswers(instance: CheckInstance, seen: Answers<Questions>, context: CheckContext): Judgement {
  const own = Object.values(seen).filter(({ request }) => instance.isAbout(request));
  return withAttempts(instance.judge(seen, context), own);
}

/** A pass whose answer came only when it was asked again says so: nothing is wrong yet, and something may be. */
export function withAttempts(judgement: Judgement, seen: readonly Observation[]): Judgement {
  if (judgement.status !== "pass") return judgement;
  const attempts = Math.max(1, ...seen.filter(({ outcome }) => ANSWERED.has(outcome)).map((one) => one.attempts));
  return attempts === 1 ? judgement : { ...judgement, attempts };
}
