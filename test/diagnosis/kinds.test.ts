import { evidenceOf } from "../../src/evidence.ts";
import { describe, expect, it } from "vitest";
import { en } from "../support/words.ts";
import { diagnose, infer } from "../../src/diagnosis/diagnose.ts";
import type { AnyObservation, HopEvidence } from "../../src/model/probe.ts";
import type { CheckResult, Finding } from "../../src/model/report.ts";
import type { Site } from "../../src/model/site.ts";
import { ADDRESSES, API_SERVER, NAMES, SITE_DNS } from "../lab/reference-site.ts";
import {
  answer,
  conversation,
  healthyObservations,
  hopsBy,
  referenceSettings,
  TRUNK,
  walkTo,
} from "../support/reference-network.ts";

/** A site whose core switch has an Internet edge beside the line's firewall. */
const EDGE = ["10.1.1.1", "10.0.99.2", "10.0.98.2"];
const NODE_ADDRESS = "10.1.1.10";

const seen = (observation: object): AnyObservation =>
  ({ startedAtMs: 0, durationMs: 1, attempts: 1, ...observation }) as AnyObservation;

const ntp = (ip: string, outcome: "time" | "timed-out") =>
  seen({ request: { probe: "ntp", to: { ip, port: 123 } }, outcome, attempts: outcome === "time" ? 1 : 2 });
const tcp = (ip: string, port: number, outcome: "open" | "refused" | "timed-out" | "unreachable") =>
  seen({ request: { probe: "tcp", to: { ip, port } }, outcome });
const unheard = (name: string) =>
  seen({
    request: { probe: "dns", server: { ip: SITE_DNS, port: 53 }, name, type: "A" },
    outcome: "timed-out",
    attempts: 2,
    evidence: { addresses: [], cnames: [], transport: "udp" },
  });
const aboutItself = (outcome: "answer" | "timed-out") =>
  seen({
    request: { probe: "dns", server: { ip: SITE_DNS, port: 53 }, name: "id.server", type: "TXT", class: "CH" },
    outcome,
    evidence: { addresses: [], cnames: [], transport: "udp" },
  });

/** Who shows a certificate, and for whom. */
function shown(host: string, ip: string, tls: object): AnyObservation {
  return seen({
    request: { probe: "http", to: { ip, port: 443 }, scheme: "https", host, method: "GET", path: "/" },
    outcome: "response",
    evidence: {
      tcp: { localAddress: NODE_ADDRESS },
      tls: { chain: [], trustedRoots: 100, ...tls },
      response: { status: 302, headers: {}, body: "", bodyBytes: 0, responseMs: 1, receivedAtMs: 0 },
    },
  });
}

const WELL = withInternetEdge(healthyObservations());

function withInternetEdge(observations: AnyObservation[]): AnyObservation[] {
  return withChanges(observations, walkTo(ADDRESSES.ntp1, 123, "udp", hopsBy(EDGE, "answer")));
}

function withChanges(observations: AnyObservation[], ...changes: AnyObservation[]): AnyObservation[] {
  const asked = new Set(changes.map(({ request }) => JSON.stringify(request)));
  return [...observations.filter(({ request }) => !asked.has(JSON.stringify(request))), ...changes];
}

const SERVICES: [string, string][] = [
  [NAMES.controlPlane, ADDRESSES.controlPlane],
  [NAMES.packages, ADDRESSES.packages],
  [NAMES.layers, ADDRESSES.layers],
  [NAMES.auth, ADDRESSES.auth],
  [NAMES.registry, ADDRESSES.registry],
];

function failed(id: string, code: string, endpoint: CheckResult["endpoint"]): CheckResult {
  const [group] = id.split(".") as [CheckResult["group"]];
  return {
    id,
    group,
    title: id,
    status: "fail",
    required: true,
    code,
    message: "",
    ...(endpoint !== undefined && { endpoint }),
    durationMs: 1,
  };
}

const apiFailed = (code: string) =>
  failed("api-server.endpoint.tcp-6443", code, { address: API_SERVER, port: 6443, protocol: "tcp" });

function findings(observations: AnyObservation[], checks: CheckResult[], site: Partial<Site> = {}): Finding[] {
  return diagnose(infer(evidenceOf({ site: referenceSettings(site), observations, checks })), en).findings;
}

const firstOf = ([finding]: Finding[]) => finding?.suspects[0]?.misconfiguration;

