import { printable } from "../wire/text.ts";
import { packageVersion } from "../world/shipped.ts";
import { EXIT } from "./exit.ts";
import { hearWriteErrors, write } from "./output.ts";

const argv = process.argv.slice(2);

async function run(): Promise<number> {
  // Asked by scripts, and before anything else is loaded.
  if (argv.length === 1 && ["--version", "-V"].includes(argv[0] ?? "")) {
    await write(process.stdout, `${packageVersion()}\n`);
    return EXIT.ready;
  }
  const { main } = await import("./program.ts");
  return await main(argv);
}

async function giveUp(error: unknown): Promise<void> {
  if (argv.includes("--debug")) await write(process.stderr, await debugLines(error));
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  await write(process.stderr, `edge-preflight: internal error: ${printable(text)}\n`);
  process.exit(EXIT.unfinished);
}

/** The error with its stack and causes. Loaded only now, since a run that works needs none of it. */
async function debugLines(error: unknown): Promise<string> {
  try {
    const { errorLines } = await import("./debug.ts");
    return errorLines(error);
  } catch (further) {
    // Whatever went wrong may go wrong again in loading.
    return `debug: no stack: ${printable(String(further))}\n`;
  }
}

hearWriteErrors();
// No catch sees an exception in an event handler. Node would print a stack and exit with 1, which here means "not ready".
process.on("uncaughtException", (error) => void giveUp(error));
run().then(
  // Sockets that were given up may linger; the report is out, so nothing waits for them.
  (code) => process.exit(code),
  giveUp,
);
