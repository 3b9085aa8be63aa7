import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Plan } from "../../src/model/plan.ts";
import { parseDocument } from "../support/report.ts";

const LAUNCHER = path.resolve(import.meta.dirname, "../../bin/edge-preflight.js");
const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-settings-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function saved(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** `plan` shows what was resolved; and whatever is run has no network. */
function run(args: string[], env: Record<string, string> = {}, input = "") {
  const isolated = ["--user", "--map-root-user", "--net", process.execPath, LAUNCHER];
  const { status, stdout, stderr } = spawnSync("unshare", [...isolated, ...args], {
    encoding: "utf8",
    input,
    // What this machine trusts besides is told in every report.
    env: { ...process.env, NODE_EXTRA_CA_CERTS: "", ...env },
  });
  return { status, stdout, stderr };
}

function resolved(args: string[], env: Record<string, string> = {}): { region: string; sources: string[] } {
  const { stdout } = run(["plan", "--format", "json", ...args], env);
  const plan: Plan = parseDocument(stdout, "plan");
  return { region: plan.region, sources: plan.inbound[0]?.sources ?? [] };
}

const YAML = saved(
  "site.yaml",
  "region: cn-shanghai\nvpc-cidr:\n  - 172.16.0.0/12\n  - 192.168.0.0/16\ncluster-version: 1.30\n",
);
const JSON_FILE = saved("site.json", '{ "region": "cn-beijing", "vpc-cidr": ["172.16.0.0/12"] }');
const JOIN = saved(
  "join.txt",
  `wget https://aliacs-k8s-cn-hangzhou.oss-cn-hangzhou-internal.aliyuncs.com/public/pkg/run/attach/1.30.7-aliyun.1/amd64/edgeadm
./edgeadm join --openapi-token="a1b2.SECRETTOKEN" --region=cn-hangzhou --node-spec='{"allowedClusterAddons":["flannel"],"interconnectMode":"private"}'`,
);

describe("settings", () => {
  it("come from YAML and from JSON", () => {
    expect(resolved(["--config", YAML])).toEqual({
      region: "cn-shanghai",
      sources: ["172.16.0.0/12", "192.168.0.0/16"],
    });
    expect(resolved(["--config", JSON_FILE])).toEqual({ region: "cn-beijing", sources: ["172.16.0.0/12"] });
  });

  it("weigh in their order: options, the join command, variables, the file", () => {
    const env = { EDGE_PREFLIGHT_REGION: "cn-shenzhen", EDGE_PREFLIGHT_VPC_CIDR: "10.1.0.0/16, 10.2.0.0/16" };
    expect(resolved(["--config", YAML], env)).toEqual({
      region: "cn-shenzhen",
      sources: ["10.1.0.0/16", "10.2.0.0/16"],
    });
    expect(resolved(["--config", YAML, "--join-command", JOIN], env).region).toBe("cn-hangzhou");
    expect(resolved(["--config", YAML, "--join-command", JOIN, "--region", "cn-qingdao"], env).region).toBe(
      "cn-qingdao",
    );
  });

  it.each([
    [
      "an unknown key",
      "region: cn-hangzhou\nvpc-cdir: [10.0.0.0/8]\n",
      "line 2: no setting 'vpc-cdir'. Did you mean vpc-cidr,",
    ],
    [
      "a value that is not accepted",
      "region: cn-hangzhou\nvpc-cidr: 10.0.0/8\n",
      "line 2, vpc-cidr: Not an IPv4 CIDR block",
    ],
    ["a text where there can be one", "region: [cn-hangzhou, cn-beijing]\n", "line 1, region: It takes one value."],
    ["a key without a value", "region:\n", "line 1: it needs a value"],
    ["a key twice", "region: cn-hangzhou\nregion: cn-beijing\n", "line 2: a setting is given twice"],
    ["a file of another kind", "root:x:0:0:root:/root:/bin/bash\n", "it contains no settings"],
    ["a secret where a setting should be", "s3cr3t-Tok3n: x\n", "this is no setting"],
    ["what is no YAML", "region: {\n", "accepted: YAML or JSON"],
    ["what holds no settings", "- cn-hangzhou\n", "it contains no settings"],
    ["a flag that is neither", "strict: perhaps\n", "line 1, strict: Accepted: true, false."],
    ["what is to be hidden", "region: cn-hangzhou\nredact: names\n", "line 2, redact: Accepted: addresses."],
    ["an alias", "region: &a cn-hangzhou\napi-server: *a\n", "line 2: an alias is not accepted"],
  ])("%s: one line with its place, exit code 2", (_name, text, said) => {
    const { status, stdout, stderr } = run(["--config", saved("bad.yaml", text)]);
    expect(stderr).toContain(said);
    expect(stderr).toMatch(/^edge-preflight: [^\n]+\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  it("a variable with a wrong value is named, one that means nothing is remarked on", () => {
    expect(run(["plan"], { EDGE_PREFLIGHT_REGION: "cn-hangzou" })).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /^edge-preflight: EDGE_PREFLIGHT_REGION: Not a known region ID\. Did you mean cn-hangzhou,/,
      ) as string,
    });
    const { status, stderr } = run(["plan", "--region", "cn-hangzhou"], { EDGE_PREFLIGHT_REGOIN: "x" });
    expect({ status, stderr: stderr.split(".")[0] }).toEqual({
      status: 0,
      stderr: "edge-preflight: EDGE_PREFLIGHT_REGOIN is ignored: no such setting",
    });
  });

  it("the join command's token reaches neither output nor a report", () => {
    const reportFile = path.join(folder, "report.json");
    const { stdout, stderr } = spawnSync(
      "unshare",
      [
        "--user",
        "--map-root-user",
        "--net",
        process.execPath,
        LAUNCHER,
        "--join-command",
        "-",
        "--only",
        "tools.*",
        "--save",
        reportFile,
      ],
      { encoding: "utf8", input: readFileSync(JOIN, "utf8") },
    );
    const everything = stdout + stderr + readFileSync(reportFile, "utf8");
    expect(everything).toContain('"region": "cn-hangzhou"');
    expect(everything).toContain("1.30.7-aliyun.1");
    expect(everything).not.toContain("SECRETTOKEN");
  });

  it("that nobody gave are told in the report, in its language", () => {
    const assumed = (lang: string) => {
      const { stdout } = run([
        "--region",
        "cn-hangzhou",
        "--only",
        "tools.*",
        "--no-diagnosis",
        "--format",
        "json",
        "--lang",
        lang,
      ]);
      return parseDocument(stdout, "report").run.assumptions;
    };
    expect(assumed("en")).toEqual([
      "the cluster's version is 1.26 or later (--cluster-version)",
      "the network plug-in is Flannel (--network-plugin)",
    ]);
    expect(assumed("zh-CN")).toEqual([
      "集群版本为 1.26 或更高（--cluster-version）",
      "网络插件为 Flannel（--network-plugin）",
    ]);
  });

  it.each(["true", "addresses"])("redact: %s in a file is the option without and with its value", (value) => {
    const file = saved(
      "redact.yaml",
      `region: cn-hangzhou\napi-server: 192.168.10.10\nredact: ${value}\nstrict: true\n`,
    );
    const { stdout } = run(["--config", file, "--only", "tools.*", "--no-diagnosis", "--format", "json"]);
    const { run: asked, redaction, site } = parseDocument(stdout, "report");
    expect({ strict: asked.strict, wasRedacted: redaction !== undefined }).toEqual({ strict: true, wasRedacted: true });
    expect(site.apiServer?.host === "192.168.10.10").toBe(value === "true");
  });

  it("a join command that is none", () => {
    expect(run(["--join-command", "-"], {}, "rm -rf --no-preserve-root")).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "edge-preflight: --join-command: no region in it; accepted: the console's join command, as it was copied (see --help)\n",
    });
  });
});

