import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { recordedFleets } from "../sites/fleet.ts";
import { FIRST_MEASURING_SEED } from "../sites/case.ts";
import { stated, type FleetScore } from "../sites/stated-fleets.ts";

const FLEETS = recordedFleets(path.resolve(import.meta.dirname, "../sites/fleets.ndjson.gz"));

describe("fleets of copies of recorded runs", () => {
  let scores: FleetScore[] = [];
  beforeAll(async () => {
    scores = await Promise.all(FLEETS.map((fleet) => stated(fleet, false)));
  }, 120_000);

  it("are of development seeds, one of each extent", () => {
    expect(FLEETS.filter(({ seed }) => seed >= FIRST_MEASURING_SEED)).toEqual([]);
    expect(new Set(FLEETS.map(({ extent }) => extent))).toEqual(new Set(["switch", "subnet", "all", "none"]));
  });

  it("have the shared fault named first, in one finding for all that meet it", () => {
    const shared = scores.flatMap((score) => score.shared ?? []);
    expect(shared).toHaveLength(4);
    for (const one of shared) expect(one).toMatchObject({ first: true, whole: true });
  });

  it("have the faults of single servers named beside it", () => {
    const of = (field: "shown" | "named") => scores.reduce((all, { own }) => all + own[field], 0);
    expect(of("shown")).toBeGreaterThan(20);
    expect(of("named") / of("shown")).toBeGreaterThanOrEqual(0.9);
  });

  it("send nobody to a wrong device with nine tenths or more", () => {
    expect(scores.map(({ sure }) => sure)).toEqual(scores.map(() => 0));
  });
});

describe("three servers that fail beside one that passes", () => {
  it.each(
    FLEETS.filter(({ extent }) => extent === "switch" || extent === "subnet").map((fleet) => [fleet.seed, fleet]),
  )("have one finding with what they share: seed %i", async (_, fleet) => {
    const { findings, findingsSaid } = await stated(fleet, true);
    const [subnet = "a"] = fleet.hit;
    expect(findings).toBe(1);
    expect(findingsSaid[0]?.nodes).toEqual([0, 1, 2].map((copy) => `node-${subnet}${copy}`));
    expect(findingsSaid[0]?.common.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["gateway", "subnet"]));
    expect(findingsSaid[0]?.suspects[0]?.device).toBe(fleet.shared?.device);
  });
});
