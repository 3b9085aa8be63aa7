import type { Report } from "../model/report.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderNdjson } from "./ndjson.ts";
import { renderNagios } from "./nagios.ts";
import { renderPrometheus } from "./prometheus.ts";
import type { ReportFormat } from "./report-formats.ts";
import { renderText, type TextOptions } from "./text.ts";
import { printableIn } from "../wire/text.ts";

const RENDERERS: Record<ReportFormat, (report: Report, options: TextOptions) => string> = {
  text: (report, options) => renderText(printableIn(report), options),
  json: renderJson,
  ndjson: renderNdjson,
  markdown: (report, { words }) => renderMarkdown(printableIn(report), words),
  html: (report, { words }) => renderHtml(printableIn(report), words),
  junit: (report, { words }) => renderJunit(printableIn(report), words),
  prometheus: renderPrometheus,
  nagios: (report, { words }) => renderNagios(report, words),
};

export function renderReport(report: Report, format: ReportFormat, options: TextOptions): string {
  return RENDERERS[format](report, options);
}
