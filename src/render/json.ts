/** One document, a line feed at its end. */
export function renderJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
