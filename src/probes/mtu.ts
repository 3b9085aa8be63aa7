import type { Address, MtuDirection, MtuRequest, Seen } from "../model/probe.ts";
import type { NativeSockets } from "../world/native.ts";
import type { World } from "../world/world.ts";
import { delay, type Timers } from "../waiting.ts";
import { CONNECT_WAIT_MS, fatesByTtl, LOOK_MS, sendAndWatch } from "./inband.ts";
import { largePayload, smallPayload } from "./payloads.ts";
import type { Prober } from "./prober.ts";

/**
 * A path that loses only full-size packets and does not say so. Towards the cloud: large data is not acknowledged while
 * small data is. Towards the node: an answer that stalls comes whole once the node asks for smaller segments.
 */
export const mtu: Prober<"mtu"> = async (request, world, signal): Promise<Seen<"mtu">> => {
  const native = await world.native();
  if (!native.ok) return { outcome: "not-asked", reason: native.errno };
  // Read first: a kernel that always probes begins with small segments and would never meet the hole.
  const tcpMtuProbing = Number((await world.readText("/proc/sys/net/ipv4/tcp_mtu_probing")) ?? 0);
  const hidden: MtuDirection = { state: "unknown", reason: "net.ipv4.tcp_mtu_probing is 2" };
  const [path, forward, backward] = await Promise.all([
    knownPath(native.value, request.to, world.clock, signal),
    tcpMtuProbing === ALWAYS_PROBES ? hidden : forwardHole(native.value, request.to, world.clock, signal),
    backwardHole(native.value, request, world, signal),
  ]);
  if (path === undefined) return { outcome: "not-asked", reason: "no connection" };
  const holeTtl =
    forward.state === "black-hole" ? await firstHopThatLoses(native.value, request.to, world, signal) : undefined;
  const hole = forward.state === "black-hole" || backward.state === "black-hole";
  return {
    outcome: hole ? "black-hole" : "passes",
    evidence: {
      forward,
      backward,
      ...path,
      flannelMtu: path.pathMtu - VXLAN_BYTES,
      tcpMtuProbing,
      ...(holeTtl !== undefined && { holeTtl }),
    },
  };
};

/** The sysctl's other values leave the first segments as they are: 0 never probes, 1 after repeated losses. */
const ALWAYS_PROBES = 2;

/** Outer IP, UDP and VXLAN headers, and the inner Ethernet header. */
const VXLAN_BYTES = 50;

const SETTLE_MS = 300;

/** What the kernel knows of the path's MTU once full segments have been sent and routers could object. */
async function knownPath(
  native: NativeSockets,
  to: Address,
  timers: Timers,
  signal: AbortSignal,
): Promise<{ pathMtu: number; tooBigFrom?: string } | undefined> {
  const opened = await native.openStream({ to, waitMs: CONNECT_WAIT_MS }, signal);
  if (!opened.ok) return undefined;
  try {
    opened.value.send(largePayload(opened.value.look().sendMss));
    await delay(timers, SETTLE_MS, signal);
    const { pathMtu, errors } = opened.value.look();
    const tooBigFrom = errors.find((error) => error.mtu !== undefined)?.offender;
    return { pathMtu, ...(tooBigFrom !== undefined && { tooBigFrom }) };
  } finally {
    opened.value.close();
  }
}

async function forwardHole(
  native: NativeSockets,
  to: Address,
  timers: Timers,
  signal: AbortSignal,
): Promise<MtuDirection> {
  const [large, small] = await Promise.all(
    [largePayload, smallPayload].map((payload) => sendAndWatch(native, to, payload, undefined, timers, signal)),
  );
  if (large === "delivered" || large === "reset") return { state: "passes" };
  if (large !== "silent" || small !== "delivered" || signal.aborted)
    return { state: "unknown", reason: "no-comparison" };
  // Once more: one silence is weak, and this one would be called a fault.
  const again = await sendAndWatch(native, to, largePayload, undefined, timers, signal);
  if (again === "silent") return { state: "black-hole" };
  return again === "delivered" || again === "reset"
    ? { state: "passes" }
    : { state: "unknown", reason: "no-second-try" };
}

