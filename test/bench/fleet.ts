/**
 * One statement from many reports: time and memory beside a process that only parses them and beside jq, and how often it is
 * right in fleets on sites of measuring seeds. --quick: fewer reports and fleets; --scores: the second part alone.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { renderJson } from "../../src/render/json.ts";
import { FIRST_MEASURING_SEED } from "../sites/case.ts";
import { recordedFleets, recordFleet, type FleetRun } from "../sites/fleet.ts";
import { copyOf, scoreFleets } from "../sites/stated-fleets.ts";
import { inTurns } from "../support/in-turns.ts";
import { print, printGoal, printRatio } from "./print.ts";
import { MEASURED, peakMemoryIn } from "./processes.ts";

const quick = process.argv.includes("--quick");
const ROOT = path.resolve(import.meta.dirname, "../..");
const LAUNCHER = path.join(ROOT, "bin/edge-preflight.js");
const SIZES = quick ? [200, 2_000] : [1_000, 10_000];
const TABLES = quick ? 20_000 : 100_000;
/** Of measuring seeds, beside those of single servers. */
const FIRST_FLEET_SEED = FIRST_MEASURING_SEED + 5_000;

/** A process that reads and parses them, one after another, and does nothing else. */
const PARSE = `const { readdirSync, readFileSync } = require("node:fs");
  for (const name of readdirSync(process.argv[1])) JSON.parse(readFileSync(process.argv[1] + "/" + name, "utf8"));`;
const GROUP = `[inputs | { host: .node.hostname, failed: [.checks[] | select(.status == "fail") | .id] }]
  | group_by(.failed) | map({ failed: .[0].failed, nodes: length })`;

if (!process.argv.includes("--scores")) speed();
if (!process.argv.includes("--speed")) await scores();

function speed(): void {
  const folder = mkdtempSync(path.join(tmpdir(), "edge-preflight-fleet-bench-"));
  try {
    const seconds = SIZES.map((size) => {
      const reports = path.join(folder, String(size));
      mkdirSync(reports);
      const bytes = writeReports(reports, size);
      print(
        `\n${size} reports of ${(bytes / size / 1_000).toFixed(0)} kB, a tenth of the nodes with a fault of their own`,
      );
      const own = measured([process.execPath, LAUNCHER, "fleet", reports, "--format", "json"]);
      const parse = measured([process.execPath, "-e", PARSE, reports]);
      printRatio([`${size} reports: one statement`, own.ms], ["reading and parsing alone", parse.ms], "ms", 1.3);
      const jq = measured(["sh", "-c", `find "$1" -name '*.json' -exec cat {} + | jq -n '${GROUP}'`, "sh", reports]);
      printRatio([`${size} reports: one statement`, own.ms], ["jq, grouped by what failed", jq.ms], "ms");
      printGoal(`${size} reports: its memory`, own.memory, "MB", 400);
      return own.ms;
    });
    const [few = 1, many = 1] = seconds;
    print(`${(SIZES[1] ?? 1) / (SIZES[0] ?? 1)} times the reports take ${(many / few).toFixed(1)} times as long`);
    const tables = measured([process.execPath, path.join(import.meta.dirname, "many-tables.mjs"), String(TABLES)]);
    printGoal(`${TABLES} reduced tables in one process`, tables.memory, "MB", 1_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Most nodes are as their subnet is; each tenth one has a fault of its own. @returns bytes in all. */
function writeReports(folder: string, count: number): number {
  const [fleet] = recordedFleets(path.join(ROOT, "test/sites/fleets.ndjson.gz"));
  const runs = fleet?.runs ?? [];
  const plain = runs.filter(({ own }) => own === undefined);
  const own = runs.filter((run) => run.own !== undefined);
  const pick = (some: readonly FleetRun[], index: number) => some[index % some.length];
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const run = index % 10 === 9 ? pick(own, Math.floor(index / 10)) : pick(plain, index);
    if (run === undefined) throw new Error("no recorded runs");
    const text = renderJson(copyOf(run, `node-${index}`, 20 + (index % 200)));
    bytes += text.length;
    writeFileSync(path.join(folder, `node-${index}.json`), text);
  }
  return bytes;
}

function measured([program = "", ...args]: readonly string[]): { ms: number; memory: number } {
  const [time = "", ...timed] = [...MEASURED, program, ...args];
  const startedAt = performance.now();
  const { stderr } = spawnSync(time, timed, { encoding: "utf8", maxBuffer: 1 << 30 });
  return { ms: performance.now() - startedAt, memory: peakMemoryIn(stderr) };
}

async function scores(): Promise<void> {
  const seeds = Array.from({ length: quick ? 6 : 60 }, (_, index) => FIRST_FLEET_SEED + index);
  const fleets = await inTurns(seeds, 3 * availableParallelism(), recordFleet);
  for (const isSmall of [false, true]) await scoreFleets(fleets, isSmall);
}
