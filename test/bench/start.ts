/**
 * How long what needs no network takes, and how much memory and room: the bundle and the standalone executable beside an empty Node.
 * --quick: fewer runs.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { EMBEDDED_NODE, LAUNCHER } from "../lab/services.ts";
import { amount, median, print, printGoal, printRatio } from "./print.ts";
import { peakMemory, shippedExecutable, standalone } from "./processes.ts";

const QUICK = process.argv.includes("--quick");
const RUNS = QUICK ? 7 : 25;
const COLD_RUNS = QUICK ? 3 : 7;
const NODE = [process.execPath, "-e", "0"];

/** As after a boot: nothing of these files is in memory. */
function forget(files: readonly string[]): void {
  for (const file of files)
    execFileSync("dd", [`if=${file}`, "iflag=nocache", "count=0", "status=none"], { stdio: "inherit" });
}

/** @param files all that the command reads of its own. */
function coldTime([program = "", ...args]: readonly string[], files: readonly string[]): number {
  const times = Array.from({ length: COLD_RUNS }, () => {
    forget(files);
    const startedAt = performance.now();
    spawnSync(program, args, { stdio: "ignore" });
    return performance.now() - startedAt;
  });
  return median(times);
}

/** Median times of commands, run in turns so that all meet the same weather. */
function timesInTurns(commands: readonly string[][], env: NodeJS.ProcessEnv): number[] {
  const times = commands.map((): number[] => []);
  for (let run = 0; run <= RUNS; run++)
    for (const [index, [program = "", ...args]] of commands.entries()) {
      const startedAt = performance.now();
      const { status } = spawnSync(program, args, { stdio: "ignore", env });
      if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${String(status)}`);
      // The first round fills caches.
      if (run > 0) times[index]?.push(performance.now() - startedAt);
    }
  return times.map(median);
}

const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-bench-"));
try {
  const env: NodeJS.ProcessEnv = { ...process.env, XDG_CACHE_HOME: folder };
  // A developer's own setting, with which an empty Node takes three times as long.
  delete env["NODE_EXTRA_CA_CERTS"];
  const alone = standalone(folder);
  const bundle = [process.execPath, LAUNCHER];
  const [empty = 0, version = 0, help = 0, ownVersion = 0, ownHelp = 0, sameVersion = 0, sameHelp = 0] = timesInTurns(
    [
      NODE,
      [...bundle, "--version"],
      [...bundle, "--help"],
      [alone, "--version"],
      [alone, "--help"],
      [EMBEDDED_NODE, LAUNCHER, "--version"],
      [EMBEDDED_NODE, LAUNCHER, "--help"],
    ],
    env,
  );
  printRatio(["start: --version", version], ["node -e 0", empty], "ms", 1.3);
  printRatio(["start: --help", help], ["node -e 0", empty], "ms", 1.5);
  printRatio(["start: standalone, --version", ownVersion], ["the bundle's", version], "ms", 1);
  printRatio(["start: standalone, --help", ownHelp], ["the bundle's", help], "ms", 1);
  printRatio(["start: standalone, --version", ownVersion], ["the bundle's on the same Node.js", sameVersion], "ms", 1);
  printRatio(["start: standalone, --help", ownHelp], ["the bundle's on the same Node.js", sameHelp], "ms", 1);
  // Copies, since nobody else has them in memory.
  const node = path.join(folder, "node");
  copyFileSync(process.execPath, node);
  const root = path.join(folder, "package");
  for (const part of ["package.json", "bin", "dist/bundle"])
    cpSync(path.resolve(import.meta.dirname, "../..", part), path.join(root, part), { recursive: true });
  const launcher = path.join(root, "bin/edge-preflight.js");
  const bundleFiles = readdirSync(path.join(root, "dist/bundle")).map((name) => path.join(root, "dist/bundle", name));
  const cold = coldTime([alone, "--version"], [alone]);
  printRatio(
    ["start: standalone, --version, nothing in memory", cold],
    ["the bundle's", coldTime([node, launcher, "--version"], [node, launcher, ...bundleFiles])],
    "ms",
    1,
  );
  printGoal("size: standalone, compressed", statSync(`${shippedExecutable()}.xz`).size / 1e6, "MB", 45);
  print("size: standalone", amount(statSync(shippedExecutable()).size / 1e6, "MB"));
  printGoal("start: peak memory of --version", peakMemory([...bundle, "--version"]), "MB", 60);
  printGoal("start: peak memory of the standalone --version", peakMemory([alone, "--version"]), "MB", 60);
} finally {
  rmSync(folder, { recursive: true });
}
