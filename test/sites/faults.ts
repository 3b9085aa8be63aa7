/** Faults as edits of one device of a drawn site: every kind of the catalogue that a device of the lab can have, with a drawn scope. */
import type { Device } from "../../src/model/device.ts";
import type { Host, HttpService, Route, Topology } from "../lab/topology.ts";
import { namesIn } from "../lab/reference-site.ts";
import type { Draw } from "./random.ts";
import { addRule, INTERNET_DNS, type DrawnSite } from "./site.ts";

export interface DrawnFault {
  device: Device;
  misconfiguration: string;
  /** What was edited, for people. */
  what: string;
  /** A shell command on the node, before the tool. */
  before?: string;
  /** Rules that the second of two routers has, and the first has not. */
  ofTheTwin?: string[];
}

/** Edits the site's network. @returns undefined where this site has no such thing. */
type Edit = (site: DrawnSite, draw: Draw) => Omit<DrawnFault, "device"> | undefined;

const CLOUD = "100.64.0.0/10";

function hostOf(network: Topology, name: string): Host {
  const host = network.hosts[name];
  if (host === undefined) throw new Error(`the site has no ${name}`);
  return host;
}

function removeRoutes(network: Topology, name: string, blocks: readonly string[]): void {
  const host = hostOf(network, name);
  host.routes = (host.routes ?? []).filter(({ to }) => !blocks.includes(to));
}

/** In the place of what led there before. */
function setRoutes(network: Topology, name: string, ...routes: Route[]): void {
  removeRoutes(
    network,
    name,
    routes.map(({ to }) => to),
  );
  (hostOf(network, name).routes ??= []).push(...routes);
}

/** Blocks of the reference's tables, from the widest down to one address. */
function blockOf({ plan }: DrawnSite, draw: Draw): { name: string; blocks: string[] } {
  return draw.weighted([
    [{ name: "vpc", blocks: [plan.vpc] }, 3],
    [{ name: "cloud-services", blocks: [CLOUD] }, 3],
    [{ name: "all", blocks: [plan.vpc, CLOUD] }, 2],
    [{ name: "oss", blocks: plan.ossRanges.length > 0 ? [...plan.ossRanges] : [`${plan.services.packages}/32`] }, 1],
    [{ name: "registry", blocks: plan.services.registry.map((ip) => `${ip}/32`) }, 1],
    [{ name: "control-plane", blocks: [`${plan.services.controlPlane}/32`] }, 1],
  ]);
}

/** A missing route falls to the next shorter one, as the kernel has it. Of a part only a more specific one can be wrong. */
function routeEdit(hostName: (site: DrawnSite, draw: Draw) => string, prefix: string): Edit {
  return (site, draw) => {
    const name = hostName(site, draw);
    const { name: block, blocks } = blockOf(site, draw);
    const whole = ["vpc", "cloud-services", "all"].includes(block);
    const how = whole
      ? draw.weighted([
          ["missing", 5],
          ["null", 3],
          ["unreachable", 1],
        ] as const)
      : draw.weighted([
          ["null", 3],
          ["unreachable", 1],
        ] as const);
    if (how === "missing") removeRoutes(site.network, name, blocks);
    else
      setRoutes(
        site.network,
        name,
        ...blocks.map((to): Route => ({ to, type: how === "null" ? "blackhole" : "unreachable" })),
      );
    return { misconfiguration: `${prefix}.${block}`, what: `${name}: ${how} route to ${blocks.join(", ")}` };
  };
}

/** The way back to the servers. */
function returnEdit(hostName: (site: DrawnSite, draw: Draw) => string, misconfiguration: string): Edit {
  return (site, draw) => {
    const name = hostName(site, draw);
    const how = draw.weighted([
      ["missing", 2],
      ["null", 1],
    ] as const);
    // The core reaches the servers over a link of its own, so that there only a wrong route can be in the way.
    if (how === "missing" && name !== site.roles.core) removeRoutes(site.network, name, [site.plan.dataCenter]);
    else setRoutes(site.network, name, { to: `${site.plan.nodeAddress}/32`, type: "blackhole" });
    return { misconfiguration, what: `${name}: ${how} route back` };
  };
}

const VERDICTS = [
  ["drop", 6],
  ["reject with icmp type admin-prohibited", 1],
  ["reject with tcp reset", 1],
] as const;

interface Scope {
  name: string;
  rule: string;
  tcpOnly?: true;
}

