import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/catalogue/words/languages.ts";
import type { Report } from "../../src/model/report.ts";
import { textWidth } from "../../src/render/table.ts";
import { copyOf } from "../sites/stated-fleets.ts";
import { recordedFleets, type RecordedFleet } from "../sites/fleet.ts";
import { parseDocument } from "../support/report.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const LAUNCHER = path.join(ROOT, "bin/edge-preflight.js");
const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-fleet-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

// Servers of subnet c fail behind their switch; others have faults of their own.
const found = recordedFleets(path.join(ROOT, "test/sites/fleets.ndjson.gz")).find(({ extent }) => extent === "switch");
if (found === undefined) throw new Error("no recorded fleet with a fault of one switch");
const FLEET: RecordedFleet = found;

function reportOf(subnet: string, name: string, host: number): Report {
  const run = FLEET.runs.find((each) => each.subnet === subnet && each.own === undefined);
  if (run === undefined) throw new Error(`no run of ${subnet}`);
  return copyOf(run, name, host);
}

const REPORTS: Report[] = [
  ...[1, 2, 3].map((copy) => reportOf("c", `edge-c${copy}`, 30 + copy)),
  ...[1, 2].map((copy) => reportOf("a", `edge-a${copy}`, 40 + copy)),
  reportOf("b", "edge-b1", 51),
];

/** A folder with these files. */
function folderOf(name: string, files: Record<string, string | Buffer>): string {
  const made = mkdtempSync(path.join(folder, `${name}-`));
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(made, file), content);
  return made;
}

const fileName = ({ node }: Report) => `${node.hostname}.json`;
const asFiles = (reports: readonly Report[]) =>
  Object.fromEntries(reports.map((report) => [fileName(report), JSON.stringify(report)]));
const PLAIN = folderOf("plain", asFiles(REPORTS));

/** Nothing here may reach the network, and in case it does: the process has none. */
function fleet(args: string[], input = "") {
  const { status, stdout, stderr } = spawnSync(
    "unshare",
    ["--user", "--map-root-user", "--net", process.execPath, LAUNCHER, "fleet", ...args],
    { encoding: "utf8", input, env: { ...process.env, COLUMNS: "80", LC_ALL: "C" }, maxBuffer: 64 * 1024 * 1024 },
  );
  return { status, stdout, stderr };
}

function stated(args: string[], input = "") {
  const { status, stdout, stderr } = fleet([...args, "--format", "json"], input);
  expect(stderr).toBe("");
  return { status, fleet: parseDocument(stdout, "fleet") };
}

