/**
 * A site drawn by a seed: address plan, layers, firewalls, where the Internet is, who resolves, what answers. It is data for the
 * lab, so that every consequence comes from the kernel and from real servers.
 */
import { findRegion } from "../../src/catalogue/regions.ts";
import { cloudSites, namesIn, apiServerSite } from "../lab/reference-site.ts";
import type { DnsService, Host, LinkEnd, Route, Topology } from "../lab/topology.ts";
import { Draw } from "./random.ts";

/** Which hops keep silent when a TTL runs out there. */
export const SILENCES = ["all hops answer", "hops silent one by one", "cloud silent", "all silent"] as const;
export type Silence = (typeof SILENCES)[number];

export interface DrawnSite {
  seed: number;
  network: Topology;
  /** What the tool is told of the site. */
  flags: string[];
  /** One `--hop` for each router whose device is known to the people of the site. */
  hopFlags: string[];
  resolvConf: string;
  /** Variables of the shell that the tool is started from. */
  environment: Record<string, string>;
  /** The names of hosts by what they do; faults are edits of these. */
  roles: Roles;
  plan: Plan;
}

export interface Roles {
  /** From the node's first router to the last before the services, in order. */
  chain: string[];
  access: string[];
  core: string;
  /** Firewalls on the line; empty never. */
  firewalls: string[];
  /** One that is no hop: frames between the core and the first firewall pass through it. */
  transparent: string | undefined;
  /** A router of which a second one takes half of the flows. */
  doubled: string | undefined;
  vbr: string;
  transit: string;
  vpcRouter: string;
  /** On the way to the Internet, where that has one of its own. */
  edge: string | undefined;
  edgeFirewall: string | undefined;
  dns: string[];
}

export interface Plan {
  region: string;
  dataCenter: string;
  vpc: string;
  nodeSubnet: string;
  nodeAddress: string;
  dnsAddresses: string[];
  apiServer: string;
  /** Service addresses by name. */
  services: ReturnType<typeof serviceAddresses>;
  ntp: { host: string; address: string }[];
  /** Whether time comes from a server of the site itself. */
  ntpInside: boolean;
  ossRanges: readonly string[];
  silence: Silence;
}

const CLOUD = "100.64.0.0/10";
const VPC_RESOLVERS = ["100.100.2.136", "100.100.2.138"] as const;
const REGIONS = ["cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-qingdao", "cn-shenzhen", "ap-southeast-1"];
export const INTERNET_DNS = "203.0.113.53";

function serviceAddresses(draw: Draw, region: string) {
  const known = findRegion(region);
  const routes = (known?.registryRoutes ?? []).map((route) => route.replace("/32", ""));
  const ranges = known?.ossRanges ?? [];
  const inRange = (range: string | undefined) =>
    `${(range ?? "100.118.28.0/24").replace(/\d+\/\d+$/, "")}${draw.integer(5, 120)}`;
  const base = `100.103.${draw.integer(110, 200)}`;
  return {
    controlPlane: `${base}.${draw.integer(2, 250)}`,
    packages: inRange(ranges[0]),
    layers: inRange(ranges.at(-1)),
    auth: `100.103.${draw.integer(201, 250)}.20`,
    authEnterprise: `100.103.${draw.integer(201, 250)}.21`,
    registry: routes.slice(0, 2),
  };
}

/** Addresses for links between routers, one block after the other. */
class LinkAddresses {
  readonly #draw: Draw;
  readonly #base: string;
  #next = 0;

  constructor(draw: Draw, base: string) {
    this.#draw = draw;
    this.#base = base;
  }

