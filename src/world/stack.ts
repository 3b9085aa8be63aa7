import { inspect } from "node:util";

/** An error with its stack and its causes, as Node prints them. */
export function stackOf(error: unknown): string {
  return inspect(error);
}
