import type { Device } from "../model/device.ts";
import type { CauseCode } from "../model/message.ts";
import type { Group } from "../model/report.ts";

/**
 * Whom a cause points at when nothing else is known: one device a code. A single code cannot tell a firewall from a
 * missing route, so this names where to look first, not who is guilty.
 */
const SUSPECTS: Partial<Record<CauseCode, Device>> = {
  "dns-nxdomain": "dns",
  "dns-servfail": "dns",
  "dns-refused": "dns",
  "dns-error": "dns",
  "dns-no-data": "dns",
  "dns-malformed": "dns",
  "dns-timed-out": "dns",
  "dns-server-unreachable": "dns",
  "dns-no-server": "node",
  "dns-public-address": "dns",
  "dns-unusable-address": "dns",
  "dns-outside-documented-ranges": "dns",
  "dns-pinned-in-hosts-file": "node",
  "dns-answer-only-from-option": "dns",
  "dns-resolver-lacks-names": "dns",
  "dns-resolver-silent": "dns",
  // The cloud drops in silence; a reset on the way to a cloud service is most often a firewall's reject rule.
  "connect-timed-out": "firewall",
  "connect-refused": "firewall",
  "connect-reset": "firewall",
  "connect-unreachable": "core-switch",
  "connect-local-error": "node",
  "tls-timed-out": "firewall",
  "tls-closed": "firewall",
  "tls-alert": "firewall",
  "tls-not-tls": "firewall",
  "tls-untrusted-issuer": "firewall",
  "tls-no-ca-store": "node",
  "tls-expired": "service",
  "tls-not-yet-valid": "node",
  "tls-wrong-name": "dns",
  "tls-invalid": "firewall",
  "http-timed-out": "firewall",
  "http-closed": "firewall",
  "http-malformed": "firewall",
  "http-proxy-answered": "firewall",
  "http-portal-page": "firewall",
  "http-not-the-service": "service",
  "http-server-error": "service",
  "package-not-found": "node",
  "realm-unexpected": "service",
  "api-server-not-ready": "service",
  "api-server-version-differs": "service",
  "ntp-timed-out": "firewall",
  "ntp-unreachable": "core-switch",
  "ntp-malformed": "firewall",
  "ntp-kiss-of-death": "service",
  "ntp-unsynchronised": "service",
  "clock-skewed": "node",
  "clock-far-off": "node",
  "ntp-servers-disagree": "service",
  "dns-public-ipv6-address": "dns",
  "tool-broken": "node",
  "port-filtered": "node",
  "no-route": "node",
  "gateway-silent": "core-switch",
  "link-narrow": "node",
  "link-jumbo": "node",
  "link-errors": "node",
  "overlay-on-cloud-range": "node",
  "overlay-drops-cloud": "node",
  "local-filter-drops": "node",
  "proxy-catches-cluster": "node",
  "route-overlaps-cluster": "node",
  "host-name-invalid": "node",
  "host-name-on-loopback": "node",
  "system-not-listed": "node",
  "system-not-for-cluster": "node",
  "leftovers-of-a-join": "node",
  "dns-answer-stripped": "dns",
  "clock-service-unsynchronised": "node",
  "clock-service-not-found": "node",
  "port-in-use": "node",
  "node-already-joined": "node",
  "tool-missing": "node",
};

/** The API server sits behind a security group in the VPC, the other services do not; it refuses where nothing listens. */
const API_SERVER_SUSPECTS: Partial<Record<CauseCode, Device>> = {
  "connect-timed-out": "security-group",
  "connect-refused": "service",
  "tls-not-tls": "service",
  "tls-expired": "service",
  "tls-wrong-name": "service",
};

export function suspectOf(code: CauseCode, group: Group): Device | undefined {
  return (group === "api-server" ? API_SERVER_SUSPECTS[code] : undefined) ?? SUSPECTS[code];
}
