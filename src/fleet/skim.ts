/** The tool indents the keys of a report by two blanks, and JSON escapes line feeds inside strings. So only the key itself matches. */
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
