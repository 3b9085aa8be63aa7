import { LANGUAGES, languageOf, type Language } from "../catalogue/words/languages.ts";
import type { Words } from "../catalogue/words/words.ts";
import type { Report } from "../model/report.ts";
import { renderReport } from "../render/formats.ts";
import type { OutputOptions, RenderOptions } from "./options.ts";
import { widthOf } from "./output.ts";

/** The words of a command: as asked for, else as the environment has it. */
export function wordsFor({ lang }: { lang?: Language }): Words {
  return LANGUAGES[lang ?? languageOf(process.env)];
}

/** What text on standard output is made for. */
export function screen(options: OutputOptions): { words: Words; width: number; colour: boolean } {
  return {
    words: wordsFor(options),
    width: widthOf(process.stdout, process.env["COLUMNS"]),
    colour: wantsColour(options.color),
  };
}

/** no-color.org: any value that is not empty. */
function wantsColour(option: boolean): boolean {
  return option && process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";
}

/** A report as it goes to standard output. */
export function printed(report: Report, options: RenderOptions): string {
  return renderReport(report, options.format ?? "text", {
    ...screen(options),
    quiet: options.quiet ?? false,
    verbose: options.verbose ?? false,
  });
}
