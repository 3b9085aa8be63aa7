import type { CommandLineWords } from "../catalogue/words/command-line-words.ts";

/** How far the run is, on standard error, for a person at a terminal. */
export interface Progress {
  update(finished: number, total: number): void;
  stop(): void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

export async function startProgress(shown: boolean, words: CommandLineWords["progress"]): Promise<Progress> {
  if (!shown) return SILENT;
  const { default: ora } = await import("ora");
  // Signals are the run's own business: ora would discard them along with the keyboard.
  const spinner = ora({ stream: process.stderr, discardStdin: false, text: words.begun }).start();
  return {
    update: (finished, total) => {
      spinner.text = words.of(finished, total);
    },
    stop: () => {
      spinner.stop();
    },
  };
}
