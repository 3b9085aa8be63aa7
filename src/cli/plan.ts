import { makePlan } from "../plan/plan.ts";
import type { Words } from "../catalogue/words/words.ts";
import { renderJson } from "../render/json.ts";
import type { Plan } from "../model/plan.ts";
import { renderPlanCsv, renderPlanMarkdown } from "../render/plan-sheet.ts";
import { renderPlanText } from "../render/plan-text.ts";
import { EXIT } from "./exit.ts";
import type { PlanCommandOptions } from "./options.ts";
import { write } from "./output.ts";
import { wordsFor } from "./language.ts";
import { screen } from "./screen.ts";
import { resolveSite } from "./settings.ts";

/** `plan`: what each device must be set to. No network traffic. */
export async function plan(options: PlanCommandOptions): Promise<number> {
  const { site } = resolveSite(options);
  const words = await wordsFor(options);
  const made = makePlan(site, { fineGrained: options.fineGrained ?? false }, words);
  await write(process.stdout, rendered(made, options, words));
  return EXIT.ready;
}

function rendered(made: Plan, options: PlanCommandOptions, words: Words): string {
  const { format = "text", snippets = [] } = options;
  switch (format) {
    case "json":
      return renderJson(made);
    case "markdown":
      return renderPlanMarkdown(made, words, snippets);
    case "csv":
      return renderPlanCsv(made, words);
    case "text":
      return renderPlanText(made, { ...screen(options, words), snippets });
  }
}
