import type { Words } from "../catalogue/words/words.ts";
import { STATUSES, type CheckResult, type Finding, type Report, type Status } from "../model/report.ts";
import { FILTER_SCRIPT, FILTER_SCRIPT_HASH, STYLES, STYLES_HASH } from "./html-assets.ts";
import {
  actionsByOwner,
  answerText,
  byGroup,
  causeFields,
  countsText,
  headerLines,
  millisecondsText,
  openChecks,
  pathName,
  pathText,
  pictures,
  shownChecks,
  suspectFields,
  suspectName,
  sureText,
  unexplainedCauses,
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
    `${report.node.hostname}: ${answerText(report, words)}`,
    [
      `<header><h1 class="verdict ${report.verdict}">${escapeXml(answerText(report, words))}</h1>`,
      ...pictures(report, words).map((line) => drawing(line, words)),
      ...(open.length === 0 ? [] : [`<p>${escapeXml(`${labels.notVerified} ${open.join(", ")}`)}</p>`]),
      `<p>${escapeXml(countsText(report, words))}</p>`,
      `<ul class="facts">${headerLines(report, words)
        .map((line) => `<li>${escapeXml(line)}</li>`)
        .join("")}</ul></header>`,
      "<main>",
      ...section(
        "findings",
        labels.findings,
        report.diagnosis.findings.map((finding) => findingBlock(finding, report, words)),
      ),
      ...section("actions", labels.actions, actionBlocks(report, words)),
      ...section("also", labels.also, detailBlocks(report, words)),
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

/** What is at fault, how sure that is, and what is said of it. */
function findingBlock(finding: Finding, report: Report, words: Words): string {
  const [first] = finding.suspects;
  if (first === undefined) return "";
  return [
    `<article class="finding"><h3><span class="badge fail">${escapeXml(sureText(finding, words))}</span> ${escapeXml(`${suspectName(first, words)}: ${first.title}`)}</h3>`,
    fields(suspectFields(finding, report, words)),
    "</article>",
  ].join("\n");
}

/** A part for each owner that says by itself what it is about. */
function actionBlocks(report: Report, words: Words): string[] {
  const { node, site, run } = report;
  const about = words.labels.actionsAbout({ host: node.hostname, region: site.region, run: run.id });
  return actionsByOwner(report).map(({ owner, actions }) =>
    [
      `<article><h3>${escapeXml(words.actionOwners[owner])}</h3><p>${escapeXml(about)}</p><ul>`,
      ...actions.map(({ device, text, confirmWith }) => {
        const settle = confirmWith === undefined ? "" : `<br>${escapeXml(`${words.labels.settle}: ${confirmWith}`)}`;
        return `<li><strong>${escapeXml(words.devices[device])}</strong>: ${escapeXml(text)}${settle}</li>`;
      }),
      "</ul></article>",
    ].join("\n"),
  );
}

/**
 * A drawing for each device, so that they stay readable in a narrow window and wrap there: how far away it is below its name,
 * dotted where it is not known to be there.
 */
function drawing(path: readonly Station[], { labels }: Words): string {
  const items = path.map(({ name, part, isSeen, rttMs }, index) => {
    const arrow = index === 0 ? "" : '<path class="line" d="M0 22 H14 M9 17 L14 22 L9 27"/>';
    const time = rttMs === undefined ? "" : millisecondsText(rttMs);
    const said = [name, ...(part === "other" ? [] : [labels.parts[part]]), ...(time === "" ? [] : [time])].join(", ");
    const label =
      time === ""
        ? `<text x="67" y="27" text-anchor="middle">${escapeXml(name)}</text>`
        : `<text x="67" y="20" text-anchor="middle">${escapeXml(name)}</text><text class="time" x="67" y="35" text-anchor="middle">${escapeXml(time)}</text>`;
    return `<li class="${part}${isSeen ? "" : " guessed"}"><svg viewBox="0 0 120 44" width="120" height="44" role="img" aria-label="${escapeXml(said)}">${arrow}<rect x="16" y="4" width="102" height="36" rx="6"/>${label}</svg></li>`;
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
  return unexplainedCauses(report).map((cause) =>
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
