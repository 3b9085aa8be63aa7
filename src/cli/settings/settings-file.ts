import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { nearest } from "../../wire/nearest.ts";
import { printable } from "../../wire/text.ts";
import type { DescribedOption } from "../option.ts";
import { keysOf, refuse, type Place, type Setting } from "./setting.ts";
import { textOf } from "../named-file.ts";

/** YAML, of which JSON is a part. Keys are the options' names; line numbers are the file's. */
export async function fromFile(file: string, known: readonly DescribedOption[]): Promise<Setting[]> {
  const name = `--config '${printable(file)}'`;
  const text = await textOf(file, "settings", "settings");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at =
    (offset: number | undefined): Place =>
    ({ usage }) =>
      usage.line(name, lines.linePos(offset ?? 0).line);
  const [problem] = document.errors;
  // By its kind alone: the parser's own message quotes the file, and who may run this as root may not read every file.
  if (problem !== undefined) refuse(at(problem.pos[0]), ({ usage }) => usage.notYaml(problem.code));
  if (document.contents === null) return [];
  if (!isMap(document.contents))
    return refuse(
      () => name,
      ({ usage }) => usage.noSettings,
    );
  return document.contents.items.map(({ key, value }) => {
    const position = at(rangeOf(key));
    const word = isScalar(key) && typeof key.value === "string" ? key.value : "";
    if (!known.some((option) => option.key === word))
      refuse(position, ({ usage }) =>
        usage.noSuchSetting(SETTING.test(word) ? word : undefined, nearest(word, keysOf(known))),
      );
    return { key: word, values: valuesOf(value, position), place: (words) => `${position(words)}, ${word}` };
  });
}

/** What looks like a setting; anything else is no typing mistake, and is not repeated. */
const SETTING = /^[a-z][a-z-]{0,30}$/;

function rangeOf(node: unknown): number | undefined {
  return isScalar(node) ? node.range?.[0] : undefined;
}

function valuesOf(node: unknown, place: Place): string[] {
  if (isSeq(node)) return node.items.flatMap((item) => valuesOf(item, place));
  // As it was written: YAML would make 1.3 of the version 1.30.
  if (isScalar(node) && node.value !== null) {
    const { value, source } = node;
    return [typeof value === "string" ? value : (source ?? "")];
  }
  return refuse(place, ({ usage }) => (isAlias(node) ? usage.noAlias : usage.noValue));
}
