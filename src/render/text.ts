import type { Words } from "../catalogue/words/words.ts";
import { DEVICES } from "../model/device.ts";
import { GROUPS, STATUSES, type CheckResult, type Finding, type Path, type Report } from "../model/report.ts";
import { usesTls } from "../model/site.ts";
import { stylesFor, type Styles } from "./style.ts";
import { labelledRows, tableRow, wrap } from "./table.ts";

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

function header(report: Report, { width }: TextOptions, styles: Styles): string {
  const { tool, site, node, run } = report;
  const cluster = site.clusterVersion?.text ?? (usesTls(site.clusterVersion) ? "1.26 or later" : "");
  const lines = [
    `${tool.name} ${tool.version}, endpoint data of ${tool.catalogue}`,
    `node ${node.hostname}: ${node.os.distribution} ${node.os.release}, kernel ${node.kernel}, ${node.arch}`,
    `site ${site.region}, cluster ${cluster}, ${site.networkPlugin}; DNS servers ${node.resolvers.join(", ") || "none"}`,
    `run ${run.id} at ${run.startedAt}`,
    ...run.assumptions.map((assumption) => `assumed: ${assumption}`),
  ];
  const [first = "", ...rest] = lines;
  return [styles.bold(first), ...rest.flatMap((line) => wrap(line, width))].join("\n");
}

const STATUS_WIDTH = Math.max(...STATUSES.map((status) => status.length));

