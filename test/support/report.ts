import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { expect } from "vitest";
import type { Fleet } from "../../src/model/fleet.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { CheckResult, Report } from "../../src/model/report.ts";

const DIST = path.resolve(import.meta.dirname, "../../dist");

function schema(name: string): ValidateFunction {
  const text = readFileSync(path.join(DIST, `${name}.schema.json`), "utf8");
  return new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(text) as object);
}

interface Documents {
  report: Report;
  plan: Plan;
  fleet: Fleet;
}

const validators = new Map<string, ValidateFunction>();

/** Parses what went to standard output and holds it against the shipped schema. */
export function parseDocument<N extends keyof Documents>(stdout: string, name: N): Documents[N] {
  const document: unknown = JSON.parse(stdout);
  const validate = validators.get(name) ?? schema(name);
  validators.set(name, validate);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document as Documents[N];
}

export function parseReport(stdout: string): Report {
  return parseDocument(stdout, "report");
}

export function checkOf(report: Report, id: string): CheckResult {
  const check = report.checks.find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`no check ${id} among ${report.checks.map((one) => one.id).join(", ")}`);
  return check;
}

/** "status code" by check ID, for the checks that are asked for. */
export function outcomes(report: Report, ids: string[]): Record<string, string> {
  return Object.fromEntries(
    ids.map((id) => {
      const { status, code } = checkOf(report, id);
      return [id, `${status} ${code}`];
    }),
  );
}
