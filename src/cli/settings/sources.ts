import { lookAlikeIn } from "../../wire/look-alikes.ts";
import { printable } from "../../wire/text.ts";
import type { Command } from "commander";
import { nearest } from "../../wire/nearest.ts";
import { readJoinCommand } from "../../wire/join-command.ts";
import type { CommandLineWords } from "../../catalogue/words/command-line-words.ts";
import { readBounded, readStandardInput } from "../../world/files.ts";
import { DescribedOption } from "../option.ts";
import type { SetElsewhere, SiteOptions } from "../options.ts";
import { keysOf, type Setting } from "./setting.ts";
import { fileOr, parsedOr, UsageError, ValueError } from "../usage.ts";

const PREFIX = "EDGE_PREFLIGHT_";

/**
 * What the command line did not say: from the console's join command, from the cluster's detail, from EDGE_PREFLIGHT_*
 * variables, from the file of --config, in this order of weight. Every value goes through its option's own parser.
 * @param known all settings there are; a file may hold more than one command takes.
 * @returns the options by name, those of them that a report tells, and what deserves a warning.
 */
export async function otherSources(
  command: Command,
  known: readonly DescribedOption[],
  env: NodeJS.ProcessEnv,
  words: CommandLineWords,
): Promise<{ options: Record<string, unknown>; told: SetElsewhere[]; warnings: string[] }> {
  const { config, joinCommand, cluster } = command.opts<SiteOptions>();
  if (joinCommand === "-" && cluster === "-")
    throw new UsageError(({ usage }) => usage.oneStandardInput(["--join-command", "--cluster"]));
  const warnings: string[] = [];
  const detail = cluster === undefined ? undefined : await (await import("./cluster.ts")).fromCluster(cluster, words);
  warnings.push(...(detail?.warnings ?? []));
  const settings = [
    ...(joinCommand === undefined ? [] : await fromJoinCommand(joinCommand, warnings, words)),
    ...(detail?.settings ?? []),
    ...fromEnvironment(env, known, warnings, words),
    ...(config === undefined ? [] : await (await import("./settings-file.ts")).fromFile(config, known)),
  ];
  const options: Record<string, unknown> = { ...(detail !== undefined && { clusterIds: detail.ids }) };
  const told: SetElsewhere[] = [];
  for (const setting of settings) {
    const option = described(command).find(({ key }) => key === setting.key);
    const name = option?.attributeName();
    if (option === undefined || name === undefined || name in options) continue;
    if (command.getOptionValueSource(name) === "cli") continue;
    options[name] = parsed(option, setting);
    if (TOLD.has(setting.key))
      told.push({ option: setting.key, values: setting.values, place: printable(setting.place(words)) });
  }
  const lacking = (detail?.lacking ?? []).filter((key) => {
    const name =
      described(command)
        .find((option) => option.key === key)
        ?.attributeName() ?? key;
    return !(name in options) && command.getOptionValueSource(name) !== "cli";
  });
  if (lacking.length > 0) warnings.push(words.warnings.clusterLacks(lacking.map((key) => `--${key}`)));
  return { options, told, warnings };
}

/** What decides whom a run trusts, what it leaves out and what it writes. */
const TOLD = new Set<string>(["ca-file", "only", "skip", "save", "force", "reflector", "reflector-key-file"]);

/** Settings that are about this one run alone: where else they come from is itself on the command line. */
const NOT_A_SETTING = new Set<string>(["config", "join-command", "cluster"]);

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
  warnings: string[],
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
      warnings.push(words.warnings.variableIgnored(printable(name), near));
      return [];
    }
    const text = env[name] ?? "";
    const values = option.isRepeatable ? text.split(",").map((value) => value.trim()) : [text];
    return [{ key, values, place: () => name }];
  });
}

async function fromJoinCommand(file: string, warnings: string[], words: CommandLineWords): Promise<Setting[]> {
  const text = file === "-" ? readStandardInput("settings") : readBounded(file, "settings");
  const script = await fileOr(text, (errno, { usage }) => usage.unreadable(printable(file), errno, "join-command"));
  const facts = readJoinCommand(script);
  if (facts.region === undefined) throw new UsageError(({ usage }) => usage.noRegionInJoinCommand);
  if (facts.unreadNodeSpec === true) warnings.push(words.warnings.nodeSpecUnread(lookAlikeIn(script)));
  if (facts.interconnectMode !== undefined && facts.interconnectMode !== "private")
    warnings.push(words.warnings.publicMode(printable(facts.interconnectMode)));
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
