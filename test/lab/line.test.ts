import { describe, expect } from "vitest";
import type { Line } from "../../src/model/report.ts";
import { labTest } from "../support/lab-test.ts";
import { outcomes, parseReport } from "../support/report.ts";
import { firewall } from "../scenarios/scenario.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { referenceSite, SITE_FLAGS } from "./reference-site.ts";
import type { Topology } from "./topology.ts";

const CHECKS = ["line.quality.loss", "line.quality.round-trip"];

/** The reference site, whose line has this delay each way and loses so much. */
function siteWithLine(delayMs: number, there = 0, back = 0): Topology {
  const network = referenceSite();
  for (const link of network.links) {
    const [a, b] = link.ends.map(({ host }) => host);
    if (a === "firewall" && b === "vbr") Object.assign(link, { delayMs, loss: { there, back, seed: 1 } });
  }
  return network;
}

async function examine(network: Topology, ...flags: string[]) {
  await using lab = await Lab.start(network);
  const { code, stdout } = await preflight(lab, [...SITE_FLAGS, "--format", "json", ...flags]);
  const report = parseReport(stdout);
  const trains = report.observations.filter(({ request }) => request.probe === "train");
  return { code, report, line: report.line as Line, trains };
}

describe.concurrent("the line", () => {
  labTest("that loses nothing passes by what was sent anyway", async () => {
    const { code, report, line, trains } = await examine(siteWithLine(15));
    expect(code).toBe(0);
    expect(outcomes(report, CHECKS)).toEqual({ "line.quality.loss": "pass ok", "line.quality.round-trip": "pass ok" });
    expect(line).toMatchObject({ retransmitted: 0, lossRatio: 0 });
    expect(line.rttMs.min).toBeGreaterThanOrEqual(30);
    expect(trains).toEqual([]);
  });

  labTest("is looked at more closely on request: at most 200 segments", async () => {
    const { code, line, trains } = await examine(siteWithLine(15), "--thorough");
    expect(code).toBe(0);
    expect(trains.map(({ outcome }) => outcome)).toEqual(trains.map(() => "measured"));
    expect(trains).toHaveLength(8);
    expect(line.sent).toBeGreaterThan(200);
    expect(line).toMatchObject({ lossThere: { ratio: 0 }, lossBack: { ratio: 0 } });
  });

  labTest("that loses a sixth each way fails, and nothing is blamed for certain", async () => {
    const { code, report, line } = await examine(siteWithLine(5, 0.16, 0.16));
    expect(code).toBe(1);
    expect(outcomes(report, CHECKS)).toMatchObject({ "line.quality.loss": "fail line-lossy" });
    expect(line.lossInterval?.low).toBeLessThan(0.2944);
    expect(line.lossInterval?.high).toBeGreaterThan(0.2944);
    const finding = report.diagnosis.findings.find(({ explains }) => explains.includes("line.quality.loss"));
    expect(finding?.suspects[0]?.misconfiguration).toBe("vbr.line-quality");
    expect(finding?.suspects[0]?.probability).toBeLessThan(0.5);
  });

  for (const [way, there, back] of [
    ["there", 0.2, 0],
    ["back", 0, 0.2],
  ] as const)
    labTest(`that loses packets on the way ${way} alone is told to`, async () => {
      const { report, line } = await examine(siteWithLine(5, there, back));
      expect(outcomes(report, CHECKS)).toMatchObject({ "line.quality.loss": "fail line-lossy" });
      const [lossy, well] = way === "there" ? [line.lossThere, line.lossBack] : [line.lossBack, line.lossThere];
      expect(lossy?.low).toBeGreaterThan(0.05);
      expect(well?.ratio).toBeLessThan(0.05);
    });

  labTest("whose round trip is above the limits warns, then fails", async () => {
    const slow = await examine(siteWithLine(30), "--line-rtt", "50,1000");
    expect(slow.code).toBe(0);
    expect(outcomes(slow.report, CHECKS)).toMatchObject({ "line.quality.round-trip": "warn line-slow" });
    const slower = await examine(siteWithLine(30), "--line-rtt", "50,60");
    expect(slower.code).toBe(1);
    expect(outcomes(slower.report, CHECKS)).toMatchObject({ "line.quality.round-trip": "fail line-slow" });
  });

  labTest("is not measured where nobody asked for anything that crosses it, or nothing does", async () => {
    const unasked = await examine(referenceSite(), "--only", "line.*");
    expect(outcomes(unasked.report, CHECKS)).toEqual({
      "line.quality.loss": "unverified line-not-measured",
      "line.quality.round-trip": "unverified line-not-measured",
    });
    const network = referenceSite();
    firewall(network, "ip daddr { 100.64.0.0/10, 192.168.0.0/16 } reject with tcp reset");
    const cut = await examine(network, "--no-diagnosis");
    expect(outcomes(cut.report, CHECKS)).toEqual({
      "line.quality.loss": "blocked prerequisite-failed",
      "line.quality.round-trip": "blocked prerequisite-failed",
    });
    expect(cut.report).not.toHaveProperty("line");
  });
});
