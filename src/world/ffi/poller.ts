import type { Interest } from "./layouts.ts";
import type { Libc } from "./libc.ts";

/** How often the sockets are looked at. The kernel stamps what arrives, so this adds nothing to a round-trip time. */
const INTERVAL_MS = 1;

/** Looks at all open native sockets on one timer, which runs only while there are any. */
export class Poller {
  readonly #libc: Libc;
  readonly #watched = new Map<number, Interest & { onEvents: (events: number) => void }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Errors are always reported, whatever the events of interest. */
  watch(fd: number, events: number, onEvents: (events: number) => void): void {
    this.#watched.set(fd, { fd, events, onEvents });
    this.#timer ??= setInterval(() => {
      this.look();
    }, INTERVAL_MS);
  }

  unwatch(fd: number): void {
    this.#watched.delete(fd);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Tells of whatever the kernel has by now. */
  look(): void {
    const interests = [...this.#watched.values()];
    const events = this.#libc.poll(interests);
    for (const [index, { fd, onEvents }] of interests.entries()) {
      const seen = events[index] ?? 0;
      // A callback before this one may have closed the descriptor.
      if (seen !== 0 && this.#watched.has(fd)) onEvents(seen);
    }
  }
}
