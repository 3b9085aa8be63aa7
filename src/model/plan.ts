import type { Device } from "./device.ts";

export interface PlanEndpoint {
  id: string;
  host: string;
  required: boolean;
  ports: { protocol: "tcp" | "udp"; port: number }[];
  /** The documented ranges; empty where none are documented. */
  cidrs: string[];
  purpose: string;
}

export interface PlanInbound {
  protocol: "tcp" | "udp";
  port: number;
  sources: string[];
  purpose: string;
}

export interface DeviceSetting {
  /** Seen from the node: outbound is node to cloud. */
  direction: "outbound" | "inbound";
  kind: "route" | "allow" | "bgp";
  text: string;
  /** The list that a rule belongs to, where the device has several kinds of them. */
  list?: "network-acl" | "load-balancer-acl";
  source?: string[];
  destination?: string[];
  protocol?: string;
  ports?: number[];
}

/** What each device must route and allow, for one site. */
export interface Plan {
  schemaVersion: "1.0";
  region: string;
  endpoints: PlanEndpoint[];
  inbound: PlanInbound[];
  routes: { registry: string[]; oss: string[] };
  devices: { device: Device; settings: DeviceSetting[] }[];
}
