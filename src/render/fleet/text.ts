import type { Fleet, FleetFinding } from "../../model/fleet.ts";
import { sureText, type Field } from "../sections.ts";
import { stylesFor, type Styles } from "../style.ts";
import { headline, indented, labelledRows, pad, tableRow, textWidth, wrap } from "../table.ts";
import type { TextOptions } from "../text.ts";
import {
  fleetAnswer,
  fleetCounts,
  fleetFindingFields,
  fleetSure,
  fleetSuspect,
  fleetVerdict,
  remarks,
} from "./sections.ts";

const INDENT = 3;
/** So many names stand in a line before the rest is counted. */
const NAMED = 4;
const REMARKS = 5;

/** The answer first, then each fault with its nodes; faults of single nodes by themselves, a line each. */
export function renderFleetText(fleet: Fleet, options: TextOptions): string {
  const { words, width, quiet, verbose } = options;
  const styles = stylesFor(options.colour);
  const numbered = fleet.findings.map((finding, index) => ({ finding, number: index + 1 }));
  const shared = numbered.filter(({ finding }) => finding.nodes.length > 1);
  const single = numbered.filter(({ finding }) => finding.nodes.length === 1);
  const besides: Field[] = remarks(fleet, verbose === true ? Infinity : REMARKS, words);
  const sections = [
    wrap(fleetAnswer(fleet, words), width).map(styles.verdict[fleetVerdict(fleet)]).join("\n"),
    ...shared.map(({ finding, number }) => findingText(finding, number, options, styles)),
    ...(single.length === 0
      ? []
      : [
          [
            styles.bold(words.fleet.labels.oneNode),
            ...single.map(({ finding, number }) => singleText(finding, number, options)),
          ].join("\n"),
        ]),
    labelledRows(besides, width).join("\n"),
    ...(verbose === true ? [everyNode(fleet, options, styles)] : []),
    ...(quiet === true
      ? []
      : [
          [
            `${fleet.tool.name} ${fleet.tool.version}: ${fleetCounts(fleet, words)}`,
            ...(verbose === true ? [] : [words.fleet.hint]),
          ]
            .flatMap((line) => wrap(line, width))
            .join("\n"),
        ]),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function findingText(finding: FleetFinding, number: number, options: TextOptions, styles: Styles): string {
  const { words, width, verbose } = options;
  const [first] = finding.suspects;
  if (first === undefined) return "";
  const fields: Field[] = [
    [words.labels.fault, [first.title]],
    ...fleetFindingFields(finding, { nodes: verbose === true ? Infinity : NAMED, clearedBy: NAMED }, words),
  ];
  return [
    headline(`${number}  ${fleetSuspect(finding, words)}`, fleetSure(finding, words), width, styles.bold),
    ...labelledRows(fields, width - INDENT).map((row) => indented(row, INDENT)),
  ].join("\n");
}

/** Whose it is, what it is, how sure that is, and what to do. */
function singleText(finding: FleetFinding, number: number, { words, width }: TextOptions): string {
  const [node = ""] = finding.nodes;
  const [first] = finding.suspects;
  if (first === undefined) return "";
  return tableRow(
    [
      { text: String(number), width: 2 },
      { text: node, width: Math.min(24, textWidth(node)) },
    ],
    words.phrases.about({
      what: `${fleetSuspect(finding, words)}, ${sureText(finding, words)}`,
      text: `${first.title}. ${first.remedy}`,
    }),
    width,
  );
}

function everyNode({ nodes }: Fleet, { words, width }: TextOptions, styles: Styles): string {
  const nameWidth = Math.max(0, ...nodes.map(({ id }) => textWidth(id)));
  const verdictWidth = Math.max(...nodes.map(({ verdict }) => textWidth(words.fleet.verdicts[verdict])));
  return [
    styles.bold(words.fleet.labels.nodes),
    ...nodes.map(({ id, verdict, addresses, findings }) =>
      tableRow(
        [
          { text: pad(id, nameWidth), width: nameWidth },
          {
            text: words.fleet.verdicts[verdict],
            width: verdictWidth,
            ...(verdict !== "missing" && { style: styles.verdict[verdict] }),
          },
        ],
        [addresses[0] ?? "", findings.map((index) => index + 1).join(", ")].filter((text) => text !== "").join("  "),
        width,
      ),
    ),
  ].join("\n");
}
