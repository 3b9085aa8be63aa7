import { describe, expect } from "vitest";
import { runCase } from "../sites/case.ts";
import { diagnosed } from "../sites/score.ts";
import { labTest } from "../support/lab-test.ts";

/** Development seeds, sites of very different kinds. */
const HEALTHY = [3, 9, 62];
const FAULTY: [number, number][] = [
  [2, 0],
  [4, 0],
  [9, 0],
  [17, 1],
  [27, 0],
  [85, 2],
];

describe.concurrent("on a site that a seed has drawn", () => {
  for (const seed of HEALTHY)
    labTest(`seed ${seed}, nothing wrong: ready, and no finding`, async () => {
      const { report } = await runCase({ seed, index: 0, kind: "healthy", declared: false });
      expect({ verdict: report.verdict, findings: report.diagnosis.findings }).toEqual({
        verdict: "ready",
        findings: [],
      });
    });

  for (const [seed, index] of FAULTY)
    labTest(
      `seed ${seed}, fault ${index}: named first or with those that show the same, and nobody else surely`,
      async () => {
        const one = await runCase({ seed, index, kind: "single", declared: false });
        const { inGroup, sure, group } = diagnosed(one, one.report.diagnosis.findings);
        expect({ verdict: one.report.verdict, inGroup, sure }, group.join()).toEqual({
          verdict: "not-ready",
          inGroup: true,
          sure: false,
        });
      },
    );
});
