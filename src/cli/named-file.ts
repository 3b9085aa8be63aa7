import type { FileKind } from "../catalogue/words/command-line-words.ts";
import { printable } from "../wire/text.ts";
import { readBounded, type FileUse } from "../world/files.ts";
import { fileOr } from "./usage.ts";

/** A whole file that the user has named. @param expected what was hoped to be in it. @throws UsageError where it cannot be read. */
export function textOf(file: string, use: FileUse, expected: FileKind): Promise<string> {
  return fileOr(readBounded(file, use), (errno, { usage }) => usage.unreadable(printable(file), errno, expected));
}
