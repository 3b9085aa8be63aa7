import { evidenceOf } from "../../src/evidence.ts";
import { describe, expect, it } from "vitest";
import { en } from "../support/words.ts";
import { EFFECTS } from "../../src/diagnosis/probabilities.ts";
import {
  findMisconfiguration,
  MISCONFIGURATIONS,
  PLACEHOLDERS,
} from "../../src/catalogue/misconfigurations/misconfigurations.ts";
import { VPC_RESOLVERS } from "../../src/catalogue/ranges.ts";
import { attributeHops, PATH_DEVICES } from "../../src/diagnosis/network/hop-attribution.ts";
import { diagnose, infer, whatToAsk } from "../../src/diagnosis/diagnose.ts";
import { networkOf } from "../../src/diagnosis/network/routed-network.ts";
import type { AnyObservation, HopEvidence } from "../../src/model/probe.ts";
import type { CheckResult } from "../../src/model/report.ts";
import type { Site } from "../../src/model/site.ts";
import { ADDRESSES, API_SERVER, NAMES, SITE_DNS } from "../lab/reference-site.ts";
import {
  conversation,
  healthyObservations,
  hopsBy,
  referenceNetwork,
  referenceSettings,
  TRUNK,
  walkTo,
} from "../support/reference-network.ts";

/** The healthy run, with other answers in the place of some. */
function withChanges(...changes: AnyObservation[]): AnyObservation[] {
  const asked = new Set(changes.map(({ request }) => JSON.stringify(request)));
  return [...healthyObservations().filter(({ request }) => !asked.has(JSON.stringify(request))), ...changes];
}

const failed = (id: string, address: string, port: number, code = "connect-timed-out"): CheckResult => ({
  id,
  group: id.startsWith("api-server") ? "api-server" : "control-plane",
  title: id,
  status: "fail",
  required: true,
  code,
  message: "",
  endpoint: { address, port, protocol: "tcp" },
  durationMs: 1,
});
const apiFailed = failed("api-server.endpoint.tcp-6443", API_SERVER, 6443);

const told = (observations: AnyObservation[], checks: CheckResult[], site: Partial<Site> = {}) =>
  diagnose(infer(evidenceOf({ site: referenceSettings(site), observations, checks })), en);
const suspects = (observations: AnyObservation[], checks: CheckResult[], site: Partial<Site> = {}) =>
  told(observations, checks, site).findings.map(({ verdict, suspects: all }) => [
    verdict,
    ...all.map(({ device }) => device),
  ]);

const nothingYet = () => false;

