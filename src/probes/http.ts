import type { HttpEvidence, HttpRequest, ProberOutcome, TlsEvidence } from "../model/probe.ts";
import { ABORTED, type Connection } from "../world/world.ts";
import { connectOutcome, httpOutcome, tlsOutcome } from "./errno.ts";
import type { Prober } from "./prober.ts";

/**
 * TCP, TLS and one request on a single connection: three checks are judged from it, and the line's latency is paid
 * once. An untrusted certificate does not end it, since the answer behind it tells who intercepts.
 */
export const http: Prober<"http"> = async (request, world, signal, onProgress) => {
  const connected = await world.connectTcp(request.to, signal);
  if (!connected.ok) return { outcome: connectOutcome(connected.errno), evidence: { tcp: { errno: connected.errno } } };
  const connection = connected.value;
  const silentFromHere = request.scheme === "https" ? tlsOutcome(ABORTED) : httpOutcome(ABORTED);
  onProgress?.({ outcome: silentFromHere, evidence: { tcp: connection.evidence } });
  try {
    const { outcome, ...said } = await converse(connection, request, signal);
    const figures = connection.figures();
    return { outcome, evidence: { tcp: { ...connection.evidence, ...(figures && { figures }) }, ...said } };
  } finally {
    connection.close();
  }
};

async function converse(
  connection: Connection,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<{ outcome: ProberOutcome<"http"> } & Omit<HttpEvidence, "tcp">> {
  let tls: TlsEvidence | undefined;
  if (request.scheme === "https") {
    const secured = await connection.startTls(request.host, signal);
    tls = secured.evidence;
    if (secured.errno !== undefined) return { outcome: tlsOutcome(secured.errno), tls };
  }
  const answered = await connection.request(request, signal);
  const secured = tls !== undefined && { tls };
  return answered.ok
    ? { outcome: "response", ...secured, response: answered.value }
    : { outcome: httpOutcome(answered.errno), ...secured, errno: answered.errno };
}
