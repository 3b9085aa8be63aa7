import { LANGUAGES, languageOf, wordsOf, type Language } from "../catalogue/words/languages.ts";
import type { Words } from "../catalogue/words/words.ts";

/** Before anything is parsed, help and errors already need their language. @param argv the command line's words. */
export function languageAsked(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const asked = argv.flatMap((word, index) => {
    if (word === "--lang") return argv.slice(index + 1, index + 2);
    return word.startsWith("--lang=") ? [word.slice("--lang=".length)] : [];
  });
  return [...asked, env["EDGE_PREFLIGHT_LANG"] ?? ""].find(isLanguage) ?? languageOf(env);
}

function isLanguage(text: string): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The words of a command: as asked for, else as the environment has it. */
export function wordsFor({ lang }: { lang?: Language }): Promise<Words> {
  return wordsOf(lang ?? languageAsked([], process.env));
}
