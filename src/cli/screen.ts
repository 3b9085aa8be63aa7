import type { Words } from "../catalogue/words/words.ts";
import type { Report } from "../model/report.ts";
import { renderReport } from "../render/report.ts";
import type { OutputOptions, RenderOptions } from "./options.ts";
import { widthOf } from "./output.ts";

/** What text on standard output is made for. */
export function screen(options: OutputOptions, words: Words): { words: Words; width: number; colour: boolean } {
  return {
    words,
    width: widthOf(process.stdout, process.env["COLUMNS"]),
    colour: wantsColour(options.color),
  };
}

/** no-color.org: any value that is not empty. */
function wantsColour(option: boolean): boolean {
  return option && process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";
}

/** A report as it goes to standard output. */
export function printed(report: Report, options: RenderOptions, words: Words): string {
  return renderReport(report, options.format ?? "text", {
    ...screen(options, words),
    quiet: options.quiet ?? false,
    verbose: options.verbose ?? false,
  });
}