function scopeOf({ plan }: DrawnSite, draw: Draw): Scope {
  const { services } = plan;
  return draw.weighted<Scope>([
    [{ name: "all", rule: `ip daddr { ${plan.vpc}, ${CLOUD} }` }, 2],
    [{ name: "vpc", rule: `ip daddr ${plan.vpc}` }, 2],
    [{ name: "cloud-services", rule: `ip daddr ${CLOUD}` }, 2],
    [{ name: "control-plane", rule: `ip daddr ${services.controlPlane}` }, 1.5],
    [{ name: "control-plane", rule: `ip daddr ${services.controlPlane} tcp dport 443`, tcpOnly: true }, 1.5],
    [
      {
        name: "oss",
        rule: `ip daddr { ${(plan.ossRanges.length > 0 ? plan.ossRanges : [services.packages]).join(", ")} }`,
      },
      1.5,
    ],
    [{ name: "oss", rule: `ip daddr ${services.packages} tcp dport 443`, tcpOnly: true }, 1.5],
    [{ name: "registry", rule: `ip daddr { ${services.registry.join(", ")} }` }, 1],
    [{ name: "registry", rule: `ip daddr ${services.registry[0] ?? services.auth}` }, 1.5],
    [{ name: "api-server", rule: "tcp dport 6443", tcpOnly: true }, 4],
    [{ name: "port", rule: "tcp dport 443", tcpOnly: true }, 2],
    [{ name: "resolvers", rule: `ip daddr ${CLOUD} udp dport 53` }, 2],
  ]);
}

function filterEdit(hostName: (site: DrawnSite, draw: Draw) => string, prefix: string): Edit {
  return (site, draw) => {
    const name = hostName(site, draw);
    const scope = scopeOf(site, draw);
    // A bridge has no address to refuse from.
    const possible = name === site.roles.transparent ? 1 : scope.tcpOnly === true ? VERDICTS.length : 2;
    const verdict = draw.weighted(VERDICTS.slice(0, possible));
    addRule(site.network.hosts, name, "forward", `${scope.rule} ${verdict}`);
    return { misconfiguration: `${prefix}.${scope.name}`, what: `${name}: ${scope.rule} ${verdict}` };
  };
}

const aRoutingFirewall = ({ roles }: DrawnSite, draw: Draw) => draw.one(roles.firewalls);
const aFirewall = ({ roles: { firewalls, transparent } }: DrawnSite, draw: Draw) =>
  draw.one(transparent === undefined ? firewalls : [...firewalls, transparent]);
const core = ({ roles }: DrawnSite) => roles.core;
const vbr = ({ roles }: DrawnSite) => roles.vbr;
const transit = ({ roles }: DrawnSite) => roles.transit;
const vpcRouter = ({ roles }: DrawnSite) => roles.vpcRouter;

const rule =
  (
    misconfiguration: string,
    hostName: (site: DrawnSite, draw: Draw) => string,
    hook: "forward" | "input" | "output",
    text: (site: DrawnSite) => string,
  ): Edit =>
  (site, draw) => {
    const name = hostName(site, draw);
    addRule(site.network.hosts, name, hook, text(site));
    return { misconfiguration, what: `${name}: ${text(site)}` };
  };

/** The firewall through which the Internet is reached, wherever it stands. */
function internetFirewall({ roles, network, plan }: DrawnSite): string | undefined {
  if (plan.ntpInside || network.hosts["internet"] === undefined) return undefined;
  return roles.edge === undefined ? roles.firewalls.at(-1) : roles.edgeFirewall;
}

function http(network: Topology, name: string): HttpService {
  const found = hostOf(network, name).services?.find(({ kind }) => kind === "http");
  if (found?.kind !== "http") throw new Error(`${name} serves no HTTP`);
  return found;
}

function onNode(misconfiguration: string, what: string, before: string) {
  return { misconfiguration, what: `node: ${what}`, before };
}

const nodeRule = (text: string) =>
  `nft 'table inet own { chain out { type filter hook output priority 0; ${text}; }; }'`;

