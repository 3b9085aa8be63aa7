import { performance } from "node:perf_hooks";

/** How often it is looked at whether the process has waited for something. */
const LOOK_EVERY_MS = 1;
/** So much of that time must have been waited for. */
const WAITED_MS = 0.5;
/** For so long it then goes on with one turn after another, each after whatever has come from the network meanwhile. */
const WINDOW_MS = 4;
/** A process that is always busy has no better moment to offer. */
const LONGEST_MS = 250;

/**
 * Turns for what need not be done at once: they come at moments at which the process only waits, so that an answer from the
 * network is not kept waiting by a look at this machine.
 */
export class IdleQueue {
  readonly #waiting: { since: number; begin: () => void }[] = [];
  #idleMs = 0;
  #timer: NodeJS.Timeout | undefined;

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ since: performance.now(), begin: resolve });
      if (this.#timer !== undefined) return;
      this.#idleMs = performance.eventLoopUtilization().idle;
      this.#timer = setInterval(() => {
        this.#look();
      }, LOOK_EVERY_MS);
    });
  }

  #look(): void {
    const { idle } = performance.eventLoopUtilization();
    const isIdle = idle - this.#idleMs >= WAITED_MS;
    this.#idleMs = idle;
    const [first] = this.#waiting;
    if (first === undefined || !(isIdle || performance.now() - first.since > LONGEST_MS)) return;
    this.#begin(isIdle ? performance.now() + WINDOW_MS : 0);
  }

  /** @param until when no further turn begins in this window. */
  #begin(until: number): void {
    const next = this.#waiting.shift();
    if (this.#waiting.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    if (next === undefined) return;
    next.begin();
    if (performance.now() < until)
      setImmediate(() => {
        this.#begin(until);
      });
  }
}
