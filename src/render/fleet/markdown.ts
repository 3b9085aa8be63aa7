import type { Words } from "../../catalogue/words/words.ts";
import type { Fleet, FleetFinding } from "../../model/fleet.ts";
import { codeBlock, md } from "../markdown.ts";
import { sureText, type Field } from "../sections.ts";
import {
  cellOf,
  failingGroups,
  fleetActionsByOwner,
  fleetAnswer,
  fleetCounts,
  fleetFindingFields,
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
    `- ${md(`${fleet.tool.name} ${fleet.tool.version}`)}\n- ${md(fleetCounts(fleet, words))}`,
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

function section(title: string, blocks: readonly string[]): string[] {
  return blocks.length === 0 ? [] : [`## ${md(title.charAt(0).toUpperCase() + title.slice(1))}`, ...blocks];
}

function findingBlocks(finding: FleetFinding, index: number, words: Words): string[] {
  const [first] = finding.suspects;
  if (first === undefined) return [];
  const listing = {
    nodes: someNodes(finding.nodes, NAMED, words),
    clearedBy: someNodes(finding.clearedBy, NAMED, words),
  };
  return [
    `### ${index + 1}. ${md(fleetSuspect(finding, words))}: ${md(first.title)}`,
    md(words.phrases.clauses([words.fleet.nodeCount(finding.nodes.length), sureText(finding, words)])),
    fields(fleetFindingFields(finding, listing, words)),
  ];
}

/** A part for each owner, to be pasted into that team's ticket by itself. */
function actionBlocks(fleet: Fleet, words: Words): string[] {
  const { labels } = words;
  return fleetActionsByOwner(fleet).flatMap(({ owner, actions }) => [
    `### ${md(words.actionOwners[owner])}`,
    actions
      .map(({ device, text, confirmWith, nodes }) =>
        [
          `- **${md(words.devices[device])}**`,
          `${md(labels.fix)}: ${md(text)}`,
          ...(confirmWith === undefined ? [] : [`${md(labels.settle)}: ${md(confirmWith)}`]),
          `${md(words.fleet.labels.nodes)}: ${md(someNodes(nodes, NAMED, words))}`,
        ].join("<br>"),
      )
      .join("\n"),
    ...actions.flatMap(({ commands = [] }) => commands.map((each) => codeBlock(each, words))),
  ]);
}

function fields(all: readonly Field[]): string {
  return all
    .flatMap(([label, texts]) => {
      const said = texts.filter((text) => text !== "").map(md);
      return said.length === 0 ? [] : [`- **${md(label)}**: ${said.join("<br>")}`];
    })
    .join("\n");
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