describe("a route that is missing falls to the next one", () => {
  const led: HopEvidence[] = [
    ...hopsBy(EDGE.slice(0, 2)),
    { ttl: 3, pinned: true, reply: "unreachable", address: EDGE[2] ?? "", icmpType: 3, icmpCode: 13 },
  ];

  it("packets on the way to the Internet's edge accuse the last router that both ways share, not the edge that refuses", () => {
    const observations = withChanges(
      WELL,
      conversation(API_SERVER, API_SERVER, 6443, "unreachable"),
      walkTo(API_SERVER, 6443, "tcp", led),
    );
    const [finding] = findings(observations, [apiFailed("connect-unreachable")]);
    expect(finding?.suspects[0]).toMatchObject({ misconfiguration: "core-switch.outbound.vpc", at: "10.1.1.1" });
    expect(finding?.suspects[0]?.evidence).toContain(
      `packets to ${API_SERVER}:6443 come to ${EDGE[1]} (hop 2), which is not on the path that works`,
    );
  });

  it("where the Internet is behind the line's firewall a default route leads the same way, so that it explains nothing", () => {
    const observations = withChanges(
      healthyObservations(),
      conversation(API_SERVER, API_SERVER, 6443, "timed-out"),
      walkTo(API_SERVER, 6443, "tcp", hopsBy([...TRUNK.slice(0, 2), undefined])),
    );
    expect(firstOf(findings(observations, [apiFailed("connect-timed-out")]))).toMatch(/^firewall\.outbound\./);
  });
});

it("packets that go to and fro accuse the farther of the two routers, which sends them back", () => {
  const [, , third = "", fourth = ""] = TRUNK;
  const walk = walkTo(API_SERVER, 6443, "tcp", hopsBy([...TRUNK.slice(0, 4), third, fourth, third]));
  const round = { ...walk, evidence: { ...walk.evidence, loop: [third, fourth] } } as AnyObservation;
  const observations = withChanges(WELL, conversation(API_SERVER, API_SERVER, 6443, "timed-out"), round);
  const [finding] = findings(observations, [apiFailed("connect-timed-out")], {
    hops: [{ device: "ecr-cen", cidr: `${TRUNK[3] ?? ""}/32` }],
  });
  expect(finding?.suspects[0]).toMatchObject({ misconfiguration: "ecr-cen.outbound.vpc", at: TRUNK[3] });
});

it("time that is lost behind the Internet's own edge is that edge's firewall's, not two dead servers'", () => {
  const observations = withChanges(
    withChanges(WELL, answer(SITE_DNS, NAMES.ntp2, [ADDRESSES.ntp2])),
    ...[ADDRESSES.ntp1, ADDRESSES.ntp2].flatMap((ip) => [
      ntp(ip, "timed-out"),
      walkTo(ip, 123, "udp", hopsBy([...EDGE.slice(0, 2), undefined])),
    ]),
  );
  const checks = [ADDRESSES.ntp1, ADDRESSES.ntp2].map((address, index) =>
    failed(`ntp.server-${index}.answers`, "ntp-timed-out", { address, port: 123, protocol: "udp" }),
  );
  const all = findings(observations, checks);
  expect(all).toHaveLength(1);
  expect(firstOf(all)).toBe("firewall.outbound.ntp");
});

describe("a DNS server that answers no name", () => {
  const names = SERVICES.map(([host]) => host);
  const lost = (chaos: "answer" | "timed-out") =>
    withChanges(
      WELL.filter(({ request }) => request.probe !== "dns" && request.probe !== "http"),
      ...names.map(unheard),
      unheard(NAMES.ntp1),
      aboutItself(chaos),
      tcp(SITE_DNS, 53, chaos === "answer" ? "open" : "timed-out"),
      walkTo(
        SITE_DNS,
        53,
        "udp",
        chaos === "answer" ? hopsBy(TRUNK.slice(0, 1), "answer") : hopsBy([TRUNK[0], undefined]),
      ),
      walkTo(
        "100.100.2.136",
        53,
        "udp",
        chaos === "answer" ? hopsBy([...TRUNK.slice(0, 2), undefined]) : hopsBy(TRUNK, "answer"),
      ),
      tcp(ADDRESSES.registry, 443, chaos === "answer" ? "timed-out" : "open"),
    );
  const checks = names.map((host, index) => failed(`dns.name-${index}.resolves`, "dns-timed-out", { host }));

  it("and still says what it is, is up: it is its way to the cloud that is lost", () => {
    const devices = findings(lost("answer"), checks).flatMap(({ suspects }) => suspects.map(({ device }) => device));
    expect(devices[0]).not.toBe("dns");
    expect(devices).toContain("firewall");
  });

  it("and says nothing of itself either, is the one to look at", () => {
    expect(findings(lost("timed-out"), checks)[0]?.suspects[0]?.device).toBe("dns");
  });
});

