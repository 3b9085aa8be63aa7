import { defineCheck, fail, judgement, pass, unverified, type Known } from "../model/check.ts";
import type { FlowsRequest, Observation } from "../model/probe.ts";
import { afterConnections } from "./line-quality.ts";
import { answeredOnLine, conversationsOnLine } from "./line.ts";
import { serviceCheckId, servicePorts } from "./subjects.ts";

/** A dead one of two ways is missed by all of them once in 65,000 runs, a dead one of eight once in nine. */
const FLOWS = 16;
/** Two destinations: what one shows alone may be a dead server behind its address. */
const DESTINATIONS = 2;
const MAX_TTL = 20;

/** Equal-cost routes, the links of a bundle, the lines: what is sent over a dead one of them is lost, always the same flows. */
export const everyFlowPasses = defineCheck({
  group: "line",
  subjects: (known) => [known.site],
  id: () => "line.quality.parallel-ways",
  title: () => ({ key: "every-flow-passes", args: {} }),
  required: () => true,
  afterChosen: afterConnections,
  asks: (_site, known) => questions(known),
  judge: (answers, site, known) => {
    const seen = Object.values(answers);
    const tried = conversationsOnLine(known.observations(), site);
    const [first] = servicePorts(known).map(serviceCheckId.connects);
    if (tried.length > 0 && !tried.some(({ evidence }) => evidence?.tcp.connectMs !== undefined) && first !== undefined)
      return judgement("blocked", "prerequisite-failed", { needs: first });
    if (tried.length === 0) return unverified("flows-not-tried", {});
    const [worst] = seen
      .map((one) => ({ one, dead: deadOf(one) }))
      .filter(({ one, dead }) => dead > 0 && dead < flowsOf(one).length)
      .sort((a, b) => b.dead - a.dead);
    if (worst === undefined) return pass("ok:flows", { tried: seen.flatMap(flowsOf).length });
    const { one, dead } = worst;
    const { ip: address, port } = one.request.to;
    const last = one.evidence?.dead?.findLast(({ reply }) => reply === "time-exceeded")?.address;
    return fail("flows-dead", { address, port, dead, tried: flowsOf(one).length, last });
  },
});

/** Where anything had to be tried again or never came, or on request; of what has answered, else nothing could be compared. */
function questions(known: Known): Record<string, FlowsRequest> {
  const tried = conversationsOnLine(known.observations(), known.site);
  const hasReason = known.site.thorough === true || tried.some((one) => one.attempts > 1 || SILENCES.has(one.outcome));
  if (!hasReason) return {};
  const answered = answeredOnLine(known.observations(), known.site);
  const repeatedFirst = [...answered].sort((a, b) => b.attempts - a.attempts);
  const byAddress = new Map(repeatedFirst.map(({ request: { to } }) => [to.ip, to]));
  return Object.fromEntries(
    [...byAddress]
      .slice(0, DESTINATIONS)
      .map(([ip, to]) => [ip, { probe: "flows", to, count: FLOWS, maxTtl: MAX_TTL }]),
  );
}

const SILENCES: ReadonlySet<string> = new Set(["timed-out", "tls-timed-out", "http-timed-out"]);

function flowsOf({ evidence }: Observation<"flows">) {
  return evidence?.flows ?? [];
}

function deadOf(one: Observation<"flows">): number {
  return flowsOf(one).filter(({ outcome }) => outcome === "dead").length;
}
