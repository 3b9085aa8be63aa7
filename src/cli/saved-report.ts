import { printable } from "../wire/text.ts";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { findRegion } from "../catalogue/regions.ts";
import { actionsOf } from "../diagnosis/explain/actions.ts";
import { EARLIER_SCHEMA_VERSIONS, SCHEMA_VERSION, type Report } from "../model/report.ts";
import { wrongAddressIn } from "../wire/report-values.ts";
import { schemaOf } from "../world/shipped.ts";
import { UsageError } from "./usage.ts";
import { textOf } from "./named-file.ts";
import { isRecord } from "../wire/json.ts";

/** @throws UsageError for a file that cannot be read, or that is not a report of this tool. */
export async function readReport(file: string): Promise<Report> {
  const text = await textOf(file, "saved", "report");
  const read = reportFrom(parse(text, file));
  if ("report" in read) return read.report;
  throw new UsageError(({ usage }) => usage.notAReport(printable(file), SCHEMA_VERSION, printable(read.reason)));
}

let validator: ValidateFunction<Report> | undefined;

/** A document as a report of this schema, or what is wrong with it. */
export function reportFrom(value: unknown): { report: Report } | { reason: string } {
  const document = inThisSchema(value);
  validator ??= new Ajv({ allowUnionTypes: true }).compile<Report>(schemaOf("report"));
  if (!validator(document)) return { reason: reasonOf(validator.errors) };
  return { report: document === value ? document : withActions(document) };
}

/** Whether a report's evidence can be judged again: nothing in it is what nobody can look up. */
export function isDiagnosable(report: Report): boolean {
  return findRegion(report.site.region) !== undefined && wrongAddressIn(report) === undefined;
}

/** A report of an earlier schema in the form of this one, without actions yet; any other document as it is. */
function inThisSchema(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { schemaVersion, diagnosis } = value;
  if (typeof schemaVersion !== "string" || !EARLIER_SCHEMA_VERSIONS.includes(schemaVersion)) return value;
  return {
    ...value,
    schemaVersion: SCHEMA_VERSION,
    ...(isRecord(diagnosis) && { diagnosis: { actions: [], ...diagnosis } }),
  };
}

function withActions(report: Report): Report {
  return {
    ...report,
    diagnosis: { ...report.diagnosis, actions: actionsOf(report.checks, report.diagnosis.findings) },
  };
}

/** A report whose evidence can be judged again. @throws UsageError also for one that names what nobody can look up. */
export async function readDiagnosable(file: string): Promise<Report> {
  const report = await readReport(file);
  const { region } = report.site;
  if (findRegion(region) === undefined)
    throw new UsageError(({ usage }) => usage.notDiagnosable(printable(file), "/site/region", printable(region)));
  const wrong = wrongAddressIn(report);
  if (wrong === undefined) return report;
  throw new UsageError(({ usage }) =>
    usage.notDiagnosable(printable(file), printable(wrong.at), printable(wrong.value)),
  );
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(({ usage }) => usage.notJson(printable(file)));
  }
}

function reasonOf(errors: ErrorObject[] | null | undefined): string {
  const [first] = errors ?? [];
  return first === undefined ? "unknown" : `${first.instancePath || "/"} ${first.message ?? ""}`;
}
