import { printable } from "../wire/text.ts";
import { formatOf, REPORT_FORMATS, type ReportFormat } from "../render/report-formats.ts";
import { UsageError } from "./usage.ts";

export interface SaveTarget {
  file: string;
  format: ReportFormat;
}

export function saveTargets(files: readonly string[]): SaveTarget[] {
  return files.map((file) => {
    const format = formatOf(/\.[^./]*$/.exec(file)?.[0].toLowerCase() ?? "");
    if (format === undefined)
      throw new UsageError(({ usage }) => usage.saveExtension(printable(file), Object.values(REPORT_FORMATS)));
    return { file, format };
  });
}