describe("an echo request to a hop's own address", () => {
  const [, , vbr = ""] = TRUNK;
  const echo = (to: string, outcome: "answer" | "timed-out") => seen({ request: { probe: "echo", to }, outcome });
  const shown = (...echoes: AnyObservation[]) =>
    withChanges(
      WELL.filter(({ request }) => request.probe !== "hops" || request.to.port === 123),
      conversation(API_SERVER, API_SERVER, 6443, "timed-out"),
      ...SERVICES.map(([host, ip]) => conversation(host, ip, 443, "timed-out")),
      walkTo(API_SERVER, 6443, "tcp", hopsBy([...TRUNK.slice(0, 2), undefined])),
      ...echoes,
    );
  const declared = { hops: [{ device: "vbr" as const, cidr: `${vbr}/32` }] };
  const vbrsShare = (observations: AnyObservation[]) =>
    findings(observations, [apiFailed("connect-timed-out")], declared)[0]?.suspects.find(
      ({ device }) => device === "vbr",
    )?.probability ?? 0;

  it("is answered: the hop has a way back, so that it is suspected less; silence says little", () => {
    const unasked = vbrsShare(shown());
    expect(vbrsShare(shown(echo(vbr, "answer")))).toBeLessThan(unasked);
    expect(Math.abs(vbrsShare(shown(echo(vbr, "timed-out"))) - unasked)).toBeLessThan(0.1);
  });
});

describe("another's certificate", () => {
  const failures = SERVICES.map(([host, address], index) =>
    failed(`registry.name-${index}.tls-443`, "tls-wrong-name", { host, address, port: 443, protocol: "tcp" }),
  );

  it("for every name at documented addresses is a box on the way, however its own name server may look", () => {
    const observations = withChanges(
      WELL,
      ...SERVICES.map(([host, ip]) => shown(host, ip, { nameMatches: false })),
      walkTo(ADDRESSES.controlPlane, 443, "tcp", hopsBy(TRUNK.slice(0, 1), "open")),
    );
    const all = findings(observations, failures);
    expect(firstOf(all)).toBe("firewall.tls-inspection");
    expect(all).toHaveLength(1);
  });

  it("at an address of the site's own is the name server's answer", () => {
    const wrong = "10.1.2.99";
    const observations = withChanges(
      WELL,
      answer(SITE_DNS, NAMES.packages, [wrong]),
      shown(NAMES.packages, wrong, { nameMatches: false, verifyError: "SELF_SIGNED_CERT_IN_CHAIN" }),
    );
    const check = failed("oss.aliacs-k8s.tls-443", "tls-untrusted-issuer", {
      host: NAMES.packages,
      address: wrong,
      port: 443,
      protocol: "tcp",
    });
    const all = findings(observations, [check]);
    expect(firstOf(all)).toBe("dns.wrong-answer");
    expect(all[0]?.suspects[0]?.evidence).toContain(
      `${NAMES.packages} resolves to ${wrong}, where no cloud service is`,
    );
  });
});