function tables(report: Report, options: TextOptions, styles: Styles): string[] {
  const shown = report.checks.filter(({ status }) => status !== "skipped");
  const nameWidth = Math.max(0, ...shown.map((check) => shortId(check).length));
  return GROUPS.flatMap((group) => {
    const rows = shown.filter((check) => check.group === group);
    if (rows.length === 0) return [];
    const lines = rows.map((check) => row(check, nameWidth, options, styles));
    return [[styles.bold(options.words.groups[group]), ...lines].join("\n")];
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

/** One line a path: who answered from where, and where it ends. */
function paths({ paths: walked }: Report, { words, width }: TextOptions, styles: Styles): string[] {
  if (walked.length === 0) return [];
  const names = walked.map(({ destination: { address, port, protocol } }) => `${address}:${port}/${protocol}`);
  const nameWidth = Math.max(...names.map((name) => name.length));
  const lines = walked.map((path, index) =>
    tableRow(
      [
        { text: "", width: 0 },
        { text: names[index] ?? "", width: nameWidth },
      ],
      pathLine(path, words),
      width,
    ),
  );
  return [[styles.bold(words.labels.paths), ...lines].join("\n")];
}

function pathLine({ hops, reached }: Path, words: Words): string {
  const steps = hops.map(({ address, device, rttMs, reply }) => {
    const owner = device === undefined ? "" : `${words.shortDevices[device]} `;
    const time = rttMs === undefined ? "" : ` ${rttMs < 10 ? rttMs.toFixed(1) : Math.round(rttMs)} ms`;
    const remark = reply === "time-exceeded" || reply === "silent" ? "" : ` (${reply})`;
    return `${owner}${address ?? "*"}${time}${remark}`;
  });
  return `${steps.join(" > ")}; ${reached ? words.labels.pathReached : pathEnd(hops, words)}`;
}

function pathEnd(hops: Path["hops"], { labels }: Words): string {
  const last = hops.findLast(({ address }) => address !== undefined);
  if (last?.address === undefined) return labels.pathSilent;
  return last.reply === "time-exceeded" ? labels.pathSilentBeyond(last.address) : labels.pathEndedBy(last.address);
}

/** One entry for each cause on one device: whoever owns the device reads one list, not the same sentence nine times. */
function details(
  report: Report,
  status: "fail" | "warn" | "unverified",
  options: TextOptions,
  styles: Styles,
): string[] {
  if (options.quiet === true && status !== "fail" && !decides(report, status)) return [];
  const byCause = new Map<string, CheckResult[]>();
  for (const check of report.checks.filter((candidate) => candidate.status === status)) {
    const key = `${check.code} ${check.device ?? ""}`;
    byCause.set(key, [...(byCause.get(key) ?? []), check]);
  }
  return [...byCause.values()].map((checks) => detail(checks, options, styles));
}

/** Whether it is this status that made the verdict, as with --strict, so that even a quiet report must tell it. */
function decides({ verdict: made, summary, checks }: Report, status: CheckResult["status"]): boolean {
  return (
    made === "not-ready" && summary.fail === 0 && checks.some((check) => check.required && check.status === status)
  );
}

function detail(checks: CheckResult[], { width, words }: TextOptions, styles: Styles): string {
  const [first] = checks;
  if (first === undefined) return "";
  const { code, device, status } = first;
  const distinct = (texts: (string | undefined)[]) => [...new Set(texts.filter((text) => text !== undefined))];
  return [
    `${styles.status[status](words.statuses[status].padEnd(STATUS_WIDTH))} ${styles.bold(code)}`,
    ...labelledRows(
      [
        [words.labels.checks, [checks.map(({ id }) => id).join(", ")]],
        [words.labels.cause, distinct(checks.map(({ message }) => message))],
        [words.labels.device, device === undefined ? [] : [words.devices[device]]],
        [words.labels.remedy, distinct(checks.map(({ remedy }) => remedy))],
      ],
      width,
      STATUS_WIDTH - 1,
    ),
  ].join("\n");
}

function findings({ diagnosis }: Report, options: TextOptions, styles: Styles): string[] {
  return diagnosis.findings.map((finding) => findingText(finding, options, styles));
}

/** The path with the suspect marked, then whose it is, why, what to set there and what settles it. */
function findingText(finding: Finding, { words, width }: TextOptions, styles: Styles): string {
  const [first, ...others] = finding.suspects;
  if (first === undefined) return "";
  const { labels } = words;
  const percent = (probability: number) => `${Math.round(probability * 100)} %`;
  const fields: [string, string[]][] = [
    [labels.device, [`${words.devices[first.device]}, ${percent(first.probability)} (${first.misconfiguration})`]],
    [
      labels.orElse,
      others.map(({ device, probability, title }) => `${words.devices[device]}, ${percent(probability)}: ${title}`),
    ],
    [labels.explains, [finding.explains.join(", ")]],
    [labels.evidence, [first.evidence.join("; ")]],
    [labels.against, [first.contradicting.join("; ")]],
    [labels.remedy, [first.remedy]],
    [labels.confirm, [first.confirmWith ?? ""]],
  ];
  return [
    tableRow(
      [{ text: words.findingVerdicts[finding.verdict], width: STATUS_WIDTH, style: styles.status.fail }],
      first.title,
      width,
    ),
    ...drawing(finding, words, styles),
    ...labelledRows(fields, width),
  ].join("\n");
}

/** One line; the first suspect in brackets, what cannot be told apart from it with a question mark. */
function drawing({ suspects }: Finding, words: Words, styles: Styles): string[] {
  const [first, ...others] = suspects.map(({ device }) => device);
  if (first === undefined) return [];
  const stations = first === "dns" ? (["node", "dns"] as const) : DEVICES.filter((device) => device !== "dns");
  const steps = stations.map((device) => {
    const name = words.shortDevices[device];
    if (device === first) return styles.status.fail(`[${name}]`);
    return others.includes(device) ? styles.status.warn(`${name}?`) : name;
  });
  return [`  ${steps.join(" > ")}`];
}

function verdict(report: Report, { words, width }: TextOptions, styles: Styles): string {
  const counts = STATUSES.filter((status) => report.summary[status] > 0).map(
    (status) => `${report.summary[status]} ${words.statuses[status].toLowerCase()}`,
  );
  const open = report.checks.filter(({ status, required }) => required && status === "unverified").map(({ id }) => id);
  return [
    styles.verdict[report.verdict](words.verdicts[report.verdict]),
    // A good verdict says no more than was looked at.
    ...(open.length === 0 ? [] : wrap(`${words.labels.notVerified} ${open.join(", ")}`, width)),
    ...wrap(`${counts.join(", ")}; ${(report.run.durationMs / 1000).toFixed(1)} s`, width),
  ].join("\n");
}

function shortId({ id, group }: CheckResult): string {
  return id.slice(group.length + 1);
}