/** By device, each kind with its share of that device's faults. */
const EDITS: Record<Device, readonly (readonly [Edit, number])[]> = {
  "core-switch": [
    [routeEdit(core, "core-switch.outbound"), 6],
    [returnEdit(core, "core-switch.inbound.data-center"), 2],
    [filterEdit(core, "core-switch.access-list"), 1],
  ],
  firewall: [
    [filterEdit(aFirewall, "firewall.outbound"), 14],
    [
      (site, draw) => {
        const name = internetFirewall(site);
        if (name === undefined) return undefined;
        const text = `udp dport 123 ${draw.weighted(VERDICTS.slice(0, 2))}`;
        addRule(site.network.hosts, name, "forward", text);
        return { misconfiguration: "firewall.outbound.ntp", what: `${name}: ${text}` };
      },
      4,
    ],
    [rule("firewall.inbound.vpc", aFirewall, "forward", ({ plan }) => `ip saddr ${plan.vpc} drop`), 1],
    [rule("firewall.inbound.cloud-services", aFirewall, "forward", () => `ip saddr ${CLOUD} drop`), 1],
    [routeEdit(aRoutingFirewall, "firewall.route"), 1.5],
    [returnEdit(aRoutingFirewall, "firewall.route.data-center"), 1],
    [rule("firewall.asymmetric-return", aFirewall, "forward", () => `ip daddr ${CLOUD} tcp flags & syn == 0 drop`), 1],
    [rule("firewall.mtu", aFirewall, "forward", () => "meta length > 1400 drop"), 1.5],
    [
      (site, draw) => {
        const name = aRoutingFirewall(site, draw);
        const names = namesIn(site.plan.region);
        const host = hostOf(site.network, name);
        host.nat = [`ip daddr ${CLOUD} tcp dport 443 redirect to :8443`];
        const known = Object.values(names).filter((each) => each.includes("aliyuncs"));
        (host.services ??= []).push({
          kind: "http",
          listen: ["0.0.0.0"],
          sites: [
            {
              name: "_",
              ports: [],
              tlsPorts: [8443],
              certificate: { issuer: "stranger", names: draw.chance(0.5) ? ["inspection.example"] : known },
              locations: draw.chance(0.5)
                ? "location / { return 302 https://portal.example/login; }"
                : "location / { return 404 '{}'; }",
            },
          ],
        });
        return { misconfiguration: "firewall.tls-inspection", what: `${name}: opens TLS to the cloud` };
      },
      3,
    ],
  ],
  vbr: [
    [routeEdit(vbr, "vbr.outbound"), 4],
    [returnEdit(vbr, "vbr.inbound.data-center"), 4],
    [rule("vbr.line", vbr, "forward", () => "drop"), 1.5],
    [rule("vbr.mtu", vbr, "forward", () => "meta length > 1300 drop"), 1],
  ],
  "ecr-cen": [
    [routeEdit(transit, "ecr-cen.outbound"), 5],
    [returnEdit(transit, "ecr-cen.inbound.data-center"), 4],
    [rule("ecr-cen.attachment", transit, "forward", () => "drop"), 1],
  ],
  "vpc-route-table": [[returnEdit(vpcRouter, "vpc-route-table.inbound.data-center"), 4]],
  "security-group": [
    [
      rule(
        "security-group.inbound.api-server",
        () => "api",
        "input",
        () => "tcp dport 6443 drop",
      ),
      7,
    ],
    [
      rule(
        "security-group.inbound.data-center",
        () => "api",
        "input",
        ({ plan }) => `ip saddr ${plan.dataCenter} drop`,
      ),
      3,
    ],
    [
      rule(
        "security-group.outbound.data-center",
        () => "api",
        "output",
        ({ plan }) => `ip daddr ${plan.dataCenter} drop`,
      ),
      1,
    ],
    [
      rule(
        "network-acl.outbound.data-center",
        () => "api",
        "output",
        ({ plan }) => `ip daddr ${plan.dataCenter} tcp dport 1024-65535 drop`,
      ),
      0.5,
    ],
  ],
  service: [
    [
      rule(
        "service.api-server.acl",
        () => "api",
        "input",
        ({ plan }) => `ip saddr ${plan.dataCenter} tcp dport 6443 drop`,
      ),
      1,
    ],
    [
      ({ network }) => {
        hostOf(network, "api").services = [];
        return { misconfiguration: "service.api-server.port", what: "api: nothing listens" };
      },
      4,
    ],
    [
      ({ network, plan }, draw) => {
        const ip = draw.one([plan.services.packages, plan.services.controlPlane, plan.services.registry[0] ?? ""]);
        const services = hostOf(network, "services");
        services.addresses = (services.addresses ?? []).filter((each) => each !== ip);
        return { misconfiguration: "service.down", what: `services: ${ip} is dead` };
      },
      1,
    ],
    [
      ({ network }, draw) => {
        const site = draw.one(http(network, "services").sites);
        site.certificate = { ...site.certificate, expired: true };
        return {
          misconfiguration: "service.certificate",
          what: `services: the certificate of ${site.name} has expired`,
        };
      },
      3,
    ],
    [
      // Two public servers do not fail at once; the one of a site may.
      ({ network, plan }) => {
        if (!plan.ntpInside) return undefined;
        addRule(network.hosts, "ntp", "input", "udp dport 123 drop");
        return { misconfiguration: "service.ntp.down", what: "ntp: no time service" };
      },
      1,
    ],
  ],
  dns: [
    [
      ({ network, roles }) => {
        for (const name of roles.dns)
          addRule(network.hosts, name, "input", "meta l4proto { tcp, udp } th dport 53 drop");
        return { misconfiguration: "dns.server.silent", what: "dns: port 53 is dropped" };
      },
      1,
    ],
    [
      ({ network, roles }) => {
        for (const name of roles.dns) hostOf(network, name).services = [];
        return { misconfiguration: "dns.server.not-running", what: "dns: nothing runs" };
      },
      1,
    ],
    [
      ({ network, roles, plan }) => {
        for (const [index, name] of roles.dns.entries())
          hostOf(network, name).services = [
            {
              kind: "dns",
              listen: [plan.dnsAddresses[index] ?? ""],
              records: Object.fromEntries(
                plan.ntp
                  .filter(({ host }) => host !== plan.ntp[0]?.address)
                  .map(({ host, address }) => [host, [address]]),
              ),
            },
          ];
        return { misconfiguration: "dns.forwarding", what: "dns: the cloud's zone is not forwarded" };
      },
      6,
    ],
    [
      // A zone of its own for a part of the names, in the place of the forwarder for all of them.
      ({ network, roles, plan }, draw) => {
        const names = namesIn(plan.region);
        const part = draw.one([names.registry, names.controlPlane, names.auth]).replace(/^[^.]+\./, "");
        for (const name of roles.dns)
          for (const service of hostOf(network, name).services ?? [])
            if (service.kind === "dns") service.forward = { ...service.forward, [part]: INTERNET_DNS };
        return { misconfiguration: "dns.narrower-zone", what: `dns: ${part} is forwarded elsewhere` };
      },
      1.5,
    ],
    [
      ({ network, roles, plan }) => {
        for (const [index, name] of roles.dns.entries())
          hostOf(network, name).services = [
            { kind: "dns", listen: [plan.dnsAddresses[index] ?? ""], rcode: "SERVFAIL" },
          ];
        return { misconfiguration: "dns.server.failing", what: "dns: every answer is a failure" };
      },
      1,
    ],
    [
      ({ network, plan }, draw) => {
        const names = namesIn(plan.region);
        const records = vpcRecords(network);
        for (const name of draw.one([
          [names.controlPlane],
          Object.values(names).filter((each) => each in records && each.includes("aliyuncs")),
        ]))
          records[name] = ["47.96.10.20"];
        return { misconfiguration: "dns.public-view", what: "dns: public addresses" };
      },
      3,
    ],
    [
      ({ network, plan }, draw) => {
        const names = namesIn(plan.region);
        const name = draw.one([names.controlPlane, names.packages, names.registry, names.auth]);
        const wrong = draw.one([plan.nodeSubnet.replace("0/24", "250"), plan.dnsAddresses[0] ?? "", "127.0.0.1"]);
        vpcRecords(network)[name] = [wrong];
        return { misconfiguration: "dns.wrong-answer", what: `dns: ${name} is ${wrong}` };
      },
      3,
    ],
  ],
  node: [
    [
      (site, draw) => {
        const scope = scopeOf(site, draw);
        const verdict = draw.weighted([
          ["drop", 2],
          ["reject", 1],
        ] as const);
        return onNode("node.output-filter", `${scope.rule} ${verdict}`, nodeRule(`${scope.rule} ${verdict}`));
      },
      4,
    ],
    [
      ({ plan }, draw) => {
        const block = draw.one([CLOUD, plan.vpc]);
        const type = draw.one(["blackhole", "unreachable"]);
        return onNode("node.route", `${type} ${block}`, `ip route add ${type} ${block}`);
      },
      2,
    ],
    [() => onNode("node.route", "no default route", "ip route del default"), 1],
    [
      () =>
        onNode(
          "node.overlay",
          "another interface owns the cloud's block",
          `ip link add ts0 type veth peer name ts1 && ip link set ts1 up && ip link set ts0 up && ip address add 100.101.102.103/32 dev ts0 && ip route add ${CLOUD} dev ts0`,
        ),
      2,
    ],
  ],
};

