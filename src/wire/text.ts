/** What a server sends may hold terminal escapes; what a person reads must not. */

const MAX_UNTRUSTED_LENGTH = 256;

/** Bounded, and control characters (C0, DEL, C1, bidirectional overrides, line separators) made visible as \xNN or \u{NNNN}. */
export function printable(text: string, maxLength = MAX_UNTRUSTED_LENGTH): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return cut.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    const code = character.charCodeAt(0);
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
