import { describe, expect, it } from "vitest";
import { symptomOf } from "../../src/catalogue/misconfigurations/symptoms.ts";
import {
  ASTRAY_CONNECTION,
  BLAME,
  CONNECTION_TABLE,
  DEVICE_PRIOR,
  EFFECTS,
  LOST_UPSTREAM,
  OWN_KERNEL,
  OWN_ROUTE,
  RESOLUTION,
  STRANGERS_SERVER,
} from "../../src/diagnosis/probabilities.ts";
import { CONNECTION_OUTCOME_WORDS } from "../../src/diagnosis/measurements/measurement.ts";

const sum = (row: object) => (Object.values(row) as number[]).reduce((all, chance) => all + chance, 0);

const ROWS: [string, object][] = [
  ...Object.entries(CONNECTION_TABLE).map(([name, row]): [string, object] => [
    `a connection that should be ${name}`,
    row,
  ]),
  ...Object.entries(OWN_KERNEL).map(([name, row]): [string, object] => [`this node's own ${name}`, row]),
  ["a name server that has lost its own", LOST_UPSTREAM],
  ["another's server", STRANGERS_SERVER],
  ["packets that are led away", ASTRAY_CONNECTION],
];

describe("what can be seen", () => {
  it.each(ROWS)("%s: a chance for every outcome, one in all", (_name, row) => {
    expect(Object.keys(row).toSorted()).toEqual([...CONNECTION_OUTCOME_WORDS].toSorted());
    expect(sum(row)).toBeCloseTo(1, 12);
  });

  it.each([...Object.entries(RESOLUTION), ...Object.entries(OWN_ROUTE)])("%s: one in all", (_name, row) => {
    expect(sum(row)).toBeCloseTo(1, 12);
  });

  it.each(Object.entries(BLAME))("%s blames first whom a table of causes names, and leaves a rest", (code, row) => {
    const [first] = Object.entries(row).toSorted(([, a], [, b]) => b - a);
    expect(first?.[0]).toBe(symptomOf(code, "control-plane"));
    expect(sum(row)).toBeLessThan(1);
  });

  it("one of the devices is to blame", () => {
    expect(sum(DEVICE_PRIOR)).toBeCloseTo(1, 12);
  });

  it.each(Object.entries(EFFECTS).filter(([kind]) => kind !== "sign"))(
    "%s shows in one way or another",
    (_kind, effects) => {
      expect(sum(effects)).toBeCloseTo(1, 12);
    },
  );
});
