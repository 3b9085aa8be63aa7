import { randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { errnoOf } from "./errno.ts";

/** A report tells how a network is built: it is its owner's, until he gives it to others. */
const NEW_FILE_MODE = 0o600;
const PERMISSIONS = 0o777;

/**
 * Writes a file whole or not at all: beside it, under a name that nobody can guess, then renamed over it. An existing file keeps
 * its permissions and its owner.
 */
export async function saveAtomically(file: string, content: string): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.tmp`);
  const earlier = await statIfThere(file);
  try {
    const handle = await open(temporary, "wx", NEW_FILE_MODE);
    try {
      await handle.writeFile(content);
      const { uid, gid } = await handle.stat();
      if (earlier !== undefined && (earlier.uid !== uid || earlier.gid !== gid))
        await handle.chown(earlier.uid, earlier.gid);
      // After the owner: a change of owner takes permissions away.
      if (earlier !== undefined) await handle.chmod(earlier.mode & PERMISSIONS);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function statIfThere(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Addresses of this node by interface. */
export function localAddresses(): Map<string, string[]> {
  const entries = Object.entries(os.networkInterfaces()).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(entries.map(([name, addresses = []]) => [name, addresses.map(({ address }) => address)]));
}

/** Larger than anything a person, or this tool, writes into such a file. */
export const MAX_BYTES = {
  /** Settings, and a join command. */
  settings: 256 * 1024,
  /** Reports, and a reflector's log. */
  saved: 64 * 1024 * 1024,
  /** Trusted roots; a system has half a megabyte of them. */
  roots: 8 * 1024 * 1024,
  /** What the system keeps of itself: of packages, connections and routes. */
  system: 32 * 1024 * 1024,
} as const;
export type FileUse = keyof typeof MAX_BYTES;

const CHUNK_BYTES = 64 * 1024;

/**
 * A whole file, or what comes through a pipe.
 * @throws the file system's error; EFBIG for what is larger than its use allows, EFTYPE for what is no file, such as a device.
 */
export async function readBounded(file: string, use: FileUse): Promise<string> {
  // A pipe is waited for only where somebody has named it.
  const handle = await open(file, use === "system" ? constants.O_RDONLY | constants.O_NONBLOCK : constants.O_RDONLY);
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw withCode("EISDIR");
    if (!found.isFile() && (use === "system" || !found.isFIFO())) throw withCode("EFTYPE");
    if (found.size > MAX_BYTES[use]) throw withCode("EFBIG");
    const chunks: Buffer[] = [];
    // A file of /proc has no size, and another may grow meanwhile.
    for (let bytes = 0; ;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return Buffer.concat(chunks).toString("utf8");
      bytes += bytesRead;
      if (bytes > MAX_BYTES[use]) throw withCode("EFBIG");
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** The files at a place: those of a folder with one of these endings, in order, or the one file that it names. */
export async function filesAt(place: string, ...endings: string[]): Promise<{ isFolder: boolean; files: NamedFile[] }> {
  if ((await statIfThere(place))?.isDirectory() !== true)
    return { isFolder: false, files: [{ name: path.basename(place), file: place }] };
  const entries = await readdir(place, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map(({ name }) => name);
  return { isFolder: true, files: names.sort().map((name) => ({ name, file: path.join(place, name) })) };
}

interface NamedFile {
  /** Without its folder. */
  name: string;
  file: string;
}

/** A file of the system's. @returns undefined where there is none. @throws as readBounded does. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readBounded(file, "system");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Lines as they come, each bounded as a file is. @throws EFBIG for one that is longer. */
export async function* standardInputLines(use: FileUse): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    let rest = chunk as Buffer;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      yield Buffer.concat([...parts, rest.subarray(0, end)]).toString("utf8");
      [parts, bytes] = [[], 0];
      rest = rest.subarray(end + 1);
    }
    bytes += rest.length;
    if (bytes > MAX_BYTES[use]) throw withCode("EFBIG");
    parts.push(rest);
  }
  if (bytes > 0) yield Buffer.concat(parts).toString("utf8");
}

const NEWLINE = 0x0a;

/** Bounded as a file is. */
export async function readStandardInput(use: FileUse): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BYTES[use]) throw withCode("EFBIG");
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A file's first bytes as text, and what the system says of it. Of what is no file nothing is read. */
export async function readBeginning(file: string, bytes: number): Promise<{ found: Stats; text: string }> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (!found.isFile()) return { found, text: "" };
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return { found, text: buffer.subarray(0, bytesRead).toString("utf8") };
  } finally {
    await handle.close();
  }
}

const BEGINNING_BYTES = 64 * 1024;

/**
 * The first 64 KiB of a file.
 * @returns undefined if there is no file of that name.
 * @throws the error of the file system; EISDIR for a folder, EFTYPE for a device or a pipe.
 */
export async function beginningOf(file: string): Promise<string | undefined> {
  if ((await statIfThere(file)) === undefined) return undefined;
  const { found, text } = await readBeginning(file, BEGINNING_BYTES);
  if (!found.isFile()) throw withCode(found.isDirectory() ? "EISDIR" : "EFTYPE");
  return text;
}

/** Never in the place of another file. */
export async function writeNew(file: string, content: string): Promise<void> {
  await writeFile(file, content, { flag: "wx" });
}
