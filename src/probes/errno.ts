import type { ConnectFailure, HttpFailure, TlsFailure } from "../model/probe.ts";
import { tlsAlertOf } from "../wire/tls-alerts.ts";
import { ABORTED } from "../world/world.ts";

/** What the kernel's answer to a connect, or to a datagram, says about the network. */
export function connectOutcome(errno: string): ConnectFailure {
  switch (errno) {
    case ABORTED:
    case "ETIMEDOUT":
      return "timed-out";
    case "ECONNREFUSED":
      return "refused";
    case "ECONNRESET":
      return "reset";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EHOSTDOWN":
    case "ENETDOWN":
      return "unreachable";
    default:
      // A prohibit or blackhole route, no such source address, no more descriptors: nothing left this node.
      return "local-error";
  }
}

/** OpenSSL's codes for records that are not TLS: another protocol answers on the port. */
const NOT_TLS = new Set([
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "ERR_SSL_HTTP_REQUEST",
  "ERR_SSL_UNEXPECTED_MESSAGE",
  "ERR_SSL_BAD_RECORD_TYPE",
  "ERR_SSL_UNKNOWN_PROTOCOL",
]);

export function tlsOutcome(errno: string): TlsFailure {
  if (errno === ABORTED || errno === "ETIMEDOUT") return "tls-timed-out";
  if (NOT_TLS.has(errno)) return "tls-not-tls";
  if (errno.startsWith("ERR_SSL_") || errno === "EPROTO") return "tls-alert";
  return "tls-closed";
}

/** undici's errors for what is not HTTP; its parser's own carries a code of llhttp or none, then its name stands for it. */
const NOT_HTTP = new Set(["HTTPParserError", "UND_ERR_HEADERS_OVERFLOW", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"]);

export function httpOutcome(errno: string): HttpFailure | "tls-alert" {
  if (errno === ABORTED || errno === "ETIMEDOUT") return "http-timed-out";
  // With TLS 1.3 a refusal of the client comes after the client's own end of the handshake.
  if (tlsAlertOf(errno) !== undefined) return "tls-alert";
  return NOT_HTTP.has(errno) || errno.startsWith("HPE_") ? "http-malformed" : "http-closed";
}

/** Whether the kernel has refused something to this user, which says nothing about the network. */
export function isNotPermitted(errno: string): boolean {
  return errno === "EACCES" || errno === "EPERM";
}
