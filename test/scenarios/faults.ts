import type { Device } from "../../src/model/device.ts";
import type { Effect, PacketMatch } from "../../src/model/fault.ts";
import type { Place, PlacedFault } from "../../src/diagnosis/network/forwarding.ts";
import { ADDRESSES, API_SERVER, DATA_CENTER_CIDR, NAMES, SITE_DNS, VPC_CIDR } from "../lab/reference-site.ts";
import type { Route, Topology } from "../lab/topology.ts";
import { dnsRecords, hostOf, siteOf } from "./scenario.ts";

/** One thing that is wrong with the network or the node, and whose it is. */
export interface Fault {
  name: string;
  device: Device;
  /** Who cannot be told apart from it where all hops answer: the first suspect is one of these. */
  group: Device[];
  /** What the diagnosis should call it; another name on the same device would send the same people to work. */
  misconfiguration: string;
  patch?: (network: Topology) => void;
  /** A shell command on the node, before the tool. */
  before?: string;
  /** The same for the simulator, where it knows of such a thing. */
  placed?: PlacedFault[];
}

type Change = Pick<Fault, "patch" | "before" | "placed">;

const CLOUD = "100.64.0.0/10";
const OSS_RANGES = ["100.118.28.0/24", "100.114.102.0/24", "100.98.170.0/24", "100.118.31.0/24"];
const NODE_ADDRESS = "10.1.1.10/32";

/** Where the lab's hosts are on the way to the cloud. */
const PLACES: Record<string, Place> = {
  node: { at: "node" },
  "core-switch": { at: "router", id: "t1" },
  firewall: { at: "router", id: "t2" },
  vbr: { at: "router", id: "t3" },
  cen: { at: "router", id: "t4" },
  "vpc-router": { at: "router", id: "t5" },
  "api-server": { at: "edge" },
  destination: { at: "destination" },
};

function placed(host: string, direction: "outbound" | "inbound", effect: Effect, match: PacketMatch): PlacedFault[] {
  const place = PLACES[host];
  return place === undefined ? [] : [{ place, direction, effect, match }];
}

const VERDICTS: Partial<Record<Effect, string>> = {
  drop: "drop",
  reset: "reject with tcp reset",
  prohibit: "reject with icmp type admin-prohibited",
};

/** A match and an effect as a rule of nftables. */
function ruleOf({ remote, protocol, ports }: PacketMatch, effect: Effect, side: "daddr" | "saddr"): string {
  const port = side === "daddr" ? "dport" : "sport";
  return [
    remote === undefined ? "" : `ip ${side} { ${remote.join(", ")} }`,
    ports === undefined ? "" : `${protocol ?? "th"} ${port} { ${ports.join(", ")} }`,
    effect === "reset" && ports === undefined ? "ip protocol tcp" : "",
    VERDICTS[effect] ?? "drop",
  ].join(" ");
}

function addRules(host: string, hook: "input" | "output" | "forward", ...rules: string[]) {
  return (network: Topology) => {
    const filter = (hostOf(network, host).filter ??= {});
    filter[hook] = [...(filter[hook] ?? []), ...rules];
  };
}

/** On the way to the cloud. */
function filters(host: string, match: PacketMatch, effect: Effect = "drop"): Change {
  return {
    patch: addRules(host, "forward", ruleOf(match, effect, "daddr")),
    // A reset exists for TCP only.
    placed: placed(host, "outbound", effect, effect === "reset" ? { ...match, protocol: "tcp" } : match),
  };
}

/** On the way back. */
function filtersAnswers(host: string, match: PacketMatch): Change {
  return {
    patch: addRules(host, "forward", ruleOf(match, "drop", "saddr")),
    placed: placed(host, "inbound", "drop", match),
  };
}

const ROUTE_EFFECTS: Record<NonNullable<Route["type"]>, Effect> = {
  blackhole: "blackhole",
  throw: "no-route",
  unreachable: "unreachable",
  prohibit: "forbid",
};

