import type { Misconfiguration } from "../../model/fault.ts";
import * as scope from "./scopes.ts";

/** The far end itself: down, not listening, or not what was asked for. */
export const SERVICE = [
  { id: "service.api-server.down", direction: "none", kind: "host", weight: 1.2, applies: scope.hostsOf("api-server") },
  {
    id: "service.api-server.port",
    direction: "none",
    kind: "closed-port",
    weight: 3,
    applies: scope.hostPortsOf("api-server"),
  },
  {
    id: "service.down",
    direction: "none",
    kind: "host",
    weight: 5,
    applies: (traffic) => [
      ...scope.hostsOf("control-plane")(traffic),
      ...scope.hostsOf("oss")(traffic),
      ...scope.hostsOf("registry")(traffic),
      ...scope.hostsOf("vpc-resolvers")(traffic),
    ],
  },
  {
    id: "service.port",
    direction: "none",
    kind: "closed-port",
    weight: 1,
    applies: (traffic) => [
      ...scope.hostPortsOf("control-plane")(traffic),
      ...scope.hostPortsOf("oss")(traffic),
      ...scope.hostPortsOf("registry")(traffic),
      ...scope.hostPortsOf("ntp")(traffic),
    ],
  },
  {
    id: "service.balancer",
    direction: "none",
    kind: "balancer",
    weight: 1.5,
    applies: (traffic) => [
      ...scope.hostPortsOf("api-server")(traffic),
      ...scope.hostPortsOf("control-plane")(traffic),
      ...scope.hostPortsOf("oss")(traffic),
      ...scope.hostPortsOf("registry")(traffic),
    ],
  },
  {
    id: "service.member",
    direction: "none",
    kind: "member",
    weight: 0.2,
    applies: (traffic) =>
      (["api-server", "control-plane", "oss", "registry"] as const).flatMap((service) =>
        scope.hostsOf(service)(traffic),
      ),
  },
  { id: "service.ntp.down", direction: "none", kind: "host", weight: 2, applies: scope.hostsOf("ntp") },
  { id: "service.own.down", direction: "none", kind: "host", weight: 1, isExtra: true, applies: scope.hostsOf("own") },
  {
    id: "service.own.port",
    direction: "none",
    kind: "closed-port",
    weight: 1.5,
    isExtra: true,
    applies: scope.hostPortsOf("own"),
  },
  // Of the API server's load balancer: it looks like a security group, but is off unless somebody has set it.
  { id: "service.api-server.acl", direction: "outbound", kind: "filter", weight: 0.5, applies: scope.theApiServer },
  { id: "service.access-list", direction: "none", kind: "sign", weight: 1, applies: scope.found },
  { id: "service.rate-limit", direction: "none", kind: "sign", weight: 1, applies: scope.found },
  { id: "service.not-itself", direction: "none", kind: "sign", weight: 1, applies: scope.found },
  { id: "service.certificate", direction: "none", kind: "sign", weight: 1, applies: scope.found },
  { id: "service.api-server.version", direction: "none", kind: "sign", weight: 1, applies: scope.found },
  { id: "service.ntp.unsynchronised", direction: "none", kind: "sign", weight: 1, applies: scope.found },
] as const satisfies Omit<Misconfiguration, "device">[];
