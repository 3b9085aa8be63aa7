import { printable } from "../wire/text.ts";
import { formatOf, isOwnReport, REPORT_FORMATS, type SavedFormat } from "../render/report-formats.ts";
import { beginningOf } from "../world/files.ts";
import { fileOr, UsageError } from "./usage.ts";

export interface SaveTarget {
  file: string;
  format: SavedFormat;
}

/**
 * Where reports are saved to, before anything is probed. A file that is there is replaced only if it is empty or a report:
 * a slip in a settings file must cost nobody his own.
 * @throws UsageError
 */
export async function saveTargets(files: readonly string[], force: boolean): Promise<SaveTarget[]> {
  return await Promise.all(
    files.map(async (file) => {
      const format = formatOf(/\.[^./]*$/.exec(file)?.[0].toLowerCase() ?? "");
      if (format === undefined)
        throw new UsageError(({ usage }) => usage.saveExtension(printable(file), Object.values(REPORT_FORMATS)));
      if (!force) await refuseAnothers(file, format);
      return { file, format };
    }),
  );
}

async function refuseAnothers(file: string, format: SavedFormat): Promise<void> {
  const beginning = await fileOr(beginningOf(file), (errno, { usage }) => usage.saveUnread(printable(file), errno));
  if (beginning !== undefined && beginning !== "" && !isOwnReport(beginning, format))
    throw new UsageError(({ usage }) => usage.saveNoReport(printable(file)));
}
