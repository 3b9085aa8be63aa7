import { access, constants, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { errnoOf } from "./errno.ts";

/** Where a system keeps its programs; a plain user's PATH lacks the first three. */
export const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin"];

/** Programs by name. Each folder is listed once: to try every name in each makes an error for almost every try. */
export class Executables {
  readonly #folders: string[];
  readonly #listings = new Map<string, ReturnType<typeof namesIn>>();

  /** @param searchPath a PATH, which goes before the system's folders. */
  constructor(searchPath: string) {
    const given = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
    this.#folders = [...new Set([...given, ...SYSTEM_FOLDERS])];
  }

  /** @returns absolute paths, by name and then in the order of the folders. */
  find(names: readonly string[]): Promise<string[]> {
    return this.#findIn(this.#folders, names);
  }

  /** The same in the system's folders alone. */
  findPrograms(names: readonly string[]): Promise<string[]> {
    return this.#findIn(SYSTEM_FOLDERS, names);
  }

  async #findIn(folders: readonly string[], names: readonly string[]): Promise<string[]> {
    const listings = await Promise.all(folders.map((folder) => this.#listing(folder)));
    const candidates = names.flatMap((name) =>
      folders
        .filter((_, index) => listings[index] === "unreadable" || listings[index]?.has(name) === true)
        .map((folder) => path.join(folder, name)),
    );
    const found = await Promise.all(candidates.map(async (file) => ((await isExecutable(file)) ? [file] : [])));
    return found.flat();
  }

  #listing(folder: string): ReturnType<typeof namesIn> {
    let listing = this.#listings.get(folder);
    if (listing === undefined) this.#listings.set(folder, (listing = namesIn(folder)));
    return listing;
  }
}

/** "unreadable" is not empty: what is in a folder may run although the folder itself may not be read. */
export async function namesIn(folder: string): Promise<ReadonlySet<string> | "unreadable"> {
  try {
    return new Set(await readdir(folder));
  } catch (error) {
    if (errnoOf(error) === "EACCES") return "unreadable";
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(errnoOf(error))) return new Set();
    throw error;
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES", "ELOOP"].includes(errnoOf(error))) return false;
    throw error;
  }
}