/** Below every path MTU that carries IPv6, so that it passes wherever anything does. */
const SMALL_SEGMENT = 1_000;
/** An answer must fill more than one full segment to tell anything. */
const TELLING_BYTES = 1_400;

async function backwardHole(
  native: NativeSockets,
  request: MtuRequest,
  world: World,
  signal: AbortSignal,
): Promise<MtuDirection> {
  const question = await questionWithLongAnswer(request, world);
  const ask = (maxSegment?: number) => answerTo(question, native, request.to, maxSegment, world.clock, signal);
  const [first, small] = await Promise.all([ask(), ask(SMALL_SEGMENT)]);
  if (first === undefined || small === undefined) return { state: "unknown", reason: "no connection" };
  let stalls = 0;
  let usual: Answer | undefined = first;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && usual !== undefined && !signal.aborted; attempt++) {
    if (usual.isFull) return { state: "passes" };
    if (small.bytes > TELLING_BYTES && isStalled(usual.bytes, small.bytes)) stalls += 1;
    // Twice: the first full-size answer may have been what taught the server the path's MTU.
    if (stalls === 2) return { state: "black-hole" };
    if (small.bytes <= TELLING_BYTES) break;
    usual = await ask();
  }
  return { state: "unknown", reason: "no-full-size-packet-sent" };
}

/** A server may send its answer in pieces that are all smaller than a full segment: then that answer tells nothing. */
const MAX_ATTEMPTS = 4;

async function questionWithLongAnswer({ scheme, serverName }: MtuRequest, world: World): Promise<Uint8Array> {
  if (scheme === "https") return await world.clientHello(serverName);
  return Buffer.from(`GET / HTTP/1.1\r\nHost: ${serverName}\r\nUser-Agent: edge-preflight\r\n\r\n`);
}

/** Two handshakes differ by a few bytes, since signatures do; a hole swallows whole segments. */
function isStalled(bytes: number, withSmallSegments: number): boolean {
  return bytes < withSmallSegments / 2;
}

const ANSWER_WAIT_MS = 1_500;
const QUIET_MS = 400;

interface Answer {
  bytes: number;
  /** Whether a segment as large as the path takes has come. */
  isFull: boolean;
}

/** What a full segment may lack: options in its header. */
const OPTION_BYTES = 60;

async function answerTo(
  question: Uint8Array,
  native: NativeSockets,
  to: Address,
  maxSegment: number | undefined,
  timers: Timers,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const opened = await native.openStream(
    { to, waitMs: CONNECT_WAIT_MS, ...(maxSegment !== undefined && { maxSegment }) },
    signal,
  );
  if (!opened.ok) return undefined;
  const stream = opened.value;
  try {
    stream.send(question);
    let bytes = 0;
    let isFull = false;
    let quietMs = 0;
    for (let waited = 0; waited < ANSWER_WAIT_MS && (bytes === 0 || quietMs < QUIET_MS); waited += LOOK_MS) {
      if (!(await delay(timers, LOOK_MS, signal))) break;
      const state = stream.look();
      bytes += state.received;
      isFull ||= bytes > 0 && state.receiveMss >= state.sendMss - OPTION_BYTES;
      quietMs = state.received > 0 ? 0 : quietMs + LOOK_MS;
      if (state.ended || state.errno !== undefined) break;
    }
    return { bytes, isFull };
  } finally {
    stream.close();
  }
}

const MAX_TTL = 12;

/** A hop that reports small data as expired and not large data lies behind the narrow link. */
async function firstHopThatLoses(
  native: NativeSockets,
  to: Address,
  world: World,
  signal: AbortSignal,
): Promise<number | undefined> {
  const [large, small] = await Promise.all(
    [largePayload, smallPayload].map((payload) => fatesByTtl(native, to, payload, MAX_TTL, world, signal)),
  );
  const fate = (fates: typeof large, at: number) => fates?.find(({ ttl }) => ttl === at)?.fate;
  const hole = large?.find(({ ttl }) => fate(large, ttl) === "silent" && fate(small, ttl) !== "silent")?.ttl;
  // The hop before must have been heard for the large ones too, else the silence may be a limit on its errors.
  return hole === undefined || hole === 1 || fate(large, hole - 1) === "silent" ? undefined : hole;
}
