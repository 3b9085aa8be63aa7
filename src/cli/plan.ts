import { makePlan } from "../catalogue/devices.ts";
import { renderJson } from "../render/json.ts";
import type { Plan } from "../model/plan.ts";
import { renderPlanCsv, renderPlanMarkdown } from "../render/plan-sheet.ts";
import { renderPlanText } from "../render/plan-text.ts";
import { EXIT } from "./exit.ts";
import type { PlanCommandOptions } from "./options.ts";
import { write } from "./output.ts";
import { screen, wordsFor } from "./screen.ts";
import { resolveSite } from "./settings.ts";

/** `plan`: what each device must be set to. No network traffic. */
export async function plan(options: PlanCommandOptions): Promise<number> {
  const { site } = resolveSite(options);
  const made = makePlan(site, { fineGrained: options.fineGrained ?? false }, wordsFor(options));
  await write(process.stdout, rendered(made, options));
  return EXIT.ready;
}

function rendered(made: Plan, options: PlanCommandOptions): string {
  const { format = "text", snippets = [] } = options;
  const words = wordsFor(options);
  switch (format) {
    case "json":
      return renderJson(made);
    case "markdown":
      return renderPlanMarkdown(made, words, snippets);
    case "csv":
      return renderPlanCsv(made, words);
    case "text":
      return renderPlanText(made, { ...screen(options), snippets });
  }
}
