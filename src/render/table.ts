import { eastAsianWidth } from "get-east-asian-width";

/** Text in columns. Widths are counted in columns of a terminal, of which a Chinese character takes two. */

export interface Column {
  text: string;
  width: number;
  /** Applied to the padded text, so that escapes never count as width. */
  style?: (text: string) => string;
}

/** A row whose last column takes the rest of the line and wraps under itself. */
export function tableRow(columns: readonly Column[], last: string, width: number): string {
  const indent = columns.reduce((sum, column) => sum + column.width + 1, 0);
  const [first = "", ...rest] = wrap(last, Math.max(MIN_TEXT_WIDTH, width - indent));
  const cells = columns.map(({ text, width: cell, style }) => {
    const padded = pad(text, cell);
    return `${style === undefined ? padded : style(padded)} `;
  });
  return [`${cells.join("")}${first}`.trimEnd(), ...rest.map((line) => `${" ".repeat(indent)}${line}`)].join("\n");
}

const MIN_TEXT_WIDTH = 20;

/** Rows of a label and texts, the texts under each other; a label without a text is left out. */
export function labelledRows(
  fields: readonly (readonly [label: string, texts: readonly string[]])[],
  width: number,
  labelWidth = Math.max(...fields.map(([label]) => textWidth(label))),
): string[] {
  return fields.flatMap(([label, texts]) =>
    texts
      .filter((text) => text !== "")
      .map((text, index) =>
        tableRow(
          [
            { text: "", width: 0 },
            { text: index === 0 ? label : "", width: labelWidth },
          ],
          text,
          width,
        ),
      ),
  );
}

/** Two texts at the two ends of a line; in a sentence where both do not fit. */
export function headline(left: string, right: string, width: number, style: (text: string) => string): string {
  const gap = width - textWidth(left) - textWidth(right);
  return gap < 2 ? wrap(`${left}, ${right}`, width).map(style).join("\n") : `${style(left)}${" ".repeat(gap)}${right}`;
}

/** Every line of a text moved to the right. */
export function indented(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) => `${" ".repeat(columns)}${line}`)
    .join("\n");
}

export function textWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += eastAsianWidth(character.codePointAt(0) ?? 0);
  return width;
}

const PRINTABLE_ASCII = /^[ -~]*$/;

export function pad(text: string, width: number): string {
  return `${text}${" ".repeat(Math.max(0, width - textWidth(text)))}`;
}

/** Breaks at spaces, and before and after wide characters; a word longer than a line is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  const newLine = () => {
    lines.push(line.trimEnd());
    line = "";
    used = 0;
  };
  for (const piece of pieces(text)) {
    const wide = textWidth(piece);
    if (used > 0 && used + textWidth(piece.trimEnd()) > width) newLine();
    if (wide <= width || textWidth(piece.trimEnd()) <= width) {
      line += used === 0 ? piece.trimStart() : piece;
      used = textWidth(line);
      continue;
    }
    for (const character of piece) {
      if (used + textWidth(character) > width) newLine();
      line += character;
      used += textWidth(character);
    }
  }
  if (line !== "" || lines.length === 0) newLine();
  return lines;
}

/** Words with the spaces behind them; each wide character by itself, with the punctuation that may not begin a line. */
function pieces(text: string): string[] {
  return text.match(PIECE) ?? [];
}

const PIECE =
  /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][\u3001\u3002\uff01\uff09\uff0c\uff1a\uff1b\uff1f]* *|[^ \u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+ *| +/gu;
