import type { IdleRequest, Seen } from "../model/probe.ts";
import type { NativeStream } from "../world/native.ts";
import type { World } from "../world/world.ts";
import { delay } from "../waiting.ts";
import { startOfRequest } from "./train.ts";
import type { Prober } from "./prober.ts";

const CONNECT_WAIT_MS = 4_000;
const LOOK_EVERY_MS = 200;
/** For the acknowledgement of what is sent in the end: the kernel sends it again after 0.2 s, 0.6 s, 1.4 s and 3 s. */
const ACKNOWLEDGED_WITHIN_MS = 4_000;

/**
 * Opens a connection and sends the first octet of a request only after the pause. A server that does not wait so long closes it
 * itself; its word has come past every device on the way, so that none of them had forgotten the connection until then.
 */
export const idle: Prober<"idle"> = async (request, world, signal): Promise<Seen<"idle">> => {
  const native = await world.native();
  if (!native.ok) return { outcome: "not-asked", reason: native.errno };
  const bytes = await startOfRequest(request, world);
  const opened = await native.value.openStream({ to: request.to, waitMs: CONNECT_WAIT_MS }, signal);
  if (!opened.ok) return { outcome: "not-asked", reason: opened.errno };
  const stream = opened.value;
  try {
    return await useAfterPause(stream, bytes.subarray(0, 1), request, world, signal);
  } finally {
    stream.close();
  }
};

async function useAfterPause(
  stream: NativeStream,
  bytes: Uint8Array,
  { pauseMs }: IdleRequest,
  { clock }: World,
  signal: AbortSignal,
): Promise<Seen<"idle">> {
  if (stream.counts() === undefined) return { outcome: "not-asked", reason: "no TCP_INFO" };
  const openedAtMs = clock.elapsedMs();
  const livedMs = () => Math.round(clock.elapsedMs() - openedAtMs);
  while (livedMs() < pauseMs) {
    if (!(await delay(clock, Math.min(LOOK_EVERY_MS, pauseMs - livedMs()), signal))) return { outcome: "interrupted" };
    const { ended, errno } = stream.look();
    if (ended) return { outcome: "measured", evidence: { livedMs: livedMs(), closed: true } };
    if (errno !== undefined) return { outcome: "reset", evidence: { livedMs: livedMs(), errno } };
  }
  stream.send(bytes);
  const sentAtMs = clock.listenedMs();
  while (clock.listenedMs() - sentAtMs < ACKNOWLEDGED_WITHIN_MS) {
    const { errno } = stream.look();
    if (errno !== undefined) return { outcome: "reset", evidence: { livedMs: pauseMs, errno } };
    if (stream.counts()?.unacknowledged === 0) return { outcome: "delivered", evidence: { livedMs: pauseMs } };
    if (!(await delay(clock, LOOK_EVERY_MS, signal))) return { outcome: "interrupted" };
  }
  return { outcome: "lost", evidence: { livedMs: pauseMs } };
}
