import { ADDRESSES, API_SERVER, NAMES, SITE_DNS } from "../lab/reference-site.ts";
import type { OddService, Topology } from "../lab/topology.ts";
import { hostOf, siteOf, type Scenario } from "./scenario.ts";

/** Answers that real servers, and boxes in their place, give when something is wrong. */

function ntpServer(does: string, ...takes: string[]) {
  return (network: Topology) => {
    const odd: OddService = { kind: "odd", does, ip: ADDRESSES.ntp1, port: 123, protocol: "udp", takes };
    const host = hostOf(network, "internet");
    host.services = [...(host.services ?? []).filter(({ kind }) => kind !== "ntp"), odd];
  };
}

function dnsServer(does: string, ...takes: string[]) {
  return (network: Topology) => {
    hostOf(network, "dns").services = [{ kind: "odd", does, ip: SITE_DNS, port: 53, protocol: "udp", takes }];
  };
}

/** Beside the site's own DNS server, another one that gives the same address for each of the services' names. */
function secondDnsServer(address: string) {
  return (network: Topology) => {
    const dns = hostOf(network, "dns");
    dns.services?.push({ kind: "dns", listen: [SECOND_DNS], records: allAt(address) });
    dns.addresses = [SECOND_DNS];
    hostOf(network, "core-switch").routes?.push({ to: `${SECOND_DNS}/32`, via: SITE_DNS });
  };
}

const SECOND_DNS = "10.1.2.54";
const twoServers = (...lines: string[]) => ({
  files: { "/etc/resolv.conf": [`nameserver ${SITE_DNS}`, `nameserver ${SECOND_DNS}`, ...lines, ""].join("\n") },
});

function everyNameAt(address: string) {
  return (network: Topology) => {
    hostOf(network, "dns").services = [{ kind: "dns", listen: [SITE_DNS], records: allAt(address) }];
  };
}

const allAt = (address: string) => Object.fromEntries(Object.values(NAMES).map((name) => [name, [address]]));

const ONE_SERVER = ["--ntp-server", ADDRESSES.ntp1];
const NTP_CHECK = "ntp.203-107-6-88.answers";

function controlPlane(locations: string, charset = "") {
  return (network: Topology) => {
    siteOf(network, NAMES.controlPlane).locations = `default_type text/html; ${charset} ${locations}`;
  };
}

const ossError = (code: string, more = "") =>
  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${more === "" ? "No." : more}</Message><RequestId>5C3D9175B6FC201293AD4890</RequestId><HostId>${NAMES.packages}</HostId></Error>`;

function oss(status: number, body: string) {
  return (network: Topology) => {
    siteOf(network, NAMES.packages).locations =
      `add_header x-oss-request-id 5C3D9175B6FC201293AD4890 always; default_type application/xml; location / { return ${status} '${body}'; }`;
  };
}

function apiServer(locations: string) {
  return (network: Topology) => {
    siteOf(network, API_SERVER).locations = locations;
  };
}

function registry(locations: string) {
  return (network: Topology) => {
    siteOf(network, NAMES.registry).locations = `default_type application/json; location / { ${locations} }`;
  };
}

const REALM = `https://${NAMES.auth}/auth`;
const SERVED_NAMES = [
  [NAMES.controlPlane, ADDRESSES.controlPlane],
  [NAMES.packages, ADDRESSES.packages],
  [NAMES.layers, ADDRESSES.layers],
  [NAMES.auth, ADDRESSES.auth],
  [NAMES.authEnterprise, ADDRESSES.authEnterprise],
  [NAMES.registry, ADDRESSES.registry],
  [NAMES.ntp1, ADDRESSES.ntp1],
  [NAMES.ntp2, ADDRESSES.ntp2],
].map((record) => record.join("="));

const CONTROL_PLANE = "control-plane.cs-anony-vpc.http-443";
const OSS = "oss.aliacs-k8s.http-443";
const REGISTRY = "registry.registry-vpc-ack.http-443";

