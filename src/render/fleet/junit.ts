import type { Words } from "../../catalogue/words/words.ts";
import type { Fleet, FleetNode } from "../../model/fleet.ts";
import { element } from "../junit.ts";
import { sureText } from "../sections.ts";
import { fleetSuspect } from "./sections.ts";
import { escapeXml } from "../xml.ts";

/** One suite, a case for each node: what is not ready is a failure with its findings, what sent no report an error. */
export function renderFleetJunit(fleet: Fleet, words: Words): string {
  const { summary, tool, nodes } = fleet;
  // The schema has the time of the tests: of the last one that was made.
  const latest =
    nodes
      .flatMap(({ startedAt }) => startedAt ?? [])
      .sort()
      .at(-1) ?? "1970-01-01T00:00:00Z";
  const open = element("testsuite", {
    name: "fleet",
    package: tool.name,
    id: "0",
    hostname: "fleet",
    timestamp: latest.replace(/(?:\.\d+)?Z$/, ""),
    tests: String(nodes.length),
    failures: String(summary["not-ready"]),
    errors: String(summary.missing + summary.incomplete),
    skipped: "0",
    time: "0.000",
  });
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    "<testsuites>",
    ` ${open}`,
    ...nodes.flatMap((node) => testCase(node, fleet, words)),
    " </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(node: FleetNode, { findings, tool }: Fleet, words: Words): string[] {
  const head = { name: node.id, classname: `${tool.name}.fleet`, time: "0.000" };
  if (node.verdict === "ready") return [`  ${element("testcase", head, true)}`];
  const told = node.findings.flatMap((index) => {
    const finding = findings[index];
    const [first] = finding?.suspects ?? [];
    return finding === undefined || first === undefined
      ? []
      : [`${fleetSuspect(finding, words)}, ${sureText(finding, words)}: ${first.title}. ${first.remedy}`];
  });
  const name = node.verdict === "not-ready" ? "failure" : "error";
  const message = [words.fleet.verdicts[node.verdict], ...told].slice(0, 2).join(": ");
  return [
    `  ${element("testcase", head)}`,
    `   ${element(name, { message, type: node.verdict })}${escapeXml(told.join("\n"))}</${name}>`,
    "  </testcase>",
  ];
}
