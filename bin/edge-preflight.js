#!/usr/bin/env node
const { lstatSync, mkdirSync, realpathSync } = require("node:fs");
const module_ = require("node:module");
const path = require("node:path");

const { HOME, XDG_CACHE_HOME } = process.env;
// The code that V8 has compiled is kept for the next start. It is run as it is found, so only where nobody else can write.
const cache = XDG_CACHE_HOME
  ? privateFolder(XDG_CACHE_HOME, ["edge-preflight", "compiled"])
  : HOME && privateFolder(HOME, [".cache", "edge-preflight", "compiled"]);
if (cache) module_.enableCompileCache?.(cache);

require("../dist/bundle/main.cjs");

/** A folder below one that is there, each level made for its owner alone. Nothing where others could change any level. */
function privateFolder(base, names) {
  try {
    let folder = realpathSync(base);
    for (let level = folder; ; level = path.dirname(level)) {
      if (!isSafe(lstatSync(level))) return undefined;
      if (level === path.dirname(level)) break;
    }
    for (const name of names) {
      folder = path.join(folder, name);
      try {
        mkdirSync(folder, 0o700);
      } catch (error) {
        if (error.code !== "EEXIST") return undefined;
      }
      if (!isSafe(lstatSync(folder))) return undefined;
    }
    // What others can read they could also have been let write to, before.
    return (lstatSync(folder).mode & 0o077) === 0 ? folder : undefined;
  } catch {
    // Without a folder to keep it in, nothing is kept.
    return undefined;
  }
}

/** A real folder of this user's or of root's. In a sticky one others may make files, but not touch this user's. */
function isSafe(stats) {
  const isOwn = stats.uid === process.getuid() || stats.uid === 0;
  const isShut = (stats.mode & 0o022) === 0 || (stats.mode & 0o1000) !== 0;
  return stats.isDirectory() && isOwn && isShut;
}
