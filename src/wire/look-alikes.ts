import type { LookAlike } from "../model/look-alike.ts";

/** Characters that word processors and chat programs put in the place of those that a shell and this tool read. */

const QUOTES = "\u2018\u2019\u201a\u201b\u2032\uff07";
const DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02";
const DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d";
const BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000";
const NOTHING = "\u200b\u200c\u200d\u2060\ufeff";
const OTHERS: Partial<Record<string, string>> = {
  "\uff0c": ",",
  "\uff1a": ":",
  "\uff1d": "=",
  "\uff0f": "/",
  "\uff0e": ".",
  "\u3002": ".",
};

/** The first one in a text that is to be read by a machine. */
export function lookAlikeIn(text: string): LookAlike | undefined {
  for (const found of text) {
    const meant = meantBy(found);
    if (meant !== undefined) return { found, code: codeOf(found), meant };
  }
  return undefined;
}

function meantBy(character: string): string | undefined {
  if (QUOTES.includes(character)) return "'";
  if (DOUBLE_QUOTES.includes(character)) return '"';
  if (DASHES.includes(character)) return "-";
  if (BLANKS.includes(character)) return " ";
  if (NOTHING.includes(character)) return "";
  return OTHERS[character];
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
