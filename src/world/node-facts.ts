import { readFile } from "node:fs/promises";
import os from "node:os";
import type { NetworkInterface, NodeFacts, Route } from "../model/report.ts";
import { compareAddresses } from "../wire/cidr.ts";
import { parseRoutes } from "../wire/proc-net.ts";
import { parseOsRelease, parseResolvConf } from "../wire/system-files.ts";
import { printable } from "../wire/text.ts";
import { errnoOf } from "./abort.ts";

/** What a ticket needs to know of the server: for the report only, no check rests on it. */
export async function nodeFacts(epochMs: () => number): Promise<NodeFacts> {
  const [memory, interfaces, routes, resolvConf, osRelease] = await Promise.all([
    readMemory(),
    networkInterfaces(),
    ipv4Routes(),
    readOrEmpty("/etc/resolv.conf"),
    readOrEmpty("/etc/os-release"),
  ]);
  const release = parseOsRelease(osRelease);
  return {
    hostname: printable(os.hostname()),
    os: {
      distribution: printable(release["NAME"] ?? "unknown"),
      release: printable(release["VERSION_ID"] ?? ""),
      platform: os.platform(),
    },
    hardware: { cpus: os.availableParallelism(), ...memory },
    kernel: os.release(),
    arch: os.arch(),
    interfaces,
    routes,
    resolvers: parseResolvConf(resolvConf).servers,
    privileged: process.geteuid?.() === 0,
    clock: {
      now: new Date(epochMs()).toISOString(),
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  };
}

/** Its osInfo() is not asked: that runs `hostname -f` and blocks the whole process while DNS is silent. */
async function readMemory(): Promise<Omit<NodeFacts["hardware"], "cpus">> {
  const { mem } = await import("systeminformation");
  const { total, swaptotal } = await mem();
  return { memoryBytes: total, swapBytes: swaptotal };
}

async function networkInterfaces(): Promise<NetworkInterface[]> {
  const entries = Object.entries(os.networkInterfaces()).sort(([a], [b]) => (a < b ? -1 : 1));
  return await Promise.all(
    entries.map(async ([name, addresses = []]) => {
      const mtu = Number(await readOrEmpty(`/sys/class/net/${name}/mtu`));
      return {
        name,
        mac: addresses[0]?.mac ?? "",
        addresses: addresses.map((address) => address.cidr ?? address.address),
        ...(mtu > 0 && { mtu }),
      };
    }),
  );
}

async function ipv4Routes(): Promise<Route[]> {
  return parseRoutes(await readOrEmpty("/proc/net/route"))
    .map((row) => ({
      destination: `${row.destination}/${row.prefix}`,
      ...(row.gateway !== "0.0.0.0" && { gateway: row.gateway }),
      interface: row.interface,
      metric: row.metric,
    }))
    .sort((a, b) => compareAddresses(a.destination, b.destination) || a.metric - b.metric);
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "EACCES", "EINVAL"].includes(errnoOf(error))) return "";
    throw error;
  }
}
