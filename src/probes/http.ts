import type { HttpEvidence } from "../model/probe.ts";
import { connectOutcome, httpOutcome, tlsOutcome } from "./errno.ts";
import type { Prober } from "./prober.ts";

/**
 * TCP, TLS and one request on a single connection: three checks are judged from it, and the line's latency is paid
 * once. An untrusted certificate does not end it, since the answer behind it tells who intercepts.
 */
export const http: Prober<"http"> = async (request, world, signal) => {
  const connected = await world.connectTcp(request.to, signal);
  if (!connected.ok) return { outcome: connectOutcome(connected.errno), evidence: { tcp: { errno: connected.errno } } };
  const connection = connected.value;
  const evidence: HttpEvidence = { tcp: connection.evidence };
  try {
    if (request.scheme === "https") {
      const secured = await connection.startTls(request.host, signal);
      evidence.tls = secured.evidence;
      if (secured.errno !== undefined) return { outcome: tlsOutcome(secured.errno), evidence };
    }
    const answered = await connection.request(request, signal);
    if (!answered.ok) return { outcome: httpOutcome(answered.errno), evidence: { ...evidence, errno: answered.errno } };
    return { outcome: "response", evidence: { ...evidence, response: answered.value } };
  } finally {
    connection.close();
  }
};
