/** Text in columns. Widths are counted in characters. */

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
    const padded = text.padEnd(cell);
    return `${style === undefined ? padded : style(padded)} `;
  });
  return [`${cells.join("")}${first}`.trimEnd(), ...rest.map((line) => `${" ".repeat(indent)}${line}`)].join("\n");
}

const MIN_TEXT_WIDTH = 20;

/** Rows of a label and texts, the texts under each other; a label without a text is left out. */
export function labelledRows(
  fields: readonly (readonly [label: string, texts: readonly string[]])[],
  width: number,
  labelWidth = Math.max(...fields.map(([label]) => label.length)),
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

/** Breaks at spaces; a word longer than a line is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}
