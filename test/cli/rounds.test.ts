import { afterEach, describe, expect, it } from "vitest";
import type { CheckOptions } from "../../src/cli/options.ts";
import { Rounds } from "../../src/cli/rounds.ts";
import { WatchScreen } from "../../src/cli/watch-screen.ts";
import type { CheckResult, Report } from "../../src/model/report.ts";
import { hostileReport } from "../support/hostile.ts";
import { en } from "../support/words.ts";

/** A round in which these checks failed, and the others passed. */
function round(failed: readonly string[], all = ["dns.a.resolves", "oss.b.tcp-443"]): Report {
  const checks = all.map((id): CheckResult => ({
    id,
    group: "dns",
    title: id,
    status: failed.includes(id) ? "fail" : "pass",
    required: true,
    code: failed.includes(id) ? "connect-timed-out" : "ok",
    message: `No answer for ${id}.`,
    durationMs: 1,
  }));
  const verdict = failed.length === 0 ? "ready" : "not-ready";
  return { ...hostileReport(), verdict, checks, diagnosis: { findings: [], actions: [], notTested: [] }, paths: [] };
}
const both = round(["dns.a.resolves", "oss.b.tcp-443"]);
const one = round(["oss.b.tcp-443"]);

describe("what --wait says of a round", () => {
  const rounds = new Rounds({ wait: 600 });
  rounds.goesOn("not-ready");

  it("is the answer at first, and for how long it goes on", () => {
    expect(rounds.progress(both, undefined, en)).toMatch(
      /^NOT READY: No answer for dns\.a\.resolves\. \(and 1 more failed\); trying again every 5 s for (?:600|599) s$/,
    );
  });

  it("is nothing where nothing has turned", () => {
    expect(rounds.progress(both, both, en)).toBeUndefined();
  });

  it("is what has turned, for the better and for the worse", () => {
    expect(rounds.progress(one, both, en)).toBe(
      "round 1: dns.a.resolves fixed; NOT READY: No answer for oss.b.tcp-443.",
    );
    expect(rounds.progress(both, one, en)).toMatch(/^round 1: dns\.a\.resolves failing now; NOT READY: /);
  });
});

describe("what --watch shows", () => {
  // Only these options are read.
  const options = { watch: true, color: false, verbose: true } as CheckOptions;
  const { stdout } = process;
  const own = { isTTY: stdout.isTTY, rows: stdout.rows, columns: stdout.columns };
  const terminal = (size: object) => Object.assign(stdout, size);

  afterEach(() => {
    terminal(own);
  });

  it("on a terminal is one picture in the place of the last, no taller than the window", () => {
    terminal({ isTTY: true, rows: 10, columns: 80 });
    const lines = new WatchScreen(options, en).show(both).split("\n");
    expect(lines[0]?.startsWith("\u001b[2J\u001b[Hround 1, ")).toBe(true);
    // The last one is where the cursor stands.
    expect(lines).toHaveLength(10);
    expect(lines.at(-2)).toMatch(/^\.\.\. \d+ more lines: make the window taller/);
    expect(lines.at(-1)).toBe("");
  });

  it("elsewhere is every report in full, with what has turned and not what still fails before it", () => {
    terminal({ isTTY: false, rows: undefined });
    const shown = new WatchScreen(options, en);
    expect(shown.show(both)).not.toContain("Since the last round:");
    const text = shown.show(one);
    expect(text).toContain(
      "Since the last round:\n\nFixed\n dns.a.resolves FAIL connect-timed-out > pass\n\nNOT READY",
    );
    expect(text).not.toContain("Still failing");
    expect(text).not.toContain("more lines");
    expect(shown.show(one)).not.toContain("Since the last round:");
  });
});