describe("one statement from many reports", () => {
  it("names the switch once, for the nodes behind it, and who clears the rest", () => {
    const { status, fleet: said } = stated([PLAIN]);
    expect(status).toBe(1);
    expect(said.summary).toEqual({ ready: 3, "not-ready": 3, incomplete: 0, missing: 0 });
    expect(said.findings).toHaveLength(1);
    const [finding] = said.findings;
    expect(finding?.suspects[0]?.device).toBe("core-switch");
    expect(finding?.nodes).toEqual(["edge-c1", "edge-c2", "edge-c3"]);
    expect(finding?.common.map(({ kind }) => kind)).toEqual(["gateway", "subnet", "way"]);
    expect(said.nodes.find(({ id }) => id === "edge-c1")).toMatchObject({
      groups: { "control-plane": { passed: 0, failed: 1 }, tools: { passed: 9, failed: 0 } },
      findings: [0],
    });
    expect(said.actions[0]).toMatchObject({ owner: "network", nodes: ["edge-c1", "edge-c2", "edge-c3"] });
  });

  it("is the same in whatever order and form the reports come", () => {
    const { fleet: plain } = stated([PLAIN]);
    const packed = folderOf(
      "packed",
      Object.fromEntries(REPORTS.map((report) => [`${fileName(report)}.gz`, gzipSync(JSON.stringify(report))])),
    );
    const files = REPORTS.map((report) => path.join(PLAIN, fileName(report))).reverse();
    const lines = REPORTS.map((report) => `${JSON.stringify(report)}\n`).join("");
    expect(stated([packed]).fleet).toEqual(plain);
    expect(stated(files).fleet).toEqual(plain);
    expect(stated(["-"], lines).fleet).toEqual(plain);
  });

  it("takes one report that a person has saved, from standard input", () => {
    const [report] = REPORTS;
    expect(stated(["-"], JSON.stringify(report, null, 2)).fleet.nodes.map(({ id }) => id)).toEqual(["edge-c1"]);
  });

  it("goes on behind a line of standard input that is half written", () => {
    const lines = REPORTS.map((report) => JSON.stringify(report));
    const { fleet: said } = stated(["-"], `${lines[0]?.slice(0, 500)}\n${lines.slice(1).join("\n")}\n{"half`);
    expect(said.invalid.map(({ file, reason }) => [file, reason])).toEqual([
      ["-:1", "not-json"],
      [`-:${lines.length + 1}`, "not-json"],
    ]);
    expect(said.nodes).toHaveLength(REPORTS.length - 1);
  });

  it("tells what else it found, and goes on", () => {
    const [first] = REPORTS;
    const text = JSON.stringify(first);
    const mixed = folderOf("mixed", {
      ...asFiles(REPORTS),
      "half.json": text.slice(0, text.length / 2),
      "other.json": '{ "kind": "Pod" }',
      "broken.json.gz": gzipSync(text).subarray(0, 200),
      "later.json": JSON.stringify({ ...first, schemaVersion: "9.0" }),
      "notes.txt": "not read at all",
    });
    const { fleet: said } = stated([mixed, "/nowhere", folderOf("empty", {})]);
    expect(said.invalid.map(({ file, reason }) => [path.basename(file).replace(/^empty-.*/, "empty"), reason])).toEqual(
      [
        ["nowhere", "unreadable"],
        ["empty", "empty-folder"],
        ["broken.json.gz", "bad-gzip"],
        ["half.json", "not-json"],
        ["later.json", "other-schema"],
        ["other.json", "not-a-report"],
      ],
    );
    expect(said.nodes).toHaveLength(REPORTS.length);
  });

  it("counts ten copies of a node once, and of several runs the latest", () => {
    const [first] = REPORTS;
    if (first === undefined) throw new Error("no report");
    const later: Report = {
      ...first,
      run: { ...first.run, id: "later", startedAt: "2030-01-01T00:00:00.000Z" },
      verdict: "ready",
      checks: [],
    };
    const copies = Array.from({ length: 10 }, (_, index) => [`copy${index}.json`, JSON.stringify(first)] as const);
    const { fleet: said } = stated([
      folderOf("copies", { ...Object.fromEntries(copies), "later.json": JSON.stringify(later) }),
    ]);
    expect(said.nodes.map(({ id, verdict, runId }) => [id, verdict, runId])).toEqual([["edge-c1", "ready", "later"]]);
    expect(said.duplicates.map(({ kind, nodes }) => [kind, nodes.length])).toEqual([["run", 11]]);
  });

  it("tells host names and addresses that two nodes have", () => {
    const twins = [reportOf("a", "twin", 61), reportOf("a", "twin", 62), reportOf("a", "other", 62)];
    const { fleet: said } = stated(["-"], twins.map((report) => `${JSON.stringify(report)}\n`).join(""));
    expect(said.duplicates.map(({ kind, nodes }) => ({ kind, nodes }))).toEqual([
      { kind: "hostname", nodes: said.nodes.filter(({ hostname }) => hostname === "twin").map(({ id }) => id) },
      { kind: "address", nodes: [expect.stringMatching(/^other$/), expect.stringMatching(/^twin \(.*\.62\)$/)] },
    ]);
  });

  it("counts nodes of the inventory without a report as not ready", () => {
    const inventory = path.join(folder, "hosts");
    writeFileSync(inventory, "[edge]\nedge-a1 ansible_host=10.0.0.1\nEDGE-C1.example.com\nedge-z9 # new\n\n");
    const { status, fleet: said } = stated([PLAIN, "--inventory", inventory, "--max-not-ready", "4"]);
    expect(said.nodes.filter(({ verdict }) => verdict === "missing").map(({ id }) => id)).toEqual(["edge-z9"]);
    expect(said.threshold).toEqual({ notReady: 4, allowed: 4, met: true });
    expect(status).toBe(0);
  });

  it.each([
    ["3", 0],
    ["2", 1],
    ["50%", 0],
    ["49.9%", 1],
  ])("lets %s of six be not ready: exit code %i", (most, code) => {
    expect(stated([PLAIN, "--max-not-ready", most]).status).toBe(code);
  });

  it("finds a label that the failing nodes share", () => {
    const labels = path.join(folder, "labels.csv");
    writeFileSync(
      labels,
      'host,rack,row\nedge-c1,"r, 7",1\nedge-c2,"r, 7",1\nedge-c3,"r, 7",2\nedge-a1,r1,1\nedge-b1,r1,2\n',
    );
    const { fleet: said } = stated([PLAIN, "--labels", labels]);
    expect(said.findings[0]?.common).toContainEqual({ kind: "label", value: "rack=r, 7" });
    expect(said.findings[0]?.common.filter(({ kind, value }) => kind === "label" && value.startsWith("row"))).toEqual(
      [],
    );
    expect(said.nodes.find(({ id }) => id === "edge-c1")?.labels).toEqual({ rack: "r, 7", row: "1" });
  });
});

