import { STATUSES, type CheckResult, type Status, type Verdict } from "../model/report.ts";

/** @param strict whether warnings and unverified required checks count as failures. */
export function verdictOf(checks: readonly CheckResult[], finished: boolean, strict: boolean): Verdict {
  if (!finished) return "incomplete";
  const required = checks.filter((check) => check.required);
  // Blocked counts too: what blocked it may be a prerequisite that the user chose not to see.
  const counted: Status[] = strict ? ["fail", "blocked", "warn", "unverified"] : ["fail", "blocked"];
  return required.some(({ status }) => counted.includes(status)) ? "not-ready" : "ready";
}

export function summaryOf(checks: readonly CheckResult[]): Record<Status, number> {
  const count = (status: Status) => checks.filter((check) => check.status === status).length;
  return Object.fromEntries(STATUSES.map((status) => [status, count(status)])) as Record<Status, number>;
}

export function notTestedIn(checks: readonly CheckResult[]): string[] {
  return checks.filter(({ status }) => status === "unverified").map(({ id }) => id);
}
