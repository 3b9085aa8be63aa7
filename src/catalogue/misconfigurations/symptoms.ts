import type { PacketMatch } from "../../model/fault.ts";
import type { CauseCode } from "../../model/message.ts";
import type { Group } from "../../model/report.ts";
import { FLANNEL_PORT } from "../ports.ts";
import type { MisconfigurationId } from "./misconfigurations.ts";

/**
 * What a cause stands for when the path does not explain it. For causes on the way this is only where to look first: one
 * code cannot tell a firewall from a missing route, the diagnosis can.
 */
const SYMPTOMS: Partial<Record<CauseCode, MisconfigurationId>> = {
  "dns-nxdomain": "dns.forwarding",
  "dns-servfail": "dns.forwarding",
  "dns-refused": "dns.forwarding",
  "dns-error": "dns.forwarding",
  "dns-no-data": "dns.forwarding",
  "dns-malformed": "dns.forwarding",
  "dns-timed-out": "dns.server.silent",
  "dns-server-unreachable": "dns.server.not-running",
  "dns-no-server": "node.resolv-conf",
  "dns-public-address": "dns.public-view",
  "dns-public-ipv6-address": "dns.public-view",
  "dns-unusable-address": "dns.wrong-answer",
  "dns-same-answer-for-all": "dns.wrong-answer",
  "dns-server-by-chance": "dns.public-view",
  "dns-resolver-leads-astray": "dns.public-view",
  "dns-outside-documented-ranges": "dns.wrong-answer",
  "dns-pinned-in-hosts-file": "node.hosts-file",
  "dns-answer-only-from-option": "dns.forwarding",
  "dns-answer-stripped": "dns.rebind-protection",
  "dns-resolver-lacks-names": "dns.forwarding",
  "dns-resolver-silent": "dns.server.silent",
  "connect-timed-out": "firewall.outbound.port",
  "connect-refused": "firewall.outbound.port",
  "connect-reset": "firewall.outbound.port",
  "connect-unreachable": "core-switch.outbound.all",
  "connect-local-error": "node.route",
  "tls-timed-out": "firewall.mtu",
  "tls-closed": "firewall.name-filter",
  "tls-alert": "firewall.name-filter",
  "tls-not-tls": "firewall.proxy",
  "tls-untrusted-issuer": "firewall.tls-inspection",
  "tls-invalid": "firewall.tls-inspection",
  "tls-weak-signature": "firewall.tls-inspection",
  "tls-private-issuer": "node.ca-store",
  "datagram-refused": "service.own.port",
  "datagram-unreachable": "core-switch.outbound.own",
  "tls-no-ca-store": "node.ca-store",
  "tls-root-missing": "node.ca-store",
  "tls-intermediate-missing": "service.certificate",
  "tls-without-names": "service.certificate",
  "tls-authority-expired": "service.certificate",
  "tls-out-of-time-here": "node.clock",
  "service-denies": "service.access-list",
  "service-rate-limited": "service.rate-limit",
  "oss-other-endpoint": "dns.wrong-answer",
  "package-not-told": "service.not-itself",
  "ntp-other-sender": "service.ntp.unsynchronised",
  "ntp-server-wrong": "service.ntp.unsynchronised",
  "dns-tcp-blocked": "firewall.outbound.dns",
  "dns-aaaa-unanswered": "dns.server.silent",
  "tls-expired": "service.certificate",
  "tls-wrong-name": "dns.wrong-answer",
  "tls-not-yet-valid": "node.clock",
  "http-timed-out": "firewall.mtu",
  "http-closed": "firewall.name-filter",
  "http-malformed": "firewall.proxy",
  "http-proxy-answered": "firewall.proxy",
  "http-portal-page": "firewall.tls-inspection",
  "http-not-the-service": "service.not-itself",
  "http-server-error": "service.not-itself",
  "layer-not-pulled": "firewall.outbound.oss",
  "realm-unexpected": "service.not-itself",
  "package-not-found": "node.cluster-version",
  "api-server-not-ready": "service.api-server.version",
  "api-server-version-differs": "service.api-server.version",
  "ntp-timed-out": "firewall.outbound.ntp",
  "ntp-unreachable": "core-switch.outbound.internet",
  "ntp-malformed": "service.ntp.unsynchronised",
  "ntp-kiss-of-death": "service.ntp.unsynchronised",
  "ntp-local-clock": "service.ntp.unsynchronised",
  "ntp-denied": "service.ntp.unsynchronised",
  "ntp-unsynchronised": "service.ntp.unsynchronised",
  "ntp-servers-disagree": "service.ntp.unsynchronised",
  "clock-skewed": "node.clock",
  "clock-far-off": "node.clock",
  "clock-service-unsynchronised": "node.clock",
  "clock-service-not-found": "node.clock",
  "tool-missing": "node.tool",
  "tool-broken": "node.tool",
  "sources-none": "node.package-sources",
  "sources-unreachable": "firewall.outbound.packages",
  "sources-unresolved": "node.package-sources",
  "sources-broken": "node.package-sources",
  "packages-not-listed": "node.package-sources",
  "port-in-use": "node.port-in-use",
  "node-already-joined": "node.joined-before",
  "leftovers-of-a-join": "node.joined-before",
  "port-filtered": "node.port-filter",
  "port-replies-filtered": "node.output-filter",
  "inbound-timed-out": "firewall.inbound.connections",
  "inbound-refused": "firewall.inbound.connections",
  "inbound-unreachable": "firewall.inbound.connections",
  "inbound-large-lost": "firewall.mtu",
  "inbound-translated": "firewall.source-nat",
  "line-lossy": "vbr.line-quality",
  "flows-dead": "vbr.line-member",
  "outbound-lost": "firewall.outbound.flannel",
  "outbound-large-lost": "firewall.mtu",
  "container-route-missing": "vbr.inbound.containers",
  "idle-dropped": "firewall.idle-timeout",
  "bgp-refused": "core-switch.bgp.containers",
  "line-slow": "vbr.line-quality",
  "no-route": "node.route",
  "several-default-routes": "node.reverse-path",
  "traffic-redirected": "node.output-filter",
  "containers-masqueraded": "node.masquerade",
  "gateway-silent": "core-switch.gateway",
  "link-narrow": "node.link",
  "link-jumbo": "node.link",
  "link-errors": "node.link",
  "overlay-on-cloud-range": "node.overlay",
  "overlay-drops-cloud": "node.overlay",
  "local-filter-drops": "node.output-filter",
  "answers-filtered": "node.input-filter",
  "proxy-catches-cluster": "node.proxy-variables",
  "route-overlaps-cluster": "node.overlapping-route",
  "host-name-invalid": "node.host-name",
  "host-name-on-loopback": "node.host-name",
  "system-not-listed": "node.system",
  "kernel-not-listed": "node.system",
  "resolv-conf-line-ignored": "node.resolv-conf",
  "resolv-conf-without-server": "node.resolv-conf",
  "system-not-for-cluster": "node.system",
};

