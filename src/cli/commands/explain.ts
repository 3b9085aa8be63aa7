import { printable } from "../../wire/text.ts";
import { EXPLAINED, renderExplanation } from "../../render/explanation.ts";
import { nearest } from "../../wire/nearest.ts";
import type { Language } from "../../catalogue/words/languages.ts";
import { wordsFor } from "../language.ts";
import { EXIT } from "../exit.ts";
import { widthOf, write } from "../output.ts";
import { UsageError } from "../usage.ts";

/** `explain`: a cause code or a misconfiguration in words. */
export async function explain(name: string, options: { lang?: Language }): Promise<number> {
  if (!EXPLAINED.includes(name))
    throw new UsageError(({ usage }) => usage.notExplained(printable(name), nearest(name, [...EXPLAINED])));
  const words = await wordsFor(options);
  await write(process.stdout, renderExplanation(name, words, widthOf(process.stdout, process.env["COLUMNS"])));
  return EXIT.ready;
}
