import type { Device } from "../model/device.ts";
import type { DeviceSetting, Plan, PlanEndpoint } from "../model/plan.ts";
import { isOverUdp, type Site } from "../model/site.ts";
import { isIpv4 } from "../wire/cidr.ts";
import { API_SERVER_PORT, NTP_PORT, serviceEndpoints, type ServiceEndpoint } from "../catalogue/endpoints.ts";
import { BGP_PORT, FLANNEL_PORT, INBOUND_TCP_PORTS, inboundPorts } from "../catalogue/ports.ts";
import { DEFAULT_CLOUD_SERVICE_CIDR, VPC_RESOLVERS } from "../catalogue/ranges.ts";
import { findRegion } from "../catalogue/regions.ts";
import { isReplacedByLocalClock } from "../catalogue/time-sources.ts";
import type { NextHop, Words } from "../catalogue/words/words.ts";

/**
 * The reference's device tables, filled in for one site. Its "inbound route" is traffic into the cloud; here every
 * direction is the node's: outbound is node to cloud.
 */
export interface PlanOptions {
  /** The documented ranges and ports one by one, instead of the CIDR blocks as a whole. */
  fineGrained: boolean;
}

export function makePlan(site: Site, options: PlanOptions, words: Words): Plan {
  const region = findRegion(site.region);
  const context = planContext(site, options, words);
  return {
    schemaVersion: "1.0",
    region: site.region,
    endpoints: planEndpoints(site, words),
    inbound: inboundPorts(site).map(({ protocol, port, sources, owner }) => ({
      protocol,
      port,
      sources: sources.flatMap((source) => (source === "vpc" ? site.vpcCidrs : site.dataCenterCidrs)),
      purpose: words.portOwners[owner],
    })),
    routes: { registry: [...(region?.registryRoutes ?? [])], oss: [...(region?.ossRanges ?? [])] },
    devices: Object.entries(DEVICE_TABLES).map(([device, table]) => ({
      device: device as Device,
      settings: table(context),
    })),
  };
}

const DEVICE_TABLES: Partial<Record<Device, (context: PlanContext) => DeviceSetting[]>> = {
  "core-switch": (context) => [
    routeToCloud(context, "vbr"),
    ...bgpWithNodes(context),
    routeBack(context, context.dataCenter, "servers"),
  ],
  firewall: (context) => [
    ...(context.fineGrained ? serviceRules(context) : [allowToCloud(context)]),
    ...timeRules(context),
    ...ownRules(context),
    allowFromCloud(context),
    ...flannelRules(context),
  ],
  vbr: (context) => [routeToCloud(context, "ecr-cen-or-vpc"), ...routesBack(context, "core-switch")],
  "ecr-cen": (context) => [routeToCloud(context, "vpc"), ...routesBack(context, "vbr")],
  "vpc-route-table": (context) => [
    {
      direction: "outbound",
      kind: "route",
      text: context.words.settings["vpc-routes-by-itself"]({ destination: context.vpc.text }),
      destination: context.vpc.cidrs,
    },
    ...routesBack(context, "ecr-cen"),
  ],
  "security-group": (context) => [
    allowSiteIn(context),
    allowFromVpc(context),
    ...flannelRules(context),
    ...networkAclRules(context),
  ],
  service: (context) => [balancerAclEntry(context)],
};

/** A list of CIDR blocks, and what stands for it in a sentence while the user has not named any. */
interface Blocks {
  cidrs: string[];
  text: string;
}

interface PlanContext {
  site: Site;
  words: Words;
  fineGrained: boolean;
  vpc: Blocks;
  dataCenter: Blocks;
  containers: Blocks;
  /** The VPC and the cloud services: all that lies beyond the line. */
  beyond: Blocks;
  /** The site routes the reference's own wide default, and should hear that less is enough. */
  wide: boolean;
}

function planContext(site: Site, { fineGrained }: PlanOptions, words: Words): PlanContext {
  const vpc = blocks(site.vpcCidrs, "<VPC CIDR>");
  const cloud = fineGrained ? specificRanges(site, words) : blocks(site.cloudServiceCidrs, "");
  return {
    site,
    words,
    fineGrained,
    vpc,
    dataCenter: blocks(site.dataCenterCidrs, "<data-centre CIDR>"),
    containers: blocks(site.containerCidrs, "<container CIDR>"),
    beyond: { cidrs: [...vpc.cidrs, ...cloud.cidrs], text: `${vpc.text}, ${cloud.text}` },
    wide: !fineGrained && site.cloudServiceCidrs.includes(DEFAULT_CLOUD_SERVICE_CIDR),
  };
}

function blocks(cidrs: readonly string[], placeholder: string): Blocks {
  return { cidrs: [...cidrs], text: cidrs.length > 0 ? cidrs.join(", ") : placeholder };
}

