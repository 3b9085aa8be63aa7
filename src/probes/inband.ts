import type { Address, InbandEvidence, Seen } from "../model/probe.ts";
import type { NativeSockets, StreamState } from "../world/native.ts";
import type { World } from "../world/world.ts";
import { icmpBudget } from "./icmp-budget.ts";
import { delay, type Timers } from "../waiting.ts";
import { inbandPayload, type Payload } from "./payloads.ts";
import type { Prober } from "./prober.ts";

type Fate = InbandEvidence["fates"][number]["fate"];

/** One connection for each TTL, opened with the usual one; then only the data goes out with less. */
export const inband: Prober<"inband"> = async (request, world, signal): Promise<Seen<"inband">> => {
  const native = await world.native();
  if (!native.ok) return { outcome: "not-asked", reason: native.errno };
  const payload = await inbandPayload(request.payload, request.serverName, world);
  const fates = await fatesByTtl(native.value, request.to, payload, request.maxTtl, world, signal);
  if (fates === undefined) return { outcome: "not-asked", reason: "no connection" };
  const deliveredTtl = fates.find(({ fate }) => fate === "delivered")?.ttl;
  return {
    outcome: deliveredTtl !== undefined ? "delivered" : fates.some(({ fate }) => fate === "reset") ? "reset" : "lost",
    evidence: { fates, ...(deliveredTtl !== undefined && { deliveredTtl }) },
  };
};

/** @returns undefined when no connection could be opened. */
export async function fatesByTtl(
  native: NativeSockets,
  to: Address,
  payload: Payload,
  maxTtl: number,
  world: World,
  signal: AbortSignal,
): Promise<InbandEvidence["fates"] | undefined> {
  const ttls = Array.from({ length: maxTtl }, (_, index) => index + 1);
  const fates = await Promise.all(
    ttls.map(async (ttl) => {
      if (!(await icmpBudget(world).take(ttl, signal))) return undefined;
      const fate = await sendAndWatch(native, to, payload, ttl, world.clock, signal);
      return fate === undefined ? undefined : { ttl, fate };
    }),
  );
  const known = fates.filter((fate) => fate !== undefined);
  return known.length === 0 ? undefined : known;
}

export const CONNECT_WAIT_MS = 1_500;
/** The kernel reports an ICMP error on an open connection with its first retransmission, after 200 ms or two round trips. */
const WATCH_MS = 1_300;
export const LOOK_MS = 20;
const DEFAULT_TTL = 64;

/** @returns undefined when the connection could not be opened, or when the signal fired before anything was known. */
export async function sendAndWatch(
  native: NativeSockets,
  to: Address,
  payload: Payload,
  ttl: number | undefined,
  timers: Timers,
  signal: AbortSignal,
): Promise<Fate | undefined> {
  const opened = await native.openStream({ to, waitMs: CONNECT_WAIT_MS }, signal);
  if (!opened.ok) return undefined;
  const stream = opened.value;
  try {
    stream.setTtl(ttl ?? DEFAULT_TTL);
    stream.send(payload(stream.look().sendMss));
    for (let watched = 0; watched < WATCH_MS; watched += LOOK_MS) {
      // Nobody waited to the end, so nothing is known.
      if (!(await delay(timers, LOOK_MS, signal))) return undefined;
      const fate = fateOf(stream.look());
      if (fate !== undefined) return fate;
    }
    return "silent";
  } finally {
    // The reset that ends it must reach the service, which would else keep the connection half open.
    stream.setTtl(DEFAULT_TTL);
    stream.close();
  }
}

function fateOf(state: StreamState): Fate | undefined {
  if (state.errno === "EHOSTUNREACH" || state.errors.some(({ icmpType }) => icmpType === 11)) return "time-exceeded";
  if (state.received > 0 || state.ended) return "delivered";
  if (state.errno !== undefined) return "reset";
  return state.unacknowledged === 0 ? "delivered" : undefined;
}
