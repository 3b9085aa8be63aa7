/** What the executable starts with: it loads the program's parts out of the executable as they are asked for. */
import { getAsset, getRawAsset } from "node:sea";
import { compiledName, scriptOf } from "./parts.ts";

type Require = (name: string) => unknown;
type Part = (exports: unknown, require: Require, module: { exports: unknown }) => void;

const loaded = new Map<string, { exports: unknown }>();

function load(name: string): unknown {
  let module = loaded.get(name);
  if (module === undefined) {
    module = { exports: {} };
    loaded.set(name, module);
    const script = scriptOf(name, getAsset(name, "utf8"), Buffer.from(getRawAsset(compiledName(name)) as ArrayBuffer));
    const part = script.runInThisContext() as Part;
    part(
      module.exports,
      (wanted) => (wanted.startsWith("./") ? load(wanted.slice(2)) : process.getBuiltinModule(wanted)),
      module,
    );
  }
  return module.exports;
}

load("main.js");
