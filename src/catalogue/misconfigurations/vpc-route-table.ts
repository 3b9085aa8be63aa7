import type { Misconfiguration } from "../../model/fault.ts";
import * as scope from "./scopes.ts";

/** Inside the VPC packets find their way by themselves; the way back to the data centre must be entered. */
export const VPC_ROUTE_TABLE = [
  {
    id: "vpc-route-table.inbound.data-center",
    direction: "inbound",
    kind: "return-route",
    weight: 4,
    applies: scope.orOfThisNode((traffic) => [...scope.everything(traffic), ...scope.theVpc(traffic)]),
  },
  {
    id: "vpc-route-table.inbound.containers",
    direction: "inbound",
    kind: "return-route",
    weight: 1,
    applies: scope.theContainers,
  },
  {
    id: "vpc-route-table.outbound",
    direction: "outbound",
    kind: "route",
    weight: 2,
    applies: (traffic) => [...scope.theVpc(traffic), ...scope.theCloudServices(traffic)],
  },
] as const satisfies Omit<Misconfiguration, "device">[];
