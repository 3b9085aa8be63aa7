import type { Words } from "../catalogue/words/words.ts";
import { STATUSES, type CheckResult, type Finding, type Report } from "../model/report.ts";
import {
  answeringFinding,
  answerText,
  byGroup,
  causeFields,
  causesOf,
  groupCounts,
  headerLines,
  millisecondsText,
  pathName,
  pathText,
  shownChecks,
  suspectFields,
  suspectName,
  sureText,
  unexplainedCauses,
  type Cause,
  type Field,
} from "./sections.ts";
import { phaseBars, PHASES } from "./phases.ts";
import { pictures, type PathDevice } from "./branches.ts";
import { stylesFor, type Style, type Styles } from "./style.ts";
import { headline, indented, labelledRows, pad, tableRow, textWidth, wrap } from "./table.ts";

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

/**
 * The answer first, then the path with what is in the way, what to do about it, and what else is to be known; every check
 * only where it was asked for.
 */
export function renderText(report: Report, options: TextOptions): string {
  const styles = stylesFor(options.colour);
  const isQuiet = options.quiet === true;
  const sections = [
    answer(report, options, styles),
    ...(isQuiet
      ? []
      : pictures(report, options.words).map(({ pathDevices: stations }) => picture(stations, options, styles))),
    ...report.diagnosis.findings.map((finding, index) => findingText(finding, index, report, options, styles)),
    ...also(report, options, styles),
    ...(options.verbose === true
      ? [
          ...tables(report, options, styles),
          ...paths(report, options, styles),
          ...(["unverified", "warn", "fail"] as const).flatMap((status) => details(report, status, options, styles)),
          ...time(report, options, styles),
          header(report, options, styles),
        ]
      : []),
    ...(isQuiet ? [] : [summary(report, options, styles)]),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function answer(report: Report, { words, width }: TextOptions, styles: Styles): string {
  return wrap(answerText(report, words), width).map(styles.verdict[report.verdict]).join("\n");
}

/** The devices of a branch in a row, the suspects in brackets or with a question mark, under each how far away it is. */
function picture(line: readonly PathDevice[], { width }: TextOptions, styles: Styles): string {
  const rows: string[] = [];
  let [names, times, used] = ["", "", 0];
  const newRow = () => {
    rows.push(` ${names}`, ...(times.trim() === "" ? [] : [styles.dim(` ${times.trimEnd()}`)]));
    [names, times, used] = ["", "", 0];
  };
  for (const [index, station] of line.entries()) {
    const name = markedName(station);
    const time = station.rttMs === undefined ? "" : millisecondsText(station.rttMs);
    const before = line[index - 1];
    const link = before === undefined ? "" : before.isSeen && station.isSeen ? " -- " : " .. ";
    const cell = Math.max(textWidth(name), textWidth(time));
    if (used > 0 && used + link.length + cell + INDENT > width) newRow();
    names += link + stationStyle(station, styles)(pad(name, cell));
    times += " ".repeat(link.length) + pad(time, cell);
    used += link.length + cell;
  }
  newRow();
  return rows.map((row) => ` ${row}`.trimEnd()).join("\n");
}

const INDENT = 2;

function markedName({ name, part }: PathDevice): string {
  return part === "suspect" ? `[${name}]` : part === "alternative" ? `${name}?` : name;
}

function stationStyle({ part }: PathDevice, styles: Styles): Style {
  return part === "suspect" ? styles.status.fail : part === "alternative" ? styles.status.warn : (text) => text;
}

/** Whose it is and how sure that is, then what to do there; the fault itself only where the first line has not said it. */
function findingText(
  finding: Finding,
  index: number,
  report: Report,
  { words, width }: TextOptions,
  styles: Styles,
): string {
  const [first] = finding.suspects;
  if (first === undefined) return "";
  const fields: Field[] = [
    ...(finding === answeringFinding(report) ? [] : [[words.labels.fault, [first.title]] as const]),
    ...suspectFields(finding, report, words),
  ];
  return [
    headline(`${index + 1}  ${suspectName(first, words)}`, sureText(finding, words), width, styles.bold),
    ...labelledRows(fields, width - INDENT).map((row) => indented(row, INDENT)),
  ].join("\n");
}

const MAX_MESSAGES = 3;

/** What no finding explains, each cause once: what failed, what deserves a warning, and what could not be known. */
function also(report: Report, options: TextOptions, styles: Styles): string[] {
  const { words, width, quiet } = options;
  const { labels } = words;
  const causes = unexplainedCauses(report).filter(({ status }) => isShown(report, status, quiet));
  if (causes.length === 0) return [];
  const indent = textWidth(labels.also) + 2;
  const blocks = causes.flatMap((cause) => {
    const label = cause.status === "unverified" ? labels.toVerify : labels.fix;
    return [
      ...wrap(causeText(cause, words), width - indent).map(styles.status[cause.status]),
      ...labelledRows([[label, [cause.remedies.join(" ")]]], width - indent),
    ];
  });
  // The label stands in the place of the first line's indent.
  return [`${styles.bold(labels.also)}  ${indented(blocks.join("\n"), indent).slice(indent)}`];
}

function causeText({ status, ids, messages, device }: Cause, { labels, statuses, devices, phrases }: Words): string {
  const [first = "", ...others] = ids;
  const names = phrases.firstAndMore({ first, more: others.length });
  // The same is said of each of them.
  if (status === "unverified")
    return phrases.cause({ kind: statuses.unverified, what: names, text: messages[0] ?? "" });
  const more = messages.length > MAX_MESSAGES ? phrases.moreMessages(messages.length - MAX_MESSAGES) : "";
  return phrases.cause({
    kind: status === "warn" ? labels.warning : statuses[status],
    what: device === undefined ? names : devices[device],
    text: `${messages.slice(0, MAX_MESSAGES).join(" ")}${more}`,
  });
}

/** Each group in a few words, who looked from where, and what was taken for granted. */
function summary(report: Report, { words, width, verbose }: TextOptions, styles: Styles): string {
  const { labels } = words;
  const { tool, node, site, run } = report;
  const groups = groupCounts(report).map(({ group, passed, all }) => `${words.shortGroups[group]} ${passed}/${all}`);
  const about = `${tool.name} ${tool.version}, ${node.hostname}, ${site.region}, ${labels.run} ${run.id}, ${run.startedAt}`;
  return [
    ...joined([...groups, `${(run.durationMs / 1000).toFixed(1)} s`], width),
    ...(verbose === true
      ? []
      : [about, ...assumptionLines(report, words)].flatMap((line) => wrap(line, width)).map(styles.dim)),
    ...(verbose === true ? [] : wrap(labels.hint, width)),
  ].join("\n");
}

function assumptionLines({ run, redaction }: Report, { labels, phrases }: Words): string[] {
  return [
    ...(run.assumptions.length === 0
      ? []
      : [phrases.about({ what: labels.assumed, text: phrases.clauses(run.assumptions) })]),
    ...(redaction === undefined ? [] : [labels.redacted(redaction)]),
  ];
}

/** Phrases side by side, none of them broken. */
function joined(phrases: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const phrase of phrases) {
    const line = lines.at(-1);
    const longer = `${line ?? ""}  ${phrase}`;
    if (line === undefined || textWidth(longer) > width) lines.push(phrase);
    else lines[lines.length - 1] = longer;
  }
  return lines;
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

/** Where the run's seconds went: what went on at the same time stands one above the other. */
function time({ observations, run }: Report, { words: { labels }, width }: TextOptions, styles: Styles): string[] {
  if (observations.length === 0) return [];
  const name = Math.max(...PHASES.map((phase) => textWidth(labels.phases[phase]))) + 2;
  const figures = "00.00 - 00.00 s  ".length;
  const bars = phaseBars(observations, run.durationMs, Math.max(MIN_BAR, Math.min(MAX_BAR, width - name - figures)));
  const seconds = (ms: number) => (ms / 1_000).toFixed(2).padStart(5);
  const lines = bars.map(({ phase, beganMs, endedMs, bar }) =>
    `${pad(labels.phases[phase], name)}${seconds(beganMs)} - ${seconds(endedMs)} s  ${styles.dim(bar)}`.trimEnd(),
  );
  return [[styles.bold(labels.time), ...lines].join("\n")];
}

const MIN_BAR = 10;
const MAX_BAR = 60;

function details(
  report: Report,
  status: "fail" | "warn" | "unverified",
  options: TextOptions,
  styles: Styles,
): string[] {
  if (!isShown(report, status, options.quiet)) return [];
  const { words, width } = options;
  return causesOf(report, status).map((cause) =>
    [
      `${styles.status[status](pad(words.statuses[status], STATUS_WIDTH))} ${styles.bold(cause.code)}`,
      ...labelledRows(causeFields(cause, words), width, STATUS_WIDTH - 1),
    ].join("\n"),
  );
}

/** A quiet report tells what failed, and what else has made the verdict. */
function isShown(report: Report, status: CheckResult["status"], quiet: boolean | undefined): boolean {
  return quiet !== true || status === "fail" || decides(report, status);
}

/** Whether it is this status that made the verdict, as with --strict, so that even a quiet report must tell it. */
function decides({ verdict: made, summary, checks }: Report, status: CheckResult["status"]): boolean {
  return (
    made === "not-ready" && summary.fail === 0 && checks.some((check) => check.required && check.status === status)
  );
}

function shortId({ id, group }: CheckResult): string {
  return id.slice(group.length + 1);
}
