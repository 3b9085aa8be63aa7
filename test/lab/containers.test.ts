import { describe, expect } from "vitest";
import { REFLECTOR, REFLECTOR_FLAGS, REFLECTOR_KEY, siteWithReflector } from "../scenarios/reflector.ts";
import { firewall, hostOf } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { checkOf, outcomes, parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import type { Topology } from "./topology.ts";

const CONTAINERS = "172.16.0.0/12";
const CHECK = "line.containers.172-16-0-0-12";
const FLAGS = [
  ...REFLECTOR_FLAGS,
  ...["--network-plugin", "terway-edge", "--container-cidr", CONTAINERS, "--timeout", "1500", "--format", "json"],
];

/** Each device's next one on the way to the containers. The switch has none before the join. */
const ROUTES = {
  "vpc-router": "172.31.2.1",
  cen: "172.31.1.1",
  vbr: "10.0.23.1",
  firewall: "10.0.12.1",
};
type Router = keyof typeof ROUTES;

function siteWithContainers(): Topology {
  const network = siteWithReflector();
  for (const [host, via] of Object.entries(ROUTES)) hostOf(network, host).routes?.push({ to: CONTAINERS, via });
  for (const service of hostOf(network, "reflector").services ?? [])
    if (service.kind === "reflector") service.containers = [CONTAINERS];
  return network;
}

function without(network: Topology, host: Router): Topology {
  const owner = hostOf(network, host);
  owner.routes = owner.routes?.filter(({ to }) => to !== CONTAINERS) ?? [];
  return network;
}

async function examine(network: Topology, { flags = FLAGS, change = [] as [string, string][] } = {}) {
  await using lab = await Lab.start(network);
  for (const [host, command] of change) await lab.change(host, command);
  const { code, stdout } = await preflight(lab, flags, { before: REFLECTOR_KEY.before });
  const report = parseReport(stdout);
  const counted = change.length === 0 ? "" : (await lab.run("reflector", ["nft", "list", "ruleset"])).stdout;
  return { code, report, counted };
}

const FAULTS: [Router, device: string][] = [
  ["vpc-router", "vpc-route-table"],
  ["cen", "ecr-cen"],
  ["vbr", "vbr"],
  ["firewall", "firewall"],
];

describe.concurrent("the route to the containers", () => {
  labTest("exists as far as the switch, which is all that can be before the join", async () => {
    const { code, report } = await examine(siteWithContainers());
    expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "pass ok" });
    expect(checkOf(report, CHECK).message).toContain("10.0.12.1");
    expect(report.diagnosis.findings.flatMap(({ explains }) => explains)).not.toContain(CHECK);
    expect(code).toBe(0);
  });

  for (const [router, device] of FAULTS) {
    labTest(`is missing on the ${device}: named first`, async () => {
      const { code, report } = await examine(without(siteWithContainers(), router));
      expect(code).toBe(1);
      expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "fail container-route-missing" });
      const finding = report.diagnosis.findings.find(({ explains }) => explains.includes(CHECK));
      expect(finding?.suspects[0]?.device).toBe(device);
      expect(finding?.suspects[0]?.remedy).toContain(CONTAINERS);
      expect(finding?.explains).toEqual([CHECK]);
    });

    labTest(`is a null route on the ${device}: it is among the first`, async () => {
      const network = without(siteWithContainers(), router);
      hostOf(network, router).routes?.push({ to: CONTAINERS, type: "blackhole" });
      const { report } = await examine(network);
      expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "fail container-route-missing" });
      const finding = report.diagnosis.findings.find(({ explains }) => explains.includes(CHECK));
      expect(finding?.suspects.map((suspect) => suspect.device)).toContain(device);
      const sure = finding?.suspects.filter((suspect) => suspect.probability >= 0.9 && suspect.device !== device);
      expect(sure).toEqual([]);
    });
  }

  labTest("is unverified without a reflector, or with one that was not told of them", async () => {
    const { report: alone } = await examine(siteWithContainers(), {
      flags: FLAGS.filter((flag) => !flag.startsWith("--reflector") && flag !== REFLECTOR && flag !== "/run/edge.key"),
    });
    expect(outcomes(alone, [CHECK])).toEqual({ [CHECK]: "unverified containers-not-verified" });
    const network = siteWithReflector();
    const { report } = await examine(network);
    expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "unverified containers-not-offered" });
  });

  labTest("is not judged where the way to this node itself is cut off", async () => {
    const network = siteWithContainers();
    firewall(network, `ip saddr ${REFLECTOR} tcp dport 10250 drop`);
    const { report } = await examine(network);
    expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "unverified containers-inconclusive" });
  });

  labTest("is walked into the block alone, with small TTLs, in fewer bytes than were asked with", async () => {
    const counters = [
      "nft add table inet count",
      "nft 'add chain inet count out { type filter hook output priority 0; }'",
      `nft add rule inet count out ip daddr ${CONTAINERS} ip ttl '<= 12' counter comment within`,
      `nft add rule inet count out ip daddr ${CONTAINERS} ip ttl '> 12' counter comment unlimited`,
      "nft add rule inet count out ip daddr != '{ 10.1.1.10, 172.16.0.0/12 }' ip protocol != icmp counter comment elsewhere",
    ].join("; ");
    const { report, counted } = await examine(siteWithContainers(), { change: [["reflector", counters]] });
    expect(outcomes(report, [CHECK])).toEqual({ [CHECK]: "pass ok" });
    const bytes = Object.fromEntries(
      [...counted.matchAll(/counter packets \d+ bytes (\d+) comment "(\w+)"/g)].map(
        ([, count, name = ""]): [string, number] => [name, Number(count)],
      ),
    );
    expect(bytes).toMatchObject({ unlimited: 0, elsewhere: 0 });
    expect(bytes["within"]).toBeGreaterThan(0);
    expect(bytes["within"]).toBeLessThanOrEqual(1_472);
  });
});
