import { formatOf, REPORT_FORMATS, type ReportFormat } from "../render/formats.ts";
import { printable } from "../wire/text.ts";
import { UsageError } from "./exit.ts";

export interface SaveTarget {
  file: string;
  format: ReportFormat;
}

export function saveTargets(files: readonly string[]): SaveTarget[] {
  return files.map((file) => {
    const format = formatOf(/\.[^./]*$/.exec(file)?.[0].toLowerCase() ?? "");
    if (format === undefined)
      throw new UsageError(
        `--save '${printable(file)}': the extension says the format; accepted: ${Object.values(REPORT_FORMATS).join(", ")}`,
      );
    return { file, format };
  });
}
