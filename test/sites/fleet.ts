/**
 * Draws a fleet by a seed: a drawn site with two switches and three subnets, a fault that some or all servers meet, and servers with
 * a fault of their own. The tool runs on one server of each kind in the lab. Larger fleets are made of copies of those runs.
 */
import type { Report } from "../../src/model/report.ts";
import { Lab } from "../lab/lab.ts";
import { drawFault, drawNodeFault, drawSubnetFault, drawSwitchFault, type DrawnFault } from "./faults.ts";
import { runOn } from "./case.ts";
import { Draw } from "./random.ts";
import { readRecording } from "./recording.ts";
import { drawSite, SILENCES, type DrawnSite, type Silence } from "./site.ts";

/** Who meets the shared fault: servers behind one switch, servers of one subnet, all, or nobody. */
export const EXTENTS = ["switch", "subnet", "all", "none"] as const;
export type Extent = (typeof EXTENTS)[number];

/** Subnets of servers: two at one switch, the third at another. */
export const SUBNETS = ["a", "b", "c"] as const;
export type Subnet = (typeof SUBNETS)[number];

/** A run of the tool on one server of the fleet. */
export interface FleetRun {
  subnet: Subnet;
  /** What is wrong with this server alone. */
  own?: DrawnFault;
  report: Report;
}

export interface RecordedFleet {
  seed: number;
  silence: Silence;
  extent: Extent;
  shared?: DrawnFault;
  /** Where servers meet the shared fault. */
  hit: Subnet[];
  runs: FleetRun[];
}

const OWN_FAULTS = 5;

interface Server {
  name: string;
  subnet: Subnet;
  /** The first three bytes of its own link's addresses, and those of the subnet that it stands for. */
  link: string;
  shown: string;
  host: number;
  own?: DrawnFault;
}

interface DrawnFleet extends Omit<RecordedFleet, "runs"> {
  site: DrawnSite;
  servers: Server[];
}

export function drawFleet(seed: number): DrawnFleet {
  const site = drawSite(seed, SILENCES[seed % SILENCES.length]);
  const draw = new Draw(seed * 2_003 + 11);
  const prefix = site.plan.nodeSubnet.split(".").slice(0, 2).join(".");
  const first = site.roles.chain[0] ?? site.roles.core;
  const other = addSwitch(site, prefix);
  const shown: Record<Subnet, string> = { a: `${prefix}.120`, b: `${prefix}.121`, c: `${prefix}.122` };
  const extent = draw.weighted<Extent>([
    ["switch", 3],
    ["subnet", 3],
    ["all", 3],
    ["none", 1],
  ]);
  const hit: Subnet[] = {
    switch: ["c" as const],
    subnet: [draw.one(["a", "c"] as const)],
    all: [...SUBNETS],
    none: [],
  }[extent];
  // One of each subnet that is well by itself, then those with a fault of their own.
  const subnets: Subnet[] = [...SUBNETS, ...Array.from({ length: OWN_FAULTS }, () => draw.one(SUBNETS))];
  const servers = subnets.map((subnet, index): Server => {
    const server: Server = {
      name: `server${index}`,
      subnet,
      link: `${prefix}.${100 + index}`,
      shown: shown[subnet],
      host: 20 + index,
      ...(index >= SUBNETS.length && { own: drawNodeFault(site, draw) }),
    };
    attach(site, server, subnet === "c" ? other : first);
    return server;
  });
  const reached = servers.filter(({ subnet }) => hit.includes(subnet)).map(({ link }) => `${link}.0/24`);
  const shared = {
    switch: () => drawSwitchFault(site, draw, other),
    subnet: () => drawSubnetFault(site, draw, reached),
    all: () => sharedFault(site, draw),
    none: () => undefined,
  }[extent]();
  return { seed, silence: site.plan.silence, extent, ...(shared !== undefined && { shared }), hit, site, servers };
}

function sharedFault(site: DrawnSite, draw: Draw): DrawnFault {
  for (;;) {
    const fault = drawFault(site, draw);
    // What is wrong for the drawn site's own server alone is nobody's in the fleet.
    if (fault.device !== "node" && !fault.what.includes(`${site.plan.nodeAddress}/32`)) return fault;
  }
}

const OTHER_SWITCH = "other";

/** A second switch at the core, with servers of its own. */
function addSwitch({ network, roles, plan }: DrawnSite, prefix: string): string {
  const name = OTHER_SWITCH;
  const up = ["default", plan.vpc, "100.64.0.0/10"].map((to) => ({ to, via: `${prefix}.99.1` }));
  network.hosts[name] = { router: true, routes: up };
  network.links.push({
    ends: [
      { host: roles.core, address: `${prefix}.99.1/30` },
      { host: name, address: `${prefix}.99.2/30` },
    ],
  });
  return name;
}

/** A server on a link of its own, and the way back to it on the routers between there and the core. */
function attach({ network, roles, plan }: DrawnSite, { name, link, host }: Server, at: string): void {
  network.hosts[name] = { routes: [{ to: "default", via: `${link}.1` }] };
  network.links.push({
    ends: [
      { host: name, address: `${link}.${host}/24` },
      { host: at, address: `${link}.1/24` },
    ],
  });
  const to = `${link}.0/24`;
  const { core } = roles;
  if (at === OTHER_SWITCH)
    return void network.hosts[core]?.routes?.push({ to, via: `${link.replace(/\d+$/, "99")}.2` });
  for (const router of roles.chain.slice(0, roles.chain.indexOf(core) + 1)) {
    const back = network.hosts[router]?.routes?.find((route) => route.to === plan.nodeSubnet);
    if (back?.via !== undefined) network.hosts[router]?.routes?.push({ to, via: back.via });
  }
}

/** Runs the tool on every server of the fleet, in the same broken network. */
export async function recordFleet(seed: number): Promise<RecordedFleet> {
  const { site, servers, ...fleet } = drawFleet(seed);
  await using lab = await Lab.start(site.network);
  const runs: FleetRun[] = [];
  for (const { name, subnet, link, shown, own } of servers) {
    const stdout = await runOn(lab, name, site, site.flags, own?.before);
    const report = JSON.parse(
      stdout
        .replaceAll(`${link}.`, `${shown}.`)
        .replaceAll(`${link.replaceAll(".", "-")}-`, `${shown.replaceAll(".", "-")}-`),
    ) as Report;
    runs.push({ subnet, ...(own !== undefined && { own }), report });
  }
  return { ...fleet, runs };
}

/** Fleets that were recorded before, one JSON document a line. */
export function recordedFleets(file: string): RecordedFleet[] {
  return readRecording(file);
}