describe("the language", () => {
  const english = "What the network must route";
  const chinese = "为 ACK Edge，网络必须路由和放行的内容，地域 cn-hangzhou";
  it.each([
    ["the environment's", ["plan", "--region", "cn-hangzhou"], { LC_ALL: "zh_CN.UTF-8" }, chinese],
    ["the option's", ["plan", "--region", "cn-hangzhou", "--lang", "en"], { LC_ALL: "zh_CN.UTF-8" }, english],
    ["English in the C locale", ["plan", "--region", "cn-hangzhou"], { LC_ALL: "C" }, english],
    ["of an explanation", ["explain", "vbr.line", "--lang", "zh-CN"], {}, "vbr.line\n 含义 专线中断"],
  ] as const)("is %s", (_name, args, env, start) => {
    const { status, stdout } = run([...args], env);
    expect({ status, starts: stdout.startsWith(start) }).toEqual({ status: 0, starts: true });
  });
});

describe("init", () => {
  it("asks again until an answer is accepted, and writes what --config reads", () => {
    const file = path.join(folder, "new.yaml");
    const answers = "cn-nowhere\ncn-hangzhou\n192.168.0.10\n1.30\n\n192.168.0.0/16, 172.16.0.0/12\n\n";
    const { status, stderr } = run(["init", file], {}, answers);
    expect(status).toBe(0);
    expect(stderr).toContain("Not a known region ID");
    expect(readFileSync(file, "utf8")).toBe(
      '# Settings of edge-preflight; every long option of check is one.\nregion: "cn-hangzhou"\napi-server: "192.168.0.10"\ncluster-version: "1.30"\nvpc-cidr: ["192.168.0.0/16", "172.16.0.0/12"]\n',
    );
    expect(resolved(["--config", file])).toEqual({
      region: "cn-hangzhou",
      sources: ["172.16.0.0/12", "192.168.0.0/16"],
    });
    expect(run(["init", file], {}, answers)).toMatchObject({ status: 2 });
  });

  it("asks in Chinese, and says there what is wrong with an answer", () => {
    const file = path.join(folder, "zh.yaml");
    const { status, stderr } = run(["init", file, "--lang", "zh-CN"], {}, "cn-nowhere\ncn-hangzhou\n\n\n\n\n\n");
    expect(status).toBe(0);
    expect(stderr).toContain("集群所在地域，例如 cn-hangzhou: 不是已知的地域 ID。是否指 ");
    expect(stderr.replace(folder, "")).toMatch(/edge-preflight: 已写入；接下来：edge-preflight --config \/zh.yaml\n$/);
    expect(readFileSync(file, "utf8")).toContain('region: "cn-hangzhou"');
  });

  it("writes nothing when the answers end early", () => {
    const file = path.join(folder, "none.yaml");
    expect(run(["init", file], {}, "").status).toBe(2);
    expect(existsSync(file)).toBe(false);
  });
});
