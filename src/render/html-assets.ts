/** What the HTML form carries with it. Colours keep a contrast of 4.5 to 1 in both schemes (WCAG 2.2, 1.4.3). */
export const STYLES = `
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --card: #f6f8fa;
  --fail: #b3151d; --fail-back: #ffe3e2; --warn: #7a4b00; --warn-back: #fff2cc; --pass: #11632b; --pass-back: #dcf5e3; }
@media screen and (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --soft: #9aa5b1; --line: #3d444d;
  --card: #161b22; --fail: #ff9a94; --fail-back: #4a1516; --warn: #f2c55c; --warn-back: #3d2e00; --pass: #7ee2a0;
  --pass-back: #0f3a1f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 84rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; } h4 { font-size: 1rem; margin: .75rem 0 .25rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { font-size: 1.25rem; margin: 2rem 0 .75rem; } h3 { font-size: 1.05rem; margin: 0 0 .5rem; }
.verdict.ready { color: var(--pass); } .verdict.not-ready { color: var(--fail); } .verdict.incomplete { color: var(--warn); }
p { margin: .25rem 0; } footer, .facts { color: var(--soft); } .facts, .paths { padding-left: 1.2rem; } footer { margin-top: 2rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; margin: 0 0 1rem; break-inside: avoid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem .75rem; margin: 0; }
dt { grid-column: 1; color: var(--soft); } dd { grid-column: 2; margin: 0; }
@media (max-width: 30rem) { dl { display: block; } dd { margin: 0 0 .4rem; } }
.badge { display: inline-block; border-radius: 4px; padding: 0 .45rem; font-size: .85rem; font-weight: 600; background: var(--card);
  color: var(--text); border: 1px solid var(--line); white-space: nowrap; }
.badge.fail { color: var(--fail); background: var(--fail-back); } .badge.pass { color: var(--pass); background: var(--pass-back); }
.badge.warn, .badge.unverified { color: var(--warn); background: var(--warn-back); }
.branch { color: var(--soft); margin: .75rem 0 0; }
.path { display: grid; grid-template-columns: repeat(auto-fill, minmax(max(7rem, 12%), 1fr)); gap: 4px 0; list-style: none; margin: 0 0 .5rem; padding: 0; }
.path li { line-height: 0; } .path a { display: block; } .path svg { width: 100%; height: auto; }
.path rect { fill: var(--back); stroke: var(--line); } .path text { fill: var(--text); font: 600 12px system-ui, sans-serif; }
.path .time { font-weight: 400; } .path .guessed rect { stroke-dasharray: 2 3; }
.path .line { stroke: var(--soft); fill: none; stroke-width: 1.5; }
.path .suspect rect { fill: var(--fail-back); stroke: var(--fail); stroke-width: 2; } .path .suspect text { fill: var(--fail); }
.path .alternative rect { fill: var(--warn-back); stroke: var(--warn); stroke-dasharray: 4 3; } .path .alternative text { fill: var(--warn); }
pre { overflow-x: auto; margin: .25rem 0; } .commands { border: 0; padding: .1rem 0; } .commands summary { font-weight: 400; color: var(--soft); }
details { border-bottom: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; font-weight: 600; }
details > div { padding: .5rem 0 .5rem 1rem; scroll-margin-top: 3rem; } :target { outline: 2px solid var(--soft); outline-offset: 4px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
td:nth-child(1), td summary { white-space: nowrap; } th { overflow-wrap: normal; } td > details { border: 0; padding: 0; } .group th { background: var(--card); }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 0 0 .75rem; }
form[hidden] { display: none; } fieldset { border: 1px solid var(--line); border-radius: 6px; display: flex; flex-wrap: wrap; gap: .75rem; }
input, select { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--soft); border-radius: 4px; }
@page { size: A4; margin: 12mm; }
@media print { body { max-width: none; padding: 0; font-size: 10px; } h1 { font-size: 15px; } h2 { font-size: 12px; margin: .8rem 0 .3rem; }
  h3 { font-size: 11px; } article { padding: .5rem; margin: 0 0 .4rem; } form, details:not([open], td > details), section:has(> details):not(:has(> details[open])),
  tr[data-status=pass], tr[data-status=blocked] { display: none; } th, td { padding: .1rem .4rem; } .scroll { overflow: visible; }
  tbody:not(:has(tr:not(.group, [data-status=pass], [data-status=blocked]))) { display: none; } .path { grid-template-columns: repeat(8, 1fr); } }
`;

/** Hides what was not asked for; without scripts everything stays in sight, and the filter hidden. */
export const FILTER_SCRIPT = `
(() => {
  const form = document.getElementById("filter");
  const search = document.getElementById("search");
  const owner = document.getElementById("owner");
  if (form === null || search === null || owner === null) return;
  form.hidden = false;
  const isOwned = (part) => owner.value === "" || (part.dataset.owner ?? "").split(" ").includes(owner.value);
  const show = () => {
    const text = search.value.trim().toLowerCase();
    const wanted = new Set([...form.querySelectorAll("input[name=status]:checked")].map((box) => box.value));
    for (const row of document.querySelectorAll("tr[data-status]"))
      row.hidden = !wanted.has(row.dataset.status) || !row.textContent.toLowerCase().includes(text) || !isOwned(row);
    for (const group of document.querySelectorAll("tbody"))
      group.hidden = ![...group.querySelectorAll("tr[data-status]")].some((row) => !row.hidden);
    for (const part of document.querySelectorAll("main article, main details[data-owner]")) part.hidden = !isOwned(part);
    for (const section of document.querySelectorAll("main section")) {
      const parts = [...section.querySelectorAll("article, details[data-owner]")];
      section.hidden = parts.length > 0 && parts.every((part) => part.hidden);
    }
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  const open = () => {
    const part = document.getElementById(location.hash.slice(1))?.closest("details");
    if (part != null) part.open = true;
  };
  addEventListener("hashchange", open);
  open();
})();
`;

/**
 * Hashes of the style and the script above, by which the page's policy lets them in (Content Security Policy Level 3, section
 * 2.3.1). Compute them again after each change; a test compares them.
 */
export const STYLES_HASH = "sha256-QAUrJztfbyZXzxPFEw7bLWlRGHlJ0S4XYEbfZG3XlM4=";
export const FILTER_SCRIPT_HASH = "sha256-hEvJy0Rs7gdOpkj5U1VfgyIyqenTgrHqAB3cgr/+mp4=";
