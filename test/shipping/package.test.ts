import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-package-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Packed {
  filename: string;
  size: number;
  files: { path: string }[];
}

function pack(): Packed {
  const said = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const [packed] = JSON.parse(said) as Packed[];
  if (packed === undefined) throw new Error("npm has packed nothing");
  return packed;
}

describe("the npm package", () => {
  const packed = pack();
  const npm = { cwd: folder, encoding: "utf8" } as const;

  it("holds what runs, the types and schemas, and no source", () => {
    const kinds = new Set(
      packed.files.map(({ path: file }) =>
        file.replace(/[^/]*$/, (name) =>
          file.startsWith("dist/bundle/") ? "*.cjs" : file.startsWith("dist/model/") ? "*.d.ts" : name,
        ),
      ),
    );
    expect([...kinds].sort()).toEqual([
      "LICENSE",
      "README.md",
      "bin/edge-preflight.js",
      "bin/package.json",
      "dist/LICENCES.txt",
      "dist/bundle/*.cjs",
      "dist/event.schema.json",
      "dist/model/*.d.ts",
      "dist/plan.schema.json",
      "dist/report.schema.json",
      "package.json",
    ]);
    expect(packed.size).toBeLessThan(1_000_000);
  });

  it("is installed with one other package, runs by npx, and gives types to a program", { timeout: 120_000 }, () => {
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    execFileSync(
      "npm",
      ["install", "--no-audit", "--no-fund", "--loglevel=error", path.join(folder, packed.filename)],
      npm,
    );
    const installed = JSON.parse(readFileSync(path.join(folder, "node_modules/.package-lock.json"), "utf8")) as {
      packages: Record<string, unknown>;
    };
    const names = Object.keys(installed.packages).map((name) =>
      name.replace("node_modules/", "").replace(/-linux-.*/, ""),
    );
    expect([...new Set(names)].sort()).toEqual(["@koromix/koffi", "edge-preflight", "koffi"]);
    const { status, stdout } = spawnSync(
      "npx",
      ["--no-install", "edge-preflight", "explain", "vbr.line", "--lang", "en"],
      npm,
    );
    expect({ status, said: stdout.split("\n")[0] }).toEqual({ status: 0, said: "vbr.line" });
    writeFileSync(
      path.join(folder, "uses.ts"),
      'import type { Report } from "edge-preflight/report";\nexport const verdict = (report: Report): "ready" | "not-ready" | "incomplete" => report.verdict;\n',
    );
    const tsc = path.join(ROOT, "node_modules/.bin/tsc");
    expect(
      spawnSync(tsc, ["--noEmit", "--strict", "--module", "nodenext", "--skipLibCheck", "false", "uses.ts"], npm),
    ).toMatchObject({ status: 0, stdout: "" });
    const schema = spawnSync(
      process.execPath,
      ["-p", 'require("edge-preflight/report.schema.json").title ?? "schema"'],
      npm,
    );
    expect(schema.status).toBe(0);
  });
});
