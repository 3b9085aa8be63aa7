/** Files of recorded runs: gzip, one JSON document a line. */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { gunzipSync, gzipSync } from "node:zlib";
import { inTurns } from "../support/in-turns.ts";

export function readRecording<T>(file: string): T[] {
  return gunzipSync(readFileSync(file))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

export function writeRecording(file: string, documents: readonly unknown[]): void {
  writeFileSync(file, gzipSync(documents.map((each) => `${JSON.stringify(each)}\n`).join("")));
}

/** Runs all of them in the lab and keeps what they recorded; one that fails is told and left out. */
export async function record<T, R>(file: string, items: readonly T[], run: (item: T) => Promise<R>): Promise<void> {
  const recorded = await inTurns(items, 3 * availableParallelism(), async (item): Promise<R | undefined> => {
    try {
      return await run(item);
    } catch (error) {
      process.stderr.write(`${JSON.stringify(item)}: ${String(error)}\n`);
      return undefined;
    }
  });
  const kept = recorded.filter((each) => each !== undefined);
  writeRecording(file, kept);
  process.stderr.write(`${kept.length} of ${items.length} recorded\n`);
}
