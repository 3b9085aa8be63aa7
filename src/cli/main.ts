import { printable } from "../wire/text.ts";
import { EXIT } from "./exit.ts";
import { hearWriteErrors, write } from "./output.ts";
import { main } from "./program.ts";

hearWriteErrors();
try {
  // Sockets that were given up may linger; the report is out, so nothing waits for them.
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  await write(process.stderr, `edge-preflight: internal error: ${printable(text)}\n`);
  process.exit(EXIT.unfinished);
}
