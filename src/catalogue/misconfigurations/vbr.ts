import type { Misconfiguration } from "../../model/fault.ts";
import * as scope from "./scopes.ts";

/** The border router's two halves: towards the VPC and back to the data centre; and the line in front of it. */
export const VBR = [
  { id: "vbr.outbound.vpc", direction: "outbound", kind: "route", weight: 2, applies: scope.theVpc },
  {
    id: "vbr.outbound.cloud-services",
    direction: "outbound",
    kind: "route",
    weight: 2,
    applies: scope.cloudServicesByPart,
  },
  { id: "vbr.outbound.all", direction: "outbound", kind: "route", weight: 1, applies: scope.beyondTheLine },
  {
    id: "vbr.inbound.data-center",
    direction: "inbound",
    kind: "return-route",
    weight: 4,
    applies: scope.orOfThisNode(scope.everything),
  },
  { id: "vbr.inbound.containers", direction: "inbound", kind: "return-route", weight: 1, applies: scope.theContainers },
  { id: "vbr.line", direction: "both", kind: "line", weight: 0.7, applies: scope.beyondTheLine },
  { id: "vbr.mtu", direction: "both", kind: "mtu", weight: 0.7, applies: scope.eachSide },
  { id: "vbr.line-quality", direction: "both", kind: "sign", weight: 0.3, applies: scope.found },
  {
    id: "vbr.line-member",
    direction: "both",
    kind: "line-member",
    weight: 0.4,
    applies: scope.beyondTheLine,
  },
] as const satisfies Omit<Misconfiguration, "device">[];
