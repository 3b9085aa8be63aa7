import type { FleetReports } from "../fleet/reports.ts";
import { skimmed } from "../fleet/skim.ts";
import { parseJson } from "../wire/json.ts";
import { errnoOf } from "../world/errno.ts";
import { filesAt, MAX_BYTES, standardInputLines } from "../world/files.ts";
import { readReportText } from "../world/report-text.ts";

/**
 * Reads reports from files, from folders of them, and from standard input, one after the other: of each only what `reports`
 * keeps of it stays. What is no report is told there.
 */
export async function readReports(paths: readonly string[], reports: FleetReports): Promise<void> {
  for (const path of paths) {
    if (path === "-") await readStandardInput(reports);
    else await readPlace(path, reports);
  }
}

async function readPlace(place: string, reports: FleetReports): Promise<void> {
  let files: string[];
  try {
    const found = await filesAt(place, ".json", ".json.gz");
    if (found.isFolder && found.files.length === 0) reports.refuse(place, "empty-folder");
    files = found.files.map(({ file }) => file);
  } catch (error) {
    refuse(place, error, reports);
    return;
  }
  for (const file of files) {
    let text: string;
    try {
      text = readReportText(file);
    } catch (error) {
      refuse(file, error, reports);
      continue;
    }
    add(text, { name: file, again: () => parseJson(readReportText(file)) }, reports);
  }
}

function refuse(file: string, error: unknown, reports: FleetReports): void {
  const errno = errnoOf(error);
  reports.refuse(file, errno === "EFBIG" ? "too-large" : errno === "EBADGZIP" ? "bad-gzip" : "unreadable");
}

/** @returns how many of its kind were met before. */
function add(text: string, source: Parameters<FleetReports["add"]>[1], reports: FleetReports): number | undefined {
  const document = parseJson(skimmed(text));
  if (document !== undefined) return reports.add(document, source);
  reports.refuse(source.name, "not-json");
  return undefined;
}

/** Of a stream nothing can be read again: so many reports of a kind are kept, and so many in all. */
const KEPT_OF_A_KIND = 2;
const KEPT = 256;

async function readStandardInput(reports: FleetReports): Promise<void> {
  let line = 0;
  let kept = 0;
  let hasLines = false;
  // What stands before the first line that is a document by itself: a broken line, or a document over many lines.
  let before = "";
  try {
    for await (const text of standardInputLines("saved")) {
      line++;
      hasLines ||= text.startsWith("{") && parseJson(text) !== undefined;
      if (!hasLines) {
        before += `${text}\n`;
        if (before.length > MAX_BYTES.saved) {
          reports.refuse("-", "too-large");
          return;
        }
        continue;
      }
      if (before.trim() !== "") reports.refuse("-:1", "not-json");
      before = "";
      if (text.trim() === "") continue;
      const source = { name: `-:${line}`, again: (): unknown => undefined };
      const ofItsKind = add(text, source, reports);
      if (ofItsKind !== undefined && ofItsKind < KEPT_OF_A_KIND && kept < KEPT) {
        kept++;
        source.again = () => parseJson(text);
      }
    }
  } catch (error) {
    refuse(`-:${line + 1}`, error, reports);
    return;
  }
  if (before.trim() !== "") add(before, { name: "-", again: () => parseJson(before) }, reports);
}
