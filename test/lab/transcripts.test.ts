import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { LANGUAGES } from "../../src/catalogue/words/languages.ts";
import type { Report } from "../../src/model/report.ts";
import { textWidth } from "../../src/render/table.ts";
import { firewall } from "../scenarios/scenario.ts";
import { launchBrowser, printedPages } from "../support/browser.ts";
import { labTest } from "../support/lab-test.ts";
import { parseReport } from "../support/report.ts";
import { Lab, type RunOptions } from "./lab.ts";
import { preflight } from "./node.ts";
import { API_SERVER, referenceSite, SITE_FLAGS } from "./reference-site.ts";
import { LAUNCHER } from "./services.ts";
import type { Topology } from "./topology.ts";

const WIDTHS = [80, 160];
const GOLDEN = path.resolve(import.meta.dirname, "../golden");

const blocked =
  (...rules: string[]) =>
  () => {
    const network = referenceSite();
    firewall(network, ...rules);
    return network;
  };
const IMPATIENT = ["--timeout", "2000", "--retries", "0"];

interface Run {
  network: () => Topology;
  flags?: string[];
  options?: RunOptions;
  /** At 80 columns: a screen for a ready run, and what is read without scrolling far for one finding. */
  mostLines?: number;
  /** Of the HTML form, printed on A4. */
  mostPages?: number;
}

/** Whole runs as people see them; `vitest run test/lab/transcripts.test.ts --update` writes them anew. */
const RUNS: Record<string, Run> = {
  ready: { network: referenceSite, mostLines: 24 },
  "one-finding": {
    network: blocked(`ip daddr ${API_SERVER} reject with icmp type admin-prohibited`),
    flags: IMPATIENT,
    mostLines: 40,
    mostPages: 2,
  },
  "ambiguous-group": { network: blocked(`ip daddr ${API_SERVER} drop`), flags: IMPATIENT, mostLines: 40 },
  "two-findings": {
    network: blocked(`ip daddr ${API_SERVER} reject with icmp type admin-prohibited`),
    flags: IMPATIENT,
    options: { hidden: ["/usr/bin/socat"] },
  },
  "everything-blocked": { network: blocked("drop"), flags: IMPATIENT },
  interrupted: { network: blocked("udp dport 53 drop"), flags: ["--timeout", "5000", "--deadline", "3"] },
};

const ENGLISH_SENTENCE = /(?<![\w./-])[a-z]{2,} [a-z]{2,} [a-z]{2,}(?![\w./-])/;

/** What differs from one run to the next, or from one machine to another, made the same before lines are broken. */
function settled(report: Report): Report {
  const kernel = report.node.kernel;
  const text = JSON.stringify(report)
    .replaceAll(report.node.hostname, "node-1")
    .replaceAll(kernel, "6.1.0")
    .replace(/\d+(?:\.\d+)? ms(?: ahead| behind)?|exact(?=,| by)|[快慢] \d+(?:\.\d+)? ms|准确/g, "5.0 ms")
    // Whichever was the more exact of the two.
    .replaceAll("NTP 203.107.6.89", "NTP 203.107.6.88")
    .replace(/\b20\d\d-\d\d-\d\d\b/g, "2026-01-01")
    .replace(/"\/[^"\s]*bin\//g, '"/usr/bin/');
  const same = JSON.parse(text) as Report;
  return {
    ...same,
    tool: { ...same.tool, version: "1.0.0", catalogue: "2026-01-01" },
    run: {
      ...same.run,
      id: "00000000-0000-4000-8000-000000000000",
      startedAt: "2026-01-01T00:00:00.000Z",
      durationMs: 5000,
    },
    paths: same.paths.map((each) => ({
      ...each,
      hops: each.hops.map((hop) => ({ ...hop, ...(hop.rttMs !== undefined && { rttMs: 1 }) })),
    })),
    diagnosis: {
      ...same.diagnosis,
      findings: same.diagnosis.findings.map((finding) => ({
        ...finding,
        suspects: finding.suspects.map((suspect, index) => ({ ...suspect, probability: 0.6 / (index + 1) })),
      })),
    },
  };
}

function shownAs(flags: readonly string[], saved: string, lang: string, width = 80): string {
  return spawnSync(process.execPath, [LAUNCHER, "report", saved, "--lang", lang, ...flags], {
    encoding: "utf8",
    env: { ...process.env, COLUMNS: String(width) },
  }).stdout;
}

async function pagesOf(html: string): Promise<number> {
  const browser = await launchBrowser();
  try {
    return await printedPages(browser, html);
  } finally {
    await browser.close();
  }
}

describe("the transcript", () => {
  for (const [name, { network, flags = [], options, mostLines = Infinity, mostPages }] of Object.entries(RUNS))
    labTest(`of a run (${name}) is the golden one in each language and width, and no line overflows`, async () => {
      const inEach = LANGUAGES.map(async (lang) => {
        await using lab = await Lab.start(network());
        const saved = path.join(lab.folder, `${lang}.json`);
        const { stdout } = await preflight(lab, [...SITE_FLAGS, ...flags, "--lang", lang, "--format", "json"], options);
        writeFileSync(saved, JSON.stringify(settled(parseReport(stdout))));
        if (mostPages !== undefined)
          expect(await pagesOf(shownAs(["--format", "html"], saved, lang))).toBeLessThanOrEqual(mostPages);
        for (const width of WIDTHS) {
          const shown = shownAs([], saved, lang, width);
          const lines = shown.trimEnd().split("\n");
          for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
          expect(lines.length).toBeLessThanOrEqual(mostLines);
          // Three words in a row are a sentence, but for codes, names, commands and what a system calls itself.
          if (lang === "zh-CN") expect(shown.match(ENGLISH_SENTENCE)).toBeNull();
          await expect(shown).toMatchFileSnapshot(path.join(GOLDEN, `${name}.${lang}.${width}.txt`));
        }
      });
      await Promise.all(inEach);
    });
});
