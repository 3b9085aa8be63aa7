import type { Timers } from "../waiting.ts";

/** The timers of this process. */
export const TIMERS: Timers = {
  after(milliseconds, callback, keepsAlive = true) {
    const timer = setTimeout(callback, milliseconds);
    if (!keepsAlive) timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
  every(milliseconds, callback) {
    const timer = setInterval(callback, milliseconds);
    return () => {
      clearInterval(timer);
    };
  },
  nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
};
