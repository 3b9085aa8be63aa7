import type { Misconfiguration } from "../../model/fault.ts";
import { FLANNEL_PORT } from "../ports.ts";
import * as scope from "./scopes.ts";

/**
 * The VPC's packet filters. A security group filters for an interface, such as the API server's, and for what pods and
 * Prometheus send to the node. A network ACL filters for a whole subnet and keeps no state, so replies need a rule of their own.
 */
export const SECURITY_GROUP = [
  {
    id: "security-group.inbound.api-server",
    direction: "outbound",
    kind: "filter",
    weight: 5,
    applies: scope.theApiServer,
  },
  { id: "security-group.inbound.data-center", direction: "outbound", kind: "filter", weight: 4, applies: scope.theVpc },
  {
    id: "security-group.inbound.flannel",
    direction: "outbound",
    kind: "filter",
    weight: 1,
    applies: scope.flannelOut,
  },
  {
    id: "security-group.outbound.data-center",
    direction: "inbound",
    kind: "return-filter",
    weight: 1,
    applies: scope.theVpc,
  },
  {
    id: "security-group.outbound.connections",
    direction: "inbound",
    kind: "filter",
    weight: 2,
    applies: scope.fromCloud,
  },
  {
    id: "security-group.outbound.kubelet",
    direction: "inbound",
    kind: "filter",
    weight: 2,
    applies: scope.fromCloudTo("tcp", [10250, 10255]),
  },
  {
    id: "security-group.outbound.node-exporter",
    direction: "inbound",
    kind: "filter",
    weight: 2,
    applies: scope.fromCloudTo("tcp", [9100, 9445]),
  },
  {
    id: "security-group.outbound.flannel",
    direction: "inbound",
    kind: "filter",
    weight: 1,
    applies: scope.fromCloudTo("udp", [FLANNEL_PORT]),
  },
  { id: "network-acl.inbound.data-center", direction: "outbound", kind: "filter", weight: 0.6, applies: scope.theVpc },
  {
    id: "network-acl.outbound.data-center",
    direction: "inbound",
    kind: "return-filter",
    weight: 0.6,
    // Often only the ports that answers go to are missing, and an echo request is answered.
    applies: (traffic) => [...scope.theVpc(traffic), ...scope.ofTcp(scope.theVpc)(traffic)],
  },
] as const satisfies Omit<Misconfiguration, "device">[];
