import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LAUNCHER } from "../lab/services.ts";

/** Stands for a Node.js that keeps compiled code: says where it was told to. */
const SPY = `require("node:module").enableCompileCache = (folder) => process.stdout.write("kept in " + folder + "\\n");`;

let root: string;
let home: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-compiled-"));
  home = path.join(root, "home");
  mkdirSync(home, 0o755);
  writeFileSync(path.join(root, "spy.cjs"), SPY);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** @returns where the launcher lets compiled code be kept, run with umask 0. */
function keptIn(env: Record<string, string> = { HOME: home }): string | undefined {
  const script = 'umask 0; exec "$0" "$@"';
  const command = [process.execPath, "--require", path.join(root, "spy.cjs"), LAUNCHER, "--version"];
  const text = execFileSync("sh", ["-c", script, ...command], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...env },
  });
  return /^kept in (.*)$/m.exec(text)?.[1];
}

const cache = () => path.join(home, ".cache");
const ours = () => path.join(cache(), "edge-preflight");
const modeOf = (folder: string) => statSync(folder).mode & 0o777;

describe("compiled code", () => {
  it("is kept in folders that nobody else can enter, whatever the umask", () => {
    expect(keptIn()).toBe(path.join(ours(), "compiled"));
    expect([cache(), ours(), path.join(ours(), "compiled")].map(modeOf)).toEqual([0o700, 0o700, 0o700]);
    // And the next time as well.
    expect(keptIn()).toBe(path.join(ours(), "compiled"));
  });

  it("is kept below XDG_CACHE_HOME where that is set", () => {
    expect(keptIn({ HOME: home, XDG_CACHE_HOME: home })).toBe(path.join(home, "edge-preflight", "compiled"));
  });

  it("is not kept without a home", () => {
    expect(keptIn({})).toBeUndefined();
    expect(keptIn({ HOME: path.join(home, "nowhere") })).toBeUndefined();
  });

  it("is not kept where others can write to a level", () => {
    keptIn();
    for (const level of [root, home, cache(), ours(), path.join(ours(), "compiled")]) {
      const mode = modeOf(level);
      chmodSync(level, 0o777);
      expect(keptIn(), level).toBeUndefined();
      chmodSync(level, mode);
    }
    expect(keptIn()).toBe(path.join(ours(), "compiled"));
  });

  it("is not kept where others could read it, and so may once have written it", () => {
    keptIn();
    chmodSync(path.join(ours(), "compiled"), 0o755);
    expect(keptIn()).toBeUndefined();
  });

  it("is not kept behind a link", () => {
    const elsewhere = path.join(root, "elsewhere");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, cache());
    expect(keptIn()).toBeUndefined();
  });

  it.runIf(process.getuid?.() === 0)("is not kept in another user's folder", () => {
    keptIn();
    for (const level of [home, cache(), ours(), path.join(ours(), "compiled")]) {
      chownSync(level, 65_534, 65_534);
      expect(keptIn(), level).toBeUndefined();
      chownSync(level, 0, 0);
    }
  });
});
