import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/catalogue/words/languages.ts";
import { textWidth } from "../../src/render/table.ts";

const LAUNCHER = path.resolve(import.meta.dirname, "../../bin/edge-preflight.js");
const EMPTY_FILE = path.join(mkdtempSync(path.join(os.tmpdir(), "edge-preflight-usage-")), "empty.pem");
writeFileSync(EMPTY_FILE, "");
const EMPTY_FOLDER = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-usage-"));
const BAD_CSV = path.join(path.dirname(EMPTY_FILE), "labels.csv");
writeFileSync(BAD_CSV, "host,rack\nnode-1,r1\nnode-2,r1,r2\n");
const KEY_FILE = path.join(path.dirname(EMPTY_FILE), "key");
writeFileSync(KEY_FILE, "0123456789abcdef".repeat(4), { mode: 0o600 });
const LONG_FILE = path.join(path.dirname(EMPTY_FILE), "long.yaml");
writeFileSync(LONG_FILE, "# no end\n".repeat(40_000));
const OPEN_KEY_FILE = path.join(path.dirname(EMPTY_FILE), "open-key");
writeFileSync(OPEN_KEY_FILE, "0123456789abcdef".repeat(4), { mode: 0o640 });

/** Nothing here may reach the network, and in case it does: the process has none. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    "unshare",
    ["--user", "--map-root-user", "--net", process.execPath, LAUNCHER, ...args],
    {
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}

const BAD_INPUT: [name: string, args: string[], said: string][] = [
  ["no region", [], "--region is required: a region ID such as cn-hangzhou"],
  ["dashes of a word processor", ["\u2013-region", "cn-hangzhou"], "contains '\u2013' (U+2013) instead of '-'"],
  ["quotes of a word processor", ["--region", "\u201ccn-hangzhou\u201d"], "contains '\u201c' (U+201C) instead of '\"'"],
  ["an unknown region", ["--region", "cn-hangzou"], "Did you mean cn-hangzhou,"],
  [
    "a malformed CIDR",
    ["--region", "cn-hangzhou", "--vpc-cidr", "192.168.0/16"],
    "Not an IPv4 CIDR block, such as 192.168.0.0/16.",
  ],
  [
    "a command behind options that it does not have",
    ["--region", "cn-hangzhou", "explain", "firewall.proxy"],
    "put 'explain' first: edge-preflight explain ...",
  ],
  ["a CIDR with host bits", ["--region", "cn-hangzhou", "--vpc-cidr", "192.168.1.1/16"], "the block is 192.168.0.0/16"],
  [
    "a malformed port",
    ["--region", "cn-hangzhou", "--api-server", "10.0.0.1:99999"],
    "A port is a number from 1 to 65535.",
  ],
  ["a malformed host", ["--region", "cn-hangzhou", "--api-server", "not a host"], "Not a host name or an IP address."],
  [
    "an address with too many numbers",
    ["--region", "cn-hangzhou", "--ntp-server", "10.0.0.0.1"],
    "Not a host name or an IP address.",
  ],
  ["an IPv6 NTP server", ["--region", "cn-hangzhou", "--ntp-server", "fd00::1"], "Not a host name or an IPv4 address."],
  [
    "a command that does not exist",
    ["chek", "--region", "cn-hangzhou"],
    "unknown command 'chek'; accepted: check, plan",
  ],
  [
    "a URL for a host",
    ["--region", "cn-hangzhou", "--api-server", "https://10.0.0.1:6443"],
    "Give a host name or an address",
  ],
  [
    "a malformed version",
    ["--region", "cn-hangzhou", "--cluster-version", "latest"],
    "such as 1.30 or 1.30.7-aliyun.1",
  ],
  [
    "an endpoint without an address",
    ["--region", "cn-hangzhou", "--endpoint", "mirror"],
    "Give <name>=<scheme>://<host>[:port], such as mirror=https://mirror.corp.example:8443",
  ],
  [
    "an endpoint without a port",
    ["--region", "cn-hangzhou", "--endpoint", "licences=tcp://10.1.2.90"],
    "With tcp a port is needed, such as tcp://10.1.2.90:1947.",
  ],
  [
    "an endpoint with a password",
    ["--region", "cn-hangzhou", "--endpoint", "mirror=https://bob:word@mirror.corp.example"],
    "argument 'mirror=https://***@mirror.corp.example' is invalid",
  ],
  [
    "two endpoints of one name",
    ["--region", "cn-hangzhou", "--endpoint", "mirror=https://a.example", "--endpoint", "mirror=http://b.example"],
    "--endpoint mirror is given twice. Give each endpoint a name of its own.",
  ],
  ["an unknown plug-in", ["--region", "cn-hangzhou", "--network-plugin", "calico"], "Accepted: flannel, terway-edge."],
  ["a malformed DNS server", ["--region", "cn-hangzhou", "--dns-server", "dns.example.com"], "Not an IP address"],
  [
    "an option twice",
    ["--region", "cn-hangzhou", "--region", "cn-beijing"],
    "It was given twice; it is accepted once.",
  ],
  ["an unreadable file", ["--region", "cn-hangzhou", "--ca-file", "/nowhere/ca.pem"], "it cannot be read (ENOENT)"],
  ["a file without certificates", ["--region", "cn-hangzhou", "--ca-file", EMPTY_FILE], "it contains no certificate"],
  [
    "an unknown check pattern",
    ["--region", "cn-hangzhou", "--only", "dns.nothing"],
    "no check has such an ID. Did you mean dns.",
  ],
  ["an unknown check pattern to skip", ["--region", "cn-hangzhou", "--skip", "tool.*"], "no check has such an ID"],
  [
    "an unknown option",
    ["--region", "cn-hangzhou", "--colour"],
    "unknown option '--colour'. Did you mean --cloud, --config or --no-color?",
  ],
  ["an unknown argument", ["--region", "cn-hangzhou", "everything"], "too many arguments, from 'everything' on"],
  [
    "an unknown format",
    ["--region", "cn-hangzhou", "--format", "yaml"],
    "Accepted: text, json, ndjson, markdown, html, junit, prometheus, nagios.",
  ],
  [
    "a file whose extension says nothing",
    ["--region", "cn-hangzhou", "--save", "report.doc"],
    "accepted: .txt, .json, .ndjson, .md, .html, .xml",
  ],
  [
    "a time-out that is no number",
    ["--region", "cn-hangzhou", "--timeout", "fast"],
    "A whole number of milliseconds from 50 to 60000.",
  ],
  ["an interface that is not there", ["--region", "cn-hangzhou", "--interface", "eth99"], "no such interface"],
  [
    "a source address of another host",
    ["--region", "cn-hangzhou", "--source-ip", "192.0.2.1"],
    "not an address of this node",
  ],
  [
    "a document for each round",
    ["--region", "cn-hangzhou", "--watch", "--format", "json"],
    "accepted with it: --format text, --format ndjson",
  ],
  ["plan without a region", ["plan"], "--region is required"],
  [
    "a reflector without its key",
    ["--region", "cn-hangzhou", "--reflector", "192.168.0.20"],
    "--reflector-key-file is required with --reflector",
  ],
  [
    "a reflector's key without a reflector",
    ["--region", "cn-hangzhou", "--reflector-key-file", EMPTY_FILE],
    "--reflector is required with --reflector-key-file",
  ],
  [
    "a file that holds no key",
    ["--region", "cn-hangzhou", "--reflector", "192.168.0.20", "--reflector-key-file", EMPTY_FILE],
    "contains no key; accepted: a file from reflector --new-key",
  ],
  [
    "a reflector by name",
    ["--region", "cn-hangzhou", "--reflector", "reflector.example.com"],
    "Give an IPv4 address, with an optional port: 192.168.0.20:8479.",
  ],
  ["a reflector of its own without a key", ["reflector", "--allow", "10.0.0.0/8"], "--key-file is required"],
  [
    "a key that others can read",
    ["reflector", "--key-file", OPEN_KEY_FILE, "--allow", "10.0.0.0/8"],
    `others can read or write the key '${OPEN_KEY_FILE}'; run: chmod 600 ${OPEN_KEY_FILE}`,
  ],
  [
    "the same on the node",
    ["--region", "cn-hangzhou", "--reflector", "192.168.20.20", "--reflector-key-file", OPEN_KEY_FILE],
    `others can read or write the key '${OPEN_KEY_FILE}'; run: chmod 600 ${OPEN_KEY_FILE}`,
  ],
  [
    "a node's key for no file",
    ["reflector", "--key-file", KEY_FILE, "--for-node", "10.1.1.9"],
    "--new-key is required",
  ],
  ["a node's key from none", ["reflector", "--new-key", "x", "--for-node", "10.1.1.9"], "--key-file is required"],
  ["a reflector for everybody", ["reflector", "--key-file", KEY_FILE], "--allow is required: the CIDR block"],
  ["a new key in the place of a file", ["reflector", "--new-key", EMPTY_FILE], "cannot be written (EEXIST)"],
  ["a report that is none, to join", ["merge", EMPTY_FILE, EMPTY_FILE], "is not JSON; accepted: a report saved"],
  ["nothing to join", ["merge", EMPTY_FILE], "nothing to add; give a reflector's log, or --cloud <file|folder>"],
  ["an option without its value", ["--region"], "option '--region <id>' argument missing"],
  ["a fleet without reports", ["fleet", EMPTY_FOLDER], "a folder without *.json and *.json.gz; accepted: reports"],
  ["a fleet of files that are no reports", ["fleet", EMPTY_FILE], "not JSON, or only half written; accepted: reports"],
  ["a fleet that is not there", ["fleet", "/nowhere"], "'/nowhere': could not be read; accepted"],
  ["no fleet at all", ["fleet"], "missing required argument"],
  ["a share above all", ["fleet", EMPTY_FILE, "--max-not-ready", "101%"], "a number of nodes, such as 3, or a share"],
  [
    "an inventory that is not there",
    ["fleet", EMPTY_FILE, "--inventory", "/nowhere"],
    "one host name or address a line",
  ],
  ["an inventory without a host", ["fleet", EMPTY_FILE, "--inventory", EMPTY_FILE], "names no host"],
  ["labels without a header", ["fleet", EMPTY_FILE, "--labels", EMPTY_FILE], "has no header with a host column"],
  ["labels that are no CSV", ["fleet", EMPTY_FILE, "--labels", BAD_CSV], "line 3: not a row of CSV"],
  [
    "a fleet saved in a form that it has not",
    ["fleet", EMPTY_FILE, "--save", "fleet.prom"],
    "accepted: .txt, .json, .md, .html, .xml",
  ],
];

const COMMANDS = [
  "",
  "check",
  "plan",
  "init",
  "report",
  "compare",
  "reflector",
  "merge",
  "fleet",
  "explain",
  "completion",
  "manual",
];

describe("bad input", () => {
  it.each(BAD_INPUT)("%s: exit code 2, one line, nothing on standard output", (_name, args, said) => {
    const { status, stdout, stderr } = run(...args);
    expect(stderr).toContain(said);
    expect(stderr).toMatch(/^edge-preflight: [^\n]+\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  // Values and IDs are the same in every language, so that a sentence in Chinese is one around them.
  it.each(BAD_INPUT)("%s: is told in Chinese too", (_name, args) => {
    const { status, stderr } = run(...args, "--lang=zh-CN");
    expect(stderr).toMatch(/^edge-preflight: [^\n]*[\u4e00-\u9fff][^\n]*（参见 --help）\n$/);
    expect(stderr).not.toMatch(/accepted|Did you|required|cannot|Not an? /);
    expect(status).toBe(2);
  });

  it.each([
    ["a pattern", ["--region", "cn-hangzhou", "--only", "x".repeat(1000)], "no check has such an ID"],
    ["a command", ["x".repeat(1000)], "accepted: check, plan"],
    ["a file", ["report", `/${"x".repeat(1000)}`], "cannot be read (ENAMETOOLONG)"],
  ] as const)("%s that is very long leaves room for the reason", (_name, args, said) => {
    const { status, stderr } = run(...args);
    expect(stderr).toContain(said);
    expect(status).toBe(2);
  });

  it("makes terminal escapes in an argument harmless", () => {
    const { status, stderr } = run("--region", "cn-hangzhou", "--only", "\u001b[31mred");
    expect(status).toBe(2);
    expect(stderr).toContain("\\x1b[31mred");
    expect(stderr).not.toContain("\u001b");
  });
});

describe("a new key", () => {
  it("is written for its owner alone, and another one each time", () => {
    const files = ["first", "second"].map((name) => path.join(path.dirname(EMPTY_FILE), name));
    for (const file of files)
      expect(run("reflector", "--new-key", file)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(files.map((file) => (statSync(file).mode & 0o777).toString(8))).toEqual(["600", "600"]);
    const [first, second] = files.map((file) => readFileSync(file, "utf8"));
    expect(first).toMatch(/^[0-9a-f]{64}\n$/);
    expect(second).not.toBe(first);
  });
});

describe("a reflector", () => {
  it("stops by itself, and tells when it began and ended", () => {
    const script = [
      'told=$(mktemp); "$@" >"$told" & reflector=$!',
      'for try in $(seq 300); do grep -q started "$told" && break; sleep 0.1; done',
      'kill -TERM $reflector; wait $reflector; status=$?; cat "$told"; rm "$told"; exit $status',
    ].join("\n");
    const { status, stdout } = spawnSync(
      "unshare",
      ["--user", "--map-root-user", "--net", "bash", "-c", script, "bash", process.execPath, LAUNCHER].concat([
        "reflector",
        "--key-file",
        KEY_FILE,
        "--allow",
        "10.0.0.0/8",
      ]),
      { encoding: "utf8" },
    );
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect({ status, events }).toEqual({ status: 0, events: ["started", "stopped"] });
    expect(stdout).not.toContain("0123456789abcdef");
  });
});

describe("what every command knows", () => {
  it.each([[["--lang", "zh-CN"]], [["--lang=zh-CN"]]])("%j may stand before the command", (before) => {
    const { status, stdout } = run(...before, "explain", "firewall.proxy");
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: run("explain", "firewall.proxy", "--lang", "zh-CN").stdout,
    });
    expect(stdout).toContain("透明代理");
  });
});

describe("help", () => {
  it("goes to standard output with exit code 0 and names both commands", () => {
    const { status, stdout, stderr } = run("--help");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/check .*default/);
    expect(stdout).toContain("plan ");
  });

  it.each(LANGUAGES.flatMap((lang) => COMMANDS.map((command) => [lang, command] as const)))(
    "in %s of '%s' fits 80 columns, and every row is in that language",
    (lang, command) => {
      const { status, stdout, stderr } = run(
        ...command.split(" ").filter((word) => word !== ""),
        "--help",
        "--lang",
        lang,
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      for (const line of stdout.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(80);
      const rows = stdout.split(/\n(?= {2}-)/).slice(1);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(/[\u4e00-\u9fff]/.test(row)).toBe(lang === "zh-CN");
    },
  );

  it("shows no option that does not work yet", () => {
    const { stdout } = run("check", "--help");
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option);
    expect(options).toEqual(
      "--region --cluster-version --network-plugin --api-server --vpc-cidr --data-center-cidr --container-cidr --pod-cidr --service-cidr --cloud-service-cidr --self-host-ntp --ntp-server --endpoint --config --join-command --cluster --dns-server --hop --interface --source-ip --reflector --reflector-key-file --cloud --only --skip --timeout --retries --deadline --thorough --line-loss --line-rtt --wait --watch --save --force --redact --no-diagnosis --strict --ca-file --quiet --verbose --debug --no-progress --format --lang --no-color --help".split(
        " ",
      ),
    );
  });
});
