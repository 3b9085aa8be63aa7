import { expect, it } from "vitest";
import { withAttempts } from "../../src/checks/shared/judge-answers.ts";
import { describe as inWords } from "../../src/checks/shared/describe.ts";
import { fail, pass } from "../../src/model/check.ts";
import type { Observation } from "../../src/model/probe.ts";
import { en } from "../support/words.ts";

const seen = (outcome: Observation["outcome"], attempts: number) => ({ outcome, attempts }) as Observation;
const passed = pass("ok:tool", { tool: "socat", path: "/usr/bin/socat" });
const instance = {
  id: "tools.socat.installed",
  group: "tools" as const,
  title: { key: "tool-is-installed" as const, args: { tool: "socat" } },
  required: true,
};

it("a pass at a later attempt says so, and one at the first does not", () => {
  const late = inWords(instance, withAttempts(passed, [seen("response", 1), seen("response", 2)]), 1, en);
  expect(late).toMatchObject({
    attempts: 2,
    message: "/usr/bin/socat (only at attempt 2)",
  });
  const first = inWords(instance, withAttempts(passed, [seen("response", 1)]), 1, en);
  expect(first.message).toBe("/usr/bin/socat");
  expect(first).not.toHaveProperty("attempts");
});

it("a server that is never heard, beside one that is, is no attempt of this pass", () => {
  expect(withAttempts(passed, [seen("answer", 1), seen("timed-out", 2)])).toBe(passed);
});

it("a failure has words of its own for its attempts", () => {
  const failed = fail("dns-no-server", { host: "a.example" });
  expect(withAttempts(failed, [seen("response", 2)])).toBe(failed);
});
