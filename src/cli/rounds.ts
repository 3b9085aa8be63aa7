import type { Words } from "../catalogue/words/words.ts";
import type { Report, Verdict } from "../model/report.ts";
import { countsText } from "../render/sections.ts";
import { timeOrAbort } from "../world/abort.ts";
import type { CheckOptions } from "./options.ts";

/** Between the end of one round and the next: whoever mends a firewall rule looks up about so often. */
const PAUSE_MS = 5_000;

/** How often a run is made: once, until ready or the time is up (--wait), or until told to stop (--watch). */
export class Rounds {
  readonly #watch: boolean;
  readonly #untilMs: number;
  #round = 0;

  constructor({ wait, watch }: Pick<CheckOptions, "wait" | "watch">) {
    this.#watch = watch === true;
    this.#untilMs = wait === undefined ? (this.#watch ? Infinity : 0) : performance.now() + wait * 1_000;
  }

  /** Whether there is another round, after one with this verdict. */
  goesOn(verdict: Verdict): boolean {
    this.#round += 1;
    if (verdict === "ready" && !this.#watch) return false;
    return performance.now() + PAUSE_MS < this.#untilMs;
  }

  remark(report: Report, words: Words): string {
    const leftS = Math.round((this.#untilMs - performance.now()) / 1_000);
    return words.labels.waiting(this.#round, countsText(report, words), PAUSE_MS / 1_000, leftS);
  }

  pause(signal: AbortSignal): Promise<void> {
    return timeOrAbort(PAUSE_MS, signal);
  }
}
