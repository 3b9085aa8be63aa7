import type { Words } from "../catalogue/words/words.ts";
import { STATUSES, type CheckResult, type Finding, type Report } from "../model/report.ts";
import {
  byGroup,
  causeFields,
  causesOf,
  countsText,
  findingFields,
  headerLines,
  openChecks,
  pathName,
  pathText,
  shownChecks,
  stations,
} from "./sections.ts";
import { stylesFor, type Styles } from "./style.ts";
import { labelledRows, pad, tableRow, textWidth, wrap } from "./table.ts";

export interface TextOptions {
  /** Characters a line. */
  width: number;
  colour: boolean;
  words: Words;
  /** Only what did not pass, and the verdict. */
  quiet?: boolean;
  /** Passing rows with the time they took. */
  verbose?: boolean;
}

/** A table by group, then what failed with cause, device and remedy, and the verdict as the last word. */
export function renderText(report: Report, options: TextOptions): string {
  const styles = stylesFor(options.colour);
  const sections = [
    ...(options.quiet === true
      ? []
      : [header(report, options, styles), ...tables(report, options, styles), ...paths(report, options, styles)]),
    ...details(report, "unverified", options, styles),
    ...details(report, "warn", options, styles),
    ...details(report, "fail", options, styles),
    ...findings(report, options, styles),
    verdict(report, options, styles),
  ];
  return `${sections.join("\n\n")}\n`;
}

function header(report: Report, { width, words }: TextOptions, styles: Styles): string {
  const [first = "", ...rest] = headerLines(report, words);
  return [styles.bold(first), ...rest.flatMap((line) => wrap(line, width))].join("\n");
}

const STATUS_WIDTH = Math.max(...STATUSES.map((status) => status.length));

function tables(report: Report, options: TextOptions, styles: Styles): string[] {
  const shown = shownChecks(report);
  const nameWidth = Math.max(0, ...shown.map((check) => shortId(check).length));
  return byGroup(shown).map(({ group, checks }) => {
    const lines = checks.map((check) => row(check, nameWidth, options, styles));
    return [styles.bold(options.words.groups[group]), ...lines].join("\n");
  });
}

function row(check: CheckResult, nameWidth: number, { width, words, verbose }: TextOptions, styles: Styles): string {
  const columns = [
    { text: "", width: 0 },
    { text: words.statuses[check.status], width: STATUS_WIDTH, style: styles.status[check.status] },
    { text: shortId(check), width: nameWidth },
    ...(verbose === true ? [{ text: `${check.durationMs} ms`, width: 11 }] : []),
  ];
  // What failed is told in full below the tables.
  const told = check.status === "fail" || check.status === "warn" || check.status === "unverified";
  return tableRow(columns, told ? check.code : check.message, width);
}

/** One line a path. */
function paths({ paths: walked }: Report, { words, width }: TextOptions, styles: Styles): string[] {
  if (walked.length === 0) return [];
  const nameWidth = Math.max(...walked.map((path) => textWidth(pathName(path))));
  const lines = walked.flatMap((path) => labelledRows([[pathName(path), [pathText(path, words)]]], width, nameWidth));
  return [[styles.bold(words.labels.paths), ...lines].join("\n")];
}

function details(
  report: Report,
  status: "fail" | "warn" | "unverified",
  options: TextOptions,
  styles: Styles,
): string[] {
  if (options.quiet === true && status !== "fail" && !decides(report, status)) return [];
  const { words, width } = options;
  return causesOf(report, status).map((cause) =>
    [
      `${styles.status[status](pad(words.statuses[status], STATUS_WIDTH))} ${styles.bold(cause.code)}`,
      ...labelledRows(causeFields(cause, words), width, STATUS_WIDTH - 1),
    ].join("\n"),
  );
}

/** Whether it is this status that made the verdict, as with --strict, so that even a quiet report must tell it. */
function decides({ verdict: made, summary, checks }: Report, status: CheckResult["status"]): boolean {
  return (
    made === "not-ready" && summary.fail === 0 && checks.some((check) => check.required && check.status === status)
  );
}

function findings({ diagnosis }: Report, options: TextOptions, styles: Styles): string[] {
  return diagnosis.findings.map((finding) => findingText(finding, options, styles));
}

/** The path with the suspect marked, then whose it is, why, what to set there and what settles it. */
function findingText(finding: Finding, { words, width }: TextOptions, styles: Styles): string {
  const [first] = finding.suspects;
  if (first === undefined) return "";
  return [
    tableRow(
      [{ text: words.findingVerdicts[finding.verdict], width: STATUS_WIDTH, style: styles.status.fail }],
      first.title,
      width,
    ),
    drawing(finding, words, width, styles),
    ...labelledRows(findingFields(finding, words), width),
  ].join("\n");
}

/** The first suspect in brackets, what cannot be told apart from it with a question mark; broken before an arrow. */
function drawing(finding: Finding, words: Words, width: number, styles: Styles): string {
  const lines: string[] = [];
  let line = " ";
  let used = 1;
  for (const [index, { name, part }] of stations(finding, words).entries()) {
    const marked = part === "suspect" ? `[${name}]` : part === "alternative" ? `${name}?` : name;
    const arrow = index === 0 ? " " : " > ";
    if (used + textWidth(arrow + marked) > width) {
      lines.push(line);
      line = " ";
      used = 1;
    }
    const style = part === "suspect" ? styles.status.fail : part === "alternative" ? styles.status.warn : undefined;
    line += arrow + (style === undefined ? marked : style(marked));
    used += textWidth(arrow + marked);
  }
  return [...lines, line].join("\n");
}

function verdict(report: Report, { words, width }: TextOptions, styles: Styles): string {
  const open = openChecks(report);
  return [
    ...wrap(words.verdicts[report.verdict], width).map(styles.verdict[report.verdict]),
    ...(open.length === 0 ? [] : wrap(`${words.labels.notVerified} ${open.join(", ")}`, width)),
    ...wrap(countsText(report, words), width),
  ].join("\n");
}

function shortId({ id, group }: CheckResult): string {
  return id.slice(group.length + 1);
}
