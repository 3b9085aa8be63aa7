import { Option } from "commander";
import type { CommandLineWords, OptionName } from "../catalogue/words/command-line-words.ts";
import { lookAlikeIn } from "../wire/look-alikes.ts";
import { withoutSecrets } from "../redaction.ts";
import { printable } from "../wire/text.ts";
import { parsedOr, ValueError } from "./usage.ts";

interface About {
  /** The words that are values, where there are no others. */
  accepted?: readonly string[];
  /** What holds when it is not given. */
  preset?: string | number;
  /** The value is the name of a file. */
  isFile?: boolean;
  isRepeatable?: boolean;
}

/** @throws ValueError */
type Read = (text: string, previous: unknown) => unknown;

/** An option that also says what settings from elsewhere, completion and the manual page ask of it. */
export class DescribedOption extends Option {
  readonly key: OptionName;
  readonly accepted: readonly string[];
  readonly isRepeatable: boolean;
  readonly isFile: boolean;
  /** Absent where there is no value to read. */
  readonly read: Read | undefined;

  constructor(
    words: CommandLineWords,
    key: OptionName,
    value: string,
    { accepted = [], preset, isFile = false, isRepeatable = false }: About,
    read?: Read,
  ) {
    super(
      `--${key}${value === "" ? "" : ` ${value}`}`,
      words.option({ what: words.options[key], accepted, preset: preset?.toString(), repeatable: isRepeatable }),
    );
    this.key = key;
    this.accepted = accepted;
    this.isRepeatable = isRepeatable;
    this.isFile = isFile;
    const reads = read === undefined || isFile ? read : withoutLookAlikes(read);
    this.read = reads;
    if (reads !== undefined)
      this.argParser((text: string, previous: unknown) =>
        parsedOr(
          () => reads(text, previous),
          (why, { usage }) => usage.optionValue(this.flags, withoutSecrets(printable(text)), why),
        ),
      );
  }
}

/** A file may be named as its owner likes; every other value is read by a machine. */
function withoutLookAlikes(read: Read): Read {
  return (text, previous) => {
    const found = lookAlikeIn(text);
    if (found !== undefined) throw new ValueError(({ values }) => values.lookAlike(found));
    return read(text, previous);
  };
}

/** Makes the options of commands, described in one language. */
export class OptionMaker {
  readonly words: CommandLineWords;

  constructor(words: CommandLineWords) {
    this.words = words;
  }

  flag(key: OptionName): DescribedOption {
    return new DescribedOption(this.words, key, "", {});
  }

  /** An option that is given once; commander alone would let the last one win in silence. */
  once(key: OptionName, value: string, parse: (text: string) => unknown, about: About = {}): DescribedOption {
    return new DescribedOption(this.words, key, value, about, (text, previous) => {
      if (previous !== undefined) throw new ValueError(({ values }) => values.givenTwice);
      return parse(text);
    });
  }

  many(key: OptionName, value: string, parse: (text: string) => unknown, about: About = {}): DescribedOption {
    return new DescribedOption(this.words, key, value, { ...about, isRepeatable: true }, (text, previous) => [
      ...((previous as unknown[] | undefined) ?? []),
      parse(text),
    ]);
  }
}
