import { setFlagsFromString } from "node:v8";

/**
 * How often code has to run before V8 optimizes it: fifteen times as often as V8 thinks right, so that only a long computation is
 * optimized. Optimizing is more than a third of what a run of a second costs, on processors that may have other work.
 *
 * By Node's major version, since V8 renames its options, and complains on standard error of one that it does not know. With
 * version 24, V8 weighs this well by itself.
 */
const LATER: Partial<Record<string, readonly string[]>> = {
  20: ["--interrupt-budget=1000000"],
  22: ["--invocation-count-for-turbofan=40000", "--invocation-count-for-osr=10000"],
};

/** Has V8 optimize only what runs for long. To be called before anything is computed. */
export function optimizeLate(): void {
  const [major = ""] = process.versions.node.split(".");
  for (const option of LATER[major] ?? []) setFlagsFromString(option);
}
