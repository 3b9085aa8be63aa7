/** Exports of a lab's cloud, right and wrong ones. */
import { readCloud, type CloudFile } from "../../src/cloud/read.ts";
import { ofSite } from "../../src/cloud/of-site.ts";
import type { Report } from "../../src/model/report.ts";
import { exportOf, IDS, type CloudOfLab } from "./export.ts";

export const EXPORT_KINDS = {
  /** Of the network as it is. */
  right: "as it is, made an hour before",
  "no date": "as it is, of unknown age",
  /** Without the answer that would tell. */
  "one answer missing": "without the tables of the VBR",
  /** Of the network before the fault. */
  stale: "of before the fault, thirty days old",
  "stale without a date": "of before the fault, of unknown age",
  truncated: "only the first row of each list of routes",
  "wrong table": "routes of a table that no vSwitch uses, and of no other",
  /** The data plane does not do what the configuration says. */
  contradicting: "of before the fault, and new",
} as const;
export type ExportKind = keyof typeof EXPORT_KINDS;

/** A cloud with a fault, and without it. */
export interface FaultyCloud {
  faulty: CloudOfLab;
  healthy: CloudOfLab;
  /** The misconfigurations that the faulty one has. */
  wrong: readonly string[];
}

/** The same report with an export beside it. */
export function besideExport(report: Report, cloud: FaultyCloud, kind: ExportKind): Report {
  const at = (hours: number) => new Date(Date.parse(report.run.startedAt) - hours * HOUR_MS).toISOString();
  const { configuration } = readCloud(filesOfKind(cloud, kind, at));
  return { ...report, cloud: ofSite(configuration, report.site).configuration };
}

const HOUR_MS = 3_600_000;

function filesOfKind(
  { faulty, healthy, wrong }: FaultyCloud,
  kind: ExportKind,
  at: (hours: number) => string,
): CloudFile[] {
  const now = () => exportOf(faulty, wrong, at(1));
  const before = (exportedAt?: string) => exportOf(healthy, [], exportedAt);
  switch (kind) {
    case "right":
      return now();
    case "no date":
      return exportOf(faulty, wrong);
    case "one answer missing":
      return now().filter(({ name }) => !name.includes(IDS.vbrTable));
    case "stale":
      return before(at(24 * 30));
    case "stale without a date":
      return before();
    case "contradicting":
      return before(at(1));
    case "truncated":
      return now().map((file) => (/Route(?:r?)Entr/.test(file.name) ? { ...file, text: truncated(file.text) } : file));
    case "wrong table":
      return now().map((file) =>
        file.name.includes(IDS.vpcTable)
          ? {
              name: file.name.replace(IDS.vpcTable, IDS.otherTable),
              text: file.text.replaceAll(IDS.vpcTable, IDS.otherTable),
            }
          : file,
      );
  }
}

function truncated(text: string): string {
  const document = JSON.parse(text) as Record<string, unknown>;
  for (const [field, value] of Object.entries(document)) {
    if (Array.isArray(value)) document[field] = value.slice(0, 1);
    else if (typeof value === "object" && value !== null) {
      const inner = Object.entries(value).map(([name, rows]): [string, unknown] => [
        name,
        Array.isArray(rows) ? rows.slice(0, 1) : rows,
      ]);
      document[field] = Object.fromEntries(inner);
    }
  }
  return JSON.stringify({ ...document, NextToken: "more" });
}
