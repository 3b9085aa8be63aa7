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
