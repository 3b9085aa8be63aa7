import type { Device } from "./device.ts";

/** The settings of one run, as resolved: what the site says of itself and how it wants to be asked. */

export const NETWORK_PLUGINS = ["flannel", "terway-edge"] as const;
export type NetworkPlugin = (typeof NETWORK_PLUGINS)[number];

export interface ClusterVersion {
  major: number;
  minor: number;
  /** Absent when only x.y was given. */
  patch?: number;
  /** As given, such as 1.30.7-aliyun.1: what the install package is filed under. */
  text: string;
}

export interface HostPort {
  host: string;
  port: number;
}

/** Which device an address on the path belongs to. */
export interface HopDeclaration {
  device: Device;
  cidr: string;
}

/** The cluster's own parts in the cloud. */
export interface ClusterIds {
  id?: string;
  vpcId?: string;
  vswitchIds: string[];
  securityGroupId?: string;
  /** Of the API server. */
  loadBalancerId?: string;
}

export const ENDPOINT_SCHEMES = ["https", "http", "tcp", "udp", "ntp"] as const;
export type EndpointScheme = (typeof ENDPOINT_SCHEMES)[number];

export function isOverUdp(scheme: EndpointScheme): boolean {
  return scheme === "udp" || scheme === "ntp";
}

/** The ways that packets leave a site by, and the site itself. */
export const BRANCHES = ["line", "internet", "site"] as const;
export type Branch = (typeof BRANCHES)[number];

/** An endpoint that the user has named: a mirror registry, a proxy, a licence server. */
export interface OwnEndpoint {
  /** A word of the user's own, part of its check IDs. */
  name: string;
  scheme: EndpointScheme;
  host: string;
  port: number;
  /** Where it is; unless said, its address tells. */
  via?: Branch;
}

export interface Site {
  region: string;
  /** Where the cluster's detail was given. */
  cluster?: ClusterIds;
  /** Absent: taken to be 1.26 or later. */
  clusterVersion?: ClusterVersion;
  networkPlugin: NetworkPlugin;
  apiServer?: HostPort;
  vpcCidrs: string[];
  dataCenterCidrs: string[];
  containerCidrs: string[];
  podCidrs: string[];
  serviceCidrs: string[];
  /** What the site routes for the cloud services. */
  cloudServiceCidrs: string[];
  selfHostNtp: boolean;
  ntpServers: string[];
  /** Asked besides those of resolv.conf. */
  dnsServers: string[];
  hops: HopDeclaration[];
  /** Checked besides those of the reference; reports of earlier versions have none. */
  endpoints?: OwnEndpoint[];
  /** The counterpart in the VPC, where one runs. */
  reflector?: { ip: string; port: number };
  sourceIp?: string;
  interface?: string;
  /** One attempt. */
  timeoutMs: number;
  retries: number;
  deadlineMs: number;
  /** Also what takes longer although nothing has failed. */
  thorough?: true;
  /** What the line may be like; reports of earlier versions have none. */
  lineLimits?: LineLimits;
}

/** From where on there is a warning, and from where on a failure. */
export interface Limits {
  warn: number;
  fail: number;
}

export interface LineLimits {
  /** Shares of packets lost there or back, from 0 to 1. */
  loss: Limits;
  roundTripMs: Limits;
}

/** The control plane and the install package moved from TCP 80 to TCP 443 with this release. */
const TLS_SINCE = { major: 1, minor: 26 };

export function usesTls(version: ClusterVersion | undefined): boolean {
  if (version === undefined) return true;
  if (version.major !== TLS_SINCE.major) return version.major > TLS_SINCE.major;
  return version.minor >= TLS_SINCE.minor;
}
