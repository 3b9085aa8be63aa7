import { expect } from "vitest";
import { labTest } from "../support/lab-test.ts";
import { compareRules } from "./lab.ts";

const SAMPLE = 60;
const MAX_UNTOLD = 0.05;

labTest("rule sets of nft and both iptables do to real packets what the verdicts say", async () => {
  const all = await compareRules(5_000, SAMPLE);
  expect(all.filter(({ refused }) => refused !== undefined)).toEqual([]);
  expect(all).toHaveLength(SAMPLE);
  expect(all.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
  expect(sum(({ untold }) => untold) / sum(({ judged }) => judged)).toBeLessThan(MAX_UNTOLD);
});
