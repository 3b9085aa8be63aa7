import { withReflectorLog } from "../merge.ts";
import { parseLog, type LogLine } from "../reflector/log.ts";
import { printable } from "../wire/text.ts";
import { errnoOf } from "../world/abort.ts";
import { readSaved } from "../world/files.ts";
import { Cleaning } from "./cleaning.ts";
import { EXIT, UsageError } from "./exit.ts";
import { printed, wordsFor } from "./screen.ts";
import type { RenderOptions } from "./options.ts";
import { write } from "./output.ts";
import { readReport } from "./saved-report.ts";

/** `merge`: one report from a node's and its reflector's word. No network traffic. */
export async function merge(file: string, logs: readonly string[], options: RenderOptions): Promise<number> {
  const saved = await readReport(file);
  if (saved.site.reflector === undefined)
    throw new UsageError(`'${printable(file)}' was made without --reflector; there is nothing to join`);
  const lines = (await Promise.all(logs.map(readLog))).flat();
  const merged = withReflectorLog(saved, lines, wordsFor(options));
  if (merged === undefined)
    throw new UsageError(
      `nothing to join: the log says nothing of run ${saved.run.id}, or the node has heard the reflector itself`,
    );
  await write(process.stdout, printed(Cleaning.of(merged, options).report(merged), options));
  return EXIT.ready;
}

async function readLog(file: string): Promise<LogLine[]> {
  const name = `'${printable(file)}'`;
  const text = await readSaved(file).catch((error: unknown) => {
    throw new UsageError(
      `${name} cannot be read (${errnoOf(error)}); accepted: what edge-preflight reflector has printed`,
    );
  });
  const lines = parseLog(text);
  if (lines.length === 0)
    throw new UsageError(`${name} is no reflector's log; accepted: what edge-preflight reflector has printed`);
  return lines;
}
