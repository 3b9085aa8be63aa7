import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { FleetFinding } from "../../src/model/fleet.ts";
import { cloudOfSite } from "../cloud/export.ts";
import { besideExport } from "../cloud/export-kinds.ts";
import { drawFleet, recordedFleets } from "../sites/fleet.ts";
import { drawSite } from "../sites/site.ts";
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

describe("beside the cloud's configuration, read once for the fleet", () => {
  it("a transit router without the way back is told from the VBR", async () => {
    const fleet = FLEETS.find(({ shared }) => shared?.device === "ecr-cen");
    const report = fleet?.runs.find(({ subnet, own }) => subnet === fleet.hit[0] && own === undefined)?.report;
    if (fleet?.shared === undefined || report === undefined) throw new Error("no recorded fleet with such a fault");
    const { site } = drawFleet(fleet.seed);
    const whole = drawSite(fleet.seed, fleet.silence);
    // The fault as the catalogue has it: no way back for anybody.
    const routes = whole.network.hosts[whole.roles.transit]?.routes;
    routes?.splice(0, routes.length, ...routes.filter(({ to }) => to !== whole.plan.dataCenter));
    const beside = besideExport(
      report,
      { faulty: cloudOfSite(whole), healthy: cloudOfSite(site), wrong: [fleet.shared.misconfiguration] },
      "right",
    );
    const alone = await stated(fleet, true);
    const { findingsSaid } = await stated(fleet, true, beside.cloud);
    const share = (findings: readonly FleetFinding[]) =>
      findings[0]?.suspects.find(({ device }) => device === "ecr-cen")?.probability ?? 0;
    expect(share(alone.findingsSaid)).toBeLessThan(0.75);
    expect(share(findingsSaid)).toBeGreaterThan(0.9);
    expect(findingsSaid[0]?.nodes).toEqual(alone.findingsSaid[0]?.nodes);
  });
});
