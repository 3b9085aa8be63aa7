import type { Report } from "../model/report.ts";
import { NAGIOS_STATES, nagiosState } from "../render/nagios-state.ts";
import type { ReportFormat } from "../render/report-formats.ts";
import type { CutShort } from "../run/ending.ts";

export const EXIT = {
  ready: 0,
  notReady: 1,
  usage: 2,
  unfinished: 3,
  interrupted: 130,
  terminated: 143,
} as const;

export type StopSignal = "SIGINT" | "SIGTERM";

/** How a run ended, for whoever called it. With `--format nagios` the exit code is a monitoring plugin's. */
export function exitCodeOf(
  report: Report,
  format: ReportFormat | undefined,
  cutShort?: CutShort,
  stopped?: StopSignal,
): number {
  if (format === "nagios")
    return NAGIOS_STATES[stopped === undefined && cutShort === undefined ? nagiosState(report) : "UNKNOWN"];
  const { verdict } = report;
  if (stopped !== undefined) return stopped === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
  if (cutShort !== undefined || verdict === "incomplete") return EXIT.unfinished;
  return verdict === "ready" ? EXIT.ready : EXIT.notReady;
}
