import path from "node:path";
import { describe, expect, it } from "vitest";
import { FIRST_MEASURING_SEED, recordedCases } from "./case.ts";
import type { ExportKind } from "../cloud/export-kinds.ts";
import { withExport } from "./cloud-exports.ts";
import { calibrationError, diagnosedAgain, type Result } from "./score.ts";

const CASES = recordedCases(path.resolve(import.meta.dirname, "recorded.ndjson.gz"));

describe("runs that were recorded on drawn sites, diagnosed again", () => {
  const results = CASES.map(diagnosedAgain);
  const share = (test: (result: (typeof results)[number]) => boolean) => results.filter(test).length / results.length;

  it("are of development seeds, a hundred and more", () => {
    expect(CASES.length).toBeGreaterThan(100);
    expect(CASES.filter(({ id }) => id.seed >= FIRST_MEASURING_SEED)).toEqual([]);
  });

  it("name the device first, or with those that cannot be told apart from it", () => {
    expect(share(({ right }) => right)).toBeGreaterThanOrEqual(0.7);
    expect(share(({ inGroup }) => inGroup)).toBeGreaterThanOrEqual(0.97);
  });

  it("send hardly anybody to a wrong device with nine tenths or more", () => {
    expect(share(({ sure }) => sure)).toBeLessThanOrEqual(0.01);
  });

  it("say a probability that comes true about as often", () => {
    expect(calibrationError(results)).toBeLessThan(0.1);
  });
});

describe("the same beside exports of the sites' clouds", () => {
  // Each of a few cases, since an inference takes a tenth of a second.
  const some = CASES.filter((_, index) => index % 5 === 0);
  const alone = some.map(diagnosedAgain);
  const beside = (kind: ExportKind) => some.map((one) => diagnosedAgain(withExport(one, kind)));
  const share = (results: readonly Result[], test: (result: Result) => boolean) =>
    results.filter(test).length / results.length;
  const first = (results: readonly Result[]) => share(results, ({ right }) => right);

  it("a right one names the device first more often, and sends nobody to a wrong one", () => {
    const right = beside("right");
    expect(first(right)).toBeGreaterThan(first(alone) + 0.05);
    expect(share(right, ({ sure }) => sure)).toBeLessThanOrEqual(0.02);
  });

  it.each(["stale", "wrong table"] as const)("takes no harm from one that is %s", (kind) => {
    const results = beside(kind);
    expect(first(results)).toBeGreaterThanOrEqual(first(alone) - 0.03);
    expect(share(results, ({ sure }) => sure)).toBeLessThanOrEqual(0.03);
  });
});
