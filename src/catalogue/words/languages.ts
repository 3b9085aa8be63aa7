import { en } from "./en.ts";
import type { Words } from "./words.ts";
import { zh } from "./zh.ts";

/** By BCP 47 tag. */
export const LANGUAGES = { en, "zh-CN": zh } as const satisfies Record<string, Words>;
export type Language = keyof typeof LANGUAGES;

/** By what the environment asks for, as POSIX weighs it; every kind of Chinese is better served by this one than by English. */
export function languageOf(env: Partial<Record<string, string>>): Language {
  const locale = [env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]].find((value) => value !== undefined && value !== "");
  return locale?.toLowerCase().startsWith("zh") === true ? "zh-CN" : "en";
}
