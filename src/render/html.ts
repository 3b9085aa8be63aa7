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
import { Html, joined, lines, markup } from "./html-template.ts";

/** One file that needs no other: styles and the filter's few lines are in it, and a policy that lets in these alone. */
export function renderHtml(report: Report, words: Words): string {
  const { labels } = words;
  const open = unverifiedRequired(report);
  const pictures = allPictures(report, words);
  return page(
    words,
    `${report.node.hostname}: ${answerText(report, words)}`,
    lines([
      markup`<header><h1 class="verdict ${report.verdict}">${answerText(report, words)}</h1>`,
      ...pictures.map((picture) => drawing(picture, words)),
      ...(open.length === 0 ? [] : [markup`<p>${labels.notVerified} ${open.join(", ")}</p>`]),
      markup`<p>${countsText(report, words)}</p>`,
      markup`<ul class="facts">${headerLines(report, words).map((line) => markup`<li>${line}</li>`)}</ul></header>`,
      markup`<main>`,
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
      markup`</main>`,
    ]),
  );
}

export function page({ language, labels }: Words, title: string, body: Html): string {
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLES_HASH}'; script-src '${FILTER_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>edge-preflight: ${title}</title>
<style>${Html.trusted(STYLES)}</style>
</head>
<body>
${body}
<footer>${labels.madeBy}</footer>
<script>${Html.trusted(FILTER_SCRIPT)}</script>
</body>
</html>
`.toString();
}

/** A part with a heading; nothing where it is empty. */
export function section(id: string, title: string, blocks: readonly Html[]): Html[] {
  if (blocks.length === 0) return [];
  return [markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>`, ...blocks, markup`</section>`];
}

/** What is at fault, how sure that is, and what is said of it. */
function findingBlock(finding: Finding, report: Report, words: Words): Html {
  const [first] = finding.suspects;
  if (first === undefined) return markup``;
  return lines([
    markup`<article class="finding"${ownersOf(finding.suspects)}><h3><span class="badge fail">${sureText(finding, words)}</span> ${suspectName(first, words)}: ${first.title}</h3>`,
    definitions(suspectFields(finding, report, words)),
    markup`</article>`,
  ]);
}

/** A part for each owner that says by itself what it is about. */
function actionBlocks(report: Report, words: Words): Html[] {
  const about = aboutText(report, words);
  return actionsByOwner(report.diagnosis.actions).map(({ owner, actions }) =>
    lines([
      markup`<article data-owner="${owner}"><h3>${words.actionOwners[owner]}</h3><p>${about}</p>`,
      ...actions.map((action) =>
        joined([
          markup`<h4>${words.devices[action.device]}</h4>`,
          definitions(actionFields(action, report, words)),
          ...(action.commands ?? []).map((each) => commandBlock(each, words)),
        ]),
      ),
      markup`</article>`,
    ]),
  );
}

/** Folded: of several syntaxes a reader needs one. */
export function commandBlock({ syntax, lines: commands }: DeviceCommands, { labels }: Words): Html {
  return markup`<details class="commands"><summary>${labels.exampleFor(syntax)}</summary><pre>${commands.join("\n")}</pre></details>`;
}

/** Whose a part of the page is, for the filter; several owners where several devices are suspected. */
export function ownersOf(devices: readonly { device?: Device }[]): Html {
  const owners = new Set(devices.flatMap(({ device }) => (device === undefined ? [] : [ownerOf(device)])));
  return owners.size === 0 ? markup`` : markup` data-owner="${[...owners].join(" ")}"`;
}

/**
 * Draws a branch of the network. Each device is an image of its own, so that the row can wrap in a narrow window. A click on a
 * device opens its part of the page. A dotted box is a device whose hop did not answer, so that its place is assumed.
 */
function drawing({ branch, pathDevices: stations }: Picture, { labels }: Words): Html {
  const items = stations.map(({ device, name, part, isSeen, rttMs }, index) => {
    const arrow = index === 0 ? markup`` : markup`<path class="line" d="M0 22 H14 M9 17 L14 22 L9 27"/>`;
    const time = rttMs === undefined ? "" : millisecondsText(rttMs);
    const said = [name, ...(part === "other" ? [] : [labels.parts[part]]), ...(time === "" ? [] : [time])].join(", ");
    const label =
      time === ""
        ? markup`<text x="67" y="27" text-anchor="middle">${name}</text>`
        : markup`<text x="67" y="20" text-anchor="middle">${name}</text><text class="time" x="67" y="35" text-anchor="middle">${time}</text>`;
    return markup`<li class="${part}${isSeen ? "" : " guessed"}"><a href="#${anchorOf(device)}" aria-label="${said}"><svg viewBox="0 0 120 44" aria-hidden="true">${arrow}<rect x="16" y="4" width="102" height="36" rx="6"/>${label}</svg></a></li>`;
  });
  return markup`<p class="branch" id="branch-${branch}">${labels.branches[branch]}</p><ol class="path" aria-labelledby="branch-${branch}">${items}</ol>`;
}

