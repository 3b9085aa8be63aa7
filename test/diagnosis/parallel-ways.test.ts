import { describe, expect, it } from "vitest";
import { measurementsOf } from "../../src/diagnosis/measurements/kinds.ts";
import { networkOf } from "../../src/diagnosis/network/routed-network.ts";
import type { AnyObservation, HopsEvidence } from "../../src/model/probe.ts";
import { siteFor } from "../support/site.ts";

const CLOUD = { ip: "100.103.42.233", port: 443 };
const OTHER = { ip: "100.103.7.181", port: 443 };

const hops = (third: string): HopsEvidence["hops"] => [
  { ttl: 1, reply: "time-exceeded", address: "10.1.1.1", pinned: true },
  { ttl: 2, reply: "time-exceeded", address: "10.0.12.2", pinned: true },
  { ttl: 3, reply: "time-exceeded", address: third, pinned: true },
  { ttl: 4, reply: "open", address: CLOUD.ip, pinned: true },
];

const seen = (request: object, outcome: string, evidence: unknown) =>
  ({ request, outcome, evidence, startedAtMs: 0, durationMs: 1, attempts: 1 }) as AnyObservation;
const question = (to: typeof CLOUD) => ({ probe: "hops", protocol: "tcp", to, maxTtl: 16, thorough: true });
const arrived = seen(question(CLOUD), "reached", { hops: hops("10.0.23.2"), reachedTtl: 4, ignored: 0 });
const cutOff = seen(question(OTHER), "cut-off", { hops: hops("10.0.33.2").slice(0, 3), ignored: 0 });
const answered = seen(
  { probe: "http", to: CLOUD, scheme: "https", host: "a.example", method: "GET", path: "/" },
  "response",
  {
    tcp: {},
  },
);
const flows = seen({ probe: "flows", to: CLOUD, count: 2, maxTtl: 20 }, "measured", {
  flows: [
    { sourcePort: 40_000, outcome: "open" },
    { sourcePort: 40_001, outcome: "dead" },
  ],
  dead: hops("10.0.33.2").slice(0, 3),
  living: hops("10.0.23.2"),
});

function strangersIn(observations: AnyObservation[]): number[] {
  const network = networkOf(siteFor({}), observations);
  return measurementsOf(network, observations).flatMap((measurement) =>
    measurement.kind === "walk" || measurement.kind === "flows"
      ? measurement.hops.flatMap(({ stranger, ttl }) => (stranger === true ? [ttl] : []))
      : [],
  );
}

describe("another address at the place of a router that is known", () => {
  const observations = [answered, arrived, cutOff];

  it("is a stranger's on one way", () => {
    expect(strangersIn(observations)).toEqual([3]);
  });

  it("is a member's where flows have shown several ways", () => {
    expect(strangersIn([...observations, flows])).toEqual([]);
  });
});
