import type { PortOwner } from "../model/message.ts";
import type { Site } from "../model/site.ts";

/** A port that the cloud opens connections to on every node. */
export interface InboundPort {
  protocol: "tcp" | "udp";
  port: number;
  /** Who listens there once the node has joined. */
  owner: PortOwner;
  /** Process names that mean that owner; empty for a socket of the kernel. */
  processes: readonly string[];
  sources: readonly ("vpc" | "data-center")[];
}

const INBOUND_PORTS: readonly InboundPort[] = [
  { protocol: "tcp", port: 10250, owner: "kubelet", processes: ["kubelet"], sources: ["vpc"] },
  { protocol: "tcp", port: 10255, owner: "kubelet-read-only", processes: ["kubelet"], sources: ["vpc"] },
  {
    protocol: "tcp",
    port: 9100,
    owner: "node-exporter",
    processes: ["node_exporter", "node-exporter"],
    sources: ["vpc"],
  },
  {
    protocol: "tcp",
    port: 9445,
    owner: "gpu-exporter",
    processes: ["node-gpu-exporter", "gpu_exporter"],
    sources: ["vpc"],
  },
  { protocol: "udp", port: 8472, owner: "flannel", processes: [], sources: ["vpc", "data-center"] },
];

/** Flannel's VXLAN port counts only where Flannel is the plug-in. */
export function inboundPorts(site: Site): InboundPort[] {
  return INBOUND_PORTS.filter((port) => port.owner !== "flannel" || site.networkPlugin === "flannel");
}

/** The API server's and Prometheus' way to the node: what a fine-grained rule must allow. */
export const INBOUND_TCP_PORTS = INBOUND_PORTS.filter((port) => port.protocol === "tcp").map((port) => port.port);
export const FLANNEL_PORT = 8472;

/** All ports that the cloud connects to, whatever the plug-in. */
export function inboundPortNumbers(protocol: "tcp" | "udp"): number[] {
  return INBOUND_PORTS.filter((each) => each.protocol === protocol).map(({ port }) => port);
}
export const BGP_PORT = 179;

/** Where a reflector listens unless told otherwise: registered for nothing. */
export const REFLECTOR_PORT = 8479;