/** The API server sits behind a security group in the VPC, the other services do not; it refuses where nothing listens. */
const API_SERVER_SYMPTOMS: Partial<Record<CauseCode, MisconfigurationId>> = {
  "connect-timed-out": "security-group.inbound.api-server",
  "connect-refused": "service.api-server.port",
  "tls-not-tls": "service.api-server.port",
  "tls-expired": "service.certificate",
  "tls-wrong-name": "service.certificate",
};

/** An endpoint of the user's own is no cloud service: a rule, a route and a server of its own stand behind it. */
const OWN_ENDPOINT_SYMPTOMS: Partial<Record<CauseCode, MisconfigurationId>> = {
  "connect-timed-out": "firewall.outbound.own",
  "connect-refused": "service.own.port",
  "connect-reset": "firewall.outbound.own",
  "connect-unreachable": "core-switch.outbound.own",
  "dns-nxdomain": "dns.wrong-answer",
  "ntp-timed-out": "firewall.outbound.own",
  "ntp-unreachable": "core-switch.outbound.own",
  "tls-not-tls": "service.own.port",
};

const SYMPTOMS_BY_GROUP: Partial<Record<Group, Partial<Record<CauseCode, MisconfigurationId>>>> = {
  "api-server": API_SERVER_SYMPTOMS,
  own: OWN_ENDPOINT_SYMPTOMS,
};

export function symptomOf(code: string, group: Group): MisconfigurationId | undefined {
  const cause = code as CauseCode;
  return SYMPTOMS_BY_GROUP[group]?.[cause] ?? SYMPTOMS[cause];
}

interface OwnSign {
  code?: CauseCode;
  /** Of these any one shows the fault, and all of them together its absence. */
  checks: (match: PacketMatch) => string[];
}

const always = (check: string) => () => [check];

/** Faults of this node that a check of its own sees: the check's cause, and the checks that would have seen it. */
export const OWN_SIGNS: Partial<Record<MisconfigurationId, OwnSign>> = {
  "node.output-filter": { code: "local-filter-drops", checks: always("host.filter.output") },
  "node.input-filter": { code: "answers-filtered", checks: always("host.filter.output") },
  "node.port-filter": {
    code: "port-filtered",
    checks: ({ localPorts = [], protocol }) =>
      localPorts.map((port) => `inbound.${protocol ?? (port === FLANNEL_PORT ? "udp" : "tcp")}-${port}.local-filter`),
  },
  "node.overlay": { code: "overlay-drops-cloud", checks: always("host.overlay.cloud-range") },
  "node.route": { code: "no-route", checks: always("host.route.cloud-services") },
  "core-switch.gateway": { code: "gateway-silent", checks: always("host.gateway.answers") },
};
