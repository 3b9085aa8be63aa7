/**
 * Calls back when the signal fires, also when it already has, then in the next microtask: never before the caller has
 * got what is returned, which is how to stop listening.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    queueMicrotask(callback);
    return () => undefined;
  }
  signal.addEventListener("abort", callback, { once: true });
  return () => {
    signal.removeEventListener("abort", callback);
  };
}

/** Until the time is over or the signal fires, whichever is first. */
export function timeOrAbort(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      stop();
      resolve();
    }, milliseconds);
    const stop = onAbort(signal, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The kernel's or the library's code for an error; codes are stable, messages are not. */
export function errnoOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name : "unknown";
}

/** What the language itself throws at a mistake in a program. */
export function isDefect(error: unknown): boolean {
  const isOwn = [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => error instanceof kind);
  return isOwn && !(error instanceof Error && "code" in error);
}
