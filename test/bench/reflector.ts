/**
 * A reflector on one core, and the healthy runs of a thousand nodes: all begun at once, and within ten seconds; then a run
 * a second while it is flooded with forged requests for a minute.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Lab } from "../lab/lab.ts";
import { LAB_KEY, LAUNCHER } from "../lab/services.ts";
import type { Topology } from "../lab/topology.ts";
import { print } from "./print.ts";

const NODES = 1_000;
const REFLECTOR = "192.168.20.20";
const NODE_BLOCK = "10.20.0.0/16";
/** Forged requests a second, and for how many seconds. */
const FLOOD = { perSecond: 20_000, seconds: 60 };
const FLOODER = path.resolve(import.meta.dirname, "flood.mjs");
const THOUSAND = path.resolve(import.meta.dirname, "thousand-nodes.mjs");

const FIELD: Topology = {
  links: [
    {
      ends: [
        { host: "nodes", address: "192.168.20.1/24" },
        { host: "reflector", address: `${REFLECTOR}/24` },
      ],
    },
  ],
  hosts: { nodes: {}, reflector: { routes: [{ to: NODE_BLOCK, via: "192.168.20.1" }] } },
};

/** Of the reflector's process: peak memory, and processor time in ticks of a hundredth of a second. */
const USAGE = `for each in /proc/[0-9]*; do
  if tr '\\0' ' ' <$each/cmdline | grep -q 'edge-preflight.js reflector'; then
    awk '/VmHWM/ { print $2 }' $each/status; awk '{ print $14 + $15 }' $each/stat; fi; done`;

interface Runs {
  milliseconds: number[];
  outcomes: Record<string, number>;
}

for (const { nodes, seconds, flooded } of [
  { nodes: NODES, seconds: 0, flooded: false },
  { nodes: NODES, seconds: 10, flooded: false },
  { nodes: FLOOD.seconds, seconds: FLOOD.seconds, flooded: true },
]) {
  await using lab = await Lab.start(FIELD);
  // Every address of the block is the nodes' own.
  await lab.change("nodes", `ip route add local ${NODE_BLOCK} dev lo`);
  const key = path.join(lab.folder, "key");
  await writeFile(key, LAB_KEY, { mode: 0o600 });
  const reflector = [process.execPath, LAUNCHER, "reflector", "--key-file", key, "--allow", NODE_BLOCK, "--for", "3"];
  // Ends with the lab.
  const serving = lab.run("reflector", reflector, { wrap: ["taskset", "--cpu-list", "0"] });
  await Promise.race([serving, new Promise((resolve) => setTimeout(resolve, 1_500))]);
  const runs = () =>
    lab.run("nodes", [process.execPath, THOUSAND, String(nodes), String(seconds), REFLECTOR, key], {
      wrap: ["taskset", "--cpu-list", "1"],
    });
  const usage = async () => (await lab.run("reflector", ["sh", "-c", USAGE])).stdout.trim().split("\n").map(Number);
  const flooding = flooded
    ? lab.run(
        "nodes",
        [process.execPath, FLOODER, String(FLOOD.perSecond), String(FLOOD.seconds), REFLECTOR, "10.20"],
        {
          wrap: ["taskset", "--cpu-list", "1"],
        },
      )
    : undefined;
  const midway = flooded
    ? new Promise((resolve) => setTimeout(resolve, (FLOOD.seconds * 1_000) / 4)).then(usage)
    : undefined;
  const { stdout, stderr } = await runs();
  if (stdout === "") throw new Error(stderr);
  const { milliseconds, outcomes } = JSON.parse(stdout) as Runs;
  const [peakKb, ticks] = await usage();
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => `${Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)} ms`;
  print(
    flooded
      ? `${nodes} nodes, one a second, under ${Math.round(Number((await flooding)?.stdout) / FLOOD.seconds)} forged datagrams a second`
      : `${nodes} nodes, begun ${seconds === 0 ? "at once" : `within ${seconds} s`}`,
  );
  for (const [outcome, count] of Object.entries(outcomes)) print(`  ${outcome}`, String(count));
  print("  a node's five requests, median", at(0.5));
  print("  p99", at(0.99));
  print("  longest", at(1));
  print("  reflector: processor time", `${(ticks ?? 0) * 10} ms`);
  print("  reflector: peak memory", `${Math.round((peakKb ?? 0) / 1024)} MB`);
  if (midway !== undefined)
    print("  reflector: peak memory after a quarter", `${Math.round(((await midway)[0] ?? 0) / 1024)} MB`);
}
