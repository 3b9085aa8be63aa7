import { hostOf, type Scenario } from "./scenario.ts";
import { NAMES, SITE_DNS } from "../lab/reference-site.ts";

/** What is wrong on the node itself. */
export const HOST_SCENARIOS: Scenario[] = [
  {
    name: "a node without a default route",
    patch: (network) => {
      hostOf(network, "node").routes = [{ to: `${SITE_DNS}/32`, via: "10.1.1.1" }];
    },
    exitCode: 1,
    expect: {
      "host.route.cloud-services": "fail no-route",
      "host.gateway.answers": "unverified route-unknown",
      "control-plane.cs-anony-vpc.tcp-443": "fail connect-unreachable",
    },
  },
  {
    name: "a gateway that is not there",
    patch: (network) => {
      hostOf(network, "node").routes = [{ to: "default", via: "10.1.1.254" }];
    },
    flags: ["--timeout", "3500", "--retries", "0"],
    exitCode: 1,
    expect: { "host.route.cloud-services": "pass ok", "host.gateway.answers": "fail gateway-silent" },
  },
  {
    name: "an interface narrower than the line",
    before: "ip link set core-switch mtu 1400",
    exitCode: 0,
    expect: { "host.interface.link": "warn link-narrow" },
  },
  {
    name: "an overlay in the cloud services' range",
    before:
      "ip link add tailscale0 type veth peer name ts-peer && ip link set ts-peer up && ip address add 100.101.102.103/32 dev tailscale0 && ip link set tailscale0 up",
    exitCode: 0,
    expect: { "host.overlay.cloud-range": "warn overlay-on-cloud-range" },
  },
  {
    name: "an overlay's rule that drops the answers of the cloud services",
    before:
      "iptables -N ts-input && iptables -A INPUT -j ts-input && iptables -A ts-input -s 100.64.0.0/10 ! -i tailscale0 -j DROP",
    flags: ["--retries", "0"],
    exitCode: 1,
    expect: {
      "host.filter.output": "fail overlay-drops-cloud",
      "control-plane.cs-anony-vpc.tcp-443": "fail connect-timed-out",
    },
  },
  {
    name: "a filter of the node's own that keeps NTP in",
    before:
      "nft add table inet own && nft add chain inet own out '{ type filter hook output priority 0; }' && nft add rule inet own out udp dport 123 drop",
    flags: ["--retries", "0"],
    exitCode: 1,
    expect: { "host.filter.output": "fail local-filter-drops" },
  },
  {
    name: "a filter of the node's own that keeps the kubelet's port closed",
    before:
      "nft add table inet own && nft add chain inet own in '{ type filter hook input priority 0; }' && nft add rule inet own in tcp dport 10250 drop",
    exitCode: 1,
    expect: {
      "inbound.tcp-10250.local-filter": "fail port-filtered",
      "inbound.tcp-10255.local-filter": "pass ok",
      "host.filter.output": "pass ok",
    },
  },
  {
    name: "a filter that cannot be judged",
    before:
      "nft add table inet own && nft add chain inet own in '{ type filter hook input priority 0; }' && nft add rule inet own in tcp dport 10250 limit rate 1/second drop",
    exitCode: 0,
    expect: { "inbound.tcp-10250.local-filter": "unverified port-filter-unknown" },
  },
  {
    name: "a filter that a plain user may not read",
    run: { wrap: ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"] },
    exitCode: 0,
    expect: {
      "inbound.tcp-10250.local-filter": "unverified port-filter-unknown",
      "host.filter.output": "unverified local-filter-unknown",
      "control-plane.cs-anony-vpc.http-443": "pass ok",
    },
  },
  {
    name: "a proxy that would catch the cluster's traffic",
    run: { env: { https_proxy: "http://user:secret@proxy.example.com:3128", no_proxy: "localhost,192.168.0.0/16" } },
    exitCode: 0,
    expect: { "host.proxy.variables": "warn proxy-catches-cluster" },
  },
  {
    name: "a proxy from which the cluster's traffic is exempt",
    run: { env: { https_proxy: "http://proxy.example.com:3128", no_proxy: ".aliyuncs.com,192.168.0.0/16" } },
    exitCode: 0,
    expect: { "host.proxy.variables": "pass ok" },
  },
  {
    name: "a route that overlaps the cluster's Services",
    flags: ["--service-cidr", "10.1.0.0/16", "--pod-cidr", "172.20.0.0/16"],
    exitCode: 1,
    expect: { "host.cidr.overlap": "fail route-overlaps-cluster" },
  },
  {
    name: "cluster ranges that nothing overlaps",
    flags: ["--service-cidr", "172.21.0.0/16"],
    exitCode: 0,
    expect: { "host.cidr.overlap": "pass ok" },
  },
  {
    name: "a host name that no node can have",
    run: { wrap: ["unshare", "--uts", "sh", "-c", 'hostname Edge-Node; exec "$@"', "sh"] },
    exitCode: 1,
    expect: { "host.name.valid": "fail host-name-invalid" },
  },
  {
    name: "a host name on a loopback address",
    run: {
      wrap: ["unshare", "--uts", "sh", "-c", 'hostname edge-1; exec "$@"', "sh"],
      files: { "/etc/hosts": "127.0.0.1 localhost\n127.0.1.1 edge-1\n" },
    },
    exitCode: 0,
    expect: { "host.name.valid": "pass ok", "host.name.address": "warn host-name-on-loopback" },
  },
  {
    name: "an operating system that is not listed",
    run: { files: { "/etc/os-release": 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n' } },
    exitCode: 0,
    expect: { "host.system.supported": "warn system-not-listed" },
  },
  {
    name: "an operating system that the cluster has outgrown",
    run: { files: { "/etc/os-release": 'ID=rhel\nVERSION_ID="8.8"\nPRETTY_NAME="RHEL 8.8"\n' } },
    flags: ["--cluster-version", "1.32"],
    exitCode: 0,
    expect: { "host.system.supported": "warn system-not-for-cluster" },
  },
  {
    name: "a resolver that strips the cloud services' addresses",
    patch: (network) => {
      hostOf(network, "dns").services?.push({
        kind: "dns",
        listen: ["10.1.2.54"],
        records: Object.fromEntries(Object.values(NAMES).map((name) => [name, ["2408:4000::1"]])),
      });
      hostOf(network, "dns").addresses = ["10.1.2.54"];
      hostOf(network, "core-switch").routes?.push({ to: "10.1.2.54/32", via: SITE_DNS });
    },
    run: { files: { "/etc/resolv.conf": `nameserver ${SITE_DNS}\nnameserver 10.1.2.54\n` } },
    exitCode: 0,
    expect: { "dns.resolver-10-1-2-54.answers": "warn dns-answer-stripped" },
  },
];