/** Routes that refuse, in the place of whatever led to these blocks before. */
function refuses(host: string, type: NonNullable<Route["type"]>, ...blocks: string[]): Change {
  return {
    patch: (network) => {
      const { routes = [] } = hostOf(network, host);
      hostOf(network, host).routes = [
        ...routes.filter(({ to }) => !blocks.includes(to)),
        ...blocks.map((to) => ({ to, type })),
      ];
    },
    placed: placed(host, "outbound", ROUTE_EFFECTS[type], { remote: blocks }),
  };
}

function lacksWayBack(host: string): Change {
  return {
    patch: (network) => {
      const { routes = [] } = hostOf(network, host);
      hostOf(network, host).routes = routes.filter(({ to }) => to !== DATA_CENTER_CIDR);
    },
    placed: placed(host, "inbound", "blackhole", {}),
  };
}

function lacksRoute(host: string, block: string): Change {
  return {
    patch: (network) => {
      const { routes = [] } = hostOf(network, host);
      hostOf(network, host).routes = routes.filter(({ to }) => to !== block);
    },
    placed: placed(host, "outbound", "no-route", { remote: [block] }),
  };
}

function swallowsWayBack(host: string, block: string): Change {
  return { patch: refuses(host, "blackhole", block).patch, placed: placed(host, "inbound", "blackhole", {}) };
}

function nodeFilter(match: PacketMatch): Change {
  const rule = ruleOf(match, "drop", "daddr");
  return {
    before: `nft 'table inet own { chain out { type filter hook output priority 0; ${rule}; }; }'`,
    placed: placed("node", "outbound", "drop", match),
  };
}

const on =
  (device: Device) =>
  (misconfiguration: string, name: string, change: Change, ...others: Device[]): Fault => ({
    name,
    device,
    group: [device, ...others],
    misconfiguration: `${device}.${misconfiguration}`,
    ...change,
  });

const coreSwitch = on("core-switch");
const firewall = on("firewall");
const vbr = on("vbr");
const ecrCen = on("ecr-cen");
const vpcRouteTable = on("vpc-route-table");
const securityGroup = on("security-group");
const service = on("service");
const dns = on("dns");
const node = on("node");

const vpc = { remote: [VPC_CIDR] };
const cloud = { remote: [CLOUD] };
const tcp443: PacketMatch = { protocol: "tcp", ports: [443] };
const tcp6443: PacketMatch = { protocol: "tcp", ports: [6443] };
const ntp: PacketMatch = { protocol: "udp", ports: [123] };
const host = (...addresses: string[]) => ({ remote: addresses.map((ip) => `${ip}/32`) });

/**
 * What cannot be told apart from the node: a drop at the firewall from a null route at the VBR, a missing way back from a
 * drop of everything, a security group that drops all from a dead host or answers that are dropped on their way.
 */
