import type { Seen, TrainRequest } from "../model/probe.ts";
import { tcpFigures, type TcpCounts } from "../wire/tcp-figures.ts";
import type { NativeStream } from "../world/native.ts";
import type { World } from "../world/world.ts";
import { delay } from "../waiting.ts";
import type { Prober } from "./prober.ts";

const CONNECT_WAIT_MS = 4_000;
const LONGEST_MS = 2_000;
const LOOK_MS = 4;

/**
 * Sends single bytes, each after the acknowledgement of the one before. The kernel repeats lost ones and counts them. The bytes
 * begin a request that is never completed, since servers wait some seconds for the rest. This needs no privilege.
 */
export const train: Prober<"train"> = async (request, world, signal): Promise<Seen<"train">> => {
  const native = await world.native();
  if (!native.ok) return { outcome: "not-asked", reason: native.errno };
  const bytes = await startOfRequest(request, world);
  const opened = await native.value.openStream({ to: request.to, waitMs: CONNECT_WAIT_MS }, signal);
  if (!opened.ok) return { outcome: "timed-out", reason: opened.errno };
  const stream = opened.value;
  try {
    const atOpening = stream.counts();
    if (atOpening === undefined) return { outcome: "not-asked", reason: "no TCP_INFO" };
    const { counts, cut } = await sendOneByOne(stream, bytes, request.segments, world, signal);
    const evidence = tcpFigures(atOpening, counts ?? atOpening);
    return { outcome: cut ? "reset" : "measured", evidence };
  } finally {
    stream.close();
  }
};

async function sendOneByOne(
  stream: NativeStream,
  bytes: Uint8Array,
  segments: number,
  { clock }: World,
  signal: AbortSignal,
): Promise<{ counts: TcpCounts | undefined; cut: boolean }> {
  const beganAtMs = clock.listenedMs();
  let sent = 0;
  let counts: TcpCounts | undefined;
  do {
    const { errno, ended } = stream.look();
    if (errno !== undefined || ended) return { counts, cut: true };
    counts = stream.counts() ?? counts;
    const tookMs = clock.listenedMs() - beganAtMs;
    if (counts?.unacknowledged === 0) {
      // Never the last one: a whole request would be answered.
      if (tookMs > LONGEST_MS || sent >= bytes.length - 1 || (counts.dataSegments ?? sent) >= segments) break;
      sent += stream.send(bytes.subarray(sent, sent + 1));
    } else if (tookMs > LONGEST_MS + LAST_WAIT_MS) break;
  } while (await delay(clock, LOOK_MS, signal));
  return { counts, cut: false };
}

/** For the last one's acknowledgement: a first and a second repetition. */
const LAST_WAIT_MS = 1_000;

/** The beginning of what a server waits for the rest of. */
export async function startOfRequest(
  { scheme, serverName }: Pick<TrainRequest, "scheme" | "serverName">,
  world: World,
): Promise<Uint8Array> {
  if (scheme === "https") return await world.clientHello(serverName);
  return Buffer.from(`GET / HTTP/1.1\r\nHost: ${serverName}\r\nX-Padding: ${"-".repeat(PADDING_BYTES)}`);
}

const PADDING_BYTES = 200;
