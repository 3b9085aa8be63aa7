import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import path from "node:path";

const NAME = `edge-preflight-linux-${process.arch}`;

/** The standalone executable for this machine, which `scripts/bench` has built. */
export function shippedExecutable(): string {
  return path.resolve(import.meta.dirname, "../../dist/standalone", NAME);
}

/**
 * A copy of the executable, as on a server. The kernel maps a file that was written at once in large pages, and counts each whole
 * page as memory of the process.
 * @param folder where to.
 */
export function standalone(folder: string): string {
  const copy = path.join(folder, NAME);
  copyFileSync(shippedExecutable(), copy);
  return copy;
}

/** In front of a command: GNU time says, as the last line on standard error, how many KiB it took at most. */
export const MEASURED = ["/usr/bin/time", "-f", "%M"];

/** @returns MB. @param stderr of a command after MEASURED. */
export function peakMemoryIn(stderr: string): number {
  return (Number(stderr.trim().split("\n").at(-1)) * 1024) / 1e6;
}

export function peakMemory(command: readonly string[]): number {
  const [program = "", ...args] = [...MEASURED, ...command];
  return peakMemoryIn(spawnSync(program, args, { encoding: "utf8" }).stderr);
}
