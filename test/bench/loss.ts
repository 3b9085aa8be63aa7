/** How well the loss of a line is told: in the lab, its line losing so much each way, with another seed for each run. */
import { availableParallelism } from "node:os";
import type { Line, Report } from "../../src/model/report.ts";
import { Lab } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { referenceSite, SITE_FLAGS } from "../lab/reference-site.ts";
import { inTurns } from "../support/in-turns.ts";
import { print } from "./print.ts";

const RUNS = process.argv.includes("--quick") ? 5 : 20;
const DELAY_MS = 15;

async function reportOf(share: number, seed: number): Promise<Report> {
  const network = referenceSite();
  for (const link of network.links) {
    const [a, b] = link.ends.map(({ host }) => host);
    if (a === "firewall" && b === "vbr")
      Object.assign(link, { delayMs: DELAY_MS, loss: { there: share, back: share, seed } });
  }
  await using lab = await Lab.start(network);
  const { stdout } = await preflight(lab, [...SITE_FLAGS, "--format", "json"]);
  return JSON.parse(stdout) as Report;
}

const holds = (interval: { low: number; high: number } | undefined, share: number) =>
  interval !== undefined && interval.low <= share && share <= interval.high;

print(`\nLoss each way on a line of ${2 * DELAY_MS} ms, ${RUNS} runs each:`);
for (const share of [0, 0.005, 0.02, 0.08]) {
  const seeds = Array.from({ length: RUNS }, (_, index) => index + 1);
  const reports = await inTurns(seeds, availableParallelism(), (seed) => reportOf(share, seed));
  const count = (is: (line: Line | undefined, report: Report) => boolean) =>
    `${reports.filter((report) => is(report.line, report)).length}`.padStart(3);
  const status = (wanted: string) =>
    count((_, { checks }) => checks.some((each) => each.id === "line.quality.loss" && each.status === wanted));
  const bothWays = 1 - (1 - share) ** 2;
  print(
    `${(share * 100).toFixed(1)} %`.padEnd(8) +
      `within its interval ${count((line) => holds(line?.lossInterval, bothWays))}; ` +
      `with a train ${count((line) => line?.lossThere !== undefined)}, there ${count((line) => holds(line?.lossThere, share))}, ` +
      `back ${count((line) => holds(line?.lossBack, share))}; pass ${status("pass")}, warn ${status("warn")}, fail ${status("fail")}`,
  );
}
