import { replaceUnseen } from "../wire/text.ts";

/** One document, a line feed at its end. */
export function renderJson(document: object): string {
  return `${escapeControls(JSON.stringify(document, null, 2))}\n`;
}

/** JSON escapes what is below a space; what else a terminal would obey is escaped here, in the same way and without loss. */
export function escapeControls(json: string): string {
  return replaceUnseen(json, (code, character) => (code < SPACE ? character : escaped(character)));
}

/** The line feeds between the parts of a document are its own. */
const SPACE = 0x20;

/** By its UTF-16 code units, two for a character beyond the first plane. */
function escaped(character: string): string {
  const units = character.split("");
  return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
