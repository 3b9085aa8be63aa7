import { Draw } from "../sites/random.ts";
import type { Reader } from "./readers.ts";

export interface Tried {
  count: number;
  longestMs: number;
  /** A line for each seed whose input made the reader throw; at most a few. */
  failures: string[];
}

const MAX_FAILURES = 5;

/** Has a reader read so many inputs, each drawn from a seed of its own. */
export async function tried(
  reader: Reader,
  { count, firstSeed }: { count: number; firstSeed: number },
): Promise<Tried> {
  const result: Tried = { count, longestMs: 0, failures: [] };
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const beganAt = performance.now();
    try {
      await reader.read(new Draw(seed));
    } catch (error) {
      const where =
        error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 3).join(" ") : String(error);
      if (result.failures.length < MAX_FAILURES) result.failures.push(`seed ${seed}: ${where}`);
    }
    result.longestMs = Math.max(result.longestMs, performance.now() - beganAt);
  }
  return result;
}
