import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import type { Report } from "../../src/model/report.ts";
import { hostOf, listens } from "../scenarios/scenario.ts";
import {
  BLOCKED_PORTS,
  REFLECTOR,
  REFLECTOR_FLAGS,
  REFLECTOR_KEY,
  RETURN_FAULTS,
  siteWithReflector,
} from "../scenarios/reflector.ts";
import { labTest } from "../support/lab-test.ts";
import { parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { LAUNCHER } from "./services.ts";

const JSON_FLAGS = ["--timeout", "1500", "--format", "json"];

async function reported(lab: Lab, flags: string[] = [], before: string[] = []): Promise<Report> {
  const { stdout } = await preflight(lab, [...REFLECTOR_FLAGS, ...JSON_FLAGS, ...flags], {
    before: [REFLECTOR_KEY.before, ...before].join("; "),
  });
  return parseReport(stdout);
}

const inbound = ({ checks }: Report) =>
  Object.fromEntries(
    checks
      .filter(({ id }) => /^inbound\..*\.reachable$/.test(id))
      .map(({ id, status, code }) => [id, `${status} ${code}`]),
  );
const suspectsIn = ({ diagnosis }: Report) =>
  diagnosis.findings.map(({ suspects }) => suspects.map(({ device }) => device));

const PORTS = ["tcp-10250", "tcp-10255", "tcp-9100", "tcp-9445", "udp-8472"];
const allPorts = (word: string) => Object.fromEntries(PORTS.map((port) => [`inbound.${port}.reachable`, word]));

describe.concurrent("with a reflector in the VPC", () => {
  labTest("a network with nothing wrong: every way to the node is verified", async () => {
    await using lab = await Lab.start(siteWithReflector());
    const report = await reported(lab);
    expect(inbound(report)).toEqual(allPorts("pass ok"));
    expect({ verdict: report.verdict, notTested: report.diagnosis.notTested, found: suspectsIn(report) }).toEqual({
      verdict: "ready",
      notTested: [],
      found: [],
    });
    expect(await lab.log("reflector")).toContain(`"run":"${report.run.id}"`);
  });

  for (const fault of BLOCKED_PORTS)
    labTest(`${fault.name}: that check fails, and that device is named`, async () => {
      const network = siteWithReflector();
      fault.patch?.(network);
      await using lab = await Lab.start(network);
      if (fault.change !== undefined) await lab.change(fault.change.host, fault.change.command);
      const report = await reported(lab);
      expect(inbound(report)).toEqual({ ...allPorts("pass ok"), [fault.check]: `fail ${fault.code}` });
      expect(suspectsIn(report)[0]?.[0]).toBe(fault.device);
      expect(report.diagnosis.findings[0]?.explains).toContain(fault.check);
    });

  labTest("all of the cloud's connections dropped at the firewall: one finding, not five", async () => {
    const network = siteWithReflector();
    hostOf(network, "firewall").filter = {
      forward: [
        `ip saddr ${REFLECTOR} ct state new tcp dport { 9100, 9445, 10250, 10255 } drop`,
        `ip saddr ${REFLECTOR} udp dport 8472 drop`,
      ],
    };
    await using lab = await Lab.start(network);
    const report = await reported(lab);
    expect(inbound(report)).toEqual(allPorts("fail inbound-timed-out"));
    expect(report.diagnosis.findings).toHaveLength(1);
    expect(report.diagnosis.findings[0]?.suspects[0]).toMatchObject({
      device: "firewall",
      misconfiguration: "firewall.inbound.connections",
      direction: "inbound",
      remedy: "Allow 192.168.0.0/16 to 10.0.0.0/8, TCP 10250, 10255, 9100, 9445; UDP 8472.",
    });
  });

  labTest("a reset in the node's name comes from the firewall", async () => {
    const network = siteWithReflector();
    hostOf(network, "firewall").filter = { forward: ["tcp dport 10250 reject with tcp reset"] };
    await using lab = await Lab.start(network);
    const report = await reported(lab);
    expect(inbound(report)["inbound.tcp-10250.reachable"]).toBe("fail inbound-refused");
    expect(suspectsIn(report)[0]?.[0]).toBe("firewall");
  });

  labTest("full-size packets lost on the way: Flannel's MTU is not carried", async () => {
    const network = siteWithReflector();
    hostOf(network, "firewall").filter = { forward: [`ip saddr ${REFLECTOR} meta length > 1400 drop`] };
    await using lab = await Lab.start(network);
    expect(inbound(await reported(lab))).toEqual({
      ...allPorts("pass ok"),
      "inbound.udp-8472.reachable": "fail inbound-large-lost",
    });
  });

  labTest("addresses translated on the way to the cloud: nothing can be opened to the node", async () => {
    const network = siteWithReflector();
    hostOf(network, "firewall").masquerade = ["vbr"];
    await using lab = await Lab.start(network);
    const report = await reported(lab);
    expect(inbound(report)).toEqual(allPorts("fail inbound-translated"));
    expect(report.diagnosis.findings[0]?.suspects[0]?.misconfiguration).toBe("firewall.source-nat");
  });

  labTest("a port that is in use: its own process is reached, and the handshake counts", async () => {
    await using lab = await Lab.start(siteWithReflector());
    const listen = `${process.execPath} -e 'require("net").createServer((s) => s.on("error", () => 0)).listen(10250)' >/dev/null 2>&1 & ${listens("tcp", 10250)}`;
    const report = await reported(lab, [], [listen]);
    const observation = report.observations.find(
      ({ request }) => request.probe === "reflect" && request.port === 10250,
    );
    expect(inbound(report)).toEqual(allPorts("pass ok"));
    expect(observation).toMatchObject({ outcome: "open", evidence: { heard: true, errno: "EADDRINUSE" } });
  });

  labTest("the API server is looked at from inside the VPC as well", async () => {
    const network = siteWithReflector();
    hostOf(network, "api-server").services = [];
    await using lab = await Lab.start(network);
    const report = await reported(lab);
    const asked = report.observations.find(({ request }) => request.probe === "reflect" && request.ask === "service");
    expect(asked).toMatchObject({ outcome: "refused", evidence: { heard: true, saw: "refused" } });
    expect(suspectsIn(report)[0]?.[0]).toBe("service");
  });

  labTest("the right key is needed", async () => {
    await using lab = await Lab.start(siteWithReflector());
    const wrong = "printf %s fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210 > /run/edge.key";
    const report = await reported(lab, ["--only", "inbound.*"], [wrong]);
    expect(inbound(report)).toEqual(allPorts("unverified reflector-unheard"));
    expect(await lab.log("reflector")).not.toContain('"event":"done"');
  });
});

describe.concurrent("where the node does not hear the reflector, its log is joined", () => {
  for (const fault of RETURN_FAULTS)
    labTest(`${fault.name}: told from the others`, async () => {
      const network = siteWithReflector();
      fault.patch(network);
      await using lab = await Lab.start(network);
      const report = await reported(lab);
      expect(inbound(report)).toEqual(allPorts("unverified reflector-unheard"));
      const merged = await mergedWithLog(lab, report, (log) => log.includes('"ask":"calm-walk"'));
      // A router without a route says so of some of the attempts, as its limit on errors allows.
      for (const state of Object.values(inbound(merged)))
        expect(["fail inbound-timed-out", "fail inbound-unreachable"]).toContain(state);
      expect(suspectsIn(merged)[0]?.[0]).toBe(fault.device);
      expect(merged.diagnosis.findings).toHaveLength(1);
    });

  labTest("a request that never arrived: the log says that too", async () => {
    const network = siteWithReflector();
    hostOf(network, "firewall").filter = { forward: [`ip daddr ${REFLECTOR} drop`] };
    await using lab = await Lab.start(network);
    const merged = await mergedWithLog(lab, await reported(lab, ["--only", "inbound.*"]), () => true);
    expect(inbound(merged)).toEqual(allPorts("unverified reflector-unheard"));
    const unheard = merged.checks.find(({ code }) => code === "reflector-unheard");
    expect(unheard?.message).toBe(`No request of run ${merged.run.id} reached the reflector at ${REFLECTOR}:8479.`);
  });
});

/** By the command that a person types, once the reflector has told enough. */
async function mergedWithLog(lab: Lab, report: Report, isEnough: (log: string) => boolean): Promise<Report> {
  const [reportFile, logFile] = ["report.json", "reflector.log"].map((name) => path.join(lab.folder, `saved-${name}`));
  if (reportFile === undefined || logFile === undefined) throw new RangeError("two files");
  let log = await lab.log("reflector");
  for (let tries = 0; tries < 100 && !isEnough(log); tries++) {
    await sleep(200);
    log = await lab.log("reflector");
  }
  await Promise.all([writeFile(reportFile, JSON.stringify(report)), writeFile(logFile, log)]);
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [LAUNCHER, "merge", reportFile, logFile, "--format", "json"],
    { encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return parseReport(stdout);
}
