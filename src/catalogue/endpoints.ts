import type { Group } from "../model/report.ts";
import { usesTls, type Site } from "../model/site.ts";
import { findRegion, type Region } from "./regions.ts";

/** By what a service is recognised in its HTTP answer. */
export type Identity = "control-plane" | "oss" | "registry" | "registry-auth";

export interface ServicePort {
  port: 80 | 443;
  scheme: "http" | "https";
}

/** A service that a node reaches over the dedicated line, for one site. */
export interface ServiceEndpoint {
  /** The subject of its check IDs: the host without what depends on the region. */
  subject: string;
  group: Extract<Group, "control-plane" | "oss" | "registry">;
  host: string;
  ports: ServicePort[];
  identity: Identity;
  path: string;
  required: boolean;
  /** Documented ranges its addresses are in; empty where none are documented. */
  ranges: readonly string[];
  purpose:
    | "control-plane"
    | "install-packages"
    | "registry-auth"
    | "registry-auth-enterprise"
    | "image-layers"
    | "registry-personal"
    | "registry-add-ons";
}

const HTTPS: ServicePort = { port: 443, scheme: "https" };
const HTTP: ServicePort = { port: 80, scheme: "http" };

/** Every endpoint of the reference's outbound table but the API server and NTP, which the user or another table names. */
export function serviceEndpoints(site: Site): ServiceEndpoint[] {
  const region = findRegion(site.region);
  if (region === undefined) throw new RangeError(`unknown region ${site.region}`);
  const tls = usesTls(site.clusterVersion);
  const { id } = region;
  return [
    {
      subject: "cs-anony-vpc",
      group: "control-plane",
      host: `cs-anony-vpc.${id}.aliyuncs.com`,
      ports: tls ? [HTTPS] : [HTTP],
      identity: "control-plane",
      path: "/",
      required: true,
      ranges: [],
      purpose: "control-plane",
    },
    {
      subject: "aliacs-k8s",
      group: "oss",
      host: `aliacs-k8s-${id}.oss-${id}-internal.aliyuncs.com`,
      ports: tls ? [HTTPS] : [HTTP, HTTPS],
      identity: "oss",
      path: "/",
      required: true,
      ranges: region.ossRanges,
      purpose: "install-packages",
    },
    ...registryEndpoints(region),
  ];
}

function registryEndpoints(region: Region): ServiceEndpoint[] {
  const { id } = region;
  const common: Pick<ServiceEndpoint, "group" | "ports"> = { group: "registry", ports: [HTTPS] };
  const endpoints: (ServiceEndpoint | false)[] = [
    {
      ...common,
      subject: "dockerauth-vpc",
      host: `dockerauth-vpc.${id}.aliyuncs.com`,
      identity: "registry-auth",
      path: "/auth",
      required: true,
      ranges: [],
      purpose: "registry-auth",
    },
    {
      ...common,
      subject: "dockerauth-ee-vpc",
      host: `dockerauth-ee-vpc.${id}.aliyuncs.com`,
      identity: "registry-auth",
      path: "/auth",
      // The reference: "not available in some regions and can be skipped".
      required: false,
      ranges: [],
      purpose: "registry-auth-enterprise",
    },
    {
      ...common,
      subject: "aliregistry",
      host: `aliregistry-${id}.oss-${id}-internal.aliyuncs.com`,
      identity: "oss",
      path: "/",
      required: true,
      ranges: region.ossRanges,
      purpose: "image-layers",
    },
    region.personalRegistry === true && {
      ...common,
      subject: "registry-vpc",
      host: `registry-vpc.${id}.aliyuncs.com`,
      identity: "registry",
      path: "/v2/",
      required: true,
      ranges: [],
      purpose: "registry-personal",
    },
    {
      ...common,
      subject: "registry-vpc-ack",
      host: `registry-${id}-vpc.ack.aliyuncs.com`,
      identity: "registry",
      path: "/v2/",
      required: true,
      ranges: region.registryRoutes,
      purpose: "registry-add-ons",
    },
  ];
  return endpoints.filter((endpoint) => endpoint !== false);
}

export const API_SERVER_PORT = 6443;

/** Public names; used unless the site keeps its own time. */
export const NTP_SERVERS = ["ntp1.aliyun.com", "cn.ntp.org.cn"] as const;
export const NTP_PORT = 123;
export const DNS_PORT = 53;

/** An image that every node of a cluster has, and the smallest: public in the add-ons' registry. */
export const SMALL_IMAGE = { repository: "acs/pause", tag: "3.9" } as const;

export type CpuArchitecture = "amd64" | "arm64";

/** The object the console's join script downloads first. It is public, so a HEAD tests route, TLS and version at once. */
export function edgeadmPath(version: string, arch: CpuArchitecture): string {
  return `/public/pkg/run/attach/${version}/${arch}/edgeadm`;
}
