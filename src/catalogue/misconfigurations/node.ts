import type { Misconfiguration } from "../../model/fault.ts";
import { inboundPortNumbers } from "../ports.ts";
import * as scope from "./scopes.ts";

/** This server itself: what its own kernel, files and programs stand in the way of. */
export const NODE = [
  {
    id: "node.output-filter",
    direction: "outbound",
    kind: "local-filter",
    prior: 2,
    applies: (traffic) => [
      ...scope.everything(traffic),
      ...scope.theVpc(traffic),
      ...scope.theCloudServices(traffic),
      ...scope.portsAnywhere(traffic),
      ...scope.portsOf("control-plane")(traffic),
      ...scope.portsOf("oss")(traffic),
      ...scope.portsOf("registry")(traffic),
      ...scope.theApiServer(traffic),
      ...scope.rangesOf("oss")(traffic),
      ...scope.rangesOf("registry")(traffic),
      ...scope.rangesOf("control-plane")(traffic),
    ],
  },
  {
    id: "node.input-filter",
    direction: "inbound",
    kind: "return-filter",
    prior: 0.2,
    applies: (traffic) => [...scope.everything(traffic), ...scope.theVpc(traffic), ...scope.theCloudServices(traffic)],
  },
  {
    id: "node.route",
    direction: "outbound",
    kind: "local-route",
    prior: 2,
    applies: (traffic) => [
      ...scope.everything(traffic),
      ...scope.theVpc(traffic),
      ...scope.theCloudServices(traffic),
      ...scope.rangesOf("oss")(traffic),
      ...scope.rangesOf("registry")(traffic),
      ...scope.rangesOf("control-plane")(traffic),
      ...scope.theInternet(traffic),
    ],
  },
  {
    id: "node.overlay",
    direction: "both",
    kind: "local-link",
    prior: 1,
    applies: (traffic) => [...scope.theCloudServices(traffic), ...scope.beyondTheLine(traffic)],
  },
  { id: "node.resolv-conf", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.hosts-file", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.clock", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.ca-store", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.port-in-use", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.joined-before", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  {
    id: "node.port-filter",
    direction: "inbound",
    kind: "filter",
    prior: 1,
    applies: (traffic) => [
      ...scope.fromCloud(traffic),
      ...scope.fromCloudTo("tcp", inboundPortNumbers("tcp"))(traffic),
      ...scope.fromCloudTo("udp", inboundPortNumbers("udp"))(traffic),
    ],
  },
  { id: "node.tool", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.link", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.proxy-variables", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.overlapping-route", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.host-name", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.system", direction: "none", kind: "sign", prior: 1, applies: scope.found },
  { id: "node.cluster-version", direction: "none", kind: "sign", prior: 1, applies: scope.found },
] as const satisfies Omit<Misconfiguration, "device">[];
