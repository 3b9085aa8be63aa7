import type { RunEvent } from "../model/event.ts";
import type { Report } from "../model/report.ts";
import { escapeControls } from "./json.ts";

export function eventLine(event: RunEvent): string {
  return `${escapeControls(JSON.stringify(event))}\n`;
}

/** What remains to be told once the checks have been. */
export function closingEvents(report: Report): RunEvent[] {
  return [
    ...report.diagnosis.findings.map((finding) => ({ event: "finding" as const, finding })),
    { event: "report", report },
  ];
}

/** A saved report as the run would have told it, its checks in the report's order. */
export function renderNdjson(report: Report): string {
  const { schemaVersion, tool, site, run } = report;
  const { id, startedAt, arguments: given, assumptions, strict, noDiagnosis } = run;
  const events: RunEvent[] = [
    {
      event: "run",
      schemaVersion,
      tool,
      run: {
        id,
        startedAt,
        arguments: given,
        assumptions,
        ...(strict !== undefined && { strict }),
        ...(noDiagnosis !== undefined && { noDiagnosis }),
      },
      site,
    },
    ...report.checks.map((check) => ({ event: "check" as const, check })),
    ...closingEvents(report),
  ];
  return events.map(eventLine).join("");
}
