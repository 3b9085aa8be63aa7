import type { Command, Option } from "commander";
import { CATALOGUE_DATE } from "../catalogue/catalogue.ts";
import { EXIT } from "./exit.ts";
import { write } from "./output.ts";

/** `manual`: the manual page in troff's man macros, made of the options that there are. */
export async function manual(program: Command, version: string): Promise<number> {
  await write(process.stdout, page(program, version));
  return EXIT.ready;
}

function page(program: Command, version: string): string {
  const sections = program.commands.flatMap((command) => [
    `.SS ${text(`${command.name()}${command.registeredArguments.map((each) => ` <${each.name()}>`).join("")}`)}`,
    text(sentence(command.description())),
    ...command.options.flatMap(option),
  ]);
  return [
    `.TH EDGE\\-PREFLIGHT 1 "${CATALOGUE_DATE}" "edge\\-preflight ${text(version)}" "User Commands"`,
    ".SH NAME",
    "edge\\-preflight \\- tells whether this server can join an ACK Edge cluster",
    ".SH SYNOPSIS",
    ".B edge\\-preflight",
    "[\\fIcommand\\fR] [\\fIoptions\\fR]",
    ".SH DESCRIPTION",
    text(sentence(program.description())),
    "Every check that fails names the device most likely misconfigured and the setting to make there.",
    ".SH COMMANDS",
    ...sections,
    ".SH EXIT STATUS",
    ...EXIT_STATUS.flatMap(([code, meaning]) => [".TP", `.B ${code}`, text(meaning)]),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([name, meaning]) => [".TP", `.B ${text(name)}`, text(meaning)]),
    "",
  ].join("\n");
}

const EXIT_STATUS: readonly [number, string][] = [
  [EXIT.ready, "Ready: no required check failed."],
  [EXIT.notReady, "Not ready: at least one required check failed."],
  [EXIT.usage, "The options or settings are wrong; nothing was asked."],
  [EXIT.unfinished, "The run could not finish, or a report could not be saved; what is known is still reported."],
  [EXIT.interrupted, "Interrupted."],
  [EXIT.terminated, "Terminated."],
];
const ENVIRONMENT: readonly [string, string][] = [
  ["EDGE_PREFLIGHT_*", "Settings, by the names of the options: EDGE_PREFLIGHT_VPC_CIDR for --vpc-cidr."],
  ["NODE_EXTRA_CA_CERTS", "A file of roots to trust besides the system's CA store."],
  ["NO_COLOR", "No colours, whatever its value."],
  ["LC_ALL, LC_MESSAGES, LANG", "The language: Chinese or English."],
];

function option({ flags, description }: Option): string[] {
  return [".TP", `.B ${text(flags)}`, text(sentence(description))];
}

function sentence(words: string): string {
  const whole = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.)]$/.test(whole) ? whole : `${whole}.`;
}

/** Backslashes and hyphens have a meaning of their own, a full stop or quote one at the beginning of a line. */
function text(words: string): string {
  return words
    .replace(/\\/g, "\\e")
    .replace(/-/g, "\\-")
    .replace(/^(?=[.'])/, "\\&");
}
