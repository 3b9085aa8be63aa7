/** Whether a process that gets a fifth of a core, or is stopped for seconds, says the same as one that is left alone. */
import { availableParallelism } from "node:os";
import path from "node:path";
import type { Report } from "../../src/model/report.ts";
import { Lab } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { referenceSite, SITE_FLAGS } from "../lab/reference-site.ts";
import { STARVED } from "../scenarios/starved.ts";
import { inTurns } from "../support/in-turns.ts";
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

/** Runs mostly wait, the stopped ones all the more. */
const SIDE_BY_SIDE = 2 * availableParallelism();

async function run({ fault }: (typeof STARVED)[number], wrap: string[]): Promise<Report> {
  const network = referenceSite();
  fault?.patch?.(network);
  await using lab = await Lab.start(network);
  const before = fault?.before === undefined ? {} : { before: fault.before };
  const { stdout } = await preflight(lab, [...SITE_FLAGS, "--format", "json"], { wrap, ...before });
  return JSON.parse(stdout) as Report;
}

const alone = await inTurns(STARVED, SIDE_BY_SIDE, (each) => run(each, []));
for (const [pace, ...milliseconds] of PACES) {
  const rounds = STARVED.flatMap((each, index) => Array.from({ length: RUNS }, () => ({ each, index })));
  const reports = await inTurns(rounds, SIDE_BY_SIDE, ({ each }) =>
    run(each, [process.execPath, PACER, ...milliseconds]),
  );
  print(`\n${pace}: the same codes and first devices as unhindered`);
  for (const [index, { name }] of STARVED.entries()) {
    const unhindered = alone[index];
    if (unhindered === undefined) continue;
    const expected = saidIn(unhindered);
    const own = reports.filter((_, at) => rounds[at]?.index === index);
    const differences = own.map((report) => differenceOf(saidIn(report), expected));
    const same = differences.filter((each) => each.length === 0).length;
    const seconds = [unhindered, ...own].map(({ run: { durationMs } }) => durationMs / 1_000);
    print(
      `  ${name}`,
      `${same} of ${RUNS}, ${(seconds[0] ?? 0).toFixed(1)} s, at most ${Math.max(...seconds).toFixed(1)} s`,
    );
    for (const each of differences) if (each.length > 0) print(`      ${each.join(", ")}`);
  }
}

function differenceOf(said: ReadonlySet<string>, expected: ReadonlySet<string>): string[] {
  return [
    ...[...said].filter((one) => !expected.has(one)),
    ...[...expected].filter((one) => !said.has(one)).map((one) => `not: ${one}`),
  ];
}