describe("this node itself", () => {
  const links = seen({
    request: { probe: "host", fact: "links" },
    outcome: "known",
    evidence: { fact: "links", links: [{ name: "eth0", mtu: 1500, addresses: [NODE_ADDRESS] }] },
  });

  it("an ICMP error from its own address is its own filter's word", () => {
    const observations = withChanges(
      WELL,
      links,
      conversation(API_SERVER, API_SERVER, 6443, "unreachable"),
      walkTo(API_SERVER, 6443, "tcp", [
        { ttl: 1, pinned: true, reply: "unreachable", address: NODE_ADDRESS, icmpType: 3, icmpCode: 13 },
      ]),
      tcp(API_SERVER, 443, "refused"),
    );
    expect(findings(observations, [apiFailed("connect-unreachable")])[0]?.suspects[0]).toMatchObject({
      misconfiguration: "node.output-filter",
    });
  });

  it("a call that its kernel refuses for want of a route is no filter's word", () => {
    const observations = withChanges(
      WELL,
      links,
      conversation(API_SERVER, API_SERVER, 6443, "unreachable"),
      ...SERVICES.map(([host, ip]) => conversation(host, ip, 443, "unreachable")),
      walkTo(API_SERVER, 6443, "tcp", [{ ttl: 1, pinned: true, reply: "local-error", errno: "ENETUNREACH" }]),
    );
    const checks = [apiFailed("connect-unreachable"), failed("host.route.cloud-services", "no-route", undefined)];
    expect(firstOf(findings(observations, checks))).toBe("node.route");
  });

  it("a block that another of its links claims is not the switch's", () => {
    const cloudFails = SERVICES.map(([host, ip]) => conversation(host, ip, 443, "unreachable"));
    const observations = withChanges(
      WELL.filter(({ request }) => request.probe !== "hops" || request.to.ip !== ADDRESSES.controlPlane),
      ...cloudFails,
      seen({
        request: {
          probe: "http",
          to: { ip: API_SERVER, port: 6443 },
          scheme: "https",
          host: API_SERVER,
          method: "GET",
          path: "/",
        },
        outcome: "response",
        evidence: { tcp: { localAddress: NODE_ADDRESS } },
      }),
      walkTo(API_SERVER, 6443, "tcp", hopsBy(TRUNK, "open")),
      walkTo(ADDRESSES.controlPlane, 443, "tcp", hopsBy([undefined])),
      seen({
        request: { probe: "route", to: "100.100.2.136" },
        outcome: "found",
        evidence: { interface: "ts0", source: "100.101.102.103" },
      }),
    );
    const checks = SERVICES.map(([host, address], index) =>
      failed(`registry.name-${index}.tcp-443`, "connect-unreachable", { host, address, port: 443, protocol: "tcp" }),
    );
    expect(firstOf(findings(observations, checks))).toBe("node.overlay");
  });
});

describe("a host that is missing, of which a router tells after three seconds", () => {
  const silentPort = (port: number) => ({ ...tcp(API_SERVER, port, "timed-out"), attempts: 2 });
  const echo = seen({ request: { probe: "echo", to: API_SERVER }, outcome: "timed-out", evidence: {} });
  /** @param lastedMs of each question that was met with silence. */
  const suspects = (lastedMs: number) => {
    const observations = withChanges(
      healthyObservations(),
      { ...conversation(API_SERVER, API_SERVER, 6443, "unreachable"), durationMs: 3_080 },
      ...[silentPort(80), echo].map((one) => ({ ...one, durationMs: lastedMs })),
      walkTo(API_SERVER, 6443, "tcp", hopsBy([...TRUNK, undefined])),
    );
    const [finding] = findings(observations, [apiFailed("connect-unreachable")]);
    return finding?.suspects.map(({ device, probability }) => [device, probability] as const) ?? [];
  };
  const ofService = (lastedMs: number) => new Map(suspects(lastedMs)).get("service") ?? 0;

  it("is named, and not the device that a bare error stands for", () => {
    expect(suspects(1_900)[0]?.[0]).toBe("service");
    expect(suspects(1_900).map(([device]) => device)).not.toContain("core-switch");
  });

  it("is less probable the longer other questions have waited and heard nothing", () => {
    expect(ofService(1_900)).toBeGreaterThan(ofService(3_000));
    expect(ofService(3_000)).toBeGreaterThan(ofService(6_000));
  });

  it("explains the failed check even where something else is more probable", () => {
    expect(suspects(6_000)[0]?.[0]).toBe("security-group");
    expect(suspects(6_000).map(([device]) => device)).toContain("service");
  });
});