describe("its forms", () => {
  it.each(LANGUAGES)("fit 80 columns as text: %s", (language) => {
    const { status, stdout, stderr } = fleet([PLAIN, "--lang", language]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout.split("\n").filter((line) => textWidth(line) > 80)).toEqual([]);
    expect(stdout).toContain(
      language === "en" ? "NOT READY: 3 of 6 nodes are not ready" : "未就绪：6 个节点中有 3 个未就绪",
    );
  });

  it("show every node with --verbose", () => {
    const { stdout } = fleet([PLAIN, "--verbose"]);
    for (const { node } of REPORTS) expect(stdout).toMatch(new RegExp(`^${node.hostname} +(?:not )?ready`, "m"));
  });

  it("are saved together, and replace only their own", () => {
    const names = ["fleet.json", "fleet.md", "fleet.html", "fleet.xml", "fleet.txt"].map((name) =>
      path.join(folder, name),
    );
    const args = [PLAIN, ...names.flatMap((name) => ["--save", name])];
    for (let times = 0; times < 2; times++) expect(fleet(args)).toMatchObject({ status: 1, stderr: "" });
    for (const name of names) expect(readFileSync(name, "utf8")).toContain("edge-c1");
    const notes = path.join(folder, "notes.md");
    writeFileSync(notes, "# my own notes\n");
    expect(fleet([PLAIN, "--save", notes])).toMatchObject({ status: 2, stdout: "" });
    expect(readFileSync(notes, "utf8")).toBe("# my own notes\n");
  });

  it("are valid JUnit: ready nodes pass, the others fail with what to do", () => {
    const { stdout } = fleet([PLAIN, "--format", "junit"]);
    const xsd = path.join(ROOT, "test/support/schemas/junit.xsd");
    const { status, stderr } = spawnSync("xmllint", ["--noout", "--schema", xsd, "-"], {
      encoding: "utf8",
      input: stdout,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "- validates\n" });
    expect(stdout).toMatch(/tests="6" failures="3" errors="0"/);
    expect([...stdout.matchAll(/<failure /g)]).toHaveLength(3);
  });

  it("have a row for nodes that are alike, whose names unfold", () => {
    const { stdout } = fleet([PLAIN, "--format", "html"]);
    expect([...stdout.matchAll(/<tr><td>/g)]).toHaveLength(2);
    expect(stdout).toContain("<summary>3 nodes</summary><div>edge-c1, edge-c2, edge-c3</div>");
  });

  it("make what a report holds harmless", () => {
    const planted = reportOf("c", '<img src=x onerror="alert(1)">\u001b[31m', 77);
    const input = `${JSON.stringify(planted)}\n`;
    for (const format of ["text", "markdown", "html", "junit"]) {
      const { stdout } = fleet(["-", "--format", format], input);
      expect(stdout, format).not.toContain("\u001b");
      if (format !== "text") expect(stdout, format).not.toMatch(/(?<!\\)<img/);
    }
  });
});
