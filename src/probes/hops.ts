import { setMaxListeners } from "node:events";
import type { HopEvidence, HopsEvidence, HopsOutcome, HopsRequest, Seen } from "../model/probe.ts";
import type { ConnectSeen, IcmpError, NativeSockets } from "../world/native.ts";
import type { World } from "../world/world.ts";
import { icmpBudget, REFUND_AFTER_MS, type IcmpBudget } from "./icmp-budget.ts";
import { delay, onAbort, type Timers } from "../waiting.ts";
import type { Prober } from "./prober.ts";
import { isNotPermitted } from "./errno.ts";
import { walkByDatagrams } from "./hops-datagrams.ts";

export const hops: Prober<"hops"> = async (request, world, signal): Promise<Seen<"hops">> => {
  const native = await world.native();
  if (!native.ok) return { outcome: "not-asked", reason: native.errno };
  if (request.protocol === "tcp" || request.calm === true)
    return seenAs(await walkFromOnePort(request, native.value, world, signal));
  const walked = await walkByDatagrams(request, native.value, world, signal);
  if (walked.ok) return seenAs(walked.value);
  if (request.protocol === "icmp" && isNotPermitted(walked.errno))
    return { outcome: "not-asked", reason: walked.errno };
  return seenAs(conclude([{ ttl: 1, pinned: true, reply: "local-error", errno: walked.errno }], 0, 0));
};

function seenAs(evidence: HopsEvidence): Seen<"hops"> {
  return { outcome: outcomeOf(evidence), evidence };
}

async function walkFromOnePort(
  request: HopsRequest,
  native: NativeSockets,
  world: World,
  signal: AbortSignal,
): Promise<HopsEvidence> {
  const held = native.holdPort();
  if (!held.ok) return conclude([{ ttl: 1, pinned: true, reply: "local-error", errno: held.errno }], 0, 0);
  try {
    const walk = request.calm === true ? walkCalmly : walkByTcp;
    return await walk(request, held.value.port, native, world, signal);
  } finally {
    held.value.release();
  }
}

/** A hop is waited for so long before the walk goes on past it; the slower the path so far, the longer. */
const FIRST_WAIT_MS = 250;
const MAX_FIRST_WAIT_MS = 1_500;
/** Beyond a silent hop: long enough for the kernel's second SYN, which comes after a second, and its answer. */
const SCOUT_WAIT_MS = 1_600;
/** What the others still get once the destination has answered a walk that is not thorough. */
const IMPATIENT_WAIT_MS = 100;

/**
 * One TTL after the other from one source port, so that load balancers see one flow; two connections cannot share a
 * four-tuple, so at the first silence scouts from other ports look at all that is beyond at once. A TTL at which other
 * walks have used the routers' patience up is passed over: once something beyond has answered this flow, the one router
 * that answered all others there stands for it (the idea is Doubletree's); if nothing has, it is asked in its turn.
 */
async function walkByTcp(
  request: HopsRequest,
  sourcePort: number,
  native: NativeSockets,
  world: World,
  signal: AbortSignal,
): Promise<HopsEvidence> {
  const walk = new TcpWalk(request, sourcePort, native, world, signal);
  const firstSilent = await walk.forward();
  await Promise.all([firstSilent === undefined ? undefined : walk.scout(firstSilent), walk.fillIn()]);
  return walk.conclude();
}

/** Linux gives back one error a second and takes two for an "unreachable": after so long without packets one is due. */
const CALM_MS = 2_500;
const CALM_ANSWER_MS = 900;

/**
 * One SYN for each TTL and nothing beside it: a route's refusal is owed two of a router's errors, so that every hasty
 * packet on the way to it puts it off. Ends at the first TTL that stays silent twice; hops that have said nothing to other
 * walks, which were answered from beyond them, are passed over.
 */
