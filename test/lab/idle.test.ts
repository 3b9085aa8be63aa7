import path from "node:path";
import { describe, expect } from "vitest";
import type { IdleRequest, Observation } from "../../src/model/probe.ts";
import { firewall } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { outcomes, parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { API_SERVER, referenceSite, SITE_FLAGS } from "./reference-site.ts";

const ASK = path.resolve(import.meta.dirname, "ask.mjs");
const CHECK = "line.quality.idle-connection";

const question = (pauseMs: number): IdleRequest => ({
  probe: "idle",
  to: { ip: API_SERVER, port: 6443 },
  scheme: "https",
  serverName: API_SERVER,
  pauseMs,
});

async function ask(lab: Lab, requests: IdleRequest[]): Promise<Pick<Observation<"idle">, "outcome" | "evidence">[]> {
  const { stdout } = await lab.run("node", [process.execPath, ASK, JSON.stringify(requests)]);
  return JSON.parse(stdout) as Pick<Observation<"idle">, "outcome" | "evidence">[];
}

/** A firewall that keeps state and drops what it knows no connection for. */
const STATEFUL = ["ct state established,related accept", "tcp flags & (syn|ack) == syn accept", "meta l4proto tcp"];

function statefulSite(verdict: "drop" | "reject with tcp reset") {
  const network = referenceSite();
  const [known, opening, rest] = STATEFUL;
  firewall(network, `${known}`, `${opening}`, `${rest} ${verdict}`);
  return network;
}

const FORGETS_AFTER_2_S =
  "echo 0 > /proc/sys/net/netfilter/nf_conntrack_tcp_loose; echo 2 > /proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established";

describe.concurrent("an idle connection", () => {
  labTest("lives through the pause where nobody forgets it", async () => {
    await using lab = await Lab.start(statefulSite("drop"));
    expect(await ask(lab, [question(5_000)])).toEqual([{ outcome: "delivered", evidence: { livedMs: 5_000 } }]);
  });

  labTest("is lost where the firewall forgets it sooner, and not where later", async () => {
    await using lab = await Lab.start(statefulSite("drop"));
    await lab.change("firewall", FORGETS_AFTER_2_S);
    const [short, long] = await ask(lab, [question(500), question(6_000)]);
    expect(short).toEqual({ outcome: "delivered", evidence: { livedMs: 500 } });
    expect(long).toEqual({ outcome: "lost", evidence: { livedMs: 6_000 } });
  });

  labTest("is reset where the firewall says so", async () => {
    await using lab = await Lab.start(statefulSite("reject with tcp reset"));
    await lab.change("firewall", FORGETS_AFTER_2_S);
    expect(await ask(lab, [question(6_000)])).toEqual([
      { outcome: "reset", evidence: { livedMs: 6_000, errno: "ECONNRESET" } },
    ]);
  });

  labTest("is tried only as far as the deadline allows", async () => {
    await using lab = await Lab.start(referenceSite());
    const { code, stdout } = await preflight(lab, [...SITE_FLAGS, "--thorough", "--format", "json"]);
    const report = parseReport(stdout);
    expect(code).toBe(0);
    expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "unverified idle-not-tried" });
    expect(report.observations.filter(({ request }) => request.probe === "idle")).toEqual([]);
  });
});
