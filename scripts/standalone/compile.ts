/**
 * Run by the runtime that will run the parts, since compiled code belongs to one version and architecture: writes it for each
 * script of a folder, and the configuration of the blob that holds them all: `node compile.js <folder> <start.js> <blob> <flag...>`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { compiledName, scriptOf } from "./parts.ts";

const [folder = "", main = "", output = "", ...execArgv] = process.argv.slice(2);
const assets: Record<string, string> = {};
for (const name of readdirSync(folder).sort()) {
  const file = `${folder}/${name}`;
  assets[name] = file;
  if (!name.endsWith(".js")) continue;
  const compiled = `${output}.${compiledName(name)}`;
  writeFileSync(compiled, scriptOf(name, readFileSync(file, "utf8")).createCachedData());
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
