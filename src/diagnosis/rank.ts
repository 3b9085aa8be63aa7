import { PAIR_FACTOR, UNKNOWN_PRIOR } from "../catalogue/odds.ts";
import type { Device } from "../model/device.ts";
import type { Candidate, FaultClass } from "./candidates.ts";
import { chanceAlone, logLikelihood } from "./likelihood.ts";
import type { Network } from "./network.ts";
import { concerns, simulate, type Sight } from "./simulate.ts";
import { sumBy } from "./sums.ts";
import { isFailure, type Trial } from "./trials.ts";

/** One class of faults with its share of what is believed, given that the other faults of the explanation are there too. */
export interface Ranked {
  faultClass: FaultClass;
  probability: number;
  sights: Sight[];
}

/** One fault of the best explanation, with everything that could be there in its place. */
export interface RankedFault {
  best: FaultClass;
  alternatives: Ranked[];
  /** The share of "something nobody has thought of". */
  unknown: number;
  /** By device, in all alternatives; most probable first. */
  devices: { device: Device; probability: number }[];
  /** The share of the most probable kind of fault on one device: a rule is mended elsewhere than a route. */
  kindProbability: number;
  /** The failing trials that are there because of this fault. */
  explains: Trial[];
}

/**
 * Exact Bayes over every single fault; over every pair as well where no single one explains all that failed; then each
 * fault of the best explanation is held against every other that could be in its place.
 */
export function rank(network: Network, classes: readonly FaultClass[], trials: readonly Trial[]): RankedFault[] {
  return new Ranking(network, classes, trials).explain();
}

interface Scored {
  faultClass: FaultClass;
  sights: Sight[];
  /** Of the sights: what shows the same has the same keys. */
  keys: string[];
  /** By trial: whether this fault changes what is seen. */
  deviates: boolean[];
  score: number;
}

/** More faults at once than this, and a list of devices is no diagnosis any more. */
const MAX_FAULTS = 4;
/** How many single faults are tried in pairs. */
const PAIRED = 48;
/** A trial that is so improbable under an explanation is not explained by it. */
const UNEXPLAINED = 0.06;
/** What "another fault may explain this" is worth, while partners for a pair are sought. */
const LEFT_TO_OTHERS = 0.3;
/** What a fault that nobody has thought of says of each trial: hardly anything. */
const FLAT = 0.15;

class Ranking {
  readonly #network: Network;
  readonly #trials: readonly Trial[];
  readonly #healthy: Sight[];
  readonly #scored: Scored[];
  #partnersInOrder: Scored[] | undefined;

  constructor(network: Network, classes: readonly FaultClass[], trials: readonly Trial[]) {
    this.#network = network;
    this.#trials = trials;
    this.#healthy = trials.map(({ request }) => simulate(network, [], request));
    const healthyKeys = this.#healthy.map(keyOf);
    this.#scored = classes.flatMap((faultClass) => {
      const sights = trials.map(({ request }, index) =>
        concerns(faultClass.fault, request)
          ? simulate(network, [faultClass.fault], request)
          : (this.#healthy[index] ?? simulate(network, [], request)),
      );
      const keys = sights.map(
        (sight, index) => (sight === this.#healthy[index] ? healthyKeys[index] : keyOf(sight)) ?? "",
      );
      const deviates = keys.map((key, index) => key !== healthyKeys[index]);
      // A fault that nothing has shown is no candidate for what was shown.
      if (!deviates.includes(true)) return [];
      return {
        faultClass,
        sights,
        keys,
        deviates,
        score: Math.log(faultClass.prior) + logLikelihood(trials, sights, network),
      };
    });
  }

