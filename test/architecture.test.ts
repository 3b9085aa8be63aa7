import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** Who may import whom: a folder, or a file of it. */
const MAY_IMPORT: Record<string, { from: string[] }> = {
  model: { from: ["model"] },
  catalogue: { from: ["catalogue", "model"] },
  wire: { from: ["wire", "model"] },
  "packet-filter": { from: ["packet-filter", "model", "wire"] },
  "waiting.ts": { from: [] },
  world: { from: ["world", "waiting.ts", "model", "wire"] },
  probes: { from: ["probes", "waiting.ts", "model", "wire", "packet-filter", "world/world.ts", "world/native.ts"] },
  checks: { from: ["checks", "model", "catalogue", "wire", "packet-filter"] },
  cloud: { from: ["cloud", "model", "wire"] },
  plan: { from: ["plan", "cloud/view.ts", "model", "catalogue", "wire"] },
  diagnosis: { from: ["diagnosis", "plan/snippets", "plan/cloud", "cloud/view.ts", "model", "catalogue", "wire"] },
  fleet: { from: ["fleet", "model", "catalogue", "wire", "diagnosis", "evidence.ts"] },
  render: { from: ["render", "plan", "model", "catalogue", "wire", "compare.ts"] },
  "evidence.ts": { from: ["model", "diagnosis"] },
  "conclusion.ts": { from: ["evidence.ts", "model", "catalogue", "checks", "diagnosis"] },
  run: {
    from: [
      "run",
      "conclusion.ts",
      "evidence.ts",
      "waiting.ts",
      "model",
      "catalogue",
      "wire",
      "checks",
      "diagnosis",
      "probes",
      "world/world.ts",
    ],
  },
  "compare.ts": { from: ["model"] },
  "redaction.ts": { from: ["model", "wire"] },
  "merge.ts": { from: ["conclusion.ts", "model", "catalogue", "wire", "checks", "diagnosis", "reflector/log.ts"] },
  reflector: { from: ["reflector", "waiting.ts", "model", "catalogue", "wire", "probes/prober.ts", "world/world.ts"] },
  cli: {
    from: [
      "cli",
      "waiting.ts",
      "run",
      "merge.ts",
      "conclusion.ts",
      "evidence.ts",
      "redaction.ts",
      "compare.ts",
      "reflector",
      "cloud",
      "diagnosis",
      "fleet",
      "plan",
      "render",
      "world",
      "model",
      "catalogue",
      "wire",
      "probes/probers.ts",
    ],
  },
};
const NODE_MODULES_ALLOWED_IN = ["world"];
/** Packages by folder: one that reaches the network or the machine belongs to world alone. */
const PACKAGES: Record<string, string[]> = {
  wire: ["ipaddr.js"],
  cloud: ["valibot"],
  probes: ["dns-packet"],
  world: [
    "undici/lib/dispatcher/client.js",
    "undici/lib/api/api-request.js",
    "ntp-packet-parser",
    "ntp-time-sync",
    "systeminformation/lib/memory.js",
    "koffi",
  ],
  render: ["get-east-asian-width"],
  cli: ["commander", "ora", "ajv", "csv-parse/sync", "yaml"],
};

const SRC = path.resolve(import.meta.dirname, "../src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(SRC, file), "utf8");
  const statements = text.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s+"([^"]+)";|\bimport\("([^"]+)"\)/gm);
  return [...statements].map(([, specifier, dynamic]) => specifier ?? dynamic ?? "");
}

describe("who imports whom", () => {
  it.each(files)("%s", (file) => {
    const [area = ""] = file.split(path.sep);
    const allowed = MAY_IMPORT[area]?.from ?? [];
    for (const specifier of importsOf(file)) {
      // Events are not the outside world.
      if (specifier === "node:events") continue;
      if (specifier.startsWith("node:")) {
        expect(NODE_MODULES_ALLOWED_IN, `${file} imports ${specifier}`).toContain(area);
        continue;
      }
      if (!specifier.startsWith(".")) {
        expect(PACKAGES[area] ?? [], `${file} imports ${specifier}`).toContain(specifier);
        continue;
      }
      const target = path.relative(SRC, path.resolve(SRC, path.dirname(file), specifier));
      const permitted = allowed.some((prefix) => target === prefix || target.startsWith(`${prefix}${path.sep}`));
      expect(permitted, `${file} imports ${target}`).toBe(true);
    }
  });
});
