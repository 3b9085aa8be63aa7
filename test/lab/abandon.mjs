// Walks a path on which nothing comes back, gives up after 100 ms, and prints what is left open and whether it took long.
import { readdirSync, readlinkSync } from "node:fs";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { PROBERS } from "../../dist/probes/probers.js";
import { makeWorld } from "../../dist/world/real.js";

const world = makeWorld({ caFiles: [], searchPath: "", proxyVariables: {} });
const limits = { timeoutMs: 100 };
await world.native();
const sockets = () => readdirSync("/proc/self/fd").filter((fd) => isSocket(fd)).length;
function isSocket(fd) {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
  } catch {
    // The descriptor of the listing itself.
    return false;
  }
}

const before = sockets();
const signal = AbortSignal.timeout(limits.timeoutMs);
setMaxListeners(0, signal);
const startedAt = performance.now();
const to = { ip: "100.103.42.233", port: 443 };
await Promise.all([
  PROBERS.hops({ probe: "hops", protocol: "tcp", to, maxTtl: 16, thorough: true }, world, signal, limits),
  PROBERS.hops(
    { probe: "hops", protocol: "udp", to: { ...to, port: 123 }, maxTtl: 16, thorough: true },
    world,
    signal,
    limits,
  ),
  PROBERS.distance({ probe: "distance", to }, world, signal, limits),
  PROBERS.mtu({ probe: "mtu", to, scheme: "https", serverName: "a.example" }, world, signal, limits),
]);
const late = performance.now() - startedAt > 10 * limits.timeoutMs;
await sleep(50);
process.stdout.write(JSON.stringify({ leaked: sockets() - before, late }), () => process.exit());
