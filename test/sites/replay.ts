/**
 * Diagnoses recorded cases again, without a lab: replay.ts FILE.ndjson.gz [--list] [--as-recorded] [--cloud[=KIND]].
 * --cloud diagnoses each run also with an export of the cloud's configuration: of one kind, or of each kind in turn.
 */
import { EXPORT_KINDS, type ExportKind } from "../cloud/export-kinds.ts";
import { withExport } from "./cloud-exports.ts";
import { diagnosed, diagnosedAgain, printScores, type Result } from "./score.ts";
import { recordedCases, type RecordedCase } from "./case.ts";
import { print } from "../bench/print.ts";

const [file = ""] = process.argv.slice(2);
// Some edits do no harm on their site: a second DNS server answers, a shorter route leads there as well.
const cases = recordedCases(file).filter(({ truth, report }) => truth.length === 0 || report.verdict !== "ready");
const cloud = process.argv.find((argument) => argument.startsWith("--cloud"));
const [, only] = cloud?.split("=") ?? [];
const kinds = (Object.keys(EXPORT_KINDS) as ExportKind[]).filter((kind) => only === undefined || kind === only);
for (const kind of [undefined, ...(cloud === undefined ? [] : kinds)]) {
  if (kind !== undefined) print(`\nwith the cloud's configuration: ${EXPORT_KINDS[kind]}`);
  replay(kind === undefined ? cases : cases.map((one) => withExport(one, kind)));
}

function replay(some: readonly RecordedCase[]): void {
  const startedAt = performance.now();
  const results = some.map((one) =>
    process.argv.includes("--as-recorded") ? diagnosed(one, one.report.diagnosis.findings) : diagnosedAgain(one),
  );
  printScores(results);
  print(`\none diagnosis ${((performance.now() - startedAt) / Math.max(1, some.length)).toFixed(0)} ms`);
  if (process.argv.includes("--list")) list(results);
}

function list(results: readonly Result[]): void {
  for (const { one, first, right, sure, named } of results)
    if (!right)
      print(
        `${one.id.seed}.${one.id.index} ${one.silence}${sure ? " SURE" : ""}: ${one.truth.map(({ device, what }) => `${device} (${what})`).join(" + ")} taken for ${first ?? "nothing"} | ${named}`,
      );
}
