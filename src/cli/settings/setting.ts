import type { CommandLineWords } from "../../catalogue/words/command-line-words.ts";
import type { DescribedOption } from "../option.ts";
import { UsageError } from "../usage.ts";

/** One setting from somewhere else than the command line, with the place to name when it is wrong. */
export interface Setting {
  /** An option's long name without dashes. */
  key: string;
  values: string[];
  place: Place;
}

export type Place = (words: CommandLineWords) => string;

export function keysOf(options: readonly DescribedOption[]): string[] {
  return options.map(({ key }) => key);
}

/** @throws UsageError */
export function refuse(place: Place, why: Place): never {
  throw new UsageError((words) => words.usage.at(place(words), why(words)));
}
