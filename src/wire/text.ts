/** What a server sends may hold terminal escapes; what a person reads must not. */

const MAX_UNTRUSTED_LENGTH = 256;

/**
 * Characters that a terminal or a browser obeys or does not show: controls (C0, DEL, C1), formats (bidirectional controls, joiners,
 * tags), line separators, variation selectors, fillers. Unicode's property classes name them, so that new ones are covered too.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Each of these characters replaced. @param change gets its code point. */
export function replaceUnseen(text: string, change: (code: number, character: string) => string): string {
  return text.replace(UNSEEN, (character) => change(character.codePointAt(0) ?? 0, character));
}

/** Bounded, and what is unseen made visible as \xNN or \u{NNNN}. */
export function printable(text: string, maxLength = MAX_UNTRUSTED_LENGTH): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return replaceUnseen(cut, (code) => {
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

/** A document with every text in it changed, but for what stands under some keys. */
export function mapTexts<T>(value: T, change: (text: string) => string, kept?: ReadonlySet<string>): T {
  if (typeof value === "string") return change(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change, kept)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, kept?.has(key) === true ? item : mapTexts(item, change, kept)]),
  ) as T;
}

/** What a person reads of a document holds nothing that a terminal obeys, wherever it came from. */
export function printableIn<T>(document: T): T {
  return mapTexts(document, (text) => printable(text, Infinity));
}
