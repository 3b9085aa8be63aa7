import { printable } from "../wire/text.ts";
import type { Command } from "commander";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { nearest } from "../wire/nearest.ts";
import { readJoinCommand } from "../wire/join-command.ts";
import type { CommandLineWords } from "../catalogue/words/command-line-words.ts";
import { readSaved, readStandardInput } from "../world/files.ts";
import { DescribedOption } from "./option.ts";
import type { SiteOptions } from "./options.ts";
import { fileOr, parsedOr, UsageError, ValueError } from "./usage.ts";

const PREFIX = "EDGE_PREFLIGHT_";

/** One setting from somewhere else than the command line, with the place to name when it is wrong. */
interface Setting {
  /** An option's long name without dashes. */
  key: string;
  values: string[];
  place: Place;
}

type Place = (words: CommandLineWords) => string;

/**
 * What the command line did not say: from the console's join command, from EDGE_PREFLIGHT_* variables, from the file of
 * --config, in this order of weight. Every value goes through its option's own parser.
 * @param known all settings there are; a file may hold more than one command takes.
 * @returns the options by name, and what deserves a remark.
 */
export async function otherSources(
  command: Command,
  known: readonly DescribedOption[],
  env: NodeJS.ProcessEnv,
  words: CommandLineWords,
): Promise<{ options: Record<string, unknown>; remarks: string[] }> {
  const { config, joinCommand } = command.opts<SiteOptions>();
  const remarks: string[] = [];
  const settings = [
    ...(joinCommand === undefined ? [] : await fromJoinCommand(joinCommand, remarks, words)),
    ...fromEnvironment(env, known, remarks, words),
    ...(config === undefined ? [] : await fromFile(config, known)),
  ];
  const options: Record<string, unknown> = {};
  for (const setting of settings) {
    const option = described(command).find(({ key }) => key === setting.key);
    const name = option?.attributeName();
    if (option === undefined || name === undefined || name in options) continue;
    if (command.getOptionValueSource(name) !== "cli") options[name] = parsed(option, setting);
  }
  return { options, remarks };
}

/** Settings that are about this one run alone: where else they come from is itself on the command line. */
const NOT_A_SETTING = new Set<string>(["config", "join-command"]);

export function settingsOf(command: Command): DescribedOption[] {
  return described(command).filter(({ key }) => !NOT_A_SETTING.has(key));
}

function described({ options }: Command): DescribedOption[] {
  return options.filter((option) => option instanceof DescribedOption);
}

function parsed(option: DescribedOption, { values, place }: Setting): unknown {
  return parsedOr(
    () => valueOf(option, values),
    (why, words) => words.usage.at(place(words), why),
  );
}

/** @throws ValueError */
function valueOf({ read, negate, optional, isRepeatable }: DescribedOption, values: readonly string[]): unknown {
  if (read === undefined) return flag(values) !== negate;
  if (isRepeatable) return values.reduce<unknown>((all, value) => read(value, all), undefined);
  const [value = "", ...more] = values;
  if (more.length > 0 || values.length === 0) throw new ValueError((words) => words.values.oneValue);
  // As on the command line without its value.
  if (optional && FLAGS.has(value)) return FLAGS.get(value) === true ? true : undefined;
  return read(value, undefined);
}

const FLAGS = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function flag([value = ""]: readonly string[]): boolean {
  const meant = FLAGS.get(value);
  if (meant === undefined) throw new ValueError((words) => words.values.accepted(["true", "false"]));
  return meant;
}

function fromEnvironment(
  env: NodeJS.ProcessEnv,
  known: readonly DescribedOption[],
  remarks: string[],
  words: CommandLineWords,
): Setting[] {
  const names = Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && env[name] !== "")
    .sort();
  return names.flatMap((name) => {
    const key = name.slice(PREFIX.length).toLowerCase().replaceAll("_", "-");
    const option = known.find((each) => each.key === key);
    if (option === undefined) {
      const near = nearest(key, keysOf(known)).map((each) => PREFIX + each.toUpperCase().replaceAll("-", "_"));
      remarks.push(words.remarks.variableIgnored(printable(name), near));
      return [];
    }
    const text = env[name] ?? "";
    const values = option.isRepeatable ? text.split(",").map((value) => value.trim()) : [text];
    return [{ key, values, place: () => name }];
  });
}

function keysOf(options: readonly DescribedOption[]): string[] {
  return options.map(({ key }) => key);
}

/** YAML, of which JSON is a part. Keys are the options' names; line numbers are the file's. */
async function fromFile(file: string, known: readonly DescribedOption[]): Promise<Setting[]> {
  const name = `--config '${printable(file)}'`;
  const text = await fileOr(readSaved(file), (errno, { usage }) =>
    usage.unreadable(printable(file), errno, "settings"),
  );
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at =
    (offset: number | undefined): Place =>
    ({ usage }) =>
      usage.line(name, lines.linePos(offset ?? 0).line);
  const [problem] = document.errors;
  if (problem !== undefined) refuse(at(problem.pos[0]), ({ usage }) => usage.notYaml(printable(problem.message)));
  if (document.contents === null) return [];
  if (!isMap(document.contents))
    return refuse(
      () => name,
      ({ usage }) => usage.noSettings,
    );
  return document.contents.items.map(({ key, value }) => {
    const place = at(rangeOf(key));
    const word = isScalar(key) && typeof key.value === "string" ? key.value : "";
    if (!known.some((option) => option.key === word))
      refuse(place, ({ usage }) => usage.noSuchSetting(printable(word), nearest(word, keysOf(known))));
    return { key: word, values: valuesOf(value, place), place: (words) => `${place(words)}, ${word}` };
  });
}

function refuse(place: Place, why: Place): never {
  throw new UsageError((words) => words.usage.at(place(words), why(words)));
}

function rangeOf(node: unknown): number | undefined {
  return isScalar(node) ? node.range?.[0] : undefined;
}

function valuesOf(node: unknown, place: Place): string[] {
  if (isSeq(node)) return node.items.flatMap((item) => valuesOf(item, place));
  // As it was written: YAML would make 1.3 of the version 1.30.
  if (isScalar(node) && node.value !== null) {
    const { value, source } = node;
    return [typeof value === "string" ? value : (source ?? "")];
  }
  return refuse(place, ({ usage }) => (isAlias(node) ? usage.noAlias : usage.noValue));
}

async function fromJoinCommand(file: string, remarks: string[], words: CommandLineWords): Promise<Setting[]> {
  const text = file === "-" ? readStandardInput() : readSaved(file);
  const facts = readJoinCommand(
    await fileOr(text, (errno, { usage }) => usage.unreadable(printable(file), errno, "join-command")),
  );
  if (facts.region === undefined) throw new UsageError(({ usage }) => usage.noRegionInJoinCommand);
  if (facts.interconnectMode !== undefined && facts.interconnectMode !== "private")
    remarks.push(words.remarks.publicMode(printable(facts.interconnectMode)));
  const setting = (key: string, value: string | undefined): Setting[] =>
    value === undefined ? [] : [{ key, values: [value], place: () => `--join-command, ${key}` }];
  return [
    ...setting("region", facts.region),
    ...setting("cluster-version", facts.clusterVersion),
    ...setting("network-plugin", facts.networkPlugin),
    ...setting("self-host-ntp", facts.selfHostNtp === undefined ? undefined : String(facts.selfHostNtp)),
    ...setting("interface", facts.interface),
  ];
}
