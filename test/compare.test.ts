import { describe, expect, it } from "vitest";
import { en } from "./support/words.ts";
import { compareReports } from "../src/compare.ts";
import type { AnyObservation } from "../src/model/probe.ts";
import type { CheckResult, Line, Report } from "../src/model/report.ts";
import { renderComparison } from "../src/render/comparison-text.ts";
import { hostileReport } from "./support/hostile.ts";

const check = (id: string, status: CheckResult["status"], code = "ok", durationMs = 10): CheckResult => ({
  id,
  group: "dns",
  title: id,
  status,
  required: true,
  code,
  message: "",
  durationMs,
});
const answer = (name: string, ...addresses: string[]) =>
  ({
    request: { probe: "dns", server: { ip: "10.0.0.53", port: 53 }, name, type: "A" },
    outcome: "answer",
    evidence: { addresses, cnames: [], transport: "udp" },
    startedAtMs: 0,
    durationMs: 1,
    attempts: 1,
  }) as AnyObservation;
const report = (verdict: Report["verdict"], checks: CheckResult[], observations: AnyObservation[] = []): Report => ({
  ...hostileReport(),
  verdict,
  checks,
  observations,
});

const before = report(
  "not-ready",
  [
    check("dns.a.resolves", "fail", "dns-nxdomain"),
    check("dns.b.resolves", "pass"),
    check("dns.c.resolves", "fail", "dns-servfail"),
    check("dns.d.resolves", "pass"),
    check("dns.e.resolves", "pass"),
    check("dns.f.resolves", "unverified", "reflector-unheard"),
  ],
  [answer("a.example", "10.0.0.2", "10.0.0.1"), answer("b.example", "10.0.0.9")],
);
const after = report(
  "not-ready",
  [
    check("dns.a.resolves", "pass"),
    check("dns.b.resolves", "fail", "dns-timed-out"),
    check("dns.c.resolves", "fail", "dns-nxdomain"),
    check("dns.d.resolves", "pass", "ok", 70),
    check("dns.e.resolves", "pass", "ok", 59),
    check("dns.f.resolves", "pass"),
    check("dns.g.resolves", "fail", "dns-refused"),
  ],
  [answer("a.example", "10.0.0.1", "10.0.0.2"), answer("b.example", "10.0.0.8")],
);

describe("two reports", () => {
  it("differ in what is fixed, new, still failing, otherwise changed, resolved otherwise and slower", () => {
    expect(compareReports(before, after)).toEqual({
      verdict: { before: "not-ready", after: "not-ready" },
      fixed: [
        {
          id: "dns.a.resolves",
          before: { status: "fail", code: "dns-nxdomain" },
          after: { status: "pass", code: "ok" },
        },
      ],
      broken: [
        {
          id: "dns.b.resolves",
          before: { status: "pass", code: "ok" },
          after: { status: "fail", code: "dns-timed-out" },
        },
        { id: "dns.g.resolves", after: { status: "fail", code: "dns-refused" } },
      ],
      stillFailing: [
        {
          id: "dns.c.resolves",
          before: { status: "fail", code: "dns-servfail" },
          after: { status: "fail", code: "dns-nxdomain" },
        },
      ],
      changed: [
        {
          id: "dns.f.resolves",
          before: { status: "unverified", code: "reflector-unheard" },
          after: { status: "pass", code: "ok" },
        },
      ],
      addresses: [{ host: "b.example", before: ["10.0.0.9"], after: ["10.0.0.8"] }],
      line: {},
      slower: [{ id: "dns.d.resolves", beforeMs: 10, afterMs: 70 }],
    });
  });

  it("that are the same differ in nothing, and the text says so", () => {
    const same = compareReports(before, before);
    expect({ ...same, stillFailing: same.stillFailing.map(({ id }) => id) }).toEqual({
      verdict: { before: "not-ready", after: "not-ready" },
      fixed: [],
      broken: [],
      stillFailing: ["dns.a.resolves", "dns.c.resolves"],
      changed: [],
      addresses: [],
      slower: [],
      line: {},
    });
    const healthy = report("ready", [check("dns.a.resolves", "pass")]);
    expect(renderComparison(compareReports(healthy, healthy), { words: en, width: 80, colour: false })).toBe(
      "Nothing has changed.\n\nREADY: this server can join the cluster\n",
    );
  });

  it("say where the line became slower, and where it loses more than chance", () => {
    const line = (median: number, lossRatio: number, low: number, high: number): Line => ({
      connections: 17,
      rttMs: { min: median, median, max: median },
      sent: 200,
      retransmitted: Math.round(200 * lossRatio),
      lossRatio,
      lossInterval: { low, high },
    });
    const healthy = report("ready", [check("dns.a.resolves", "pass")]);
    const good = { ...healthy, line: line(30, 0.01, 0.002, 0.05) };
    const worse = compareReports(good, { ...healthy, line: line(60, 0.15, 0.1, 0.22) });
    expect(worse.line).toEqual({ loss: { before: 0.01, after: 0.15 }, rttMs: { before: 30, after: 60 } });
    expect(renderComparison(worse, { words: en, width: 80, colour: false })).toBe(
      `The line is worse
 packets lost 1 % > 15 %
 round trip   30 ms > 60 ms

READY: this server can join the cluster
`,
    );
    // Within the intervals, and within what a line varies by.
    expect(compareReports(good, { ...healthy, line: line(38, 0.04, 0.02, 0.09) }).line).toEqual({});
    expect(compareReports(healthy, good).line).toEqual({});
  });

  it("are told in a table", () => {
    expect(renderComparison(compareReports(before, after), { words: en, width: 80, colour: false })).toBe(
      `Fixed
 dns.a.resolves FAIL dns-nxdomain > pass

Fails now
 dns.b.resolves pass > FAIL dns-timed-out
 dns.g.resolves absent > FAIL dns-refused

Still failing
 dns.c.resolves FAIL dns-servfail > FAIL dns-nxdomain

Otherwise changed
 dns.f.resolves unverified reflector-unheard > pass

Other addresses
 b.example 10.0.0.9 > 10.0.0.8

Slower
 dns.d.resolves 10 ms > 70 ms

NOT READY: this server cannot join the cluster
`,
    );
  });
});
