import { Command, CommanderError } from "commander";
import type { Language } from "../catalogue/words/languages.ts";
import { check } from "./check.ts";
import { compare } from "./compare.ts";
import { completion } from "./completion.ts";
import { EXIT, UsageError } from "./exit.ts";
import { explain } from "./explain.ts";
import {
  addCheckOptions,
  addCompareOptions,
  addPlanOptions,
  addReflectorOptions,
  addRenderOptions,
  addReportOptions,
  language,
  type CheckOptions,
  type CompareCommandOptions,
  type PlanCommandOptions,
  type ReflectorCommandOptions,
  type RenderOptions,
  type ReportCommandOptions,
  type SiteOptions,
} from "./options.ts";
import { write } from "./output.ts";
import { init } from "./init.ts";
import { manual } from "./manual.ts";
import { merge } from "./merge.ts";
import { plan } from "./plan.ts";
import { reflector } from "./reflector.ts";
import { report } from "./report.ts";
import { otherSources, settingsOf } from "./sources.ts";
import { packageVersion } from "../world/files.ts";
import { printable } from "../wire/text.ts";

/** @param argv without the interpreter and the script. @returns the exit code. */
export async function main(argv: string[]): Promise<number> {
  let exitCode: number = EXIT.ready;
  const program = new Command("edge-preflight")
    .description("Tells whether this server can join an Alibaba Cloud ACK Edge cluster over a dedicated line.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({ outputError: () => undefined });

  const checkCommand = program.command("check", { isDefault: true }).description("the preflight (default)");
  const withOthers = async <T extends SiteOptions>(given: T, command: Command): Promise<T> => {
    const { options, remarks } = await otherSources(command, settingsOf(checkCommand), process.env);
    for (const remark of remarks) await write(process.stderr, `edge-preflight: ${remark}\n`);
    return { ...given, ...options };
  };
  addCheckOptions(checkCommand).action(async (given: CheckOptions, command: Command) => {
    exitCode = await check(await withOthers(given, command), argv);
  });
  addPlanOptions(
    program.command("plan").description("what each device must route and allow for this site; no network traffic"),
  ).action(async (given: PlanCommandOptions, command: Command) => {
    exitCode = await plan(await withOthers(given, command));
  });
  program
    .command("init")
    .description("ask a few questions and write a file for --config")
    .argument("[file]", "the new file (default: edge-preflight.yaml)")
    .action(async (file?: string) => {
      exitCode = await init(file);
    });

  addReportOptions(
    program
      .command("report")
      .description("render a saved report again, or diagnose it again; no network traffic")
      .argument("<report.json>", "a report saved as JSON"),
  ).action(async (file: string, options: ReportCommandOptions) => {
    exitCode = await report(file, options);
  });
  addCompareOptions(
    program
      .command("compare")
      .description("what changed between two saved reports; exit code 1 where something fails that did not")
      .argument("<old.json>", "a report saved as JSON")
      .argument("<new.json>", "a later one"),
  ).action(async (before: string, after: string, options: CompareCommandOptions) => {
    exitCode = await compare(before, after, options);
  });
  addReflectorOptions(
    program
      .command("reflector")
      .description("the counterpart on a host in the VPC: tries the way to the nodes that ask for it"),
  ).action(async (options: ReflectorCommandOptions) => {
    exitCode = await reflector(options);
  });
  addRenderOptions(
    program
      .command("merge")
      .description("join a saved report and what a reflector saw on its account; no network traffic")
      .argument("<report.json>", "a report saved as JSON")
      .argument("<reflector.log...>", "what the reflector has printed"),
  ).action(async (file: string, logs: string[], options: RenderOptions) => {
    exitCode = await merge(file, logs, options);
  });
  program
    .command("explain")
    .description("what a cause code or a misconfiguration means and how to mend it")
    .argument("<code|misconfiguration>", "such as connect-timed-out or vbr.inbound.data-center")
    .addOption(language())
    .action(async (name: string, options: { lang?: Language }) => {
      exitCode = await explain(name, options);
    });

  program
    .command("completion")
    .description("print a script that completes commands and options in a shell")
    .argument("<shell>", "bash, zsh or fish")
    .action(async (shell: string) => {
      exitCode = await completion(shell, program);
    });
  program
    .command("manual")
    .description("print the manual page: edge-preflight manual | man -l -")
    .action(async () => {
      exitCode = await manual(program, packageVersion());
    });

  program.addHelpText("after", EXAMPLES);

  try {
    refuseUnknownCommand(
      argv,
      program.commands.map((command) => command.name()),
    );
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ready;
    if (error instanceof CommanderError || error instanceof UsageError) {
      await write(process.stderr, `edge-preflight: ${printable(oneLine(error.message), 400)} (see --help)\n`);
      return EXIT.usage;
    }
    throw error;
  }
}

const EXAMPLES = `
Examples:
  edge-preflight --region cn-hangzhou --api-server 192.168.10.10 --vpc-cidr 192.168.0.0/16
  edge-preflight --region cn-hangzhou --format json > report.json
  edge-preflight plan --region cn-hangzhou --vpc-cidr 192.168.0.0/16 --data-center-cidr 10.0.0.0/8

  edge-preflight report report.json --rediagnose
  edge-preflight explain vbr.inbound.data-center

  edge-preflight reflector --new-key edge.key
  edge-preflight reflector --key-file edge.key --allow 10.0.0.0/8 --service 192.168.10.10 > reflector.log
  edge-preflight --region cn-hangzhou --reflector 192.168.10.20 --reflector-key-file edge.key
  edge-preflight merge report.json reflector.log

Options of a command: edge-preflight check --help`;

/** With a default command every first word would otherwise be taken for an argument of it. */
function refuseUnknownCommand([first]: string[], commands: string[]): void {
  if (first === undefined || first.startsWith("-") || commands.includes(first) || first === "help") return;
  throw new UsageError(`unknown command '${first}'; accepted: ${commands.join(", ")}`);
}

function oneLine(message: string): string {
  return message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
}
