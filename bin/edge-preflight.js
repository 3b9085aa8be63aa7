#!/usr/bin/env node
import { statSync } from "node:fs";
import * as module from "node:module";

const { HOME, XDG_CACHE_HOME } = process.env;
const cache = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
// The code that V8 has compiled is kept for the next start. It is run as it is found, so only where nobody else can write.
if (isOwn(XDG_CACHE_HOME || HOME)) module.enableCompileCache?.(`${cache}/edge-preflight`);

await import("../dist/bundle/main.js");

function isOwn(folder) {
  try {
    const { uid, mode } = statSync(folder);
    return uid === process.getuid() && (mode & 0o022) === 0;
  } catch {
    // Without a folder to keep it in, nothing is kept.
    return false;
  }
}
