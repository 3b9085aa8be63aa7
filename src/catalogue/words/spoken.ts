import type { MisconfigurationId } from "../misconfigurations/misconfigurations.ts";
import type { Language } from "./languages.ts";
import type { MisconfigurationText } from "./misconfiguration-words.ts";
import type { Words } from "./words.ts";

/** One thing in both languages, so that whoever changes one sees the other. */
export interface Spoken<T> {
  en: T;
  zh: T;
}

type Leaf = string | readonly unknown[] | ((...args: never[]) => unknown) | MisconfigurationText;

/** A table of words with every sentence in both languages. */
export type DeepSpoken<T> = T extends Leaf ? Spoken<T> : { [K in keyof T]: DeepSpoken<T[K]> };

/** What the checks of one subject say. */
export interface SubjectWords {
  titles: Partial<DeepSpoken<Words["titles"]>>;
  messages: Partial<DeepSpoken<Words["messages"]>>;
}

/** What is said of one device's misconfigurations. */
export type DeviceWords = Partial<Record<MisconfigurationId, Spoken<MisconfigurationText>>>;

const KEYS: Record<Language, keyof Spoken<unknown>> = { en: "en", "zh-CN": "zh" };

/** The same table in one language. */
export function inLanguage<T>(spoken: DeepSpoken<T>, language: Language): T {
  return chosen(spoken, KEYS[language]) as T;
}

function chosen(part: object, key: keyof Spoken<unknown>): unknown {
  if (key in part) return (part as Spoken<unknown>)[key];
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, chosen(inner as object, key)]));
}
