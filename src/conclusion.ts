import type { Words } from "./catalogue/words/words.ts";
import { conclude } from "./checks/shared/verdict.ts";
import { diagnose, infer, undiagnosed, type Inference } from "./diagnosis/diagnose.ts";
import { evidenceOf } from "./evidence.ts";
import type { CheckResult, Conclusion, Path, Report } from "./model/report.ts";

interface Judged {
  checks: CheckResult[];
  /** Absent where the path was not to be looked at. */
  inference: Inference | undefined;
  /** Those of a saved report, which stay where nothing is inferred. */
  paths?: Path[];
  finished: boolean;
  strict: boolean;
}

/** What judged checks amount to: the verdict, the findings and what to do about them. */
export function concluded({ checks, inference, paths = [], finished, strict }: Judged, words: Words): Conclusion {
  const diagnosed = inference === undefined ? { ...undiagnosed(checks), paths } : diagnose(inference, words);
  return conclude(diagnosed, { finished, strict });
}

/** A saved report whose checks or evidence have changed, concluded again as its run was asked to. */
export function concludedAgain(report: Report, words: Words): Report {
  return { ...report, ...conclusionOf(report, report.run.noDiagnosis !== true, words) };
}

/** A saved report with today's diagnosis of the same checks. It keeps its verdict: earlier versions did not save whether a run was strict. */
export function rediagnosed(report: Report, words: Words): Report {
  const { checks, paths, diagnosis } = conclusionOf(report, true, words);
  return { ...report, checks, paths, diagnosis };
}

function conclusionOf(report: Report, isDiagnosed: boolean, words: Words): Conclusion {
  const { run, checks, paths, verdict } = report;
  const inference = isDiagnosed ? infer(evidenceOf(report)) : undefined;
  const judged = { checks, inference, paths, finished: verdict !== "incomplete", strict: run.strict === true };
  return concluded(judged, words);
}
