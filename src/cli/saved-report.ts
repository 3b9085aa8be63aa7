import { printable } from "../wire/text.ts";
import { Ajv, type ErrorObject } from "ajv";
import { findRegion } from "../catalogue/regions.ts";
import { actionsOf } from "../diagnosis/explain/actions.ts";
import { EARLIER_SCHEMA_VERSIONS, SCHEMA_VERSION, type Report } from "../model/report.ts";
import { wrongAddressIn } from "../wire/report-values.ts";
import { readBounded } from "../world/files.ts";
import { schemaOf } from "../world/shipped.ts";
import { fileOr, UsageError } from "./usage.ts";

/** @throws UsageError for a file that cannot be read, or that is not a report of this tool. */
export async function readReport(file: string): Promise<Report> {
  const text = await fileOr(readBounded(file, "saved"), (errno, { usage }) =>
    usage.unreadable(printable(file), errno, "report"),
  );
  const value = parse(text, file);
  const isEarlier = isEarlierReport(value);
  const validate = new Ajv({ allowUnionTypes: true }).compile<Report>(schemaOf("report"));
  if (validate(value)) return isEarlier ? withActions(value) : value;
  const reason = reasonOf(validate.errors);
  throw new UsageError(({ usage }) => usage.notAReport(printable(file), SCHEMA_VERSION, printable(reason)));
}

/** Makes a report of an earlier schema one of this: what it lacks is made of what it has, once that is known to be well-formed. */
function isEarlierReport(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const report = value as { schemaVersion?: unknown; diagnosis?: unknown };
  if (typeof report.schemaVersion !== "string" || !EARLIER_SCHEMA_VERSIONS.includes(report.schemaVersion)) return false;
  report.schemaVersion = SCHEMA_VERSION;
  if (typeof report.diagnosis === "object" && report.diagnosis !== null)
    report.diagnosis = { actions: [], ...report.diagnosis };
  return true;
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
