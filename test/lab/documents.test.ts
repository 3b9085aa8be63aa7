import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import type { RunEvent } from "../../src/model/event.ts";
import { firewall, listens, siteOf } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { ADDRESSES, API_SERVER, NAMES, referenceSite, SITE_FLAGS } from "./reference-site.ts";
import { LAUNCHER } from "./services.ts";

const FORMATS = ["txt", "json", "ndjson", "md", "html", "xml"] as const;
const QUICK = ["--retries", "0"];

describe.concurrent("a run's documents", () => {
  labTest("a server and a process with hostile names are harmless in every form", async () => {
    const network = referenceSite();
    const evil = "<script>evil()</script>|`=1+1`\u001b[31m\"onerror='x";
    siteOf(network, NAMES.controlPlane).certificate = { issuer: "stranger", names: [evil] };
    await using lab = await Lab.start(network);
    const saved = (extension: string) => path.join(lab.folder, `report.${extension}`);
    // A program's name is that of its file.
    const own = `ln -s ${process.execPath} '/run/<img src=x>=1' && '/run/<img src=x>=1' -e 'require("net").createServer().listen(10250)' >/dev/null 2>&1 & ${listens("tcp", 10250)}`;
    await preflight(lab, [...SITE_FLAGS, ...[...FORMATS, "prom"].flatMap((each) => ["--save", saved(each)])], {
      before: own,
    });
    const documents = Object.fromEntries(
      await Promise.all(FORMATS.map(async (each) => [each, await readFile(saved(each), "utf8")] as const)),
    );
    for (const [name, text] of Object.entries(documents)) {
      expect(text, name).toContain("script");
      expect(text, name).toContain("img src=x");
      expect(text, name).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    }
    expect(documents["html"]).not.toMatch(/<script>evil|<img/);
    expect(documents["md"]).not.toMatch(/(?<!\\)<(?!br>)/);
    expect(documents["xml"]).not.toMatch(/<script|<img/);
    expect(spawnSync("xmllint", ["--noout", saved("xml")]).status).toBe(0);
    parseReport(documents["json"] ?? "");
    const metrics = await readFile(saved("prom"), "utf8");
    expect(metrics).toContain("\nedge_preflight_ready 0\n");
    expect(spawnSync("promtool", ["check", "metrics"], { input: metrics, encoding: "utf8" })).toMatchObject({
      status: 0,
      stdout: "",
      stderr: "",
    });
    // A plugin's exit code says that it is an outage.
    const plugin = spawnSync(process.execPath, [LAUNCHER, "report", saved("json"), "--format", "nagios"], {
      encoding: "utf8",
    });
    expect({ status: plugin.status, state: plugin.stdout.split(":")[0] }).toEqual({ status: 2, state: "CRITICAL" });
  });

  labTest("--format ndjson tells each check as it ends, then the findings and the report", async () => {
    await using lab = await Lab.start(referenceSite());
    const { stdout, code } = await preflight(lab, [...SITE_FLAGS, "--format", "ndjson"]);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as RunEvent);
    const report = events.at(-1);
    if (report?.event !== "report") throw new Error("the last line is the report");
    const kinds = [...new Set(events.map(({ event }) => event))];
    expect({ code, kinds }).toEqual({ code: 0, kinds: ["run", "check", "report"] });
    const told = events.flatMap((each) => (each.event === "check" ? [each.check.id] : []));
    expect(told.toSorted()).toEqual(report.report.checks.map(({ id }) => id).toSorted());
    expect(events[0]).toMatchObject({ event: "run", run: { id: report.report.run.id } });
  });

  labTest("a redacted report says nothing of the site's addresses, and is diagnosed alike", async () => {
    const network = referenceSite();
    firewall(network, `ip daddr ${ADDRESSES.controlPlane} drop`);
    await using lab = await Lab.start(network);
    const file = path.join(lab.folder, "report.json");
    const { stdout } = await preflight(lab, [
      ...SITE_FLAGS,
      ...QUICK,
      "--redact=addresses",
      "--format",
      "json",
      "--save",
      file,
    ]);
    const report = parseReport(stdout);
    // Addresses are compared whole: a random stand-in such as 10.0.12.21 begins like the site's 10.0.12.2.
    const printed = new Set(stdout.match(/\d+(?:[.-]\d+){3}/g));
    for (const own of ["10.1.1.10", "10.1.1.1", "10.1.2.53", "10-1-2-53", "10.0.12.2", API_SERVER, "172.31.1.2"])
      expect(printed, own).not.toContain(own);
    expect(stdout).toContain(ADDRESSES.controlPlane);
    expect(report.redaction?.addresses).toBeGreaterThan(5);
    expect(report.diagnosis.findings[0]?.suspects[0]?.device).toBe("firewall");
    const again = spawnSync(process.execPath, [LAUNCHER, "report", file, "--rediagnose", "--format", "json"], {
      encoding: "utf8",
    });
    expect(parseReport(again.stdout).diagnosis).toEqual(report.diagnosis);
  });
});

