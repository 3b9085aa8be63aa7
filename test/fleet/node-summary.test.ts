import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Shared, summaryOf } from "../../src/fleet/node-summary.ts";
import { recordedFleets } from "../sites/fleet.ts";
import path from "node:path";

const [FLEET] = recordedFleets(path.resolve(import.meta.dirname, "../sites/fleets.ndjson.gz"));
const report = FLEET?.runs[0]?.report;
if (report === undefined) throw new Error("no recorded fleet");

describe("what a fleet's statement keeps of a report", () => {
  it("is where the node is, and how its checks ended", () => {
    const summary = summaryOf(report, new Shared());
    expect(summary).toMatchObject({
      hostname: "vm",
      addresses: ["10.33.120.20"],
      gateway: "10.33.120.1",
      subnet: "10.33.120.0/24",
      os: "Ubuntu 24.04",
      verdict: "not-ready",
      schemaVersion: "1.1",
      trials: { failed: report.checks.filter(({ status }) => status === "fail").map(({ id, code }) => ({ id, code })) },
    });
  });

  it("is shared by nodes that are alike", () => {
    const shared = new Shared();
    const [a, b] = [summaryOf(report, shared), summaryOf(structuredClone(report), shared)];
    if (typeof a === "string" || typeof b === "string") throw new Error("no summary");
    expect(a.trials).toBe(b.trials);
    expect(a.resolvers).toBe(b.resolvers);
    expect(a.findings).toBe(b.findings);
  });

  it.each([
    ["nothing", null, "not-a-report"],
    ["other people's JSON", { kind: "Pod", apiVersion: "v1" }, "not-a-report"],
    ["a list", [report], "not-a-report"],
    ["a later schema", { ...report, schemaVersion: "9.0" }, "other-schema"],
    ["a report without a host name", { ...report, node: { ...report.node, hostname: 7 } }, "wrong-shape"],
    ["a report whose checks are none", { ...report, checks: [{ id: 1 }] }, "wrong-shape"],
    ["a verdict that does not exist", { ...report, verdict: "fine" }, "wrong-shape"],
  ])("is nothing of %s", (_, document, reason) => {
    expect(summaryOf(document, new Shared())).toBe(reason);
  });

  it("never throws, whatever stands in the place of a part", () => {
    const parts = ["run", "node", "site", "checks", "diagnosis", "paths"] as const;
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.jsonValue(), (part, value) => {
        expect(() => summaryOf({ ...report, [part]: value }, new Shared())).not.toThrow();
      }),
    );
  });
});
