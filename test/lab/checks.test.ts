import { evidenceOf } from "../../src/evidence.ts";
import { describe, expect, it } from "vitest";
import { en } from "../support/words.ts";
import { diagnose, infer } from "../../src/diagnosis/diagnose.ts";
import { ANSWER_SCENARIOS } from "../scenarios/answers.ts";
import { CHECK_SCENARIOS } from "../scenarios/checks.ts";
import { HOST_SCENARIOS } from "../scenarios/host.ts";
import { outcomes, parseReport } from "../support/report.ts";
import { labTest } from "../support/lab-test.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { referenceSite, SITE_FLAGS } from "./reference-site.ts";

const SCENARIOS = [...CHECK_SCENARIOS, ...HOST_SCENARIOS, ...ANSWER_SCENARIOS];

describe.concurrent("check in the lab", () => {
  labTest("a network that works is ready, with nothing to remark", async () => {
    await using lab = await Lab.start(referenceSite());
    const { code, stdout, stderr } = await preflight(lab, [...SITE_FLAGS, "--format", "json"]);
    const report = parseReport(stdout);
    expect(stderr).toBe("");
    expect(report.checks.filter(({ status }) => status === "fail" || status === "warn")).toEqual([]);
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: "ready" });
    // One walk, to know what a path that works looks like; nothing gives a reason for more.
    expect(report.paths).toEqual([
      expect.objectContaining({
        destination: { address: "100.103.42.233", port: 443, protocol: "tcp" },
        reached: true,
      }),
    ]);
    expect(report.checks.filter(({ status }) => status === "unverified").map(({ id }) => id)).toEqual([
      ...["tcp-10250", "tcp-10255", "tcp-9100", "tcp-9445", "udp-8472"].map((port) => `inbound.${port}.reachable`),
      "inbound.udp-8472.outbound",
    ]);
  });

  labTest("an older cluster is asked on port 80", async () => {
    await using lab = await Lab.start(referenceSite());
    const { code, stdout } = await preflight(lab, [...SITE_FLAGS, "--cluster-version", "1.24", "--format", "json"]);
    const ids = parseReport(stdout).checks.map(({ id }) => id);
    expect(code).toBe(0);
    expect(ids.filter((id) => /^(control-plane|oss)\..*\.tcp-/.test(id))).toEqual([
      "control-plane.cs-anony-vpc.tcp-80",
      "oss.aliacs-k8s.tcp-80",
      "oss.aliacs-k8s.tcp-443",
    ]);
  });

  for (const scenario of SCENARIOS)
    labTest(scenario.name, async () => {
      const network = referenceSite();
      scenario.patch?.(network);
      await using lab = await Lab.start(network);
      const flags = [...(scenario.site ?? SITE_FLAGS), ...(scenario.flags ?? []), "--format", "json"];
      // A look at the path takes ten seconds, and is of use only where somebody is to be named.
      if (scenario.suspects === undefined) flags.push("--no-diagnosis");
      const { code, stdout } = await preflight(lab, flags, {
        ...scenario.run,
        ...(scenario.before !== undefined && { before: scenario.before }),
      });
      const report = parseReport(stdout);
      expect(outcomes(report, Object.keys(scenario.expect))).toEqual(scenario.expect);
      const device = scenario.suspects ?? scenario.blames;
      if (device !== undefined) {
        const findings =
          scenario.suspects === undefined
            ? diagnose(infer(evidenceOf(report)), en).findings
            : report.diagnosis.findings;
        expect(findings[0]?.suspects[0]?.device).toBe(device);
        const sure = findings.flatMap(({ suspects }) => suspects).filter(({ probability }) => probability >= 0.9);
        expect(sure.filter((one) => one.device !== device)).toEqual([]);
      }
      expect(code).toBe(scenario.exitCode);
      expect(stdout).not.toContain("secret");
      expect(report.verdict).toBe(code === 0 ? "ready" : "not-ready");
      for (const check of report.checks)
        if (check.status === "fail" || check.status === "warn") expect(check).toHaveProperty("device");
    });
});

it("names every scenario once", () => {
  const names = SCENARIOS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

it("says of every wrong answer who is to blame", () => {
  const unsaid = ANSWER_SCENARIOS.filter(
    ({ exitCode, suspects, blames }) => exitCode === 1 && suspects === undefined && blames === undefined,
  );
  expect(unsaid.map(({ name }) => name)).toEqual([]);
});