function vpcRecords(network: Topology): Record<string, string[]> {
  const service = hostOf(network, "vpcdns").services?.find(({ kind }) => kind === "dns");
  if (service?.kind !== "dns") throw new Error("the VPC has no DNS");
  return (service.records ??= {});
}

/** How often each device is to blame: what is known of real cases, see the prior of the diagnosis. */
export const DEVICE_SHARES: Record<Device, number> = {
  node: 0.14,
  dns: 0.12,
  service: 0.11,
  firewall: 0.25,
  "core-switch": 0.07,
  vbr: 0.09,
  "ecr-cen": 0.08,
  "vpc-route-table": 0.04,
  "security-group": 0.1,
};

/** Edits the site. @param even every device as often as any other. */
export function drawFault(site: DrawnSite, draw: Draw, even = false): DrawnFault {
  for (let tries = 0; tries < 100; tries++) {
    const device = draw.weighted(
      (Object.entries(DEVICE_SHARES) as [Device, number][]).map(([each, share]) => [each, even ? 1 : share] as const),
    );
    const edited = draw.weighted(EDITS[device])(site, draw);
    if (edited !== undefined) return { device, ...edited };
  }
  throw new Error(`no fault for the site of seed ${site.seed}`);
}

/** One of two routers that share the flows is dead for what it should pass on. */
export function drawMemberFault({ roles }: DrawnSite): DrawnFault | undefined {
  const { doubled } = roles;
  if (doubled === undefined) return undefined;
  return {
    device: "firewall",
    misconfiguration: "firewall.member",
    what: `${doubled}: passes nothing on, its twin does`,
    ofTheTwin: ["drop"],
  };
}

