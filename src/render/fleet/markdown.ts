import type { Words } from "../../catalogue/words/words.ts";
import type { Fleet, FleetFinding } from "../../model/fleet.ts";
import { codeBlock, fields, list, md, section } from "../markdown.ts";
import { actionsByOwner } from "../sections.ts";
import {
  cellOf,
  failingGroups,
  fleetAnswer,
  fleetCounts,
  fleetFindingFields,
  fleetSure,
  fleetSuspect,
  matrixOf,
  remarks,
  someNodes,
} from "./sections.ts";

const NAMED = 12;

/** GitHub's flavour: what is in the way first, then a part for each owner, then all nodes. */
export function renderFleetMarkdown(fleet: Fleet, words: Words): string {
  const { labels } = words;
  const besides = fields(remarks(fleet, NAMED, words));
  const blocks = [
    `# ${md(fleetAnswer(fleet, words))}`,
    list([`${fleet.tool.name} ${fleet.tool.version}`, fleetCounts(fleet, words)].map(md)),
    ...(besides === "" ? [] : [besides]),
    ...section(
      labels.findings,
      fleet.findings.flatMap((finding, index) => findingBlocks(finding, index, words)),
    ),
    ...section(labels.actions, actionBlocks(fleet, words)),
    ...section(words.fleet.labels.matrix, [table(fleet, words)]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function findingBlocks(finding: FleetFinding, index: number, words: Words): string[] {
  const [first] = finding.suspects;
  if (first === undefined) return [];
  return [
    `### ${index + 1}. ${md(fleetSuspect(finding, words))}: ${md(first.title)}`,
    md(fleetSure(finding, words)),
    fields(fleetFindingFields(finding, { nodes: NAMED, clearedBy: NAMED }, words)),
  ];
}

/** A part for each owner, to be pasted into that team's ticket by itself. */
function actionBlocks(fleet: Fleet, words: Words): string[] {
  const { labels } = words;
  return actionsByOwner(fleet.actions).flatMap(({ owner, actions }) => [
    `### ${md(words.actionOwners[owner])}`,
    list(
      actions.map(({ device, text, confirmWith, nodes }) =>
        [
          `**${md(words.devices[device])}**`,
          `${md(labels.fix)}: ${md(text)}`,
          ...(confirmWith === undefined ? [] : [`${md(labels.settle)}: ${md(confirmWith)}`]),
          `${md(words.fleet.labels.nodes)}: ${md(someNodes(nodes, NAMED, words))}`,
        ].join("<br>"),
      ),
    ),
    ...actions.flatMap(({ commands = [] }) => commands.map((each) => codeBlock(each, words))),
  ]);
}

/** A row for all nodes that are alike. */
function table(fleet: Fleet, words: Words): string {
  const groups = failingGroups(fleet);
  const line = (cells: readonly string[]) => `| ${cells.map(md).join(" | ")} |`;
  return [
    line([
      words.labels.status,
      words.fleet.labels.nodes,
      ...groups.map((group) => words.shortGroups[group]),
      words.labels.findings,
    ]),
    `|${" --- |".repeat(groups.length + 3)}`,
    ...matrixOf(fleet).map(({ verdict, groups: counts, findings, nodes }) =>
      line([
        words.fleet.verdicts[verdict],
        someNodes(
          nodes.map(({ id }) => id),
          NAMED,
          words,
        ),
        ...groups.map((group) => String(cellOf(counts, group) ?? "?")),
        findings.map((index) => index + 1).join(", "),
      ]),
    ),
  ].join("\n");
}
