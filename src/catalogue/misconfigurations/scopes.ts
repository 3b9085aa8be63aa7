import type { FaultInstance, Misconfiguration, Misplacement, PacketMatch, Target, Traffic } from "../../model/fault.ts";
import { findRegion } from "../regions.ts";
import { API_SERVER_PORT, NTP_PORT } from "../endpoints.ts";
import { VPC_RESOLVERS } from "../ranges.ts";
import { FLANNEL_PORT, inboundPortNumbers } from "../ports.ts";

/** What a setting covers: from the whole site down to one port of one service. Each gives one instance a setting. */
export type Scope = Misconfiguration["applies"];

const SITE = "<data-centre CIDR>";

export function sourceText({ site }: Traffic): string {
  return site.dataCenterCidrs.join(", ") || SITE;
}

function instance(traffic: Traffic, match: PacketMatch, destination: readonly string[], ports = ""): FaultInstance {
  return {
    match,
    setting: { source: sourceText(traffic), destination: destination.join(", "), ports },
    blocks: { site: traffic.site.dataCenterCidrs, remote: destination },
  };
}

function beyond({ site, vpc, cloud }: Traffic): string[] {
  return [...(site.vpcCidrs.length > 0 ? site.vpcCidrs : vpc), ...cloud];
}

/** No packet at all comes through. */
export const everything: Scope = (traffic) => [instance(traffic, {}, beyond(traffic))];

/** The same, or what this node's subnet alone lacks: the site's other hosts, such as its DNS servers, are let through. */
export function orOfThisNode(scope: Scope): Scope {
  return (traffic) =>
    scope(traffic).flatMap((whole) => [
      whole,
      {
        ...whole,
        match: { ...whole.match, onlyThisNode: true as const },
        weight: (whole.weight ?? 1) * THIS_NODE_WEIGHT,
      },
    ]);
}

/** A subnet that was forgotten, beside a site that was. */
const THIS_NODE_WEIGHT = 0.4;

/** The same for TCP alone. */
export function ofTcp(scope: Scope): Scope {
  return (traffic) =>
    scope(traffic).map((whole) => ({ ...whole, match: { ...whole.match, protocol: "tcp" as const } }));
}

/** Everything to or from beyond the line, but not the Internet. */
export const beyondTheLine: Scope = (traffic) => [
  instance(traffic, { remote: [...traffic.vpc, ...traffic.cloud] }, beyond(traffic)),
];

/** The same alone, or all that leaves the site: its own DNS servers are heard then, but not those they ask. */
export const allOut: Scope = (traffic) => [
  ...beyondTheLine(traffic),
  instance(traffic, { except: [...traffic.site.dataCenterCidrs, ...hostRoutes(traffic.resolvers)] }, beyond(traffic)),
];

export const theVpc: Scope = (traffic) =>
  traffic.vpc.length === 0 ? [] : [instance(traffic, { remote: traffic.vpc }, vpcText(traffic))];

export const theCloudServices: Scope = (traffic) => [instance(traffic, { remote: traffic.cloud }, traffic.cloud)];

/** All beyond the line, or one side of it alone. */
export const eachSide: Scope = (traffic) => [
  ...beyondTheLine(traffic),
  ...theVpc(traffic),
  ...theCloudServices(traffic),
];

export const theInternet: Scope = (traffic) => {
  const addresses = traffic.targets
    .filter(({ service, via }) => service === "ntp" || via === "internet")
    .flatMap((target) => target.addresses);
  return addresses.length === 0 ? [] : [instance(traffic, { remote: hostRoutes(addresses) }, addresses)];
};

/** The ranges of one service: all of them, whoever else is in them, those of each name, and each by itself. */
export function rangesOf(service: Target["service"]): Scope {
  return (traffic) => {
    const targets = targetsOf(traffic, service);
    const blocks = distinct(targets.flatMap((target) => target.blocks));
    const documented = service === "oss" ? (findRegion(traffic.site.region)?.ossRanges ?? []) : [];
    const sets = [
      [...documented],
      blocks,
      ...targets.map((target) => [...target.blocks]),
      ...blocks.map((block) => [block]),
    ];
    const bySet = new Map(sets.filter((set) => set.length > 0).map((set) => [set.join(" "), set]));
    return [...bySet.values()].map((remote) => instance(traffic, { remote }, remote));
  };
}

