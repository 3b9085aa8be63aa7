/** The forms of a report, and the extension that means each in the name of a file. */
export const REPORT_FORMATS = {
  text: ".txt",
  json: ".json",
  ndjson: ".ndjson",
  markdown: ".md",
  html: ".html",
  junit: ".xml",
} as const;
export type ReportFormat = keyof typeof REPORT_FORMATS;

export function formatOf(extension: string): ReportFormat | undefined {
  const entries = Object.entries(REPORT_FORMATS) as [ReportFormat, string][];
  return entries.find(([, each]) => each === extension)?.[0];
}
