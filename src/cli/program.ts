import { lookAlikeIn } from "../wire/look-alikes.ts";
import { printable } from "../wire/text.ts";
import { CommanderError, type Command } from "commander";
import { commandLineWordsOf } from "../catalogue/words/languages.ts";
import type { CommandName } from "../catalogue/words/command-line-words.ts";
import { packageVersion } from "../world/shipped.ts";
import { NAGIOS_STATES } from "../render/nagios-state.ts";
import { EXIT } from "./exit.ts";
import { languageAsked } from "./language.ts";
import { OptionMaker } from "./option.ts";
import type * as Options from "./options.ts";
import { printWarning, write } from "./output.ts";
import { LocalizedCommand } from "./localized-command.ts";
import { UsageError } from "./usage.ts";

/**
 * Each command is loaded when it is run.
 * @param argv without the interpreter and the script. @returns the exit code.
 */
export async function main(given: string[]): Promise<number> {
  let exitCode: number = EXIT.ready;
  const words = await commandLineWordsOf(languageAsked(given, process.env));
  const argv = commandFirst(given, Object.keys(words.commands));
  const make = new OptionMaker(words);
  const { arguments: named, help } = words;
  const program = new LocalizedCommand("edge-preflight", words)
    .description(words.program)
    .version(packageVersion(), "-V, --version", words.options.version)
    .helpCommand("help [command]", words.commands.help);
  const optionsOf = await optionsNeeded(argv);
  const command = (
    name: CommandName,
    addOptions: keyof typeof Options,
    parameters: Partial<Record<string, string>> = {},
  ): Command => {
    const made = program.command(name, { isDefault: name === DEFAULT }).description(words.commands[name]);
    for (const [parameter, meaning] of Object.entries(parameters)) made.argument(parameter, meaning);
    optionsOf(name)?.[addOptions](made, make);
    return made;
  };

  const checkCommand = command(DEFAULT, "addCheckOptions");
  const withOthers = async <T extends Options.SiteOptions>(given: T, of: Command): Promise<T> => {
    const { otherSources, settingsOf } = await import("./settings/sources.ts");
    const others = await otherSources(of, settingsOf(checkCommand), process.env, words);
    for (const each of others.warnings) await printWarning(each);
    return { ...given, ...others.options, setElsewhere: others.told };
  };
  checkCommand.action(async (given: Options.CheckOptions, of: Command) => {
    const { check } = await import("./commands/check.ts");
    exitCode = await check(await withOthers(given, of), argv);
  });
  command("plan", "addPlanOptions").action(async (given: Options.PlanCommandOptions, of: Command) => {
    const { plan } = await import("./commands/plan.ts");
    exitCode = await plan(await withOthers(given, of));
  });
  command("init", "addLanguageOption", { "[file]": named.newFile }).action(async (file?: string) => {
    const { init } = await import("./commands/init.ts");
    exitCode = await init(file, words);
  });
  command("report", "addReportOptions", { "<report.json>": named.report }).action(
    async (file: string, given: Options.ReportCommandOptions) => {
      const { report } = await import("./commands/report.ts");
      exitCode = await report(file, given);
    },
  );
  command("compare", "addCompareOptions", { "<old.json>": named.older, "<new.json>": named.later }).action(
    async (before: string, after: string, given: Options.CompareCommandOptions) => {
      const { compare } = await import("./commands/compare.ts");
      exitCode = await compare(before, after, given);
    },
  );
  command("reflector", "addReflectorOptions").action(async (given: Options.ReflectorCommandOptions) => {
    const { reflector } = await import("./commands/reflector.ts");
    exitCode = await reflector(given);
  });
  command("merge", "addMergeOptions", {
    "<report.json>": named.report,
    "[reflector.log...]": named.reflectorLog,
  }).action(async (file: string, logs: string[], given: Options.MergeCommandOptions) => {
    const { merge } = await import("./commands/merge.ts");
    exitCode = await merge(file, logs, given);
  });
  command("fleet", "addFleetOptions", { "<report.json|folder|-...>": named.reports }).action(
    async (places: string[], given: Options.FleetCommandOptions) => {
      const { fleet } = await import("./commands/fleet.ts");
      exitCode = await fleet(places, given);
    },
  );
  command("explain", "addLanguageOption", { "<code|misconfiguration>": named.explained }).action(
    async (name: string, given: Options.LanguageOption) => {
      const { explain } = await import("./commands/explain.ts");
      exitCode = await explain(name, given);
    },
  );
  command("completion", "addLanguageOption", { "<shell>": named.shell }).action(async (shell: string) => {
    const { completion } = await import("./commands/completion.ts");
    exitCode = await completion(shell, program);
  });
  command("manual", "addLanguageOption").action(async () => {
    const { manual } = await import("./commands/manual.ts");
    exitCode = await manual(program, packageVersion(), words);
  });

  program.addHelpText("after", `\n${help.examples}\n${EXAMPLES}\n${help.ofACommand}`);

  try {
    refuseLookAlikes(argv);
    refuseUnknownCommand(
      argv,
      program.commands.map((each) => each.name()),
    );
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ready;
    if (error instanceof CommanderError || error instanceof UsageError) {
      const said = `${error instanceof UsageError ? error.tell(words) : error.message} ${help.see}`;
      if (isForNagios(argv)) return await tellNagios(said);
      await printWarning(said);
      return EXIT.usage;
    }
    throw error;
  }
}