describe("the diagnosis", () => {
  it("finds nothing where nothing failed", () => {
    expect(told(healthyObservations(), []).findings).toEqual([]);
    expect(
      whatToAsk(
        infer(evidenceOf({ site: referenceSettings(), observations: healthyObservations(), checks: [] })),
        nothingYet,
      ),
    ).toEqual([]);
  });

  it("a silent API server behind hops that all answer is the security group's or its load balancer's, when its other ports answer", () => {
    const observations = withChanges(
      conversation(API_SERVER, API_SERVER, 6443, "timed-out"),
      walkTo(API_SERVER, 6443, "tcp", hopsBy([...TRUNK, undefined])),
      {
        request: { probe: "tcp", to: { ip: API_SERVER, port: 80 } },
        outcome: "refused",
        startedAtMs: 0,
        durationMs: 1,
        attempts: 1,
      },
    );
    const [finding] = told(observations, [apiFailed]).findings;
    // Nothing that this node can see tells the access control of the balancer from a security group.
    expect(finding).toMatchObject({ verdict: "ambiguous", explains: [apiFailed.id] });
    expect(finding?.suspects.map(({ misconfiguration }) => misconfiguration).slice(0, 2)).toEqual([
      "security-group.inbound.api-server",
      "service.api-server.acl",
    ]);
    expect(finding?.suspects[0]?.probability).toBeGreaterThan(0.75);
    expect(finding?.suspects[0]).toMatchObject({
      device: "security-group",
      misconfiguration: "security-group.inbound.api-server",
      direction: "outbound",
      remedy: "Add an inbound rule: source 10.0.0.0/8, TCP 6443, allow.",
    });
  });

  it("packets that die behind the firewall leave the firewall and the VBR, and say why not more", () => {
    const observations = withChanges(
      conversation(API_SERVER, API_SERVER, 6443, "timed-out"),
      walkTo(API_SERVER, 6443, "tcp", hopsBy([...TRUNK.slice(0, 2), undefined])),
    );
    const [first] = told(observations, [apiFailed]).findings;
    expect(first?.verdict).toBe("ambiguous");
    expect(first?.suspects.map(({ device }) => device).slice(0, 2)).toEqual(["firewall", "vbr"]);
    expect(first?.suspects[0]?.evidence).toContain(
      `packets to ${API_SERVER}:6443: 10.0.12.2 (hop 2) answers, nothing beyond it`,
    );
    expect(first?.suspects[1]?.confirmWith).toContain("aliyun nis create-and-analyze-network-path --source-type vbr");
  });

  it("a device that signs for it is confirmed once the user has said which device it is", () => {
    const said = hopsBy(TRUNK.slice(0, 2));
    const observations = withChanges(
      conversation(API_SERVER, API_SERVER, 6443, "unreachable"),
      walkTo(API_SERVER, 6443, "tcp", [
        ...said,
        { ttl: 3, pinned: true, reply: "unreachable", address: "10.0.23.2", icmpType: 3, icmpCode: 0 },
      ]),
    );
    const check = failed("api-server.endpoint.tcp-6443", API_SERVER, 6443, "connect-unreachable");
    expect(suspects(observations, [check], { hops: [{ device: "vbr", cidr: "10.0.23.2/32" }] })).toEqual([
      ["confirmed", "vbr"],
    ]);
    expect(suspects(observations, [check], { hops: [{ device: "ecr-cen", cidr: "10.0.23.2/32" }] })[0]?.[1]).toBe(
      "ecr-cen",
    );
  });

  it("a refusal that a router signs late, since its errors are rationed, is the refusal of its own place", () => {
    const late = [
      ...hopsBy(TRUNK.slice(0, 1)),
      ...[2, 3, 4, 5, 6, 7, 8].map((ttl): HopEvidence => ({ ttl, pinned: true, reply: "silent" })),
      { ttl: 9, pinned: true, reply: "unreachable", address: "10.0.12.2", icmpType: 3, icmpCode: 13 } as const,
    ];
    const observations = withChanges(
      conversation(API_SERVER, API_SERVER, 6443, "unreachable"),
      walkTo(API_SERVER, 6443, "tcp", late),
    );
    expect(networkOf(referenceSettings(), observations).cloudPath.routers).toHaveLength(TRUNK.length);
    const check = failed("api-server.endpoint.tcp-6443", API_SERVER, 6443, "connect-unreachable");
    const hops = [{ device: "firewall", cidr: "10.0.12.2/32" }] as const;
    expect(suspects(observations, [check], { hops: [...hops] })).toEqual([["confirmed", "firewall"]]);
  });

  it("a refusal that only one of many questions has heard, since errors are rationed, is what the others ran into", () => {
    const silent = hopsBy([...TRUNK.slice(0, 2), undefined]);
    const refused: HopEvidence[] = [3, 4].map((ttl) => ({
      ttl,
      pinned: true,
      reply: "unreachable",
      address: "10.0.23.2",
      icmpType: 3,
      icmpCode: 0,
    }));
    const [resolver, second] = VPC_RESOLVERS;
    const observations = [
      ...[ADDRESSES.registry, ADDRESSES.registrySecond].flatMap((ip) => [
        conversation(NAMES.registry, ip, 443, "timed-out"),
        walkTo(ip, 443, "tcp", silent),
      ]),
      conversation(NAMES.controlPlane, ADDRESSES.controlPlane, 443, "timed-out"),
      conversation(NAMES.packages, ADDRESSES.packages, 443, "timed-out"),
      walkTo(ADDRESSES.controlPlane, 443, "tcp", silent),
      walkTo(API_SERVER, 6443, "tcp", hopsBy(TRUNK, "open")),
      walkTo(resolver, 53, "udp", [...hopsBy(TRUNK.slice(0, 2)), ...refused]),
      walkTo(second, 53, "udp", silent),
    ];
    const check = failed("control-plane.cs-anony-vpc.tcp-443", ADDRESSES.controlPlane, 443);
    expect(suspects(observations, [check])[0]?.[1]).toBe("vbr");
  });

  it("a DNS server that lives and has lost all whom it asks is not called down: nothing leaves the site", () => {
    const silent = (name: string, server: string): AnyObservation => ({
      request: { probe: "dns", server: { ip: server, port: 53 }, name, type: "A" },
      outcome: "timed-out",
      startedAtMs: 0,
      durationMs: 1,
      attempts: 2,
    });
    const names = [NAMES.controlPlane, NAMES.packages, NAMES.registry, NAMES.ntp1];
    const [resolver] = VPC_RESOLVERS;
    const ends = hopsBy([...TRUNK.slice(0, 2), undefined]);
    const observations = [
      ...names.map((name) => silent(name, SITE_DNS)),
      silent(NAMES.controlPlane, resolver),
      conversation(API_SERVER, API_SERVER, 6443, "timed-out"),
      walkTo(API_SERVER, 6443, "tcp", ends),
      walkTo(ADDRESSES.registry, 443, "tcp", ends),
      walkTo(resolver, 53, "udp", ends),
      walkTo(SITE_DNS, 53, "udp", hopsBy(TRUNK.slice(0, 1), "answer")),
    ];
    const unresolved = names.map((host, index): CheckResult => ({
      ...failed(`dns.name-${index}.resolves`, SITE_DNS, 53, "dns-timed-out"),
      group: "dns",
      endpoint: { host },
    }));
    const { findings } = told(observations, [apiFailed, ...unresolved]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.explains).toEqual([apiFailed, ...unresolved].map(({ id }) => id));
    expect(findings[0]?.suspects[0]).toMatchObject({ device: "firewall", misconfiguration: "firewall.outbound.all" });
    expect(findings[0]?.suspects[0]?.evidence[0]).toBe(
      `${SITE_DNS} itself is up: it answers questions that need no other server`,
    );
  });

  it("two faults that no single one explains are two findings", () => {
    const observations = withChanges(
      conversation(NAMES.packages, ADDRESSES.packages, 443, "timed-out"),
      walkTo(ADDRESSES.packages, 443, "tcp", hopsBy([...TRUNK.slice(0, 2), undefined])),
      conversation(API_SERVER, API_SERVER, 6443, "refused"),
      walkTo(API_SERVER, 6443, "tcp", hopsBy(TRUNK, "refused")),
    );
    const found = told(observations, [
      failed("oss.aliacs-k8s.tcp-443", ADDRESSES.packages, 443),
      failed("api-server.endpoint.tcp-6443", API_SERVER, 6443, "connect-refused"),
    ]);
    const byCheck = Object.fromEntries(
      found.findings.map(({ explains, suspects: all }) => [explains.join(), all[0]?.device]),
    );
    expect(byCheck).toEqual({ "oss.aliacs-k8s.tcp-443": "firewall", "api-server.endpoint.tcp-6443": "service" });
    expect(found.checks.map(({ device }) => device)).toEqual(["firewall", "service"]);
  });

  it("asks for a walk to what failed, and for the same address on other ports", () => {
    const observations = withChanges(conversation(API_SERVER, API_SERVER, 6443, "timed-out"));
    const asked = whatToAsk(infer(evidenceOf({ site: referenceSettings(), observations, checks: [] })), nothingYet);
    expect(asked.filter(({ probe }) => probe === "hops")).toContainEqual(
      expect.objectContaining({ to: { ip: API_SERVER, port: 6443 } }),
    );
    expect(asked).toContainEqual({ probe: "tcp", to: { ip: API_SERVER, port: 443 } });
  });

  it("names the hops of the path where it is sure of them", () => {
    const [path] = told(healthyObservations(), [], {
      hops: PATH_DEVICES.map((device, index) => ({ device, cidr: `${TRUNK[index] ?? ""}/32` })),
    }).paths;
    expect(path?.hops.slice(0, 5).map(({ device }) => device)).toEqual([...PATH_DEVICES]);
  });
});

