import { LANGUAGES, languageOf, type Language } from "../catalogue/words/languages.ts";
import type { Words } from "../catalogue/words/words.ts";
import type { Report } from "../model/report.ts";
import { renderReport } from "../render/formats.ts";
import type { OutputOptions, RenderOptions } from "./options.ts";
import { widthOf } from "./output.ts";

/** Before anything is parsed, help and errors already need their language. @param argv the command line's words. */
export function languageAsked(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const asked = argv.flatMap((word, index) => {
    if (word === "--lang") return argv.slice(index + 1, index + 2);
    return word.startsWith("--lang=") ? [word.slice("--lang=".length)] : [];
  });
  return [...asked, env["EDGE_PREFLIGHT_LANG"] ?? ""].find(isLanguage) ?? languageOf(env);
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}

/** The words of a command: as asked for, else as the environment has it. */
export function wordsFor({ lang }: { lang?: Language }): Words {
  return LANGUAGES[lang ?? languageAsked([], process.env)];
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