/** The documented ranges; names without one are spelled out, since routes made from the tables alone would miss them. */
function specificRanges(site: Site, words: Words): Blocks {
  const services = serviceEndpoints(site);
  const cidrs = [...new Set([...services.flatMap(({ ranges }) => ranges), ...VPC_RESOLVERS.map(hostRoute)])];
  const undocumented = services.filter(({ ranges }) => ranges.length === 0).map(({ host }) => host);
  return { cidrs, text: [...cidrs, ...undocumented.map(words.settings.addressesOf)].join(", ") };
}

function hostRoute(ip: string): string {
  return `${ip}/32`;
}

// Routes

function routeToCloud({ words, beyond, wide }: PlanContext, via: NextHop): DeviceSetting {
  const text = words.settings["route-to-cloud"]({ destination: beyond.text, via: words.nextHops[via], wide });
  return { direction: "outbound", kind: "route", text, destination: beyond.cidrs };
}

function routeBack({ words }: PlanContext, { cidrs, text }: Blocks, via: NextHop): DeviceSetting {
  return {
    direction: "inbound",
    kind: "route",
    text: words.settings["route-to-site"]({ destination: text, via: words.nextHops[via] }),
    destination: cidrs,
  };
}

/** Terway Edge's containers have addresses of their own, which the cloud must find as well. */
function routesBack(context: PlanContext, via: NextHop): DeviceSetting[] {
  const toServers = routeBack(context, context.dataCenter, via);
  if (context.site.networkPlugin !== "terway-edge") return [toServers];
  return [toServers, routeBack(context, context.containers, via)];
}

function bgpWithNodes({ site, words, containers }: PlanContext): DeviceSetting[] {
  if (site.networkPlugin !== "terway-edge") return [];
  return [
    {
      direction: "outbound",
      kind: "bgp",
      text: words.settings["bgp-containers"]({ destination: containers.text }),
      destination: containers.cidrs,
      protocol: "tcp",
      ports: [BGP_PORT],
    },
  ];
}

// Rules

function allowToCloud({ words, beyond, dataCenter, wide }: PlanContext): DeviceSetting {
  return {
    direction: "outbound",
    kind: "allow",
    text: words.settings["allow-to-cloud"]({ destination: beyond.text, wide }),
    source: dataCenter.cidrs,
    destination: beyond.cidrs,
  };
}

/** The reference allows the blocks as a whole; ports are its fine-grained variant. */
function allowFromCloud(context: PlanContext): DeviceSetting {
  return allowIn(context, context.fineGrained ? context.vpc : context.beyond);
}

function allowFromVpc(context: PlanContext): DeviceSetting {
  return allowIn(context, context.vpc);
}

function allowIn({ words, fineGrained, dataCenter }: PlanContext, source: Blocks): DeviceSetting {
  return {
    direction: "inbound",
    kind: "allow",
    text: words.settings["allow-from-cloud"]({
      source: source.text,
      destination: dataCenter.text,
      ports: `TCP ${INBOUND_TCP_PORTS.join(", ")}`,
      fineGrained,
    }),
    source: source.cidrs,
    destination: dataCenter.cidrs,
    ...(fineGrained && { protocol: "tcp", ports: [...INBOUND_TCP_PORTS] }),
  };
}

function allowSiteIn({ site, words, fineGrained, dataCenter, vpc }: PlanContext): DeviceSetting {
  const port = site.apiServer?.port ?? API_SERVER_PORT;
  return {
    direction: "outbound",
    kind: "allow",
    text: words.settings["allow-site"]({ source: dataCenter.text, ports: `TCP ${port}`, fineGrained }),
    source: dataCenter.cidrs,
    destination: vpc.cidrs,
    ...(fineGrained && { protocol: "tcp", ports: [port] }),
  };
}

/** Flannel's packets go both ways; each device needs the rule in both directions. */
function flannelRules({ site, words, vpc, dataCenter }: PlanContext): DeviceSetting[] {
  if (site.networkPlugin !== "flannel") return [];
  const rule = (direction: DeviceSetting["direction"], source: Blocks, destination: Blocks): DeviceSetting => ({
    direction,
    kind: "allow",
    text: words.settings["allow-flannel"]({ source: source.text, destination: destination.text }),
    source: source.cidrs,
    destination: destination.cidrs,
    protocol: "udp",
    ports: [FLANNEL_PORT],
  });
  return [rule("outbound", dataCenter, vpc), rule("inbound", vpc, dataCenter)];
}

/** A network ACL keeps no state: what goes in needs a rule, and so does its answer. */
function networkAclRules({ words, dataCenter, vpc }: PlanContext): DeviceSetting[] {
  const rule = (direction: DeviceSetting["direction"], source: Blocks, destination: Blocks): DeviceSetting => ({
    direction,
    kind: "allow",
    text: words.settings["allow-in-network-acl"]({ source: source.text, destination: destination.text }),
    list: "network-acl",
    source: source.cidrs,
    destination: destination.cidrs,
  });
  return [rule("outbound", dataCenter, vpc), rule("inbound", vpc, dataCenter)];
}

