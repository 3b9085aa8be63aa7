import type { Words } from "../catalogue/words/words.ts";
import type { Comparison, StatusChange } from "../compare.ts";
import { stylesFor, type Style } from "./style.ts";
import { labelledRows, textWidth } from "./table.ts";

export function renderComparison(
  comparison: Comparison,
  { words, width, colour }: { words: Words; width: number; colour: boolean },
): string {
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
  const { fixed, broken, stillFailing, changed, addresses, slower, verdict } = comparison;
  const sections = [
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
  ];
  const last =
    verdict.before === verdict.after
      ? words.verdicts[verdict.after]
      : `${words.verdicts[verdict.before]} > ${words.verdicts[verdict.after]}`;
  return `${[...(sections.length === 0 ? [labels.unchanged] : sections), styles.verdict[verdict.after](last)].join("\n\n")}\n`;
}
