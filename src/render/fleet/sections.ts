import type { Words } from "../../catalogue/words/words.ts";
import { FLEET_VERDICTS, type Fleet, type FleetFinding, type FleetNode, type FleetVerdict } from "../../model/fleet.ts";
import { GROUPS, type Group } from "../../model/report.ts";
import { grouped } from "../../wire/grouped.ts";
import { alternativesTo, percentOf, suspectName, sureText, type Field } from "../sections.ts";

/** What every form of a fleet's statement says, in the order in which it says it. */

/** How many are ready and, if not all, what is in the way of most. */
export function fleetAnswer({ nodes, summary, threshold, findings }: Fleet, { fleet }: Words): string {
  const main = findings.find(({ verdict, suspects }) => verdict !== "unexplained" && suspects.length > 0);
  const suspect = main?.suspects[0];
  return fleet.answer({
    ready: summary.ready,
    nodes: nodes.length,
    met: threshold.met,
    allowed: threshold.allowed,
    first:
      main === undefined || suspect === undefined
        ? undefined
        : { title: suspect.title, nodes: main.nodes.length, percent: percentOf(suspect.probability) },
  });
}

/** As the verdict of a report would be, for its colour. */
export function fleetVerdict({ threshold }: Fleet): "ready" | "not-ready" {
  return threshold.met ? "ready" : "not-ready";
}

/** How many nodes ended how. */
export function fleetCounts({ summary }: Fleet, { fleet, phrases }: Words): string {
  return phrases.clauses(
    FLEET_VERDICTS.filter((verdict) => summary[verdict] > 0).map((verdict) =>
      fleet.counts({ verdict, nodes: summary[verdict] }),
    ),
  );
}

/** A device, and which one where there may be several; of a fault of the servers' own, the servers. */
export function fleetSuspect({ suspects: [first], nodes }: FleetFinding, words: Words): string {
  if (first === undefined) return "";
  return first.device === "node" ? words.fleet.own(nodes.length) : suspectName(first, words);
}

/** A finding is told of one node's evidence; the first few say enough. */
const EVIDENCE = 3;

/** What to set, what settles it, why it is that, and of which nodes it is. */
export function fleetFindingFields(finding: FleetFinding, most: Named, words: Words): Field[] {
  const { labels, phrases, fleet } = words;
  const [first] = finding.suspects;
  if (first === undefined) return [];
  return [
    [labels.fix, [first.remedy]],
    [labels.settle, [first.confirmWith ?? ""]],
    [labels.why, [phrases.clauses(first.evidence.slice(0, EVIDENCE))]],
    [labels.against, [phrases.clauses(first.contradicting)]],
    [labels.orElse, alternativesTo(finding.suspects, words)],
    [fleet.labels.nodes, [someNodes(finding.nodes, most.nodes, words)]],
    [fleet.labels.common, commonTexts(finding, words)],
    [fleet.labels.clearedBy, [someNodes(finding.clearedBy, most.clearedBy, words)]],
    [labels.mends, [labels.mendsChecks({ failing: finding.explains.length, waiting: 0 })]],
  ];
}

/** How many names stand in a line before the rest is counted. */
interface Named {
  nodes: number;
  clearedBy: number;
}

/** How many nodes it is about, and how sure it is. */
export function fleetSure(finding: FleetFinding, words: Words): string {
  return words.phrases.clauses([words.fleet.nodeCount(finding.nodes.length), sureText(finding, words)]);
}

function commonTexts({ common }: FleetFinding, { fleet, phrases }: Words): string[] {
  return [phrases.clauses(common.map(({ kind, value }) => fleet.attributes[kind](value)))];
}

/** The names of a few nodes, and how many more there are. */
export function someNodes(nodes: readonly string[], most: number, { fleet, phrases }: Words): string {
  if (nodes.length === 0) return "";
  const shown = nodes.length <= most + 1 ? nodes : nodes.slice(0, most);
  const names = shown.join(", ");
  const told =
    shown.length === nodes.length ? names : phrases.firstAndMore({ first: names, more: nodes.length - most });
  return nodes.length === 1 ? told : phrases.about({ what: fleet.nodeCount(nodes.length), text: told });
}

/** What was found besides, each a line with a label: doubles, files that are no reports, nodes without one, versions. */
export function remarks(fleet: Fleet, most: number, words: Words): Field[] {
  const { fleet: said, phrases } = words;
  const missing = fleet.nodes.filter(({ verdict }) => verdict === "missing").map(({ id }) => id);
  const short = <T>(all: readonly T[], tell: (one: T) => string) => [
    ...all.slice(0, most).map(tell),
    ...(all.length > most ? [phrases.moreMessages(all.length - most).trim()] : []),
  ];
  return [
    [said.labels.missing, missing.length === 0 ? [] : [someNodes(missing, most, words)]],
    [
      said.labels.duplicates,
      short(fleet.duplicates, ({ kind, value, nodes }) =>
        said.duplicates[kind]({
          value,
          nodes: nodes.length <= most ? nodes.join(", ") : someNodes(nodes, most, words),
        }),
      ),
    ],
    [
      said.labels.invalid,
      short(fleet.invalid, ({ file, reason }) => phrases.about({ what: file, text: said.invalid[reason] })),
    ],
    [said.labels.versions, fleet.versions.length > 1 ? fleet.versions.map((each) => said.version(each)) : []],
  ];
}

/** Groups in which any check of any node failed. */
export function failingGroups({ nodes }: Fleet): Group[] {
  return GROUPS.filter((group) => nodes.some(({ groups }) => (groups[group]?.failed ?? 0) > 0));
}

/** Nodes that are alike in all that a row of the matrix shows; those with most to mend first. */
export interface MatrixRow {
  verdict: FleetVerdict;
  groups: FleetNode["groups"];
  findings: readonly number[];
  nodes: FleetNode[];
}

/** How many of a group fail; nothing where nothing of it was asked. */
export function cellOf(groups: FleetNode["groups"], group: Group): number | undefined {
  return groups[group]?.failed;
}

export function matrixOf({ nodes }: Fleet): MatrixRow[] {
  const alike = grouped(nodes, ({ verdict, groups, findings }) =>
    JSON.stringify([verdict, GROUPS.map((group) => cellOf(groups, group)), findings]),
  );
  const rows = [...alike.values()].flatMap((some): MatrixRow[] => {
    const [first] = some;
    return first === undefined
      ? []
      : [{ verdict: first.verdict, groups: first.groups, findings: first.findings, nodes: some }];
  });
  const rank = ({ verdict }: MatrixRow) => ORDER.indexOf(verdict);
  return rows.sort((a, b) => rank(a) - rank(b) || b.nodes.length - a.nodes.length);
}

const ORDER: readonly FleetVerdict[] = ["not-ready", "incomplete", "missing", "ready"];
