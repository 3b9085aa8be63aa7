import type { Words } from "../catalogue/words/words.ts";
import type { Device } from "../model/device.ts";
import { ownerOf } from "../catalogue/owners.ts";
import {
  ACTION_OWNERS,
  STATUSES,
  type ActionOwner,
  type CheckResult,
  type DeviceCommands,
  type Finding,
  type Report,
  type Status,
} from "../model/report.ts";
import { allPictures, type Picture } from "./branches.ts";
import { deviceParts, type DevicePart } from "./device-parts.ts";
import { FILTER_SCRIPT, FILTER_SCRIPT_HASH, STYLES, STYLES_HASH } from "./html-assets.ts";
import {
  aboutText,
  actionFields,
  actionsByOwner,
  answerText,
  byGroup,
  causeFields,
  countsText,
  headerLines,
  millisecondsText,
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
import { escapeXml } from "./xml.ts";

/** One file that needs no other: styles and the filter's few lines are in it, and a policy that lets in these alone. */
export function renderHtml(report: Report, words: Words): string {
  const { labels } = words;
  const open = unverifiedRequired(report);
  const pictures = allPictures(report, words);
  return page(
    words,
    `${report.node.hostname}: ${answerText(report, words)}`,
    [
      `<header><h1 class="verdict ${report.verdict}">${escapeXml(answerText(report, words))}</h1>`,
      ...pictures.map((picture) => drawing(picture, words)),
      ...(open.length === 0 ? [] : [`<p>${escapeXml(`${labels.notVerified} ${open.join(", ")}`)}</p>`]),
      `<p>${escapeXml(countsText(report, words))}</p>`,
      `<ul class="facts">${headerLines(report, words)
        .map((line) => `<li>${escapeXml(line)}</li>`)
        .join("")}</ul></header>`,
      "<main>",
      filter(report, words),
      ...section(
        "findings",
        labels.findings,
        report.diagnosis.findings.map((finding) => findingBlock(finding, report, words)),
      ),
      ...section("actions", labels.actions, actionBlocks(report, words)),
      ...section("also", labels.also, detailBlocks(report, words)),
      ...section(
        "devices",
        labels.devices,
        deviceParts(report, pictures, words).map((part) => deviceBlock(part, words)),
      ),
      ...section("paths", labels.paths, pathBlocks(report, words)),
      ...section("checks", labels.checks, [table(report, words)]),
      "</main>",
    ].join("\n"),
  );
}

export function page({ language, labels }: Words, title: string, body: string): string {
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

/** A part with a heading; nothing where it is empty. */
export function section(id: string, title: string, blocks: readonly string[]): string[] {
  if (blocks.length === 0) return [];
  return [`<section aria-labelledby="${id}"><h2 id="${id}">${escapeXml(title)}</h2>`, ...blocks, "</section>"];
}

/** What is at fault, how sure that is, and what is said of it. */
function findingBlock(finding: Finding, report: Report, words: Words): string {
  const [first] = finding.suspects;
  if (first === undefined) return "";
  return [
    `<article class="finding"${ownersOf(finding.suspects)}><h3><span class="badge fail">${escapeXml(sureText(finding, words))}</span> ${escapeXml(`${suspectName(first, words)}: ${first.title}`)}</h3>`,
    definitions(suspectFields(finding, report, words)),
    "</article>",
  ].join("\n");
}

/** A part for each owner that says by itself what it is about. */
function actionBlocks(report: Report, words: Words): string[] {
  const about = aboutText(report, words);
  return actionsByOwner(report.diagnosis.actions).map(({ owner, actions }) =>
    [
      `<article data-owner="${owner}"><h3>${escapeXml(words.actionOwners[owner])}</h3><p>${escapeXml(about)}</p>`,
      ...actions.map((action) =>
        [
          `<h4>${escapeXml(words.devices[action.device])}</h4>`,
          definitions(actionFields(action, report, words)),
          ...(action.commands ?? []).map((each) => commandBlock(each, words)),
        ].join(""),
      ),
      "</article>",
    ].join("\n"),
  );
}

/** Folded: of several syntaxes a reader needs one. */
export function commandBlock({ syntax, lines }: DeviceCommands, { labels }: Words): string {
  return `<details class="commands"><summary>${escapeXml(labels.exampleFor(syntax))}</summary><pre>${escapeXml(lines.join("\n"))}</pre></details>`;
}

/** Whose a part of the page is, for the filter; several owners where several devices are suspected. */
export function ownersOf(devices: readonly { device?: Device }[]): string {
  const owners = new Set(devices.flatMap(({ device }) => (device === undefined ? [] : [ownerOf(device)])));
  return owners.size === 0 ? "" : ` data-owner="${[...owners].join(" ")}"`;
}

/**
 * Draws a branch of the network. Each device is an image of its own, so that the row can wrap in a narrow window. A click on a
 * device opens its part of the page. A dotted box is a device whose hop did not answer, so that its place is assumed.
 */
function drawing({ branch, pathDevices: stations }: Picture, { labels }: Words): string {
  const items = stations.map(({ device, name, part, isSeen, rttMs }, index) => {
    const arrow = index === 0 ? "" : '<path class="line" d="M0 22 H14 M9 17 L14 22 L9 27"/>';
    const time = rttMs === undefined ? "" : millisecondsText(rttMs);
    const said = [name, ...(part === "other" ? [] : [labels.parts[part]]), ...(time === "" ? [] : [time])].join(", ");
    const label =
      time === ""
        ? `<text x="67" y="27" text-anchor="middle">${escapeXml(name)}</text>`
        : `<text x="67" y="20" text-anchor="middle">${escapeXml(name)}</text><text class="time" x="67" y="35" text-anchor="middle">${escapeXml(time)}</text>`;
    return `<li class="${part}${isSeen ? "" : " guessed"}"><a href="#${anchorOf(device)}" aria-label="${escapeXml(said)}"><svg viewBox="0 0 120 44" aria-hidden="true">${arrow}<rect x="16" y="4" width="102" height="36" rx="6"/>${label}</svg></a></li>`;
  });
  return `<p class="branch" id="branch-${branch}">${escapeXml(labels.branches[branch])}</p><ol class="path" aria-labelledby="branch-${branch}">${items.join("")}</ol>`;
}

function anchorOf(device: Device): string {
  return `device-${device}`;
}

/** Folded until somebody asks for the device; a link to what is inside of it opens it. */
function deviceBlock({ device, settings, suspected, hops, checks }: DevicePart, words: Words): string {
  const { labels, phrases } = words;
  const all: Field[] = [
    ...suspected.flatMap(({ title, percent, evidence, contradicting }): Field[] => [
      [labels.suspectedOf, [phrases.sure({ verdict: title, percent })]],
      [labels.why, evidence],
      [labels.against, contradicting],
    ]),
    [labels.settings, settings],
    [labels.hops, hops],
    [labels.checks, checks.map(({ id, message }) => phrases.about({ what: id, text: message }))],
  ];
  const isKnown = all.some(([, texts]) => texts.length > 0);
  return [
    `<details${ownersOf([{ device }])}><summary>${escapeXml(words.devices[device])}</summary><div id="${anchorOf(device)}">`,
    isKnown ? definitions(all) : `<p>${escapeXml(labels.nothingKnown)}</p>`,
    "</div></details>",
  ].join("\n");
}

/** Labels with what is said under each. */
export function definitions(all: readonly Field[]): string {
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
      `<article${ownersOf([cause])}><h3>${badge(cause.status, words)} ${escapeXml(cause.code)}</h3>`,
      definitions(causeFields(cause, words)),
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

/** What to show: checks by status and by text, and everything by whose it is. */
function filter(report: Report, words: Words): string {
  const { labels } = words;
  const present = STATUSES.filter((status) => shownChecks(report).some((check) => check.status === status));
  const boxes = present.map(
    (status) =>
      `<label><input type="checkbox" name="status" value="${status}" checked> ${escapeXml(words.statuses[status])}</label>`,
  );
  const search = `<label>${escapeXml(labels.filter)} <input type="search" id="search"></label>`;
  const options = [
    `<option value="">${escapeXml(labels.all)}</option>`,
    ...ownersIn(report).map((owner) => `<option value="${owner}">${escapeXml(words.actionOwners[owner])}</option>`),
  ];
  const owner = `<label>${escapeXml(labels.owner)} <select id="owner">${options.join("")}</select></label>`;
  return `<form id="filter" role="search" hidden>${owner}${search}<fieldset><legend>${escapeXml(labels.status)}</legend>${boxes.join("")}</fieldset></form>`;
}

function ownersIn({ diagnosis }: Report): ActionOwner[] {
  return ACTION_OWNERS.filter((owner) => diagnosis.actions.some((action) => action.owner === owner));
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
  return `<tr data-status="${check.status}"${ownersOf([check])}><td>${badge(check.status, words)}</td><td>${escapeXml(check.id)}</td><td>${escapeXml(told)}</td></tr>`;
}