function isForNagios(argv: readonly string[]): boolean {
  return argv.some((word, at) => word === "--format=nagios" || (word === "--format" && argv[at + 1] === "nagios"));
}

/** A monitoring server reads standard output, and 2 would be an outage. */
async function tellNagios(said: string): Promise<number> {
  await write(process.stdout, `UNKNOWN: ${said.replaceAll("|", "/")}\n`);
  return NAGIOS_STATES.UNKNOWN;
}

const DEFAULT = "check";

/** What every command knows may stand before its name as well: `--lang zh-CN explain x`. */
function commandFirst(argv: string[], names: readonly string[]): string[] {
  let at = 0;
  for (let word = argv[at]; word !== undefined; word = argv[at]) {
    if (word === "--lang") at += 2;
    else if (word.startsWith("--lang=")) at += 1;
    else break;
  }
  const name = argv[at];
  return at > 0 && name !== undefined && names.includes(name)
    ? [name, ...argv.slice(0, at), ...argv.slice(at + 1)]
    : argv;
}

/**
 * The options of the commands that matter to a command line; none to the list of commands, since to make all options takes
 * as long as that list. Those of the default command stand for settings from elsewhere as well.
 */
async function optionsNeeded(argv: string[]): Promise<(command: CommandName) => typeof Options | undefined> {
  const [first = "", second = ""] = argv;
  if (["-h", "--help"].includes(first)) return () => undefined;
  const options = await import("./options.ts");
  // They tell of all the others.
  if (first === "completion" || first === "manual") return () => options;
  const needed: readonly string[] = first === "help" ? [second] : [first, DEFAULT];
  return (command) => (needed.includes(command) ? options : undefined);
}

/** No line wider than a terminal of 80 columns. */
const EXAMPLES = `\
  edge-preflight --region cn-hangzhou --api-server 192.168.10.10 \\
    --vpc-cidr 192.168.0.0/16
  edge-preflight --region cn-hangzhou --format json > report.json
  edge-preflight plan --region cn-hangzhou --vpc-cidr 192.168.0.0/16 \\
    --data-center-cidr 10.0.0.0/8

  edge-preflight report report.json --rediagnose
  edge-preflight explain vbr.inbound.data-center

  edge-preflight reflector --new-key edge.key
  edge-preflight reflector --key-file edge.key --allow 10.0.0.0/8 \\
    --service 192.168.10.10 > reflector.log
  edge-preflight --region cn-hangzhou --reflector 192.168.10.20 \\
    --reflector-key-file edge.key
  edge-preflight merge report.json reflector.log

  edge-preflight plan --cluster cluster.json --cloud-commands > collect.sh
  edge-preflight --cluster cluster.json --cloud cloud-export

  edge-preflight fleet reports/ --inventory hosts.txt --save fleet.html
`;

/** An option whose dashes are no hyphens would be taken for a file or a command. */
function refuseLookAlikes(argv: readonly string[]): void {
  for (const argument of argv) {
    const [name = ""] = argument.split("=");
    const first = lookAlikeIn(argument.slice(0, 2));
    const found = first?.meant === "-" ? first : name.startsWith("-") ? lookAlikeIn(name) : undefined;
    if (found !== undefined) throw new UsageError(({ usage }) => usage.lookAlike(printable(argument), found));
  }
}

/** With a default command every first word would otherwise be taken for an argument of it. */
function refuseUnknownCommand([first]: string[], commands: string[]): void {
  if (first === undefined || first.startsWith("-") || commands.includes(first) || first === "help") return;
  throw new UsageError(({ usage }) => usage.unknownCommand(printable(first), commands));
}
