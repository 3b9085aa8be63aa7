#!/usr/bin/env node
// The code that V8 has compiled is kept for the next start, where nobody else can write: not in /tmp.
import * as module from "node:module";

const { HOME, XDG_CACHE_HOME } = process.env;
const cache = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
if (cache) module.enableCompileCache?.(`${cache}/edge-preflight`);

await import("../dist/bundle/main.js");
