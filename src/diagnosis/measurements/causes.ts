import type { CauseCode } from "../../model/message.ts";

/** Causes that may have the path, or who answers at its end, for their reason: the inference judges them from all that was seen. */
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
  // What follows from another's certificate, whoever shows it.
  "tls-wrong-name",
  "tls-invalid",
  "http-proxy-answered",
  "http-portal-page",
  "http-not-the-service",
]);

/** Causes that an answer of a DNS server has for their reason. */
export const ANSWER_CAUSES: ReadonlySet<string> = new Set<CauseCode>([
  "dns-public-address",
  "dns-unusable-address",
  "dns-outside-documented-ranges",
  "dns-same-answer-for-all",
  "dns-server-by-chance",
]);

/** Causes that are about the path from the cloud. */
export const INBOUND_CAUSES: ReadonlySet<string> = new Set<CauseCode>([
  "inbound-timed-out",
  "inbound-refused",
  "inbound-unreachable",
  "inbound-large-lost",
]);
