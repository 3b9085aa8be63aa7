import { expect, it } from "vitest";
import { httpOutcome, tlsOutcome } from "../../src/probes/errno.ts";

it("calls a refusal that comes after the handshake an alert, as one that comes before", () => {
  const demanded = "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED";
  expect([tlsOutcome(demanded), httpOutcome(demanded)]).toEqual(["tls-alert", "tls-alert"]);
  expect([tlsOutcome("ECONNRESET"), httpOutcome("ECONNRESET")]).toEqual(["tls-closed", "http-closed"]);
});
