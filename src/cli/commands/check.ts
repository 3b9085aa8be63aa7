import { printable } from "../../wire/text.ts";
import type { WarningWords } from "../../catalogue/words/command-line-words.ts";
import type { RunEvent } from "../../model/event.ts";
import type { Report } from "../../model/report.ts";
import { PROBERS } from "../../probes/probers.ts";
import { renderReport } from "../../render/report.ts";
import { SAVED_FORMATS } from "../../render/report-formats.ts";
import { closingEvents, eventLine } from "../../render/ndjson.ts";
import { prepare, type Run, type RunResult } from "../../run/run.ts";
import { globMatcher } from "../../wire/glob.ts";
import { nearest } from "../../wire/nearest.ts";
import { errnoOf } from "../../world/errno.ts";
import { packageVersion } from "../../world/shipped.ts";
import { makeWorld } from "../../world/real.ts";
import { ownNames } from "../../redaction.ts";
import { ownHostName, ownSearchDomains } from "../../world/pseudonym.ts";
import { OutputSanitizer } from "../output-sanitizer.ts";
import { withCloud } from "../settings/cloud-option.ts";
import { debugListener } from "../debug.ts";
import { EXIT, exitCodeOf, type StopSignal } from "../exit.ts";
import type { CheckOptions } from "../options.ts";
import { printWarning, write } from "../output.ts";
import { keyFrom } from "../settings/key-file.ts";
import { startProgress } from "../progress.ts";
import { Rounds } from "../rounds.ts";
import { wordsFor } from "../language.ts";
import { printed } from "../screen.ts";
import { FILE_WIDTH, saveAll, saveTargets } from "../save.ts";
import { extraRoots, resolveSite } from "../settings/settings.ts";
import { UsageError } from "../usage.ts";
import { WatchScreen } from "../watch-screen.ts";

/** `check`: settings, one run or as many as were asked for, report, exit code. */
export async function check(options: CheckOptions, argv: string[]): Promise<number> {
  const { env } = process;
  const words = await wordsFor(options);
  const { site: given, assumptions } = resolveSite(options);
  const targets = await saveTargets(options.save ?? [], SAVED_FORMATS, options.force === true);
  if (options.watch === true && !["text", "ndjson"].includes(options.format ?? "text"))
    throw new UsageError(({ usage }) => usage.watchFormats);
  const { warnings } = words.commandLine;
  const roots = await extraRoots(options.caFile, env[CA_VARIABLE], warnings);
  for (const each of roots.warnings) await printWarning(each);
  const { site, cloud } = await withCloud(options, given, words);
  const { reflectorKeyFile } = options;
  const key = reflectorKeyFile === undefined ? undefined : await keyFrom(reflectorKeyFile);

  const stop = listenForStop();
  const sanitizer = new OutputSanitizer(
    options,
    ownNames({ node: { hostname: ownHostName() }, site, searchDomains: await ownSearchDomains() }),
  );
  const oneRun = async (events: EventPrinter | undefined): Promise<RunResult> => {
    const { isTTY, columns } = process.stderr;
    // A terminal that nobody has told its size has none: the spinner would wrap its line for ever.
    const isWatched = options.progress && options.quiet !== true && options.debug !== true && isTTY && columns > 0;
    const progress = await startProgress(isWatched, words.commandLine.progress);
    try {
      const run = await prepare({
        site,
        assumptions: [
          ...assumptions.map((each) => words.assumptions[each](site)),
          ...(options.setElsewhere ?? []).map((each) => words.setElsewhere(each)),
          ...roots.fromEnvironment.map((file) =>
            words.setElsewhere({ option: "ca-file", values: [file], place: CA_VARIABLE }),
          ),
        ],
        world: makeWorld({
          ...(site.sourceIp !== undefined && { sourceIp: site.sourceIp }),
          caFiles: roots.files,
          searchPath: env["PATH"] ?? "",
          proxyVariables: proxyVariables(env),
          ...(key !== undefined && { authenticator: key.authenticator }),
        }),
        probers: PROBERS,
        words,
        toolVersion: packageVersion(),
        arguments: argv,
        ...(cloud !== undefined && { cloud }),
        strict: options.strict ?? false,
        diagnosis: options.diagnosis,
        signal: stop.signal,
        ...(options.debug === true && { debug: debugListener(sanitizer) }),
        onCheck: (done, finished, total) => {
          progress.update(finished, total);
          events?.print({ event: "check", check: done });
        },
      });
      const selected = selection(run, options);
      progress.watch(() => run.longestWait);
      events?.print({ event: "run", ...run.begun });
      return await run.execute(selected);
    } finally {
      progress.stop();
    }
  };

  let before: Report | undefined;
  const watched = options.watch === true ? new WatchScreen(options, words) : undefined;
  for (const rounds = new Rounds(options); ;) {
    const events = options.format === "ndjson" ? new EventPrinter(sanitizer, warnings) : undefined;
    const result = await oneRun(events);
    const report = sanitizer.report(result.report);
    const exitCode = exitCodeOf(report, options.format, result.cutShort, stop.stopped());
    const isLast = stop.signal.aborted || !rounds.goesOn(report.verdict);
    let wasPrinted = true;
    if (events !== undefined) wasPrinted = await events.close(report);
    else if (watched !== undefined) wasPrinted = await printReport(watched.show(report), warnings);
    else if (isLast) wasPrinted = await printReport(printed(report, options, words), warnings);
    const inFile = { width: FILE_WIDTH, colour: false, verbose: true, words };
    const saved = await saveAll(targets, (format) => renderReport(report, format, inFile), warnings);
    if (!wasPrinted || !saved) return EXIT.unfinished;
    if (isLast) return exitCode;
    const said = watched === undefined ? rounds.progress(report, before, words) : undefined;
    if (said !== undefined) await printWarning(said);
    before = report;
    if (!(await rounds.pause(stop.signal))) return exitCodeOf(report, options.format, result.cutShort, stop.stopped());
  }
}

