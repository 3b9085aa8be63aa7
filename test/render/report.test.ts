import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { en } from "../support/words.ts";
import type { RunEvent } from "../../src/model/event.ts";
import { OUTCOMES } from "../../src/model/probe.ts";
import type { Report } from "../../src/model/report.ts";
import { EXTENSIONS, type ReportFormat } from "../../src/render/report-formats.ts";
import { renderReport } from "../../src/render/report.ts";
import { hostileReport } from "../support/hostile.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const rendered = (format: ReportFormat, width = 80) =>
  renderReport(hostileReport(), format, { width, colour: false, words: en });
const formats = Object.keys(EXTENSIONS) as ReportFormat[];

describe("whatever a server calls itself", () => {
  it.each(formats)("%s: no control character reaches a terminal", (format) => {
    // Line feeds are the form's own.
    expect(rendered(format)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it("Markdown: nothing of it is markup, a link, a mention or HTML", () => {
    const text = rendered("markdown");
    expect(text).not.toMatch(/(?<!\\)<(?!br>)/);
    expect(text).not.toMatch(/(?<!\\)`|(?<!\\)\[l|https:\/\/|@here|www\.evil/);
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(4);
  });

  it("HTML: nothing of it is an element or an attribute", () => {
    const html = rendered("html");
    expect(html.match(/<script\b/g)).toHaveLength(1);
    expect(html).not.toContain("<img");
    expect(html).not.toMatch(/onerror="/);
  });

  it("NDJSON: each line is one event of the schema, the last one the report itself", () => {
    const schema = JSON.parse(readFileSync(path.join(ROOT, "dist/event.schema.json"), "utf8")) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    const events = rendered("ndjson")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as RunEvent);
    expect(events.map(({ event }) => event)).toEqual(["run", ...Array<string>(6).fill("check"), "finding", "report"]);
    expect(events.at(-1)).toEqual({ event: "report", report: hostileReport() });
    for (const event of events.slice(0, -1)) {
      validate(event);
      expect(validate.errors).toBeNull();
    }
  });

  it("JUnit: valid against the schema that CI servers go by", () => {
    const xsd = path.join(ROOT, "test/support/schemas/junit.xsd");
    const { status, stderr } = spawnSync("xmllint", ["--noout", "--schema", xsd, "-"], {
      input: rendered("junit"),
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "- validates\n" });
  });

  it("JUnit: counts are those of its cases", () => {
    expect(rendered("junit")).toContain('tests="6" failures="1" errors="0" skipped="3"');
  });

  it("text: a fault is said once, in the first line or with its finding", () => {
    const shown = (change: Partial<Report>) =>
      renderReport({ ...hostileReport(), ...change }, "text", { width: 200, colour: false, words: en });
    const { findings, ...diagnosis } = hostileReport().diagnosis;
    const [finding] = findings;
    if (finding === undefined) throw new Error("the report has a finding");
    const [first, ...others] = finding.suspects;
    if (first === undefined) throw new Error("the finding has a suspect");
    const suspects = [{ ...first, title: "the fault" }, ...others];
    const times = (text: string) => text.split("the fault").length - 1;
    const likely = shown({ diagnosis: { ...diagnosis, findings: [{ ...finding, suspects }] } });
    expect(likely).toMatch(/^NOT READY: the fault \(75 %\)\n/);
    expect(times(likely)).toBe(1);
    const unexplained = shown({
      diagnosis: { ...diagnosis, findings: [{ ...finding, verdict: "unexplained", suspects }] },
    });
    expect(unexplained).toMatch(/^NOT READY: a check failed, and no known fault explains it well\n/);
    expect(unexplained).toContain("Fault   the fault\n");
    expect(times(unexplained)).toBe(1);
    expect(shown({ verdict: "ready", diagnosis: { ...diagnosis, findings: [{ ...finding, suspects }] } })).toMatch(
      /^READY: this server can join the cluster\n/,
    );
  });

  it("text: what nobody named is said, and an address stands once", () => {
    const { findings, ...diagnosis } = hostileReport().diagnosis;
    const [finding] = findings;
    if (finding === undefined) throw new Error("the report has a finding");
    const suspects = finding.suspects.map((suspect, index) => ({
      ...suspect,
      at: "10.0.12.2",
      title: `fault ${index}`,
      probability: [0.6, 0.2][index] ?? 0,
    }));
    const report = { ...hostileReport(), diagnosis: { ...diagnosis, findings: [{ ...finding, suspects }] } };
    const text = renderReport(report, "text", { width: 160, colour: false, words: en });
    expect(text).toContain("data-centre firewall (10.0.12.2)");
    expect(text).toMatch(/Or else VBR, 20 %: fault 1\n +something else, 20 %\n/);
  });

  it("text: with --strict a run that failed nowhere says what keeps it from being ready", () => {
    const checks = hostileReport().checks.filter(({ status }) => status === "pass" || status === "unverified");
    const report = { ...hostileReport(), checks, diagnosis: { findings: [], actions: [], notTested: [] } };
    expect(renderReport(report, "text", { width: 160, colour: false, words: en }).split("\n")[0]).toBe(
      "NOT READY: nothing failed, but 1 required check is not verified or warn (--strict)",
    );
  });

  it.each(["markdown", "html"] as const)(
    "%s: a team's part says which server, what was seen and how sure it is",
    (format) => {
      const base = hostileReport();
      const [finding] = base.diagnosis.findings;
      if (finding === undefined) throw new Error("the report has a finding");
      const suspects = finding.suspects.map((suspect) => ({ ...suspect, title: "a fault", remedy: "Mend it." }));
      const failed = base.checks
        .filter(({ status }) => status === "fail")
        .map((check) => ({ ...check, message: "No answer." }));
      const report: Report = {
        ...base,
        node: {
          ...base.node,
          hostname: "node-1",
          interfaces: [{ name: "eth0", mac: "", addresses: ["10.1.1.10/24"] }],
          routes: [{ destination: "0.0.0.0/0", gateway: "10.1.1.1", interface: "eth0", metric: 0 }],
        },
        checks: failed,
        diagnosis: {
          findings: [{ ...finding, suspects }],
          actions: [{ owner: "firewall", device: "firewall", text: "Mend it.", explains: failed.map(({ id }) => id) }],
          notTested: [],
        },
      };
      const text = renderReport(report, format, { width: 80, colour: false, words: en });
      for (const said of ["node-1 (10.1.1.10)", "Mend it.", "a fault, 75 %", "No answer."])
        expect(text).toContain(said);
    },
  );

  it.each([60, 80, 160])("text: no line is wider than %i columns", (width) => {
    for (const line of rendered("text", width).split("\n")) expect(line.length).toBeLessThanOrEqual(width);
  });
});

describe("a document's schema", () => {
  it.each(["report", "event"])("%s: an observation may end with any word, whichever probe it is of", (name) => {
    const { definitions } = JSON.parse(readFileSync(path.join(ROOT, `dist/${name}.schema.json`), "utf8")) as {
      definitions: Record<string, { enum?: string[]; properties?: { outcome?: unknown } }>;
    };
    expect(definitions["Outcome"]?.enum).toEqual(OUTCOMES);
    const observations = Object.entries(definitions).filter(([each]) => each.startsWith("Observation<"));
    expect(observations.map(([, { properties }]) => properties?.outcome)).toEqual(
      observations.map(() => ({ $ref: "#/definitions/Outcome" })),
    );
    expect(observations).toHaveLength(21);
  });
});
