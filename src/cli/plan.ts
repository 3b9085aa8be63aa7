import { makePlan } from "../catalogue/devices.ts";
import { en } from "../catalogue/words/en.ts";
import { renderJson } from "../render/json.ts";
import { renderPlanText } from "../render/plan-text.ts";
import { wantsColour } from "./check.ts";
import { EXIT } from "./exit.ts";
import type { PlanCommandOptions } from "./options.ts";
import { widthOf, write } from "./output.ts";
import { resolveSite } from "./settings.ts";

/** `plan`: what each device must be set to. No network traffic. */
export async function plan(options: PlanCommandOptions): Promise<number> {
  const { site } = resolveSite(options);
  const made = makePlan(site, { fineGrained: options.fineGrained ?? false }, en);
  const text =
    options.format === "json"
      ? renderJson(made)
      : renderPlanText(made, {
          width: widthOf(process.stdout, process.env["COLUMNS"]),
          colour: wantsColour(options.color),
          words: en,
        });
  await write(process.stdout, text);
  return EXIT.ready;
}
