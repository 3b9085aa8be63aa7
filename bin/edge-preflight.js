#!/usr/bin/env node
const { statSync } = require("node:fs");
const module_ = require("node:module");

const { HOME, XDG_CACHE_HOME } = process.env;
const cache = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
// The code that V8 has compiled is kept for the next start. It is run as it is found, so only where nobody else can write.
if (isOwn(XDG_CACHE_HOME || HOME)) module_.enableCompileCache?.(`${cache}/edge-preflight`);

require("../dist/bundle/main.cjs");

function isOwn(folder) {
  try {
    const { uid, mode } = statSync(folder);
    return uid === process.getuid() && (mode & 0o022) === 0;
  } catch {
    // Without a folder to keep it in, nothing is kept.
    return false;
  }
}
