import { describe, expect } from "vitest";
import { labTest } from "../support/lab-test.ts";
import { outcomes, parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { referenceSite, SITE_FLAGS } from "./reference-site.ts";
import type { Topology } from "./topology.ts";

const CHECK = "host.gateway.bgp";
const TERWAY = ["--network-plugin", "terway-edge", "--container-cidr", "172.16.0.0/12"];

async function examine(change: (network: Topology) => void, flags: string[] = TERWAY) {
  const network = referenceSite();
  change(network);
  await using lab = await Lab.start(network);
  const { code, stdout } = await preflight(lab, [...SITE_FLAGS, ...flags, "--format", "json"]);
  const report = parseReport(stdout);
  const asked = report.checks.filter(({ id }) => id === CHECK).map(({ id }) => id);
  return { code, report, seen: outcomes(report, asked) };
}

describe.concurrent("BGP on the gateway", () => {
  labTest("passes where the switch takes connections on TCP 179", async () => {
    const { code, seen } = await examine(({ hosts }) => {
      Object.assign(hosts["core-switch"] ?? {}, {
        services: [{ kind: "odd", does: "tcp-open", ip: "10.1.1.1", port: 179, protocol: "tcp", takes: ["179"] }],
      });
    });
    expect(seen).toEqual({ [CHECK]: "pass ok" });
    expect(code).toBe(0);
  });

  labTest("warns where it refuses them, and names the switch", async () => {
    const { code, report, seen } = await examine(() => undefined);
    expect(seen).toEqual({ [CHECK]: "warn bgp-refused" });
    expect(code).toBe(0);
    const check = report.checks.find(({ id }) => id === CHECK);
    expect(check?.device).toBe("core-switch");
    expect(check?.remedy).toContain("172.16.0.0/12");
  });

  labTest("is unverified where it is silent", async () => {
    const { code, seen } = await examine(({ hosts }) => {
      Object.assign(hosts["core-switch"] ?? {}, { filter: { input: ["tcp dport 179 drop"] } });
    });
    expect(seen).toEqual({ [CHECK]: "unverified bgp-silent" });
    expect(code).toBe(0);
  });

  labTest("is nobody's business with Flannel", async () => {
    const { seen } = await examine(() => undefined, []);
    expect(seen).toEqual({});
  });
});
