import { printable } from "../wire/text.ts";
import { extensionsOf, formatOf, isOwnReport, type SavedFormat } from "../render/report-formats.ts";
import type { WarningWords } from "../catalogue/words/command-line-words.ts";
import { errnoOf } from "../world/errno.ts";
import { beginningOf, saveAtomically } from "../world/files.ts";
import { printWarning } from "./output.ts";
import { fileOr, UsageError } from "./usage.ts";

export interface SaveTarget<F extends SavedFormat = SavedFormat> {
  file: string;
  format: F;
}

/**
 * Where reports are saved to, before anything is probed. A file that is there is replaced only if it is empty or a report:
 * a slip in a settings file must cost nobody his own.
 * @param formats those that there are of it. @throws UsageError
 */
export async function saveTargets<F extends SavedFormat>(
  files: readonly string[],
  formats: readonly F[],
  force: boolean,
): Promise<SaveTarget<F>[]> {
  return await Promise.all(
    files.map(async (file) => {
      const format = formatOf(/\.[^./]*$/.exec(file)?.[0].toLowerCase() ?? "", formats);
      if (format === undefined)
        throw new UsageError(({ usage }) => usage.saveExtension(printable(file), extensionsOf(formats)));
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

/** Writes each in its form. @returns whether all could be written; what could not is told. */
export async function saveAll<F extends SavedFormat>(
  targets: readonly SaveTarget<F>[],
  rendered: (format: F) => string,
  { notSaved }: WarningWords,
): Promise<boolean> {
  let saved = true;
  for (const { file, format } of targets) {
    try {
      await saveAtomically(file, rendered(format));
    } catch (error) {
      saved = false;
      await printWarning(notSaved(printable(file), errnoOf(error)));
    }
  }
  return saved;
}

/** A file is read by who was not there: it has every check. */
export const FILE_WIDTH = 100;