/** The load balancer in front of the API server lets everybody in until it has an access control list. */
function balancerAclEntry({ site, words, dataCenter, vpc }: PlanContext): DeviceSetting {
  const port = site.apiServer?.port ?? API_SERVER_PORT;
  return {
    direction: "outbound",
    kind: "allow",
    text: words.settings["allow-in-balancer-acl"]({ source: dataCenter.text, ports: `TCP ${port}` }),
    list: "load-balancer-acl",
    source: dataCenter.cidrs,
    destination: vpc.cidrs,
    protocol: "tcp",
    ports: [port],
  };
}

interface RuleTarget {
  service: string;
  destination: Blocks;
  protocols: ("tcp" | "udp")[];
  ports: number[];
}

function serviceRule({ words, dataCenter }: PlanContext, target: RuleTarget): DeviceSetting {
  const { service, destination, protocols, ports } = target;
  const named = `${protocols.join("/").toUpperCase()} ${ports.join(", ")}`;
  return {
    direction: "outbound",
    kind: "allow",
    text: words.settings["allow-service"]({ service, destination: destination.text, ports: named }),
    source: dataCenter.cidrs,
    destination: destination.cidrs,
    protocol: protocols.join("/"),
    ports,
  };
}

function serviceRules(context: PlanContext): DeviceSetting[] {
  const { site, words } = context;
  const destinationOf = ({ ranges, host }: ServiceEndpoint) => blocks(ranges, words.settings.addressesOf(host));
  return [
    ...serviceEndpoints(site).map((service) =>
      serviceRule(context, {
        service: words.purposes[service.purpose],
        destination: destinationOf(service),
        protocols: ["tcp"],
        ports: service.ports.map(({ port }) => port),
      }),
    ),
    serviceRule(context, {
      service: words.purposes["api-server"],
      destination: apiServerBlocks(context),
      protocols: ["tcp"],
      ports: [site.apiServer?.port ?? API_SERVER_PORT],
    }),
    serviceRule(context, {
      service: words.purposes["vpc-resolvers"],
      destination: blocks(VPC_RESOLVERS.map(hostRoute), ""),
      protocols: ["udp", "tcp"],
      ports: [53],
    }),
  ];
}

function apiServerBlocks({ site, words, vpc }: PlanContext): Blocks {
  const host = site.apiServer?.host;
  if (host === undefined) return vpc;
  return /^\d+(\.\d+){3}$/.test(host) ? blocks([hostRoute(host)], "") : blocks([], words.settings.addressesOf(host));
}

/** What the user has named besides: the firewall must let it out wherever it is. */
function ownRules(context: PlanContext): DeviceSetting[] {
  return (context.site.endpoints ?? []).map(({ name, host, port, scheme }) =>
    serviceRule(context, {
      service: context.words.settings.ownEndpoint(name),
      destination: isIpv4(host) ? blocks([hostRoute(host)], "") : blocks([], context.words.settings.addressesOf(host)),
      protocols: [isOverUdp(scheme) ? "udp" : "tcp"],
      ports: [port],
    }),
  );
}

/** The public time servers lie beyond the Internet edge, whatever is allowed to the cloud. */
function timeRules(context: PlanContext): DeviceSetting[] {
  return ntpHosts(context.site).map((host) =>
    serviceRule(context, {
      service: context.words.purposes.ntp,
      destination: blocks([], context.words.settings.addressesOf(host)),
      protocols: ["udp"],
      ports: [NTP_PORT],
    }),
  );
}

function ntpHosts(site: Site): string[] {
  return site.ntpServers.filter((host) => !isReplacedByLocalClock(host, site));
}

function planEndpoints(site: Site, words: Words): PlanEndpoint[] {
  return [
    ...serviceEndpoints(site).map((service) => ({
      id: service.subject,
      host: service.host,
      required: service.required,
      ports: service.ports.map(({ port }) => ({ protocol: "tcp" as const, port })),
      cidrs: [...service.ranges],
      purpose: words.purposes[service.purpose],
    })),
    {
      id: "api-server",
      host: site.apiServer?.host ?? "<API server internal endpoint>",
      required: true,
      ports: [{ protocol: "tcp", port: site.apiServer?.port ?? API_SERVER_PORT }],
      cidrs: site.vpcCidrs,
      purpose: words.purposes["api-server"],
    },
    ...ntpHosts(site).map((host) => ({
      id: `ntp-${host}`,
      host,
      required: true,
      ports: [{ protocol: "udp" as const, port: NTP_PORT }],
      cidrs: [],
      purpose: words.purposes.ntp,
    })),
    ...(site.endpoints ?? []).map(({ name, host, port, scheme }) => ({
      id: `own-${name}`,
      host,
      required: true,
      ports: [{ protocol: isOverUdp(scheme) ? ("udp" as const) : ("tcp" as const), port }],
      cidrs: isIpv4(host) ? [hostRoute(host)] : [],
      purpose: words.settings.ownEndpoint(name),
    })),
  ];
}
