/** What the HTML form carries with it. Colours keep a contrast of 4.5 to 1 in both schemes (WCAG 2.2, 1.4.3). */
export const STYLES = `
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --card: #f6f8fa;
  --fail: #b3151d; --fail-back: #ffe3e2; --warn: #7a4b00; --warn-back: #fff2cc; --pass: #11632b; --pass-back: #dcf5e3; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --soft: #9aa5b1; --line: #3d444d;
  --card: #161b22; --fail: #ff9a94; --fail-back: #4a1516; --warn: #f2c55c; --warn-back: #3d2e00; --pass: #7ee2a0;
  --pass-back: #0f3a1f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 84rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; }
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
header .path { margin: .75rem 0; }
.path { display: flex; flex-wrap: wrap; gap: 4px 0; list-style: none; margin: 0; padding: 0; } .path li { line-height: 0; }
.path rect { fill: var(--back); stroke: var(--line); } .path text { fill: var(--text); font: 600 12px system-ui, sans-serif; }
.path .time { font-weight: 400; } .path .guessed rect { stroke-dasharray: 2 3; }
.path .line { stroke: var(--soft); fill: none; stroke-width: 1.5; }
.path .suspect rect { fill: var(--fail-back); stroke: var(--fail); stroke-width: 2; } .path .suspect text { fill: var(--fail); }
.path .alternative rect { fill: var(--warn-back); stroke: var(--warn); stroke-dasharray: 4 3; } .path .alternative text { fill: var(--warn); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
td:nth-child(1) { white-space: nowrap; } .group th { background: var(--card); }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 0 0 .75rem; }
form[hidden] { display: none; } fieldset { border: 1px solid var(--line); border-radius: 6px; display: flex; flex-wrap: wrap; gap: .75rem; }
input { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--soft); border-radius: 4px; }
@media print { body { max-width: none; font-size: 11px; } form { display: none; } .scroll { overflow: visible; } }
`;

/** Hides what was not asked for; without scripts everything stays in sight, and the filter hidden. */
export const FILTER_SCRIPT = `
(() => {
  const form = document.getElementById("filter");
  const search = document.getElementById("search");
  if (form === null || search === null) return;
  form.hidden = false;
  const show = () => {
    const text = search.value.trim().toLowerCase();
    const wanted = new Set([...form.querySelectorAll("input[name=status]:checked")].map((box) => box.value));
    for (const row of document.querySelectorAll("tr[data-status]"))
      row.hidden = !wanted.has(row.dataset.status) || !row.textContent.toLowerCase().includes(text);
    for (const group of document.querySelectorAll("tbody"))
      group.hidden = ![...group.querySelectorAll("tr[data-status]")].some((row) => !row.hidden);
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
})();
`;

/**
 * Hashes of the style and the script above, by which the page's policy lets them in (Content Security Policy Level 3, section
 * 2.3.1). Compute them again after each change; a test compares them.
 */
export const STYLES_HASH = "sha256-sAiM1MWBKCBoB5zXHWl8tnYBcyDfVdq2Xk2SWZb4eAU=";
export const FILTER_SCRIPT_HASH = "sha256-pKreje6WFVRRupYH9O6ORqFo7nkxu9Yc0aTGwARh0S4=";
