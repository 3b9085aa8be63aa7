import type { Words } from "../catalogue/words/words.ts";
import type { CheckResult, Report } from "../model/report.ts";
import { byGroup } from "./sections.ts";
import { escapeXml } from "./xml.ts";

/**
 * JUnit's XML as CI servers read it: a suite for each group, a case for each check. What failed is a failure; what could not
 * be asked, or not be known, is skipped; a warning passes and says so.
 */
export function renderJunit(report: Report, words: Words): string {
  const lines = byGroup(report.checks).flatMap(({ group, checks }, index) =>
    suite(report, group, checks, index, words),
  );
  return [`<?xml version="1.0" encoding="UTF-8"?>`, "<testsuites>", ...lines, "</testsuites>", ""].join("\n");
}

function suite(report: Report, group: string, checks: readonly CheckResult[], index: number, words: Words): string[] {
  const count = (...statuses: CheckResult["status"][]) =>
    checks.filter(({ status }) => statuses.includes(status)).length;
  const milliseconds = checks.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const open = element("testsuite", {
    name: group,
    package: report.tool.name,
    id: String(index),
    hostname: report.node.hostname,
    // Without a zone, as the schema has it; in UTC, as the report has it.
    timestamp: report.run.startedAt.replace(/\.\d+Z$/, ""),
    tests: String(checks.length),
    failures: String(count("fail")),
    errors: "0",
    skipped: String(count("blocked", "unverified", "skipped")),
    time: seconds(milliseconds),
  });
  return [` ${open}`, ...checks.flatMap((check) => testCase(report, check, words)), " </testsuite>"];
}

function testCase(report: Report, check: CheckResult, words: Words): string[] {
  const head = { name: check.id, classname: `${report.tool.name}.${check.group}`, time: seconds(check.durationMs) };
  const body = outcome(check, words);
  if (body === undefined) return [`  ${element("testcase", head, true)}`];
  return [`  ${element("testcase", head)}`, `   ${body}`, "  </testcase>"];
}

function outcome({ status, code, message, remedy, device }: CheckResult, words: Words): string | undefined {
  switch (status) {
    case "pass":
      return undefined;
    case "warn":
      return `<system-out>${escapeXml(`${code}: ${message}`)}</system-out>`;
    case "fail": {
      const text = [message, ...(device === undefined ? [] : [words.devices[device]]), remedy ?? ""];
      const attributes = { message: `${code}: ${message}`, type: code };
      return `${element("failure", attributes)}${escapeXml(text.filter((line) => line !== "").join("\n"))}</failure>`;
    }
    case "blocked":
    case "unverified":
    case "skipped":
      return `<skipped>${escapeXml(`${code}: ${message}`)}</skipped>`;
  }
}

export function element(name: string, attributes: Record<string, string>, isEmpty = false): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${name}${pairs.join("")}${isEmpty ? "/" : ""}>`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
