import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CheckResult, Report } from "../../src/model/report.ts";
import { nagiosState } from "../../src/render/nagios-state.ts";
import { renderNagios } from "../../src/render/nagios.ts";
import { renderPrometheus } from "../../src/render/prometheus.ts";
import { hostileReport } from "../support/hostile.ts";
import { example } from "../support/readme.ts";
import { en, zh } from "../support/words.ts";

const LAUNCHER = path.resolve(import.meta.dirname, "../../bin/edge-preflight.js");
const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-monitoring-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function saved(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function promtool(args: string[], input = "") {
  const { status, stdout, stderr, error } = spawnSync("promtool", args, { encoding: "utf8", input });
  if (error !== undefined) throw error;
  return { status, said: `${stdout}${stderr}` };
}

const report = hostileReport();
const withChecks = (
  verdict: Report["verdict"],
  statuses: [CheckResult["status"], boolean][],
  strict = false,
): Report => ({
  ...report,
  verdict,
  run: { ...report.run, ...(strict && { strict: true as const }) },
  checks: statuses.map(([status, required], index) => ({
    ...(report.checks[0] as CheckResult),
    id: `own.check.${index}`,
    status,
    required,
  })),
});

describe("metrics for Prometheus", () => {
  it("are accepted by promtool, whatever a report holds", () => {
    expect(promtool(["check", "metrics"], renderPrometheus(report))).toEqual({ status: 0, said: "" });
  });

  it("tell how good the line is, in seconds and shares", () => {
    const text = renderPrometheus(report);
    expect(text).toContain('\nedge_preflight_line_round_trip_seconds{stat="median"} 0.0304\n');
    expect(text).toContain('\nedge_preflight_line_loss_ratio{bound="estimate"} 0.15\n');
    expect(text).toContain('\nedge_preflight_line_loss_ratio{bound="low"} 0.1\n');
  });

  it("have a series for each state, and one value", () => {
    const text = renderPrometheus(withChecks("not-ready", [["fail", true]]));
    expect(text).toContain("\nedge_preflight_ready 0\n");
    const states = [
      ...text.matchAll(
        /^edge_preflight_check_status\{check="own\.check\.0",group="[a-z-]+",status="([a-z]+)"\} ([01])$/gm,
      ),
    ];
    expect(states.map(([, status, value]) => `${status ?? ""} ${value ?? ""}`)).toEqual([
      "pass 0",
      "fail 1",
      "warn 0",
      "unverified 0",
      "blocked 0",
      "skipped 0",
    ]);
    expect(text).toContain(`edge_preflight_last_run_timestamp_seconds ${Date.parse(report.run.startedAt) / 1000}\n`);
  });
});

describe("the README's alert rules", () => {
  const rules = saved("rules.yml", example("groups:\n  - name: edge-preflight"));

  it("are accepted by promtool", () => {
    const { status, said } = promtool(["check", "rules", rules]);
    expect({ status, said }).toMatchObject({
      status: 0,
      said: expect.stringContaining("SUCCESS: 4 rules found") as string,
    });
  });

  it("fire when they should, and not before", () => {
    const series = (name: string, values: string) => `      - series: '${name}'\n        values: '${values}'`;
    const alert = (at: string, name: string, expected: string) =>
      `      - eval_time: ${at}\n        alertname: ${name}\n        exp_alerts: ${expected}`;
    const fired = (labels: string, summary: string) =>
      `[{ exp_labels: ${labels}, exp_annotations: { summary: "${summary}" } }]`;
    const test = [
      `rule_files: [${rules}]`,
      "tests:",
      "  - interval: 1m",
      "    input_series:",
      series('edge_preflight_ready{instance="a"}', "1x14 0x90"),
      series('edge_preflight_last_run_timestamp_seconds{instance="a"}', "0x120"),
      series('edge_preflight_certificate_expiry_timestamp_seconds{service="s"}', "1209600x120"),
      series('edge_preflight_clock_offset_seconds{instance="a"}', "-2x120"),
      "    alert_rule_test:",
      alert("44m", "EdgePreflightNotReady", "[]"),
      alert(
        "45m",
        "EdgePreflightNotReady",
        fired(
          "{ severity: critical, instance: a }",
          "a could not join its cluster; see its report for the device to fix",
        ),
      ),
      alert("60m", "EdgePreflightSilent", "[]"),
      alert(
        "61m",
        "EdgePreflightSilent",
        fired("{ severity: warning, instance: a }", "the last preflight of a is more than an hour old"),
      ),
      alert("0m", "EdgePreflightCertificateExpires", "[]"),
      alert(
        "1m",
        "EdgePreflightCertificateExpires",
        fired("{ severity: warning, service: s }", "the certificate of s expires in less than two weeks"),
      ),
      alert("30m", "EdgePreflightClockOff", fired("{ severity: warning, instance: a }", "the clock of a is 2 s off")),
    ].join("\n");
    const { status, said } = promtool(["test", "rules", saved("test.yml", test)]);
    expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining("SUCCESS") as string });
  });
});

describe("a plugin of Nagios", () => {
  it.each([
    [
      "OK",
      withChecks("ready", [
        ["pass", true],
        ["unverified", true],
      ]),
    ],
    [
      "WARNING",
      withChecks("ready", [
        ["pass", true],
        ["warn", false],
      ]),
    ],
    ["CRITICAL", withChecks("not-ready", [["fail", true]])],
    [
      "CRITICAL",
      withChecks(
        "not-ready",
        [
          ["fail", true],
          ["unverified", true],
        ],
        true,
      ),
    ],
    ["CRITICAL", withChecks("not-ready", [["warn", true]], true)],
    [
      "UNKNOWN",
      withChecks(
        "not-ready",
        [
          ["pass", true],
          ["unverified", true],
        ],
        true,
      ),
    ],
    ["UNKNOWN", withChecks("incomplete", [["fail", true]])],
  ] as const)("says %s", (state, one) => {
    expect(nagiosState(one)).toBe(state);
    expect(renderNagios(one, en)).toMatch(new RegExp(`^${state}: `));
  });

  it.each([en, zh])("prints what the library for plugins reads, in 4 KB and without a bar too many", (words) => {
    const text = renderNagios(report, words);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
    expect(text.match(/\|/g)).toHaveLength(1);
    const [head = ""] = text.split("\n");
    const parse =
      'my @all = Monitoring::Plugin::Performance->parse_perfstring(<STDIN>); print join(" ", map { $_->label . "=" . $_->value . $_->uom } @all);';
    const { status, stdout } = spawnSync("perl", ["-MMonitoring::Plugin::Performance", "-e", parse], {
      input: head.split("|")[1]?.trim() ?? "",
      encoding: "utf8",
    });
    const { summary, run } = report;
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `failed=${summary.fail} warnings=${summary.warn} passed=${summary.pass} duration=${(run.durationMs / 1000).toFixed(3)}s`,
    });
  });

  it("owns the exit code, also of bad input, and says why where a monitoring server reads", () => {
    const run = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args, "--lang", "en"], {
        encoding: "utf8",
      });
      return { status, stdout, stderr };
    };
    expect(run("--region", "cn-atlantis", "--format", "nagios")).toMatchObject({
      status: 3,
      stdout: expect.stringMatching(/^UNKNOWN: option '--region <id>' argument 'cn-atlantis' is invalid\./) as string,
      stderr: "",
    });
    const { status, stderr } = run("--region", "cn-hangzhou", "--save", path.join(folder, "x.nagios"));
    expect(status).toBe(2);
    expect(stderr).toContain("accepted: .txt, .json, .ndjson, .md, .html, .xml, .prom");
  });
});
