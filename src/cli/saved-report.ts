import { Ajv, type ErrorObject } from "ajv";
import { SCHEMA_VERSION, type Report } from "../model/report.ts";
import { printable } from "../wire/text.ts";
import { errnoOf } from "../world/abort.ts";
import { readSaved, schemaOf } from "../world/files.ts";
import { UsageError } from "./exit.ts";

/** @throws UsageError for a file that cannot be read, or that is not a report of this tool. */
export async function readReport(file: string): Promise<Report> {
  const name = `'${printable(file)}'`;
  const text = await readSaved(file).catch((error: unknown) => {
    throw new UsageError(`${name} cannot be read (${errnoOf(error)}); accepted: a report saved as JSON`);
  });
  const value = parse(text, name);
  const validate = new Ajv({ allowUnionTypes: true }).compile<Report>(schemaOf("report"));
  if (validate(value)) return value;
  throw new UsageError(`${name} is not a report of schema ${SCHEMA_VERSION}: ${reasonOf(validate.errors)}`);
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${name} is not JSON; accepted: a report saved with --save <file>.json or --format json`);
  }
}

function reasonOf(errors: ErrorObject[] | null | undefined): string {
  const [first] = errors ?? [];
  return first === undefined ? "unknown" : printable(`${first.instancePath || "/"} ${first.message ?? ""}`);
}
