import path from "node:path";
import { describe, expect, it } from "vitest";
import { FIRST_MEASURING_SEED, recordedCases } from "./case.ts";
import { calibrationError, diagnosedAgain } from "./score.ts";

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
