import type { Command } from "commander";
import { CATALOGUE_DATE } from "../../catalogue/catalogue.ts";
import type { CommandLineWords } from "../../catalogue/words/command-line-words.ts";
import { EXIT } from "../exit.ts";
import { write } from "../output.ts";

/** `manual`: the manual page in troff's man macros, made of the options that there are. */
export async function manual(program: Command, version: string, words: CommandLineWords): Promise<number> {
  await write(process.stdout, page(program, version, words.manual));
  return EXIT.ready;
}

function page(program: Command, version: string, words: CommandLineWords["manual"]): string {
  const entry = (name: string, meaning: string) => [".TP", `.B ${text(name)}`, text(sentence(meaning, words.fullStop))];
  const sections = program.commands.flatMap((command) => [
    `.SS ${text(`${command.name()}${command.registeredArguments.map((each) => ` <${each.name()}>`).join("")}`)}`,
    text(sentence(command.description(), words.fullStop)),
    ...command.options.flatMap(({ flags, description }) => entry(flags, description)),
  ]);
  return [
    `.TH EDGE\\-PREFLIGHT 1 "${CATALOGUE_DATE}" "edge\\-preflight ${text(version)}" "User Commands"`,
    `.SH ${words.name}`,
    `edge\\-preflight \\- ${text(words.purpose)}`,
    `.SH ${words.synopsis}`,
    ".B edge\\-preflight",
    words.placeholders,
    `.SH ${words.description}`,
    text(sentence(program.description(), words.fullStop)),
    text(words.promise),
    `.SH ${words.commands}`,
    ...sections,
    `.SH ${words.exitStatus}`,
    ...EXIT_CODES.flatMap((name) => entry(String(EXIT[name]), words.exitCodes[name])),
    `.SH ${words.environment}`,
    ...Object.entries(VARIABLES).flatMap(([key, name]) => entry(name, words.variables[key as keyof typeof VARIABLES])),
    "",
  ].join("\n");
}

/** In the order of the codes. */
const EXIT_CODES = ["ready", "notReady", "usage", "unfinished", "interrupted", "terminated"] as const;
const VARIABLES = {
  settings: "EDGE_PREFLIGHT_*",
  roots: "NODE_EXTRA_CA_CERTS",
  noColor: "NO_COLOR",
  locale: "LC_ALL, LC_MESSAGES, LANG",
} as const;

function sentence(words: string, fullStop: string): string {
  const whole = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.)。）]$/.test(whole) ? whole : `${whole}${fullStop}`;
}

/** Backslashes and hyphens have a meaning of their own, a full stop or quote one at the beginning of a line. */
function text(words: string): string {
  return words
    .replace(/\\/g, "\\e")
    .replace(/-/g, "\\-")
    .replace(/^(?=[.'])/, "\\&");
}
