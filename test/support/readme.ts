import { readFileSync } from "node:fs";
import path from "node:path";

/** An example of the README as it stands there: the code block that begins so. */
export function example(begin: string): string {
  const readme = readFileSync(path.resolve(import.meta.dirname, "../../README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```\w*\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  const [found, ...others] = blocks.filter((code) => code.startsWith(begin));
  if (found === undefined || others.length > 0) throw new Error(`the README has no single example ${begin}`);
  return found;
}
