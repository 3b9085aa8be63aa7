import { printable } from "../wire/text.ts";
import { Ajv, type ErrorObject } from "ajv";
import { findRegion } from "../catalogue/regions.ts";
import { SCHEMA_VERSION, type Report } from "../model/report.ts";
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
  const validate = new Ajv({ allowUnionTypes: true }).compile<Report>(schemaOf("report"));
  if (validate(value)) return value;
  const reason = reasonOf(validate.errors);
  throw new UsageError(({ usage }) => usage.notAReport(printable(file), SCHEMA_VERSION, printable(reason)));
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