export const FAULTS: Fault[] = [
  coreSwitch("outbound.vpc", "switch: null route to the VPC", refuses("core-switch", "blackhole", VPC_CIDR)),
  coreSwitch("outbound.vpc", "switch: VPC unreachable", refuses("core-switch", "unreachable", VPC_CIDR)),
  coreSwitch("outbound.vpc", "switch: VPC prohibited", refuses("core-switch", "prohibit", VPC_CIDR)),
  coreSwitch("outbound.cloud-services", "switch: null route to the cloud", refuses("core-switch", "blackhole", CLOUD)),
  coreSwitch("outbound.cloud-services", "switch: no route to the cloud", refuses("core-switch", "throw", CLOUD)),
  coreSwitch("outbound.all", "switch: null routes to both", refuses("core-switch", "blackhole", CLOUD, VPC_CIDR)),
  coreSwitch("outbound.all", "switch: null routes to everything", {
    ...refuses("core-switch", "blackhole", CLOUD, VPC_CIDR, "default"),
    placed: placed("core-switch", "outbound", "blackhole", { except: [DATA_CENTER_CIDR] }),
  }),
  coreSwitch(
    "outbound.oss",
    "switch: null route to an OSS range",
    refuses("core-switch", "blackhole", "100.118.28.0/24"),
  ),
  coreSwitch(
    "outbound.registry",
    "switch: null route to a registry address",
    refuses("core-switch", "blackhole", "100.103.9.188/32"),
  ),
  coreSwitch(
    "inbound.data-center",
    "switch: no way back to the node",
    swallowsWayBack("core-switch", NODE_ADDRESS),
    "node",
  ),
  coreSwitch("access-list", "switch: access list drops 443", filters("core-switch", tcp443), "firewall"),

  firewall(
    "outbound.all",
    "firewall: all to the cloud dropped",
    filters("firewall", { remote: [CLOUD, VPC_CIDR] }),
    "vbr",
  ),
  // The site's DNS server, which asks on through it, is then not heard either.
  firewall("outbound.all", "firewall: everything dropped", filters("firewall", {})),
  firewall("outbound.vpc", "firewall: VPC dropped", filters("firewall", vpc), "vbr"),
  firewall("outbound.vpc", "firewall: VPC reset", filters("firewall", vpc, "reset")),
  firewall("outbound.vpc", "firewall: VPC prohibited", filters("firewall", vpc, "prohibit")),
  firewall("outbound.cloud-services", "firewall: cloud dropped", filters("firewall", cloud), "vbr"),
  firewall("outbound.cloud-services", "firewall: cloud TCP reset", filters("firewall", cloud, "reset")),
  firewall("outbound.cloud-services", "firewall: cloud prohibited", filters("firewall", cloud, "prohibit")),
  firewall(
    "outbound.control-plane",
    "firewall: control plane's address dropped",
    filters("firewall", host(ADDRESSES.controlPlane)),
  ),
  firewall(
    "outbound.control-plane",
    "firewall: control plane's port dropped",
    filters("firewall", { ...host(ADDRESSES.controlPlane), ...tcp443 }),
  ),
  firewall("outbound.oss", "firewall: one OSS range dropped", filters("firewall", { remote: ["100.118.28.0/24"] })),
  firewall(
    "outbound.oss",
    "firewall: other OSS range reset",
    filters("firewall", { remote: ["100.118.31.0/24"] }, "reset"),
  ),
  firewall("outbound.oss", "firewall: all OSS ranges dropped", filters("firewall", { remote: OSS_RANGES })),
  firewall(
    "outbound.registry",
    "firewall: one registry address dropped",
    filters("firewall", host(ADDRESSES.registrySecond)),
  ),
  firewall(
    "outbound.registry",
    "firewall: both registry addresses dropped",
    filters("firewall", host(ADDRESSES.registry, ADDRESSES.registrySecond)),
  ),
  firewall("outbound.port", "firewall: 443 dropped", filters("firewall", tcp443)),
  firewall("outbound.port", "firewall: 443 reset", filters("firewall", tcp443, "reset")),
  firewall("outbound.api-server", "firewall: 6443 dropped", filters("firewall", tcp6443)),
  firewall("outbound.api-server", "firewall: 6443 reset", filters("firewall", tcp6443, "reset")),
  firewall("outbound.ntp", "firewall: NTP dropped", filters("firewall", ntp)),
  firewall("outbound.ntp", "firewall: NTP prohibited", filters("firewall", ntp, "prohibit")),
  firewall(
    "outbound.resolvers",
    "firewall: DNS to the VPC's resolvers dropped",
    filters("firewall", { ...cloud, ports: [53] }),
  ),
  firewall(
    "inbound.vpc",
    "firewall: answers from the VPC dropped",
    filtersAnswers("firewall", vpc),
    "security-group",
    "service",
    "vpc-route-table",
  ),
  firewall(
    "inbound.cloud-services",
    "firewall: answers from the cloud dropped",
    filtersAnswers("firewall", cloud),
    "vpc-route-table",
    "ecr-cen",
  ),
  firewall("route.vpc", "firewall: null route to the VPC", refuses("firewall", "blackhole", VPC_CIDR), "core-switch"),
  firewall(
    "route.cloud-services",
    "firewall: cloud unreachable",
    refuses("firewall", "unreachable", CLOUD),
    "core-switch",
  ),
  firewall(
    "route.data-center",
    "firewall: null route back to the node's site",
    swallowsWayBack("firewall", "10.1.0.0/16"),
    "vbr",
    "core-switch",
  ),
  firewall("asymmetric-return", "firewall: only the first packet passes", {
    patch: addRules("firewall", "forward", `ip daddr ${CLOUD} tcp flags & syn == 0 drop`),
    placed: placed("firewall", "outbound", "drop-data", cloud),
  }),
  firewall("tls-inspection", "firewall: TLS is opened", {
    patch: inspectTls,
    placed: placed("firewall", "outbound", "intercept", { ...cloud, ...tcp443 }),
  }),
  firewall(
    "mtu",
    "firewall: full-size packets vanish",
    { patch: addRules("firewall", "forward", "meta length > 1400 drop") },
    "vbr",
  ),

  vbr("outbound.vpc", "VBR: null route to the VPC", refuses("vbr", "blackhole", VPC_CIDR), "firewall"),
  vbr("outbound.vpc", "VBR: no route to the VPC", lacksRoute("vbr", VPC_CIDR)),
  vbr("outbound.cloud-services", "VBR: null route to the cloud", refuses("vbr", "blackhole", CLOUD), "firewall"),
  vbr("outbound.cloud-services", "VBR: no route to the cloud", lacksRoute("vbr", CLOUD)),
  vbr("inbound.data-center", "VBR: no route back", lacksWayBack("vbr"), "firewall"),
  vbr(
    "inbound.data-center",
    "VBR: null route back to the node's subnet",
    swallowsWayBack("vbr", "10.1.0.0/16"),
    "firewall",
  ),

  ecrCen("outbound.vpc", "CEN: null route to the VPC", refuses("cen", "blackhole", VPC_CIDR), "vbr"),
  ecrCen("outbound.vpc", "CEN: no route to the VPC", lacksRoute("cen", VPC_CIDR), "vbr"),
  ecrCen("outbound.cloud-services", "CEN: null route to the cloud", refuses("cen", "blackhole", CLOUD), "vbr"),
  ecrCen("outbound.cloud-services", "CEN: no route to the cloud", lacksRoute("cen", CLOUD), "vbr"),
  ecrCen("inbound.data-center", "CEN: no route back", lacksWayBack("cen"), "vbr"),
  ecrCen(
    "inbound.data-center",
    "CEN: null route back to the node's subnet",
    swallowsWayBack("cen", "10.1.0.0/16"),
    "vbr",
  ),

  ecrCen(
    "attachment",
    "CEN: the attachment is lost",
    {
      patch: addRules("cen", "forward", `ip daddr ${VPC_CIDR} drop`, `ip saddr ${VPC_CIDR} drop`),
      placed: [...placed("cen", "outbound", "drop", vpc), ...placed("cen", "inbound", "drop", vpc)],
    },
    "vbr",
    "vpc-route-table",
  ),

  vpcRouteTable("inbound.data-center", "VPC: no route back", lacksWayBack("vpc-router"), "ecr-cen"),
  vpcRouteTable(
    "inbound.data-center",
    "VPC: null route back to the node's subnet",
    swallowsWayBack("vpc-router", "10.1.0.0/16"),
    "ecr-cen",
  ),
  vpcRouteTable(
    "outbound",
    "VPC: the address is not in it",
    refuses("vpc-router", "unreachable", "192.168.10.10/32"),
    "ecr-cen",
  ),

  securityGroup(
    "inbound.api-server",
    "security group: 6443 dropped",
    {
      patch: addRules("api-server", "input", "tcp dport 6443 drop"),
      placed: placed("api-server", "outbound", "drop", { ...vpc, ...tcp6443 }),
    },
    "firewall",
  ),
  securityGroup(
    "inbound.data-center",
    "security group: data centre dropped",
    {
      patch: addRules("api-server", "input", `ip saddr ${DATA_CENTER_CIDR} drop`),
      placed: placed("api-server", "outbound", "drop", vpc),
    },
    "service",
    "vpc-route-table",
  ),
  securityGroup(
    "outbound.data-center",
    "security group: answers dropped",
    {
      patch: addRules("api-server", "output", `ip daddr ${DATA_CENTER_CIDR} drop`),
      placed: placed("api-server", "inbound", "drop", vpc),
    },
    "service",
    "vpc-route-table",
  ),

  securityGroup(
    "outbound.data-center",
    "network ACL: no rule for replies",
    {
      patch: addRules("api-server", "output", `ip daddr ${DATA_CENTER_CIDR} tcp dport 1024-65535 drop`),
      placed: placed("api-server", "inbound", "drop", vpc),
    },
    "service",
    "vpc-route-table",
  ),

  service("balancer", "API server: a balancer without anybody behind it", {
    patch: (network) => {
      hostOf(network, "api-server").services = [
        { kind: "odd", does: "tcp-resetting", ip: API_SERVER, port: 6443, protocol: "tcp", takes: ["6443"] },
      ];
    },
    placed: placed("destination", "outbound", "accept-close", { ...vpc, ...tcp6443 }),
  }),
  service(
    "api-server.port",
    "API server: nothing listens",
    {
      patch: (network) => {
        hostOf(network, "api-server").services = [];
      },
      placed: placed("destination", "outbound", "not-listening", { ...vpc, ...tcp6443 }),
    },
    "security-group",
  ),
  service(
    "api-server.down",
    "API server: host is down",
    { patch: renumbered("api-server", "192.168.10.77/24") },
    "security-group",
  ),
  service("down", "OSS: the address is dead", {
    patch: (network) => {
      const services = hostOf(network, "cloud-services");
      services.addresses = (services.addresses ?? []).filter((ip) => ip !== ADDRESSES.packages);
    },
    placed: placed("destination", "outbound", "drop", host(ADDRESSES.packages)),
  }),

  dns("server.silent", "DNS: the service is silent", {
    patch: addRules("dns", "input", "udp dport 53 drop", "tcp dport 53 drop"),
    placed: placed("destination", "outbound", "drop", { ...host(SITE_DNS), ports: [53] }),
  }),
  dns("server.not-running", "DNS: the service does not run", {
    patch: (network) => {
      hostOf(network, "dns").services = [];
    },
    placed: placed("destination", "outbound", "not-listening", { ...host(SITE_DNS), ports: [53] }),
  }),
  dns("server.down", "DNS: the host is down", { patch: renumbered("dns", "10.1.2.77/24") }),
  dns("forwarding", "DNS: the zone is not forwarded", {
    patch: (network) => {
      hostOf(network, "dns").services = [{ kind: "dns", listen: [SITE_DNS], forward: { "": "203.0.113.53" } }];
    },
    placed: placed("destination", "outbound", "wrong-answer", host(SITE_DNS)),
  }),
  dns("narrower-zone", "DNS: a part of the zone is forwarded elsewhere", {
    patch: (network) => {
      hostOf(network, "dns").services = [
        {
          kind: "dns",
          listen: [SITE_DNS],
          forward: { "": "203.0.113.53", "aliyuncs.com": "100.100.2.136", "ack.aliyuncs.com": "203.0.113.53" },
        },
      ];
    },
    placed: placed("destination", "outbound", "wrong-answer", { ...host(SITE_DNS), names: [NAMES.registry] }),
  }),
  dns("server.failing", "DNS: every answer is a failure", {
    patch: (network) => {
      hostOf(network, "dns").services = [{ kind: "dns", listen: [SITE_DNS], rcode: "SERVFAIL" }];
    },
    placed: placed("destination", "outbound", "fail-names", host(SITE_DNS)),
  }),
  dns("public-view", "DNS: public addresses", {
    patch: (network) => {
      dnsRecords(network, "vpc-dns")[NAMES.controlPlane] = ["47.96.10.20"];
    },
  }),

  node("output-filter", "node: packets to the VPC dropped", nodeFilter(vpc)),
  node("output-filter", "node: port 443 dropped", nodeFilter(tcp443)),
  node("route", "node: null route to the cloud", {
    before: `ip route add blackhole ${CLOUD}`,
    placed: placed("node", "outbound", "local-error", cloud),
  }),
  node("route", "node: VPC unreachable", { before: `ip route add unreachable ${VPC_CIDR}` }),
  node("route", "node: no default route", { before: "ip route del default" }),
];

