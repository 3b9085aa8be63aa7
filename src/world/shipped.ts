import { readFileSync } from "node:fs";

/** What the build puts beside the compiled files; a standalone executable holds it instead (scripts/bundle.ts). */

/** The JSON Schema that the build has derived from a type. */
export function schemaOf(name: "report" | "plan"): object {
  return JSON.parse(readFileSync(new URL(`../${name}.schema.json`, import.meta.url), "utf8")) as object;
}

export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  return manifest.version;
}