async function walkCalmly(
  request: HopsRequest,
  sourcePort: number,
  native: NativeSockets,
  world: World,
  signal: AbortSignal,
): Promise<HopsEvidence> {
  const budget = icmpBudget(world);
  const found: HopEvidence[] = [];
  let ignored = 0;
  await delay(world.clock, CALM_MS, signal);
  for (let ttl = 1; ttl <= request.maxTtl && !signal.aborted; ttl++) {
    if (budget.isKnownToBeSilent(ttl)) continue;
    let hop: HopEvidence = { ttl, reply: "silent", pinned: true };
    for (let attempt = 0; attempt < 2 && hop.reply === "silent"; attempt++) {
      if (attempt > 0 && !(await delay(world.clock, CALM_MS, signal))) break;
      const seen = await native.connectOnce(
        { to: request.to, ttl, sourcePort, synRetries: 1, waitMs: CALM_ANSWER_MS },
        signal,
      );
      ignored += seen.ignored;
      hop = hopOf(ttl, seen, request.to.ip, true);
    }
    found.push(hop);
    if (hop.reply !== "time-exceeded" || loopIn(found) !== undefined) break;
  }
  return conclude(found, sourcePort, ignored);
}

class TcpWalk {
  readonly #request: HopsRequest;
  readonly #sourcePort: number;
  readonly #native: NativeSockets;
  readonly #budget: IcmpBudget;
  readonly #timers: Timers;
  readonly #signal: AbortSignal;
  readonly #found: HopEvidence[] = [];
  readonly #passedOver: number[] = [];
  #scouting: Promise<void> = Promise.resolve();
  #slowestMs = 0;
  #ignored = 0;

  constructor(request: HopsRequest, sourcePort: number, native: NativeSockets, world: World, signal: AbortSignal) {
    this.#request = request;
    this.#sourcePort = sourcePort;
    this.#native = native;
    this.#budget = icmpBudget(world);
    this.#timers = world.clock;
    this.#signal = signal;
  }