/** The host has another address than everybody believes: whoever looks for it on the link finds nobody. */
function renumbered(name: string, address: string) {
  return (network: Topology) => {
    const end = network.links.flatMap(({ ends }) => ends).find(({ host: owner }) => owner === name);
    if (end !== undefined) end.address = address;
    hostOf(network, name).services = [];
  };
}

/** An inspecting box answers for all cloud services, on the firewall itself. */
function inspectTls(network: Topology): void {
  const firewallHost = hostOf(network, "firewall");
  firewallHost.nat = [`ip daddr ${CLOUD} tcp dport 443 dnat to 10.0.12.2:443`];
  firewallHost.services = [
    {
      kind: "http",
      listen: ["10.0.12.2"],
      sites: [
        {
          ...siteOf(network, NAMES.controlPlane),
          ports: [],
          certificate: { issuer: "stranger", names: ["*.aliyuncs.com"] },
        },
      ],
    },
  ];
}

/** Networks with nothing wrong, that look unlike the reference. */
export const HEALTHY: { name: string; patch: (network: Topology) => void }[] = [
  { name: "as in the reference", patch: () => undefined },
  {
    name: "an access switch before the core",
    patch: (network) => {
      insertRouter(network, "node", "core-switch", "access-switch", "10.1.9");
    },
  },
  {
    name: "two firewalls",
    patch: (network) => {
      insertRouter(network, "core-switch", "firewall", "outer-wall", "10.0.99");
    },
  },
  {
    name: "one more hop in the cloud",
    patch: (network) => {
      insertRouter(network, "cen", "vpc-router", "extra-hop", "172.31.99");
    },
  },
  {
    name: "a PrivateLink address",
    patch: (network) => {
      dnsRecords(network, "vpc-dns")[NAMES.packages] = ["192.168.77.7"];
      hostOf(network, "cloud-services").addresses?.push("192.168.77.7");
      hostOf(network, "vpc-router").routes?.push({ to: "192.168.77.7", via: "172.31.3.2" });
    },
  },
  {
    name: "source addresses translated at the firewall",
    patch: (network) => {
      hostOf(network, "firewall").masquerade = ["vbr"];
    },
  },
];

