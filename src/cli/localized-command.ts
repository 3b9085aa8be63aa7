import { printable } from "../wire/text.ts";
import { Command, type Argument } from "commander";
import type { CommandLineWords } from "../catalogue/words/command-line-words.ts";
import { textWidth, wrap } from "../render/table.ts";
import { nearest } from "../wire/nearest.ts";
import { UsageError } from "./usage.ts";

/** commander's command with help and errors in one language, set for a terminal on which characters can be two columns wide. */
export class LocalizedCommand extends Command {
  readonly #words: CommandLineWords;

  constructor(name: string, words: CommandLineWords) {
    super(name);
    this.#words = words;
    const { help, options } = words;
    // The two headings that commander offers no other way to set.
    const titles: Partial<Record<string, string>> = { "Usage:": help.usage, "Arguments:": help.arguments };
    this.configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      // Without commander's [options], which all of them have.
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(placeholder)].join(" "),
      minWidthToWrap: 20,
      displayWidth: textWidth,
      boxWrap: (text, width) => wrap(text, width).join("\n"),
    });
    this.optionsGroup(help.options).commandsGroup(help.commands).helpOption("-h, --help", options.help);
    this.exitOverride().configureOutput({ outputError: () => undefined });
  }

  override createCommand(name: string): LocalizedCommand {
    return new LocalizedCommand(name, this.#words);
  }

  /* commander calls these where it has something to refuse; its own say it in English. */

  unknownOption(name: string): never {
    const known = this.options.map(({ long = "" }) => long);
    throw new UsageError(({ usage }) => usage.unknownOption(printable(name), nearest(name, known)));
  }

  missingArgument(name: string): never {
    throw new UsageError(({ usage }) => usage.missingArgument(name));
  }

  optionMissingArgument({ flags }: { flags: string }): never {
    throw new UsageError(({ usage }) => usage.missingValue(flags));
  }

  _excessArguments(received: readonly string[]): never {
    const first = received[this.registeredArguments.length] ?? "";
    if (this.parent?.commands.some((command) => command.name() === first) === true)
      throw new UsageError(({ usage }) => usage.commandComesFirst(first));
    throw new UsageError(({ usage }) => usage.tooManyArguments(printable(first)));
  }
}

function placeholder(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
