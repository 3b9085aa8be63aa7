import type { Device } from "../model/device.ts";
import type { DeviceSetting, Plan, PlanEndpoint } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { API_SERVER_PORT, NTP_PORT, serviceEndpoints, type ServiceEndpoint } from "./endpoints.ts";
import { BGP_PORT, FLANNEL_PORT, INBOUND_TCP_PORTS, inboundPorts } from "./ports.ts";
import { DEFAULT_CLOUD_SERVICE_CIDR } from "./ranges.ts";
import { findRegion } from "./regions.ts";
import { isReplacedByLocalClock } from "./time-sources.ts";
import type { SettingWords, Words } from "./words/words.ts";

/**
 * The reference's device tables, filled in for one site. Its "inbound route" is traffic into the cloud; here every
 * direction is the node's: outbound is node to cloud.
 */
export interface PlanOptions {
  /** The documented ranges and ports one by one, instead of the cloud-service range as a whole. */
  fineGrained: boolean;
}

export function makePlan(site: Site, options: PlanOptions, words: Words): Plan {
  const region = findRegion(site.region);
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
    devices: deviceTables(site, options, words),
  };
}

function planEndpoints(site: Site, words: Words): PlanEndpoint[] {
  const apiServer: PlanEndpoint = {
    id: "api-server",
    host: site.apiServer?.host ?? "<API server internal endpoint>",
    required: true,
    ports: [{ protocol: "tcp", port: site.apiServer?.port ?? API_SERVER_PORT }],
    cidrs: [],
    purpose: words.purposes["api-server"],
  };
  return [
    ...serviceEndpoints(site).map((service) => ({
      id: service.subject,
      host: service.host,
      required: service.required,
      ports: service.ports.map(({ port }) => ({ protocol: "tcp" as const, port })),
      cidrs: [...service.ranges],
      purpose: words.purposes[service.purpose],
    })),
    apiServer,
    ...ntpHosts(site).map((host) => ({
      id: `ntp-${host}`,
      host,
      required: true,
      ports: [{ protocol: "udp" as const, port: NTP_PORT }],
      cidrs: [],
      purpose: words.purposes.ntp,
    })),
  ];
}

function ntpHosts(site: Site): string[] {
  return site.ntpServers.filter((host) => !isReplacedByLocalClock(host, site));
}

/** A list of CIDR blocks, and what stands for it in a sentence while the user has not named any. */
interface Blocks {
  cidrs: string[];
  text: string;
}

function blocks(cidrs: string[], placeholder: string): Blocks {
  return { cidrs, text: cidrs.length > 0 ? cidrs.join(", ") : placeholder };
}

