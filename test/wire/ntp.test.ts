import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NtpEvidence } from "../../src/model/probe.ts";
import { ntpQuality, offsetAndDelay, referenceIdText } from "../../src/wire/ntp.ts";

const GOOD: NtpEvidence = {
  leap: 0,
  version: 4,
  mode: 4,
  stratum: 2,
  referenceId: "10.0.0.1",
  rootDelayMs: 1,
  rootDispersionMs: 1,
  t1Ms: 0,
  t2Ms: 0,
  t3Ms: 0,
  t4Ms: 0,
  originMatches: true,
};

describe("NTP arithmetic", () => {
  it("recovers the offset and the delay of a symmetric path, ahead and behind", () => {
    const times = fc.record({
      offset: fc.integer({ min: -1e9, max: 1e9 }),
      oneWay: fc.nat(10_000),
      server: fc.nat(1_000),
      start: fc.nat(2e12),
    });
    fc.assert(
      fc.property(times, ({ offset, oneWay, server, start }) => {
        const t2Ms = start + oneWay + offset;
        const t3Ms = t2Ms + server;
        const t4Ms = start + 2 * oneWay + server;
        expect(offsetAndDelay({ t1Ms: start, t2Ms, t3Ms, t4Ms })).toEqual({ offsetMs: offset, delayMs: 2 * oneWay });
      }),
    );
  });

  it.each<[string, Partial<NtpEvidence>, string]>([
    ["a usual answer", {}, "good"],
    ["a kiss of death", { stratum: 0, leap: 3, referenceId: "RATE" }, "kiss-of-death"],
    ["a server that never had the time", { stratum: 0, leap: 3, referenceId: "0.0.0.0" }, "unsynchronised"],
    ["stratum 16", { stratum: 16 }, "unsynchronised"],
    ["leap 3", { leap: 3 }, "unsynchronised"],
    ["a client's packet", { mode: 3 }, "not-a-server"],
    ["an answer to another request", { originMatches: false }, "not-for-this-request"],
  ])("takes %s for what it is", (_name, change, quality) => {
    expect(ntpQuality({ ...GOOD, ...change })).toBe(quality);
  });

  it("prints reference IDs without control characters, whatever they hold", () => {
    fc.assert(
      fc.property(fc.nat(16), fc.nat(0xffffffff), (stratum, word) => {
        expect(referenceIdText(stratum, word)).toMatch(/^[\x20-\x7e]{0,15}$/);
      }),
    );
    expect(referenceIdText(0, 0x52415445)).toBe("RATE");
    expect(referenceIdText(3, 0x0a000001)).toBe("10.0.0.1");
  });
});