  explain(): RankedFault[] {
    const first = best(this.#scored);
    if (first === undefined) return [];
    let chosen = [first];
    if (this.#unexplained(chosen).length > 0) chosen = this.#bestPair() ?? chosen;
    while (chosen.length >= 2 && chosen.length < MAX_FAULTS && this.#unexplained(chosen).length > 0) {
      const further = this.#bestAddition(chosen);
      if (further === undefined) break;
      chosen = [...chosen, further];
    }
    return chosen.map((one) =>
      this.#holdAgainstOthers(
        one,
        chosen.filter((other) => other !== one),
      ),
    );
  }

  /** Failing trials that an explanation makes improbable. */
  #unexplained(chosen: readonly Scored[]): number[] {
    const sights = this.#together(chosen);
    return this.#trials.flatMap((trial, index) => {
      const sight = sights[index];
      return sight !== undefined && isFailure(trial) && chanceAlone(trial, sight, this.#network) < UNEXPLAINED
        ? [index]
        : [];
    });
  }

  /** What several faults show at once; where only one changes anything, it is what that one shows. */
  #together(chosen: readonly Scored[]): Sight[] {
    return this.#trials.map(({ request }, index) => {
      const involved = chosen.filter(({ deviates }) => deviates[index]);
      const [only] = involved;
      const sight = involved.length === 1 ? only?.sights[index] : this.#healthy[index];
      if (involved.length <= 1 && sight !== undefined) return sight;
      return simulate(
        this.#network,
        involved.map(({ faultClass }) => faultClass.fault),
        request,
      );
    });
  }

  #scoreOf(chosen: readonly Scored[]): number {
    const prior = chosen.reduce((sum, { faultClass }) => sum + Math.log(faultClass.prior), 0);
    return (
      prior +
      Math.log(PAIR_FACTOR) * (chosen.length - 1) +
      logLikelihood(this.#trials, this.#together(chosen), this.#network)
    );
  }

  #bestPair(): Scored[] | undefined {
    const partners = this.#partners();
    const single = best(this.#scored);
    let [bestPair, bestScore]: [Scored[] | undefined, number] = [undefined, single?.score ?? -Infinity];
    for (const [index, a] of partners.entries())
      for (const b of partners.slice(index + 1)) {
        const score = this.#scoreOf([a, b]);
        if (score > bestScore) [bestPair, bestScore] = [[a, b], score];
      }
    return bestPair;
  }

  /** Faults that explain something and deny nothing: alike in what they show, only the likeliest of them. */
  #partners(): Scored[] {
    return (this.#partnersInOrder ??= this.#sortedPartners());
  }

  #sortedPartners(): Scored[] {
    const floor = this.#trials.map((trial) => (isFailure(trial) ? LEFT_TO_OTHERS : 0));
    const rated = this.#scored.flatMap((one) => {
      const explains = this.#trials.some((trial, index) => isFailure(trial) && one.deviates[index]);
      if (!explains) return [];
      const fit = this.#trials.reduce((sum, trial, index) => {
        const sight = one.sights[index];
        if (sight === undefined) return sum;
        const chance = chanceAlone(trial, sight, this.#network);
        return sum + Math.log(Math.max(chance, trial.kind === "walk" ? LEFT_TO_OTHERS : (floor[index] ?? 0)));
      }, Math.log(one.faultClass.prior));
      return [{ one, fit, key: one.keys.join("|") }];
    });
    const distinct = new Map<string, { one: Scored; fit: number }>();
    for (const { one, fit, key } of rated.sort((a, b) => b.fit - a.fit))
      if (!distinct.has(key)) distinct.set(key, { one, fit });
    return [...distinct.values()].slice(0, PAIRED).map(({ one }) => one);
  }

  #bestAddition(chosen: readonly Scored[]): Scored | undefined {
    const current = this.#scoreOf(chosen);
    let [found, bestScore]: [Scored | undefined, number] = [undefined, current];
    for (const one of this.#partners()) {
      const score = this.#scoreOf([...chosen, one]);
      if (score > bestScore) [found, bestScore] = [one, score];
    }
    return found;
  }

  #holdAgainstOthers(one: Scored, others: readonly Scored[]): RankedFault {
    const scores = this.#scored.map((candidate) => ({
      candidate,
      score: others.length === 0 ? candidate.score : this.#scoreOf([candidate, ...others]),
    }));
    const unknownScore =
      Math.log(UNKNOWN_PRIOR) +
      (others.length === 0
        ? 0
        : others.reduce((sum, { faultClass }) => sum + Math.log(faultClass.prior * PAIR_FACTOR), 0)) +
      this.#flat(others);
    const top = Math.max(unknownScore, ...scores.map(({ score }) => score));
    const weights = scores.map(({ score }) => Math.exp(score - top));
    const unknownWeight = Math.exp(unknownScore - top);
    const total = weights.reduce((sum, weight) => sum + weight, unknownWeight);
    const alternatives = scores
      .map(({ candidate }, index): Ranked => ({
        faultClass: candidate.faultClass,
        sights: candidate.sights,
        probability: (weights[index] ?? 0) / total,
      }))
      .filter(({ probability }) => probability > 1e-6)
      .sort((a, b) => b.probability - a.probability);
    const members = alternatives.flatMap(candidatesOf);
    return {
      best: one.faultClass,
      alternatives,
      unknown: unknownWeight / total,
      devices: byDevice(members),
      kindProbability: Math.max(0, ...byKind(members).values()),
      explains: this.#explainedBy(one, others),
    };
  }

  /** A trial belongs to the fault without which it would not have failed. */
  #explainedBy(one: Scored, others: readonly Scored[]): Trial[] {
    const without = this.#together(others);
    const together = this.#together([one, ...others]);
    return this.#trials.filter((trial, index) => {
      const [alone, all] = [without[index], together[index]];
      if (alone === undefined || all === undefined || !isFailure(trial)) return false;
      const explained = chanceAlone(trial, all, this.#network);
      return (
        one.deviates[index] === true && explained >= UNEXPLAINED && explained > chanceAlone(trial, alone, this.#network)
      );
    });
  }

  /** Where the known faults explain a trial they keep it; of the rest nobody knows anything. */
  #flat(others: readonly Scored[]): number {
    const sights = this.#together(others);
    return this.#trials.reduce((sum, trial, index) => {
      const sight = sights[index];
      if (sight === undefined) return sum;
      const chance = chanceAlone(trial, sight, this.#network);
      return (
        sum +
        Math.log(
          (trial.kind !== "connection" && trial.kind !== "reflected") || isFailure(trial)
            ? Math.max(FLAT ** sizeOf(trial), chance)
            : chance,
        )
      );
    }, 0);
  }
}

