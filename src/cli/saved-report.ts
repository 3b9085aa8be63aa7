import { printable } from "../wire/text.ts";
import { Ajv, type ErrorObject } from "ajv";
import { SCHEMA_VERSION, type Report } from "../model/report.ts";
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
