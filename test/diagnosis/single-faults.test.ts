import path from "node:path";
import { describe, expect, it } from "vitest";
import { classesOf } from "../../src/diagnosis/inference/hypotheses.ts";
import { keyOf } from "../../src/diagnosis/inference/posterior.ts";
import { measurementsOf } from "../../src/diagnosis/measurements/kinds.ts";
import { concerns, simulate } from "../../src/diagnosis/network/forwarding.ts";
import { attributeHops } from "../../src/diagnosis/network/hop-attribution.ts";
import { networkOf } from "../../src/diagnosis/network/routed-network.ts";
import { SingleFaults } from "../../src/diagnosis/network/single-faults.ts";
import { recordedCases } from "../sites/case.ts";

const CASES = recordedCases(path.resolve(import.meta.dirname, "../sites/recorded.ndjson.gz"));

describe("probes that are walked once for all faults that touch the same packets", () => {
  it.each([0, 35, 70, 100])("show what each fault by itself shows, in recorded run %i", (index) => {
    const report = CASES[index]?.report;
    if (report === undefined) throw new Error("not recorded");
    const network = networkOf(report.site, report.observations);
    const requests = measurementsOf(network, report.observations).map(({ request }) => request);
    const singleFaults = new SingleFaults(network);
    let compared = 0;
    const different = classesOf(network, attributeHops(network), report.checks, () => undefined).flatMap(
      ({ fault }) => {
        const predict = singleFaults.of(fault);
        return requests.flatMap((request) => {
          if (!concerns(fault, request)) return [];
          compared += 1;
          const [alike, alone] = [keyOf(predict(request)), keyOf(simulate(network, [fault], request))];
          return alike === alone ? [] : [{ fault, request, alike, alone }];
        });
      },
    );
    expect(different.slice(0, 3)).toEqual([]);
    expect(compared).toBeGreaterThan(1_000);
  });
});
