import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Lab } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { LAUNCHER } from "../lab/services.ts";
import { ADDRESSES, referenceSite, SITE_FLAGS } from "../lab/reference-site.ts";
import { firewall } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { outcomes, parseReport } from "../support/report.ts";

const JSON_FLAGS = [...SITE_FLAGS, "--format", "json"];

/** A network in which nothing that crosses the firewall arrives. */
function cutOff() {
  const network = referenceSite();
  firewall(network, "drop");
  return network;
}

function silentControlPlane() {
  const network = referenceSite();
  firewall(network, `ip daddr ${ADDRESSES.controlPlane} drop`);
  return network;
}

const folder = () => mkdtempSync(path.join(os.tmpdir(), "edge-preflight-run-"));

describe.concurrent("a run", () => {
  labTest("that its deadline cuts short says what is known and exits with 3", async () => {
    await using lab = await Lab.start(silentControlPlane());
    const { code, stdout } = await preflight(lab, [...JSON_FLAGS, "--timeout", "30000", "--deadline", "8"]);
    const report = parseReport(stdout);
    expect({ code, verdict: report.verdict }).toEqual({ code: 3, verdict: "incomplete" });
    expect(
      outcomes(report, [
        "control-plane.cs-anony-vpc.tcp-443",
        "control-plane.cs-anony-vpc.tls-443",
        "oss.aliacs-k8s.http-443",
        "dns.cs-anony-vpc.resolves",
      ]),
    ).toEqual({
      "control-plane.cs-anony-vpc.tcp-443": "unverified deadline-exceeded",
      "control-plane.cs-anony-vpc.tls-443": "unverified deadline-exceeded",
      "oss.aliacs-k8s.http-443": "pass ok",
      "dns.cs-anony-vpc.resolves": "pass ok",
    });
  });

  for (const [signal, exitCode] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)
    labTest(`that ${signal} ends says what is known and exits with ${exitCode}`, async () => {
      await using lab = await Lab.start(silentControlPlane());
      // Once the last of the checks that the test looks at is told of.
      const script = [
        'events=$(mktemp); "$@" >"$events" & tool=$!',
        'for try in $(seq 300); do grep -q \'"id":"oss.aliacs-k8s.http-443"\' "$events" && break; sleep 0.1; done',
        `kill -${signal.slice(3)} $tool; wait $tool; status=$?; tail -n 1 "$events"; exit $status`,
      ].join("\n");
      const flags = [...SITE_FLAGS, "--format", "ndjson", "--timeout", "30000"];
      const { code, stdout } = await preflight(lab, flags, { wrap: ["bash", "-c", script, "bash"] });
      const { report: told } = JSON.parse(stdout) as { report: unknown };
      const report = parseReport(JSON.stringify(told));
      expect({ code, verdict: report.verdict }).toEqual({ code: exitCode, verdict: "incomplete" });
      expect(outcomes(report, ["control-plane.cs-anony-vpc.tcp-443", "oss.aliacs-k8s.http-443"])).toEqual({
        "control-plane.cs-anony-vpc.tcp-443": "unverified interrupted",
        "oss.aliacs-k8s.http-443": "pass ok",
      });
    });

  labTest("with everything dropped blames DNS once and blocks the rest", async () => {
    await using lab = await Lab.start(cutOff());
    const { code, stdout } = await preflight(lab, [...JSON_FLAGS, "--retries", "0"]);
    const report = parseReport(stdout);
    expect(code).toBe(1);
    expect(report.checks.filter(({ group }) => group === "oss").map(({ status }) => status)).toEqual([
      "blocked",
      "blocked",
      "blocked",
    ]);
    expect(outcomes(report, ["dns.cs-anony-vpc.resolves", "api-server.endpoint.tcp-6443"])).toEqual({
      "dns.cs-anony-vpc.resolves": "fail dns-timed-out",
      "api-server.endpoint.tcp-6443": "fail connect-timed-out",
    });
  });

  labTest("in which TLS stalls looks at packet sizes and at data hop by hop", async () => {
    const network = referenceSite();
    firewall(network, `ip saddr ${ADDRESSES.controlPlane} meta length > 1400 drop`);
    await using lab = await Lab.start(network);
    const { stdout } = await preflight(lab, [...JSON_FLAGS, "--retries", "0"]);
    const report = parseReport(stdout);
    expect(outcomes(report, ["control-plane.cs-anony-vpc.tls-443"])).toEqual({
      "control-plane.cs-anony-vpc.tls-443": "fail tls-timed-out",
    });
    const mtu = report.observations.find(({ request }) => request.probe === "mtu");
    expect(mtu).toMatchObject({
      outcome: "black-hole",
      evidence: { forward: { state: "passes" }, backward: { state: "black-hole" } },
    });
    expect(
      report.observations.filter(({ request }) => request.probe === "inband").map(({ outcome }) => outcome),
    ).toEqual(["delivered", "delivered", "delivered", "delivered"]);
  });

  labTest("with --no-diagnosis looks at no path", async () => {
    await using lab = await Lab.start(silentControlPlane());
    const flags = [...JSON_FLAGS, "--no-diagnosis", "--retries", "0"];
    const report = parseReport((await preflight(lab, flags)).stdout);
    expect(report.paths).toEqual([]);
    expect(
      report.observations.filter(({ request }) => ["hops", "distance", "mtu", "inband"].includes(request.probe)),
    ).toEqual([]);
  });

  labTest("with --only asks what the chosen checks need, and no more", async () => {
    await using lab = await Lab.start(referenceSite());
    const { code, stdout } = await preflight(lab, [...JSON_FLAGS, "--only", "oss.*", "--skip", "*.http-443"]);
    const report = parseReport(stdout);
    const asked = report.checks.filter(({ status }) => status !== "skipped").map(({ id }) => id);
    expect({ code, asked }).toEqual({ code: 0, asked: ["oss.aliacs-k8s.tcp-443", "oss.aliacs-k8s.tls-443"] });
    const probes = report.observations.map(({ request }) => request.probe);
    expect([...new Set(probes)].sort()).toEqual(["dns", "hops", "host", "http"]);
  });

  labTest("with --strict is not ready while required checks are unverified", async () => {
    await using lab = await Lab.start(referenceSite());
    const { code, stdout } = await preflight(lab, [...JSON_FLAGS, "--strict"]);
    expect({ code, verdict: parseReport(stdout).verdict }).toEqual({ code: 1, verdict: "not-ready" });
  });

  labTest("saves whole files, and exits with 3 after its output when one cannot be written", async () => {
    await using lab = await Lab.start(referenceSite());
    const target = folder();
    const saved = path.join(target, "report.json");
    const flags = [
      ...JSON_FLAGS,
      "--save",
      saved,
      "--save",
      path.join(target, "report.txt"),
      "--save",
      "/nowhere/report.json",
    ];
    const { code, stdout, stderr } = await preflight(lab, flags);
    expect(code).toBe(3);
    expect(stderr).toBe("edge-preflight: --save '/nowhere/report.json' could not be written (ENOENT)\n");
    expect(parseReport(stdout)).toEqual(parseReport(readFileSync(saved, "utf8")));
    expect(readFileSync(path.join(target, "report.txt"), "utf8")).toContain("READY: this server can join the cluster");
    expect(readdirSync(target).sort()).toEqual(["report.json", "report.txt"]);
    expect(existsSync("/nowhere")).toBe(false);
  });

  labTest("gives the same rows in the same order twice", async () => {
    await using lab = await Lab.start(referenceSite());
    const rows = async () => {
      const { stdout } = await preflight(lab, JSON_FLAGS);
      const { checks, observations } = parseReport(stdout);
      return [
        checks.map(({ id, status, code }) => `${id} ${status} ${code}`),
        observations.map(({ request }) => request),
      ];
    };
    expect(await rows()).toEqual(await rows());
  });

  labTest("prints no line wider than asked, no colour into a pipe, and the answer first", async () => {
    await using lab = await Lab.start(silentControlPlane());
    const flags = [...SITE_FLAGS, "--retries", "0"];
    const { code, stdout } = await preflight(lab, flags, { env: { COLUMNS: "80" } });
    const lines = stdout.trimEnd().split("\n");
    expect(code).toBe(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain("\u001b");
    expect(lines[0]).toBe("NOT READY: the firewall blocks connections to the control plane:");
    expect(lines[1]).toMatch(/^100\.103\.42\.233\/32 \(\d+ %\)$/);
    expect(stdout).toContain("Mends   1 failing check, 2 that wait for it");
    expect(stdout).toContain("unverified, inbound.tcp-10250.reachable and 4 more:");
    expect(stdout).toMatch(/^DNS 9\/9  control plane 0\/3 /m);
    // A finding explains it; who wants to see it all the same asks for it.
    const sentence = "No answer from 100.103.42.233:443 in 1 attempt of 3 s.";
    expect(stdout).not.toContain(sentence);
    const verbose = await preflight(lab, [...flags, "--verbose"], { env: { COLUMNS: "80" } });
    expect(verbose.stdout).toContain(sentence);
  });

  labTest("tells a person at a terminal what is being waited for", async () => {
    await using lab = await Lab.start(silentControlPlane());
    // A terminal of its own; what it shows comes out with the escapes of the spinner.
    const script = 'env -u CI script -qec "stty cols 100; $(printf "%q " "$@")" /dev/null';
    const { stdout } = await preflight(lab, [...SITE_FLAGS, "--retries", "0", "--lang", "en"], {
      wrap: ["bash", "-c", script, "bash"],
      env: { TERM: "xterm" },
    });
    // Which of the requests to the silent address is the longest is up to the machine's load.
    expect(stdout).toMatch(/\d+ of \d+ checks; [^;\n]*(?:cs-anony-vpc|100\.103\.42\.233)[^;\n]* \d+ s/);
    expect(stdout).toMatch(/; (?:hop walk|path MTU|distance|data|TCP connection|ICMP echo)[^;\n]* \d+ s/);
  });

  it("ends on a terminal that has no size", () => {
    const command = `unshare --user --map-root-user --net ${process.execPath} ${LAUNCHER} --region cn-hangzhou --only tools.net-tools.* --no-diagnosis`;
    const { status, stdout } = spawnSync("env", ["-u", "CI", "script", "-qec", command, "/dev/null"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 30_000,
    });
    expect(status).toBe(0);
    expect(stdout).toContain("READY: ");
  });

  labTest("whose reader goes away ends cleanly", async () => {
    await using lab = await Lab.start(referenceSite());
    const script = 'set -o pipefail; "$@" | head -1; echo "status ${PIPESTATUS[0]}"';
    const { stdout, stderr } = await preflight(lab, SITE_FLAGS, { wrap: ["bash", "-c", script, "bash"] });
    expect(stdout).toBe("READY: this server can join the cluster\nstatus 0\n");
    expect(stderr).toBe("");
  });
});