function sizeOf(trial: Trial): number {
  return trial.kind === "walk" ? Math.max(1, trial.hops.length / 2) : 1;
}

function best(scored: readonly Scored[]): Scored | undefined {
  return scored.reduce<Scored | undefined>(
    (top, one) => (top === undefined || one.score > top.score ? one : top),
    undefined,
  );
}

function byDevice(members: readonly Member[]): RankedFault["devices"] {
  return [
    ...sumBy(
      members,
      ({ candidate }) => candidate.misconfiguration.device,
      ({ probability }) => probability,
    ),
  ]
    .map(([device, probability]) => ({ device, probability }))
    .sort((a, b) => b.probability - a.probability);
}

/** Of a fault on a device, as far as a question can help to tell it from another. */
export function kindOf({ misconfiguration }: Candidate): string {
  return `${misconfiguration.device} ${misconfiguration.kind}`;
}

function byKind(members: readonly Member[]): Map<string, number> {
  return sumBy(
    members,
    ({ candidate }) => kindOf(candidate),
    ({ probability }) => probability,
  );
}

interface Member {
  candidate: Candidate;
  probability: number;
}

/** A class's share, divided among its members by their priors: nothing that was seen tells them apart. */
export function candidatesOf({ faultClass, probability }: Ranked): Member[] {
  return faultClass.candidates.map((candidate) => ({
    candidate,
    probability: (probability * candidate.prior) / faultClass.prior,
  }));
}

/** Two sights with the same key cannot be told apart. */
export function keyOf({ outcome, hops, routers, intercepted, hole, decidedTtl, seldomSaid, reflected }: Sight): string {
  const walked = hops?.map(({ reply, router, code }) => `${reply} ${router ?? ""} ${code ?? ""}`).join(",") ?? "";
  return `${outcome};${walked};${routers ?? ""};${intercepted === true ? "foreign" : ""};${hole?.forward ?? ""} ${hole?.backward ?? ""} ${hole?.holeTtl ?? ""};${seldomSaid === true ? "seldom" : ""};${decidedTtl ?? ""};${reflected?.saw ?? ""}`;
}