  pair(): [string, string] {
    const at = 4 * this.#next++;
    const block = `${this.#base}.${at >> 8}`;
    const low = at & 255;
    if (this.#draw.chance(0.3)) return [`${block}.${low}/31`, `${block}.${low + 1}/31`];
    return [`${block}.${low + 1}/30`, `${block}.${low + 2}/30`];
  }
}

export const ipOf = (address: string) => address.split("/")[0] ?? "";

export function drawSite(seed: number, silence?: Silence): DrawnSite {
  const draw = new Draw(seed);
  const region = draw.one(REGIONS);
  const names = namesIn(region);
  const services = serviceAddresses(draw, region);
  const { dataCenter, vpc, prefix, vpcPrefix, linkPrefix } = drawBlocks(draw);
  const links: Topology["links"] = [];
  const hosts: Record<string, Host> = {};
  const siteLinks = new LinkAddresses(draw, linkPrefix);
  const cloudLinks = new LinkAddresses(draw, draw.one(["172.31", "169.254", "100.127"]));
  const router = (name: string) => (hosts[name] = { router: true, routes: [] }).routes;
  const cable = (a: LinkEnd, b: LinkEnd) => links.push({ ends: [a, b] });
  const join = (a: string, b: string, addresses: [string, string]) => {
    cable({ host: a, address: addresses[0] }, { host: b, address: addresses[1] });
    return { near: ipOf(addresses[0]), far: ipOf(addresses[1]) };
  };

  // The chain to the cloud.
  const access = Array.from(
    {
      length: draw.weighted([
        [0, 5],
        [1, 3],
        [2, 1.5],
        [3, 0.5],
      ]),
    },
    (_, index) => `access${index + 1}`,
  );
  const firewalls = draw.chance(0.25) ? ["fw1", "fw2"] : ["fw1"];
  const extra = draw.chance(0.15) ? ["cen2"] : [];
  const [core, vbr, transit, vpcRouter] = ["core", "vbr", "cen", "vpcr"];
  const chain = [...access, core, ...firewalls, vbr, transit, ...extra, vpcRouter];
  for (const name of chain) router(name);
  const nodeSubnet = `${prefix}.${draw.integer(1, 9)}`;
  const nodeAddress = `${nodeSubnet}.${draw.integer(10, 99)}`;
  hosts["node"] = { routes: [{ to: "default", via: `${nodeSubnet}.1` }] };
  const first = chain[0] ?? core;
  cable({ host: "node", address: `${nodeAddress}/24` }, { host: first, address: `${nodeSubnet}.1/24` });

  const ownAddress = new Map<string, string>([[first, `${nodeSubnet}.1`]]);
  const routesOf = (name: string): Route[] => ((hosts[name] ??= {}).routes ??= []);
  const isCloud = (name: string) => chain.indexOf(name) >= chain.indexOf(vbr);
  for (const [index, near] of chain.entries()) {
    const far = chain[index + 1];
    if (far === undefined) break;
    const { near: nearIp, far: farIp } = join(near, far, (isCloud(near) ? cloudLinks : siteLinks).pair());
    ownAddress.set(far, farIp);
    routesOf(near).push({ to: vpc, via: farIp }, { to: CLOUD, via: farIp });
    if (chain.indexOf(far) > chain.indexOf(core)) routesOf(far).push({ to: dataCenter, via: nearIp });
    else routesOf(far).push({ to: `${nodeSubnet}.0/24`, via: nearIp });
    // Below the core everything goes up.
    if (chain.indexOf(near) < chain.indexOf(core)) routesOf(near).push({ to: "default", via: farIp });
  }

  // The last router has the VPC and the services on links of their own.
  const apiServer = `${vpcPrefix}.${draw.integer(1, 20)}.${draw.integer(2, 200)}`;
  const apiGateway = apiServer.replace(/\d+$/, "1");
  cable({ host: vpcRouter, address: `${apiGateway}/24` }, { host: "api", address: `${apiServer}/24` });
  routesOf(vpcRouter).splice(0, routesOf(vpcRouter).length, {
    to: dataCenter,
    via: ownPeer(links, vpcRouter, extra.at(-1) ?? transit),
  });
  const toServices = join(vpcRouter, "services", cloudLinks.pair());
  const toVpcDns = join(vpcRouter, "vpcdns", cloudLinks.pair());
  routesOf(vpcRouter).push(...VPC_RESOLVERS.map((ip) => ({ to: ip, via: toVpcDns.far })), {
    to: CLOUD,
    via: toServices.far,
  });

  // The Internet.
  const internet = draw.weighted([
    ["behind the firewall", 2.5],
    ["own edge", 5],
    ["none", 1.5],
  ] as const);
  let edge: string | undefined;
  let edgeFirewall: string | undefined;
  if (internet === "behind the firewall") {
    const fw = firewalls.at(-1) ?? core;
    const { far } = join(fw, "internet", siteLinks.pair());
    for (const name of [core, ...firewalls])
      if (name !== fw) routesOf(name).push({ to: "default", via: nextOn(links, chain, name) });
    routesOf(fw).push({ to: "default", via: far });
    hosts["internet"] = { routes: [{ to: dataCenter, via: nearOf(links, fw, "internet") }] };
  } else if (internet === "own edge") {
    const at = draw.chance(0.75) ? core : (access.at(-1) ?? core);
    edge = "edge";
    router(edge);
    const toEdge = join(at, edge, siteLinks.pair());
    ownAddress.set(edge, toEdge.far);
    const kept = routesOf(at).filter(({ to }) => to !== "default");
    (hosts[at] ??= {}).routes = [...kept, { to: "default", via: toEdge.far }];
    // What is elsewhere in the site is up by the core, and not at the edge.
    if (at !== core) routesOf(at).push({ to: dataCenter, via: nextOn(links, chain, at) });
    if (at !== core) routesOf(core).push({ to: "default", via: nearBack(links, chain, core) });
    routesOf(edge).push({ to: dataCenter, via: toEdge.near });
    let last = edge;
    if (draw.chance(0.6)) {
      edgeFirewall = "edgefw";
      router(edgeFirewall);
      const between = join(edge, edgeFirewall, siteLinks.pair());
      ownAddress.set(edgeFirewall, between.far);
      routesOf(edge).push({ to: "default", via: between.far });
      routesOf(edgeFirewall).push({ to: dataCenter, via: between.near });
      last = edgeFirewall;
    }
    const outside = join(last, "internet", ["198.51.100.1/30", "198.51.100.2/30"]);
    routesOf(last).push({ to: "default", via: outside.far });
    (hosts[last] ??= {}).masquerade = ["internet"];
    hosts["internet"] = { routes: [{ to: "default", via: "198.51.100.1" }] };
    // What the Internet answers to addresses that are nobody's there: some providers say so, most are silent.
    const refuses = draw.one(["unreachable", "prohibited", "silent", "silent"] as const);
    const guard = edgeFirewall ?? edge;
    const reject = {
      unreachable: "reject with icmp type host-unreachable",
      prohibited: "reject with icmp type admin-prohibited",
      silent: "drop",
    }[refuses];
    (hosts[guard] ??= {}).filter = {
      forward: [`oifname "internet" ip daddr { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 } ${reject}`],
    };
  }
  // A summary of the site's own block that swallows what is not in it.
  if (draw.chance(0.3) && internet !== "behind the firewall")
    routesOf(core).push({ to: dataCenter, type: "blackhole" });

  // Names.
  const ntpInside = internet === "none" || draw.chance(0.2);
  const dnsCount = draw.chance(0.3) ? 2 : 1;
  const dns = Array.from({ length: dnsCount }, (_, index) => `dns${index + 1}`);
  const dnsPlace = draw.one(["core", "access", "node"] as const);
  const dnsAddresses = dns.map((name, index) => {
    const at = dnsPlace === "node" && index === 0 ? first : dnsPlace === "access" ? (access.at(-1) ?? core) : core;
    const subnet = `${prefix}.${draw.integer(20, 29) + 10 * index}`;
    const address = `${subnet}.${draw.integer(5, 99)}`;
    cable({ host: at, address: `${subnet}.1/24` }, { host: name, address: `${address}/24` });
    // Routers between there and the core must know the way to it.
    for (const above of chain.slice(chain.indexOf(at) + 1, chain.indexOf(core) + 1))
      routesOf(above).push({ to: `${subnet}.0/24`, via: nearBack(links, chain, above) });
    hosts[name] = { routes: [{ to: "default", via: `${subnet}.1` }] };
    return address;
  });
  const ntpSubnet = `${prefix}.${draw.integer(60, 69)}`;
  const ntp = ntpInside
    ? [{ host: `${ntpSubnet}.12`, address: `${ntpSubnet}.12` }]
    : [
        { host: names.ntp1, address: "203.107.6.88" },
        { host: names.ntp2, address: "203.107.6.89" },
      ];
  if (ntpInside) {
    cable({ host: core, address: `${ntpSubnet}.1/24` }, { host: "ntp", address: `${ntpSubnet}.12/24` });
    hosts["ntp"] = {
      routes: [{ to: "default", via: `${ntpSubnet}.1` }],
      services: [{ kind: "ntp", synchronised: true }],
    };
  }
  const ntpRecords = ntpInside ? {} : { [names.ntp1]: ["203.107.6.88"], [names.ntp2]: ["203.107.6.89"] };
  const knowsItself = ntpInside
    ? draw.one(["all to the VPC", "cloud zone only"] as const)
    : draw.one(["all to the VPC", "both", "own records"] as const);
  for (const [index, name] of dns.entries()) {
    const own: Pick<DnsService, "records" | "forward"> = {
      "all to the VPC": { forward: { "": VPC_RESOLVERS[0] } },
      both: { forward: { "aliyuncs.com": VPC_RESOLVERS[0], "": INTERNET_DNS } },
      "own records": { records: ntpRecords, forward: { "aliyuncs.com": VPC_RESOLVERS[0] } },
      "cloud zone only": { forward: { "aliyuncs.com": VPC_RESOLVERS[0] } },
    }[knowsItself];
    (hosts[name] ??= {}).services = [{ kind: "dns", listen: [dnsAddresses[index] ?? ""], ...own }];
  }
  if (hosts["internet"] !== undefined) {
    hosts["internet"].addresses = ["203.107.6.88", "203.107.6.89", INTERNET_DNS];
    hosts["internet"].services = [
      { kind: "ntp", synchronised: true },
      { kind: "dns", listen: [INTERNET_DNS], records: { "time.example.org": ["203.107.6.90"], ...ntpRecords } },
    ];
  }

  // The cloud's own hosts.
  const cloudRecords = {
    [names.controlPlane]: [services.controlPlane],
    [names.packages]: [services.packages],
    [names.layers]: [services.layers],
    [names.auth]: [services.auth],
    [names.authEnterprise]: [services.authEnterprise],
    [names.registry]: services.registry,
  };
  const listen = Object.values(cloudRecords).flat();
  hosts["vpcdns"] = {
    addresses: [...VPC_RESOLVERS],
    routes: [{ to: "default", via: toVpcDns.near }],
    services: [{ kind: "dns", listen: [...VPC_RESOLVERS], records: { ...cloudRecords, ...ntpRecords } }],
  };
  hosts["services"] = {
    addresses: listen,
    routes: [{ to: "default", via: toServices.near }],
    services: [{ kind: "http", listen, sites: cloudSites(region) }],
  };
  hosts["api"] = {
    routes: [{ to: "default", via: apiGateway }],
    services: [{ kind: "http", listen: [apiServer], sites: [apiServerSite(apiServer)] }],
  };

  // Lines.
  const line = links.find(
    ({ ends }) => ends.some(({ host }) => host === vbr) && ends.some(({ host }) => host === firewalls.at(-1)),
  );
  if (line !== undefined && draw.chance(0.35)) line.delayMs = draw.integer(1, 30);
  const loss = draw.chance(0.25) ? draw.integer(1, 20) : 0;
  if (loss > 0) addRule(hosts, transit, "forward", `numgen random mod 1000 < ${loss} drop`);
  if (draw.chance(0.15) && internet !== "behind the firewall")
    (hosts[firewalls.at(-1) ?? ""] ??= {}).masquerade = [vbr];

  const drawnSilence = silence ?? draw.one(SILENCES);
  const silent = {
    "all hops answer": [],
    "hops silent one by one": [...chain, "edge", "edgefw"].filter(
      (name) => hosts[name] !== undefined && draw.chance(0.35),
    ),
    "cloud silent": chain.slice(chain.indexOf(vbr)),
    "all silent": [...chain, "edge", "edgefw"].filter((name) => hosts[name] !== undefined),
  }[drawnSilence];
  for (const name of silent) addRule(hosts, name, "output", "icmp type time-exceeded drop");

  drawOwnAnswers(seed, hosts, firewalls);

  const deviceOf: [string, string][] = [
    [core, "core-switch"],
    ...firewalls.map((name): [string, string] => [name, "firewall"]),
    [vbr, "vbr"],
    [transit, "ecr-cen"],
    [vpcRouter, "vpc-route-table"],
  ];
  return {
    seed,
    network: { hosts, links },
    flags: [
      "--region",
      region,
      "--api-server",
      apiServer,
      "--vpc-cidr",
      vpc,
      "--data-center-cidr",
      dataCenter,
      ...(ntpInside ? ["--ntp-server", `${ntpSubnet}.12`] : []),
    ],
    hopFlags: deviceOf.flatMap(([name, device]) => ["--hop", `${device}=${ownAddress.get(name) ?? ""}`]),
    resolvConf: dnsAddresses.map((address) => `nameserver ${address}\n`).join(""),
    environment: {},
    roles: {
      chain,
      access,
      core,
      firewalls,
      transparent: undefined,
      doubled: undefined,
      vbr,
      transit,
      vpcRouter,
      edge,
      edgeFirewall,
      dns,
    },
    plan: {
      region,
      dataCenter,
      vpc,
      nodeSubnet: `${nodeSubnet}.0/24`,
      nodeAddress,
      dnsAddresses,
      apiServer,
      services,
      ntp,
      ntpInside,
      ossRanges: findRegion(region)?.ossRanges ?? [],
      silence: drawnSilence,
    },
  };
}

interface Blocks {
  dataCenter: string;
  vpc: string;
  /** The first two bytes of the servers' subnets, of the VPC's, and of the links between routers. */
  prefix: string;
  vpcPrefix: string;
  linkPrefix: string;
}

/** What devices answer on their own addresses, and whether the firewall lets others be asked: by draws of their own. */
function drawOwnAnswers(seed: number, hosts: Record<string, Host>, firewalls: readonly string[]): void {
  const draw = new Draw(seed * 31 + 7);
  for (const [name, host] of Object.entries(hosts)) {
    const isRouter = host.router === true;
    if (isRouter && draw.chance(0.5)) addRule(hosts, name, "input", "meta l4proto tcp drop");
    if (draw.chance(isRouter ? 0.2 : 0.4)) addRule(hosts, name, "input", "icmp type echo-request drop");
  }
  if (draw.chance(0.4)) addRule(hosts, firewalls[0] ?? "", "forward", "icmp type echo-request drop");
}

/** The data centre's block and the VPC's, which may lie inside it. */
function drawBlocks(draw: Draw): Blocks {
  const second = draw.integer(150, 199);
  const shape = draw.weighted([
    ["ten", 4],
    ["inside", 2],
    ["twelve", 1.5],
    ["part", 1.5],
  ] as const);
  switch (shape) {
    case "ten":
      return {
        dataCenter: "10.0.0.0/8",
        vpc: "192.168.0.0/16",
        prefix: `10.${draw.integer(1, 60)}`,
        vpcPrefix: "192.168",
        linkPrefix: `10.${draw.integer(200, 254)}`,
      };
    case "inside":
      return {
        dataCenter: "10.0.0.0/8",
        vpc: `10.${second}.0.0/16`,
        prefix: `10.${draw.integer(1, 60)}`,
        vpcPrefix: `10.${second}`,
        linkPrefix: `10.${draw.integer(200, 254)}`,
      };
    case "twelve":
      return {
        dataCenter: "172.16.0.0/12",
        vpc: `10.${second}.0.0/16`,
        prefix: `172.${draw.integer(17, 27)}`,
        vpcPrefix: `10.${second}`,
        linkPrefix: "172.29",
      };
    case "part":
      return {
        dataCenter: "10.64.0.0/10",
        vpc: "172.16.0.0/12",
        prefix: `10.${draw.integer(65, 120)}`,
        vpcPrefix: "172.20",
        linkPrefix: "10.127",
      };
  }
}

export function cableOf(links: Topology["links"], a: string, b: string): [LinkEnd, LinkEnd] {
  for (const { ends } of links) {
    const [one, other] = ends;
    if (one.host === a && other.host === b) return [one, other];
    if (one.host === b && other.host === a) return [other, one];
  }
  throw new Error(`no cable between ${a} and ${b}`);
}

/** The peer's address on the cable from `own`. */
function ownPeer(links: Topology["links"], own: string, peer: string): string {
  return ipOf(cableOf(links, own, peer)[1].address);
}

function nearOf(links: Topology["links"], own: string, peer: string): string {
  return ipOf(cableOf(links, own, peer)[0].address);
}

function nextOn(links: Topology["links"], chain: readonly string[], name: string): string {
  return ownPeer(links, name, chain[chain.indexOf(name) + 1] ?? "");
}

function nearBack(links: Topology["links"], chain: readonly string[], name: string): string {
  return ownPeer(links, name, chain[chain.indexOf(name) - 1] ?? "");
}

export function addRule(
  hosts: Record<string, Host>,
  name: string,
  hook: "input" | "output" | "forward",
  ...rules: string[]
): void {
  const host = (hosts[name] ??= {});
  const filter = (host.filter ??= {});
  filter[hook] = [...(filter[hook] ?? []), ...rules];
}
