import type { Words } from "../catalogue/words/words.ts";
import { STATUSES, type CheckResult, type Finding, type Report, type Status } from "../model/report.ts";
import { FILTER_SCRIPT, FILTER_SCRIPT_HASH, STYLES, STYLES_HASH } from "./html-assets.ts";
import {
  allCauses,
  byGroup,
  causeFields,
  countsText,
  findingFields,
  headerLines,
  openChecks,
  pathName,
  pathText,
  shownChecks,
  stations,
  type Field,
  type Station,
} from "./sections.ts";
import { escapeXml } from "./xml.ts";

/** One file that needs no other: styles and the filter's few lines are in it, and a policy that lets in these alone. */
export function renderHtml(report: Report, words: Words): string {
  const { labels } = words;
  const open = openChecks(report);
  return page(
    words,
    `${report.node.hostname}: ${words.verdicts[report.verdict]}`,
    [
      `<header><h1 class="verdict ${report.verdict}">${escapeXml(words.verdicts[report.verdict])}</h1>`,
      ...(open.length === 0 ? [] : [`<p>${escapeXml(`${labels.notVerified} ${open.join(", ")}`)}</p>`]),
      `<p>${escapeXml(countsText(report, words))}</p>`,
      `<ul class="facts">${headerLines(report, words)
        .map((line) => `<li>${escapeXml(line)}</li>`)
        .join("")}</ul></header>`,
      "<main>",
      ...section(
        "findings",
        labels.findings,
        report.diagnosis.findings.map((finding) => findingBlock(finding, words)),
      ),
      ...section("details", labels.details, detailBlocks(report, words)),
      ...section("paths", labels.paths, pathBlocks(report, words)),
      ...section("checks", labels.checks, [filter(report, words), table(report, words)]),
      "</main>",
    ].join("\n"),
  );
}

function page({ language, labels }: Words, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLES_HASH}'; script-src '${FILTER_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${escapeXml(`edge-preflight: ${title}`)}</title>
<style>${STYLES}</style>
</head>
<body>
${body}
<footer>${escapeXml(labels.madeBy)}</footer>
<script>${FILTER_SCRIPT}</script>
</body>
</html>
`;
}

function section(id: string, title: string, blocks: readonly string[]): string[] {
  if (blocks.length === 0) return [];
  return [`<section aria-labelledby="${id}"><h2 id="${id}">${escapeXml(title)}</h2>`, ...blocks, "</section>"];
}

/** The path with each device in its colour, and beside it what is said of it. */
function findingBlock(finding: Finding, words: Words): string {
  const [first] = finding.suspects;
  if (first === undefined) return "";
  const verdict = words.findingVerdicts[finding.verdict];
  return [
    `<article class="finding"><h3><span class="badge fail">${escapeXml(verdict)}</span> ${escapeXml(first.title)}</h3>`,
    `<div class="beside">${drawing(stations(finding, words), words)}${fields(findingFields(finding, words))}</div>`,
    "</article>",
  ].join("\n");
}

/** A drawing for each device, so that they stay readable in a narrow window and wrap there. */
function drawing(path: readonly Station[], { labels }: Words): string {
  const items = path.map(({ name, part }, index) => {
    const arrow = index === 0 ? "" : '<path class="line" d="M0 22 H14 M9 17 L14 22 L9 27"/>';
    const said = part === "other" ? name : `${name}: ${labels.parts[part]}`;
    return `<li class="${part}"><svg viewBox="0 0 120 44" width="120" height="44" role="img" aria-label="${escapeXml(said)}">${arrow}<rect x="16" y="4" width="102" height="36" rx="6"/><text x="67" y="27" text-anchor="middle">${escapeXml(name)}</text></svg></li>`;
  });
  return `<ol class="path">${items.join("")}</ol>`;
}

function fields(all: readonly Field[]): string {
  const rows = all.flatMap(([label, texts]) => {
    const said = texts.filter((text) => text !== "");
    return said.length === 0
      ? []
      : [`<dt>${escapeXml(label)}</dt>`, ...said.map((text) => `<dd>${escapeXml(text)}</dd>`)];
  });
  return `<dl>${rows.join("")}</dl>`;
}

function detailBlocks(report: Report, words: Words): string[] {
  return allCauses(report).map((cause) =>
    [
      `<article><h3>${badge(cause.status, words)} ${escapeXml(cause.code)}</h3>`,
      fields(causeFields(cause, words)),
      "</article>",
    ].join(""),
  );
}

function pathBlocks(report: Report, words: Words): string[] {
  if (report.paths.length === 0) return [];
  const items = report.paths.map(
    (path) => `<li><strong>${escapeXml(pathName(path))}</strong> ${escapeXml(pathText(path, words))}</li>`,
  );
  return [`<ul class="paths">${items.join("")}</ul>`];
}

function badge(status: Status, { statuses }: Words): string {
  return `<span class="badge ${status}">${escapeXml(statuses[status])}</span>`;
}

function filter(report: Report, words: Words): string {
  const present = STATUSES.filter((status) => shownChecks(report).some((check) => check.status === status));
  const boxes = present.map(
    (status) =>
      `<label><input type="checkbox" name="status" value="${status}" checked> ${escapeXml(words.statuses[status])}</label>`,
  );
  const search = `<label>${escapeXml(words.labels.filter)} <input type="search" id="search"></label>`;
  return `<form id="filter" role="search" hidden>${search}<fieldset><legend>${escapeXml(words.labels.status)}</legend>${boxes.join("")}</fieldset></form>`;
}

function table(report: Report, words: Words): string {
  const { labels } = words;
  const bodies = byGroup(shownChecks(report)).map(({ group, checks }) => {
    const head = `<tr class="group"><th scope="rowgroup" colspan="3">${escapeXml(words.groups[group])}</th></tr>`;
    return `<tbody>${head}${checks.map((check) => row(check, words)).join("\n")}</tbody>`;
  });
  const head = [labels.status, labels.check, labels.result].map((label) => `<th scope="col">${escapeXml(label)}</th>`);
  return `<div class="scroll" tabindex="0" role="group" aria-labelledby="checks"><table><thead><tr>${head.join("")}</tr></thead>\n${bodies.join("\n")}</table></div>`;
}

function row(check: CheckResult, words: Words): string {
  const told = check.status === "pass" ? check.message : `${check.code}: ${check.message}`;
  return `<tr data-status="${check.status}"><td>${badge(check.status, words)}</td><td>${escapeXml(check.id)}</td><td>${escapeXml(told)}</td></tr>`;
}