function anchorOf(device: Device): string {
  return `device-${device}`;
}

/** Folded until somebody asks for the device; a link to what is inside of it opens it. */
function deviceBlock({ device, settings, suspected, hops, checks }: DevicePart, words: Words): Html {
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
  return lines([
    markup`<details${ownersOf([{ device }])}><summary>${words.devices[device]}</summary><div id="${anchorOf(device)}">`,
    isKnown ? definitions(all) : markup`<p>${labels.nothingKnown}</p>`,
    markup`</div></details>`,
  ]);
}

/** Labels with what is said under each. */
export function definitions(all: readonly Field[]): Html {
  const rows = all.flatMap(([label, texts]) => {
    const said = texts.filter((text) => text !== "");
    return said.length === 0 ? [] : [markup`<dt>${label}</dt>`, ...said.map((text) => markup`<dd>${text}</dd>`)];
  });
  return markup`<dl>${rows}</dl>`;
}

function detailBlocks(report: Report, words: Words): Html[] {
  return unexplainedCauses(report).map((cause) =>
    joined([
      markup`<article${ownersOf([cause])}><h3>${badge(cause.status, words)} ${cause.code}</h3>`,
      definitions(causeFields(cause, words)),
      markup`</article>`,
    ]),
  );
}

function pathBlocks(report: Report, words: Words): Html[] {
  if (report.paths.length === 0) return [];
  const items = report.paths.map(
    (path) => markup`<li><strong>${pathName(path)}</strong> ${pathText(path, words)}</li>`,
  );
  return [markup`<ul class="paths">${items}</ul>`];
}

function badge(status: Status, { statuses }: Words): Html {
  return markup`<span class="badge ${status}">${statuses[status]}</span>`;
}

/** What to show: checks by status and by text, and everything by whose it is. */
function filter(report: Report, words: Words): Html {
  const { labels } = words;
  const present = STATUSES.filter((status) => shownChecks(report).some((check) => check.status === status));
  const boxes = present.map(
    (status) =>
      markup`<label><input type="checkbox" name="status" value="${status}" checked> ${words.statuses[status]}</label>`,
  );
  const search = markup`<label>${labels.filter} <input type="search" id="search"></label>`;
  const options = [
    markup`<option value="">${labels.all}</option>`,
    ...ownersIn(report).map((owner) => markup`<option value="${owner}">${words.actionOwners[owner]}</option>`),
  ];
  const owner = markup`<label>${labels.owner} <select id="owner">${options}</select></label>`;
  return markup`<form id="filter" role="search" hidden>${owner}${search}<fieldset><legend>${labels.status}</legend>${boxes}</fieldset></form>`;
}

function ownersIn({ diagnosis }: Report): ActionOwner[] {
  return ACTION_OWNERS.filter((owner) => diagnosis.actions.some((action) => action.owner === owner));
}

function table(report: Report, words: Words): Html {
  const { labels } = words;
  const bodies = byGroup(shownChecks(report)).map(({ group, checks }) => {
    const head = markup`<tr class="group"><th scope="rowgroup" colspan="3">${words.groups[group]}</th></tr>`;
    return markup`<tbody>${head}${lines(checks.map((check) => row(check, words)))}</tbody>`;
  });
  const head = [labels.status, labels.check, labels.result].map((label) => markup`<th scope="col">${label}</th>`);
  return markup`<div class="scroll" tabindex="0" role="group" aria-labelledby="checks"><table><thead><tr>${head}</tr></thead>\n${lines(bodies)}</table></div>`;
}

function row(check: CheckResult, words: Words): Html {
  const told = check.status === "pass" ? check.message : `${check.code}: ${check.message}`;
  return markup`<tr data-status="${check.status}"${ownersOf([check])}><td>${badge(check.status, words)}</td><td>${check.id}</td><td>${told}</td></tr>`;
}
