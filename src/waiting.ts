/** A timer of the world that the code runs in. @see World.clock */
export interface Timers {
  /**
   * Calls back once, when so much time is over, whatever this process did meanwhile.
   * @param keepsAlive whether the process waits for it before it ends by itself.
   * @returns how to call it off.
   */
  after(milliseconds: number, callback: () => void, keepsAlive?: boolean): () => void;
  /** @returns how to end it. */
  every(milliseconds: number, callback: () => void): () => void;
  /** Once the event loop has gone round: what was begun before has then been sent. */
  nextTurn(): Promise<void>;
}

/**
 * Calls back when the signal fires, also when it already has, then in the next microtask: never before the caller has
 * got what is returned, which is how to stop listening.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    let isWanted = true;
    queueMicrotask(() => {
      if (isWanted) callback();
    });
    return () => {
      isWanted = false;
    };
  }
  const onEvent = () => {
    callback();
  };
  signal.addEventListener("abort", onEvent, { once: true });
  return () => {
    signal.removeEventListener("abort", onEvent);
  };
}

/** Waits, or gives up when the signal fires. @returns whether the wait was served. */
export function delay(timers: Timers, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve(!signal.aborted);
  return new Promise((resolve) => {
    const callOff = timers.after(milliseconds, () => {
      stop();
      resolve(true);
    });
    const stop = onAbort(signal, () => {
      callOff();
      resolve(false);
    });
  });
}

/** Resolves when the signal fires. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    onAbort(signal, resolve);
  });
}
