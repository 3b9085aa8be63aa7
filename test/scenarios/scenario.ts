import type { RunOptions } from "../lab/lab.ts";
import type { HttpService, HttpSite, Topology } from "../lab/topology.ts";

/** A fault as data: what is different in the network or on the node, and what the report must then say. */
export interface Scenario {
  name: string;
  /** Changes the network before the lab is built. */
  patch?: (network: Topology) => void;
  /** How the tool is told of the site, when not by SITE_FLAGS. */
  site?: string[];
  flags?: string[];
  run?: RunOptions;
  /** A shell command that goes before the tool on the node, in the same shell. */
  before?: string;
  exitCode: number;
  /** "status code" by check ID. */
  expect: Record<string, string>;
  /** The first suspect's device of the first finding. */
  suspects?: string;
  /** The same where no look at the path is needed: judged from what the checks have recorded. */
  blames?: string;
}

export function siteOf(network: Topology, name: string): HttpSite {
  const services = Object.values(network.hosts).flatMap((host) => host.services ?? []);
  const site = services
    .filter((service): service is HttpService => service.kind === "http")
    .flatMap((service) => service.sites)
    .find((candidate) => candidate.name === name);
  if (site === undefined) throw new Error(`the lab serves no ${name}`);
  return site;
}

export function hostOf(network: Topology, name: string): Topology["hosts"][string] {
  const host = network.hosts[name];
  if (host === undefined) throw new Error(`the lab has no ${name}`);
  return host;
}

export function dnsRecords(network: Topology, host: string): Record<string, string[]> {
  const service = hostOf(network, host).services?.find((candidate) => candidate.kind === "dns");
  if (service?.kind !== "dns") throw new Error(`${host} runs no DNS`);
  return (service.records ??= {});
}

/** A shell command that ends once something listens on a port of the node; it gives up after ten seconds. */
export function listens(protocol: "tcp" | "udp", port: number): string {
  const option = protocol === "tcp" ? "-t" : "-u";
  return `for try in $(seq 200); do ss -Hln ${option} 'sport = :${port}' | grep -q . && break; sleep 0.05; done`;
}

/** What the firewall does to packets on their way through. */
export function firewall(network: Topology, ...rules: string[]): void {
  hostOf(network, "firewall").filter = { forward: rules };
}
