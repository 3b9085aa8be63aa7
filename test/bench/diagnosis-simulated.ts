/** The diagnosis against the simulator's own networks: every single fault and a cross-section of the pairs. */
import { en } from "../../src/catalogue/words/en.ts";
import { align } from "../../src/diagnosis/alignment.ts";
import { classesOf, type Candidate } from "../../src/diagnosis/candidates.ts";
import { diagnose, infer, whatToAsk } from "../../src/diagnosis/diagnose.ts";
import {
  destinationOf,
  simulate,
  type AskedRequest,
  type PlacedFault,
  type Sight,
} from "../../src/diagnosis/simulate.ts";
import type { AnyObservation, HopEvidence } from "../../src/model/probe.ts";
import type { CheckResult } from "../../src/model/report.ts";
import { healthyObservations, referenceNetwork, referenceSettings, TRUNK } from "../support/reference-network.ts";
import { score, scoreLine, type Diagnosed } from "./diagnosis-score.ts";

const network = referenceNetwork();
const ROUNDS = 3;
/** Linux answers so many at once, then one a second; a hasty walk uses them up. */
const BURST = 6;

interface Silence {
  name: string;
  silent: (router: string) => boolean;
  limited: boolean;
}
const CLOUD = ["t3", "t4", "t5"];
const SILENCES: Silence[] = [
  { name: "all hops answer", silent: () => false, limited: false },
  { name: "all hops answer, six times each", silent: () => false, limited: true },
  { name: "cloud hops silent", silent: (router) => CLOUD.includes(router), limited: false },
  { name: "all hops silent", silent: () => true, limited: false },
];

export function simulated(print: (line: string) => void): void {
  const candidates = visible();
  for (const silence of SILENCES) {
    const singles = candidates.map((candidate) => diagnosed([candidate], silence));
    print(`\nsimulated, ${silence.name}: ${singles.length} single faults`);
    print(scoreLine("the diagnosis", score(singles.map(({ first }) => first))));
  }
  const [everything] = SILENCES;
  if (everything === undefined) return;
  const pairs = candidates.flatMap((a, index) =>
    candidates
      .slice(index + 1)
      .filter(
        (b, other) =>
          (index * 31 + other * 17) % PAIRS_STRIDE === 0 && a.misconfiguration.device !== b.misconfiguration.device,
      )
      .map((b) => [a, b] as const),
  );
  const both = pairs.filter((pair) => {
    const { named } = diagnosed([...pair], everything);
    return pair.every(({ misconfiguration }) => named.has(misconfiguration.device));
  });
  print(
    `\nsimulated, all hops answer: ${pairs.length} pairs of faults on two devices, one of which may hide the other`,
  );
  print(`  both devices among the suspects  ${(both.length / Math.max(1, pairs.length)).toFixed(3)}`);
}

const PAIRS_STRIDE = 1_009;

/** One candidate for each misconfiguration, instance and effect, at the place where its device is; only those that show. */
function visible(): Candidate[] {
  const classes = classesOf(network, align(network), []);
  const likeliest = new Map<string, Candidate>();
  for (const candidate of classes.flatMap((each) => each.candidates)) {
    const key = JSON.stringify([candidate.misconfiguration.id, candidate.instance.match, candidate.fault.effect]);
    if ((likeliest.get(key)?.prior ?? 0) < candidate.prior) likeliest.set(key, candidate);
  }
  return [...likeliest.values()].filter(({ fault }) => observed([fault]).failing.length > 0);
}

function diagnosed(faults: readonly Candidate[], silence: Silence): { first: Diagnosed; named: Set<string> } {
  const placed = faults.map(({ fault }) => fault);
  const { observations, failing } = observed(placed);
  const answered = new Map<string, number>();
  const hears = (router: string) => {
    if (silence.silent(router)) return false;
    const count = (answered.get(router) ?? 0) + 1;
    answered.set(router, count);
    return !silence.limited || count <= BURST;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const questions = whatToAsk(infer({ site: referenceSettings(), observations, checks: failing }));
    if (questions.length === 0) break;
    for (const question of questions)
      observations.push(observation(question, simulate(network, placed, question, hears)));
    // A second passes for each round, and with it the limits.
    answered.clear();
  }
  const { findings } = diagnose(infer({ site: referenceSettings(), observations, checks: failing }), en);
  const suspects = (findings[0]?.suspects ?? []).map(({ device, probability }) => ({ device, probability }));
  return {
    first: { truth: faults[0]?.misconfiguration.device, suspects },
    named: new Set(findings.flatMap((finding) => finding.suspects.map(({ device }) => device))),
  };
}

