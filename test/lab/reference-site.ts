import type { CertificateSpec, HttpSite, Topology } from "./topology.ts";

/** The reference document's own example, region China (Hangzhou), as a network that works. */
export const REGION = "cn-hangzhou";
export const API_SERVER = "192.168.10.10";
export const SITE_DNS = "10.1.2.53";
export const VPC_CIDR = "192.168.0.0/16";
export const DATA_CENTER_CIDR = "10.0.0.0/8";

/** What --region cn-hangzhou needs, and the flags that tell the tool about this site. */
export const SITE_FLAGS = [
  "--region",
  REGION,
  "--api-server",
  API_SERVER,
  "--vpc-cidr",
  VPC_CIDR,
  "--data-center-cidr",
  DATA_CENTER_CIDR,
];

export function namesIn(region: string) {
  return {
    controlPlane: `cs-anony-vpc.${region}.aliyuncs.com`,
    packages: `aliacs-k8s-${region}.oss-${region}-internal.aliyuncs.com`,
    layers: `aliregistry-${region}.oss-${region}-internal.aliyuncs.com`,
    auth: `dockerauth-vpc.${region}.aliyuncs.com`,
    authEnterprise: `dockerauth-ee-vpc.${region}.aliyuncs.com`,
    registry: `registry-${region}-vpc.ack.aliyuncs.com`,
    ntp1: "ntp1.aliyun.com",
    ntp2: "cn.ntp.org.cn",
  };
}

export const NAMES = namesIn(REGION);

export const ADDRESSES = {
  controlPlane: "100.103.42.233",
  packages: "100.118.28.50",
  layers: "100.118.31.10",
  auth: "100.103.1.20",
  authEnterprise: "100.103.1.21",
  registry: "100.103.9.188",
  registrySecond: "100.103.7.181",
  ntp1: "203.107.6.88",
  ntp2: "203.107.6.89",
};

const VPC_RESOLVERS = ["100.100.2.136", "100.100.2.138"];
const INTERNET_DNS = "203.0.113.53";
const CLOUD_SERVICES = "100.64.0.0/10";

export const EDGEADM_VERSION = "1.30.7-aliyun.1";

export function referenceSite(): Topology {
  const toCloud = (via: string) => [
    { to: CLOUD_SERVICES, via },
    { to: VPC_CIDR, via },
  ];
  return {
    links: [
      link("node", "10.1.1.10/24", "core-switch", "10.1.1.1/24"),
      link("dns", `${SITE_DNS}/24`, "core-switch", "10.1.2.1/24"),
      link("core-switch", "10.0.12.1/30", "firewall", "10.0.12.2/30"),
      link("firewall", "10.0.24.1/30", "internet", "10.0.24.2/30"),
      link("firewall", "10.0.23.1/30", "vbr", "10.0.23.2/30"),
      link("vbr", "172.31.1.1/30", "cen", "172.31.1.2/30"),
      link("cen", "172.31.2.1/30", "vpc-router", "172.31.2.2/30"),
      link("vpc-router", "192.168.10.1/24", "api-server", `${API_SERVER}/24`),
      link("vpc-router", "172.31.3.1/30", "cloud-services", "172.31.3.2/30"),
      link("vpc-router", "172.31.4.1/30", "vpc-dns", "172.31.4.2/30"),
    ],
    hosts: {
      node: { routes: [{ to: "default", via: "10.1.1.1" }] },
      "core-switch": { router: true, routes: [...toCloud("10.0.12.2"), { to: "default", via: "10.0.12.2" }] },
      dns: {
        routes: [{ to: "default", via: "10.1.2.1" }],
        services: [
          {
            kind: "dns",
            listen: [SITE_DNS],
            // One upstream: a second one would answer in the place of the first, and a fault would show half the time.
            forward: { "aliyuncs.com": VPC_RESOLVERS[0] ?? "", "": INTERNET_DNS },
          },
        ],
      },
      firewall: {
        router: true,
        routes: [
          { to: DATA_CENTER_CIDR, via: "10.0.12.1" },
          ...toCloud("10.0.23.2"),
          { to: "default", via: "10.0.24.2" },
        ],
      },
      internet: {
        addresses: [ADDRESSES.ntp1, ADDRESSES.ntp2, INTERNET_DNS],
        routes: [{ to: DATA_CENTER_CIDR, via: "10.0.24.1" }],
        services: [
          { kind: "ntp", synchronised: true },
          {
            kind: "dns",
            listen: [INTERNET_DNS],
            records: { [NAMES.ntp1]: [ADDRESSES.ntp1], [NAMES.ntp2]: [ADDRESSES.ntp2] },
          },
        ],
      },
      vbr: { router: true, routes: [{ to: DATA_CENTER_CIDR, via: "10.0.23.1" }, ...toCloud("172.31.1.2")] },
      cen: { router: true, routes: [{ to: DATA_CENTER_CIDR, via: "172.31.1.1" }, ...toCloud("172.31.2.2")] },
      "vpc-router": {
        router: true,
        routes: [
          { to: DATA_CENTER_CIDR, via: "172.31.2.1" },
          ...VPC_RESOLVERS.map((resolver) => ({ to: resolver, via: "172.31.4.2" })),
          { to: CLOUD_SERVICES, via: "172.31.3.2" },
        ],
      },
      "vpc-dns": {
        addresses: VPC_RESOLVERS,
        routes: [{ to: "default", via: "172.31.4.1" }],
        services: [{ kind: "dns", listen: VPC_RESOLVERS, records: vpcRecords() }],
      },
      "cloud-services": {
        addresses: cloudAddresses(),
        routes: [{ to: "default", via: "172.31.3.1" }],
        services: [{ kind: "http", listen: cloudAddresses(), sites: cloudSites(REGION) }],
      },
      "api-server": {
        routes: [{ to: "default", via: "192.168.10.1" }],
        services: [{ kind: "http", listen: [API_SERVER], sites: [apiServerSite(API_SERVER)] }],
      },
    },
  };
}

