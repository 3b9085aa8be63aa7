import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proportion } from "../../src/wire/proportion.ts";

describe("a share with its interval", () => {
  it("is Wilson's: of 20 trials with 3 failures, at 99 %", () => {
    // The roots of (p - 3/20)^2 = 2.576^2 p (1 - p) / 20.
    const { ratio, low, high } = proportion(3, 20);
    expect(ratio).toBe(0.15);
    for (const bound of [low, high])
      expect((bound - 0.15) ** 2 - (2.576 ** 2 * bound * (1 - bound)) / 20).toBeCloseTo(0, 12);
  });

  it("holds the share, and stays within what is possible", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
        const failed = Math.round(share * trials);
        const { ratio, low, high } = proportion(failed, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(ratio);
        expect(high).toBeGreaterThanOrEqual(ratio);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});