/** What a run's own checks would see, before anything is asked on their account. */
function observed(placed: readonly PlacedFault[]): { observations: AnyObservation[]; failing: CheckResult[] } {
  const observations: AnyObservation[] = [];
  const failing: CheckResult[] = [];
  for (const one of healthyObservations()) {
    const { request } = one;
    if (request.probe === "hops" || !("probe" in request)) continue;
    const asked = request as AskedRequest;
    const sight = simulate(network, placed, asked);
    const seen = observation(asked, sight);
    observations.push(seen);
    if (!WELL.has(seen.outcome) || sight.intercepted === true)
      failing.push(failedCheck(asked, seen.outcome, failing.length));
  }
  return { observations, failing };
}

const WELL = new Set(["response", "answer", "time", "open"]);

function failedCheck(request: AskedRequest, outcome: string, index: number): CheckResult {
  const isName = request.probe === "dns";
  const to = destinationOf(request);
  return {
    id: `${isName ? "dns" : "control-plane"}.simulated-${index}.${request.probe}`,
    group: isName ? "dns" : request.probe === "ntp" ? "ntp" : "control-plane",
    title: "",
    status: "fail",
    required: true,
    code: isName ? "dns-timed-out" : outcome === "refused" ? "connect-refused" : "connect-timed-out",
    message: "",
    endpoint: isName ? { host: request.name } : { address: to.ip, port: to.port, protocol: "tcp" },
    durationMs: 1,
  };
}

/** A sight in the words of the probers. */
function observation(request: AskedRequest, sight: Sight): AnyObservation {
  const silent = sight.outcome === "timed-out";
  return {
    request,
    outcome: sight.outcome,
    startedAtMs: 0,
    durationMs: 1,
    attempts: silent && request.probe !== "tcp" ? 2 : 1,
    ...evidenceOf(request, sight),
  } as AnyObservation;
}

function evidenceOf(request: AskedRequest, sight: Sight): { evidence?: object } {
  switch (request.probe) {
    case "hops":
      return { evidence: walked(sight) };
    case "distance":
      return sight.routers === undefined
        ? {}
        : { evidence: { reply: "open", arrivalTtl: 64 - sight.routers, initialTtl: 64, routers: sight.routers } };
    case "http":
      return sight.intercepted === true
        ? { evidence: { tcp: {}, tls: { chain: [], trustedRoots: 100, verifyError: "SELF_SIGNED_CERT_IN_CHAIN" } } }
        : {};
    case "dns":
      return sight.outcome === "answer" ? { evidence: { addresses: [], cnames: [], transport: "udp" } } : {};
    case "mtu":
      return sight.hole === undefined
        ? {}
        : {
            evidence: {
              forward: { state: sight.hole.forward ? "black-hole" : "passes" },
              backward: { state: sight.hole.backward ? "black-hole" : "passes" },
              ...(sight.hole.holeTtl !== undefined && { holeTtl: sight.hole.holeTtl }),
            },
          };
    case "reflect":
      return {};
    case "inband":
      return {
        evidence: {
          fates:
            sight.decidedTtl === undefined
              ? []
              : [{ ttl: sight.decidedTtl, fate: sight.outcome === "reset" ? "reset" : "delivered" }],
        },
      };
    case "tcp":
    case "ntp":
      return {};
  }
}

const CODES = { net: 0, host: 1, prohibited: 13 };

function walked({ hops = [] }: Sight): object {
  const evidence = hops.map(({ reply, router, code }, index): HopEvidence => {
    const address = router === undefined ? undefined : TRUNK[Number(router.slice(1)) - 1];
    return {
      ttl: index + 1,
      pinned: true,
      reply,
      ...(address !== undefined && { address }),
      ...(code !== undefined && { icmpType: 3, icmpCode: CODES[code] }),
    };
  });
  const reached = evidence.find(({ reply }) => ["open", "answer", "refused"].includes(reply))?.ttl;
  const last = evidence.findLastIndex(({ reply }) => reply !== "silent");
  return {
    sourcePort: 40_000,
    hops: evidence.slice(0, last + 2),
    ignored: 0,
    ...(reached !== undefined && { reachedTtl: reached }),
  };
}
