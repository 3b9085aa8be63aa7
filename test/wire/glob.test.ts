import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globMatcher } from "../../src/wire/glob.ts";

describe("a pattern over check IDs", () => {
  it("matches what the same regular expression does", () => {
    const letters = (characters: string) =>
      fc.string({ unit: fc.constantFrom(...characters.split(" ")), maxLength: 12 });
    fc.assert(
      fc.property(letters("a b . * ?"), letters("a b ."), (pattern, text) => {
        const source = pattern.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".");
        expect(globMatcher(pattern)(text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("comes to an end where a regular expression would go back and back", () => {
    expect(globMatcher(`${"*a".repeat(200)}b`)("a".repeat(5_000))).toBe(false);
  });
});
