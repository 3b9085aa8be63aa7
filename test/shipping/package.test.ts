import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
      "dist/fleet.schema.json",
      "dist/model/*.d.ts",
      "dist/plan.schema.json",
      "dist/report.schema.json",
      "dist/sbom.cdx.json",
      "package.json",
    ]);
    expect(packed.size).toBeLessThan(1_000_000);
  });

  it("says of every package inside, and of the one beside it, which it is by its hash", () => {
    interface Bill {
      components: { name: string; version: string; purl: string; hashes?: { alg: string; content: string }[] }[];
    }
    const { components } = JSON.parse(readFileSync(path.join(ROOT, "dist/sbom.cdx.json"), "utf8")) as Bill;
    const licences = readFileSync(path.join(ROOT, "dist/LICENCES.txt"), "utf8");
    const bundled = [...licences.matchAll(/^={80}\n(\S+) (\S+): /gm)].map(([, name, version]) => `${name} ${version}`);
    expect(components.map(({ name, version }) => `${name} ${version}`)).toEqual([
      ...bundled,
      expect.stringMatching(/^koffi /),
    ]);
    expect(components.map(({ hashes = [] }) => hashes.map(({ alg, content }) => `${alg} ${content.length}`))).toEqual(
      components.map(() => ["SHA-512 128"]),
    );
  });

  it("as a built folder runs on a server without what it was built from", { timeout: 120_000 }, () => {
    const server = path.join(folder, "server");
    mkdirSync(server);
    for (const each of ["bin", "dist", "scripts", "src", "package.json", "package-lock.json", "tsconfig.json"])
      cpSync(path.join(ROOT, each), path.join(server, each), { recursive: true });
    const { status, stdout } = spawnSync("scripts/preflight", ["--version"], { cwd: server, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "0.1.0\n" });
    const installed = readdirSync(path.join(server, "node_modules")).filter((name) => !name.startsWith("."));
    expect(installed).toEqual(["@koromix", "koffi"]);
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
