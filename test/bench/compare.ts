/** Another version of the tool and this one, in turns on one site: time and packets of a healthy run. Argument: a commit. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Lab } from "../lab/lab.ts";
import { referenceSite, SITE_DNS, SITE_FLAGS } from "../lab/reference-site.ts";
import type { Topology } from "../lab/topology.ts";
import { median, print } from "./print.ts";
import { countTraffic } from "./traffic.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const RUNS = 40;
/** The first ones fill caches. */
const WARM_UPS = 2;
const LINE_MS = 30;

const [ref] = process.argv.slice(2);
if (ref === undefined) throw new Error("which commit to compare with?");

const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-compare-"));
try {
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, stdio: "ignore" });
  run("git", "clone", "--quiet", ROOT, folder);
  run("git", "checkout", "--quiet", ref);
  run("npm", "ci", "--ignore-scripts");
  run("scripts/build");
  await compare({ [ref]: folder, "this version": ROOT });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Runs {
  milliseconds: number[];
  packets: number[];
}

async function compare(versions: Record<string, string>): Promise<void> {
  await using lab = await Lab.start(site());
  const readTraffic = await countTraffic(lab);
  const runs = new Map(Object.keys(versions).map((name): [string, Runs] => [name, { milliseconds: [], packets: [] }]));
  for (let count = 0; count < RUNS + WARM_UPS; count++)
    // Each is as often the first, for what the one leaves behind in caches is the other's.
    for (const [name, root] of inTurn(Object.entries(versions), count)) {
      const startedAt = performance.now();
      const command = [process.execPath, path.join(root, "bin/edge-preflight.js"), ...SITE_FLAGS, "--format", "json"];
      const { code } = await lab.run("node", command, { files: { "/etc/resolv.conf": `nameserver ${SITE_DNS}\n` } });
      const tookMs = performance.now() - startedAt;
      if (code !== 0) throw new Error(`${name} ends with ${code}`);
      const { packets } = await readTraffic();
      if (count < WARM_UPS) continue;
      runs.get(name)?.milliseconds.push(tookMs);
      runs.get(name)?.packets.push(packets);
    }
  const [before, now] = [...runs.values()];
  if (before === undefined || now === undefined) return;
  for (const [name, { milliseconds, packets }] of runs)
    print(`${name}: ${median(milliseconds).toFixed(0)} ms, ${median(packets)} packets sent and received`);
  const ratio = (of: (runs: Runs) => number[]) => (median(of(now)) / median(of(before))).toFixed(2);
  print(`this version by ${ref}: time ${ratio((one) => one.milliseconds)}, packets ${ratio((one) => one.packets)}`);
}

function inTurn<T>(all: T[], round: number): T[] {
  return round % 2 === 0 ? all : all.toReversed();
}

function site(): Topology {
  const network = referenceSite();
  for (const link of network.links) {
    const hosts = link.ends.map(({ host }) => host);
    if (hosts.includes("firewall") && hosts.includes("vbr")) link.delayMs = LINE_MS / 2;
  }
  return network;
}
