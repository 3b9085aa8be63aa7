import { printable } from "../../wire/text.ts";
import { errnoOf } from "../../world/errno.ts";
import { KeyFileError, readKey, type Key } from "../../world/reflector.ts";
import { UsageError } from "../usage.ts";

/** The key that a reflector and its nodes share. @throws UsageError where the file cannot be read or holds no key. */
export async function keyFrom(file: string): Promise<Key> {
  try {
    return await readKey(file);
  } catch (error) {
    const shown = printable(file);
    if (error instanceof KeyFileError) throw new UsageError(({ usage }) => usage.keyFile[error.reason](shown));
    throw new UsageError(({ usage }) => usage.unreadable(shown, errnoOf(error), "key"));
  }
}
