import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Lab } from "../lab/lab.ts";
import type { Topology } from "../lab/topology.ts";
import { SOURCES, TARGETS } from "./rulesets.ts";

/** A host with two links: one to the site and the VPC, one to the cloud's services. */
const NETWORK: Topology = {
  hosts: {
    node: {
      routes: [
        { to: "default", via: "10.1.1.1" },
        { to: "100.64.0.0/10", via: "10.9.0.1" },
        { to: "203.0.113.0/24", via: "10.9.0.1" },
      ],
    },
    remote: { addresses: SOURCES.filter((ip) => ip.startsWith("192.168.")) },
    services: { addresses: ["100.103.42.233", "100.118.28.91", "203.0.113.123"] },
  },
  links: [
    {
      ends: [
        { host: "node", address: "10.1.1.10/24" },
        { host: "remote", address: "10.1.1.1/24" },
      ],
    },
    {
      ends: [
        { host: "node", address: "10.9.0.10/24" },
        { host: "services", address: "10.9.0.1/24" },
      ],
    },
  ],
};

export interface Compared {
  seed: number;
  /** What the program that loads it has said, where it would not. */
  refused?: string;
  judged: number;
  unread: number;
  untold: number;
  doubts: string[];
  wrong: { name: string; verdict: string; through: boolean; rule?: string }[];
}

const COMPARE = path.resolve(import.meta.dirname, "compare.ts");
const TSX = import.meta.resolve("tsx");
const PEER = path.resolve(import.meta.dirname, "peer.mjs");

/** Rule sets of the seeds from `first` on: verdicts beside what real packets met. */
export async function compareRules(first: number, count: number): Promise<Compared[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "edge-preflight-filter-"));
  const orders = path.join(folder, "orders");
  try {
    await using lab = await Lab.start(NETWORK);
    const servicesAt = (isThere: (ip: string) => boolean) =>
      TARGETS.filter(({ ip }) => isThere(ip)).map(({ protocol, ip, port }) => `${protocol} ${ip} ${port}`);
    const isVpcs = (ip: string) => ip.startsWith("192.168.") || ip.startsWith("10.1.");
    const waitsFor = (...command: string[]) => [
      "sh",
      "-c",
      `for try in $(seq 200); do [ -S ${orders} ] && break; sleep 0.05; done; exec "$@"`,
      "sh",
      ...command,
    ];
    const [compared] = await Promise.all([
      lab.run("node", [process.execPath, "--import", TSX, COMPARE, `${first}`, `${count}`, orders]),
      lab.run("remote", waitsFor(process.execPath, PEER, orders, ...servicesAt(isVpcs))),
      lab.run("services", waitsFor(process.execPath, PEER, orders, ...servicesAt((ip) => !isVpcs(ip)))),
    ]);
    if (compared.code !== 0) throw new Error(compared.stderr);
    return compared.stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Compared);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
