import { Script } from "node:vm";

/** A part of the program as a CommonJS module. @param compiled what V8 has made of it before, from `createCachedData`. */
export function scriptOf(name: string, source: string, compiled?: Buffer): Script {
  return new Script(`(function (exports, require, module) {${source}\n})`, {
    filename: name,
    ...(compiled !== undefined && { cachedData: compiled }),
  });
}

/** Under what name the executable keeps the compiled code of a part. */
export function compiledName(name: string): string {
  return `${name}.compiled`;
}
