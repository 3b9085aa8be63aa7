import { createHmac, randomBytes } from "node:crypto";
import os from "node:os";
import { parseResolvConf } from "../wire/system-files.ts";
import { readText } from "./files.ts";

/** A keyed coin for each text, of a key that nobody knows and that ends with the process. */
export function keyedCoin(): (text: string) => boolean {
  const key = randomBytes(32);
  return (text) => ((createHmac("sha256", key).update(text).digest()[0] ?? 0) & 1) === 1;
}

/** The domains that this machine's resolver tries for a short name; none where they cannot be read. */
export async function ownSearchDomains(): Promise<string[]> {
  const text = await readText("/etc/resolv.conf").catch(() => undefined);
  return parseResolvConf(text ?? "").searchDomains;
}

export function ownHostName(): string {
  return os.hostname();
}
