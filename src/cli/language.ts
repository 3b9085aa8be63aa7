import { LANGUAGES, languageOf, type Language } from "../catalogue/words/languages.ts";
import type { Words } from "../catalogue/words/words.ts";

/** The words of a command: as asked for, else as the environment has it. */
export function wordsFor({ lang }: { lang?: Language }): Words {
  return LANGUAGES[lang ?? languageOf(process.env)];
}