/** A router between two neighbours: the first keeps its address, the second gets a network of its own to the new one. */
export function insertRouter(network: Topology, near: string, far: string, name: string, block: string): void {
  const cable = network.links.find(
    ({ ends }) => ends.some(({ host }) => host === near) && ends.some(({ host }) => host === far),
  );
  const farEnd = cable?.ends.find(({ host }) => host === far);
  const nearEnd = cable?.ends.find(({ host }) => host === near);
  if (cable === undefined || farEnd === undefined || nearEnd === undefined) throw new Error(`no cable ${near}-${far}`);
  const nearIp = nearEnd.address.split("/")[0] ?? "";
  // The new router takes the far end's place on the old cable, and leads on over one of its own.
  farEnd.host = name;
  network.links.push({
    ends: [
      { host: name, address: `${block}.1/30` },
      { host: far, address: `${block}.2/30` },
    ],
  });
  const farHost = hostOf(network, far);
  farHost.routes = (farHost.routes ?? []).map((route) =>
    route.via === nearIp ? { ...route, via: `${block}.1` } : route,
  );
  farHost.addresses = [...(farHost.addresses ?? [])];
  network.hosts[name] = {
    router: true,
    routes: [
      { to: "default", via: `${block}.2` },
      { to: DATA_CENTER_CIDR, via: nearIp },
    ].filter(({ via, to }) => !(near === "node" && via === nearIp && to === DATA_CENTER_CIDR)),
  };
  if (near === "node") farHost.routes.push({ to: "10.1.1.0/24", via: `${block}.1` });
}

