import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { LAUNCHER } from "../lab/services.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-crash-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs without a network, with a defect planted where nobody waits for what is thrown. */
function withDefect(code: string) {
  const file = path.join(folder, "defect.cjs");
  writeFileSync(file, code);
  const run = [process.execPath, "--require", file, LAUNCHER, "--region", "cn-hangzhou", "--only", "tools.*"];
  return spawnSync("unshare", ["--user", "--map-root-user", "--net", ...run], { encoding: "utf8" });
}

it.each([
  ["thrown in an event", 'setTimeout(() => { throw new RangeError("out of\\u009b31m bounds"); }, 30);'],
  [
    "a promise that nobody holds",
    'setTimeout(() => { Promise.reject(new RangeError("out of\\u009b31m bounds")); }, 30);',
  ],
])("a defect, %s, ends with one line and the exit code of an unfinished run", (_name, code) => {
  const { status, stderr } = withDefect(code);
  expect({ status, stderr }).toEqual({
    status: 3,
    stderr: "edge-preflight: internal error: RangeError: out of\\x9b31m bounds\n",
  });
});
