import { describe, expect } from "vitest";
import type { Observation } from "../../src/model/probe.ts";
import { hostOf } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { outcomes, parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { SITE_FLAGS } from "./reference-site.ts";
import type { Topology } from "./topology.ts";
import { DEAD_WAYS, withTwoLines } from "./two-lines.ts";

const CHECK = "line.quality.parallel-ways";

async function examine(network: Topology, ...flags: string[]) {
  await using lab = await Lab.start(network);
  const { code, stdout, stderr } = await preflight(lab, [
    ...SITE_FLAGS,
    "--format",
    "json",
    "--timeout",
    "1500",
    ...flags,
  ]);
  expect(stderr).toBe("");
  const report = parseReport(stdout);
  const asked = report.observations.filter((one): one is Observation<"flows"> => one.request.probe === "flows");
  return { code, report, asked };
}

describe.concurrent("parallel ways", () => {
  labTest("of which all are well are nobody's business", async () => {
    const { code, report, asked } = await examine(withTwoLines());
    expect(code).toBe(0);
    expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "pass ok" });
    expect(asked).toEqual([]);
    expect(report.diagnosis.findings).toEqual([]);
  });

  labTest("are tried on request: sixteen flows to two addresses, and all pass", async () => {
    const { code, report, asked } = await examine(withTwoLines(), "--thorough");
    expect(
      report.checks.filter(({ status }) => status === "fail").map(({ id, message }) => `${id} ${message}`),
    ).toEqual([]);
    expect(code).toBe(0);
    expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "pass ok" });
    expect(asked.map(({ evidence }) => evidence?.flows.length)).toEqual([16, 16]);
    expect(asked.every(({ evidence }) => evidence?.dead === undefined)).toBe(true);
  });

  for (const { name, patch, group } of DEAD_WAYS)
    labTest(`of which one is dead: ${name}`, async () => {
      const network = withTwoLines();
      patch(network);
      const { code, report, asked } = await examine(network, "--thorough");
      expect(code).toBe(1);
      expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "fail flows-dead" });
      const finding = report.diagnosis.findings.find(({ explains }) => explains.includes(CHECK));
      expect(group).toContain(finding?.suspects[0]?.device);
      expect(
        finding?.suspects.map(({ misconfiguration }) => misconfiguration).filter((id) => !/member$/.test(id)),
      ).toEqual([]);
      // Connections that happened to be on the dead way are explained by it, and by no rule of anybody's.
      const others = report.diagnosis.findings.filter((each) => each !== finding);
      expect(others).toEqual([]);
      expect(asked.some(({ evidence }) => (evidence?.dead?.length ?? 0) > 0)).toBe(true);
    });

  labTest("are one of many things that a walk cannot see where nothing at all passes", async () => {
    const network = withTwoLines();
    hostOf(network, "firewall").filter = { forward: ["ip daddr { 100.64.0.0/10, 192.168.0.0/16 } drop"] };
    const { report, asked } = await examine(network, "--thorough");
    expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "blocked prerequisite-failed" });
    expect(asked).toEqual([]);
  });
});
