import type { Words } from "../../catalogue/words/words.ts";
import type { Fleet, FleetFinding } from "../../model/fleet.ts";
import { commandBlock, definitions, ownersOf, page, section } from "../html.ts";
import { actionsByOwner } from "../sections.ts";
import { markup, joined, lines, type Html } from "../html-template.ts";
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
    lines([
      markup`<header><h1 class="verdict ${fleetVerdict(fleet)}">${answer}</h1>`,
      markup`<p>${fleet.tool.name} ${fleet.tool.version}: ${fleetCounts(fleet, words)}</p>`,
      definitions(remarks(fleet, NAMED, words)),
      markup`</header>`,
      markup`<main>`,
      ...section(
        "findings",
        labels.findings,
        fleet.findings.map((finding, index) => findingBlock(finding, index, words)),
      ),
      ...section("actions", labels.actions, actionBlocks(fleet, words)),
      ...section("matrix", words.fleet.labels.matrix, [matrix(fleet, words)]),
      markup`</main>`,
    ]),
  );
}

function findingBlock(finding: FleetFinding, index: number, words: Words): Html {
  const [first] = finding.suspects;
  if (first === undefined) return markup``;
  return lines([
    markup`<article class="finding" id="finding-${index + 1}"${ownersOf(finding.suspects)}><h3><span class="badge fail">${fleetSure(finding, words)}</span> ${index + 1}. ${fleetSuspect(finding, words)}: ${first.title}</h3>`,
    definitions(fleetFindingFields(finding, { nodes: NAMED, clearedBy: NAMED }, words)),
    ...(finding.nodes.length > NAMED + 1 ? [folded(finding.nodes, words)] : []),
    markup`</article>`,
  ]);
}

/** All names, out of sight until somebody asks for them. */
function folded(nodes: readonly string[], { fleet }: Words): Html {
  return markup`<details><summary>${fleet.nodeCount(nodes.length)}</summary><div>${nodes.join(", ")}</div></details>`;
}

function actionBlocks(fleet: Fleet, words: Words): Html[] {
  const { labels } = words;
  return actionsByOwner(fleet.actions).map(({ owner, actions }) =>
    lines([
      markup`<article data-owner="${owner}"><h3>${words.actionOwners[owner]}</h3>`,
      ...actions.map(({ device, text, confirmWith, nodes, commands = [] }) =>
        joined([
          markup`<h4>${words.devices[device]}</h4>`,
          definitions([
            [labels.fix, [text]],
            [labels.settle, [confirmWith ?? ""]],
            [words.fleet.labels.nodes, [someNodes(nodes, NAMED, words)]],
          ]),
          ...commands.map((each) => commandBlock(each, words)),
        ]),
      ),
      markup`</article>`,
    ]),
  );
}

/** A row for all nodes that are alike, so that thousands fit on a page; the names unfold. */
function matrix(fleet: Fleet, words: Words): Html {
  const groups = failingGroups(fleet);
  const head = [
    words.labels.status,
    words.fleet.labels.nodes,
    ...groups.map((group) => words.groups[group]),
    words.labels.findings,
  ].map((label) => markup`<th scope="col">${label}</th>`);
  const rows = matrixOf(fleet).map((row) => {
    const cells = groups.map((group) => {
      const count = cellOf(row.groups, group);
      // What waits for something that failed was not asked.
      if (count === undefined) return markup`<td>?</td>`;
      return count === 0
        ? markup`<td><span class="badge pass">${words.statuses.pass}</span></td>`
        : markup`<td><span class="badge fail">${count} ${words.statuses.fail}</span></td>`;
    });
    const findings = joined(
      row.findings.map((index) => markup`<a href="#finding-${index + 1}">${index + 1}</a>`),
      ", ",
    );
    return markup`<tr><td>${verdictBadge(row, words)}</td><td>${names(row, words)}</td>${cells}<td>${findings}</td></tr>`;
  });
  return markup`<div class="scroll" tabindex="0" role="group" aria-labelledby="matrix"><table><thead><tr>${head}</tr></thead>\n<tbody>${lines(rows)}</tbody></table></div>`;
}

function verdictBadge({ verdict }: MatrixRow, { fleet }: Words): Html {
  const kind = verdict === "ready" ? "pass" : verdict === "not-ready" ? "fail" : "warn";
  return markup`<span class="badge ${kind}">${fleet.verdicts[verdict]}</span>`;
}

function names({ nodes }: MatrixRow, words: Words): Html {
  const ids = nodes.map(({ id }) => id);
  return ids.length === 1 ? markup`${ids[0] ?? ""}` : folded(ids, words);
}
