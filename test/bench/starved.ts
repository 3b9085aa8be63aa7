/** Whether a process that gets a fifth of a core, or is stopped for seconds, says the same as one that is left alone. */
import path from "node:path";
import type { Report } from "../../src/model/report.ts";
import { Lab } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { referenceSite, SITE_FLAGS } from "../lab/reference-site.ts";
import { STARVED } from "../scenarios/starved.ts";
import { print } from "./print.ts";

/** In front of the command: for how long it runs and then stands still, milliseconds. */
const PACES: [string, string, string][] = [
  ["20 ms of every 100", "20", "80"],
  ["200 ms of every second", "200", "800"],
  ["one second of every five", "1000", "4000"],
];
const RUNS = process.argv.includes("--quick") ? 1 : 5;
const PACER = path.resolve(import.meta.dirname, "../lab/pacer.mjs");

/** What must be the same: codes, and who is named first in each finding. */
function saidIn({ checks, diagnosis, verdict }: Report): Set<string> {
  return new Set([
    verdict,
    ...checks.map(({ id, code }) => `${id} ${code}`),
    ...diagnosis.findings.map(({ suspects }) => `first ${suspects[0]?.device ?? "nobody"}`),
  ]);
}

for (const { name, fault } of STARVED) {
  const network = referenceSite();
  fault?.patch?.(network);
  await using lab = await Lab.start(network);
  const run = async (wrap: string[]) =>
    JSON.parse(
      (
        await preflight(lab, [...SITE_FLAGS, "--format", "json"], {
          wrap,
          ...(fault?.before !== undefined && { before: fault.before }),
        })
      ).stdout,
    ) as Report;
  const alone = await run([]);
  const expected = saidIn(alone);
  print(name, `${(alone.run.durationMs / 1000).toFixed(1)} s`);
  for (const [pace, ...milliseconds] of PACES) {
    let same = 0;
    const seconds: number[] = [];
    for (let round = 0; round < RUNS; round++) {
      const report = await run([process.execPath, PACER, ...milliseconds]);
      const said = saidIn(report);
      const different = [
        ...[...said].filter((one) => !expected.has(one)),
        ...[...expected].filter((one) => !said.has(one)).map((one) => `not: ${one}`),
      ];
      if (different.length === 0) same += 1;
      else print(`      ${different.join(", ")}`);
      seconds.push(report.run.durationMs / 1000);
    }
    print(`    ${pace}: the same in ${same} of ${RUNS}`, `${Math.max(...seconds).toFixed(1)} s`);
  }
}
