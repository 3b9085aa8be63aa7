import { readFile, readlink } from "node:fs/promises";
import os from "node:os";
import type { NetworkInterface, NodeFacts, Route } from "../model/report.ts";
import { compareAddresses } from "../wire/cidr.ts";
import { parseRoutes } from "../wire/proc-net.ts";
import { parseOsRelease, parseResolvConf } from "../wire/system-files.ts";
import { printable } from "../wire/text.ts";
import { errnoOf } from "./errno.ts";

/** What a ticket needs to know of the server: for the report only, no check rests on it. */
export async function nodeFacts(epochMs: () => number): Promise<NodeFacts> {
  const [zone, memory, interfaces, routes, resolvConf, osRelease] = await Promise.all([
    timeZone(),
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
      timezone: zone,
    },
  };
}

/** By its name in the IANA database. To ask Intl is the last resort: its first answer takes longer than a run's other facts. */
async function timeZone(): Promise<string> {
  const [, name] = /\/zoneinfo\/(.+)$/.exec(await orEmpty(readlink("/etc/localtime"))) ?? [];
  if (process.env["TZ"] === undefined && name !== undefined) return printable(name);
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Its osInfo() is not asked: that runs `hostname -f` and blocks the whole process while DNS is silent. */
async function readMemory(): Promise<Omit<NodeFacts["hardware"], "cpus">> {
  // Only this part of the package: all of it takes four times as long to load.
  const { default: memory } = await import("systeminformation/lib/memory.js");
  const { total, swaptotal } = await memory.mem();
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

function readOrEmpty(path: string): Promise<string> {
  return orEmpty(readFile(path, "utf8"));
}

async function orEmpty(reading: Promise<string>): Promise<string> {
  try {
    return await reading;
  } catch (error) {
    if (["ENOENT", "EACCES", "EINVAL"].includes(errnoOf(error))) return "";
    throw error;
  }
}
