import type { FaultSetting } from "../../model/fault.ts";
import type { MisconfigurationText, MisconfigurationWords, Owner } from "./misconfiguration-words.ts";

type Said = (setting: FaultSetting) => string;

const only = ({ ports }: FaultSetting) => (ports === "" ? "" : `, ${ports}`);
const REACHABILITY =
  "aliyun nis create-and-analyze-network-path --source-type vbr --source-id <vbr-id> --source-ip-address <this node> --target-type ecs --target-id <instance> --protocol tcp --target-port <port>";
const BACKWARD = `${REACHABILITY}; then the other way round, source and target exchanged`;

function routeToCloud(on: string, via: string, owner: Owner, confirm: Said): MisconfigurationText {
  return {
    title: ({ destination }) => `${on} has no working route to ${destination}`,
    looksLike: `Connections to the block get no answer, or "unreachable" from ${on}; other blocks over the same path work.`,
    remedy: ({ destination }) => `Route ${destination} to ${via}.`,
    confirm,
    owner,
  };
}

function routeBack(on: string, via: string, owner: Owner, confirm: Said): MisconfigurationText {
  return {
    title: ({ source }) => `${on} has no route back to ${source}`,
    looksLike: `Nothing at or beyond ${on} answers, whatever is asked: packets arrive and the answers are lost.`,
    remedy: ({ source }) => `Route ${source} back to ${via}.`,
    confirm,
    owner,
  };
}

function containersBack(on: string, via: string, owner: Owner): MisconfigurationText {
  return {
    title: ({ destination }) => `${on} has no route back to the containers, ${destination}`,
    looksLike: "The node works, its containers get no answers from the cloud. A node without containers cannot see it.",
    remedy: ({ destination }) => `Route ${destination} back to ${via}.`,
    confirm: () => BACKWARD,
    owner,
  };
}

function allowOut(what: string): MisconfigurationText {
  return {
    title: (setting) => `the firewall does not let ${what} out: ${setting.destination}${only(setting)}`,
    looksLike: "Connections time out, or are reset from as near as the firewall; the hop before it still answers.",
    remedy: (setting) => `Allow ${setting.source} to ${setting.destination}${only(setting)}, and the answers back.`,
    confirm: (setting) =>
      `look for denied packets from this node to ${setting.destination}${only(setting)} in the firewall's log`,
    owner: "firewall",
  };
}

function allowIn(what: string): MisconfigurationText {
  return {
    title: (setting) => `the firewall does not let ${what} in from ${setting.destination}${only(setting)}`,
    looksLike: "What the cloud opens, or answers where the firewall keeps no state, never arrives at the node.",
    remedy: (setting) => `Allow ${setting.destination} to ${setting.source}${only(setting)}.`,
    confirm: (setting) => `look for denied packets from ${setting.destination} to this node in the firewall's log`,
    owner: "firewall",
  };
}

function groupRule(direction: "inbound" | "outbound", what: string): MisconfigurationText {
  return {
    title: (setting) => `the security group has no ${direction} rule for ${what}${only(setting)}`,
    looksLike:
      direction === "inbound"
        ? "Every router on the way answers, only the instance is silent."
        : "The cloud cannot open connections to the node; what the node opens works.",
    remedy: (setting) =>
      direction === "inbound"
        ? `Add an inbound rule: source ${setting.source}${only(setting)}, allow.`
        : `Add an outbound rule: destination ${setting.source}${only(setting)}, allow.`,
    confirm: () => `aliyun ecs DescribeSecurityGroupAttribute --SecurityGroupId <sg-id>; or ${REACHABILITY}`,
    owner: "cloud",
  };
}

function onNode(title: Said, looksLike: string, remedy: Said, confirm: string): MisconfigurationText {
  return { title, looksLike, remedy, confirm: () => confirm, owner: "node" };
}