describe("hops and devices", () => {
  const chanceOf = (network: ReturnType<typeof referenceNetwork>, device: (typeof PATH_DEVICES)[number], id: string) =>
    attributeHops(network).places[device].find((place) => place.id === id && !place.behind)?.chance ?? 0;

  it("five hops are the five devices in their order", () => {
    const network = referenceNetwork();
    for (const [index, device] of PATH_DEVICES.entries())
      expect(chanceOf(network, device, `t${index + 1}`), device).toBeGreaterThan(0.65);
  });

  it("the last hop that the ways to the cloud and to the Internet share is the firewall's", () => {
    const walks = [
      walkTo(ADDRESSES.controlPlane, 443, "tcp", hopsBy(["10.9.0.1", ...TRUNK], "open")),
      walkTo(ADDRESSES.ntp1, 123, "udp", hopsBy(["10.9.0.1", ...TRUNK.slice(0, 2)], "answer")),
    ];
    const network = networkOf(referenceSettings(), walks);
    expect(network.divergenceHop).toBe(3);
    expect(chanceOf(network, "firewall", "t3")).toBeGreaterThan(
      chanceOf(networkOf(referenceSettings(), walks.slice(0, 1)), "firewall", "t3"),
    );
    expect(chanceOf(network, "firewall", "t3")).toBeGreaterThan(0.6);
  });

  it("a hop of the way to the Internet that is silent to one protocol has been heard by another, which did not arrive", () => {
    const toCloud = walkTo(ADDRESSES.controlPlane, 443, "tcp", hopsBy(TRUNK, "open"));
    const [gateway, firewall] = TRUNK;
    const byEcho = walkTo(ADDRESSES.ntp1, 0, "udp", hopsBy([gateway, undefined], "answer"));
    const stopped = (ip: string) => walkTo(ip, 123, "udp", hopsBy([gateway, firewall, undefined]));
    const divergenceOf = (...walks: AnyObservation[]) =>
      networkOf(referenceSettings(), [toCloud, ...walks]).divergenceHop;
    expect(divergenceOf(byEcho)).toBe(1);
    expect(divergenceOf(byEcho, stopped(ADDRESSES.ntp1))).toBe(2);
    // Another destination may be behind another router.
    expect(divergenceOf(byEcho, stopped(ADDRESSES.ntp2))).toBe(1);
  });

  describe("a step of the round-trip time", () => {
    const answeredAfter = (msByHop: number[], endMs: number): HopEvidence[] =>
      hopsBy(TRUNK, "open").map((hop, index) => ({ ...hop, rttMs: msByHop[index] ?? endMs }));
    const healthy = answeredAfter([0.2, 0.3, 0.3, 0.3, 0.4], 0.4);
    const networkWith = (hops: HopEvidence[], ...others: AnyObservation[]) =>
      networkOf(referenceSettings(), [walkTo(ADDRESSES.controlPlane, 443, "tcp", hops), ...others]);
    const connected = (connectMs: number): AnyObservation =>
      ({
        ...conversation(NAMES.registry, ADDRESSES.registry, 443, "response"),
        evidence: { tcp: { connectMs } },
      }) as AnyObservation;
    const without = chanceOf(networkWith(healthy), "vbr", "t3");

    it("that all farther answers share is the line's", () => {
      const network = networkWith(answeredAfter([0.2, 0.3, 6, 6, 6], 6.1), connected(6.2));
      expect(chanceOf(network, "vbr", "t3")).toBeGreaterThan(without);
    });

    it("of one router that is slow to answer is not", () => {
      expect(chanceOf(networkWith(answeredAfter([0.2, 0.3, 6, 0.3, 0.4], 0.4)), "vbr", "t3")).toBe(without);
    });

    it("of a walk that was held up as a whole is not, where a connection was faster", () => {
      const late = answeredAfter([0.2, 0.3, 6, 6, 6], 6.1);
      expect(chanceOf(networkWith(late, connected(6.2), connected(0.4)), "vbr", "t3")).toBe(without);
    });

    it("of a hop behind silent ones is where it is first heard", () => {
      const steps = answeredAfter([0.2, 0.3, 0, 6, 6], 6.1).map((hop): HopEvidence =>
        hop.ttl === 3 ? { ttl: 3, pinned: true, reply: "silent" } : hop,
      );
      const level = steps.map((hop): HopEvidence => (hop.rttMs === undefined ? hop : { ...hop, rttMs: 0.3 }));
      expect(chanceOf(networkWith(steps), "vbr", "t4")).toBeGreaterThan(chanceOf(networkWith(level), "vbr", "t4"));
    });
  });

  it("chances are shares of one", () => {
    for (const [device, places] of Object.entries(attributeHops(referenceNetwork()).places)) {
      const sum = places.reduce((all, { chance }) => all + chance, 0);
      // Places below a ten-thousandth are left out.
      expect(sum, device).toBeCloseTo(1, 3);
    }
  });

  it("a contradiction in the user's words leads to no certainty and to no crash", () => {
    const observations = healthyObservations();
    const hops = [
      { device: "firewall" as const, cidr: `${TRUNK[4] ?? ""}/32` },
      { device: "vbr" as const, cidr: `${TRUNK[0] ?? ""}/32` },
    ];
    const { places } = attributeHops(networkOf(referenceSettings({ hops }), observations));
    for (const [device, ofDevice] of Object.entries(places)) {
      const chances = ofDevice.map(({ chance }) => chance);
      expect(
        chances.reduce((all, chance) => all + chance, 0),
        device,
      ).toBeCloseTo(1, 3);
      expect(Math.max(...chances), device).toBeLessThan(0.9);
    }
  });
});

describe("the table of misconfigurations", () => {
  it("shares of a kind's effects add up to one", () => {
    for (const [kind, effects] of Object.entries(EFFECTS)) {
      const sum = Object.values(effects).reduce((all, share) => all + share, 0);
      expect(sum, kind).toBeCloseTo(kind === "sign" ? 0 : 1, 10);
    }
  });

  it.each(MISCONFIGURATIONS.map(({ id }) => id))("%s has words for everything", (id) => {
    const said = en.misconfigurations[id];
    const entry = findMisconfiguration(id);
    for (const text of [
      said.title(PLACEHOLDERS),
      said.looksLike,
      said.remedy(PLACEHOLDERS),
      said.confirm(PLACEHOLDERS),
    ]) {
      expect(text).not.toBe("");
      expect(text).not.toContain("undefined");
    }
    const [owner] = id.split(".");
    // What the VPC filters with beside security groups is looked up by the same people in the same place.
    expect(owner === "network-acl" ? "security-group" : owner).toBe(entry?.device);
  });
});