describe("where hops keep silent, a refusal from an address that nobody has placed", () => {
  const silent = (count: number) => Array.from({ length: count }, () => undefined);
  /** @param ttl of the first packet that is refused. */
  const suspects = (ttl: number) => {
    const quiet = healthyObservations().filter(({ request }) => request.probe !== "hops");
    const observations = withChanges(
      quiet,
      walkTo(ADDRESSES.controlPlane, 443, "tcp", hopsBy(silent(TRUNK.length), "open")),
      conversation(API_SERVER, API_SERVER, 6443, "unreachable"),
      walkTo(API_SERVER, 6443, "tcp", [
        ...hopsBy(silent(ttl - 1)),
        { ttl, pinned: true, reply: "unreachable", address: TRUNK[1] ?? "", icmpType: 3, icmpCode: 13 },
      ]),
    );
    const [finding] = findings(observations, [apiFailed("connect-unreachable")]);
    return finding?.suspects.map(({ device }) => device) ?? [];
  };

  it("is that of a filter one hop nearer, or of a route right there", () => {
    expect(suspects(3)[0]).toBe("firewall");
    expect(suspects(3)).toContain("vbr");
  });

  it("is not the far end's, however late it is heard", () => {
    expect(suspects(16)).not.toContain("security-group");
  });
});

it("what was said and no explanation foresees keeps every explanation from being sure", () => {
  const stranger: HopEvidence[] = [
    ...hopsBy([...TRUNK.slice(0, 3), "198.51.100.77"]),
    { ttl: 5, pinned: true, reply: "unreachable", address: "198.51.100.99", icmpType: 3, icmpCode: 1 },
  ];
  const observations = withChanges(
    WELL,
    conversation(API_SERVER, API_SERVER, 6443, "timed-out"),
    walkTo(API_SERVER, 6443, "tcp", stranger),
  );
  const [finding] = findings(observations, [apiFailed("connect-timed-out")]);
  expect(["ambiguous", "unexplained"]).toContain(finding?.verdict);
  expect(finding?.suspects[0]?.probability).toBeLessThan(0.9);
});

describe("some flows of one destination live, and others are dead", () => {
  const deadFlow = failed("line.quality.parallel-ways", "flows-dead", undefined);
  /** @param hops of the dead flow; without them all live. */
  const flowsTo = (ip: string, port: number, hops?: HopEvidence[]) =>
    seen({
      request: { probe: "flows", to: { ip, port }, count: 16, maxTtl: 20 },
      outcome: "measured",
      evidence: {
        flows: Array.from({ length: 16 }, (_, index) => ({
          sourcePort: 40_000 + index,
          outcome: hops !== undefined && index % 2 === 0 ? "dead" : "open",
        })),
        ...(hops !== undefined && { living: hopsBy(TRUNK, "open"), dead: hops }),
      },
    });
  const checks = [deadFlow, apiFailed("connect-timed-out")];
  const diagnosed = (...changes: AnyObservation[]) => {
    const observations = withChanges(WELL, conversation(API_SERVER, API_SERVER, 6443, "timed-out"), ...changes);
    const questions = observations.map(({ request }) => request);
    const judgedFrom = (probe: string) => [questions.findIndex((request) => request.probe === probe)];
    const api = questions.findIndex((request) => request.probe === "http" && request.to.ip === API_SERVER);
    const linked = checks.map((check, index) => ({ ...check, judgedFrom: index === 0 ? judgedFrom("flows") : [api] }));
    return findings(observations, linked);
  };

  it("behind the firewall: one of its ways or a line is dead, and no rule is to blame for what was unlucky", () => {
    const ends = hopsBy([...TRUNK.slice(0, 2), undefined, undefined, undefined]);
    const found = diagnosed(flowsTo(ADDRESSES.controlPlane, 443, ends), flowsTo(ADDRESSES.registry, 443, ends));
    expect(found).toHaveLength(1);
    expect(found[0]?.explains).toEqual(["line.quality.parallel-ways", "api-server.endpoint.tcp-6443"]);
    expect(["firewall.member", "vbr.line-member"]).toContain(firstOf(found));
    expect(found[0]?.suspects[0]?.evidence).toContain(
      `8 of 16 source ports never get through to ${ADDRESSES.controlPlane}:443, the others always; to the packets of a dead one ${TRUNK[1]} (hop 2) answers last`,
    );
  });

  it("on the way back: every hop answers the dead flow, and what is before the firewall is not suspected first", () => {
    const ends = hopsBy([...TRUNK, undefined, undefined, undefined]);
    const found = diagnosed(flowsTo(ADDRESSES.controlPlane, 443, ends), flowsTo(ADDRESSES.registry, 443, ends));
    expect(found).toHaveLength(1);
    expect(found[0]?.suspects.every(({ misconfiguration }) => misconfiguration.endsWith("member"))).toBe(true);
  });
});
