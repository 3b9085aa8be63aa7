import { ADDRESSES, API_SERVER, EDGEADM_VERSION, NAMES, REGION, SITE_DNS, VPC_CIDR } from "../lab/reference-site.ts";
import { dnsRecords, firewall, hostOf, listens, siteOf, type Scenario } from "./scenario.ts";

/** Silence is certain sooner in a lab than on a line. */
const IMPATIENT = ["--retries", "0"];

const PORTAL = `default_type text/html; location / { return 200 '<html><title>Guest login</title><form><input type="password"></form></html>'; }`;

export const CHECK_SCENARIOS: Scenario[] = [
  {
    name: "a name that does not exist",
    patch: (network) => Reflect.deleteProperty(dnsRecords(network, "vpc-dns"), NAMES.controlPlane),
    exitCode: 1,
    expect: {
      "dns.cs-anony-vpc.resolves": "fail dns-nxdomain",
      "dns.resolver-10-1-2-53.answers": "warn dns-resolver-lacks-names",
      "control-plane.cs-anony-vpc.tcp-443": "blocked prerequisite-failed",
      "oss.aliacs-k8s.http-443": "pass ok",
    },
  },
  {
    name: "an optional name that does not exist",
    patch: (network) => Reflect.deleteProperty(dnsRecords(network, "vpc-dns"), NAMES.authEnterprise),
    exitCode: 0,
    expect: {
      "dns.dockerauth-ee-vpc.resolves": "unverified endpoint-not-in-region",
      "registry.dockerauth-ee-vpc.tcp-443": "blocked prerequisite-failed",
    },
  },
  {
    name: "a DNS server that fails",
    patch: (network) => {
      hostOf(network, "dns").services = [{ kind: "dns", listen: [SITE_DNS], rcode: "SERVFAIL" }];
    },
    exitCode: 1,
    expect: { "dns.cs-anony-vpc.resolves": "fail dns-servfail" },
  },
  {
    name: "a DNS server that refuses",
    patch: (network) => {
      hostOf(network, "dns").services = [{ kind: "dns", listen: [SITE_DNS], rcode: "REFUSED" }];
    },
    exitCode: 1,
    expect: { "dns.cs-anony-vpc.resolves": "fail dns-refused" },
  },
  {
    name: "a DNS server that is silent",
    patch: (network) => {
      hostOf(network, "dns").filter = { input: ["udp dport 53 drop"] };
    },
    flags: IMPATIENT,
    exitCode: 1,
    expect: {
      "dns.cs-anony-vpc.resolves": "fail dns-timed-out",
      "dns.resolver-10-1-2-53.answers": "fail dns-resolver-silent",
      "ntp.ntp1-aliyun-com.answers": "blocked prerequisite-failed",
      "ntp.clock.offset": "unverified clock-unknown",
    },
  },
  {
    name: "no DNS server on the configured address",
    patch: (network) => {
      hostOf(network, "dns").services = [];
    },
    exitCode: 1,
    expect: { "dns.cs-anony-vpc.resolves": "fail dns-server-unreachable" },
  },
  {
    name: "no DNS server configured",
    run: { files: { "/etc/resolv.conf": "# none\n" } },
    exitCode: 1,
    expect: {
      "host.resolv-conf.read": "warn resolv-conf-without-server",
      "dns.cs-anony-vpc.resolves": "fail dns-server-unreachable",
    },
  },
  {
    name: "a second DNS server that is silent",
    // A host that takes what is asked and says nothing; one that is not there would be told of by the switch.
    patch: (network) => {
      const dns = hostOf(network, "dns");
      dns.addresses = ["10.1.2.99"];
      dns.filter = { input: ["ip daddr 10.1.2.99 drop"] };
      hostOf(network, "core-switch").routes?.push({ to: "10.1.2.99", via: SITE_DNS });
    },
    run: { files: { "/etc/resolv.conf": `search example.com\nnameserver ${SITE_DNS}\nnameserver 10.1.2.99\n` } },
    flags: IMPATIENT,
    exitCode: 0,
    expect: {
      "dns.cs-anony-vpc.resolves": "pass ok",
      "dns.resolver-10-1-2-53.answers": "pass ok",
      "dns.resolver-10-1-2-99.answers": "warn dns-resolver-silent",
      "control-plane.cs-anony-vpc.http-443": "pass ok",
    },
  },
  {
    name: "a public answer",
    patch: (network) => {
      dnsRecords(network, "vpc-dns")[NAMES.controlPlane] = ["47.96.10.20"];
    },
    exitCode: 1,
    expect: {
      "dns.cs-anony-vpc.resolves": "fail dns-public-address",
      "control-plane.cs-anony-vpc.tcp-443": "blocked prerequisite-failed",
    },
  },
  {
    name: "an answer outside the documented ranges",
    patch: (network) => {
      dnsRecords(network, "vpc-dns")[NAMES.packages] = ["100.99.1.1"];
      hostOf(network, "cloud-services").addresses?.push("100.99.1.1");
    },
    exitCode: 0,
    expect: {
      "dns.aliacs-k8s.resolves": "warn dns-outside-documented-ranges",
      "oss.aliacs-k8s.http-443": "pass ok",
    },
  },
  {
    name: "a PrivateLink endpoint in the VPC",
    patch: (network) => {
      dnsRecords(network, "vpc-dns")[NAMES.packages] = ["192.168.77.7"];
      hostOf(network, "cloud-services").addresses?.push("192.168.77.7");
      hostOf(network, "vpc-router").routes?.push({ to: "192.168.77.7", via: "172.31.3.2" });
    },
    exitCode: 0,
    expect: { "dns.aliacs-k8s.resolves": "pass ok", "oss.aliacs-k8s.http-443": "pass ok" },
  },
  {
    name: "an address that DNS filters answer with",
    patch: (network) => {
      dnsRecords(network, "vpc-dns")[NAMES.packages] = ["127.0.0.1"];
    },
    exitCode: 1,
    expect: { "dns.aliacs-k8s.resolves": "fail dns-unusable-address" },
  },
  {
    name: "a name pinned in the hosts file",
    patch: (network) => {
      Reflect.deleteProperty(dnsRecords(network, "vpc-dns"), NAMES.controlPlane);
    },
    run: { files: { "/etc/hosts": `127.0.0.1 localhost\n${ADDRESSES.controlPlane} ${NAMES.controlPlane}\n` } },
    exitCode: 0,
    expect: {
      "dns.cs-anony-vpc.resolves": "warn dns-pinned-in-hosts-file",
      "control-plane.cs-anony-vpc.http-443": "pass ok",
    },
  },
  {
    name: "a name that only --dns-server knows",
    patch: (network) => {
      hostOf(network, "dns").services = [{ kind: "dns", listen: [SITE_DNS], records: {} }];
    },
    flags: ["--dns-server", "100.100.2.136"],
    exitCode: 1,
    expect: {
      "dns.cs-anony-vpc.resolves": "fail dns-answer-only-from-option",
      "control-plane.cs-anony-vpc.http-443": "pass ok",
      "dns.resolver-100-100-2-136.answers": "pass ok",
    },
  },
  {
    name: "a port that is dropped",
    patch: (network) => {
      firewall(network, `ip daddr ${ADDRESSES.controlPlane} tcp dport 443 drop`);
    },
    flags: IMPATIENT,
    exitCode: 1,
    expect: {
      "control-plane.cs-anony-vpc.tcp-443": "fail connect-timed-out",
      "control-plane.cs-anony-vpc.tls-443": "blocked prerequisite-failed",
      "control-plane.cs-anony-vpc.http-443": "blocked prerequisite-failed",
    },
  },
  {
    name: "one of two addresses that is dropped",
    patch: (network) => {
      firewall(network, `ip daddr ${ADDRESSES.registry} drop`);
    },
    flags: IMPATIENT,
    exitCode: 1,
    expect: { "registry.registry-vpc-ack.tcp-443": "fail connect-timed-out" },
  },
  {
    name: "a port that is rejected with a reset",
    patch: (network) => {
      firewall(network, `ip daddr ${ADDRESSES.packages} tcp dport 443 reject with tcp reset`);
    },
    exitCode: 1,
    expect: { "oss.aliacs-k8s.tcp-443": "fail connect-refused" },
  },
  {
    name: "a destination that a router has no route to",
    patch: (network) => {
      hostOf(network, "core-switch").routes?.unshift({ to: `${ADDRESSES.auth}/32`, type: "unreachable" });
    },
    exitCode: 1,
    expect: { "registry.dockerauth-vpc.tcp-443": "fail connect-unreachable" },
  },
  {
    name: "a route that prohibits on the node itself",
    patch: (network) => {
      hostOf(network, "node").routes?.push({ to: `${ADDRESSES.auth}/32`, type: "prohibit" });
    },
    exitCode: 1,
    expect: { "registry.dockerauth-vpc.tcp-443": "fail connect-local-error" },
  },
  {
    name: "a certificate for another name",
    patch: (network) => {
      siteOf(network, NAMES.packages).certificate.names = ["oss.example.com"];
    },
    exitCode: 1,
    expect: {
      "oss.aliacs-k8s.tls-443": "fail tls-wrong-name",
      "oss.aliacs-k8s.http-443": "blocked prerequisite-failed",
    },
  },
  {
    name: "a certificate from an issuer that nobody trusts",
    patch: (network) => {
      siteOf(network, NAMES.registry).certificate.issuer = "stranger";
    },
    exitCode: 1,
    expect: { "registry.registry-vpc-ack.tls-443": "fail tls-untrusted-issuer" },
  },
  {
    name: "a system without CA certificates",
    run: { hidden: ["/etc/ssl/certs/ca-certificates.crt"] },
    exitCode: 1,
    expect: {
      "control-plane.cs-anony-vpc.tls-443": "fail tls-no-ca-store",
      "api-server.endpoint.tls-6443": "pass ok",
    },
  },
  {
    name: "an expired certificate",
    patch: (network) => {
      siteOf(network, NAMES.controlPlane).certificate.expired = true;
    },
    exitCode: 1,
    expect: { "control-plane.cs-anony-vpc.tls-443": "fail tls-expired" },
  },
  {
    name: "an expired certificate of the API server",
    patch: (network) => {
      siteOf(network, API_SERVER).certificate.expired = true;
    },
    exitCode: 1,
    expect: { "api-server.endpoint.tls-6443": "fail tls-expired" },
  },
  {
    name: "a port that speaks something else than TLS",
    patch: (network) => {
      const site = siteOf(network, NAMES.packages);
      site.ports = [443];
      site.tlsPorts = [];
      for (const name of [NAMES.controlPlane, NAMES.layers, NAMES.auth, NAMES.authEnterprise, NAMES.registry])
        siteOf(network, name).tlsPorts = [8443];
    },
    exitCode: 1,
    expect: { "oss.aliacs-k8s.tls-443": "fail tls-not-tls" },
  },
  {
    name: "a portal page instead of OSS",
    patch: (network) => {
      siteOf(network, NAMES.packages).locations = PORTAL;
    },
    exitCode: 1,
    expect: { "oss.aliacs-k8s.tls-443": "pass ok", "oss.aliacs-k8s.http-443": "fail http-portal-page" },
  },
  {
    name: "a portal that redirects plain HTTP of an older cluster",
    patch: (network) => {
      siteOf(network, NAMES.controlPlane).locations = "location / { return 302 http://portal.example.com/login; }";
    },
    flags: ["--cluster-version", "1.24"],
    exitCode: 1,
    expect: { "control-plane.cs-anony-vpc.http-80": "fail http-portal-page" },
  },
  {
    name: "a proxy that answers for the control plane",
    patch: (network) => {
      siteOf(network, NAMES.controlPlane).locations =
        "add_header X-Squid-Error 'ERR_ACCESS_DENIED 0' always; location / { return 403; }";
    },
    exitCode: 1,
    expect: { "control-plane.cs-anony-vpc.http-443": "fail http-proxy-answered" },
  },
  {
    name: "a registry that is none",
    patch: (network) => {
      siteOf(network, NAMES.registry).locations = "default_type text/plain; location / { return 200 'hello'; }";
    },
    exitCode: 1,
    expect: { "registry.registry-vpc-ack.http-443": "fail http-not-the-service" },
  },
  {
    name: "a realm in another place, which cannot be reached",
    patch: (network) => {
      const site = siteOf(network, NAMES.registry);
      site.locations = site.locations.replaceAll(NAMES.auth, "dockerauth.cn-hangzhou.aliyuncs.com");
    },
    exitCode: 1,
    expect: {
      "registry.registry-vpc-ack.http-443": "pass ok",
      "registry.registry-vpc-ack.realm": "warn realm-unexpected",
      "registry.registry-vpc-ack.realm-resolves": "fail dns-nxdomain",
      "registry.registry-vpc-ack.realm-answers": "blocked prerequisite-failed",
    },
  },
  {
    name: "a wrong port of the API server",
    site: ["--region", REGION, "--vpc-cidr", VPC_CIDR, "--api-server", `${API_SERVER}:6444`],
    exitCode: 1,
    expect: {
      "api-server.endpoint.tcp-6444": "fail connect-refused",
      "api-server.endpoint.identity": "blocked prerequisite-failed",
    },
  },
  {
    name: "an API server that lets nobody in anonymously",
    patch: (network) => {
      siteOf(network, API_SERVER).locations =
        `default_type application/json; location / { return 401 '{"kind":"Status","apiVersion":"v1","code":401}'; }`;
    },
    exitCode: 0,
    expect: { "api-server.endpoint.identity": "pass ok" },
  },
  {
    name: "something else in the API server's place",
    patch: (network) => {
      siteOf(network, API_SERVER).locations = "location / { return 200 'hello'; }";
    },
    exitCode: 1,
    expect: { "api-server.endpoint.identity": "fail http-not-the-service" },
  },
  {
    name: "an API server of another version",
    flags: ["--cluster-version", "1.28"],
    exitCode: 0,
    expect: { "api-server.endpoint.identity": "warn api-server-version-differs" },
  },
  {
    name: "NTP that is blocked",
    patch: (network) => {
      firewall(network, "udp dport 123 drop");
    },
    flags: IMPATIENT,
    exitCode: 1,
    expect: {
      "ntp.ntp1-aliyun-com.answers": "fail ntp-timed-out",
      "ntp.cn-ntp-org-cn.answers": "fail ntp-timed-out",
      "ntp.clock.offset": "pass ok",
    },
  },
  {
    name: "one of two NTP servers that is blocked",
    patch: (network) => {
      firewall(network, `ip daddr ${ADDRESSES.ntp1} udp dport 123 drop`);
    },
    flags: IMPATIENT,
    exitCode: 0,
    expect: { "ntp.ntp1-aliyun-com.answers": "warn ntp-timed-out", "ntp.cn-ntp-org-cn.answers": "pass ok" },
  },
  {
    name: "NTP that is unsynchronised",
    patch: (network) => {
      for (const service of hostOf(network, "internet").services ?? [])
        if (service.kind === "ntp") service.synchronised = false;
    },
    exitCode: 1,
    expect: { "ntp.ntp1-aliyun-com.answers": "fail ntp-unsynchronised" },
  },
  {
    name: "a site that keeps its own time, without a time service",
    patch: (network) => {
      firewall(network, "udp dport 123 drop");
    },
    flags: ["--self-host-ntp"],
    exitCode: 1,
    expect: {
      "ntp.ntp1-aliyun-com.answers": "skipped not-asked-for",
      "ntp.clock-service.synchronised": "fail clock-service-not-found",
    },
  },
  {
    name: "a kubelet port that is occupied",
    before: `socat TCP-LISTEN:10250,fork /dev/null >/dev/null 2>&1 </dev/null & ${listens("tcp", 10250)}`,
    exitCode: 1,
    expect: { "inbound.tcp-10250.free": "fail port-in-use", "inbound.tcp-10255.free": "pass ok" },
  },
  {
    name: "a VXLAN port that is occupied",
    before: `socat UDP-LISTEN:8472,fork /dev/null >/dev/null 2>&1 </dev/null & ${listens("udp", 8472)}`,
    exitCode: 1,
    expect: { "inbound.udp-8472.free": "fail port-in-use" },
  },
  {
    name: "a kubelet that runs already",
    before: `cp "$(command -v socat)" /run/kubelet && { /run/kubelet TCP-LISTEN:10250,fork /dev/null >/dev/null 2>&1 </dev/null & ${listens("tcp", 10250)}; }`,
    exitCode: 0,
    expect: { "inbound.tcp-10250.free": "warn node-already-joined" },
  },
  {
    name: "a VXLAN interface of the kernel's",
    before: "ip link add flannel.1 type vxlan id 1 dstport 8472 dev core-switch && ip link set flannel.1 up",
    exitCode: 0,
    expect: { "inbound.udp-8472.free": "warn node-already-joined" },
  },
  {
    name: "a tool that is missing",
    run: { hidden: ["/usr/bin/socat"], files: { "/var/lib/dpkg/status": "" } },
    exitCode: 1,
    expect: { "tools.socat.installed": "fail tool-missing", "tools.conntrack-tools.installed": "pass ok" },
  },
  {
    name: "a tool whose package is installed but whose program is gone",
    run: { hidden: ["/usr/bin/socat"] },
    exitCode: 1,
    expect: { "tools.socat.installed": "fail tool-broken" },
  },
  {
    name: "one of two NTP names that does not exist",
    patch: (network) => Reflect.deleteProperty(dnsRecords(network, "internet"), NAMES.ntp2),
    exitCode: 0,
    expect: {
      "dns.cn-ntp-org-cn.resolves": "warn dns-nxdomain",
      "ntp.cn-ntp-org-cn.answers": "unverified prerequisite-failed",
      "ntp.ntp1-aliyun-com.answers": "pass ok",
      "ntp.clock.offset": "pass ok",
    },
  },
  {
    name: "a public IPv6 address beside the private one",
    patch: (network) => {
      dnsRecords(network, "vpc-dns")[NAMES.controlPlane]?.push("2408:4000::1");
    },
    exitCode: 0,
    expect: {
      "dns.cs-anony-vpc.resolves": "warn dns-public-ipv6-address",
      "control-plane.cs-anony-vpc.http-443": "pass ok",
    },
  },
  {
    name: "a block page of a company's proxy, for an older cluster",
    patch: (network) => {
      siteOf(network, NAMES.controlPlane).locations =
        "default_type text/html; location / { return 403 '<html><title>Notice</title>This page is blocked by company policy.</html>'; }";
    },
    flags: ["--cluster-version", "1.24"],
    exitCode: 1,
    expect: { "control-plane.cs-anony-vpc.http-80": "fail http-portal-page" },
  },
  {
    name: "a portal that redirects within its own host, for an older cluster",
    patch: (network) => {
      siteOf(network, NAMES.controlPlane).locations = "absolute_redirect off; location / { return 302 /login; }";
    },
    flags: ["--cluster-version", "1.24"],
    exitCode: 1,
    expect: { "control-plane.cs-anony-vpc.http-80": "fail http-portal-page" },
  },
  {
    name: "Terway Edge instead of Flannel",
    flags: ["--network-plugin", "terway-edge"],
    before: `socat UDP-LISTEN:8472,fork /dev/null >/dev/null 2>&1 </dev/null & ${listens("udp", 8472)}`,
    exitCode: 0,
    expect: { "inbound.tcp-10250.free": "pass ok" },
  },
  {
    name: "a source address that only resolvers on other hosts are asked from",
    flags: ["--source-ip", "10.1.1.10"],
    exitCode: 0,
    expect: { "dns.cs-anony-vpc.resolves": "pass ok", "control-plane.cs-anony-vpc.http-443": "pass ok" },
  },
  {
    name: "an install package that is there",
    flags: ["--cluster-version", EDGEADM_VERSION],
    exitCode: 0,
    expect: { "oss.aliacs-k8s.edgeadm-package": "pass ok" },
  },
  {
    name: "an install package that is not there",
    flags: ["--cluster-version", "1.30.99-aliyun.1"],
    exitCode: 1,
    expect: { "oss.aliacs-k8s.edgeadm-package": "fail package-not-found" },
  },
];