/** Two faults at once, each of which shows. */
const named = (name: string) => {
  const fault = FAULTS.find((each) => each.name === name);
  if (fault === undefined) throw new Error(`no fault named ${name}`);
  return fault;
};

export const DOUBLE_FAULTS: [Fault, Fault][] = (
  [
    ["firewall: one OSS range dropped", "security group: 6443 dropped"],
    ["firewall: NTP dropped", "security group: data centre dropped"],
    ["firewall: NTP dropped", "CEN: no route to the VPC"],
    ["firewall: control plane's address dropped", "VBR: no route to the VPC"],
    ["switch: null route to an OSS range", "firewall: 6443 dropped"],
    ["switch: null route to a registry address", "security group: 6443 dropped"],
    ["firewall: other OSS range reset", "API server: nothing listens"],
    ["firewall: one registry address dropped", "API server: host is down"],
    ["OSS: the address is dead", "firewall: 6443 reset"],
    ["CEN: null route to the VPC", "firewall: NTP prohibited"],
    ["switch: VPC unreachable", "firewall: both registry addresses dropped"],
    ["node: packets to the VPC dropped", "firewall: one OSS range dropped"],
    ["DNS: public addresses", "firewall: 6443 dropped"],
    ["DNS: public addresses", "security group: 6443 dropped"],
    ["CEN: no route to the VPC", "firewall: all OSS ranges dropped"],
  ] as const
).map(([a, b]) => [named(a), named(b)]);

