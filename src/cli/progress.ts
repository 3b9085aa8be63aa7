import type { CommandLineWords } from "../catalogue/words/command-line-words.ts";
import type { ProbeRequest } from "../model/probe.ts";
import type { Run } from "../run/run.ts";
import { printable } from "../wire/text.ts";
import { TIMERS } from "../world/timers.ts";

/** How far the run is, on standard error, for a person at a terminal. */
export interface Progress {
  update(finished: number, total: number): void;
  /** From now on it is told as well what is being waited for. */
  watch(waiting: () => Run["longestWait"]): void;
  stop(): void;
}

const SILENT: Progress = { update: () => undefined, watch: () => undefined, stop: () => undefined };
const LOOK_EVERY_MS = 500;
/** What is answered sooner is not waited for. */
const WORTH_TELLING_MS = 1_000;

export async function startProgress(shown: boolean, words: CommandLineWords["progress"]): Promise<Progress> {
  if (!shown) return SILENT;
  const { default: ora } = await import("ora");
  // Signals are the run's own business: ora would discard them along with the keyboard.
  const spinner = ora({ stream: process.stderr, discardStdin: false, text: words.begun }).start();
  let done = words.begun;
  let stopWatching: () => void = () => undefined;
  return {
    update: (finished, total) => {
      done = words.of(finished, total);
      spinner.text = done;
    },
    watch: (waiting) => {
      stopWatching = TIMERS.every(LOOK_EVERY_MS, () => {
        const longest = waiting();
        if (longest === undefined || longest.forMs < WORTH_TELLING_MS) return;
        const { request, forMs } = longest;
        const what = words.waiting[request.probe](printable(targetOf(request)));
        spinner.text = words.waitingFor({ done, what, seconds: Math.floor(forMs / 1_000) });
      });
    },
    stop: () => {
      stopWatching();
      spinner.stop();
    },
  };
}

/** A name where there is one: that is what a person has asked for. */
function targetOf(request: ProbeRequest): string {
  if (request.probe === "dns") return request.name;
  if (request.probe === "http") return request.host;
  if (request.probe === "reflect") return request.via.ip;
  if ("to" in request) return typeof request.to === "string" ? request.to : request.to.ip;
  return "";
}
