import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A lab has ten hosts and their servers; two cores carry two of them.
    maxWorkers: 2,
    maxConcurrency: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters:
      process.env["CI"] === undefined ? ["default"] : ["default", ["json", { outputFile: "dist/test-results.json" }]],
  },
});
