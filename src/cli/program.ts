import { Command, CommanderError } from "commander";
import { check } from "./check.ts";
import { EXIT, UsageError } from "./exit.ts";
import { addCheckOptions, addPlanOptions, type CheckOptions, type PlanCommandOptions } from "./options.ts";
import { write } from "./output.ts";
import { plan } from "./plan.ts";
import { toolVersion } from "./version.ts";

/** @param argv without the interpreter and the script. @returns the exit code. */
export async function main(argv: string[]): Promise<number> {
  let exitCode: number = EXIT.ready;
  const program = new Command("edge-preflight")
    .description("Tells whether this server can join an Alibaba Cloud ACK Edge cluster over a dedicated line.")
    .version(toolVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({ outputError: () => undefined });

  addCheckOptions(program.command("check", { isDefault: true }).description("the preflight (default)")).action(
    async (options: CheckOptions) => {
      exitCode = await check(options, argv);
    },
  );
  addPlanOptions(
    program.command("plan").description("what each device must route and allow for this site; no network traffic"),
  ).action(async (options: PlanCommandOptions) => {
    exitCode = await plan(options);
  });

  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ready;
    if (error instanceof CommanderError || error instanceof UsageError) {
      await write(process.stderr, `edge-preflight: ${oneLine(error.message)} (see --help)\n`);
      return EXIT.usage;
    }
    throw error;
  }
}

function oneLine(message: string): string {
  return message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
}
