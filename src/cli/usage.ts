import type { CommandLineWords } from "../catalogue/words/command-line-words.ts";
import { errnoOf } from "../world/errno.ts";

/** A sentence for whoever gave the input, in their language. */
type Tell = (words: CommandLineWords) => string;

/** An error that says what is wrong only once it is known in which language. */
class LocalizedError extends Error {
  readonly tell: Tell;

  constructor(tell: Tell) {
    super();
    this.tell = tell;
  }
}

/** Bad input: one line on standard error, exit code 2, nothing probed. */
export class UsageError extends LocalizedError {
  override readonly name = "UsageError";
}

/** A value that is not accepted; whoever knows where it stood makes a UsageError of it. */
export class ValueError extends LocalizedError {
  override readonly name = "ValueError";
}

/** Runs a parser. @param where makes the whole sentence of why the value is not accepted. */
export function parsedOr<T>(parse: () => T, where: (why: string, words: CommandLineWords) => string): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new UsageError((words) => where(error.tell(words), words));
  }
}

/** What the system refuses to do with a file that the user has named. */
export async function fileOr<T>(
  work: Promise<T>,
  tell: (errno: string, words: CommandLineWords) => string,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const errno = errnoOf(error);
    throw new UsageError((words) => tell(errno, words));
  }
}