function deviceTables(site: Site, { fineGrained }: PlanOptions, words: Words): Plan["devices"] {
  const vpc = blocks(site.vpcCidrs, "<VPC CIDR>");
  const dataCenter = blocks(site.dataCenterCidrs, "<data-centre CIDR>");
  const containers = blocks(site.containerCidrs, "<container CIDR>");
  const terway = site.networkPlugin === "terway-edge";
  const flannel = site.networkPlugin === "flannel";
  const cloud = fineGrained ? specificRanges(site) : blocks(site.cloudServiceCidrs, "");
  const beyond = blocks([...vpc.cidrs, ...cloud.cidrs], `${vpc.text}, ${cloud.text}`);
  beyond.text = `${vpc.text}, ${cloud.text}`;
  // Only the reference's own wide default is wider than what is documented.
  const covered = !fineGrained && site.cloudServiceCidrs.includes(DEFAULT_CLOUD_SERVICE_CIDR);
  const inboundTcp = `TCP ${INBOUND_TCP_PORTS.join(", ")}`;

  const say = <K extends keyof SettingWords>(key: K, args: SettingWords[K]) => words.settings[key](args);
  const routeToCloud = (via: string): DeviceSetting => ({
    direction: "outbound",
    kind: "route",
    text: say("route-to-cloud", { destination: beyond.text, via, covered }),
    destination: beyond.cidrs,
  });
  const routeBack = (via: string): DeviceSetting[] => [
    {
      direction: "inbound",
      kind: "route",
      text: say("route-to-site", { destination: dataCenter.text, via }),
      destination: dataCenter.cidrs,
    },
    ...(terway
      ? [
          {
            direction: "inbound" as const,
            kind: "route" as const,
            text: say("route-containers", { destination: containers.text, via }),
            destination: containers.cidrs,
          },
        ]
      : []),
  ];
  // Flannel's packets go both ways; each device needs the rule in both directions.
  const flannelRules = (): DeviceSetting[] =>
    !flannel ? [] : [flannelRule("outbound", dataCenter, vpc, say), flannelRule("inbound", vpc, dataCenter, say)];

  const tables: [Device, DeviceSetting[]][] = [
    [
      "core-switch",
      [
        routeToCloud("the VBR"),
        ...(terway
          ? [
              {
                direction: "outbound" as const,
                kind: "bgp" as const,
                text: say("bgp-containers", { destination: containers.text }),
                destination: containers.cidrs,
                protocol: "tcp",
                ports: [BGP_PORT],
              },
            ]
          : []),
        {
          direction: "inbound",
          kind: "route",
          text: say("route-to-site", { destination: dataCenter.text, via: "the servers" }),
          destination: dataCenter.cidrs,
        },
      ],
    ],
    [
      "firewall",
      [
        ...(fineGrained
          ? serviceRules(site, vpc, words)
          : [
              {
                direction: "outbound" as const,
                kind: "allow" as const,
                text: say("allow-to-cloud", { destination: beyond.text, covered }),
                source: dataCenter.cidrs,
                destination: beyond.cidrs,
              },
            ]),
        {
          direction: "inbound",
          kind: "allow",
          text: say("allow-from-cloud", {
            source: fineGrained ? vpc.text : beyond.text,
            destination: dataCenter.text,
            ports: inboundTcp,
          }),
          source: fineGrained ? vpc.cidrs : beyond.cidrs,
          destination: dataCenter.cidrs,
          protocol: "tcp",
          ports: [...INBOUND_TCP_PORTS],
        },
        ...flannelRules(),
      ],
    ],
    [
      "vbr",
      [routeToCloud("the ECR, the CEN instance or the VPC"), ...routeBack("the core switch, through the firewall")],
    ],
    ["ecr-cen", [routeToCloud("the VPC"), ...routeBack("the VBR")]],
    [
      "vpc-route-table",
      [
        {
          direction: "outbound",
          kind: "route",
          text: say("vpc-routes-by-itself", { destination: vpc.text }),
          destination: vpc.cidrs,
        },
        ...routeBack("the ECR or CEN instance"),
      ],
    ],
    [
      "security-group",
      [
        {
          direction: "outbound",
          kind: "allow",
          text: say("allow-site", { source: dataCenter.text, ports: `TCP ${site.apiServer?.port ?? API_SERVER_PORT}` }),
          source: dataCenter.cidrs,
          destination: vpc.cidrs,
          protocol: "tcp",
          ports: [site.apiServer?.port ?? API_SERVER_PORT],
        },
        {
          direction: "inbound",
          kind: "allow",
          text: say("allow-from-cloud", { source: vpc.text, destination: dataCenter.text, ports: inboundTcp }),
          source: vpc.cidrs,
          destination: dataCenter.cidrs,
          protocol: "tcp",
          ports: [...INBOUND_TCP_PORTS],
        },
        ...flannelRules(),
      ],
    ],
  ];
  return tables.map(([device, settings]) => ({ device, settings }));
}

type Say = <K extends keyof SettingWords>(key: K, args: SettingWords[K]) => string;

function flannelRule(direction: "outbound" | "inbound", source: Blocks, destination: Blocks, say: Say): DeviceSetting {
  return {
    direction,
    kind: "allow",
    text: say("allow-flannel", { source: source.text, destination: destination.text }),
    source: source.cidrs,
    destination: destination.cidrs,
    protocol: "udp",
    ports: [FLANNEL_PORT],
  };
}

/** The documented ranges; names without one are spelled out, since routes made from the tables alone would miss them. */
function specificRanges(site: Site): Blocks {
  const services = serviceEndpoints(site);
  const cidrs = [...new Set(services.flatMap(({ ranges }) => ranges))];
  const undocumented = services.filter(({ ranges }) => ranges.length === 0).map(({ host }) => host);
  return { cidrs, text: [...cidrs, ...undocumented.map(addressesOfName)].join(", ") };
}

function addressesOfName(host: string): string {
  return `the addresses of ${host}`;
}

function serviceRules(site: Site, vpc: Blocks, words: Words): DeviceSetting[] {
  const rule = (service: string, destination: Blocks, protocol: "tcp" | "udp", ports: number[]): DeviceSetting => ({
    direction: "outbound",
    kind: "allow",
    text: words.settings["allow-service"]({
      service,
      destination: destination.text,
      ports: `${protocol.toUpperCase()} ${ports.join(", ")}`,
    }),
    source: site.dataCenterCidrs,
    destination: destination.cidrs,
    protocol,
    ports,
  });
  const destinationOf = ({ ranges, host }: ServiceEndpoint) => blocks([...ranges], addressesOfName(host));
  return [
    ...serviceEndpoints(site).map((service) =>
      rule(
        words.purposes[service.purpose],
        destinationOf(service),
        "tcp",
        service.ports.map(({ port }) => port),
      ),
    ),
    rule(words.purposes["api-server"], apiServerBlocks(site, vpc), "tcp", [site.apiServer?.port ?? API_SERVER_PORT]),
    ...ntpHosts(site).map((host) => rule(words.purposes.ntp, blocks([], addressesOfName(host)), "udp", [NTP_PORT])),
  ];
}

function apiServerBlocks(site: Site, vpc: Blocks): Blocks {
  const host = site.apiServer?.host;
  if (host === undefined) return vpc;
  return /^\d+(\.\d+){3}$/.test(host) ? blocks([`${host}/32`], "") : blocks([], addressesOfName(host));
}
