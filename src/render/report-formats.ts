/** The forms of a report, and the extension that means each in the name of a file. */
export const EXTENSIONS = {
  text: ".txt",
  json: ".json",
  ndjson: ".ndjson",
  markdown: ".md",
  html: ".html",
  junit: ".xml",
  prometheus: ".prom",
} as const;
export type SavedFormat = keyof typeof EXTENSIONS;
export const SAVED_FORMATS = Object.keys(EXTENSIONS) as SavedFormat[];

/** A plugin's output is read as it is printed, and is no file. */
export type ReportFormat = SavedFormat | "nagios";
export const PRINTED_FORMATS: readonly ReportFormat[] = [...SAVED_FORMATS, "nagios"];

/** The forms of a statement about many nodes. */
export const FLEET_FORMATS = ["text", "json", "markdown", "html", "junit"] as const satisfies SavedFormat[];
export type FleetFormat = (typeof FLEET_FORMATS)[number];

export function extensionsOf(formats: readonly SavedFormat[]): string[] {
  return formats.map((format) => EXTENSIONS[format]);
}

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

/** Whether a file of a form's extension is a report of this tool. @param beginning its first bytes, as text. */
export function isOwnReport(beginning: string, format: SavedFormat): boolean {
  return MARKS[format].test(beginning);
}

export function formatOf<F extends SavedFormat>(extension: string, formats: readonly F[]): F | undefined {
  return formats.find((format) => EXTENSIONS[format] === extension);
}
