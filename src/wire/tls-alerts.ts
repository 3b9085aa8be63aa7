import type { TlsAlert } from "../model/message.ts";

/** OpenSSL's codes for the alerts of RFC 8446, section 6.2, that say what is wrong. */
const ALERTS: Readonly<Record<string, TlsAlert>> = {
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "version",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "version",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "client-certificate",
  ERR_SSL_SSLV3_ALERT_NO_CERTIFICATE: "client-certificate",
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: "client-certificate",
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: "name",
  ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME: "name",
  // Also what TLS 1.2 says where it demands a client certificate and gets none.
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: "nothing-in-common",
  ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY: "nothing-in-common",
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: "access",
};

export function tlsAlertOf(errno: string): TlsAlert | undefined {
  return ALERTS[errno];
}
