/**
 * So much at once, of which one node has a share at most; nodes that wait take turns. What waits longer than whoever asked
 * would is let go.
 */
export class Work {
  readonly #atOnce: number;
  readonly #atOncePerNode: number;
  readonly #maxWaiting: number;
  readonly #maxWaitMs: number;
  readonly #elapsedMs: () => number;
  /** By node, the one whose turn is next first. */
  readonly #queues = new Map<string, { job: () => Promise<void>; sinceMs: number }[]>();
  readonly #runningOf = new Map<string, number>();
  readonly #onStale: () => void;
  #running = 0;
  #waiting = 0;

  constructor(
    limits: { atOnce: number; atOncePerNode: number; maxWaiting: number; maxWaitMs: number },
    elapsedMs: () => number,
    onStale: () => void,
  ) {
    this.#atOnce = limits.atOnce;
    this.#atOncePerNode = limits.atOncePerNode;
    this.#maxWaiting = limits.maxWaiting;
    this.#maxWaitMs = limits.maxWaitMs;
    this.#elapsedMs = elapsedMs;
    this.#onStale = onStale;
  }

  /** @param job settles, however it ends. @returns false where too much waits already. */
  add(node: string, job: () => Promise<void>): boolean {
    if (this.#hasRoomFor(node)) {
      this.#start(node, job);
      return true;
    }
    if (this.#waiting >= this.#maxWaiting) return false;
    const queue = this.#queues.get(node) ?? [];
    queue.push({ job, sinceMs: this.#elapsedMs() });
    this.#queues.set(node, queue);
    this.#waiting += 1;
    return true;
  }

  #hasRoomFor(node: string): boolean {
    return this.#running < this.#atOnce && (this.#runningOf.get(node) ?? 0) < this.#atOncePerNode;
  }

  #start(node: string, job: () => Promise<void>): void {
    this.#running += 1;
    this.#runningOf.set(node, (this.#runningOf.get(node) ?? 0) + 1);
    void job().finally(() => {
      this.#running -= 1;
      const left = (this.#runningOf.get(node) ?? 1) - 1;
      if (left === 0) this.#runningOf.delete(node);
      else this.#runningOf.set(node, left);
      this.#next();
    });
  }

  /** Few nodes can be at their share at once, so that few are passed over. */
  #next(): void {
    for (const [node, queue] of this.#queues) {
      if (!this.#hasRoomFor(node)) continue;
      const next = this.#freshIn(queue);
      this.#queues.delete(node);
      if (queue.length > 0) this.#queues.set(node, queue);
      if (next === undefined) continue;
      this.#start(node, next);
      return;
    }
  }

  #freshIn(queue: { job: () => Promise<void>; sinceMs: number }[]): (() => Promise<void>) | undefined {
    for (;;) {
      const next = queue.shift();
      if (next === undefined) return undefined;
      this.#waiting -= 1;
      if (this.#elapsedMs() - next.sinceMs <= this.#maxWaitMs) return next.job;
      this.#onStale();
    }
  }
}