export const ANSWER_SCENARIOS: Scenario[] = [
  {
    name: "the only time server is eight hours off, and every service agrees with this node",
    patch: ntpServer("ntp-ahead", `${8 * 3_600_000}`),
    flags: ONE_SERVER,
    exitCode: 1,
    expect: { "ntp.clock.offset": "fail ntp-server-wrong" },
    blames: "service",
  },
  {
    name: "a time server that answers from another address",
    patch: ntpServer("ntp-from", ADDRESSES.ntp2),
    flags: ONE_SERVER,
    exitCode: 1,
    expect: { [NTP_CHECK]: "fail ntp-other-sender" },
    blames: "service",
  },
  {
    name: "a time server that has only just been started",
    patch: ntpServer("ntp-starting"),
    flags: ONE_SERVER,
    exitCode: 1,
    expect: { [NTP_CHECK]: "fail ntp-unsynchronised" },
    blames: "service",
  },
  {
    name: "a time server that has nothing but its own clock",
    patch: ntpServer("ntp-alone"),
    flags: ONE_SERVER,
    exitCode: 0,
    expect: { [NTP_CHECK]: "warn ntp-local-clock", "ntp.clock.offset": "pass ok" },
  },
  {
    name: "a time server that denies its service",
    patch: ntpServer("ntp-denying", "DENY"),
    flags: ONE_SERVER,
    exitCode: 1,
    expect: { [NTP_CHECK]: "fail ntp-denied" },
    suspects: "service",
  },
  {
    name: "a time server that limits how often it is asked",
    patch: ntpServer("ntp-denying", "RATE"),
    flags: ONE_SERVER,
    exitCode: 1,
    expect: { [NTP_CHECK]: "fail ntp-kiss-of-death" },
    suspects: "service",
  },
  {
    name: "two DNS servers in turn, of which one gives public addresses",
    patch: secondDnsServer("47.96.10.20"),
    run: twoServers("options rotate"),
    exitCode: 1,
    expect: {
      "dns.cs-anony-vpc.resolves": "fail dns-server-by-chance",
      "dns.resolver-10-1-2-54.answers": "warn dns-resolver-leads-astray",
    },
    suspects: "dns",
  },
  {
    name: "a second DNS server that gives public addresses, and is seldom asked",
    patch: secondDnsServer("47.96.10.20"),
    run: twoServers(),
    exitCode: 0,
    expect: {
      "dns.cs-anony-vpc.resolves": "pass ok",
      "dns.resolver-10-1-2-54.answers": "warn dns-resolver-leads-astray",
    },
  },
  {
    name: "a DNS server that gives one public address for every name",
    patch: everyNameAt("47.96.10.20"),
    exitCode: 1,
    expect: { "dns.cs-anony-vpc.resolves": "fail dns-same-answer-for-all" },
    suspects: "dns",
  },
  {
    name: "a DNS server that gives a portal's address for every name",
    patch: everyNameAt("10.9.9.9"),
    exitCode: 1,
    expect: { "dns.cs-anony-vpc.resolves": "warn dns-same-answer-for-all" },
    blames: "dns",
  },
  {
    name: "a box that speaks only TLS of long ago",
    patch: controlPlane("ssl_protocols TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0; location / { return 204; }"),
    exitCode: 1,
    expect: { "control-plane.cs-anony-vpc.tls-443": "fail tls-alert" },
    suspects: "firewall",
  },
  {
    name: "answers that are too long for UDP, and no TCP 53",
    patch: dnsServer("dns-truncating"),
    flags: ["--retries", "0"],
    exitCode: 1,
    expect: { "dns.cs-anony-vpc.resolves": "fail dns-tcp-blocked" },
    blames: "firewall",
  },
  {
    name: "a DNS server that never answers for IPv6 addresses",
    patch: dnsServer("dns-without-aaaa", ...SERVED_NAMES),
    flags: ["--retries", "0", "--timeout", "2000"],
    exitCode: 0,
    expect: {
      "dns.resolver-10-1-2-53.answers": "warn dns-aaaa-unanswered",
      "dns.cs-anony-vpc.resolves": "pass ok",
    },
  },
  {
    name: "a block page with status 403 and none of the usual words",
    patch: controlPlane(
      "location / { return 403 '<html><body><h1>Sorry</h1><p>See the helpdesk.</p></body></html>'; }",
    ),
    exitCode: 1,
    expect: { [CONTROL_PLANE]: "fail http-portal-page" },
    blames: "firewall",
  },
  {
    name: "a page that is only a frame",
    patch: controlPlane("location / { return 200 '<iframe src=\"http://10.1.1.1/x\"></iframe>'; }"),
    exitCode: 1,
    expect: { [CONTROL_PLANE]: "fail http-portal-page" },
    blames: "firewall",
  },
  {
    name: "a page of a box that is itself in trouble",
    patch: controlPlane("location / { return 502 '<!-- 1 --><html><body>gateway</body></html>'; }"),
    exitCode: 1,
    expect: { [CONTROL_PLANE]: "fail http-portal-page" },
    blames: "firewall",
  },
  {
    name: "a page in another charset",
    patch: controlPlane(
      "location / { return 403 '<html><title>\\xb7\\xc3\\xce\\xca</title></html>'; }",
      "charset gbk;",
    ),
    exitCode: 1,
    expect: { [CONTROL_PLANE]: "fail http-portal-page" },
    blames: "firewall",
  },
  {
    name: "a web server's own error, which is no page",
    patch: controlPlane("location / { return 404; }"),
    exitCode: 0,
    expect: { [CONTROL_PLANE]: "pass ok" },
  },
  {
    name: "a challenge that the service never makes",
    patch: controlPlane("location / { add_header WWW-Authenticate 'NTLM' always; return 401 ''; }"),
    exitCode: 1,
    expect: { [CONTROL_PLANE]: "fail http-proxy-answered" },
    blames: "firewall",
  },
  {
    name: "OSS of another region",
    patch: oss(
      403,
      ossError(
        "AccessDenied",
        "The bucket you are attempting to access must be addressed using the specified endpoint.",
      ).replace("</Error>", "<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint></Error>"),
    ),
    flags: ["--cluster-version", "1.30.7-aliyun.1"],
    exitCode: 1,
    expect: { [OSS]: "fail oss-other-endpoint", "oss.aliacs-k8s.edgeadm-package": "blocked prerequisite-failed" },
    blames: "dns",
  },
  {
    name: "OSS that is overloaded",
    patch: oss(503, ossError("SlowDown")),
    exitCode: 1,
    expect: { [OSS]: "fail http-server-error" },
    blames: "service",
  },
  {
    name: "OSS without the bucket",
    patch: oss(404, ossError("NoSuchBucket")),
    exitCode: 1,
    expect: { [OSS]: "fail http-server-error" },
    blames: "service",
  },
  {
    name: "OSS whose bucket policy keeps this site out",
    patch: oss(403, ossError("AccessDenied", "You have no right to access this object because of bucket policy.")),
    exitCode: 1,
    expect: { [OSS]: "fail service-denies" },
    blames: "service",
  },
  {
    name: "a registry that makes several challenges, unquoted and in capitals",
    patch: registry(
      `add_header WWW-Authenticate 'Basic realm=x, BEARER service=r, Realm=${REALM}' always; return 401 '{}';`,
    ),
    exitCode: 0,
    expect: { [REGISTRY]: "pass ok" },
  },
  {
    name: "a registry that limits how often it is asked",
    patch: registry('return 429 \'{"errors":[{"code":"TOOMANYREQUESTS"}]}\';'),
    exitCode: 1,
    expect: { [REGISTRY]: "fail service-rate-limited" },
    blames: "service",
  },
  {
    name: "a registry whose access list keeps this site out",
    patch: registry('return 403 \'{"errors":[{"code":"DENIED"}]}\';'),
    exitCode: 1,
    expect: { [REGISTRY]: "fail service-denies" },
    blames: "service",
  },
  {
    name: "an API server that is asked too often, and says so in text",
    patch: apiServer(
      "default_type text/plain; location / { return 429 'Too many requests, please try again later.'; }",
    ),
    exitCode: 0,
    expect: { "api-server.endpoint.identity": "warn api-server-not-ready" },
  },
  {
    name: "an API server that is not up yet, and says so as a Status",
    patch: apiServer(
      'default_type application/json; location / { return 503 \'{"kind":"Status","apiVersion":"v1","code":503}\'; }',
    ),
    exitCode: 0,
    expect: { "api-server.endpoint.identity": "warn api-server-not-ready" },
  },
  {
    name: "an API server behind a balancer that has nobody to pass connections to",
    patch: (network) => {
      hostOf(network, "api-server").services = [
        { kind: "odd", does: "tcp-resetting", ip: API_SERVER, port: 6443, protocol: "tcp", takes: ["6443"] },
      ];
    },
    flags: ["--retries", "0"],
    exitCode: 1,
    expect: { "api-server.endpoint.tcp-6443": "pass ok", "api-server.endpoint.tls-6443": "fail tls-closed" },
    suspects: "service",
  },
];
