import { rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "./exit.ts";

export const SAVE_FORMATS = { ".json": "json", ".txt": "text" } as const;
export type SaveFormat = (typeof SAVE_FORMATS)[keyof typeof SAVE_FORMATS];

export interface SaveTarget {
  file: string;
  format: SaveFormat;
}

export function saveTargets(files: readonly string[]): SaveTarget[] {
  return files.map((file) => {
    const extension = path.extname(file).toLowerCase();
    const format = extension in SAVE_FORMATS ? SAVE_FORMATS[extension as keyof typeof SAVE_FORMATS] : undefined;
    if (format === undefined)
      throw new UsageError(
        `--save '${file}': the extension says the format; accepted: ${Object.keys(SAVE_FORMATS).join(", ")}`,
      );
    return { file, format };
  });
}

/** Whole or not at all: written beside the target, then renamed over it. */
export async function saveAtomically(file: string, content: string): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
