/** The forms of a report, and the extension that means each in the name of a file. */
export const REPORT_FORMATS = {
  text: ".txt",
  json: ".json",
  ndjson: ".ndjson",
  markdown: ".md",
  html: ".html",
  junit: ".xml",
  prometheus: ".prom",
} as const;
export type SavedFormat = keyof typeof REPORT_FORMATS;

/** A plugin's output is read as it is printed, and is no file. */
export type ReportFormat = SavedFormat | "nagios";
export const PRINTED_FORMATS: readonly ReportFormat[] = [...(Object.keys(REPORT_FORMATS) as SavedFormat[]), "nagios"];

const OWN_LINE = /^(?:- )?edge-preflight \d+\.\d+/m;
/** What the beginning of a report holds in each form, and what no other kind of file does. */
const MARKS: Record<SavedFormat, RegExp> = {
  text: OWN_LINE,
  json: /"name":\s*"edge-preflight"/,
  ndjson: /^\{"event":"run","schemaVersion":/,
  markdown: OWN_LINE,
  html: /<title>edge-preflight: /,
  junit: /<testsuite [^>]*package="edge-preflight"/,
  prometheus: /^# HELP edge_preflight_info /,
};

/** Whether a file of a form's extension is a report of this tool. @param beginning its first octets, as text. */
export function isOwnReport(beginning: string, format: SavedFormat): boolean {
  return MARKS[format].test(beginning);
}

export function formatOf(extension: string): SavedFormat | undefined {
  const entries = Object.entries(REPORT_FORMATS) as [SavedFormat, string][];
  return entries.find(([, each]) => each === extension)?.[0];
}
