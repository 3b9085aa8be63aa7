import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A lab has ten hosts and their servers; two cores carry two of them.
    maxWorkers: 2,
    maxConcurrency: 4,
    // What hangs, hangs; what a machine with one busy core takes long for is no failure.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    reporters:
      process.env["CI"] === undefined ? ["default"] : ["default", ["json", { outputFile: "dist/test-results.json" }]],
  },
});
