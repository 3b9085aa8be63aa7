import { setMaxListeners } from "node:events";
import type { HopEvidence, HopsEvidence, HopsRequest, Outcome, Seen } from "../model/probe.ts";
import type { ConnectSeen, IcmpError, NativeSockets } from "../world/native.ts";
import type { World } from "../world/world.ts";
import { delay, icmpBudget } from "./icmp-budget.ts";
import type { Prober } from "./prober.ts";
import { walkByUdp } from "./hops-udp.ts";

export const hops: Prober<"hops"> = async (request, world, signal): Promise<Seen<"hops">> => {
  const native = await world.native();
  if (!native.ok) return { outcome: "not-asked", reason: native.errno };
  const walk = request.protocol === "tcp" ? walkByTcp : walkByUdp;
  const evidence = await walk(request, native.value, world, signal);
  return { outcome: outcomeOf(evidence), evidence };
};

/** A hop is waited for so long before the walk goes on past it; the slower the path so far, the longer. */
const FIRST_WAIT_MS = 250;
const MAX_FIRST_WAIT_MS = 1_500;
/** Beyond a silent hop: long enough for the kernel's second SYN, which comes after a second, and its answer. */
const SCOUT_WAIT_MS = 1_600;
/** What the others still get once the destination has answered a walk that is not thorough. */
const IMPATIENT_WAIT_MS = 100;

/**
 * One TTL after the other from one source port, so that load balancers see one flow; two connections cannot share a
 * four-tuple, so at the first silence scouts from other ports look at all that is beyond at once.
 */
async function walkByTcp(
  request: HopsRequest,
  native: NativeSockets,
  world: World,
  signal: AbortSignal,
): Promise<HopsEvidence> {
  const budget = icmpBudget(world);
  const found: HopEvidence[] = [];
  let ignored = 0;
  let sourcePort = 0;
  let slowestMs = 0;

  const ask = async (
    ttl: number,
    pinned: boolean,
    waitMs: number,
    until = signal,
  ): Promise<HopEvidence | undefined> => {
    if (!(await delay(budget.reserveMs(ttl), until))) return undefined;
    const port = pinned ? sourcePort : 0;
    const seen = await native.connectOnce({ to: request.to, ttl, sourcePort: port, synRetries: 2, waitMs }, until);
    if (pinned && sourcePort === 0) sourcePort = seen.sourcePort;
    ignored += seen.ignored;
    return hopOf(ttl, seen, request.to.ip, pinned);
  };

  let ttl = 1;
  for (; ttl <= request.maxTtl; ttl++) {
    const waitMs = Math.min(MAX_FIRST_WAIT_MS, Math.max(FIRST_WAIT_MS, 4 * slowestMs));
    const hop = await ask(ttl, true, waitMs);
    if (hop === undefined || hop.reply === "silent") break;
    found.push(hop);
    slowestMs = Math.max(slowestMs, hop.rttMs ?? 0);
    if (hop.reply !== "time-exceeded" || loopIn(found) !== undefined) return conclude(found, sourcePort, ignored);
  }
  if (ttl > request.maxTtl || signal.aborted) return conclude(found, sourcePort, ignored);

  const { signal: enough, end } = followingSignal(signal);
  const scouts = Array.from({ length: request.maxTtl - ttl + 1 }, (_, index) => ttl + index);
  const waitMs = Math.max(SCOUT_WAIT_MS, 1_000 + 4 * slowestMs);
  const seen = await Promise.all(
    scouts.map(async (scout) => {
      const hop = await ask(scout, false, waitMs, enough);
      if (hop !== undefined && DESTINATION_REPLIES.has(hop.reply) && !request.thorough)
        setTimeout(end, Math.max(IMPATIENT_WAIT_MS, 4 * slowestMs));
      return hop;
    }),
  );
  end();
  found.push(...seen.filter((hop) => hop !== undefined));
  return conclude(found, sourcePort, ignored);
}

/** A signal that fires with another one, or when it is ended by hand. */
function followingSignal(signal: AbortSignal): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const end = () => {
    signal.removeEventListener("abort", end);
    controller.abort();
  };
  signal.addEventListener("abort", end, { once: true });
  return { signal: controller.signal, end };
}

