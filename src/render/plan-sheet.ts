import type { Words } from "../catalogue/words/words.ts";
import type { DeviceSetting, Plan } from "../model/plan.ts";
import { renderCsv } from "./csv.ts";
import { md } from "./markdown.ts";
import type { CloudIds } from "../plan/cloud/cloud-ids.ts";
import { snippetsOf, type Syntax } from "../plan/snippets/snippets.ts";

/** The hand-over sheet: a section for each team's device, its settings as rows, the same as commands where asked for. */
export function renderPlanMarkdown(plan: Plan, words: Words, syntaxes: readonly Syntax[], ids: CloudIds): string {
  const { labels } = words;
  const head = [labels.direction, labels.kind, labels.setting].map(md);
  const sections = plan.devices.map(({ device, settings }) => [
    `## ${md(words.devices[device])}`,
    [
      `| ${head.join(" | ")} |`,
      "| --- | --- | --- |",
      ...settings.map(({ direction, kind, text }) => {
        const cells = [labels.directions[direction], labels.kinds[kind], text].map(md);
        return `| ${cells.join(" | ")} |`;
      }),
    ].join("\n"),
    ...syntaxes.flatMap((syntax) => {
      const snippet = snippetsOf(plan, syntax, { ids, words: words.cloudNotes }).find((each) => each.device === device);
      if (snippet === undefined || snippet.lines.length === 0) return [];
      return [md(labels.exampleFor(syntax)), `\`\`\`text\n${snippet.lines.join("\n")}\n\`\`\``];
    }),
  ]);
  return `${[`# ${md(`${labels.planFor} ${plan.region}`)}`, md(labels.planDirections), ...sections.flat()].join("\n\n")}\n`;
}

/** One row for each setting: for a change request, or a sheet that goes round. */
export function renderPlanCsv(plan: Plan, { labels, devices }: Words): string {
  const head = [
    labels.device,
    labels.direction,
    labels.kind,
    labels.protocol,
    labels.source,
    labels.destination,
    labels.ports,
    labels.setting,
  ];
  const row = (device: string, { direction, kind, protocol, source, destination, ports, text }: DeviceSetting) => [
    device,
    labels.directions[direction],
    labels.kinds[kind],
    protocol ?? "",
    (source ?? []).join(" "),
    (destination ?? []).join(" "),
    (ports ?? []).join(" "),
    text,
  ];
  return renderCsv([
    head,
    ...plan.devices.flatMap(({ device, settings }) => settings.map((each) => row(devices[device], each))),
  ]);
}
