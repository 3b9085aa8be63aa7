import { createHmac, randomBytes } from "node:crypto";
import os from "node:os";

/** A keyed coin for each text, of a key that nobody knows and that ends with the process. */
export function keyedCoin(): (text: string) => boolean {
  const key = randomBytes(32);
  return (text) => ((createHmac("sha256", key).update(text).digest()[0] ?? 0) & 1) === 1;
}

export function ownHostName(): string {
  return os.hostname();
}