describe.concurrent("until it is ready", () => {
  labTest("--wait runs again, and ends once the network is mended", async () => {
    const network = referenceSite();
    firewall(network, `ip daddr ${ADDRESSES.controlPlane} drop`);
    await using lab = await Lab.start(network);
    const round = path.join(lab.folder, "round.json");
    const flags = [...QUICK, "--no-diagnosis", "--wait", "50", "--format", "json", "--save", round];
    const waiting = preflight(lab, [...SITE_FLAGS, ...flags]);
    await lab.until("node", `test -e ${round}`);
    await lab.change("firewall", "nft flush ruleset");
    const { code, stdout, stderr } = await waiting;
    expect(code).toBe(0);
    expect(parseReport(stdout).verdict).toBe("ready");
    expect(stderr).toMatch(/^edge-preflight: NOT READY: .+; trying again every 5 s for \d+ s\n/);
  });

  labTest("--wait gives up when the time is over, with the last report", async () => {
    const network = referenceSite();
    firewall(network, `ip daddr ${ADDRESSES.controlPlane} drop`);
    await using lab = await Lab.start(network);
    const flags = [...QUICK, "--no-diagnosis", "--only", "control-plane.*", "--wait", "12", "--format", "json"];
    const { code, stdout, stderr } = await preflight(lab, [...SITE_FLAGS, ...flags]);
    expect(code).toBe(1);
    expect(parseReport(stdout).verdict).toBe("not-ready");
    expect(stderr).toMatch(/^edge-preflight: NOT READY: /);
  });

  labTest("--watch shows what has changed since the last round, and ends when told to", async () => {
    const network = referenceSite();
    firewall(network, `ip daddr ${ADDRESSES.controlPlane} drop`);
    await using lab = await Lab.start(network);
    const [round, enough] = [path.join(lab.folder, "round.json"), path.join(lab.folder, "enough")];
    const flags = [...QUICK, "--no-diagnosis", "--only", "control-plane.*", "--watch", "--save", round];
    const script = `"$@" & tool=$!; for try in $(seq 500); do test -e ${enough} && break; sleep 0.1; done; kill -INT $tool; wait $tool`;
    const watching = preflight(lab, [...SITE_FLAGS, ...flags], { wrap: ["bash", "-c", script, "bash"] });
    await lab.until("node", `test -e ${round}`);
    await lab.change("firewall", "nft flush ruleset");
    await lab.until("node", `grep -q '"verdict": *"ready"' ${round}`);
    await lab.change("node", `touch ${enough}`);
    const { stdout } = await watching;
    expect(stdout).toContain(
      "Since the last round:\n\nFixed\n control-plane.cs-anony-vpc.tcp-443 FAIL connect-timed-out > pass",
    );
  });
});
