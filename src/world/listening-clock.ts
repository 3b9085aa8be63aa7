import { performance } from "node:perf_hooks";

/** How often the clock looks whether this process is there. */
const TICK_MS = 10;
/** So much of the time between two looks counts at most: a timer of an idle process is a few milliseconds late. */
const MOST_A_TICK_MS = 2 * TICK_MS;
/** Nobody waits longer than so many times what was asked for, however busy the machine is. */
const LONGEST_STRETCH = 10;

interface Waiting {
  dueMs: number;
  givenUpAtMs: number;
  callback: (enough: boolean) => void;
}

/**
 * Time in which this process could read its sockets. A stopped, starved or computing process hears nothing, and an answer
 * that came meanwhile is not late: what is waited for is measured by this clock, and not by the one on the wall.
 */
export class ListeningClock {
  readonly #now: () => number;
  readonly #waiting = new Set<Waiting>();
  #listenedMs = 0;
  #lookedAtMs: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param now monotonic milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#lookedAtMs = now();
  }

  /** From the first call on: before, the clock does not look. */
  listenedMs(): number {
    this.#start();
    return this.#listenedMs + Math.min(MOST_A_TICK_MS, this.#now() - this.#lookedAtMs);
  }

  /**
   * Calls back once this process has listened for so long and has read what had arrived by then.
   * @param callback is told whether that was so, or whether it has taken ten times as long and is still not so.
   * @returns how to call it off.
   */
  after(milliseconds: number, callback: (enough: boolean) => void): () => void {
    const waiting: Waiting = {
      dueMs: this.listenedMs() + milliseconds,
      givenUpAtMs: this.#now() + milliseconds * LONGEST_STRETCH,
      callback,
    };
    this.#waiting.add(waiting);
    this.#timer?.ref();
    return () => {
      this.#remove(waiting);
    };
  }

  #start(): void {
    if (this.#timer !== undefined) return;
    this.#lookedAtMs = this.#now();
    this.#timer = setInterval(() => {
      this.#look();
    }, TICK_MS);
    // Only who waits keeps the process alive.
    this.#timer.unref();
  }

  #look(): void {
    const now = this.#now();
    this.#listenedMs += Math.min(MOST_A_TICK_MS, now - this.#lookedAtMs);
    this.#lookedAtMs = now;
    for (const waiting of [...this.#waiting]) {
      const enough = this.#listenedMs >= waiting.dueMs;
      if (!enough && now < waiting.givenUpAtMs) continue;
      // The event loop reads its sockets after the timers and before the immediates.
      setImmediate(() => {
        if (this.#waiting.has(waiting)) {
          this.#remove(waiting);
          waiting.callback(enough);
        }
      });
    }
  }

  #remove(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    if (this.#waiting.size === 0) this.#timer?.unref();
  }
}
