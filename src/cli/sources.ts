import { InvalidArgumentError, type Command, type Option } from "commander";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { nearest } from "../wire/nearest.ts";
import { readJoinCommand } from "../wire/join-command.ts";
import { printable } from "../wire/text.ts";
import { errnoOf } from "../world/abort.ts";
import { readSaved, readStandardInput } from "../world/files.ts";
import { UsageError } from "./exit.ts";
import type { SiteOptions } from "./options.ts";

const PREFIX = "EDGE_PREFLIGHT_";

/** One setting from somewhere else than the command line, with the place to name when it is wrong. */
interface Setting {
  /** An option's long name without dashes. */
  key: string;
  values: string[];
  place: string;
}

/**
 * What the command line did not say: from the console's join command, from EDGE_PREFLIGHT_* variables, from the file of
 * --config, in this order of weight. Every value goes through its option's own parser.
 * @param known all settings there are; a file may hold more than one command takes.
 * @returns the options by name, and what deserves a remark.
 */
export async function otherSources(
  command: Command,
  known: readonly Option[],
  env: NodeJS.ProcessEnv,
): Promise<{ options: Record<string, unknown>; remarks: string[] }> {
  const { config, joinCommand } = command.opts<SiteOptions>();
  const remarks: string[] = [];
  const settings = [
    ...(joinCommand === undefined ? [] : await fromJoinCommand(joinCommand, remarks)),
    ...fromEnvironment(env, known, remarks),
    ...(config === undefined ? [] : await fromFile(config, known)),
  ];
  const options: Record<string, unknown> = {};
  for (const setting of settings) {
    const option = command.options.find((each) => nameOf(each) === setting.key);
    const name = option?.attributeName();
    if (option === undefined || name === undefined || name in options) continue;
    if (command.getOptionValueSource(name) !== "cli") options[name] = parsed(option, setting);
  }
  return { options, remarks };
}

/** Settings that are about this one run alone: where else they come from is itself on the command line. */
const NOT_A_SETTING = new Set(["config", "join-command", "help"]);

export function settingsOf(command: Command): Option[] {
  return command.options.filter((option) => !NOT_A_SETTING.has(nameOf(option)));
}

function nameOf(option: Option): string {
  return (option.long ?? "").replace(/^--/, "");
}

function parsed(option: Option, { values, place }: Setting): unknown {
  const parse = option.parseArg;
  try {
    if (parse === undefined) return option.negate ? !flag(values) : flag(values);
    if (isRepeatable(option)) {
      let all: unknown;
      for (const value of values) all = parse(value, all);
      return all;
    }
    if (values.length !== 1) throw new InvalidArgumentError("It takes one value.");
    return parse<unknown>(values[0] ?? "", undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`${place}: ${error.message}`);
  }
}

function isRepeatable({ description }: Option): boolean {
  return description.endsWith("; repeatable");
}

function flag(values: readonly string[]): boolean {
  const [value] = values;
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw new InvalidArgumentError("Accepted: true, false.");
}

function fromEnvironment(env: NodeJS.ProcessEnv, known: readonly Option[], remarks: string[]): Setting[] {
  const names = Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && env[name] !== "")
    .sort();
  return names.flatMap((name) => {
    const key = name.slice(PREFIX.length).toLowerCase().replaceAll("_", "-");
    const option = known.find((each) => nameOf(each) === key);
    if (option === undefined) {
      const near = nearest(key, known.map(nameOf)).map((each) => PREFIX + each.toUpperCase().replaceAll("-", "_"));
      remarks.push(`${printable(name)} is ignored: no such setting; nearest: ${near.join(", ")}`);
      return [];
    }
    const text = env[name] ?? "";
    const values = isRepeatable(option) ? text.split(",").map((value) => value.trim()) : [text];
    return [{ key, values, place: name }];
  });
}

/** YAML, of which JSON is a part. Keys are the options' names; line numbers are the file's. */
async function fromFile(file: string, known: readonly Option[]): Promise<Setting[]> {
  const name = `--config '${printable(file)}'`;
  const text = await readSaved(file).catch((error: unknown) => {
    throw new UsageError(`${name}: it cannot be read (${errnoOf(error)}); accepted: a file of YAML or JSON`);
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number | undefined) => `${name}, line ${lines.linePos(offset ?? 0).line}`;
  const [problem] = document.errors;
  if (problem !== undefined)
    throw new UsageError(`${at(problem.pos[0])}: ${printable(problem.message)}; accepted: YAML or JSON`);
  if (document.contents === null) return [];
  if (!isMap(document.contents))
    throw new UsageError(`${name}: it holds no settings; accepted: lines such as region: cn-hangzhou`);
  return document.contents.items.map(({ key, value }) => {
    const place = at(rangeOf(key));
    const word = isScalar(key) && typeof key.value === "string" ? key.value : "";
    if (!known.some((option) => nameOf(option) === word))
      throw new UsageError(
        `${place}: no setting '${printable(word)}'; nearest: ${nearest(word, known.map(nameOf)).join(", ")}`,
      );
    return { key: word, values: valuesOf(value, place), place: `${place}, ${word}` };
  });
}

function rangeOf(node: unknown): number | undefined {
  return isScalar(node) ? node.range?.[0] : undefined;
}

function valuesOf(node: unknown, place: string): string[] {
  if (isSeq(node)) return node.items.flatMap((item) => valuesOf(item, place));
  // As it was written: YAML would make 1.3 of the version 1.30.
  if (isScalar(node) && node.value !== null) {
    const { value, source } = node;
    return [typeof value === "string" ? value : (source ?? "")];
  }
  throw new UsageError(
    `${place}: ${isAlias(node) ? "an alias is not accepted" : "it needs a value"}; accepted: a text, or a list of them`,
  );
}

async function fromJoinCommand(file: string, remarks: string[]): Promise<Setting[]> {
  const place = "--join-command";
  const facts = readJoinCommand(
    await (file === "-" ? readStandardInput() : readSaved(file)).catch((error: unknown) => {
      throw new UsageError(`${place} '${printable(file)}': it cannot be read (${errnoOf(error)})`);
    }),
  );
  if (facts.region === undefined)
    throw new UsageError(`${place}: no region in it; accepted: the console's join command, as it was copied`);
  if (facts.interconnectMode !== undefined && facts.interconnectMode !== "private")
    remarks.push(
      `${place}: the interconnection mode is '${printable(facts.interconnectMode)}', not 'private': such a node joins without the dedicated line`,
    );
  const setting = (key: string, value: string | undefined): Setting[] =>
    value === undefined ? [] : [{ key, values: [value], place: `${place}, ${key}` }];
  return [
    ...setting("region", facts.region),
    ...setting("cluster-version", facts.clusterVersion),
    ...setting("network-plugin", facts.networkPlugin),
    ...setting("self-host-ntp", facts.selfHostNtp === undefined ? undefined : String(facts.selfHostNtp)),
    ...setting("interface", facts.interface),
  ];
}
