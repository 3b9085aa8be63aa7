import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { skimmed } from "../../src/fleet/skim.ts";
import { renderJson } from "../../src/render/json.ts";

/** Documents with a part of that name anywhere, and texts that look like its beginning or its end. */
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom('\n  "observations": [\n', "\n  ]", "]", 1, null, true),
    fc.string(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("observations", "checks", "a"), tie("value"), { maxKeys: 3 }),
  ),
})).value;

describe("a report without its observations", () => {
  it("is otherwise the same document, in the form in which the tool prints it", () => {
    fc.assert(
      fc.property(fc.array(value), value, value, (observations, before, after) => {
        const text = renderJson({ before, observations, after });
        expect(JSON.parse(skimmed(text))).toEqual({ ...(JSON.parse(text) as object), observations: [] });
      }),
    );
  });

  it("is left as it is where it is cut short, or printed otherwise", () => {
    const text = renderJson({ checks: [1], observations: [{ a: [1, 2] }, 2], cloud: {} });
    for (let length = 0; length < text.length; length++)
      expect(skimmed(text.slice(0, length)), String(length)).toBe(text.slice(0, length));
    const compact = JSON.stringify({ observations: [1, 2] });
    expect(skimmed(compact)).toBe(compact);
  });
});
