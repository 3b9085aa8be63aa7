/** A recorded run of a drawn site with an export of that site's cloud beside it. */
import type { Report } from "../../src/model/report.ts";
import { cloudOfSite } from "../cloud/export.ts";
import { besideExport, type ExportKind } from "../cloud/export-kinds.ts";
import { drawCase, type RecordedCase } from "./case.ts";

export function withExport(one: RecordedCase, kind: ExportKind): RecordedCase {
  // Of kept cases only what the inference reads was kept.
  const run = { ...one.report.run, startedAt: KEPT_RUN_AT, ...(one.report as Partial<Report>).run };
  const cloud = {
    faulty: cloudOfSite(drawCase(one.id).site),
    healthy: cloudOfSite(drawCase({ ...one.id, kind: "healthy" }).site),
    wrong: one.truth.map(({ misconfiguration }) => misconfiguration),
  };
  return { ...one, report: besideExport({ ...one.report, run }, cloud, kind) };
}

const KEPT_RUN_AT = "2026-01-31T08:00:00.000Z";
