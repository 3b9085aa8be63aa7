import type { World } from "../world/world.ts";

/**
 * How many errors may be asked of one hop: a Linux router sends six to one host at once, then one a second, and what it
 * withholds looks like a dead hop. Hops are not known before they answer, so the TTL stands for them.
 */
const BURST = 5;
const REFILL_MS = 1_100;

export class IcmpBudget {
  readonly #buckets = new Map<number, { tokens: number; atMs: number }>();
  readonly #elapsedMs: () => number;

  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  /** @returns how long to wait before a packet with this TTL may be sent. The packet counts as sent then. */
  reserveMs(ttl: number): number {
    const nowMs = this.#elapsedMs();
    const bucket = this.#buckets.get(ttl) ?? { tokens: BURST, atMs: nowMs };
    const tokens = Math.min(BURST, bucket.tokens + (nowMs - bucket.atMs) / REFILL_MS) - 1;
    this.#buckets.set(ttl, { tokens, atMs: nowMs });
    return tokens >= 0 ? 0 : -tokens * REFILL_MS;
  }
}

const budgets = new WeakMap<World, IcmpBudget>();

/** One for all walks of a run: they share their first hops. */
export function icmpBudget(world: World): IcmpBudget {
  let budget = budgets.get(world);
  if (budget === undefined) {
    budget = new IcmpBudget(() => world.clock.elapsedMs());
    budgets.set(world, budget);
  }
  return budget;
}

/** Waits, or gives up when the signal fires. @returns whether the wait was served. */
export function delay(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms <= 0) return Promise.resolve(!signal.aborted);
  return new Promise((resolve) => {
    const stop = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve(true);
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
