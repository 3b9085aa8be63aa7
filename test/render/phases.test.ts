import { expect, it } from "vitest";
import type { AnyObservation, ProbeRequest } from "../../src/model/probe.ts";
import { phaseBars } from "../../src/render/phases.ts";

function asked(request: ProbeRequest, startedAtMs: number, durationMs: number): AnyObservation {
  return { request, outcome: "timed-out", startedAtMs, durationMs, attempts: 1 } as AnyObservation;
}

const TO = { ip: "192.168.10.10", port: 6443 };

it("has a bar for each phase that something was asked in, with its pauses", () => {
  const observations = [
    asked({ probe: "tcp", to: TO }, 1_000, 1_000),
    asked({ probe: "ntp", to: TO }, 6_000, 1_999),
    asked({ probe: "hops", protocol: "tcp", to: TO, maxTtl: 16, thorough: false }, 2_000, 3_999),
  ];
  expect(phaseBars(observations, 10_000, 10)).toEqual([
    { phase: "services", beganMs: 1_000, endedMs: 7_999, bar: " ==   ==" },
    { phase: "path", beganMs: 2_000, endedMs: 5_999, bar: "  ====" },
  ]);
});

it("stays within its width, whatever a saved report says", () => {
  const observations = [asked({ probe: "tcp", to: TO }, 20_000, 5), asked({ probe: "tcp", to: TO }, -5, 1)];
  expect(phaseBars(observations, 0, 10)).toEqual([
    { phase: "services", beganMs: -5, endedMs: 20_005, bar: "=        =" },
  ]);
});

it("is empty where nothing was asked", () => {
  expect(phaseBars([], 5_000, 40)).toEqual([]);
});
