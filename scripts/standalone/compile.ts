/**
 * Run by the runtime that will run the parts, since compiled code belongs to one version and architecture: writes it for each
 * script of a folder, and the configuration of the blob that holds them all: `node compile.js <folder> <start.js> <blob> <flag...>`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { compiledName, scriptOf } from "./parts.ts";

const [folder = "", main = "", output = "", ...execArgv] = process.argv.slice(2);
const assets: Record<string, string> = {};
for (const name of readdirSync(folder).sort()) {
  const file = `${folder}/${name}`;
  assets[name] = file;
  if (!name.endsWith(".js")) continue;
  const compiled = `${output}.${compiledName(name)}`;
  writeFileSync(compiled, compiledWhole(name, readFileSync(file, "utf8")));
  assets[compiledName(name)] = compiled;
}
const configuration = {
  main,
  output,
  assets,
  execArgv,
  // Neither a broken openssl.cnf nor NODE_OPTIONS of the server may stop the tool.
  execArgvExtension: "none",
  disableExperimentalSEAWarning: true,
};
writeFileSync(`${output}.json`, JSON.stringify(configuration));

/** With its functions, of which V8 compiles each only when it is called first. */
function compiledWhole(name: string, source: string): Buffer {
  setFlagsFromString("--no-lazy");
  const script = scriptOf(name, source);
  // Code is taken only under the flags under which it was written.
  setFlagsFromString("--lazy");
  return script.createCachedData();
}
