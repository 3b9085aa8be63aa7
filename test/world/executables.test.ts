import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Executables } from "../../src/world/executables.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-path-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function program(file: string, mode = 0o755): string {
  const whole = path.join(folder, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, "");
  chmodSync(whole, mode);
  return whole;
}

describe("programs by name", () => {
  const first = program("first/edge-tool");
  const second = program("second/edge-tool");
  const other = program("second/other-tool");
  program("first/no-tool", 0o644);
  mkdirSync(path.join(folder, "first/a-folder"));
  const found = (names: string[]) =>
    new Executables([path.join(folder, "first"), path.join(folder, "second"), "relative", "/nowhere"].join(":")).find(
      names,
    );

  it("are found in every folder of the path, in its order", async () => {
    expect(await found(["other-tool", "edge-tool"])).toEqual([other, first, second]);
  });

  it("are neither files that may not run nor folders", async () => {
    expect(await found(["no-tool", "a-folder", "nothing"])).toEqual([]);
  });

  it("are also looked for where the system keeps its own", async () => {
    expect(await new Executables("").find(["sh"])).toContain("/bin/sh");
  });
});