/** A fault of one server's own. */
export function drawNodeFault(site: DrawnSite, draw: Draw): DrawnFault {
  return drawnOn("node", draw.weighted(EDITS.node)(site, draw));
}

/** A fault of one switch: what is behind another switch does not meet it. */
export function drawSwitchFault(site: DrawnSite, draw: Draw, name: string): DrawnFault {
  const edit = draw.weighted([
    [routeEdit(() => name, "core-switch.outbound"), 6],
    [filterEdit(() => name, "core-switch.access-list"), 2],
  ] as const);
  return drawnOn("core-switch", edit(site, draw));
}

/** A fault of a shared device that only servers of some subnets meet: a rule or a way back that names them. */
export function drawSubnetFault(site: DrawnSite, draw: Draw, subnets: readonly string[]): DrawnFault {
  const { roles, network } = site;
  const sources = `ip saddr { ${subnets.join(", ")} }`;
  const wayBack =
    (device: Device, name: string, misconfiguration: string): (() => DrawnFault) =>
    () => {
      setRoutes(network, name, ...subnets.map((to): Route => ({ to, type: "blackhole" })));
      return { device, misconfiguration, what: `${name}: null route back to ${subnets.join(", ")}` };
    };
  const made = draw.weighted<() => DrawnFault>([
    [
      () => {
        const name = aFirewall(site, draw);
        const scope = scopeOf(site, draw);
        const verdict = draw.weighted(scope.tcpOnly === true ? VERDICTS : VERDICTS.slice(0, 2));
        // The rule's own address match comes after the senders'.
        const text = `${sources} ${scope.rule} ${verdict}`;
        addRule(network.hosts, name, "forward", text);
        return { device: "firewall", misconfiguration: `firewall.outbound.${scope.name}`, what: `${name}: ${text}` };
      },
      6,
    ],
    [wayBack("vbr", roles.vbr, "vbr.inbound.data-center"), 1.5],
    [wayBack("ecr-cen", roles.transit, "ecr-cen.inbound.data-center"), 1.5],
    [wayBack("vpc-route-table", roles.vpcRouter, "vpc-route-table.inbound.data-center"), 1],
    [
      () => {
        const text = `${sources} tcp dport 6443 drop`;
        addRule(network.hosts, "api", "input", text);
        return {
          device: "security-group",
          misconfiguration: "security-group.inbound.api-server",
          what: `api: ${text}`,
        };
      },
      2,
    ],
  ]);
  return made();
}

function drawnOn(device: Device, edited: Omit<DrawnFault, "device"> | undefined): DrawnFault {
  if (edited === undefined) throw new Error(`no fault of ${device} on this site`);
  return { device, ...edited };
}