const CA_VARIABLE = "NODE_EXTRA_CA_CERTS";

/** Lines in the order in which they are told, each written before the next. */
class EventPrinter {
  readonly #sanitizer: OutputSanitizer;
  readonly #warnings: WarningWords;
  #written: Promise<boolean> = Promise.resolve(true);

  constructor(sanitizer: OutputSanitizer, warnings: WarningWords) {
    this.#sanitizer = sanitizer;
    this.#warnings = warnings;
  }

  print(event: RunEvent): void {
    this.#write(eventLine(this.#sanitizer.part(event)));
  }

  #write(line: string): void {
    this.#written = this.#written.then(async (wasPrinted) => wasPrinted && (await printReport(line, this.#warnings)));
  }

  /** @param report cleaned. @returns whether all of it could be written. */
  async close(report: Report): Promise<boolean> {
    for (const event of closingEvents(report)) this.#write(eventLine(event));
    return await this.#written;
  }
}

/** A full disk behind standard output must not keep the saved reports from being written. */
async function printReport(text: string, warnings: WarningWords): Promise<boolean> {
  try {
    await write(process.stdout, text);
    return true;
  } catch (error) {
    await printWarning(warnings.notPrinted(errnoOf(error)));
    return false;
  }
}

const PROXY_VARIABLES = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"].flatMap((name) => [
  name,
  name.toUpperCase(),
]);

function proxyVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    PROXY_VARIABLES.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** @throws UsageError for a pattern that no check of this run matches. */
function selection(run: Run, { only = [], skip = [] }: CheckOptions): (id: string) => boolean {
  for (const [option, patterns] of [
    ["--only", only],
    ["--skip", skip],
  ] as const)
    for (const pattern of patterns)
      if (!run.checkIds.some(globMatcher(pattern)))
        throw new UsageError(({ usage }) =>
          usage.noSuchCheck(option, printable(pattern), nearestIds(pattern, run.checkIds)),
        );
  const wanted = only.map(globMatcher);
  const unwanted = skip.map(globMatcher);
  return (id) =>
    (wanted.length === 0 || wanted.some((matches) => matches(id))) && !unwanted.some((matches) => matches(id));
}

/** Of the same group when the pattern names one: that much of it was meant. */
function nearestIds(pattern: string, ids: string[]): string[] {
  const group = ids.filter((id) => id.split(".")[0] === pattern.split(".")[0]);
  return nearest(pattern, group.length > 0 ? group : ids);
}

/** The first signal ends the run in good order, the second one ends the process. */
function listenForStop(): { signal: AbortSignal; stopped: () => StopSignal | undefined } {
  const controller = new AbortController();
  let stopped: StopSignal | undefined;
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (stopped !== undefined) process.exit(name === "SIGINT" ? EXIT.interrupted : EXIT.terminated);
      stopped = name;
      controller.abort();
    });
  return { signal: controller.signal, stopped: () => stopped };
}