const SITE_ROUTERS = ["core-switch", "firewall"];
const CLOUD_ROUTERS = ["vbr", "cen", "vpc-router"];
const EXPIRED = ["time-exceeded"];

/** Which routers keep silent when a TTL runs out there; a mute one also keeps its other errors to itself. */
export const VISIBILITIES = {
  "all hops answer": { routers: [], withheld: EXPIRED },
  "cloud hops silent": { routers: CLOUD_ROUTERS, withheld: EXPIRED },
  "all hops silent": { routers: [...SITE_ROUTERS, ...CLOUD_ROUTERS], withheld: EXPIRED },
  "cloud hops mute": { routers: CLOUD_ROUTERS, withheld: [...EXPIRED, "destination-unreachable"] },
} as const satisfies Record<string, { routers: string[]; withheld: string[] }>;
export type VisibilityName = keyof typeof VISIBILITIES;

export function silence(network: Topology, visibility: VisibilityName): void {
  const { routers, withheld } = VISIBILITIES[visibility];
  for (const name of routers) addRules(name, "output", `icmp type { ${withheld.join(", ")} } drop`)(network);
}

/** What the tool may be told of the reference's path. */
export const HOP_FLAGS = [
  "core-switch=10.1.1.1",
  "firewall=10.0.12.2",
  "vbr=10.0.23.2",
  "ecr-cen=172.31.1.2",
  "vpc-route-table=172.31.2.2",
].flatMap((hop) => ["--hop", hop]);
