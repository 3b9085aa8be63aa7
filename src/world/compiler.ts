import { setFlagsFromString } from "node:v8";

/**
 * The HTTP client's parser is WebAssembly, compiled with the first connection. To optimize it for a few hundred bytes would
 * take 40 MB and a processor for 100 ms.
 */
const PARSER_UNOPTIMIZED = ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"];

/**
 * How often code has to run before V8 optimizes it: fifteen times as often as V8 thinks right. Optimizing what runs for a second
 * is more than a third of a failing run's processor time; a long computation is still optimized.
 *
 * By Node's major version: V8 renames these options, and complains on standard error of one that it does not know. With version
 * 24, V8 weighs this well by itself.
 */
const OPTIMIZED_LATER: Partial<Record<string, readonly string[]>> = {
  20: ["--interrupt-budget=1000000"],
  22: ["--invocation-count-for-turbofan=40000", "--invocation-count-for-osr=10000"],
};

let isFrugal = false;

/**
 * Has V8 optimize little, since a run is short. Call it once what a run begins with is loaded: as soon as an option is changed,
 * V8 takes no compiled code from a cache any more, the runtime's own modules included.
 */
export function compileFrugally(): void {
  if (isFrugal) return;
  isFrugal = true;
  const [major = ""] = process.versions.node.split(".");
  for (const option of [...PARSER_UNOPTIMIZED, ...(OPTIMIZED_LATER[major] ?? [])]) setFlagsFromString(option);
}