/** Routes may be kept for all cloud services at once or service by service; a part is less often the one that is wrong. */
export const cloudServicesByPart: Scope = (traffic) => {
  const parts = (["control-plane", "oss", "registry"] as const).flatMap((service) => rangesOf(service)(traffic));
  return [
    ...theCloudServices(traffic),
    ...parts.map((part) => ({ ...part, weight: PARTS_WEIGHT / Math.max(1, parts.length) })),
  ];
};

/** Of all parts together, beside 1 for the whole. */
const PARTS_WEIGHT = 0.5;

/** One port of one service. */
export function portsOf(service: Target["service"]): Scope {
  return (traffic) =>
    targetsOf(traffic, service).flatMap((target) =>
      target.ports.map((port) => {
        const remote = target.blocks;
        return instance(traffic, { remote, protocol: target.protocol, ports: [port] }, remote, portText(target, port));
      }),
    );
}

/** A port to whatever destination beyond the line. */
export const portsAnywhere: Scope = (traffic) => {
  const seen = new Map<string, { target: Target; port: number }>();
  for (const target of traffic.targets)
    for (const port of target.ports) seen.set(`${target.protocol} ${port}`, { target, port });
  return [...seen.values()].map(({ target, port }) =>
    instance(traffic, { protocol: target.protocol, ports: [port] }, beyond(traffic), portText(target, port)),
  );
};

/** The time servers, by port: the rule is about the port, and the setting names all of them. */
export const time: Scope = (traffic) => {
  const blocks = distinct(targetsOf(traffic, "ntp").flatMap((target) => target.blocks));
  return blocks.length === 0
    ? []
    : [instance(traffic, { protocol: "udp", ports: [NTP_PORT] }, blocks, `UDP ${NTP_PORT}`)];
};

/** The VPC's resolvers, by port: what an on-premises DNS server forwards to. */
export const resolversByPort: Scope = (traffic) => {
  const remote = targetsOf(traffic, "vpc-resolvers").flatMap(({ blocks }) => blocks);
  return [instance(traffic, { remote, ports: [53] }, remote, "UDP and TCP 53")];
};

/** Any DNS server: a filter on port 53. */
export const dnsByPort: Scope = (traffic) => [instance(traffic, { ports: [53] }, traffic.resolvers, "UDP and TCP 53")];

export const theApiServer: Scope = (traffic) => {
  const port = traffic.site.apiServer?.port ?? API_SERVER_PORT;
  return traffic.vpc.length === 0
    ? []
    : [instance(traffic, { remote: traffic.vpc, protocol: "tcp", ports: [port] }, vpcText(traffic), `TCP ${port}`)];
};

/** What the cloud opens to the node on these ports: all of them, and each by itself. */
export function fromCloudTo(protocol: "tcp" | "udp", ports: readonly number[]): Scope {
  return (traffic) =>
    [ports, ...(ports.length > 1 ? ports.map((port) => [port]) : [])].map((localPorts) => {
      const text = `${protocol.toUpperCase()} ${localPorts.join(", ")}`;
      return instance(traffic, { remote: traffic.vpc, protocol, localPorts }, vpcText(traffic), text);
    });
}

/** Whatever the cloud opens to the node. */
export const fromCloud: Scope = (traffic) => {
  const tcp = inboundPortNumbers("tcp");
  const udp = inboundPortNumbers("udp");
  const text = `TCP ${tcp.join(", ")}; UDP ${udp.join(", ")}`;
  return [instance(traffic, { remote: traffic.vpc, localPorts: [...tcp, ...udp] }, vpcText(traffic), text)];
};

export const flannelOut: Scope = (traffic) =>
  traffic.site.networkPlugin !== "flannel"
    ? []
    : [
        instance(
          traffic,
          { remote: traffic.vpc, protocol: "udp", ports: [FLANNEL_PORT] },
          vpcText(traffic),
          `UDP ${FLANNEL_PORT}`,
        ),
      ];

/** The containers' blocks, with Terway Edge. Before the join this node has no containers, so only a reflector's traceroute shows them. */
export const theContainers: Scope = (traffic) => {
  const { networkPlugin, containerCidrs } = traffic.site;
  if (networkPlugin !== "terway-edge") return [];
  const text = containerCidrs.length > 0 ? containerCidrs : ["<container CIDR>"];
  return [
    { match: { containers: true }, setting: { source: sourceText(traffic), destination: text.join(", "), ports: "" } },
  ];
};

/** Each host of a service as a destination that is down, or silent on its port. */
export function hostsOf(service: Target["service"]): Scope {
  return (traffic) =>
    targetsOf(traffic, service).flatMap((target) => {
      const each = target.addresses.map((address) => [address]);
      const all = target.addresses.length > 1 ? [[...target.addresses]] : [];
      return [...all, ...each].map((addresses) => ({
        match: { remote: hostRoutes(addresses) },
        setting: {
          source: sourceText(traffic),
          destination: hostText(target.host, addresses),
          ports: target.ports.map((port) => portText(target, port)).join(", "),
        },
      }));
    });
}

