import { defineConfig } from "vitest/config";

/** What needs nothing but this checkout: no build, no other program, no browser, no network of namespaces. */
const UNIT = {
  include: ["test/**/*.test.ts"],
  exclude: [
    "test/{lab,cli,shipping}/**",
    "test/**/differential.test.ts",
    // Other programs: terraform, ss, a browser, promtool, dnf.
    "test/plan/cloud.test.ts",
    "test/probes/train.test.ts",
    // The native part, of which a process holds one copy.
    "test/probes/flows.test.ts",
    "test/render/{page,plan-sheet,report,monitoring}.test.ts",
    "test/wire/package-sources.test.ts",
    // A flood of requests, whole recorded sites, hundreds of mutated inputs: seconds each.
    "test/reflector/attacks.test.ts",
    "test/sites/recorded.test.ts",
    "test/mutations/**",
  ],
};

export default defineConfig({
  test: {
    // A lab has ten hosts and their servers; two cores carry two of them.
    maxWorkers: 2,
    maxConcurrency: 6,
    // What hangs, hangs; what a machine with one busy core takes long for is no failure.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    reporters:
      process.env["CI"] === undefined ? ["default"] : ["default", ["json", { outputFile: "dist/test-results.json" }]],
    projects: [
      {
        extends: true,
        // Importing the same modules anew for each file would take longer than all tests together.
        test: { name: "unit", ...UNIT, pool: "threads", isolate: false },
      },
      { extends: true, test: { name: "system", include: UNIT.exclude.map(testsAt) } },
    ],
  },
});

function testsAt(pattern: string): string {
  return pattern.endsWith("/**") ? `${pattern}/*.test.ts` : pattern;
}
