import { EXPLAINED, renderExplanation } from "../render/explanation.ts";
import { nearest } from "../wire/nearest.ts";
import { printable } from "../wire/text.ts";
import type { Language } from "../catalogue/words/languages.ts";
import { wordsFor } from "./screen.ts";
import { EXIT, UsageError } from "./exit.ts";
import { widthOf, write } from "./output.ts";

/** `explain`: a cause code or a misconfiguration in words. */
export async function explain(name: string, options: { lang?: Language }): Promise<number> {
  if (!EXPLAINED.includes(name))
    throw new UsageError(
      `'${printable(name)}' is neither a cause code nor a misconfiguration; nearest: ${nearest(name, [...EXPLAINED]).join(", ")}`,
    );
  await write(
    process.stdout,
    renderExplanation(name, wordsFor(options), widthOf(process.stdout, process.env["COLUMNS"])),
  );
  return EXIT.ready;
}
