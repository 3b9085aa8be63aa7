import type { Words } from "../../catalogue/words/words.ts";
import type { Fleet, FleetFinding } from "../../model/fleet.ts";
import { commandBlock, definitions, ownersOf, page, section } from "../html.ts";
import { actionsByOwner } from "../sections.ts";
import { escapeXml } from "../xml.ts";
import {
  cellOf,
  failingGroups,
  fleetAnswer,
  fleetCounts,
  fleetFindingFields,
  fleetSure,
  fleetSuspect,
  fleetVerdict,
  matrixOf,
  remarks,
  someNodes,
  type MatrixRow,
} from "./sections.ts";

const NAMED = 12;

/** One file that needs no other: findings first, then what each owner has to do, then a matrix of nodes and checks. */
export function renderFleetHtml(fleet: Fleet, words: Words): string {
  const { labels } = words;
  const answer = fleetAnswer(fleet, words);
  return page(
    words,
    answer,
    [
      `<header><h1 class="verdict ${fleetVerdict(fleet)}">${escapeXml(answer)}</h1>`,
      `<p>${escapeXml(`${fleet.tool.name} ${fleet.tool.version}: ${fleetCounts(fleet, words)}`)}</p>`,
      definitions(remarks(fleet, NAMED, words)),
      "</header>",
      "<main>",
      ...section(
        "findings",
        labels.findings,
        fleet.findings.map((finding, index) => findingBlock(finding, index, words)),
      ),
      ...section("actions", labels.actions, actionBlocks(fleet, words)),
      ...section("matrix", words.fleet.labels.matrix, [matrix(fleet, words)]),
      "</main>",
    ].join("\n"),
  );
}

function findingBlock(finding: FleetFinding, index: number, words: Words): string {
  const [first] = finding.suspects;
  if (first === undefined) return "";
  return [
    `<article class="finding" id="finding-${index + 1}"${ownersOf(finding.suspects)}><h3><span class="badge fail">${escapeXml(fleetSure(finding, words))}</span> ${escapeXml(`${index + 1}. ${fleetSuspect(finding, words)}: ${first.title}`)}</h3>`,
    definitions(fleetFindingFields(finding, { nodes: NAMED, clearedBy: NAMED }, words)),
    ...(finding.nodes.length > NAMED + 1 ? [folded(finding.nodes, words)] : []),
    "</article>",
  ].join("\n");
}

/** All names, out of sight until somebody asks for them. */
function folded(nodes: readonly string[], { fleet }: Words): string {
  return `<details><summary>${escapeXml(fleet.nodeCount(nodes.length))}</summary><div>${nodes.map(escapeXml).join(", ")}</div></details>`;
}

function actionBlocks(fleet: Fleet, words: Words): string[] {
  const { labels } = words;
  return actionsByOwner(fleet.actions).map(({ owner, actions }) =>
    [
      `<article data-owner="${owner}"><h3>${escapeXml(words.actionOwners[owner])}</h3>`,
      ...actions.map(({ device, text, confirmWith, nodes, commands = [] }) =>
        [
          `<h4>${escapeXml(words.devices[device])}</h4>`,
          definitions([
            [labels.fix, [text]],
            [labels.settle, [confirmWith ?? ""]],
            [words.fleet.labels.nodes, [someNodes(nodes, NAMED, words)]],
          ]),
          ...commands.map((each) => commandBlock(each, words)),
        ].join(""),
      ),
      "</article>",
    ].join("\n"),
  );
}

/** A row for all nodes that are alike, so that thousands fit on a page; the names unfold. */
function matrix(fleet: Fleet, words: Words): string {
  const groups = failingGroups(fleet);
  const head = [
    words.labels.status,
    words.fleet.labels.nodes,
    ...groups.map((group) => words.groups[group]),
    words.labels.findings,
  ].map((label) => `<th scope="col">${escapeXml(label)}</th>`);
  const rows = matrixOf(fleet).map((row) => {
    const cells = groups.map((group) => {
      const count = cellOf(row.groups, group);
      // What waits for something that failed was not asked.
      if (count === undefined) return "<td>?</td>";
      return count === 0
        ? `<td><span class="badge pass">${escapeXml(words.statuses.pass)}</span></td>`
        : `<td><span class="badge fail">${count} ${escapeXml(words.statuses.fail)}</span></td>`;
    });
    const findings = row.findings.map((index) => `<a href="#finding-${index + 1}">${index + 1}</a>`).join(", ");
    return `<tr><td>${verdictBadge(row, words)}</td><td>${names(row, words)}</td>${cells.join("")}<td>${findings}</td></tr>`;
  });
  return `<div class="scroll" tabindex="0" role="group" aria-labelledby="matrix"><table><thead><tr>${head.join("")}</tr></thead>\n<tbody>${rows.join("\n")}</tbody></table></div>`;
}

function verdictBadge({ verdict }: MatrixRow, { fleet }: Words): string {
  const kind = verdict === "ready" ? "pass" : verdict === "not-ready" ? "fail" : "warn";
  return `<span class="badge ${kind}">${escapeXml(fleet.verdicts[verdict])}</span>`;
}

function names({ nodes }: MatrixRow, words: Words): string {
  const ids = nodes.map(({ id }) => id);
  return ids.length === 1 ? escapeXml(ids[0] ?? "") : folded(ids, words);
}
