import type { Network } from "../network/routed-network.ts";
import { sum } from "./sums.ts";
import type { Candidate } from "./hypotheses.ts";
import { byDevice, byKind, candidatesOf, type Ranked, type RankedFault } from "./posterior.ts";

/**
 * How likely it is, if a fault is there, that just those other nodes fail that do.
 * @param at the addresses of the router that has it, where one is known.
 */
export type OthersLikelihood = (candidate: Candidate, at: readonly string[]) => number;

/**
 * A fault's explanations once more, each weighed by what other nodes have met.
 * @param ifUnknown the same for a fault that nobody has thought of.
 */
export function reweighed(
  fault: RankedFault,
  { routers }: Network,
  likelihoodOf: OthersLikelihood,
  ifUnknown: number,
): RankedFault {
  const weighed = fault.alternatives.map((ranked): Ranked => {
    // A class may hold faults of several devices, which other nodes meet or do not.
    const candidates = candidatesOf(ranked).map(({ candidate, probability }): Candidate => {
      const { place } = candidate.fault;
      const at = place.at === "router" ? (routers.get(place.id)?.addresses ?? []) : [];
      return { ...candidate, prior: probability * likelihoodOf(candidate, at) };
    });
    const prior = sum(candidates.map((candidate) => candidate.prior));
    const { faultClass, predictions } = ranked;
    return { faultClass: { ...faultClass, candidates, prior }, predictions, probability: prior };
  });
  const unknown = fault.unknown * ifUnknown;
  const total = sum(weighed.map(({ probability }) => probability)) + unknown;
  const alternatives = weighed
    .map((one) => ({ ...one, probability: one.probability / total }))
    .filter(({ probability }) => probability > WORTH_KEEPING)
    .sort((a, b) => b.probability - a.probability);
  const members = alternatives.flatMap(candidatesOf);
  return {
    ...fault,
    best: alternatives[0]?.faultClass ?? fault.best,
    alternatives,
    unknown: unknown / total,
    devices: byDevice(members),
    kindProbability: Math.max(0, ...byKind(members).values()),
  };
}

const WORTH_KEEPING = 1e-6;
