import type { Seen } from "../model/probe.ts";
import type { ConnectSeen, NativeSockets } from "../world/native.ts";
import type { Prober } from "./prober.ts";

/** What operating systems start with. */
const INITIAL_TTLS = [64, 128, 255];
/** Connections at a time: enough to end in three rounds, few enough to be no flood. */
const PROBES_A_ROUND = 4;
const MIN_WAIT_MS = 200;
const MAX_TTL = 255;

/**
 * IP_MINTTL makes the kernel drop replies whose TTL has fallen below a bound, so the largest bound that still lets the
 * reply through is the TTL it arrived with: a firewall's forged reset arrives from nearer than the service.
 */
export const distance: Prober<"distance"> = async (request, world, signal): Promise<Seen<"distance">> => {
  const native = await world.native();
  if (!native.ok) return { outcome: "not-asked", reason: native.errno };
  const startedAtMs = world.clock.elapsedMs();
  const first = await native.value.connectOnce({ to: request.to, waitMs: 1_500 }, signal);
  if (!isReply(first)) return { outcome: "timed-out", reason: first.outcome };
  const waitMs = Math.max(MIN_WAIT_MS, 4 * (world.clock.elapsedMs() - startedAtMs));
  const accepted = (minTtl: number) => replies(native.value, { ...request.to }, minTtl, waitMs, signal);
  const arrivalTtl = await largestAccepted(accepted);
  // Nothing got through even the loosest bound: the replies were lost, not far away.
  if (signal.aborted || arrivalTtl === 1) return { outcome: "timed-out", reason: "no-second-reply" };
  const initialTtl = INITIAL_TTLS.find((ttl) => ttl >= arrivalTtl) ?? MAX_TTL;
  return {
    outcome: "measured",
    evidence: { reply: first.outcome, arrivalTtl, initialTtl, routers: initialTtl - arrivalTtl },
  };
};

function isReply(seen: ConnectSeen): seen is ConnectSeen & { outcome: "open" | "refused" } {
  return seen.outcome === "open" || seen.outcome === "refused";
}

async function replies(
  native: NativeSockets,
  to: { ip: string; port: number },
  minTtl: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  return isReply(await native.connectOnce({ to, minTtl, waitMs }, signal));
}

/** Narrows [1, 255] down with several probes at once; a reply at some bound means one at every smaller bound. */
async function largestAccepted(accepted: (minTtl: number) => Promise<boolean>): Promise<number> {
  let [low, high] = [1, MAX_TTL];
  while (low < high) {
    const step = Math.max(1, Math.ceil((high - low) / (PROBES_A_ROUND + 1)));
    const bounds = Array.from({ length: PROBES_A_ROUND }, (_, index) => low + step * (index + 1)).filter(
      (bound) => bound <= high,
    );
    const answers = await Promise.all(bounds.map(accepted));
    const passed = bounds.filter((_, index) => answers[index] === true);
    const failed = bounds.filter((_, index) => answers[index] !== true);
    low = Math.max(low, ...passed);
    high = Math.min(high, ...failed.map((bound) => bound - 1).filter((bound) => bound >= low));
    if (bounds.length === 0) break;
  }
  return low;
}
