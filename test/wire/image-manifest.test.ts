import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readManifest, tokenIn } from "../../src/wire/image-manifest.ts";

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

describe("a manifest", () => {
  it("leads to this architecture's, and that to its smallest layer", () => {
    const own = (architecture: string, digit: string) => ({
      digest: digest(digit),
      platform: { os: "linux", architecture },
    });
    const index = JSON.stringify({
      manifests: [
        { ...own("arm64", "a"), platform: { os: "windows", architecture: "arm64" } },
        own("amd64", "b"),
        own("arm64", "c"),
      ],
    });
    expect(readManifest(index, "arm64")).toEqual({ manifest: digest("c") });
    expect(readManifest(index, "riscv64")).toBeUndefined();
    const layers = [
      { digest: digest("d"), size: 300 },
      { digest: digest("e"), size: 200 },
    ];
    expect(readManifest(JSON.stringify({ layers }), "amd64")).toEqual({ layer: digest("e") });
  });

  it("names no path and no host by its digest", () => {
    const layers = [{ digest: "../../secrets", size: 1 }];
    expect(readManifest(JSON.stringify({ layers }), "amd64")).toBeUndefined();
  });

  it("may be anything", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const found = readManifest(text, "amd64");
        if (found !== undefined) expect(JSON.stringify(found)).toMatch(/sha256:[0-9a-f]{64}/);
      }),
    );
  });
});

describe("a token", () => {
  it("is what a header can hold", () => {
    expect(tokenIn('{"token":"abc.def-_="}')).toBe("abc.def-_=");
    expect(tokenIn('{"access_token":"abc"}')).toBe("abc");
    for (const text of ['{"token":"a\\r\\nHost: x"}', '{"token":7}', "[]", "no JSON", '{"token":""}'])
      expect(tokenIn(text)).toBeUndefined();
  });
});