const routesOfSwitch: Said = ({ destination }) => `show the core switch's route for an address in ${destination}`;
const routesOfFirewall: Said = ({ destination }) => `show the firewall's route for an address in ${destination}`;
const inConsole =
  (table: string): Said =>
  () =>
    `look at the ${table} in the console; or ${REACHABILITY}`;

export const EN_MISCONFIGURATIONS: MisconfigurationWords = {
  // Core switch
  "core-switch.outbound.vpc": routeToCloud("the core switch", "the VBR", "network", routesOfSwitch),
  "core-switch.outbound.cloud-services": routeToCloud("the core switch", "the VBR", "network", routesOfSwitch),
  "core-switch.outbound.all": routeToCloud("the core switch", "the VBR", "network", routesOfSwitch),
  "core-switch.outbound.oss": routeToCloud("the core switch", "the VBR", "network", routesOfSwitch),
  "core-switch.outbound.registry": routeToCloud("the core switch", "the VBR", "network", routesOfSwitch),
  "core-switch.outbound.control-plane": routeToCloud("the core switch", "the VBR", "network", routesOfSwitch),
  "core-switch.outbound.internet": routeToCloud("the core switch", "the Internet edge", "network", routesOfSwitch),
  "core-switch.inbound.data-center": routeBack(
    "the core switch",
    "the node's own subnet",
    "network",
    () => "show the core switch's route for this node's address",
  ),
  "core-switch.bgp.containers": {
    title: ({ destination }) => `the core switch does not learn the containers' routes, ${destination}, by BGP`,
    looksLike: "The node works, its containers get no answers. A node without containers cannot see it.",
    remedy: ({ destination }) =>
      `Configure BGP (TCP 179) between the nodes and the core and access switches, and accept ${destination}.`,
    confirm: () => "show the switch's BGP neighbours and the routes learnt from the node",
    owner: "network",
  },
  "core-switch.access-list": {
    title: (setting) => `an access list of the core switch drops ${setting.ports}`,
    looksLike: "One port times out to every destination; the core switch still answers.",
    remedy: (setting) =>
      `Permit ${setting.source} to ${setting.destination}${only(setting)} in the switch's access lists.`,
    confirm: () => "show the access lists on the interfaces towards the node and the firewall, with their counters",
    owner: "network",
  },
  "core-switch.gateway": {
    title: () => "the gateway does not answer on the local network",
    looksLike: "Nothing is reachable; the node's own kernel says that the host is unreachable, after three seconds.",
    remedy: () => "Check the cable, the VLAN of the switch port, and the gateway address in the node's settings.",
    confirm: () => "ip neigh show; then the switch port's state and VLAN",
    owner: "network",
  },
  // Firewall
  "firewall.outbound.all": allowOut("anything to the cloud"),
  "firewall.outbound.vpc": allowOut("connections to the VPC"),
  "firewall.outbound.cloud-services": allowOut("connections to the cloud services"),
  "firewall.outbound.control-plane": allowOut("connections to the control plane"),
  "firewall.outbound.oss": allowOut("connections to object storage"),
  "firewall.outbound.registry": allowOut("connections to the image registry"),
  "firewall.outbound.api-server": allowOut("connections to the API server"),
  "firewall.outbound.port": allowOut("this port"),
  "firewall.outbound.resolvers": allowOut("queries to the VPC's resolvers"),
  "firewall.outbound.dns": allowOut("DNS queries"),
  "firewall.outbound.ntp": allowOut("time queries"),
  "firewall.outbound.internet": allowOut("packets to the Internet"),
  "firewall.outbound.flannel": allowOut("Flannel's packets"),
  "firewall.inbound.all": allowIn("anything"),
  "firewall.inbound.vpc": allowIn("packets"),
  "firewall.inbound.cloud-services": allowIn("packets"),
  "firewall.inbound.port": allowIn("answers"),
  "firewall.inbound.connections": allowIn("the cloud's connections to this node"),
  "firewall.inbound.kubelet": allowIn("the API server's connections to kubelet"),
  "firewall.inbound.node-exporter": allowIn("Prometheus' connections to Node-Exporter"),
  "firewall.inbound.flannel": allowIn("Flannel's packets"),
  "firewall.route.vpc": routeToCloud("the firewall", "the VBR", "firewall", routesOfFirewall),
  "firewall.route.cloud-services": routeToCloud("the firewall", "the VBR", "firewall", routesOfFirewall),
  "firewall.route.all": routeToCloud("the firewall", "the VBR", "firewall", routesOfFirewall),
  "firewall.route.data-center": routeBack(
    "the firewall",
    "the core switch",
    "firewall",
    () => "show the firewall's route for this node's address",
  ),
  "firewall.asymmetric-return": {
    title: () => "answers come back around the firewall, and it drops what follows as out of state",
    looksLike: "Connections open, then all data is lost from the firewall on.",
    remedy: () =>
      "Route both directions through the same firewall, or let it pass connections it has seen one half of.",
    confirm: () => "look for out-of-state drops of this node's connections in the firewall's log",
    owner: "firewall",
  },
  "firewall.tls-inspection": {
    title: ({ destination }) => `something on the way opens TLS to ${destination} and signs with its own authority`,
    looksLike: "Certificates come from an issuer that no system trusts, often from nearer than the service.",
    remedy: ({ destination }) => `Exempt ${destination} and 100.64.0.0/10 from TLS inspection and portals.`,
    confirm: () => "openssl s_client -connect <address>:443 -servername <name>, and compare the issuer",
    owner: "firewall",
  },
  "firewall.proxy": {
    title: ({ ports }) => `a transparent proxy takes the connections on ${ports}`,
    looksLike: "Connections open from as near as the proxy and lead to nothing.",
    remedy: ({ destination }) => `Exempt ${destination} from the transparent proxy.`,
    confirm: () => "look at the firewall's redirection and proxy rules",
    owner: "firewall",
  },
  "firewall.source-nat": {
    title: () => "this node's address is translated on its way to the cloud",
    looksLike: "What the node opens works; the cloud sees it under another address and cannot open anything to it.",
    remedy: ({ source }) => `Leave packets from ${source} to the VPC out of source NAT.`,
    confirm: () => "look for a source NAT rule that this node's traffic over the line matches",
    owner: "firewall",
  },
  "firewall.name-filter": {
    title: ({ destination }) => `a filter ends TLS connections that name ${destination}`,
    looksLike: "The connection opens, then ends or stalls when the name is sent; without the name it goes on.",
    remedy: ({ destination }) => `Allow ${destination} in the firewall's application or URL filter.`,
    confirm: () => "look for the name in the firewall's application or URL log",
    owner: "firewall",
  },
  "firewall.mtu": {
    title: () => "full-size packets are lost at the firewall, without a word",
    looksLike: "Connections open, small packets pass, the server's certificate never arrives whole.",
    remedy: () => "Let ICMP type 3 code 4 pass, give the interface towards the line an MTU of 1500, or clamp the MSS.",
    confirm: () => "ping -M do -s 1472 <address>; then the MTU of the firewall's interfaces and tunnels",
    owner: "firewall",
  },
  // VBR
  "vbr.outbound.vpc": routeToCloud(
    "the VBR",
    "the ECR, the CEN instance or the VPC",
    "cloud",
    inConsole("VBR's routes"),
  ),
  "vbr.outbound.cloud-services": routeToCloud(
    "the VBR",
    "the ECR, the CEN instance or the VPC",
    "cloud",
    inConsole("VBR's routes"),
  ),
  "vbr.outbound.all": routeToCloud(
    "the VBR",
    "the ECR, the CEN instance or the VPC",
    "cloud",
    inConsole("VBR's routes"),
  ),
  "vbr.inbound.data-center": routeBack(
    "the VBR",
    "the core switch over Express Connect, through the firewall",
    "cloud",
    () => `look at the VBR's routes in the console; or ${BACKWARD}`,
  ),
  "vbr.inbound.containers": containersBack("the VBR", "the core switch", "cloud"),
  "vbr.line": {
    title: () => "the dedicated line is down",
    looksLike: "Nothing beyond the data centre answers, whatever is asked.",
    remedy: () => "Bring the Express Connect circuit up: the physical port, the VLAN, and the VBR's peer addresses.",
    confirm: () =>
      "CloudMonitor, metric VbrHealthyCheckLossPercent of the VBR; ping the VBR's address from the firewall",
    owner: "cloud",
  },
  "vbr.mtu": {
    title: () => "full-size packets are lost on the dedicated line, without a word",
    looksLike: "Connections open, small packets pass, the server's certificate never arrives whole.",
    remedy: () => "Carry an MTU of 1500 on the line and its VLAN, or clamp the MSS in front of it.",
    confirm: () => "ping -M do -s 1472 <the VBR's address> from the firewall",
    owner: "cloud",
  },
  // ECR or CEN
  "ecr-cen.outbound.vpc": routeToCloud(
    "the transit router's (or ECR's) route table",
    "the VPC",
    "cloud",
    inConsole("transit router's route table"),
  ),
  "ecr-cen.outbound.cloud-services": routeToCloud(
    "the transit router's (or ECR's) route table",
    "the VPC",
    "cloud",
    inConsole("transit router's route table"),
  ),
  "ecr-cen.outbound.all": routeToCloud(
    "the transit router's (or ECR's) route table",
    "the VPC",
    "cloud",
    inConsole("transit router's route table and the VPC's attachment"),
  ),
  "ecr-cen.inbound.data-center": routeBack(
    "the transit router's (or ECR's) route table",
    "the VBR",
    "cloud",
    () => `look at the transit router's route table in the console; or ${BACKWARD}`,
  ),
  "ecr-cen.inbound.containers": containersBack("the transit router's (or ECR's) route table", "the VBR", "cloud"),
  "ecr-cen.mtu": {
    title: () => "full-size packets are lost in the transit router, without a word",
    looksLike: "Connections open, small packets pass, the server's certificate never arrives whole.",
    remedy: () => "Keep to an MTU of 1500 on the attachment.",
    confirm: () => "ping -M do -s 1472 <an instance in the VPC>",
    owner: "cloud",
  },
  // VPC route table
  "vpc-route-table.inbound.data-center": routeBack(
    "the VPC route table",
    "the CEN instance or ECR",
    "cloud",
    () => `aliyun vpc DescribeRouteEntryList --RouteTableId <vtb-id>; or ${BACKWARD}`,
  ),
  "vpc-route-table.inbound.containers": containersBack("the VPC route table", "the CEN instance or ECR", "cloud"),
  "vpc-route-table.outbound": {
    title: ({ destination }) => `the VPC does not lead to ${destination}`,
    looksLike: "Everything up to the VPC answers, the destination does not, or the VPC says that there is no route.",
    remedy: ({ destination }) =>
      `Check that ${destination} is in this VPC, and that no entry of its route table leads elsewhere.`,
    confirm: () => "aliyun vpc DescribeRouteEntryList --RouteTableId <vtb-id>",
    owner: "cloud",
  },
  // Security group
  "security-group.inbound.api-server": groupRule("inbound", "the API server"),
  "security-group.inbound.data-center": groupRule("inbound", "the data centre"),
  "security-group.inbound.flannel": groupRule("inbound", "Flannel"),
  "security-group.outbound.data-center": groupRule("outbound", "the data centre"),
  "security-group.outbound.connections": groupRule("outbound", "the cloud's connections to the node"),
  "security-group.outbound.kubelet": groupRule("outbound", "kubelet"),
  "security-group.outbound.node-exporter": groupRule("outbound", "Node-Exporter"),
  "security-group.outbound.flannel": groupRule("outbound", "Flannel"),
  // Service
  "service.api-server.down": {
    title: ({ destination }) => `nothing is alive at ${destination}`,
    looksLike: "Every router answers, the address does not; the last router may say that the host is unreachable.",
    remedy: () =>
      "Compare the address with the cluster's Basic Information tab, and look at the load balancer's state.",
    confirm: ({ destination }) =>
      `curl -k https://<address>:6443/version from an instance in the VPC; asked: ${destination}`,
    owner: "cloud",
  },
  "service.api-server.port": {
    title: ({ destination, ports }) => `${destination} is there, and nothing listens on ${ports}`,
    looksLike: "The connection is refused, by the address itself and from its own distance.",
    remedy: () =>
      "Compare address and port with the API server internal endpoint on the cluster's Basic Information tab.",
    confirm: () => "the cluster's Basic Information tab, API Server Internal Endpoint",
    owner: "cloud",
  },
  "service.down": {
    title: ({ destination }) => `nothing is alive at ${destination}`,
    looksLike: "Every router answers, the service's neighbours do too, only this one is silent.",
    remedy: () =>
      "Compare the address with what the VPC's resolvers answer; if it is right, open a ticket for the service.",
    confirm: ({ destination }) => `the same request from an instance in the VPC: ${destination}`,
    owner: "cloud",
  },
  "service.port": {
    title: ({ destination, ports }) => `${destination} refuses ${ports}`,
    looksLike: "The connection is refused, from the service's own distance.",
    remedy: () => "Check --cluster-version, which decides the port; if it is right, open a ticket for the service.",
    confirm: ({ destination }) => `the same request from an instance in the VPC: ${destination}`,
    owner: "cloud",
  },
  "service.ntp.down": {
    title: ({ destination }) => `the time server ${destination} does not answer`,
    looksLike: "Packets pass the firewall, and the time server is silent.",
    remedy: () => "Take another time server (--ntp-server), or keep the time yourselves (--self-host-ntp).",
    confirm: () => "chronyd -Q 'server <address> iburst' from another site",
    owner: "network",
  },
  "service.balancer": {
    title: ({ destination }) => `the load balancer before ${destination} has no healthy server behind it`,
    looksLike: "Connections open at the service's own distance and are closed as soon as anything is sent.",
    remedy: ({ destination }) =>
      `Look at the health of the servers behind the balancer of ${destination}, and at its listener's access list.`,
    confirm: ({ destination }) => `the balancer's listener and its backend servers of ${destination} in the console`,
    owner: "cloud",
  },
  "service.not-itself": {
    title: () => "something else answers in the service's place",
    looksLike: "The port is open and trusted, but the answer bears none of the service's marks.",
    remedy: () => "Check where the name leads, and whether a load balancer or proxy answers there.",
    confirm: () => "curl -v https://<name>/ and compare the answer's headers",
    owner: "cloud",
  },
  "service.certificate": {
    title: () => "the service's certificate is not valid",
    looksLike: "TLS fails because of the date or the name in the certificate.",
    remedy: () => "If the issuer is Alibaba Cloud's own, open a ticket; else find out who answers in its place.",
    confirm: () => "openssl s_client -connect <address>:443 -servername <name>",
    owner: "cloud",
  },
  "service.api-server.version": {
    title: () => "the API server is not ready, or of another version than was given",
    looksLike: "The API server answers, and says something else than was expected.",
    remedy: () => "Give the cluster's version with --cluster-version; wait until the control plane is ready.",
    confirm: () => "curl -k https://<address>:6443/version",
    owner: "cloud",
  },
  "service.ntp.unsynchronised": {
    title: () => "the time server does not know the time itself",
    looksLike: "It answers with stratum 16, a kiss of death, or a time that the others contradict.",
    remedy: () => "Take another time server (--ntp-server).",
    confirm: () => "chronyc sources",
    owner: "network",
  },
  // DNS
  "dns.server.down": {
    title: ({ destination }) => `the DNS server ${destination} is down`,
    looksLike: "It answers on no port; everything that is asked by address works.",
    remedy: ({ destination }) => `Start ${destination}, or take it out of /etc/resolv.conf.`,
    confirm: ({ destination }) => `dig @${destination} -x 127.0.0.1 +norecurse`,
    owner: "dns",
  },
  "dns.server.silent": {
    title: ({ destination }) => `the DNS server ${destination} does not answer this node's queries`,
    looksLike: "The host is there, port 53 is silent; everything that is asked by address works.",
    remedy: ({ destination }) =>
      `Allow UDP and TCP 53 from this node on ${destination}, in its own filter and its views.`,
    confirm: ({ destination }) => `dig @${destination} -x 127.0.0.1 +norecurse`,
    owner: "dns",
  },
  "dns.server.not-running": {
    title: ({ destination }) => `no DNS service runs on ${destination}`,
    looksLike: "The host says that nothing listens on port 53.",
    remedy: ({ destination }) => `Start the DNS service on ${destination}, or correct /etc/resolv.conf.`,
    confirm: ({ destination }) => `ss -lnu 'sport = :53' on ${destination}`,
    owner: "dns",
  },
  "dns.server.failing": {
    title: ({ destination }) => `the DNS server ${destination} fails on every name`,
    looksLike: "It answers every query with a failure or a refusal; what is asked by address works.",
    remedy: ({ destination }) => `Look at the log of ${destination}: its upstream servers, its views, who may ask it.`,
    confirm: ({ destination }) => `dig @${destination} . NS; then the same on ${destination} itself`,
    owner: "dns",
  },
  "dns.forwarding": {
    title: ({ destination }) => `the DNS server ${destination} does not forward the cloud's private names`,
    looksLike: "The cloud's names do not exist, are refused or fail there; the VPC's own resolvers know them.",
    remedy: ({ destination }) => `On ${destination}, forward aliyuncs.com to 100.100.2.136 and 100.100.2.138.`,
    confirm: ({ destination }) => `dig @${destination} cs-anony-vpc.<region>.aliyuncs.com; the same @100.100.2.136`,
    owner: "dns",
  },
  "dns.public-view": {
    title: () => "the DNS server answers with the public view of a private name",
    looksLike: "A name resolves to an ordinary Internet address instead of 100.64.0.0/10.",
    remedy: () => "Forward aliyuncs.com's private names to 100.100.2.136 and 100.100.2.138.",
    confirm: () => "dig <name>; the same @100.100.2.136",
    owner: "dns",
  },
  "dns.wrong-answer": {
    title: () => "the DNS server answers with an address that is not the service's",
    looksLike: "A name resolves to a filter's address, or outside of every documented range.",
    remedy: () => "Exempt the name from DNS filtering, or correct the record.",
    confirm: () => "dig <name>; the same @100.100.2.136",
    owner: "dns",
  },
  "dns.rebind-protection": {
    title: () => "the DNS server strips private addresses from its answers",
    looksLike: "A name exists and has no address, while the VPC's resolvers give one in 100.64.0.0/10.",
    remedy: () => "Exempt aliyuncs.com from rebinding protection (dnsmasq: rebind-domain-ok, unbound: private-domain).",
    confirm: () => "dig <name>; the same @100.100.2.136",
    owner: "dns",
  },
  // Node
  "node.output-filter": onNode(
    ({ destination }) => `this node's own filter drops packets to ${destination}`,
    "Connections time out or fail at once, and not even the gateway answers for them.",
    ({ destination }) => `Accept packets to ${destination} in the OUTPUT chain (nft list ruleset).`,
    "nft list ruleset; iptables-save",
  ),
  "node.input-filter": onNode(
    ({ destination }) => `this node's own filter drops the answers from ${destination}`,
    "Nothing answers, not even the gateway; the filter has no rule for established connections.",
    () => "Accept established connections in the INPUT chain.",
    "nft list ruleset; iptables-save",
  ),
  "node.route": onNode(
    ({ destination }) => `this node has no working route to ${destination}`,
    "Connections fail at once, before anything is sent.",
    ({ destination }) => `Route ${destination} to the gateway: correct the routes and rules of this node.`,
    "ip route get <address>; ip rule show",
  ),
  "node.overlay": onNode(
    () => "an overlay network on this node takes the cloud services' range",
    "Packets to 100.64.0.0/10 never leave towards the gateway.",
    () =>
      "Stop the overlay (Tailscale and the like use 100.64.0.0/10), or take the range out of its routes and filters.",
    "ip route get 100.100.2.136; nft list ruleset",
  ),
  "node.resolv-conf": onNode(
    () => "this node has no usable DNS server",
    "No name resolves, and /etc/resolv.conf names no server.",
    () => "Put the site's DNS server into /etc/resolv.conf, or into the network manager's settings.",
    "cat /etc/resolv.conf",
  ),
  "node.hosts-file": onNode(
    () => "/etc/hosts pins a name of the cloud's",
    "A name leads to an address that DNS does not confirm.",
    () => "Remove the line from /etc/hosts.",
    "cat /etc/hosts",
  ),
  "node.clock": onNode(
    () => "this node's clock, or its time service, is not right",
    "Certificates look expired or not yet valid; the offset to the time servers is large.",
    () => "Set the clock (chronyc makestep) and see that the time service runs.",
    "chronyc tracking",
  ),
  "node.ca-store": onNode(
    () => "this node has no store of trusted roots",
    "Every certificate is untrusted.",
    () => "Install the package ca-certificates.",
    "ls /etc/ssl/certs /etc/pki/tls/certs",
  ),
  "node.port-in-use": onNode(
    () => "another program holds a port that the cluster needs",
    "A port is taken before the node has joined.",
    () => "Stop the program, or give it another port.",
    "ss -lntup",
  ),
  "node.joined-before": onNode(
    () => "this node has been joined to a cluster before",
    "Kubelet and other leftovers are found.",
    () => "Reset the node (edgeadm reset) before it joins again.",
    "ls /etc/kubernetes /var/lib/kubelet",
  ),
  "node.port-filter": onNode(
    () => "this node's own filter keeps the cloud's connections out",
    "A rule of the INPUT chain drops a port that the cloud connects to.",
    () => "Accept TCP 10250, 10255, 9100 and 9445 and UDP 8472 from the VPC in the INPUT chain.",
    "nft list ruleset; iptables-save",
  ),
  "node.tool": onNode(
    () => "a system tool is missing or broken",
    "A program of the reference's list is not found.",
    () => "Install the package.",
    "command -v <tool>",
  ),
  "node.link": onNode(
    () => "the network interface is not well",
    "An unusual MTU, or errors on the interface.",
    () => "Give the interface an MTU of 1500; check cable and port.",
    "ip -s link show",
  ),
  "node.proxy-variables": onNode(
    () => "proxy variables catch the cluster's traffic",
    "Programs that heed http_proxy leave the dedicated line.",
    () => "Put the cluster's names and blocks into no_proxy.",
    "env | grep -i proxy",
  ),
  "node.overlapping-route": onNode(
    () => "a route of this node overlaps the cluster's blocks",
    "A local network covers addresses that pods or Services will have.",
    () => "Renumber the network, or choose other blocks for the cluster.",
    "ip route show table all",
  ),
  "node.host-name": onNode(
    () => "the host name cannot be a node's name, or leads elsewhere",
    "The name has characters that Kubernetes does not take, or resolves to loopback.",
    () => "hostnamectl set-hostname <name>, and correct /etc/hosts.",
    "hostnamectl",
  ),
  "node.system": onNode(
    () => "the operating system is not on the list for this cluster",
    "Distribution or release is not supported.",
    () => "Install a system that is on the list.",
    "cat /etc/os-release",
  ),
  "node.cluster-version": onNode(
    () => "no install package exists for the version that was given",
    "The object storage answers that there is no such object.",
    () => "Give the cluster's whole version, such as 1.30.7-aliyun.1.",
    "the cluster's Basic Information tab",
  ),
};
