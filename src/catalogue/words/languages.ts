import type { CommandLineWords } from "./command-line-words.ts";
import type { Words } from "./words.ts";

/** By BCP 47 tag. */
export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Words are loaded when something is to be said, and for help or a refusal only those of the command line. */
export async function wordsOf(language: Language): Promise<Words> {
  return (await import("./all.ts")).wordsIn(language);
}

export async function commandLineWordsOf(language: Language): Promise<CommandLineWords> {
  const [{ COMMAND_LINE }, { inLanguage }] = await Promise.all([import("./command-line.ts"), import("./spoken.ts")]);
  return inLanguage(COMMAND_LINE, language);
}

/** By what the environment asks for, as POSIX weighs it; every kind of Chinese is better served by this one than by English. */
export function languageOf(env: Partial<Record<string, string>>): Language {
  const locale = [env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]].find((value) => value !== undefined && value !== "");
  return locale?.toLowerCase().startsWith("zh") === true ? "zh-CN" : "en";
}