  /** @returns the first TTL that was met with silence, if that is what ended it. */
  async forward(): Promise<number | undefined> {
    for (let ttl = 1; ttl <= this.#request.maxTtl; ttl++) {
      const turn = await this.#budget.takeOrLearn(ttl, this.#signal);
      if (turn === "aborted") return undefined;
      if (turn === "known") {
        this.#passedOver.push(ttl);
        continue;
      }
      const waitMs = Math.min(MAX_FIRST_WAIT_MS, Math.max(FIRST_WAIT_MS, 4 * this.#slowestMs));
      const hop = await this.#ask(ttl, true, waitMs, this.#signal);
      // Silence after the signal is only that nobody waited.
      if (this.#signal.aborted) return undefined;
      if (hop.reply === "silent") return ttl;
      this.#found.push(hop);
      if (hop.reply !== "time-exceeded" || loopIn(this.#found) !== undefined) return undefined;
    }
    return undefined;
  }

  scout(from: number): Promise<void> {
    this.#scouting = this.#scoutAll(from);
    return this.#scouting;
  }

  async #scoutAll(from: number): Promise<void> {
    const { signal: enough, end } = followingSignal(this.#signal);
    const ttls = Array.from({ length: this.#request.maxTtl - from + 1 }, (_, index) => from + index);
    const waitMs = Math.max(SCOUT_WAIT_MS, 1_000 + 4 * this.#slowestMs);
    await Promise.all(
      ttls.map(async (ttl) => {
        if (!(await this.#budget.take(ttl, enough))) return;
        const hop = await this.#ask(ttl, false, waitMs, enough);
        this.#found.push(hop);
        if (DESTINATION_REPLIES.has(hop.reply) && !this.#request.thorough)
          this.#timers.after(Math.max(IMPATIENT_WAIT_MS, 4 * this.#slowestMs), end);
      }),
    );
    end();
  }

  /** From the far end: what lies nearer than a hop that answered this flow needs no question of its own. */
  async fillIn(): Promise<void> {
    for (const ttl of this.#passedOver.toReversed()) {
      const router = this.#budget.onlyRouter(ttl);
      if (router !== undefined && (await this.#hasAnswerBeyond(ttl)))
        this.#found.push({ ttl, reply: "time-exceeded", address: router, shared: true, pinned: true });
      else if (await this.#budget.take(ttl, this.#signal))
        this.#found.push(await this.#ask(ttl, true, SCOUT_WAIT_MS, this.#signal));
    }
  }

  async #hasAnswerBeyond(ttl: number): Promise<boolean> {
    const answered = () =>
      this.#found.some((hop) => hop.ttl > ttl && hop.reply !== "silent" && hop.reply !== "local-error");
    if (answered()) return true;
    // A turn is waited for longer than the scouts take, so they may yet say it.
    await this.#scouting;
    return answered();
  }

  async #ask(ttl: number, pinned: boolean, waitMs: number, until: AbortSignal): Promise<HopEvidence> {
    const { to } = this.#request;
    let refunded = false;
    const refund = () => {
      if (refunded) return;
      refunded = true;
      this.#budget.refund(ttl);
    };
    const callOff = this.#timers.after(REFUND_AFTER_MS, refund);
    const sourcePort = pinned ? this.#sourcePort : 0;
    const seen = await this.#native.connectOnce({ to, ttl, sourcePort, synRetries: 2, waitMs }, until);
    callOff();
    this.#ignored += seen.ignored;
    const hop = hopOf(ttl, seen, to.ip, pinned);
    if (seen.outcome !== "icmp") refund();
    else if (hop.reply === "time-exceeded" && hop.address !== undefined) this.#budget.remember(ttl, hop.address);
    this.#slowestMs = Math.max(this.#slowestMs, hop.rttMs ?? 0);
    return hop;
  }

  conclude(): HopsEvidence {
    return conclude(this.#found, this.#sourcePort, this.#ignored);
  }
}

/** A signal that fires with another one, or when it is ended by hand. */
function followingSignal(signal: AbortSignal): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const end = () => {
    stop();
    controller.abort();
  };
  const stop = onAbort(signal, end);
  return { signal: controller.signal, end };
}

export function hopOf(ttl: number, seen: ConnectSeen, destination: string, pinned: boolean): HopEvidence {
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

/**
 * Finds a routing loop: the address of a router comes again with another address between. The same address twice in a row is no loop,
 * since some routers do not count as a hop. Where the other routers of a loop never answer, there is only silence between. Then the
 * address has to come a third time.
 */
function loopIn(hops: readonly HopEvidence[]): string[] | undefined {
  const passed = hops.flatMap(({ ttl, reply, address }) =>
    reply === "time-exceeded" && address !== undefined ? [{ ttl, address }] : [],
  );
  for (const [index, { address }] of passed.entries()) {
    const before = passed.findLastIndex((hop, at) => at < index && hop.address === address);
    if (before >= 0 && index - before > 1) return passed.slice(before, index).map((hop) => hop.address);
    const run = passed.slice(index - TIMES_AROUND + 1, index + 1);
    if (run.length === TIMES_AROUND && run.every((hop) => hop.address === address) && isSilentBetween(hops, run))
      return [address];
  }
  return undefined;
}

const TIMES_AROUND = 3;

/** Whether there is something between each two of these TTLs, and nothing was heard from there. */
function isSilentBetween(hops: readonly HopEvidence[], run: readonly { ttl: number }[]): boolean {
  const ttls = run.map(({ ttl }) => ttl);
  const [first = 0, last = 0] = [ttls[0], ttls.at(-1)];
  const between = hops.filter(({ ttl }) => ttl > first && ttl < last && !ttls.includes(ttl));
  return (
    between.every(({ reply }) => reply === "silent") &&
    ttls.every((ttl, index) => index === 0 || ttl > (ttls[index - 1] ?? 0) + 1)
  );
}

function outcomeOf({ hops: seen, reachedTtl, loop }: HopsEvidence): HopsOutcome {
  if (reachedTtl !== undefined) return "reached";
  if (loop !== undefined) return "looped";
  const last = seen.findLast(({ reply }) => reply !== "silent");
  if (last?.reply === "unreachable" || last?.reply === "too-big") return "rejected";
  return last?.reply === "local-error" && last.ttl === 1 ? "local-error" : "cut-off";
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