export function hostPortsOf(service: Target["service"]): Scope {
  return (traffic) =>
    targetsOf(traffic, service).flatMap((target) =>
      target.addresses.length === 0
        ? []
        : target.ports.map((port) => ({
            match: { remote: hostRoutes(target.addresses), protocol: target.protocol, ports: [port] },
            setting: {
              source: sourceText(traffic),
              destination: hostText(target.host, target.addresses),
              ports: portText(target, port),
            },
          })),
    );
}

/** Names that an inspecting box may let pass or not. */
export const eachName: Scope = (traffic) => {
  const hosts = traffic.targets.filter(({ service }) => ["control-plane", "oss", "registry"].includes(service));
  const all = distinct(hosts.map(({ host }) => host));
  return [all, ...all.map((host) => [host])].map((names) => ({
    match: { names },
    setting: { source: sourceText(traffic), destination: names.join(", "), ports: "TCP 443" },
  }));
};

/** Each DNS server of the site by itself, and all of them, which often have one origin. */
export function eachResolver(ports: readonly number[] = []): Scope {
  return (traffic) => {
    const own = traffic.resolvers.filter((ip) => !VPC_RESOLVERS.some((one) => one === ip));
    const sets = [...(own.length > 1 ? [own] : []), ...traffic.resolvers.map((ip) => [ip])];
    return sets.map((servers) => ({
      match: { remote: hostRoutes(servers), ...(ports.length > 0 && { ports }) },
      setting: { source: sourceText(traffic), destination: servers.join(", "), ports: "UDP and TCP 53" },
    }));
  };
}

/** Names of the cloud that a DNS server denies while it knows others of them: a narrower zone of it leads elsewhere. */
export const namesOfNarrowerZone: Scope = (traffic) =>
  traffic.resolvers.flatMap((server): FaultInstance[] => {
    const clouds = traffic.targets.filter(({ service }) => CLOUD_SERVICES.has(service));
    const denied = clouds.filter(({ deniedBy }) => deniedBy.includes(server)).map(({ host }) => host);
    const isPartly = clouds.some(({ deniedBy, addresses }) => !deniedBy.includes(server) && addresses.length > 0);
    if (denied.length === 0 || !isPartly) return [];
    return [
      {
        match: { remote: hostRoutes([server]), names: denied },
        setting: {
          source: sourceText(traffic),
          destination: server,
          ports: "UDP and TCP 53",
          names: denied.join(", "),
        },
      },
    ];
  });

/** Services whose addresses must be the cloud's. */
export const CLOUD_SERVICES: ReadonlySet<Target["service"]> = new Set(["control-plane", "oss", "registry"]);

/** Names of cloud services whose addresses cannot be theirs: on the Internet, or in the site or nowhere. */
export function misplacedNames(where: Misplacement): Scope {
  return (traffic) => {
    const targets = traffic.targets.filter(({ misplaced }) => misplaced[where].length > 0);
    if (targets.length === 0) return [];
    const names = targets.map(({ host }) => host);
    // What is there may be the site's own DNS server, which goes on answering.
    const remote = hostRoutes(targets.flatMap(({ misplaced }) => misplaced[where]));
    const match = { remote, protocol: "tcp" as const, misplaced: names };
    return [{ match, setting: { source: sourceText(traffic), destination: names.join(", "), ports: "" } }];
  };
}

/** What a check of its own has found: there is nothing for a packet to show. */
export const found: Scope = () => [];

function targetsOf(traffic: Traffic, service: Target["service"]): Target[] {
  return traffic.targets.filter((target) => target.service === service);
}

function hostRoutes(addresses: readonly string[]): string[] {
  return addresses.map((address) => `${address}/32`);
}

function hostText(host: string, addresses: readonly string[]): string {
  return addresses.length === 1 && addresses[0] === host ? host : `${host} (${addresses.join(", ")})`;
}

function portText({ protocol }: Target, port: number): string {
  return `${protocol.toUpperCase()} ${port}`;
}

function vpcText({ site, vpc }: Traffic): readonly string[] {
  return site.vpcCidrs.length > 0 ? site.vpcCidrs : vpc.length > 0 ? vpc : ["<VPC CIDR>"];
}

function distinct<T>(values: T[]): T[] {
  return [...new Set(values)];
}
