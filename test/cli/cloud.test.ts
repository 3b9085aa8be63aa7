import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Plan } from "../../src/model/plan.ts";
import { SAMPLES } from "../cloud/samples.ts";
import { parseDocument } from "../support/report.ts";

const LAUNCHER = path.resolve(import.meta.dirname, "../../bin/edge-preflight.js");
const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-cloud-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function saved(name: string, document: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof document === "string" ? document : JSON.stringify(document));
  return file;
}

function run(args: string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args, "--lang", "en"], {
    encoding: "utf8",
    input,
  });
  return { status, stdout, stderr };
}

const DETAIL = SAMPLES["DescribeClusterDetail"] as Record<string, unknown>;
const CLUSTER = saved("cluster.json", DETAIL);
const EXPORT = path.join(folder, "export");
mkdirSync(EXPORT);
for (const [name, document] of Object.entries(SAMPLES))
  writeFileSync(path.join(EXPORT, `${name}.json`), JSON.stringify(document));

function planOf(args: string[], input = ""): { plan: Plan; stderr: string } {
  const { status, stdout, stderr } = run(["plan", "--format", "json", ...args], input);
  expect(status).toBe(0);
  return { plan: parseDocument(stdout, "plan"), stderr };
}

describe("--cluster", () => {
  it.each(["a file", "standard input"])("fills in what the detail tells, from %s", (place) => {
    const { plan, stderr } =
      place === "a file" ? planOf(["--cluster", CLUSTER]) : planOf(["--cluster", "-"], JSON.stringify(DETAIL));
    expect(plan.region).toBe("cn-hangzhou");
    expect(plan.endpoints.find(({ id }) => id === "api-server")?.host).toBe("192.168.0.251");
    // Flannel, and so UDP 8472.
    expect(plan.inbound.map(({ port }) => port)).toContain(8472);
    expect(stderr).toBe("edge-preflight: --cluster: it does not tell --vpc-cidr; give them as options\n");
  });

  it("gives way to options, and says only what nobody has told", () => {
    const { plan, stderr } = planOf([
      "--cluster",
      CLUSTER,
      "--api-server",
      "192.168.0.9",
      "--vpc-cidr",
      "192.168.0.0/16",
    ]);
    expect(plan.endpoints.find(({ id }) => id === "api-server")?.host).toBe("192.168.0.9");
    expect(stderr).toBe("");
  });

  it("says what it lacks, and that another kind of cluster takes no servers", () => {
    const less = { ...DETAIL, profile: "Default", current_version: undefined, meta_data: undefined };
    const { stderr } = planOf(["--cluster", saved("less.json", less), "--vpc-cidr", "192.168.0.0/16"]);
    expect(stderr).toBe(
      "edge-preflight: --cluster: its profile is 'Default', not 'Edge': servers of a data centre cannot join it\n" +
        "edge-preflight: --cluster: it does not tell --cluster-version, --network-plugin; give them as options\n",
    );
  });

  it.each([
    [
      "another answer",
      { VbrId: "vbr-1" },
      "no cluster's detail; accepted: what aliyun cs GET /clusters/<id> has printed",
    ],
    ["no JSON", "{", "no cluster's detail; accepted: what aliyun cs GET /clusters/<id> has printed"],
    ["a wrong shape", { ...DETAIL, vswitch_ids: 7 }, "a list is expected at /vswitch_ids"],
    ["a region that is none", { ...DETAIL, region_id: "cn-atlantis" }, "--cluster, region_id: Not a known region ID."],
  ])("is refused in one line: %s", (name, document, why) => {
    const { status, stdout, stderr } = run(["plan", "--cluster", saved(`${name}.json`, document)]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toContain(why);
  });

  it("and a join command do not both come through a pipe", () => {
    const { status, stderr } = run(["plan", "--cluster", "-", "--join-command", "-"]);
    expect(status).toBe(2);
    expect(stderr).toBe(
      "edge-preflight: --join-command, --cluster: only one of them can read standard input (-) (see --help)\n",
    );
  });
});

describe("--cloud", () => {
  const plan = (...places: string[]) =>
    run(["plan", "--region", "cn-hangzhou", ...places.flatMap((place) => ["--cloud", place])]);

  it("takes a folder and files, each read by its shape", () => {
    expect(plan(EXPORT, CLUSTER)).toMatchObject({ status: 0, stderr: "" });
  });

  it("says which file of a folder is no answer, or a refusal, and goes on", () => {
    const mixed = path.join(folder, "mixed");
    mkdirSync(mixed);
    writeFileSync(path.join(mixed, "notes.txt"), "not read");
    writeFileSync(path.join(mixed, "other.json"), "{}");
    writeFileSync(path.join(mixed, "refused.json"), '{"Code":"Forbidden.RAM","Message":"no"}');
    writeFileSync(path.join(mixed, "cluster.json"), JSON.stringify(DETAIL));
    expect(plan(mixed)).toMatchObject({
      status: 0,
      stderr:
        "edge-preflight: --cloud 'other.json': none of the API's answers that are read; it is not used\n" +
        "edge-preflight: --cloud 'refused.json': the API refused to answer (Forbidden.RAM); it is not used\n",
    });
  });

  it.each([
    ["no such place", () => path.join(folder, "nowhere"), "cannot be read (ENOENT)"],
    [
      "a folder without an answer",
      () => (mkdirSync(path.join(folder, "empty")), path.join(folder, "empty")),
      "no file in it can be used",
    ],
    ["a file that is no JSON", () => saved("broken.json", "{"), "not JSON"],
    ["a file that is no answer", () => saved("other.json", {}), "none of the API's answers that are read"],
    [
      "a wrong value",
      () => saved("wrong.json", { RouteEntrys: { RouteEntry: [{ DestinationCidrBlock: "ten" }] } }),
      "a CIDR block is expected at /RouteEntrys/RouteEntry/0/DestinationCidrBlock",
    ],
  ])("is refused in one line: %s", (_name, place, why) => {
    const { status, stdout, stderr } = plan(place());
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toContain(why);
  });

  it("alone is enough for merge, and nothing is not", () => {
    const { status, stderr } = run(["merge", "report.json"]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "edge-preflight: nothing to add; give a reflector's log, or --cloud <file|folder> (see --help)\n",
    });
  });
});

describe("plan --cloud-commands", () => {
  it("prints a script for this cluster and region, and nothing else", () => {
    const { status, stdout, stderr } = run([
      "plan",
      "--cluster",
      CLUSTER,
      "--vpc-cidr",
      "192.168.0.0/16",
      "--cloud-commands",
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^#!\/usr\/bin\/env bash\n/);
    expect(stdout).toContain("\nregion=cn-hangzhou\ncluster=c82e6987e2961451182edacd74faf0001\n");
    expect(spawnSync("bash", ["-n"], { input: stdout, encoding: "utf8" }).status).toBe(0);
  });
});
