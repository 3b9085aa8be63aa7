import { CsvError, parse } from "csv-parse/sync";
import type { Words } from "../../catalogue/words/words.ts";
import { fleetOf } from "../../fleet/fleet.ts";
import { FleetReports, type Member } from "../../fleet/reports.ts";
import type { Reading } from "../../fleet/examine.ts";
import type { Fleet } from "../../model/fleet.ts";
import { withoutSecrets } from "../../redaction.ts";
import { renderFleet } from "../../render/fleet/fleet.ts";
import { FLEET_FORMATS } from "../../render/report-formats.ts";
import { printable } from "../../wire/text.ts";
import { packageVersion } from "../../world/shipped.ts";
import { CATALOGUE_DATE } from "../../catalogue/catalogue.ts";
import { withCloud } from "../settings/cloud-option.ts";
import { EXIT } from "../exit.ts";
import { readReports } from "../fleet-files.ts";
import { wordsFor } from "../language.ts";
import type { FleetCommandOptions } from "../options.ts";
import { write } from "../output.ts";
import { FILE_WIDTH, saveAll, saveTargets } from "../save.ts";
import { isDiagnosable, reportFrom } from "../saved-report.ts";
import { screen } from "../screen.ts";
import { UsageError } from "../usage.ts";
import { textOf } from "../named-file.ts";

/**
 * `fleet`: one statement from the reports of many nodes. No network traffic.
 * @returns 1 where more nodes are not ready than may be.
 */
export async function fleet(places: readonly string[], options: FleetCommandOptions): Promise<number> {
  const words = await wordsFor(options);
  const targets = await saveTargets(options.save ?? [], FLEET_FORMATS, options.force === true);
  const inventory = options.inventory === undefined ? [] : await inventoryFrom(options.inventory);
  const labels = options.labels === undefined ? new Map<string, Labels>() : await labelsFrom(options.labels);
  const reports = new FleetReports();
  await readReports(places, reports);
  const members = reports.members(({ hostname, addresses }) => labelsOf([hostname, ...addresses], labels));
  if (members.length === 0) throw noReports(reports);
  const said = await fleetOf(reports, members, {
    ...readingFor(options, words),
    inventory,
    labelsOf: (host) => labelsOf([host], labels),
    mayFail: options.maxNotReady ?? { count: 0 },
    tool: { name: "edge-preflight", version: packageVersion(), catalogue: CATALOGUE_DATE },
  });
  // What reports have said in sentences; the rest is names, addresses and words of the tool's own.
  const statement: Fleet = {
    ...said,
    findings: said.findings.map((finding) => ({ ...finding, suspects: withoutSecrets(finding.suspects) })),
    actions: withoutSecrets(said.actions),
  };
  const { quiet = false, verbose = false } = options;
  await write(
    process.stdout,
    renderFleet(statement, options.format ?? "text", { ...screen(options, words), quiet, verbose }),
  );
  const inFile = { words, width: FILE_WIDTH, colour: false, quiet: false, verbose: true };
  const saved = await saveAll(targets, (format) => renderFleet(statement, format, inFile), words.commandLine.warnings);
  if (!saved) return EXIT.unfinished;
  return statement.threshold.met ? EXIT.ready : EXIT.notReady;
}

function noReports({ invalid }: FleetReports): UsageError {
  const [first] = invalid;
  return new UsageError(({ usage }) =>
    usage.fleet.noReports({
      found: invalid.length,
      first: first === undefined ? undefined : printable(first.file),
      reason: first?.reason,
    }),
  );
}

/** Reports that are looked at closely are read again, checked whole, and held against what the cloud says. */
function readingFor(options: FleetCommandOptions, words: Words): Reading {
  const clouds = new Map<string, ReturnType<typeof withCloud>>();
  return {
    words,
    read: (member) => {
      const read = reportFrom(again(member));
      return "report" in read && isDiagnosable(read.report) ? read.report : undefined;
    },
    cloudOf: (site) => {
      const key = JSON.stringify(site);
      const cloud = clouds.get(key) ?? withCloud(options, site, words);
      clouds.set(key, cloud);
      return cloud;
    },
  };
}

/** @returns undefined for a file that is gone since. */
function again({ source }: Member): unknown {
  try {
    return source.again();
  } catch {
    return undefined;
  }
}

/** Hosts as the people of the site list them, one a line; as in an INI inventory, what follows the name is left. */
async function inventoryFrom(file: string): Promise<string[]> {
  const text = await textOf(file, "saved", "inventory");
  const hosts = text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().split(/\s+/)[0] ?? "")
    .filter((host) => host !== "" && !host.startsWith("["));
  if (hosts.length === 0) throw new UsageError(({ usage }) => usage.fleet.noHosts(printable(file)));
  return [...new Set(hosts)];
}

type Labels = Record<string, string>;

/** @returns by host name or address, in lower case. */
async function labelsFrom(file: string): Promise<Map<string, Labels>> {
  const text = await textOf(file, "saved", "labels");
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? error["lines"] : 1;
    throw new UsageError(({ usage }) => usage.fleet.labelsRow(printable(file), line));
  }
  const [head = [], ...body] = rows;
  const [, ...names] = head;
  if (names.length === 0 || names.includes(""))
    throw new UsageError(({ usage }) => usage.fleet.labelsHead(printable(file)));
  return new Map(
    body.map(([host = "", ...values]) => [
      host.toLowerCase(),
      Object.fromEntries(names.flatMap((name, index) => (values[index] === "" ? [] : [[name, values[index] ?? ""]]))),
    ]),
  );
}

function labelsOf(names: readonly string[], labels: ReadonlyMap<string, Labels>): Labels {
  for (const name of names) {
    const lower = name.toLowerCase();
    const found = labels.get(lower) ?? labels.get(lower.split(".")[0] ?? "");
    if (found !== undefined) return found;
  }
  return {};
}
