/** So much at once; what waits longer than whoever asked would is let go. */
export class Work {
  readonly #atOnce: number;
  readonly #maxWaiting: number;
  readonly #maxWaitMs: number;
  readonly #elapsedMs: () => number;
  readonly #waiting: { job: () => Promise<void>; sinceMs: number }[] = [];
  readonly #onStale: () => void;
  #running = 0;

  constructor(
    limits: { atOnce: number; maxWaiting: number; maxWaitMs: number },
    elapsedMs: () => number,
    onStale: () => void,
  ) {
    this.#atOnce = limits.atOnce;
    this.#maxWaiting = limits.maxWaiting;
    this.#maxWaitMs = limits.maxWaitMs;
    this.#elapsedMs = elapsedMs;
    this.#onStale = onStale;
  }

  /** @param job settles, however it ends. @returns false where too much waits already. */
  add(job: () => Promise<void>): boolean {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#maxWaiting) return false;
      this.#waiting.push({ job, sinceMs: this.#elapsedMs() });
      return true;
    }
    this.#start(job);
    return true;
  }

  #start(job: () => Promise<void>): void {
    this.#running += 1;
    void job().finally(() => {
      this.#running -= 1;
      this.#next();
    });
  }

  #next(): void {
    for (;;) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      if (this.#elapsedMs() - next.sinceMs <= this.#maxWaitMs) {
        this.#start(next.job);
        return;
      }
      this.#onStale();
    }
  }
}
