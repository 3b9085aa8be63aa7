import { describe, expect, it } from "vitest";
import { CHECKS } from "../../src/checks/checks.ts";
import type { Judgement, CheckContext, Resolver } from "../../src/model/check.ts";
import {
  requestKey,
  type AnyObservation,
  type HttpEvidence,
  type NtpEvidence,
  type ProbeName,
  type RequestOf,
  type Seen,
} from "../../src/model/probe.ts";
import type { Site } from "../../src/model/site.ts";
import { siteFor } from "../support/site.ts";

const RESOLVER: Resolver = { address: "10.0.0.53", origin: "resolv.conf" };
const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 0, 1);

/** What is known when these questions were answered so. */
class Recorded {
  readonly #seen = new Map<string, AnyObservation>();
  readonly known: CheckContext;

  constructor(site: Partial<Site>) {
    const observation = (request: RequestOf<ProbeName>) => this.#seen.get(requestKey(request)) as never;
    this.known = {
      site: siteFor(site),
      run: "3f0c5a52-0a3e-4c54-9f0c-2f3f6f3c9a11",
      cpu: "x64",
      resolvers: [RESOLVER],
      observation,
      observations: () => [...this.#seen.values()],
      fact: () => undefined,
    };
  }

  add<P extends ProbeName>(request: RequestOf<P>, seen: Seen<P>): this {
    const observation = { request, ...seen, startedAtMs: 0, durationMs: 1, attempts: 1 };
    this.#seen.set(requestKey(request), observation as unknown as AnyObservation);
    return this;
  }

  /** A name with its address. */
  name(host: string, ip: string): this {
    const server = { ip: RESOLVER.address, port: 53 };
    return this.add<"dns">(
      { probe: "dns", server, name: host, type: "A" },
      { outcome: "answer", evidence: { addresses: [ip], cnames: [], transport: "udp" } },
    );
  }

  judge(id: string): string {
    const { status, message } = this.judgement(id);
    return `${status} ${message.key}`;
  }

  judgement(id: string): Judgement {
    const instance = CHECKS.flatMap((check) => check.instances(this.known)).find((candidate) => candidate.id === id);
    if (instance === undefined) throw new Error(`no check ${id}`);
    const answers = Object.entries(instance.asks(this.known)).flatMap(([key, request]) => {
      const seen = request === undefined ? undefined : this.known.observation(request);
      return seen === undefined ? [] : [[key, seen] as const];
    });
    return instance.judge(Object.fromEntries(answers), this.known);
  }
}

const GOOD_TIME: NtpEvidence = {
  leap: 0,
  version: 4,
  mode: 4,
  stratum: 2,
  referenceId: "10.0.0.1",
  rootDelayMs: 0,
  rootDispersionMs: 0,
  t1Ms: NOW_MS,
  t2Ms: NOW_MS,
  t3Ms: NOW_MS,
  t4Ms: NOW_MS,
  originMatches: true,
};

function time(aheadMs: number, change: Partial<NtpEvidence> = {}): Seen<"ntp"> {
  return { outcome: "time", evidence: { ...GOOD_TIME, t2Ms: NOW_MS + aheadMs, t3Ms: NOW_MS + aheadMs, ...change } };
}

/** Servers at addresses, so that no name has to resolve. */
function servers(...offsetsMs: number[]): Recorded {
  const addresses = offsetsMs.map((_, index) => `10.9.9.${index + 1}`);
  const recorded = new Recorded({ ntpServers: addresses });
  for (const [index, offsetMs] of offsetsMs.entries())
    recorded.add<"ntp">({ probe: "ntp", to: { ip: addresses[index] ?? "", port: 123 } }, time(offsetMs));
  return recorded;
}

const HOST = "cs-anony-vpc.cn-hangzhou.aliyuncs.com";
const CONTROL_PLANE: RequestOf<"http"> = {
  probe: "http",
  to: { ip: "100.103.42.233", port: 443 },
  scheme: "https",
  host: HOST,
  method: "GET",
  path: "/",
};

function answered(change: Partial<HttpEvidence["response"]> = {}): HttpEvidence {
  return {
    tcp: {},
    response: { status: 404, headers: {}, body: "", bodyBytes: 0, responseMs: 1, receivedAtMs: NOW_MS, ...change },
  };
}

function withDate(recorded: Recorded, aheadMs: number): Recorded {
  const date = new Date(NOW_MS + aheadMs).toUTCString();
  return recorded
    .name(HOST, CONTROL_PLANE.to.ip)
    .add<"http">(CONTROL_PLANE, { outcome: "response", evidence: answered({ headers: { date } }) });
}

describe("the clock", () => {
  it.each([
    [0, "pass ok:clock"],
    [999, "pass ok:clock"],
    [1_000, "warn clock-skewed"],
    [-1_000, "warn clock-skewed"],
    [299_999, "warn clock-skewed"],
    [300_000, "fail clock-far-off"],
    [-300_000, "fail clock-far-off"],
  ])("%d ms off by NTP: %s", (offsetMs, expected) => {
    expect(servers(offsetMs).judge("ntp.clock.offset")).toBe(expected);
  });

  it.each([600_000, -600_000])(
    "is not blamed when one of two servers is %d ms off and nobody can tell which",
    (off) => {
      expect(servers(0, off).judge("ntp.clock.offset")).toBe("warn ntp-servers-disagree");
      expect(withDate(servers(0, off), 0).judge("ntp.clock.offset")).toBe("warn ntp-servers-disagree");
    },
  );

  it("is blamed when the services side with the server that says so", () => {
    expect(withDate(servers(0, 600_000), 600_000).judge("ntp.clock.offset")).toBe("fail clock-far-off");
  });

  it.each([
    [0, "pass ok:clock"],
    [-5_000, "warn clock-skewed"],
    [400_000, "fail clock-far-off"],
  ])("%d ms off by a service's Date, NTP being silent: %s", (aheadMs, expected) => {
    expect(withDate(new Recorded({ ntpServers: [] }), aheadMs).judge("ntp.clock.offset")).toBe(expected);
  });
});

describe("an NTP server", () => {
  it.each<[string, Partial<NtpEvidence>, string]>([
    ["that gives the time", {}, "pass ok:ntp"],
    ["that is asked too often", { stratum: 0, referenceId: "RATE" }, "fail ntp-kiss-of-death"],
    ["that denies its service", { stratum: 0, referenceId: "DENY" }, "fail ntp-denied"],
    ["that restricts its service", { stratum: 0, referenceId: "RSTR" }, "fail ntp-denied"],
    ["that goes by its own clock", { stratum: 10, referenceId: "127.127.1.1" }, "warn ntp-local-clock"],
    ["that goes by another of a high stratum", { stratum: 10, referenceId: "10.0.0.1" }, "pass ok:ntp"],
    ["without the time", { leap: 3 }, "fail ntp-unsynchronised"],
    ["whose answer is not for this request", { originMatches: false }, "fail ntp-malformed"],
  ])("%s", (_name, change, expected) => {
    const recorded = new Recorded({ ntpServers: ["10.9.9.1"] });
    recorded.add<"ntp">({ probe: "ntp", to: { ip: "10.9.9.1", port: 123 } }, time(0, change));
    expect(recorded.judge("ntp.10-9-9-1.answers")).toBe(expected);
  });
});

describe("the local time service", () => {
  it.each<[string, Seen<"host">, string]>([
    [
      "synchronised",
      { outcome: "known", evidence: { fact: "clock-service", service: "chronyd", state: "synchronised" } },
      "pass ok:clock-service",
    ],
    [
      "not synchronised",
      { outcome: "known", evidence: { fact: "clock-service", service: "ntpd", state: "unsynchronised" } },
      "fail clock-service-unsynchronised",
    ],
    ["not there", { outcome: "unknown" }, "fail clock-service-not-found"],
  ])("%s", (_name, seen, expected) => {
    const recorded = new Recorded({ selfHostNtp: true }).add<"host">({ probe: "host", fact: "clock-service" }, seen);
    expect(recorded.judge("ntp.clock-service.synchronised")).toBe(expected);
  });
});

describe("an answer of DNS", () => {
  const lookup = (addresses: string[]) =>
    new Recorded({}).add<"dns">(
      { probe: "dns", server: { ip: RESOLVER.address, port: 53 }, name: HOST, type: "A" },
      { outcome: addresses.length > 0 ? "answer" : "no-data", evidence: { addresses, cnames: [], transport: "udp" } },
    );

  it.each<[string[], string]>([
    [["100.103.42.233"], "pass ok:resolves"],
    [[], "fail dns-no-data"],
    [["47.96.1.1"], "fail dns-public-address"],
    [["100.20.1.1"], "fail dns-public-address"],
    [["100.103.42.233", "47.96.1.1"], "fail dns-public-address"],
    [["10.1.1.1"], "warn dns-outside-documented-ranges"],
    [["0.0.0.0"], "fail dns-unusable-address"],
  ])("%j: %s", (addresses, expected) => {
    expect(lookup(addresses).judge("dns.cs-anony-vpc.resolves")).toBe(expected);
  });
});

describe("a name that only --dns-server knows", () => {
  it("is told with what the node's own servers say, and not with that server's answer again", () => {
    const own: Resolver = { address: "10.0.0.99", origin: "resolv.conf" };
    const recorded = new Recorded({})
      .name(HOST, "100.103.42.233")
      .add<"dns">(
        { probe: "dns", server: { ip: own.address, port: 53 }, name: HOST, type: "A" },
        { outcome: "nxdomain", evidence: { addresses: [], cnames: [], transport: "udp" } },
      );
    recorded.known.resolvers = [own, { ...RESOLVER, origin: "option" }];
    expect(recorded.judgement("dns.cs-anony-vpc.resolves").message).toEqual({
      key: "dns-answer-only-from-option",
      args: {
        host: HOST,
        addresses: ["100.103.42.233"],
        server: RESOLVER.address,
        answers: [{ server: own.address, outcome: "nxdomain", addresses: [] }],
      },
    });
  });
});

describe("the API server", () => {
  const request = (path: string): RequestOf<"http"> => ({
    probe: "http",
    to: { ip: "192.168.0.10", port: 6443 },
    scheme: "https",
    host: "192.168.0.10",
    method: "GET",
    path,
  });
  const tls = (validity: { notBefore: number; notAfter: number }): HttpEvidence["tls"] => ({
    chain: [
      {
        subject: "CN=kubernetes",
        issuer: "CN=cluster",
        subjectAltNames: [],
        notBefore: new Date(NOW_MS + validity.notBefore).toISOString(),
        notAfter: new Date(NOW_MS + validity.notAfter).toISOString(),
        fingerprint256: "",
        selfSigned: false,
      },
    ],
    verifyError: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    nameMatches: true,
    trustedRoots: 100,
  });
  const server = (version: HttpEvidence, ready: HttpEvidence) =>
    new Recorded({ apiServer: { host: "192.168.0.10", port: 6443 } })
      .add<"http">(request("/version"), { outcome: "response", evidence: version })
      .add<"http">(request("/readyz"), { outcome: "response", evidence: ready });
  const version = answered({ status: 200, body: '{"gitVersion":"v1.30.7"}' });

  it.each([
    [-DAY_MS, DAY_MS, "pass ok:tls-private-ca"],
    [DAY_MS, 2 * DAY_MS, "fail tls-not-yet-valid"],
    [-2 * DAY_MS, -DAY_MS, "fail tls-expired"],
  ])("with a certificate valid from %d to %d ms: %s", (notBefore, notAfter, expected) => {
    const evidence = { ...version, tls: tls({ notBefore, notAfter }) };
    expect(server(evidence, evidence).judge("api-server.endpoint.tls-6443")).toBe(expected);
  });

  it("that is not ready is a warning", () => {
    expect(server(version, answered({ status: 500, body: "not ok" })).judge("api-server.endpoint.identity")).toBe(
      "warn api-server-not-ready",
    );
  });

  it("that answers as some other server is none", () => {
    expect(server(answered({ status: 200, body: "{}" }), version).judge("api-server.endpoint.identity")).toBe(
      "fail http-not-the-service",
    );
  });
});

describe("a registry's realm", () => {
  it("is not said to be none as long as the registry has not answered", () => {
    const recorded = new Recorded({ region: "cn-hangzhou" });
    expect(recorded.judge("registry.registry-vpc-ack.realm-resolves")).toBe("blocked prerequisite-failed");
    expect(recorded.judge("registry.registry-vpc-ack.realm-answers")).toBe("blocked prerequisite-failed");
  });
});

describe("the line", () => {
  const figures = { handshakeMs: 30, repeatedSyns: 0, segments: 30, retransmitted: 0, smoothedMs: 30, deviationMs: 1 };
  const seen = (change: Partial<typeof figures> = {}): Seen<"http"> => ({
    outcome: "response",
    evidence: { tcp: { connectMs: 31, figures: { ...figures, ...change } } },
  });
  const limits = { loss: { warn: 0.01, fail: 0.05 }, roundTripMs: { warn: 200, fail: 1_000 } };
  const judged = (recorded: Recorded) =>
    ["loss", "round-trip", "parallel-ways"].map((aspect) => recorded.judge(`line.quality.${aspect}`));
  const site = () => new Recorded({ lineLimits: limits });

  it("is well where nothing was sent again, and nothing more is asked", () => {
    expect(judged(site().add<"http">(CONTROL_PLANE, seen()))).toEqual([
      "pass ok:line-loss",
      "pass ok:line-round-trip",
      "pass ok:flows",
    ]);
  });

  it("warns and fails by the least that the loss can be", () => {
    const losing = (retransmitted: number) =>
      site()
        .add<"http">(CONTROL_PLANE, seen({ segments: 200, retransmitted }))
        .judge("line.quality.loss");
    expect([2, 10, 30].map(losing)).toEqual(["pass ok:line-loss", "warn line-lossy", "fail line-lossy"]);
  });

  it("warns and fails by the median round trip", () => {
    const taking = (handshakeMs: number) =>
      site().add<"http">(CONTROL_PLANE, seen({ handshakeMs })).judge("line.quality.round-trip");
    expect([199, 200, 1_000].map(taking)).toEqual(["pass ok:line-round-trip", "warn line-slow", "fail line-slow"]);
  });

  it("is not judged where nothing crosses it, and the failures of others say why", () => {
    expect(judged(site())).toEqual([
      "unverified line-not-measured",
      "unverified line-not-measured",
      "unverified flows-not-tried",
    ]);
    const silent = site().add<"http">(CONTROL_PLANE, { outcome: "timed-out" });
    expect(judged(silent)).toEqual(Array.from({ length: 3 }, () => "blocked prerequisite-failed"));
  });

  it("says that one way is dead only where other flows of the same destination live", () => {
    const flowsOf = (...outcomes: ("open" | "dead")[]) =>
      new Recorded({ thorough: true })
        .add<"http">(CONTROL_PLANE, seen())
        .add<"flows">(
          { probe: "flows", to: CONTROL_PLANE.to, count: 16, maxTtl: 20 },
          {
            outcome: "measured",
            evidence: { flows: outcomes.map((outcome, index) => ({ sourcePort: 40_000 + index, outcome })) },
          },
        )
        .judge("line.quality.parallel-ways");
    expect(flowsOf("open", "dead")).toBe("fail flows-dead");
    expect(flowsOf("open", "open")).toBe("pass ok:flows");
    expect(flowsOf("dead", "dead")).toBe("unverified flows-not-tried");
    expect(flowsOf()).toBe("unverified flows-not-tried");
  });
});

it("gives every check an ID of its own, also for names that differ in a hyphen only", () => {
  const { known } = new Recorded({ ntpServers: ["ntp1.aliyun.com", "ntp1-aliyun-com", "ntp1.aliyun-com"] });
  const ids = CHECKS.flatMap((check) => check.instances(known)).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
