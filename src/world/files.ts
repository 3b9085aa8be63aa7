import { randomUUID, X509Certificate } from "node:crypto";
import { readFileSync, type Stats } from "node:fs";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { RootsProblem } from "../model/message.ts";
import { errnoOf } from "./abort.ts";
import { certificatesIn } from "./trust.ts";

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

/** @returns what is wrong with a file of trusted roots, if anything is. */
export function rootsProblem(file: string): RootsProblem | undefined {
  try {
    const certificates = certificatesIn(readFileSync(file, "utf8"));
    if (certificates.length === 0) return "no-certificate";
    for (const certificate of certificates) new X509Certificate(certificate);
    return undefined;
  } catch (error) {
    const errno = errnoOf(error);
    return errno.startsWith("ERR_OSSL") ? "malformed-certificate" : { errno };
  }
}

/** Addresses of this node by interface. */
export function localAddresses(): Map<string, string[]> {
  const entries = Object.entries(os.networkInterfaces()).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(entries.map(([name, addresses = []]) => [name, addresses.map(({ address }) => address)]));
}

/** Larger than any report; what is larger is no report. */
const MAX_SAVED_OCTETS = 64 * 1024 * 1024;

export async function readSaved(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > MAX_SAVED_OCTETS) throw Object.assign(new Error("too large"), { code: "EFBIG" });
  return await readFile(file, "utf8");
}

/** Bounded as a file is. */
export async function readStandardInput(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > MAX_SAVED_OCTETS) throw Object.assign(new Error("too large"), { code: "EFBIG" });
  }
  return text;
}

/** Never in the place of another file. */
export async function writeNew(file: string, content: string): Promise<void> {
  await writeFile(file, content, { flag: "wx" });
}
