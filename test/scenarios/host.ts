import { dnsRecords, hostOf, type Scenario } from "./scenario.ts";
import { ADDRESSES, NAMES, SITE_DNS } from "../lab/reference-site.ts";

/** The local filter's verdict on each port that the cloud connects to. */
function everyPort(verdict: string): Record<string, string> {
  const ports = ["tcp-10250", "tcp-10255", "tcp-9100", "tcp-9445", "udp-8472"];
  return Object.fromEntries(ports.map((port) => [`inbound.${port}.local-filter`, verdict]));
}

/** A shell command that loads rules of nftables. */
function loads(rules: string): string {
  return `nft -f - <<'RULES'\n${rules}RULES`;
}

/** What firewalld 1.x puts into nftables for its default zone, with SSH and the console open. */
const FIREWALLD = `table inet firewalld {
  chain mangle_PREROUTING {
    type filter hook prerouting priority mangle + 10; policy accept;
    jump mangle_PREROUTING_ZONES
  }
  chain mangle_PREROUTING_ZONES {
    goto mangle_PRE_public
  }
  chain mangle_PRE_public {
  }
  chain nat_POSTROUTING {
    type nat hook postrouting priority srcnat + 10; policy accept;
  }
  chain filter_PREROUTING {
    type filter hook prerouting priority filter + 10; policy accept;
    icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
    meta nfproto ipv6 fib saddr . mark . iif oif missing drop
  }
  chain filter_INPUT {
    type filter hook input priority filter + 10; policy accept;
    ct state { established, related } accept
    ct status dnat accept
    iifname "lo" accept
    ct state invalid drop
    jump filter_INPUT_ZONES
    reject with icmpx admin-prohibited
  }
  chain filter_INPUT_ZONES {
    goto filter_IN_public
  }
  chain filter_IN_public {
    jump filter_IN_public_allow
    meta l4proto { icmp, ipv6-icmp } accept
    reject with icmpx admin-prohibited
  }
  chain filter_IN_public_allow {
    tcp dport 22 accept
    ip6 daddr fe80::/64 udp dport 546 accept
    tcp dport 9090 accept
  }
  chain filter_OUTPUT {
    type filter hook output priority filter + 10; policy accept;
    ct state { established, related } accept
    oifname "lo" accept
    ip6 daddr { ::/96, 2002::/24 } reject with icmpv6 addr-unreachable
  }
}
`;

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
      "host.gateway.answers": "unverified gateway-without-route",
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
    name: "a gateway that is not there, and that nothing was sent to",
    patch: (network) => {
      hostOf(network, "node").routes = [{ to: "default", via: "10.1.1.254" }];
    },
    flags: ["--only", "host.gateway.answers"],
    exitCode: 1,
    expect: { "host.gateway.answers": "fail gateway-silent" },
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
    name: "a rule of iptables-nft for what belongs to no connection",
    before: "iptables-nft -t mangle -A PREROUTING -m conntrack --ctstate INVALID -j DROP",
    exitCode: 0,
    expect: { ...everyPort("pass ok"), "host.filter.output": "pass ok" },
  },
  {
    name: "iptables of the older kind beside one of nft without rules",
    before:
      "iptables-legacy -P INPUT DROP && iptables-legacy -A INPUT -i lo -j ACCEPT && iptables-legacy -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT && iptables-legacy -A INPUT -p tcp --dport 22 -j ACCEPT",
    exitCode: 1,
    expect: { ...everyPort("fail port-filtered"), "host.filter.output": "pass ok" },
  },
  {
    name: "iptables of the older kind that no program is there to read",
    before:
      "iptables-legacy -P INPUT DROP; iptables-legacy -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; mount --bind /dev/null /usr/sbin/xtables-legacy-multi",
    exitCode: 0,
    expect: { ...everyPort("unverified port-filter-unknown") },
  },
  {
    name: "rules of nftables that no program is there to read",
    before:
      "nft add table inet own && nft add chain inet own in '{ type filter hook input priority 0; policy accept; }'",
    run: { hidden: ["/usr/sbin/nft"] },
    exitCode: 0,
    expect: { ...everyPort("unverified port-filter-unknown"), "host.filter.output": "unverified local-filter-unknown" },
  },
  {
    name: "firewalld with its default zone",
    before: loads(FIREWALLD),
    exitCode: 1,
    expect: { ...everyPort("fail port-filtered"), "host.filter.output": "pass ok" },
  },
  {
    name: "a table that asks for the type of the frame",
    before: loads(`table inet filter {
          chain input {
            type filter hook input priority filter; policy drop;
            iifname "lo" accept
            ct state established,related accept
            meta protocol ip tcp dport { 9100, 9445, 10250, 10255 } accept
            meta protocol ip udp dport 8472 accept
          }
        }
        table inet off {
          flags dormant
          chain input {
            type filter hook input priority filter; policy drop;
          }
        }
`),
    exitCode: 0,
    expect: { ...everyPort("pass ok"), "host.filter.output": "pass ok" },
  },
  {
    name: "a node with a link for administration, and a filter that names each link",
    patch: (network) => {
      const time = { [NAMES.ntp1]: [ADDRESSES.ntp1], [NAMES.ntp2]: [ADDRESSES.ntp2] };
      const records = { ...dnsRecords(network, "vpc-dns"), ...time };
      network.hosts["admin"] = { services: [{ kind: "dns", listen: ["10.99.0.1"], records }] };
      network.links.push({
        ends: [
          { host: "node", address: "10.99.0.10/24" },
          { host: "admin", address: "10.99.0.1/24" },
        ],
      });
    },
    run: { files: { "/etc/resolv.conf": "nameserver 10.99.0.1\n" } },
    before: [
      "iptables-nft -P OUTPUT DROP",
      "iptables-nft -A OUTPUT -o lo -j ACCEPT",
      "iptables-nft -A OUTPUT -o admin -p udp --dport 53 -j ACCEPT",
      "iptables-nft -A OUTPUT -o core-switch -p tcp -m multiport --dports 80,443,6443 -j ACCEPT",
      "iptables-nft -A OUTPUT -o core-switch -p udp --dport 123 -j ACCEPT",
      "iptables-nft -A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT",
    ].join(" && "),
    exitCode: 0,
    expect: { "host.filter.output": "pass ok", ...everyPort("pass ok") },
  },
  {
    name: "ports that are open to a part of the VPC without the API server",
    before: [
      "iptables-nft -P INPUT DROP",
      "iptables-nft -A INPUT -i lo -j ACCEPT",
      "iptables-nft -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
      "iptables-nft -A INPUT -s 192.168.0.0/24 -p tcp -m multiport --dports 10250,10255,9100,9445 -j ACCEPT",
      "iptables-nft -A INPUT -p udp --dport 8472 -j ACCEPT",
    ].join(" && "),
    exitCode: 1,
    expect: {
      ...everyPort("fail port-filtered"),
      "inbound.udp-8472.local-filter": "pass ok",
      "host.filter.output": "pass ok",
    },
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
    name: "a no_proxy with a star that only Go's programs read",
    run: { env: { https_proxy: "http://proxy.example.com:3128", no_proxy: "*.aliyuncs.com,192.168.0.0/16" } },
    exitCode: 0,
    expect: { "host.proxy.variables": "warn proxy-catches-cluster" },
  },
  {
    name: "a resolv.conf with the line ends of another system",
    run: { files: { "/etc/resolv.conf": `nameserver ${SITE_DNS}\r\n` } },
    flags: ["--retries", "0", "--timeout", "1000"],
    exitCode: 1,
    expect: {
      "host.resolv-conf.read": "warn resolv-conf-line-ignored",
      "dns.resolver-127-0-0-1.answers": "fail dns-resolver-silent",
      "dns.cs-anony-vpc.resolves": "fail dns-server-unreachable",
    },
  },
  {
    name: "a resolv.conf with a blank before one of its servers",
    run: { files: { "/etc/resolv.conf": `nameserver ${SITE_DNS}\n nameserver 10.1.2.99\n` } },
    exitCode: 0,
    expect: { "host.resolv-conf.read": "warn resolv-conf-line-ignored", "dns.cs-anony-vpc.resolves": "pass ok" },
  },
  {
    name: "a listed operating system with another kernel",
    run: {
      files: {
        "/etc/os-release": 'ID="anolis"\nVERSION_ID="8.6"\nPRETTY_NAME="Anolis OS 8.6"\n',
        "/proc/sys/kernel/osrelease": "5.10.134-13.an8.x86_64\n",
      },
    },
    exitCode: 0,
    expect: { "host.system.supported": "warn kernel-not-listed" },
  },
  {
    name: "the same with the kernel that it is listed with",
    run: {
      files: {
        "/etc/os-release": 'ID="anolis"\nVERSION_ID="8.6"\nPRETTY_NAME="Anolis OS 8.6"\n',
        "/proc/sys/kernel/osrelease": "4.19.91-26.an8.x86_64\n",
      },
    },
    exitCode: 0,
    expect: { "host.system.supported": "pass ok" },
  },
  {
    name: "a rule that redirects what goes to the cloud's services",
    before: "iptables-nft -t nat -A OUTPUT -d 100.64.0.0/10 -p tcp --dport 443 -j REDIRECT --to-ports 8443",
    flags: ["--retries", "0"],
    exitCode: 1,
    expect: { "host.filter.translation": "warn traffic-redirected" },
  },
  {
    name: "a rule that masquerades whatever leaves, where the VPC is to see the containers",
    before: "iptables-nft -t nat -A POSTROUTING -o core-switch -j MASQUERADE",
    flags: ["--network-plugin", "terway-edge", "--container-cidr", "172.20.0.0/16"],
    exitCode: 0,
    expect: { "host.filter.masquerade.172-20-0-0-16": "warn containers-masqueraded" },
  },
  {
    name: "the same with the way to the VPC exempt",
    before:
      "iptables-nft -t nat -A POSTROUTING -d 192.168.0.0/16 -j RETURN && iptables-nft -t nat -A POSTROUTING -o core-switch -j MASQUERADE",
    flags: ["--network-plugin", "terway-edge", "--container-cidr", "172.20.0.0/16"],
    exitCode: 0,
    expect: { "host.filter.masquerade.172-20-0-0-16": "pass ok" },
  },
  {
    name: "two default routes, and a strict reverse-path filter",
    patch: (network) => {
      network.hosts["admin"] = {};
      network.links.push({
        ends: [
          { host: "node", address: "10.99.0.10/24" },
          { host: "admin", address: "10.99.0.1/24" },
        ],
      });
    },
    before: "ip route add default via 10.99.0.1 metric 200 && echo 1 > /proc/sys/net/ipv4/conf/admin/rp_filter",
    exitCode: 0,
    expect: { "host.route.reverse-path": "warn several-default-routes" },
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
    run: {
      files: {
        "/etc/os-release": 'ID=rhel\nVERSION_ID="8.8"\nPRETTY_NAME="RHEL 8.8"\n',
        "/proc/sys/kernel/osrelease": "4.18.0-477.10.1.el8_8.x86_64\n",
      },
    },
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
