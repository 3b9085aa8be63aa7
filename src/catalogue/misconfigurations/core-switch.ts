import type { Misconfiguration } from "../../model/fault.ts";
import type { Traffic } from "../../model/fault.ts";
import * as scope from "./scopes.ts";

/** By port, or by block: all that leaves, one side of the line, one service. */
function accessList(traffic: Traffic) {
  const services = (["control-plane", "oss", "registry"] as const).flatMap((service) => [
    ...scope.rangesOf(service)(traffic),
    ...scope.portsOf(service)(traffic),
  ]);
  return [
    ...scope.portsAnywhere(traffic),
    ...scope.orOfThisNode(scope.allOut)(traffic),
    ...scope.orOfThisNode(scope.theVpc)(traffic),
    ...scope.orOfThisNode(scope.theCloudServices)(traffic),
    ...scope.theApiServer(traffic),
    ...services.map((each) => ({ ...each, weight: SERVICES_WEIGHT / Math.max(1, services.length) })),
  ];
}

/** Of all services together, beside 1 for a port or a block. */
const SERVICES_WEIGHT = 2;

/** Routes to the VPC and the cloud services through the VBR, the way back to the servers, BGP with Terway Edge. */
export const CORE_SWITCH = [
  { id: "core-switch.outbound.vpc", direction: "outbound", kind: "site-route", weight: 4, applies: scope.theVpc },
  {
    id: "core-switch.outbound.cloud-services",
    direction: "outbound",
    kind: "site-route",
    weight: 4,
    applies: scope.theCloudServices,
  },
  {
    id: "core-switch.outbound.own",
    direction: "outbound",
    kind: "site-route",
    weight: 1,
    isExtra: true,
    applies: scope.rangesOf("own"),
  },
  {
    id: "core-switch.outbound.all",
    direction: "outbound",
    kind: "site-route",
    weight: 2,
    applies: scope.allOut,
  },
  {
    id: "core-switch.outbound.oss",
    direction: "outbound",
    kind: "site-route",
    weight: 1,
    applies: scope.rangesOf("oss"),
  },
  {
    id: "core-switch.outbound.registry",
    direction: "outbound",
    kind: "site-route",
    weight: 1,
    applies: scope.rangesOf("registry"),
  },
  {
    id: "core-switch.outbound.control-plane",
    direction: "outbound",
    kind: "site-route",
    weight: 1,
    applies: scope.rangesOf("control-plane"),
  },
  {
    id: "core-switch.outbound.internet",
    direction: "outbound",
    kind: "site-route",
    weight: 0.5,
    applies: scope.theInternet,
  },
  {
    id: "core-switch.inbound.data-center",
    direction: "inbound",
    kind: "return-route",
    weight: 3,
    applies: scope.orOfThisNode(scope.everything),
  },
  {
    id: "core-switch.bgp.containers",
    direction: "inbound",
    kind: "sign",
    weight: 1,
    applies: scope.found,
  },
  { id: "core-switch.access-list", direction: "outbound", kind: "filter", weight: 1, applies: accessList },
  { id: "core-switch.gateway", direction: "both", kind: "neighbour", weight: 1, applies: scope.everything },
  { id: "core-switch.port-errors", direction: "both", kind: "sign", weight: 0.3, applies: scope.found },
  {
    id: "core-switch.member",
    direction: "both",
    kind: "member",
    weight: 0.4,
    applies: scope.beyondTheLine,
  },
] as const satisfies Omit<Misconfiguration, "device">[];
