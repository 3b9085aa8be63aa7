import type { Words } from "../catalogue/words/words.ts";
import { compareReports, type StatusChange } from "../compare.ts";
import type { Report, Verdict } from "../model/report.ts";
import { answerText } from "../render/sections.ts";
import { delay } from "../waiting.ts";
import { TIMERS } from "../world/timers.ts";
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

  /** One line about a round that is not the last: the first answer, then only what has turned; nothing where nothing has. */
  progress(report: Report, before: Report | undefined, words: Words): string | undefined {
    const answer = answerText(report, words);
    const { labels } = words;
    if (before === undefined) {
      const leftS = Math.round((this.#untilMs - performance.now()) / 1_000);
      return labels.firstRound({ answer, pauseS: PAUSE_MS / 1_000, leftS });
    }
    const { fixed, broken } = compareReports(before, report);
    const isSame = answer === answerText(before, words) && fixed.length === 0 && broken.length === 0;
    if (isSame) return undefined;
    return labels.turned({ round: this.#round, fixed: names(fixed, words), broken: names(broken, words), answer });
  }

  /** @returns whether it was served to its end. */
  pause(signal: AbortSignal): Promise<boolean> {
    return delay(TIMERS, PAUSE_MS, signal);
  }
}

function names(changes: readonly StatusChange[], { phrases }: Words): string | undefined {
  const [first, ...others] = changes;
  return first === undefined ? undefined : phrases.firstAndMore({ first: first.id, more: others.length });
}
