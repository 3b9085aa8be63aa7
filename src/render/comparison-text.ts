import { percent } from "../catalogue/words/format.ts";
import type { Words } from "../catalogue/words/words.ts";
import type { Comparison, StatusChange } from "../compare.ts";
import { stylesFor, type Style } from "./style.ts";
import { labelledRows, textWidth } from "./table.ts";

interface TextOptions {
  words: Words;
  width: number;
  colour: boolean;
}

export function renderComparison(comparison: Comparison, options: TextOptions): string {
  const { verdict } = comparison;
  const { verdicts, labels } = options.words;
  const sections = changeSections(comparison, options);
  const last =
    verdict.before === verdict.after
      ? verdicts[verdict.after]
      : `${verdicts[verdict.before]} > ${verdicts[verdict.after]}`;
  const told = stylesFor(options.colour).verdict[verdict.after](last);
  return `${[...(sections.length === 0 ? [labels.unchanged] : sections), told].join("\n\n")}\n`;
}

/** A section for each kind of change that there is. */
export function changeSections(
  comparison: Omit<Comparison, "verdict">,
  { words, width, colour }: TextOptions,
): string[] {
  const styles = stylesFor(colour);
  const { labels } = words;
  const rows = (title: string, style: Style, lines: readonly (readonly [string, string])[]): string[] => {
    if (lines.length === 0) return [];
    const nameWidth = Math.max(...lines.map(([name]) => textWidth(name)));
    return [
      [style(title), ...lines.flatMap(([name, text]) => labelledRows([[name, [text]]], width, nameWidth))].join("\n"),
    ];
  };
  const state = (change: StatusChange["before"]) =>
    change === undefined
      ? labels.absent
      : `${words.statuses[change.status]}${change.code === "ok" ? "" : ` ${change.code}`}`;
  const changes = (all: readonly StatusChange[]) =>
    all.map(({ id, before, after }) => [id, `${state(before)} > ${state(after)}`] as const);
  const { fixed, broken, stillFailing, changed, addresses, slower, line } = comparison;
  return [
    ...rows(labels.fixed, styles.status.pass, changes(fixed)),
    ...rows(labels.broken, styles.status.fail, changes(broken)),
    ...rows(labels.stillFailing, styles.status.fail, changes(stillFailing)),
    ...rows(labels.changed, styles.status.warn, changes(changed)),
    ...rows(
      labels.newAddresses,
      styles.status.warn,
      addresses.map(({ host, before, after }) => [host, `${before.join(", ")} > ${after.join(", ")}`]),
    ),
    ...rows(
      labels.slower,
      styles.status.warn,
      slower.map(({ id, beforeMs, afterMs }) => [id, `${beforeMs} ms > ${afterMs} ms`]),
    ),
    ...rows(labels.worseLine, styles.status.warn, [
      ...(line.loss === undefined
        ? []
        : [[labels.loss, `${percent(line.loss.before)} > ${percent(line.loss.after)}`] as const]),
      ...(line.rttMs === undefined
        ? []
        : [[labels.roundTrip, `${line.rttMs.before} ms > ${line.rttMs.after} ms`] as const]),
    ]),
  ];
}
