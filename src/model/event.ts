import type { CheckResult, Finding, Report } from "./report.ts";

/** What is told while a run goes on, one JSON document a line; the last line is the whole report. */
export type RunEvent =
  | { event: "run"; schemaVersion: Report["schemaVersion"]; tool: Report["tool"]; run: RunHead; site: Report["site"] }
  /** In the order in which they end. The device is known once all of it is diagnosed. */
  | { event: "check"; check: CheckResult }
  | { event: "finding"; finding: Finding }
  | { event: "report"; report: Report };

export type RunHead = Omit<Report["run"], "durationMs">;
