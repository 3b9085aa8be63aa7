import { compareReports } from "../../compare.ts";
import { renderComparison } from "../../render/comparison-text.ts";
import { renderJson } from "../../render/json.ts";
import { printableIn } from "../../wire/text.ts";
import { EXIT } from "../exit.ts";
import { wordsFor } from "../language.ts";
import type { CompareCommandOptions } from "../options.ts";
import { write } from "../output.ts";
import { screen } from "../screen.ts";
import { readReport } from "../saved-report.ts";

/** `compare`: what changed between two saved reports. @returns 1 where something fails that did not before. */
export async function compare(before: string, after: string, options: CompareCommandOptions): Promise<number> {
  const comparison = compareReports(await readReport(before), await readReport(after));
  const view = screen(options, await wordsFor(options));
  const text = options.format === "json" ? renderJson(comparison) : renderComparison(printableIn(comparison), view);
  await write(process.stdout, text);
  return comparison.broken.length === 0 ? EXIT.ready : EXIT.notReady;
}
