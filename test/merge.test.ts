import { expect, it } from "vitest";
import { en } from "./support/words.ts";
import { withReflectorLog } from "../src/merge.ts";
import { hostileReport } from "./support/hostile.ts";

it("a log of any length is read, and one that says nothing of the run changes nothing", () => {
  const started = { event: "started", at: "2026-01-01T00:00:00.000Z", listen: "", allow: [], services: [] } as const;
  const lines = Array.from({ length: 300_000 }, () => started);
  expect(withReflectorLog(hostileReport(), lines, en)).toBeUndefined();
});
