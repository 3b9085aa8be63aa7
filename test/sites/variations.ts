/**
 * Features that only some sites have: a transparent firewall, two firewalls that share the flows, other limits for ICMP errors, a proxy
 * instead of the Internet. They have a random sequence of their own, so that they change nothing else of a drawn site.
 */
import type { Route, Topology } from "../lab/topology.ts";
import { Draw } from "./random.ts";
import { cableOf, ipOf, type DrawnSite } from "./site.ts";

/** Milliseconds between two ICMP errors to one address: 100 is a limit of ten a second, 500 that of a common make. */
const ERROR_INTERVALS = [0, 100, 500, 2_000];

export function vary(site: DrawnSite): void {
  const draw = new Draw(site.seed * 17 + 5);
  const { roles, network } = site;
  const shape = draw.weighted([
    ["plain", 7],
    ["transparent", 1.5],
    ["doubled", 1.5],
  ] as const);
  if (shape === "transparent") addTransparentFirewall(site);
  if (shape === "doubled") roles.doubled = canBeDoubled(site);
  for (const name of [...roles.chain, roles.edge, roles.edgeFirewall]) {
    const host = name === undefined ? undefined : network.hosts[name];
    if (host !== undefined && draw.chance(0.2)) host.icmpErrorEveryMs = draw.one(ERROR_INTERVALS);
  }
  if (network.hosts["internet"] === undefined && draw.chance(0.5)) addProxy(site);
}

/** Into the cable between the core and the first firewall. */
function addTransparentFirewall({ network, roles }: DrawnSite): void {
  const name = "tfw";
  const [first = ""] = roles.firewalls;
  const [near, far] = cableOf(network.links, roles.core, first);
  network.hosts[name] = { bridge: true };
  network.links = network.links.filter(({ ends }) => !(ends.includes(near) && ends.includes(far)));
  network.links.push({ ends: [near, { host: name, address: "" }] }, { ends: [{ host: name, address: "" }, far] });
  roles.transparent = name;
}

/** A firewall between two routers and nothing else. */
function canBeDoubled({ network, roles }: DrawnSite): string | undefined {
  return roles.firewalls.find((name) => cablesOf(network, name).length === 2);
}

function cablesOf({ links }: Topology, name: string): Topology["links"] {
  return links.filter(({ ends }) => ends.some(({ host }) => host === name));
}

/** A second one of the router that is doubled, with the same configuration, over which each neighbour sends half of its flows. */
export function addTwin({ network, roles }: DrawnSite, rules: readonly string[]): void {
  const { doubled } = roles;
  const own = doubled === undefined ? undefined : network.hosts[doubled];
  if (doubled === undefined || own === undefined) return;
  const name = `${doubled}b`;
  const ofNeighbour = new Map<string, string>();
  const copied = structuredClone(own);
  for (const [index, link] of cablesOf(network, doubled).entries()) {
    const peer = link.ends.find(({ host }) => host !== doubled);
    const end = link.ends.find(({ host }) => host === doubled);
    if (peer === undefined || end === undefined) continue;
    // Of the same block as the cable beside it, where no other cable is.
    const block = `${ipOf(end.address).split(".").slice(0, 2).join(".")}.250`;
    const [near, far] = [`${block}.${4 * index + 1}`, `${block}.${4 * index + 2}`];
    ofNeighbour.set(ipOf(peer.address), near);
    const { delayMs } = link;
    network.links.push({
      ends: [
        { host: peer.host, address: `${near}/30` },
        { host: name, address: `${far}/30` },
      ],
      ...(delayMs !== undefined && { delayMs }),
    });
    const neighbour = network.hosts[peer.host];
    for (const route of neighbour?.routes ?? [])
      if (route.via === ipOf(end.address)) route.via = [ipOf(end.address), far];
  }
  const routes = copied.routes?.map((route): Route =>
    typeof route.via === "string" ? { ...route, via: ofNeighbour.get(route.via) ?? route.via } : route,
  );
  const forward = [...(copied.filter?.forward ?? []), ...rules];
  network.hosts[name] = {
    ...copied,
    ...(routes !== undefined && { routes }),
    filter: { ...copied.filter, ...(forward.length > 0 && { forward }) },
  };
}

/** The Internet over a proxy in the site; what belongs to the cluster is exempt. */
function addProxy(site: DrawnSite): void {
  const { network, roles, plan } = site;
  const subnet = plan.nodeSubnet.replace(/\.\d+\.0\/24$/, ".90");
  network.hosts["proxy"] = {
    routes: [{ to: "default", via: `${subnet}.1` }],
    services: [
      {
        kind: "http",
        listen: [`${subnet}.8`],
        sites: [
          {
            name: "_",
            ports: [3128],
            tlsPorts: [],
            certificate: { issuer: "lab", names: [] },
            locations: "location / { return 400; }",
          },
        ],
      },
    ],
  };
  network.links.push({
    ends: [
      { host: roles.core, address: `${subnet}.1/24` },
      { host: "proxy", address: `${subnet}.8/24` },
    ],
  });
  const server = `http://${subnet}.8:3128`;
  site.environment = {
    http_proxy: server,
    https_proxy: server,
    no_proxy: `.aliyuncs.com,${plan.apiServer},${plan.vpc}`,
  };
}