function link(host: string, address: string, peer: string, peerAddress: string): Topology["links"][number] {
  return {
    ends: [
      { host, address },
      { host: peer, address: peerAddress },
    ],
  };
}

function vpcRecords(): Record<string, string[]> {
  return {
    [NAMES.controlPlane]: [ADDRESSES.controlPlane],
    [NAMES.packages]: [ADDRESSES.packages],
    [NAMES.layers]: [ADDRESSES.layers],
    [NAMES.auth]: [ADDRESSES.auth],
    [NAMES.authEnterprise]: [ADDRESSES.authEnterprise],
    [NAMES.registry]: [ADDRESSES.registry, ADDRESSES.registrySecond],
  };
}

function cloudAddresses(): string[] {
  return Object.values(vpcRecords()).flat();
}

export function cloudSites(region: string): HttpSite[] {
  const names = namesIn(region);
  return [
    site(names.controlPlane, 'location / { return 404 \'{"code":"NotFound"}\'; default_type application/json; }'),
    site(names.packages, oss(names.packages)),
    site(names.layers, oss(names.layers)),
    site(names.auth, auth()),
    site(names.authEnterprise, auth()),
    site(names.registry, registry(region)),
  ];
}

function site(name: string, locations: string): HttpSite {
  const certificate: CertificateSpec = { issuer: "lab", names: [name] };
  return { name, ports: [80], tlsPorts: [443], certificate, locations };
}

function oss(host: string): string {
  const error = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Anonymous user has no right to access this bucket.</Message><RequestId>5C3D9175B6FC201293AD4890</RequestId><HostId>${host}</HostId></Error>`;
  const object = `/public/pkg/run/attach/${EDGEADM_VERSION}`;
  return `
    add_header x-oss-request-id 5C3D9175B6FC201293AD4890 always;
    default_type application/xml;
    location / { return 403 '${error}'; }
    location = /layer { return 200 '${"x".repeat(LAYER_BYTES)}'; }
    location = ${object}/amd64/edgeadm { return 200 'edgeadm'; }
    location = ${object}/arm64/edgeadm { return 200 'edgeadm'; }
    location /public/ { return 404 '${error.replace("AccessDenied", "NoSuchKey")}'; }`;
}

function auth(): string {
  return 'default_type application/json; location / { return 200 \'{"access_token":"not-for-tickets","token":"not-for-tickets"}\'; }';
}

function registry(region: string): string {
  const { auth: authHost, layers } = namesIn(region);
  const refusal = `return 401 '{"errors":[{"code":"UNAUTHORIZED"}]}';`;
  const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
  const manifest = (architecture: string) => ({ digest: digest("a"), platform: { os: "linux", architecture } });
  const index = { manifests: [manifest("amd64"), manifest("arm64")] };
  const own = { layers: [{ digest: digest("b"), size: LAYER_BYTES }] };
  const forAnybody = (where: string, answer: string) =>
    `location ${where} { if ($http_authorization != "Bearer not-for-tickets") { ${refusal} } ${answer} }`;
  return `
    default_type application/json;
    add_header Docker-Distribution-Api-Version registry/2.0 always;
    add_header Www-Authenticate 'Bearer realm="https://${authHost}/auth",service="registry.aliyuncs.com:${region}:26842"' always;
    location / { return 404 '{}'; }
    location /v2/ { ${refusal} }
    ${forAnybody("= /v2/acs/pause/manifests/3.9", `return 200 '${JSON.stringify(index)}';`)}
    ${forAnybody("^~ /v2/acs/pause/manifests/sha256:", `return 200 '${JSON.stringify(own)}';`)}
    ${forAnybody("/v2/acs/pause/blobs/", `return 307 https://${layers}/layer?signature=not-for-tickets;`)}`;
}

const LAYER_BYTES = 3_000;

export function apiServerSite(address: string): HttpSite {
  return {
    name: address,
    ports: [],
    tlsPorts: [6443],
    certificate: { issuer: "cluster", names: ["kubernetes", address] },
    locations: `
      default_type application/json;
      location / { return 403 '{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403}'; }
      location = /version { return 200 '{"major":"1","minor":"30","gitVersion":"v${EDGEADM_VERSION}"}'; }
      location = /readyz { default_type text/plain; return 200 'ok'; }`,
  };
}
