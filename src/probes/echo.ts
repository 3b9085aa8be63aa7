import type { EchoEvidence, Seen } from "../model/probe.ts";
import { decodeEchoReply, decodeQuotedRequest, echoRequest } from "../wire/icmp-echo.ts";
import { onAbort } from "../waiting.ts";
import { isNotPermitted } from "./errno.ts";
import type { DatagramSeen } from "../world/native.ts";
import type { Prober } from "./prober.ts";

/** Several, since one lost packet is no silence; apart, since devices limit how many they answer. */
const AGAIN_AT_MS = [300, 900];
/** After the last one. */
const WAIT_MS = 1_000;
const MAX_TTL = 64;
/** Nobody is so far away: the packet has gone round in circles. */
const TIME_EXCEEDED = 11;

/** Whether a host answers an ICMP echo request. */
export const echo: Prober<"echo"> = async ({ to }, world, signal): Promise<Seen<"echo">> => {
  const native = await world.native();
  if (!native.ok) return { outcome: "not-asked", reason: native.errno };
  const identifier = world.random.uint16();
  const token = Buffer.from(world.random.uuid().replaceAll("-", ""), "hex");
  const sentAtMs = new Map<number, number>();
  return await new Promise<Seen<"echo">>((resolve) => {
    const stops: (() => void)[] = [];
    const settle = (seen: Seen<"echo">) => {
      for (const stop of stops.splice(0)) stop();
      resolve(seen);
    };
    const opened = native.value.openEcho(to, (seen) => {
      const own = ownPart(seen, token, sentAtMs);
      if (own !== undefined) settle(own);
    });
    if (!opened.ok) {
      resolve(
        isNotPermitted(opened.errno)
          ? { outcome: "not-asked", reason: opened.errno }
          : { outcome: "local-error", evidence: { errno: opened.errno } },
      );
      return;
    }
    stops.push(() => {
      opened.value.close();
    });
    const silent = (listened: boolean) => {
      settle({ outcome: listened ? "timed-out" : "not-heard", evidence: {} });
    };
    const end = () => {
      silent(true);
    };
    const send = (sequence: number) => {
      const sent = opened.value.send(echoRequest(identifier, { sequence, payload: token }), MAX_TTL);
      if (sent.ok) sentAtMs.set(sequence, sent.value);
      else settle({ outcome: "local-error", evidence: { errno: sent.errno } });
    };
    stops.push(world.clock.afterListening((AGAIN_AT_MS.at(-1) ?? 0) + WAIT_MS, silent));
    stops.push(onAbort(signal, end));
    for (const [index, afterMs] of AGAIN_AT_MS.entries())
      stops.push(
        world.clock.afterListening(afterMs, () => {
          send(index + 2);
        }),
      );
    send(1);
  });
};

/** A raw socket hears the replies of every program that asks this host, so only the token tells whose one is. */
function ownPart(
  seen: DatagramSeen,
  token: Uint8Array,
  sentAtMs: ReadonlyMap<number, number>,
): Seen<"echo"> | undefined {
  if (seen.kind === "ignored") return undefined;
  if (seen.kind === "reply") {
    const reply = decodeEchoReply(seen.data);
    const sent = reply === undefined ? undefined : sentAtMs.get(reply.sequence);
    if (reply === undefined || sent === undefined || !Buffer.from(reply.payload).equals(token)) return undefined;
    return { outcome: "answer", evidence: { rttMs: Math.max(0, seen.atMs - sent) } };
  }
  const { error } = seen;
  const quoted = decodeQuotedRequest(error.quote);
  // A router need not quote more than eight bytes, which the kernel has matched to this socket.
  if (quoted === undefined || !sentAtMs.has(quoted.sequence) || error.origin !== "icmp") return undefined;
  const evidence: EchoEvidence = {
    ...(error.offender !== undefined && { address: error.offender }),
    icmpType: error.icmpType,
    icmpCode: error.icmpCode,
  };
  return { outcome: error.icmpType === TIME_EXCEEDED ? "looped" : "unreachable", evidence };
}