function hopOf(ttl: number, seen: ConnectSeen, destination: string, pinned: boolean): HopEvidence {
  const common = { ttl, pinned };
  switch (seen.outcome) {
    case "open":
    case "refused":
      return {
        ...common,
        reply: seen.outcome,
        address: destination,
        ...(seen.rttMs !== undefined && { rttMs: round(seen.rttMs) }),
      };
    case "silent":
      return { ...common, reply: "silent" };
    case "failed":
      return { ...common, reply: "local-error", errno: seen.errno ?? "unknown" };
    case "icmp": {
      const [error] = seen.errors;
      if (error === undefined) return { ...common, reply: "silent" };
      return { ...common, ...icmpHop(error, seen.sentAtMs) };
    }
  }
}

const ICMP_TIME_EXCEEDED = 11;
const ICMP_UNREACHABLE = 3;
const CODE_FRAGMENTATION_NEEDED = 4;
/** The kernel sends its second SYN after a second: an answer this late is one to that. */
const SECOND_PACKET_MS = 1_000;

/** The part of a hop's evidence that an ICMP error gives. */
export function icmpHop(error: IcmpError, sentAtMs: number): Omit<HopEvidence, "ttl" | "pinned"> {
  const tookMs = Math.max(0, error.atMs - sentAtMs);
  const late = tookMs >= SECOND_PACKET_MS;
  return {
    reply: replyOf(error),
    ...(error.offender !== undefined && { address: error.offender }),
    icmpType: error.icmpType,
    icmpCode: error.icmpCode,
    ...(late ? { late: true as const } : { rttMs: round(tookMs) }),
    ...(error.replyTtl !== undefined && { replyTtl: error.replyTtl }),
    ...(error.quotedMss !== undefined && { quotedMss: error.quotedMss }),
  };
}

function replyOf({ origin, icmpType, icmpCode }: IcmpError): HopEvidence["reply"] {
  if (origin === "local") return "local-error";
  if (icmpType === ICMP_TIME_EXCEEDED) return "time-exceeded";
  if (icmpType === ICMP_UNREACHABLE && icmpCode === CODE_FRAGMENTATION_NEEDED) return "too-big";
  return "unreachable";
}

const DESTINATION_REPLIES: ReadonlySet<HopEvidence["reply"]> = new Set<HopEvidence["reply"]>([
  "open",
  "refused",
  "answer",
]);

/** Sorts what was found and leaves out what lies beyond the end. */
export function conclude(found: HopEvidence[], sourcePort: number, ignored: number): HopsEvidence {
  const all = found.toSorted((a, b) => a.ttl - b.ttl);
  const reached = all.find(({ reply }) => DESTINATION_REPLIES.has(reply));
  const lastAnswer = all.findLast(({ reply }) => reply !== "silent");
  const end = reached?.ttl ?? (lastAnswer?.ttl ?? 0) + 1;
  const hops = all.filter(({ ttl }) => ttl <= end);
  const loop = loopIn(hops);
  return {
    sourcePort,
    hops,
    ...(reached !== undefined && { reachedTtl: reached.ttl }),
    ...(loop !== undefined && { loop }),
    ignored,
  };
}

/** The same address again with another between: packets circle. Twice in a row is only a hop that does not count. */
function loopIn(hops: HopEvidence[]): string[] | undefined {
  const passed = hops.filter(({ reply, address }) => reply === "time-exceeded" && address !== undefined);
  for (const [index, { address }] of passed.entries()) {
    const before = passed.slice(0, index).findLastIndex((hop) => hop.address === address);
    if (before >= 0 && index - before > 1)
      return passed.slice(before, index).flatMap((hop) => (hop.address === undefined ? [] : [hop.address]));
  }
  return undefined;
}

function outcomeOf({ hops: seen, reachedTtl, loop }: HopsEvidence): Outcome {
  if (reachedTtl !== undefined) return "reached";
  if (loop !== undefined) return "looped";
  const last = seen.findLast(({ reply }) => reply !== "silent");
  if (last?.reply === "unreachable" || last?.reply === "too-big") return "rejected";
  return last?.reply === "local-error" && last.ttl === 1 ? "local-error" : "cut-off";
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
