import { onAbort, type Timers } from "../waiting.ts";
import type { World } from "../world/world.ts";

/**
 * How many errors may be asked of one hop: a Linux router sends six to one host at once, then one a second, and what it
 * withholds looks like a dead hop. Hops are not known before they answer, so the TTL stands for them.
 */
const BURST = 5;
const REFILL_MS = 1_100;
/** A packet that nobody has answered for so long has most likely not made a router answer at all. */
export const REFUND_AFTER_MS = 300;

/** What the walks of a run share: how much each TTL may still be asked, and which routers answered there. */
export class IcmpBudget {
  readonly #timers: Timers;
  readonly #buckets = new Map<number, Bucket>();
  readonly #routers = new Map<number, Set<string>>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** @returns whether a packet with this TTL may be sent now; it then counts as sent. */
  tryTake(ttl: number): boolean {
    const bucket = this.#bucket(ttl);
    if (bucket.tokens === 0 || bucket.waiting.length > 0) return false;
    this.#spend(bucket);
    return true;
  }

  /** Waits for its turn. @returns whether it came before the signal fired. */
  async take(ttl: number, signal: AbortSignal): Promise<boolean> {
    return (await this.#wait(ttl, signal, false)) === "taken";
  }

  /** Waits for its turn, or for another walk to find the router at this TTL, whichever is first. */
  takeOrLearn(ttl: number, signal: AbortSignal): Promise<"taken" | "known" | "aborted"> {
    return this.#wait(ttl, signal, true);
  }

  #wait(ttl: number, signal: AbortSignal, contentWithRouter: boolean): Promise<"taken" | "known" | "aborted"> {
    if (signal.aborted) return Promise.resolve("aborted");
    if (this.tryTake(ttl)) return Promise.resolve("taken");
    if (contentWithRouter && this.onlyRouter(ttl) !== undefined) return Promise.resolve("known");
    const { waiting, curious } = this.#bucket(ttl);
    return new Promise((resolve) => {
      const settle = (how: "taken" | "known" | "aborted") => {
        stop();
        if (waiting.includes(grant)) waiting.splice(waiting.indexOf(grant), 1);
        curious.delete(learn);
        resolve(how);
      };
      const grant = () => {
        settle("taken");
      };
      const learn = () => {
        settle("known");
      };
      const stop = onAbort(signal, () => {
        settle("aborted");
      });
      waiting.push(grant);
      if (contentWithRouter) curious.add(learn);
    });
  }

  /** The packet has made no router send an error: the next one need not wait for it. */
  refund(ttl: number): void {
    const bucket = this.#bucket(ttl);
    bucket.owed -= 1;
    this.#giveBack(bucket);
  }

  remember(ttl: number, router: string): void {
    this.#routers.set(ttl, (this.#routers.get(ttl) ?? new Set()).add(router));
    for (const learn of [...this.#bucket(ttl).curious]) learn();
  }

  /** The router that has answered for every flow so far; undefined where there is none, or more than one. */
  onlyRouter(ttl: number): string | undefined {
    const [router, ...others] = this.#routers.get(ttl) ?? [];
    return others.length === 0 ? router : undefined;
  }

  /** Whether no router has answered there, while one has beyond. */
  isKnownToBeSilent(ttl: number): boolean {
    return !this.#routers.has(ttl) && [...this.#routers.keys()].some((other) => other > ttl);
  }

  #bucket(ttl: number): Bucket {
    let bucket = this.#buckets.get(ttl);
    if (bucket === undefined) {
      bucket = { tokens: BURST, owed: 0, waiting: [], curious: new Set(), isTicking: false };
      this.#buckets.set(ttl, bucket);
    }
    return bucket;
  }

  #spend(bucket: Bucket): void {
    bucket.tokens -= 1;
    bucket.owed += 1;
    if (!bucket.isTicking) this.#tick(bucket);
  }

  #tick(bucket: Bucket): void {
    bucket.isTicking = true;
    const earn = () => {
      this.#earn(bucket);
    };
    this.#timers.after(REFILL_MS, earn, false);
  }

  /** Time gives one back at each tick, as long as any is owed. */
  #earn(bucket: Bucket): void {
    bucket.isTicking = false;
    if (bucket.owed <= 0) return;
    bucket.owed -= 1;
    if (bucket.owed > 0) this.#tick(bucket);
    this.#giveBack(bucket);
  }

  #giveBack(bucket: Bucket): void {
    bucket.tokens = Math.min(BURST, bucket.tokens + 1);
    const next = bucket.waiting.shift();
    if (next === undefined) return;
    this.#spend(bucket);
    next();
  }
}

interface Bucket {
  tokens: number;
  /** Spent and neither refunded nor earned back by time. */
  owed: number;
  waiting: (() => void)[];
  /** Those in the queue who will also do with a router that another walk has found. */
  curious: Set<() => void>;
  /** Whether the next tick is on its way. */
  isTicking: boolean;
}

const budgets = new WeakMap<World, IcmpBudget>();

/** One for all walks of a run: they share their first hops. */
export function icmpBudget(world: World): IcmpBudget {
  let budget = budgets.get(world);
  if (budget === undefined) {
    budget = new IcmpBudget(world.clock);
    budgets.set(world, budget);
  }
  return budget;
}
