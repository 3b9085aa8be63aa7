import type { CommandLineWords } from "./command-line-words.ts";
import type { Words } from "./words.ts";

/** By BCP 47 tag. */
export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Only the language that is spoken is loaded, and for help or a refusal only its part for the command line. */
const LOADERS: Record<Language, { words: () => Promise<Words>; commandLine: () => Promise<CommandLineWords> }> = {
  en: {
    words: async () => (await import("./en.ts")).en,
    commandLine: async () => (await import("./en-command-line.ts")).EN_COMMAND_LINE,
  },
  "zh-CN": {
    words: async () => (await import("./zh.ts")).zh,
    commandLine: async () => (await import("./zh-command-line.ts")).ZH_COMMAND_LINE,
  },
};

export function wordsOf(language: Language): Promise<Words> {
  return LOADERS[language].words();
}

export function commandLineWordsOf(language: Language): Promise<CommandLineWords> {
  return LOADERS[language].commandLine();
}

/** By what the environment asks for, as POSIX weighs it; every kind of Chinese is better served by this one than by English. */
export function languageOf(env: Partial<Record<string, string>>): Language {
  const locale = [env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]].find((value) => value !== undefined && value !== "");
  return locale?.toLowerCase().startsWith("zh") === true ? "zh-CN" : "en";
}
