/** One document, a line feed at its end. */
export function renderJson(document: object): string {
  return `${escapeControls(JSON.stringify(document, null, 2))}\n`;
}

/** JSON escapes what is below a space; what else a terminal would obey is escaped here, in the same way and without loss. */
export function escapeControls(json: string): string {
  return json.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
