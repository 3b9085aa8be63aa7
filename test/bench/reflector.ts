/** A reflector on one core, and the healthy runs of a thousand nodes: all begun at once, and within ten seconds. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Lab } from "../lab/lab.ts";
import { LAB_KEY, LAUNCHER } from "../lab/services.ts";
import type { Topology } from "../lab/topology.ts";
import { print } from "./print.ts";

const NODES = 1_000;
const REFLECTOR = "192.168.20.20";
const NODE_BLOCK = "10.20.0.0/16";
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

for (const seconds of [0, 10]) {
  await using lab = await Lab.start(FIELD);
  // Every address of the block is the nodes' own.
  await lab.change("nodes", `ip route add local ${NODE_BLOCK} dev lo`);
  const key = path.join(lab.folder, "key");
  await writeFile(key, LAB_KEY);
  const reflector = [process.execPath, LAUNCHER, "reflector", "--key-file", key, "--allow", NODE_BLOCK, "--for", "3"];
  // Ends with the lab.
  const serving = lab.run("reflector", reflector, { wrap: ["taskset", "--cpu-list", "0"] });
  await Promise.race([serving, new Promise((resolve) => setTimeout(resolve, 1_500))]);
  const { stdout, stderr } = await lab.run(
    "nodes",
    [process.execPath, THOUSAND, String(NODES), String(seconds), REFLECTOR, key],
    { wrap: ["taskset", "--cpu-list", "1"] },
  );
  if (stdout === "") throw new Error(stderr);
  const { milliseconds, outcomes } = JSON.parse(stdout) as {
    milliseconds: number[];
    outcomes: Record<string, number>;
  };
  const [peakKb, ticks] = (await lab.run("reflector", ["sh", "-c", USAGE])).stdout.trim().split("\n").map(Number);
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => `${Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)} ms`;
  print(`${NODES} nodes, begun ${seconds === 0 ? "at once" : `within ${seconds} s`}`);
  for (const [outcome, count] of Object.entries(outcomes)) print(`  ${outcome}`, String(count));
  print("  a node's five requests, median", at(0.5));
  print("  p99", at(0.99));
  print("  longest", at(1));
  print("  reflector: processor time", `${(ticks ?? 0) * 10} ms`);
  print("  reflector: peak memory", `${Math.round((peakKb ?? 0) / 1024)} MB`);
}
