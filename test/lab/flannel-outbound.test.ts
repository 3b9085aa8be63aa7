import { describe, expect } from "vitest";
import { REFLECTOR, REFLECTOR_FLAGS, REFLECTOR_KEY, siteWithReflector } from "../scenarios/reflector.ts";
import { firewall } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { outcomes, parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import type { Topology } from "./topology.ts";

const OUT = "inbound.udp-8472.outbound";
const IN = "inbound.udp-8472.reachable";

async function examine(network: Topology, change?: [host: string, command: string]) {
  await using lab = await Lab.start(network);
  if (change !== undefined) await lab.change(...change);
  const { stdout } = await preflight(lab, [...REFLECTOR_FLAGS, "--timeout", "1500", "--format", "json"], {
    before: REFLECTOR_KEY.before,
  });
  const report = parseReport(stdout);
  const finding = report.diagnosis.findings.find(({ explains }) => explains.includes(OUT));
  return { seen: outcomes(report, [IN, OUT]), finding };
}

describe.concurrent("Flannel's packets to the cloud", () => {
  labTest("arrive", async () => {
    const { seen } = await examine(siteWithReflector());
    expect(seen).toEqual({ [IN]: "pass ok", [OUT]: "pass ok" });
  });

  labTest("are dropped by the firewall on their way out alone: it is named", async () => {
    const network = siteWithReflector();
    firewall(network, `ip daddr ${REFLECTOR} udp dport 8472 drop`);
    const { seen, finding } = await examine(network);
    expect(seen).toEqual({ [IN]: "pass ok", [OUT]: "fail outbound-lost" });
    expect(finding?.suspects[0]).toMatchObject({
      device: "firewall",
      misconfiguration: "firewall.outbound.flannel",
      direction: "outbound",
    });
    expect(finding?.explains).toEqual([OUT]);
  });

  labTest("are dropped by the security group: it is named, or with those that show the same", async () => {
    const drop = `nft 'table inet own { chain own { type filter hook postrouting priority 0; ip daddr ${REFLECTOR} udp dport 8472 drop; }; }'`;
    const { seen, finding } = await examine(siteWithReflector(), ["vpc-router", drop]);
    expect(seen).toEqual({ [IN]: "pass ok", [OUT]: "fail outbound-lost" });
    expect(finding?.suspects.map(({ device }) => device)).toContain("security-group");
  });

  labTest("are lost where they are full-size", async () => {
    const network = siteWithReflector();
    firewall(network, `ip daddr ${REFLECTOR} udp dport 8472 meta length > 1400 drop`);
    const { seen, finding } = await examine(network);
    expect(seen).toEqual({ [IN]: "pass ok", [OUT]: "fail outbound-large-lost" });
    expect(finding?.suspects.map(({ device }) => device)).toContain("firewall");
  });

  labTest("cannot be looked for where the reflector's host has the port in use", async () => {
    const vxlan = "ip link add flannel.1 type vxlan id 1 dstport 8472 dev vpc-router && ip link set flannel.1 up";
    const { seen } = await examine(siteWithReflector(), ["reflector", vxlan]);
    expect(seen[OUT]).toBe("unverified reflector-inconclusive");
  });
});
