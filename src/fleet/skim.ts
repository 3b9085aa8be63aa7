/** In the tool's own print the keys of a report stand behind two blanks, and no text holds a line feed: nothing else looks so. */
const OPENS = '\n  "observations": [\n';
const CLOSES = "\n  ]";

/**
 * A report as the tool prints it without its observations, more than half of it, which the statement reads of a few reports
 * alone. Any other text, such as one that is only half written, stays as it is.
 */
export function skimmed(text: string): string {
  if (!text.endsWith("\n}\n")) return text;
  const opens = text.indexOf(OPENS);
  const closes = opens === -1 ? -1 : text.indexOf(CLOSES, opens + OPENS.length - 1);
  return closes === -1 ? text : `${text.slice(0, opens)}\n  "observations": []${text.slice(closes + CLOSES.length)}`;
}
