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
  readonly #buckets = new Map<number, Bucket>();
  readonly #routers = new Map<number, Set<string>>();

  /** @returns whether a packet with this TTL may be sent now; it then counts as sent. */
  tryTake(ttl: number): boolean {
    const bucket = this.#bucket(ttl);
    if (bucket.tokens === 0 || bucket.waiting.length > 0) return false;
    spend(bucket);
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
        signal.removeEventListener("abort", stop);
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
      const stop = () => {
        settle("aborted");
      };
      waiting.push(grant);
      if (contentWithRouter) curious.add(learn);
      signal.addEventListener("abort", stop, { once: true });
    });
  }

  /** The packet has made no router send an error: the next one need not wait for it. */
  refund(ttl: number): void {
    const bucket = this.#bucket(ttl);
    bucket.owed -= 1;
    giveBack(bucket);
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
      bucket = { tokens: BURST, owed: 0, waiting: [], curious: new Set() };
      this.#buckets.set(ttl, bucket);
    }
    return bucket;
  }
}

interface Bucket {
  tokens: number;
  /** Spent and neither refunded nor earned back by time. */
  owed: number;
  waiting: (() => void)[];
  /** Those in the queue who will also do with a router that another walk has found. */
  curious: Set<() => void>;
  timer?: NodeJS.Timeout;
}

function spend(bucket: Bucket): void {
  bucket.tokens -= 1;
  bucket.owed += 1;
  bucket.timer ??= setTimeout(() => {
    earn(bucket);
  }, REFILL_MS).unref();
}

/** Time gives one back at each tick, as long as any is owed. */
function earn(bucket: Bucket): void {
  delete bucket.timer;
  if (bucket.owed <= 0) return;
  bucket.owed -= 1;
  if (bucket.owed > 0)
    bucket.timer = setTimeout(() => {
      earn(bucket);
    }, REFILL_MS).unref();
  giveBack(bucket);
}

function giveBack(bucket: Bucket): void {
  bucket.tokens = Math.min(BURST, bucket.tokens + 1);
  const next = bucket.waiting.shift();
  if (next === undefined) return;
  spend(bucket);
  next();
}

const budgets = new WeakMap<World, IcmpBudget>();

/** One for all walks of a run: they share their first hops. */
export function icmpBudget(world: World): IcmpBudget {
  let budget = budgets.get(world);
  if (budget === undefined) {
    budget = new IcmpBudget();
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
