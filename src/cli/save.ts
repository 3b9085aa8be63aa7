import { UsageError } from "./exit.ts";

export const SAVE_FORMATS = { ".json": "json", ".txt": "text" } as const;
export type SaveFormat = (typeof SAVE_FORMATS)[keyof typeof SAVE_FORMATS];

export interface SaveTarget {
  file: string;
  format: SaveFormat;
}

export function saveTargets(files: readonly string[]): SaveTarget[] {
  return files.map((file) => {
    const extension = /\.[^./]*$/.exec(file)?.[0].toLowerCase() ?? "";
    const format = extension in SAVE_FORMATS ? SAVE_FORMATS[extension as keyof typeof SAVE_FORMATS] : undefined;
    if (format === undefined)
      throw new UsageError(
        `--save '${file}': the extension says the format; accepted: ${Object.keys(SAVE_FORMATS).join(", ")}`,
      );
    return { file, format };
  });
}
