import { serviceEndpoints } from "../../catalogue/endpoints.ts";
import { defineCheck, fail, pass, unverified, type CheckContext } from "../../model/check.ts";
import { isOf, type AnyObservation, type FlowsRequest, type Observation } from "../../model/probe.ts";
import type { Site } from "../../model/site.ts";
import { afterConnections, blockedWithoutAnswer, wasRepeated } from "../shared/line-judgement.ts";
import { answeredOnLine, conversationsOnLine } from "../shared/line.ts";

/** A dead one of two ways is missed by all of them once in 65,000 runs, a dead one of eight once in nine. */
const FLOWS = 16;
/** Two destinations: what one shows alone may be a dead server behind its address. */
const DESTINATIONS = 2;
const MAX_TTL = 20;

/** Equal-cost routes, the links of a bundle, the lines: what is sent over a dead one of them is lost, always the same flows. */
export const everyFlowPasses = defineCheck({
  group: "line",
  subjects: (context) => [context.site],
  id: () => "line.quality.parallel-ways",
  title: () => ({ key: "every-flow-passes", args: {} }),
  required: () => true,
  dependsOn: (_site, context) => afterConnections(context),
  asks: (_site, context) => questions(context),
  judge: (answers, site, context) => {
    const seen = Object.values(answers);
    const blocked = blockedWithoutAnswer(context);
    if (blocked !== undefined) return blocked;
    const tried = seen.flatMap(flowsOf).length;
    // Nothing crossed the line, or this machine cannot choose source ports.
    if (conversationsOnLine(context.observations(), site).length === 0 || (tried === 0 && hasReason(context)))
      return unverified("flows-not-tried", {});
    const [worst] = seen
      .filter(isMixed)
      .map((one) => ({ one, dead: deadOf(one) }))
      .sort((a, b) => b.dead - a.dead);
    // All of one destination's are dead, which had answered before: that is another matter.
    if (worst === undefined && seen.some((one) => deadOf(one) > 0)) return unverified("flows-not-tried", {});
    if (worst === undefined) return pass("ok:flows", { tried });
    const { one, dead } = worst;
    const { ip: address, port } = one.request.to;
    const last = one.evidence?.dead?.findLast(({ reply }) => reply === "time-exceeded")?.address;
    return fail("flows-dead", { address, port, dead, tried: flowsOf(one).length, last });
  },
});

/** Of what has answered: else nothing could be compared. */
function questions(context: CheckContext): Record<string, FlowsRequest> {
  if (!hasReason(context)) return {};
  const answered = answeredOnLine(context.observations(), context.site);
  const repeatedFirst = [...answered].sort((a, b) => b.attempts - a.attempts);
  const byAddress = new Map(repeatedFirst.map(({ request: { to } }) => [to.ip, to]));
  return Object.fromEntries(
    [...byAddress]
      .slice(0, DESTINATIONS)
      .map(([ip, to]) => [ip, { probe: "flows", to, count: FLOWS, maxTtl: MAX_TTL }]),
  );
}

/** Where anything had to be tried again or never came, or on request. */
function hasReason(context: CheckContext): boolean {
  const observations = context.observations();
  return (
    context.site.thorough === true ||
    conversationsOnLine(observations, context.site).some((one) => one.attempts > 1 || SILENCES.has(one.outcome)) ||
    context.resolvers.some(({ address }) => answersSomeOnly(observations, address, context.site))
  );
}

/**
 * Whether a DNS server answers some of the cloud's names at once, and others late or never. Its own queries take the parallel ways as
 * well, so that a dead one shows there first.
 */
function answersSomeOnly(observations: readonly AnyObservation[], server: string, site: Site): boolean {
  const names = new Set(serviceEndpoints(site).map(({ host }) => host));
  const lookups = observations.filter(
    ({ request }) =>
      request.probe === "dns" && request.server.ip === server && request.type === "A" && names.has(request.name),
  );
  return (
    lookups.some(({ outcome }) => outcome === "answer") &&
    lookups.some((one) => one.outcome === "timed-out" || wasRepeated(one))
  );
}

const SILENCES: ReadonlySet<string> = new Set(["timed-out", "tls-timed-out", "http-timed-out"]);

/** Whether some flows of one destination are dead and others live. */
export function hasDeadFlows(context: CheckContext): boolean {
  return context.observations().some((one) => isOf(one, "flows") && isMixed(one));
}

function isMixed(one: Observation<"flows">): boolean {
  const dead = deadOf(one);
  return dead > 0 && dead < flowsOf(one).length;
}

function flowsOf({ evidence }: Observation<"flows">) {
  return evidence?.flows ?? [];
}

function deadOf(one: Observation<"flows">): number {
  return flowsOf(one).filter(({ outcome }) => outcome === "dead").length;
}
