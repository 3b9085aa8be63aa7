import { printable } from "../wire/text.ts";
import { withReflectorLog } from "../merge.ts";
import { parseLog, type LogLine } from "../reflector/log.ts";
import { readBounded } from "../world/files.ts";
import { Cleaning } from "./cleaning.ts";
import { EXIT } from "./exit.ts";
import { wordsFor } from "./language.ts";
import { printed } from "./screen.ts";
import type { RenderOptions } from "./options.ts";
import { write } from "./output.ts";
import { readDiagnosable } from "./saved-report.ts";
import { fileOr, UsageError } from "./usage.ts";

/** `merge`: one report from a node's and its reflector's word. No network traffic. */
export async function merge(file: string, logs: readonly string[], options: RenderOptions): Promise<number> {
  const saved = await readDiagnosable(file);
  if (saved.site.reflector === undefined)
    throw new UsageError(({ usage }) => usage.madeWithoutReflector(printable(file)));
  const lines = (await Promise.all(logs.map(readLog))).flat();
  const words = await wordsFor(options);
  const merged = withReflectorLog(saved, lines, words);
  if (merged === undefined) throw new UsageError(({ usage }) => usage.nothingToJoin(saved.run.id));
  await write(process.stdout, printed(Cleaning.of(merged, options).report(merged), options, words));
  return EXIT.ready;
}

async function readLog(file: string): Promise<LogLine[]> {
  const text = await fileOr(readBounded(file, "saved"), (errno, { usage }) =>
    usage.unreadable(printable(file), errno, "log"),
  );
  const lines = parseLog(text);
  if (lines.length === 0) throw new UsageError(({ usage }) => usage.notALog(printable(file)));
  return lines;
}
