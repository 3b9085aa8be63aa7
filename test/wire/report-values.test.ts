import { describe, expect, it } from "vitest";
import type { AnyObservation } from "../../src/model/probe.ts";
import { wrongAddressIn } from "../../src/wire/report-values.ts";
import { healthyObservations, referenceSettings } from "../support/reference-network.ts";

const site = referenceSettings();
const asked = (ip: string): AnyObservation =>
  ({ request: { probe: "tcp", to: { ip, port: 443 } }, outcome: "open", attempts: 1 }) as AnyObservation;

describe("addresses of a saved report", () => {
  it("are all addresses in one that a run has made", () => {
    expect(wrongAddressIn({ site, observations: healthyObservations() })).toBeUndefined();
  });

  it("that are none are told of by their place", () => {
    expect(wrongAddressIn({ site, observations: [asked("10.0.0.1"), asked("10.0.0.256")] })).toEqual({
      at: "/observations/1/request/to/ip",
      value: "10.0.0.256",
    });
    expect(wrongAddressIn({ site: { ...site, vpcCidrs: ["10.0.0.1/8"] }, observations: [] })).toEqual({
      at: "/site/vpcCidrs/0",
      value: "10.0.0.1/8",
    });
  });

  it("of this machine's own files are of no concern", () => {
    const request = { probe: "tool", name: "x" } as unknown as AnyObservation["request"];
    const observation = { request, outcome: "known", evidence: { address: "x" }, attempts: 1 } as unknown;
    expect(wrongAddressIn({ site, observations: [observation as AnyObservation] })).toBeUndefined();
  });
});
