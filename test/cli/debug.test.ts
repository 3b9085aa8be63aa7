import { describe, expect, it } from "vitest";
import { OutputSanitizer } from "../../src/cli/output-sanitizer.ts";
import { answerLine, errorLines } from "../../src/cli/debug.ts";
import type { AnyObservation } from "../../src/model/probe.ts";
import { Lab } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { referenceSite, SITE_FLAGS } from "../lab/reference-site.ts";
import { labTest } from "../support/lab-test.ts";

const plain = new OutputSanitizer({}, []);

const observed = (request: object, evidence: unknown, attempts = 1) =>
  ({ request, outcome: "answer", evidence, startedAtMs: 12, durationMs: 3.4, attempts }) as AnyObservation;
const lookup = (evidence: unknown, attempts?: number) =>
  observed({ probe: "dns", server: { ip: "10.1.2.53", port: 53 }, name: "a.example", type: "A" }, evidence, attempts);

describe("a line of --debug", () => {
  it("says when what was asked, and what was seen", () => {
    expect(answerLine(lookup({ addresses: ["100.64.0.1"] }, 2), plain)).toBe(
      'debug: 12 ms +3.4 ms {"name":"a.example","probe":"dns","server":{"ip":"10.1.2.53","port":53},"type":"A"}: answer in 2 attempts {"addresses":["100.64.0.1"]}\n',
    );
  });

  it("holds no credential, nothing that a terminal obeys, and no end of what a server sends", () => {
    const line = answerLine(
      lookup({ text: `http://user:pass-word@proxy.example \u001b[2J ${"x".repeat(5_000)}` }),
      plain,
    );
    expect(line).not.toContain("pass-word");
    expect(line).not.toContain("\u001b");
    expect(line.length).toBeLessThan(1_100);
    expect(line.split("\n")).toHaveLength(2);
  });

  it("hides names and addresses where the report does", () => {
    const line = answerLine(
      lookup({ addresses: ["10.9.8.7"] }),
      new OutputSanitizer({ redact: "addresses" }, ["a.example"]),
    );
    expect(line).not.toMatch(/a\.example|10\.9\.8\.7|10\.1\.2\.53/);
  });

  it("leaves out the rules of a packet filter, whose addresses are numbers", () => {
    const line = answerLine(observed({ probe: "host", fact: "filters" }, { ruleset: { chains: [] } }), plain);
    expect(line).toBe('debug: 12 ms +3.4 ms {"fact":"filters","probe":"host"}: answer\n');
  });

  it("tells an error with its stack and its cause", () => {
    const lines = errorLines(new Error("outer", { cause: new TypeError("token=hunter2") }));
    expect(lines).toMatch(/^debug: Error: outer\n(?:debug: .*\n)+$/);
    expect(lines).toContain("debug.test.ts");
    expect(lines).toMatch(/cause\]: TypeError: token=\*\*\*/);
  });
});

labTest("a run with --debug tells each question once on standard error, and nothing else is different", async () => {
  await using lab = await Lab.start(referenceSite());
  const { code, stdout, stderr } = await preflight(lab, [...SITE_FLAGS, "--format", "json", "--debug"]);
  const { observations } = JSON.parse(stdout) as { observations: AnyObservation[] };
  const lines = stderr.trimEnd().split("\n");
  expect(code).toBe(0);
  expect(lines.filter((line) => !/^debug: \d+ ms \+[\d.]+ ms \{/.test(line))).toEqual([]);
  expect(lines).toHaveLength(observations.length);
});
