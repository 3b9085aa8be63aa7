import type { Words } from "../../catalogue/words/words.ts";
import type { Report } from "../../model/report.ts";
import { printable } from "../../wire/text.ts";
import { withReflectorLog } from "../../merge.ts";
import { parseLog, type LogLine } from "../../reflector/log.ts";
import { OutputSanitizer } from "../output-sanitizer.ts";
import { EXIT, exitCodeOf } from "../exit.ts";
import { wordsFor } from "../language.ts";
import { printed } from "../screen.ts";
import type { MergeCommandOptions } from "../options.ts";
import { write } from "../output.ts";
import { rediagnosed } from "../../conclusion.ts";
import { besideCloud } from "./report.ts";
import { readDiagnosable } from "../saved-report.ts";
import { UsageError } from "../usage.ts";
import { textOf } from "../named-file.ts";

/** `merge`: one report from a node's word and what others have seen. No network traffic. */
export async function merge(file: string, logs: readonly string[], options: MergeCommandOptions): Promise<number> {
  if (logs.length === 0 && options.cloud === undefined) throw new UsageError(({ usage }) => usage.mergeNeedsMore);
  const words = await wordsFor(options);
  const saved = await besideCloud(await readDiagnosable(file), options, words);
  const merged = logs.length === 0 ? rediagnosed(saved, words) : await withLogs(saved, logs, file, words);
  await write(process.stdout, printed(OutputSanitizer.of(merged, options).report(merged), options, words));
  return options.format === "nagios" ? exitCodeOf(merged, options.format) : EXIT.ready;
}

async function withLogs(saved: Report, logs: readonly string[], file: string, words: Words): Promise<Report> {
  if (saved.site.reflector === undefined)
    throw new UsageError(({ usage }) => usage.madeWithoutReflector(printable(file)));
  const lines = (await Promise.all(logs.map(readLog))).flat();
  const merged = withReflectorLog(saved, lines, words);
  if (merged === undefined) throw new UsageError(({ usage }) => usage.nothingToJoin(saved.run.id));
  return merged;
}

async function readLog(file: string): Promise<LogLine[]> {
  const text = await textOf(file, "saved", "log");
  const lines = parseLog(text);
  if (lines.length === 0) throw new UsageError(({ usage }) => usage.notALog(printable(file)));
  return lines;
}
