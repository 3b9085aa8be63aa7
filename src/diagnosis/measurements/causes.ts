import type { CauseCode } from "../../model/message.ts";

/**
 * Causes of checks that a fault on the path can explain, or another server at its end. A finding of the inference covers such
 * checks; those with any other cause keep a finding of their own.
 */
export const PATH_CAUSES: ReadonlySet<string> = new Set<CauseCode>([
  "connect-refused",
  "connect-reset",
  "connect-timed-out",
  "connect-unreachable",
  "connect-local-error",
  "tls-timed-out",
  "tls-closed",
  "tls-alert",
  "tls-not-tls",
  "tls-untrusted-issuer",
  "http-timed-out",
  "http-closed",
  "ntp-timed-out",
  "ntp-unreachable",
  "dns-timed-out",
  "dns-servfail",
  "dns-refused",
  "dns-error",
  "dns-nxdomain",
  "dns-no-data",
  "dns-server-unreachable",
  "dns-resolver-silent",
  // Another server answers in place of the service.
  "tls-wrong-name",
  "tls-invalid",
  "http-proxy-answered",
  "http-portal-page",
  "http-not-the-service",
]);

/** Causes of checks that a wrong answer of a DNS server can explain. */
export const ANSWER_CAUSES: ReadonlySet<string> = new Set<CauseCode>([
  "dns-public-address",
  "dns-unusable-address",
  "dns-outside-documented-ranges",
  "dns-same-answer-for-all",
  "dns-server-by-chance",
]);

/** Causes of checks that a fault on the path from the cloud can explain. */
export const INBOUND_CAUSES: ReadonlySet<string> = new Set<CauseCode>([
  "inbound-timed-out",
  "inbound-refused",
  "inbound-unreachable",
  "inbound-large-lost",
  "outbound-lost",
  "outbound-large-lost",
]);

/** Of a walk from the cloud towards the containers. */
export const CONTAINER_CAUSES: ReadonlySet<string> = new Set<CauseCode>(["container-route-missing"]);
