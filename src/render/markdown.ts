import type { Words } from "../catalogue/words/words.ts";
import type { DeviceCommands, Finding, Report } from "../model/report.ts";
import { stationsOf } from "./branches.ts";
import {
  aboutText,
  actionFields,
  actionsByOwner,
  answerText,
  byGroup,
  causeFields,
  countsText,
  headerLines,
  unverifiedRequired,
  pathName,
  pathText,
  shownChecks,
  suspectFields,
  suspectName,
  sureText,
  unexplainedCauses,
  type Field,
} from "./sections.ts";

/** GitHub's flavour, as tickets and chats take it: what to do first, then what was seen, the whole table at the end. */
export function renderMarkdown(report: Report, words: Words): string {
  const { labels } = words;
  const open = unverifiedRequired(report);
  const blocks = [
    `# ${md(answerText(report, words))}`,
    ...(open.length === 0 ? [] : [`${md(labels.notVerified)} ${open.map(md).join(", ")}`]),
    md(countsText(report, words)),
    list(headerLines(report, words).map(md)),
    ...section(
      labels.findings,
      report.diagnosis.findings.flatMap((finding) => findingBlocks(finding, report, words)),
    ),
    ...section(labels.actions, actionBlocks(report, words)),
    ...section(
      labels.also,
      unexplainedCauses(report).flatMap((cause) => [
        `### ${md(words.statuses[cause.status])}: ${md(cause.code)}`,
        fields(causeFields(cause, words)),
      ]),
    ),
    ...section(
      labels.paths,
      report.paths.length === 0
        ? []
        : [list(report.paths.map((path) => `${md(pathName(path))}: ${md(pathText(path, words))}`))],
    ),
    ...section(labels.checks, [table(report, words)]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** A part with a heading; nothing where it is empty. */
export function section(title: string, blocks: readonly string[]): string[] {
  return blocks.length === 0 ? [] : [`## ${md(capital(title))}`, ...blocks];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A part for each owner that says by itself what it is about, so that it can go into that team's ticket alone. */
function actionBlocks(report: Report, words: Words): string[] {
  const about = aboutText(report, words);
  return actionsByOwner(report.diagnosis.actions).flatMap(({ owner, actions }) => [
    `### ${md(words.actionOwners[owner])}`,
    md(about),
    list(
      actions.map((action) =>
        [
          `**${md(words.devices[action.device])}**`,
          ...actionFields(action, report, words).flatMap(([label, texts]) =>
            texts.filter((text) => text !== "").map((text) => `${md(label)}: ${md(text)}`),
          ),
        ].join("<br>"),
      ),
    ),
    ...actions.flatMap(({ commands = [] }) => commands.map((each) => codeBlock(each, words))),
  ]);
}

/** Folded: of several syntaxes a reader needs one. The fence is longer than any that the lines could hold. */
export function codeBlock({ syntax, lines }: DeviceCommands, { labels }: Words): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return `<details><summary>${md(labels.exampleFor(syntax))}</summary>\n\n${fence}\n${lines.join("\n")}\n${fence}\n\n</details>`;
}

function findingBlocks(finding: Finding, report: Report, words: Words): string[] {
  const [first] = finding.suspects;
  if (first === undefined) return [];
  const steps = stationsOf(finding, report, words).map(({ name, part }) => {
    if (part === "suspect") return `**[${md(name)}]**`;
    return part === "alternative" ? `${md(name)}?` : md(name);
  });
  return [
    `### ${md(suspectName(first, words))}: ${md(first.title)}`,
    md(sureText(finding, words)),
    steps.join(" → "),
    fields(suspectFields(finding, report, words)),
  ];
}

/** Labels with what is said under each. */
export function fields(all: readonly Field[]): string {
  return list(
    all.flatMap(([label, texts]) => {
      const said = texts.filter((text) => text !== "").map(md);
      return said.length === 0 ? [] : [`**${md(label)}**: ${said.join("<br>")}`];
    }),
  );
}

export function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function table(report: Report, words: Words): string {
  const { labels } = words;
  const shown = byGroup(shownChecks(report)).flatMap(({ checks }) => checks);
  const rows = shown.map((check) => [
    words.statuses[check.status],
    check.id,
    check.status === "pass" || check.status === "blocked" ? check.message : `${check.code}: ${check.message}`,
  ]);
  const line = (cells: readonly string[]) => `| ${cells.map(md).join(" | ")} |`;
  return [line([labels.status, labels.check, labels.result]), "| --- | --- | --- |", ...rows.map(line)].join("\n");
}

/**
 * Text as text, whatever it holds: every character that begins something in Markdown or HTML loses its meaning, and so do
 * addresses and names that a forge would make links or mentions of.
 */
export function md(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .replace(/&/g, "&amp;")
    .replace(/[\\`*_{}[\]<>#|~!$]/g, (character) => `\\${character}`)
    .replace(/^(\d+)([.)])(?= )/, "$1\\$2")
    .replace(/^([-+=])(?= |$)/, "\\$1")
    .replace(/:\/\//g, ":&#8203;//")
    .replace(/@/g, "@&#8203;")
    .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}&#8203;.`);
}
