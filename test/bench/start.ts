/** How long what needs no network takes, and how much memory: the bundle and the standalone executable beside an empty Node. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { EMBEDDED_NODE, LAUNCHER } from "../lab/services.ts";
import { median, printGoal, printRatio } from "./print.ts";
import { peakMemory, standalone } from "./processes.ts";

const RUNS = 25;
const NODE = [process.execPath, "-e", "0"];

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
  printGoal("start: peak memory of --version", peakMemory([...bundle, "--version"]), "MB", 60);
  printGoal("start: peak memory of the standalone --version", peakMemory([alone, "--version"]), "MB", 60);
} finally {
  rmSync(folder, { recursive: true });
}
