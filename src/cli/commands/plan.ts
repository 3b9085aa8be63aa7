import { cloudIds, type CloudIds } from "../../plan/cloud/cloud-ids.ts";
import { collectScript } from "../../plan/cloud/collect-script.ts";
import { makePlan } from "../../plan/plan.ts";
import type { Words } from "../../catalogue/words/words.ts";
import { renderJson } from "../../render/json.ts";
import type { Plan } from "../../model/plan.ts";
import { renderPlanCsv, renderPlanMarkdown } from "../../render/plan-sheet.ts";
import { renderPlanText } from "../../render/plan-text.ts";
import { EXIT } from "../exit.ts";
import type { PlanCommandOptions } from "../options.ts";
import { withCloud } from "../settings/cloud-option.ts";
import { write } from "../output.ts";
import { wordsFor } from "../language.ts";
import { screen } from "../screen.ts";
import { resolveSite } from "../settings/settings.ts";

/** `plan`: what each device must be set to. No network traffic. */
export async function plan(options: PlanCommandOptions): Promise<number> {
  const { site: given } = resolveSite(options);
  const words = await wordsFor(options);
  if (options.cloudCommands === true) {
    await write(process.stdout, collectScript(given, words.collect));
    return EXIT.ready;
  }
  const { site, cloud } = await withCloud(options, given, words);
  const made = makePlan(site, { fineGrained: options.fineGrained ?? false }, words);
  await write(process.stdout, rendered(made, options, words, cloudIds(site, cloud)));
  return EXIT.ready;
}

function rendered(made: Plan, options: PlanCommandOptions, words: Words, ids: CloudIds): string {
  const { format = "text", snippets = [] } = options;
  switch (format) {
    case "json":
      return renderJson(made);
    case "markdown":
      return renderPlanMarkdown(made, words, snippets, ids);
    case "csv":
      return renderPlanCsv(made, words);
    case "text":
      return renderPlanText(made, { ...screen(options, words), snippets, ids });
  }
}
