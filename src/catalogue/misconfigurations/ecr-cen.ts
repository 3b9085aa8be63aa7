import type { Misconfiguration } from "../../model/fault.ts";
import * as scope from "./scopes.ts";

/** The transit router's (or ECR's) routes to the VPC and the cloud services, and back through the VBR. */
export const ECR_CEN = [
  { id: "ecr-cen.outbound.vpc", direction: "outbound", kind: "route", weight: 2.5, applies: scope.theVpc },
  {
    id: "ecr-cen.outbound.cloud-services",
    direction: "outbound",
    kind: "route",
    weight: 3,
    applies: scope.cloudServicesByPart,
  },
  { id: "ecr-cen.outbound.all", direction: "outbound", kind: "route", weight: 1, applies: scope.beyondTheLine },
  {
    id: "ecr-cen.inbound.data-center",
    direction: "inbound",
    kind: "return-route",
    weight: 3.5,
    applies: scope.orOfThisNode(scope.everything),
  },
  {
    id: "ecr-cen.inbound.containers",
    direction: "inbound",
    kind: "return-route",
    weight: 1,
    applies: scope.theContainers,
  },
  // Lost, or replaced by one that no route table is associated with.
  {
    id: "ecr-cen.attachment",
    direction: "both",
    kind: "line",
    weight: 0.7,
    applies: (traffic) => [...scope.beyondTheLine(traffic), ...scope.theVpc(traffic)],
  },
  { id: "ecr-cen.mtu", direction: "both", kind: "mtu", weight: 0.3, applies: scope.eachSide },
  { id: "ecr-cen.bandwidth", direction: "both", kind: "sign", weight: 0.3, applies: scope.found },
  { id: "ecr-cen.member", direction: "both", kind: "member", weight: 0.2, applies: scope.beyondTheLine },
] as const satisfies Omit<Misconfiguration, "device">[];
