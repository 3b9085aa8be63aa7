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
