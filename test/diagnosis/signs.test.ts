import { describe, expect, it } from "vitest";
import { rankSigns } from "../../src/diagnosis/inference/signs.ts";
import type { CheckResult } from "../../src/model/report.ts";
import { ADDRESSES, NAMES } from "../lab/reference-site.ts";
import { referenceSettings } from "../support/reference-network.ts";

const site = referenceSettings();
const check = (host: string, address: string, code: string): CheckResult => ({
  id: `registry.${host}.identity-443`,
  group: "registry",
  title: "",
  status: code === "ok" ? "pass" : "fail",
  required: true,
  code,
  message: "",
  endpoint: { host, address, port: 443, protocol: "tcp" },
  durationMs: 1,
});

function ranked(all: CheckResult[]): [device: string, probability: number][] {
  const [sign] = rankSigns(
    all.filter(({ status }) => status === "fail"),
    all,
    site,
  );
  return (sign?.causes ?? []).map(({ misconfiguration, probability }) => [misconfiguration.device, probability]);
}

describe("a page in the place of the service", () => {
  it("on all names, at documented addresses, is a box's on the path", () => {
    const [first] = ranked([
      check(NAMES.packages, ADDRESSES.packages, "http-portal-page"),
      check(NAMES.layers, ADDRESSES.layers, "http-portal-page"),
      check(NAMES.registry, ADDRESSES.registry, "http-portal-page"),
    ]);
    expect(first?.[0]).toBe("firewall");
    // 0.55 of 0.55, 0.05 (a proxy of the firewall's), 0.15 x 0.5 x 0.15, 0.15 x 0.2 and a rest of 0.1.
    expect(first?.[1]).toBeCloseTo(0.55 / (0.55 + 0.05 + 0.01125 + 0.03 + 0.1), 6);
  });

  it("on one name of several, at an address that is not documented, may be the resolver's nearly as well", () => {
    const [first] = ranked([
      check(NAMES.packages, "10.1.2.80", "http-portal-page"),
      check(NAMES.layers, ADDRESSES.layers, "ok"),
      check(NAMES.registry, ADDRESSES.registry, "ok"),
    ]);
    // 0.55 x 0.5 x 0.4 beside 0.15 x 0.7 x 1, 0.15 x 1 x 0.3, 0.05 x 0.5 x 0.4 and 0.1: nobody has half of it.
    expect(first).toEqual(["firewall", expect.closeTo(0.11 / (0.11 + 0.105 + 0.045 + 0.01 + 0.1), 6)]);
  });
});
