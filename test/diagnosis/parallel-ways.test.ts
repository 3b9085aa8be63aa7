import { describe, expect, it } from "vitest";
import { diagnose, infer } from "../../src/diagnosis/diagnose.ts";
import { measurementsOf } from "../../src/diagnosis/measurements/kinds.ts";
import { networkOf } from "../../src/diagnosis/network/routed-network.ts";
import { requestKey, type AnyObservation, type HopsEvidence } from "../../src/model/probe.ts";
import type { CheckResult } from "../../src/model/report.ts";
import { siteFor } from "../support/site.ts";
import { en } from "../support/words.ts";

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

describe("one dead way of several", () => {
  it("is more probable than something nobody knows, however many questions were on the living one", () => {
    const site = siteFor({ vpcCidrs: ["192.168.0.0/16"], dataCenterCidrs: ["10.0.0.0/8"] });
    const ask = (index: number, outcome: string) =>
      seen(
        {
          probe: "http",
          to: { ip: `100.103.42.${10 + index}`, port: 443 },
          scheme: "https",
          host: `h${index}.example`,
          method: "GET",
          path: "/",
        },
        outcome,
        { tcp: {} },
      );
    const asked = Array.from({ length: 18 }, (_, index) => ask(index, index % 3 === 0 ? "timed-out" : "response"));
    const inference = infer({
      site,
      observations: [answered, arrived, flows, ...asked],
      checks: [],
      judgedFrom: new Map(),
    });
    expect(inference.faults).toHaveLength(1);
    expect(inference.faults[0]?.best.fault.effect).toMatch(/-some$/);
    expect(inference.faults[0]?.unknown).toBeLessThan(0.1);
  });

  it("explains the dead flows and the connections on it at once, whichever routers answer", () => {
    const site = siteFor({ vpcCidrs: ["192.168.0.0/16"], dataCenterCidrs: ["10.0.0.0/8"] });
    const silent = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => ({ ttl: from + index, reply: "silent", pinned: true }));
    const heard = (third: string) => [
      ...hops(third).slice(0, 3),
      { ttl: 4, reply: "time-exceeded", address: "172.31.1.2", pinned: true },
    ];
    // The fifth router never answers. Of the dead flow nothing comes back from the destination either.
    const living = [...heard("10.0.23.2"), ...silent(5, 5), { ttl: 6, reply: "open", address: CLOUD.ip, pinned: true }];
    const dead = [...heard("10.0.33.2"), ...silent(5, 7)];
    const of = (to: typeof CLOUD) =>
      seen({ probe: "flows", to, count: 16, maxTtl: 20 }, "measured", {
        flows: Array.from({ length: 16 }, (_, index) => ({
          sourcePort: 40_000 + index,
          outcome: index % 2 === 0 ? "open" : "dead",
        })),
        dead,
        living,
      });
    const lost = seen(
      { probe: "http", to: OTHER, scheme: "https", host: "b.example", method: "GET", path: "/" },
      "timed-out",
      { tcp: {} },
    );
    const observations = [
      answered,
      lost,
      of(CLOUD),
      of(OTHER),
      seen(question(CLOUD), "reached", { hops: living, reachedTtl: 6, ignored: 0 }),
    ];
    const check = (id: string, code: string): CheckResult => ({
      id,
      group: "line",
      title: id,
      status: "fail",
      required: true,
      code,
      message: code,
      durationMs: 1,
    });
    const judgedFrom = new Map([
      ["line.quality.parallel-ways", new Set([of(CLOUD), of(OTHER)].map(({ request }) => requestKey(request)))],
      ["registry.b.tcp-443", new Set([requestKey(lost.request)])],
    ]);
    const checks = [
      check("line.quality.parallel-ways", "flows-dead"),
      check("registry.b.tcp-443", "connect-timed-out"),
    ];
    const { findings } = diagnose(infer({ site, observations, checks, judgedFrom }), en);
    expect(findings.map(({ explains }) => explains)).toEqual([["line.quality.parallel-ways", "registry.b.tcp-443"]]);
    expect(findings[0]?.suspects.every(({ misconfiguration }) => misconfiguration.endsWith("member"))).toBe(true);
  });
});
