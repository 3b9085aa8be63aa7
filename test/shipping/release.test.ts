import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
let checkout = "";

const git = (...args: string[]) => execFileSync("git", ["-C", checkout, ...args], { encoding: "utf8" });

/** A checkout without modules: nothing that a release refuses may need them. */
beforeEach(() => {
  checkout = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-release-"));
  for (const part of ["scripts/release", "scripts/lib.sh", "package.json", "CHANGELOG.md"])
    cpSync(path.join(ROOT, part), path.join(checkout, part));
  writeFileSync(path.join(checkout, "package.json"), JSON.stringify({ name: "edge-preflight", version: "1.2.3" }));
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "A");
});

afterEach(() => {
  rmSync(checkout, { recursive: true });
});

function refused(...args: string[]): string {
  const { status, stderr } = spawnSync(path.join(checkout, "scripts/release"), args, { encoding: "utf8" });
  expect(status).toBe(2);
  return stderr.split("\n")[0] ?? "";
}

describe("a release is not made", () => {
  it.each(["", "1.3", "v1.3.0", "1.3.0-rc.1", "01.3.0"])("under %j", (version) => {
    expect(refused(version)).toBe(`edge-preflight: "${version}" is no version of three numbers`);
  });

  it.each(["1.2.3", "1.2.2", "0.9.9"])("under %s, which is not later than the last one", (version) => {
    expect(refused(version)).toBe(`edge-preflight: ${version} is not later than 1.2.3`);
  });

  it("from a checkout with changes of its own", () => {
    appendFileSync(path.join(checkout, "CHANGELOG.md"), "\n## 1.10.0\n");
    expect(refused("1.10.0")).toBe("edge-preflight: commit or remove what git status shows first");
  });

  it("twice", () => {
    git("tag", "v1.10.0");
    expect(refused("1.10.0")).toBe("edge-preflight: the tag v1.10.0 exists");
  });

  it("as long as the changelog does not tell what is new", () => {
    expect(refused("1.10.0")).toBe('edge-preflight: add a section "## 1.10.0" to CHANGELOG.md first');
    expect(git("tag")).toBe("");
  });
});
