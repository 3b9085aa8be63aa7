import { expect, it, vi } from "vitest";
import { prepare } from "../../src/run/run.ts";
import type { DnsRequest, ProbeRequest, Seen, ProbeName } from "../../src/model/probe.ts";
import type { CheckId, CheckResult } from "../../src/model/report.ts";
import type { Probers } from "../../src/probes/prober.ts";
import { TIMERS } from "../../src/world/timers.ts";
import type { World } from "../../src/world/world.ts";
import { ADDRESSES, NAMES } from "../lab/reference-site.ts";
import { siteFor } from "../support/site.ts";
import { en } from "../support/words.ts";

const [QUICK, SLOW] = ["192.0.2.1", "192.0.2.2"];
const NAME = "dns.cs-anony-vpc.resolves";
const CONNECTS = "control-plane.cs-anony-vpc.tcp-443";
const BOTH_SERVERS = {
  outcome: "found",
  evidence: { fact: "resolvers", servers: [QUICK, SLOW], upstreams: [], searchDomains: [] },
};

const answerOf = ({ type }: DnsRequest): Seen<"dns"> => ({
  outcome: type === "A" ? "answer" : "no-data",
  evidence: { addresses: type === "A" ? [ADDRESSES.controlPlane] : [], cnames: [], transport: "udp" },
});

/** A run over questions that are answered here. @param answer undefined for what is not answered until the end. */
async function runOf(ids: readonly CheckId[], answer: (request: ProbeRequest) => object | undefined) {
  const asked: ProbeRequest[] = [];
  let end: (seen: Seen<ProbeName>) => void = () => undefined;
  const atTheEnd = new Promise<Seen<ProbeName>>((resolve) => (end = resolve));
  const prober = (request: ProbeRequest) => {
    asked.push(request);
    const seen = answer(request);
    return seen === undefined ? atTheEnd : Promise.resolve(seen);
  };
  const probers = new Proxy({}, { get: () => prober }) as Probers;
  // Of the world only what a run itself needs.
  const world = {
    cpu: "x64",
    clock: {
      ...TIMERS,
      epochMs: () => 0,
      elapsedMs: () => 0,
      listenedMs: () => 0,
      afterListening: () => () => undefined,
    },
    random: { uuid: () => "3f0c5a52-0a3e-4c54-9f0c-2f3f6f3c9a11", uint16: () => 1 },
    warmUp: () => undefined,
    idleTurn: () => Promise.resolve(),
    nodeFacts: () => Promise.resolve({ clock: {} }),
  } as unknown as World;
  const done: CheckResult[] = [];
  const run = await prepare({
    site: siteFor({ region: "cn-hangzhou" }),
    world,
    probers,
    words: en,
    toolVersion: "0",
    arguments: [],
    assumptions: [],
    strict: false,
    diagnosis: false,
    signal: new AbortController().signal,
    onCheck: (check) => done.push(check),
  });
  const ended = run.execute((id) => ids.includes(id));
  return {
    asked: (probe: ProbeName) => asked.filter((request) => request.probe === probe),
    judged: (id: CheckId) => done.find((check) => check.id === id)?.status,
    finish: async (seen: Seen<ProbeName>) => {
      end(seen);
      return (await ended).report;
    },
  };
}

const quickServer = (request: ProbeRequest) => {
  if (request.probe === "host") return request.fact === "resolvers" ? BOTH_SERVERS : { outcome: "unknown" };
  if (request.probe !== "dns") return { outcome: "refused", evidence: { tcp: { errno: "ECONNREFUSED" } } };
  return request.server.ip === QUICK && request.name === NAMES.controlPlane ? answerOf(request) : undefined;
};

it("connects once an address is certain, while the check of the name still waits for another server", async () => {
  const run = await runOf([NAME, CONNECTS], quickServer);
  await vi.waitFor(() => {
    expect(run.asked("http")).not.toEqual([]);
  });
  expect(run.judged(NAME)).toBeUndefined();
  expect(run.judged(CONNECTS)).toBeUndefined();
  const { checks } = await run.finish({ outcome: "timed-out" });
  expect(checks.find(({ id }) => id === CONNECTS)).toMatchObject({ status: "fail", code: "connect-refused" });
});

it("asks nothing of what needs a check that failed, and says which", async () => {
  const unknown = (request: ProbeRequest) =>
    request.probe === "dns"
      ? { outcome: "nxdomain", evidence: { addresses: [], cnames: [], transport: "udp" } }
      : quickServer(request);
  const run = await runOf([CONNECTS], unknown);
  const { checks } = await run.finish({ outcome: "timed-out" });
  expect(checks.find(({ id }) => id === CONNECTS)).toMatchObject({ status: "blocked", code: "prerequisite-failed" });
  expect(run.asked("http")).toEqual([]);
});

it("asks what a check follows on its account, and what it follows if chosen only where it was chosen", async () => {
  const clock = "ntp.clock.offset";
  const askedFor = async (ids: readonly CheckId[]) => {
    const run = await runOf(ids, (request) => {
      const seen = quickServer(request);
      return request.probe === "dns" ? answerOf(request) : seen;
    });
    await run.finish({ outcome: "timed-out" });
    return { time: run.asked("ntp").length > 0, services: run.asked("http").length > 0 };
  };
  expect(await askedFor([clock])).toEqual({ time: true, services: false });
  expect(await askedFor([clock, "control-plane.cs-anony-vpc.http-443"])).toEqual({ time: true, services: true });
});
