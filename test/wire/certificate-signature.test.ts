import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weakDigestOf } from "../../src/wire/certificate-signature.ts";
import { issue, pem } from "../world/chains.ts";

const der = async (digest: "SHA-1" | "SHA-256") =>
  new X509Certificate(pem(await issue({ name: "leaf", names: ["a.example"], digest }))).raw;

describe("the digest that a certificate was signed over", () => {
  it("is told where it is weak", async () => {
    expect(weakDigestOf(await der("SHA-1"))).toBe("SHA-1");
    expect(weakDigestOf(await der("SHA-256"))).toBeUndefined();
  });

  it("of a certificate that is cut short, or of any bytes, is not known", async () => {
    const whole = await der("SHA-1");
    for (let length = 0; length < 200; length++) expect(weakDigestOf(whole.subarray(0, length))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect([undefined, "MD5", "SHA-1"]).toContain(weakDigestOf(bytes));
      }),
    );
  });
});
