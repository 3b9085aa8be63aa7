import type { Report } from "../model/report.ts";

/** What a monitoring plugin says of a service, each with the exit code that means it. */
export const NAGIOS_STATES = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const;
export type NagiosState = keyof typeof NAGIOS_STATES;

export function nagiosState({ verdict, checks, run }: Pick<Report, "verdict" | "checks" | "run">): NagiosState {
  if (verdict === "incomplete") return "UNKNOWN";
  if (verdict === "ready") return checks.some(({ status }) => status === "warn") ? "WARNING" : "OK";
  const isLacking = checks.some(
    ({ required, status }) => required && (status === "fail" || status === "blocked" || status === "warn"),
  );
  // With --strict a run is not ready as well where nobody knows: that is no outage.
  return run.strict === true && !isLacking ? "UNKNOWN" : "CRITICAL";
}
