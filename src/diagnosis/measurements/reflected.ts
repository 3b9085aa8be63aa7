import { isOf, type AnyObservation, type Outcome } from "../../model/probe.ts";
import type { Prediction } from "../network/forwarding.ts";
import type { Network } from "../network/routed-network.ts";
import { NOISE } from "../probabilities.ts";
import { INBOUND_CAUSES } from "./causes.ts";
import type { MeasurementKind } from "./kind.ts";
import type { MeasurementOf } from "./measurement.ts";

/** What a reflector in the VPC has sent to this node, and what came of it. */
export const REFLECTED: MeasurementKind<"reflected"> = {
  read,
  chance: reflectedChance,
  identity: ({ request: { ask, via, protocol, host, port }, reached }) =>
    reached === true ? `${ask} ${via.ip} ${protocol} ${host ?? ""} ${port}` : `unheard ${via.ip}`,
  causes: INBOUND_CAUSES,
};

function read(_network: Network, one: AnyObservation): MeasurementOf<"reflected">[] {
  if (!isOf(one, "reflect")) return [];
  const { request, outcome, evidence } = one;
  if (evidence === undefined || evidence.hops !== undefined || !TELLING_OF_THE_WAY.has(outcome)) return [];
  const { heard, reached } = evidence;
  return [{ kind: "reflected", request, saw: outcome, heard, ...(reached !== undefined && { reached }) }];
}

/** Nothing of what a reflector has done is evidence where something else than the way decides it. */
const TELLING_OF_THE_WAY: ReadonlySet<Outcome> = new Set<Outcome>([
  "arrived",
  "open",
  "timed-out",
  "refused",
  "unreachable",
  "black-hole",
  "unheard",
]);

/** A reflector may not run, or its answer may be lost, for reasons that are nobody's fault on the way. */
function reflectedChance(
  { saw, heard, reached }: MeasurementOf<"reflected">,
  { outcome, reflected }: Prediction,
): number {
  if (reflected === undefined) return NOISE.positive;
  const answers = outcome !== "unheard";
  if (reached === undefined) return answers ? NOISE.reflectorAway : 1 - NOISE.reflectorAway;
  if (!reached) return reflected.reached ? NOISE.reflectorAway : 1 - NOISE.reflectorAway;
  if (!reflected.reached) return NOISE.contradicted;
  const answer = heard === answers ? 1 - NOISE.repeatedSilence : heard ? NOISE.contradicted : NOISE.repeatedSilence;
  return answer * sawChance(saw, reflected.saw);
}

function sawChance(saw: Outcome, due: Outcome): number {
  const came = (outcome: Outcome) => outcome === "arrived" || outcome === "open";
  if (came(due))
    return came(saw) ? 1 - NOISE.repeatedSilence : saw === "timed-out" ? NOISE.repeatedSilence : NOISE.positive;
  if (came(saw)) return NOISE.contradicted;
  if (due === "unreachable")
    return saw === due ? 1 - NOISE.suppressedAtOnce : saw === "timed-out" ? NOISE.suppressedAtOnce : NOISE.positive;
  if (saw === due) return 1 - NOISE.repeatedSilence;
  return saw === "timed-out" ? NOISE.repeatedSilence : NOISE.positive;
}
