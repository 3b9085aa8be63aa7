import type { Device } from "../../src/model/device.ts";
import { API_SERVER, DATA_CENTER_CIDR, referenceSite, SITE_FLAGS } from "../lab/reference-site.ts";
import { LAB_KEY } from "../lab/services.ts";
import type { Topology } from "../lab/topology.ts";
import { hostOf } from "./scenario.ts";

export const REFLECTOR = "192.168.20.20";
const KEY_FILE = "/run/edge.key";

/** The reference's site with a reflector on a host of its own in the VPC. */
export function siteWithReflector(): Topology {
  const network = referenceSite();
  network.links.push({
    ends: [
      { host: "vpc-router", address: "192.168.20.1/24" },
      { host: "reflector", address: `${REFLECTOR}/24` },
    ],
  });
  network.hosts["reflector"] = {
    routes: [{ to: "default", via: "192.168.20.1" }],
    services: [{ kind: "reflector", listen: REFLECTOR, allow: [DATA_CENTER_CIDR], services: [`${API_SERVER}:6443`] }],
  };
  return network;
}

export const REFLECTOR_FLAGS = [...SITE_FLAGS, "--reflector", REFLECTOR, "--reflector-key-file", KEY_FILE];
/** What the node needs besides. */
export const REFLECTOR_KEY = { before: `(umask 077; printf %s ${LAB_KEY} > ${KEY_FILE})` };

export interface InboundFault {
  name: string;
  device: Device;
  /** The check that fails, and the code it fails with. */
  check: string;
  code: string;
  patch?: (network: Topology) => void;
  /** A shell command on a host of the running lab. */
  change?: { host: string; command: string };
}

const PORTS = [
  ["tcp", 10250],
  ["tcp", 10255],
  ["tcp", 9100],
  ["tcp", 9445],
  ["udp", 8472],
] as const;

function dropRule(hook: "input" | "prerouting", match: string): string {
  return `nft 'table inet own { chain own { type filter hook ${hook} priority -300; ${match} drop; }; }'`;
}

/** A security group acts at the instance's interface: before the router looks at a TTL, and not on the instance itself. */
function groupDrops(match: string): InboundFault["change"] {
  return { host: "vpc-router", command: dropRule("prerouting", `ip saddr ${REFLECTOR} ${match}`) };
}

const addRule = (host: string, rule: string) => (network: Topology) => {
  const filter = (hostOf(network, host).filter ??= {});
  filter.forward = [...(filter.forward ?? []), rule];
};

/** Each port that the cloud connects to, blocked alone: at the firewall, by the security group, on the node itself. */
export const BLOCKED_PORTS: InboundFault[] = PORTS.flatMap(([protocol, port]): InboundFault[] => {
  const rule = `${protocol} dport ${port} ip daddr ${DATA_CENTER_CIDR} drop`;
  const check = `inbound.${protocol}-${port}.reachable`;
  const fault = (device: Device, change: Pick<InboundFault, "patch" | "change">): InboundFault => ({
    name: `${device}: ${protocol.toUpperCase()} ${port} dropped`,
    device,
    check,
    code: "inbound-timed-out",
    ...change,
  });
  return [
    fault("firewall", { patch: addRule("firewall", rule) }),
    fault("security-group", { change: groupDrops(`${protocol} dport ${port}`) }),
    fault("node", { change: { host: "node", command: dropRule("input", `${protocol} dport ${port}`) } }),
  ];
});

/** What a reflector's log adds: who of those on the way back cannot be told apart even then comes first in any order. */
export interface ReturnFault {
  name: string;
  device: Device;
  patch: (network: Topology) => void;
}

const RETURN_ROUTERS = [
  ["vbr", "vbr"],
  ["ecr-cen", "cen"],
  ["vpc-route-table", "vpc-router"],
] as const;

/** The three tables that must lead back to the data centre: without the route, or with one that leads nowhere. */
export const RETURN_FAULTS: ReturnFault[] = RETURN_ROUTERS.flatMap(([device, host]): ReturnFault[] => [
  {
    name: `${device}: no route back`,
    device,
    patch: (network) => {
      hostOf(network, host).routes = (hostOf(network, host).routes ?? []).filter(({ to }) => to !== DATA_CENTER_CIDR);
    },
  },
  {
    name: `${device}: null route back`,
    device,
    patch: (network) => {
      hostOf(network, host).routes = (hostOf(network, host).routes ?? []).map((route) =>
        route.to === DATA_CENTER_CIDR ? { to: route.to, type: "blackhole" } : route,
      );
    },
  },
]);
