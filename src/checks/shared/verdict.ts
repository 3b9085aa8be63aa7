import {
  STATUSES,
  type Action,
  type CheckResult,
  type Conclusion,
  type Finding,
  type Path,
  type Status,
  type Verdict,
} from "../../model/report.ts";

/** What the judged and diagnosed checks of a run amount to. */
export function conclude(
  {
    checks,
    findings,
    actions,
    paths,
  }: { checks: CheckResult[]; findings: Finding[]; actions: Action[]; paths: Path[] },
  { finished, strict }: { finished: boolean; strict: boolean },
): Conclusion {
  return {
    verdict: verdictOf(checks, finished, strict),
    summary: summaryOf(checks),
    checks,
    diagnosis: {
      findings,
      actions,
      notTested: checks.filter(({ status }) => status === "unverified").map(({ id }) => id),
    },
    paths,
  };
}

/** @param strict whether warnings and unverified required checks count as failures. */
function verdictOf(checks: readonly CheckResult[], finished: boolean, strict: boolean): Verdict {
  if (!finished) return "incomplete";
  const required = checks.filter((check) => check.required);
  // Blocked counts too: what blocked it may be a prerequisite that the user chose not to see.
  const counted: Status[] = strict ? ["fail", "blocked", "warn", "unverified"] : ["fail", "blocked"];
  return required.some(({ status }) => counted.includes(status)) ? "not-ready" : "ready";
}

function summaryOf(checks: readonly CheckResult[]): Record<Status, number> {
  const count = (status: Status) => checks.filter((check) => check.status === status).length;
  return Object.fromEntries(STATUSES.map((status) => [status, count(status)])) as Record<Status, number>;
}
