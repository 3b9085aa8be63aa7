/** Eight paths walked at once, beside the usual tools one path after the other: time, and how many hops each finds. */
import path from "node:path";
import type { HopsRequest, Seen } from "../../src/model/probe.ts";
import { Lab } from "../lab/lab.ts";
import { ADDRESSES, API_SERVER, referenceSite } from "../lab/reference-site.ts";
import type { Topology } from "../lab/topology.ts";
import { firewall } from "../scenarios/scenario.ts";
import { print, printRatio } from "./print.ts";

const ASK = path.resolve(import.meta.dirname, "ask-measured.mjs");
const DESTINATIONS: [string, number][] = [
  [ADDRESSES.controlPlane, 443],
  [ADDRESSES.packages, 443],
  [ADDRESSES.layers, 443],
  [ADDRESSES.auth, 443],
  [ADDRESSES.authEnterprise, 443],
  [ADDRESSES.registry, 443],
  [ADDRESSES.registrySecond, 443],
  [API_SERVER, 6443],
];

interface Measured {
  seen: Seen<"hops">[];
  wallMs: number;
  peakRssMb: number;
  peakDescriptors: number;
}

/** Options of each tool that ask for the same: TCP to the port, numbers, a report at the end. */
const TOOLS: Record<string, (ip: string, port: string) => string[]> = {
  "traceroute -T": (ip, port) => ["traceroute", "-T", "-n", "-m", "16", "-p", port, ip],
  "mtr --tcp": (ip, port) => ["mtr", "--tcp", "--port", port, "-n", "-m", "16", "-r", "-c", "1", ip],
  tcptraceroute: (ip, port) => ["tcptraceroute", "-n", "-m", "16", ip, port],
};

const ROUTERS = new Set(["10.1.1.1", "10.0.12.2", "10.0.23.2", "172.31.1.2", "172.31.2.2"]);

/** Routers that a tool's output names. */
function routersIn(text: string): number {
  return new Set((text.match(/\d+\.\d+\.\d+\.\d+/g) ?? []).filter((ip) => ROUTERS.has(ip))).size;
}

async function own(lab: Lab): Promise<Measured & { processMs: number; hops: number; shared: number }> {
  const requests = DESTINATIONS.map(([ip, port]): HopsRequest => ({
    probe: "hops",
    protocol: "tcp",
    to: { ip, port },
    maxTtl: 16,
    thorough: true,
  }));
  const startedAt = performance.now();
  const { stdout } = await lab.run("node", [process.execPath, ASK, JSON.stringify(requests)]);
  const measured = JSON.parse(stdout) as Measured;
  const routers = measured.seen
    .flatMap(({ evidence }) => evidence?.hops ?? [])
    .filter(({ address }) => address !== undefined && ROUTERS.has(address));
  const shared = routers.filter((hop) => hop.shared === true).length;
  return { ...measured, processMs: performance.now() - startedAt, hops: routers.length, shared };
}

/** A tool that takes longer for one path is ended, and its time is then a lower bound. */
const TOOL_TIMEOUT_S = "20";

async function tool(
  lab: Lab,
  command: (ip: string, port: string) => string[],
): Promise<{ wallMs: number; hops: number }> {
  const startedAt = performance.now();
  let hops = 0;
  for (const [ip, port] of DESTINATIONS) {
    const { stdout } = await lab.run("node", ["timeout", TOOL_TIMEOUT_S, ...command(ip, `${port}`)]);
    // The first line of some tools repeats the destination; only routers count.
    hops += routersIn(stdout);
  }
  return { wallMs: performance.now() - startedAt, hops };
}

async function compare(name: string, patch: (network: Topology) => void): Promise<void> {
  const network = referenceSite();
  patch(network);
  const measured = await inFreshLab(network, own);
  print(`${name}: the same with the process`, `${measured.processMs.toFixed(0)} ms`);
  print(`${name}: routers found`, `${measured.hops}`);
  print(`${name}: of these, known from another walk`, `${measured.shared}`);
  print(`${name}: peak memory`, `${measured.peakRssMb.toFixed(0)} MB`);
  print(`${name}: peak descriptors`, `${measured.peakDescriptors}`);
  for (const [title, command] of Object.entries(TOOLS)) {
    // Each in a lab of its own, so that none pays for errors that another has used up.
    const other = await inFreshLab(network, (lab) => tool(lab, command));
    printRatio(
      [`${name}: eight walks at once`, measured.wallMs],
      [`${title}, one after another`, other.wallMs],
      "ms",
      1,
    );
    print(`${name}: ${title}, routers found`, `${other.hops}`);
  }
}

async function inFreshLab<T>(network: Topology, work: (lab: Lab) => Promise<T>): Promise<T> {
  await using lab = await Lab.start(network);
  return await work(lab);
}

await compare("open", () => undefined);
await compare("dropped at the firewall", (network) => {
  firewall(network, "tcp dport { 443, 6443 } drop");
});
