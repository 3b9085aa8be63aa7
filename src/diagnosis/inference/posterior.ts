import {
  BELIEF_IF_CONTRADICTED,
  BELIEF_IN_COINCIDENCE,
  PAIR_FACTOR,
  PARALLEL_WAYS,
  SHARED_AMONG_TWINS,
  UNKNOWN_PRIOR,
} from "../probabilities.ts";
import type { Device } from "../../model/device.ts";
import { contradictions } from "./criticism.ts";
import type { Candidate, FaultClass } from "./hypotheses.ts";
import { chanceAlone, logLikelihood } from "../measurements/likelihood.ts";
import type { Network } from "../network/routed-network.ts";
import { concerns, destinationOf, isOfParallelWays, simulate, type Prediction } from "../network/forwarding.ts";
import { SingleFaults } from "../network/single-faults.ts";
import { sum, sumBy } from "./sums.ts";
import { isFailure, type Measurement } from "../measurements/measurement.ts";

/** One class of faults with its share of what is believed, given that the other faults of the explanation are there too. */
export interface Ranked {
  faultClass: FaultClass;
  probability: number;
  predictions: Prediction[];
  /** By how much the belief in each device's faults is moved among its twins. */
  shift?: ReadonlyMap<Device, number>;
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
  /** The failing measurements that are there because of this fault. */
  explains: Measurement[];
  /** What was said that the whole explanation would not have made anybody say. */
  contradicting: Measurement[];
}

/**
 * Exact Bayes over every single fault; over every pair as well where no single one explains all that failed; then each
 * fault of the best explanation is held against every other that could be in its place.
 */
export function rankFaults(
  network: Network,
  classes: readonly FaultClass[],
  measurements: readonly Measurement[],
): RankedFault[] {
  return new Ranking(network, classes, measurements).explain();
}

interface Scored {
  faultClass: FaultClass;
  predictions: Prediction[];
  /** Of the predictions: of two faults that show the same it is the same. */
  shown: string;
  /** By measurement: whether this fault changes what is seen. */
  deviates: boolean[];
  score: number;
}

interface ScoredPair {
  members: Scored[];
  score: number;
}

/** More faults at once than this, and a list of devices is no diagnosis any more. */
const MAX_FAULTS = 4;
/** How many single faults are tried in pairs. */
const PAIR_SEARCH_WIDTH = 48;
/** A measurement that is so improbable under an explanation is not explained by it. */
const UNEXPLAINED = 0.06;
/** What "another fault may explain this" is worth, while partners for a pair are sought. */
const LEFT_TO_OTHERS = 0.3;
/** What a fault that nobody has thought of says of each measurement: hardly anything. */
const FALLBACK_LIKELIHOOD = 0.15;

class Ranking {
  readonly #network: Network;
  readonly #measurements: readonly Measurement[];
  readonly #healthy: Prediction[];
  readonly #scored: Scored[];
  #partnersInOrder: Scored[] | undefined;
  readonly #chances: Map<Prediction, number>[] = [];
  /** Of each measurement that went hop by hop. */
  readonly #bestChances: number[] = [];
  /** Empty as long as one fault explains everything. */
  #pairs: readonly ScoredPair[] = [];
  /** Measurements that one dead way of several may change, where flows have shown that there is one. */
  readonly #onSomeFlow: ReadonlySet<number>;

  constructor(network: Network, classes: readonly FaultClass[], measurements: readonly Measurement[]) {
    this.#network = network;
    this.#measurements = measurements;
    this.#healthy = measurements.map(({ request }) => simulate(network, [], request));
    const numbers = new PredictionNumbers();
    const healthy = this.#healthy.map((prediction) => numbers.of(prediction));
    const failures = measurements.filter(isFailure);
    // What strikes at random could explain anything: it has to have been seen, by flows that live beside others that are dead.
    const hasDeadFlow = failures.some(({ kind }) => kind === "flows");
    // Most faults have to do with nothing that failed, and need not be simulated.
    const suspected = classes.filter(
      ({ fault }) =>
        (hasDeadFlow || !isOfParallelWays(fault)) && failures.some(({ request }) => concerns(fault, request)),
    );
    const singleFaults = new SingleFaults(network);
    const likelihoods = new Map<string, number>();
    this.#scored = suspected.flatMap((faultClass) => {
      const predict = singleFaults.of(faultClass.fault);
      const predictions = measurements.map(({ request }, index) =>
        concerns(faultClass.fault, request)
          ? predict(request)
          : (this.#healthy[index] ?? simulate(network, [], request)),
      );
      const shown = predictions.map((prediction) => numbers.of(prediction));
      const deviates = shown.map((number, index) => number !== healthy[index]);
      // A fault that nothing has shown is no candidate for what was shown.
      if (!deviates.includes(true)) return [];
      // What shows the same is as likely.
      const row = shown.join(",");
      const likelihood = likelihoods.get(row) ?? logLikelihood(measurements, predictions, network);
      likelihoods.set(row, likelihood);
      return {
        faultClass,
        predictions,
        shown: row,
        deviates,
        score: Math.log(faultClass.prior) + likelihood,
      };
    });
    this.#onSomeFlow = new Set(
      this.#scored.flatMap(({ predictions }) =>
        predictions.flatMap(({ ifDead }, index) => (ifDead === undefined ? [] : [index])),
      ),
    );
  }

  /** Of one measurement alone: asked again and again while faults are sought in pairs. */
  #chanceAlone(index: number, prediction: Prediction): number {
    const measurement = this.#measurements[index];
    if (measurement === undefined) return 0;
    const known = (this.#chances[index] ??= new Map());
    const before = known.get(prediction);
    if (before !== undefined) return before;
    const chance = chanceAlone(measurement, prediction, this.#network);
    known.set(prediction, chance);
    return chance;
  }

  /**
   * Whether an explanation makes a measurement probable enough. A walk is improbable by itself, since nobody knows which routers
   * answer. So its probability is compared with the best that any fault gives it, instead of with a fixed bound.
   */
  #isExplained(index: number, chance: number): boolean {
    const kind = this.#measurements[index]?.kind;
    if (kind !== "flows" && kind !== "walk") return chance >= UNEXPLAINED;
    const best = (this.#bestChances[index] ??= Math.max(
      ...this.#scored.flatMap(({ predictions }) => {
        const prediction = predictions[index];
        return prediction === undefined ? [] : [this.#chanceAlone(index, prediction)];
      }),
    ));
    return chance >= UNEXPLAINED * best;
  }

  explain(): RankedFault[] {
    const first = best(this.#scored);
    if (first === undefined) return [];
    let chosen = [first];
    if (this.#unexplained(chosen).length > 0 || this.#leavesSeen(first)) chosen = this.#bestPair() ?? chosen;
    while (chosen.length >= 2 && chosen.length < MAX_FAULTS && this.#unexplained(chosen).length > 0) {
      const further = this.#bestAddition(chosen);
      if (further === undefined) break;
      chosen = [...chosen, further];
    }
    const contradicting = contradictions(this.#measurements, this.#together(chosen), this.#network);
    return chosen.map((one) => {
      const { logWeight, ...held } = this.#holdAgainstOthers(
        one,
        chosen.filter((other) => other !== one),
      );
      const pairs = chosen.length === 1 ? this.#shareOfPairs(held.devices, logWeight) : 0;
      return doubted({ ...held, contradicting }, this.#isCoincidence(one, chosen), 1 - pairs);
    });
  }

  /**
   * Two faults on other devices may explain nearly as well what one fault explains.
   * @param logWeight of all explanations by one fault.
   * @returns the share of such pairs in the whole belief.
   */
  #shareOfPairs(devices: RankedFault["devices"], logWeight: number): number {
    const suspected = new Set(
      devices.filter(({ probability }) => probability >= WORTH_BLAMING).map(({ device }) => device),
    );
    const isSuspected = ({ faultClass }: Scored) =>
      faultClass.candidates.some(({ misconfiguration }) => suspected.has(misconfiguration.device));
    const rivals = this.#pairs.filter(({ members }) => !members.some(isSuspected));
    const weight = sum(rivals.map(({ score }) => Math.exp(score - logWeight)));
    return weight / (1 + weight);
  }

  /** Whether one of several faults is a server of the site's that is down, while no walk has shown what is before it. */
  #isCoincidence({ faultClass: { fault } }: Scored, chosen: readonly Scored[]): boolean {
    if (chosen.length < 2 || fault.place.at !== "destination") return false;
    const addresses = (fault.match.remote ?? []).map((cidr) => cidr.split("/")[0] ?? "");
    const isSites = addresses.length > 0 && addresses.every((ip) => this.#network.sideOf(ip) === "site");
    return (
      isSites &&
      !this.#measurements.some(
        (measurement) =>
          measurement.kind === "walk" &&
          measurement.reached &&
          addresses.includes(destinationOf(measurement.request).ip),
      )
    );
  }

  /** Whether this node's own files show a fault that is not this one: it is there as well, whatever else explains. */
  #leavesSeen(chosen: Scored): boolean {
    const isSeen = ({ faultClass }: Scored) => faultClass.candidates.some((candidate) => candidate.isSeen === true);
    return !isSeen(chosen) && this.#scored.some(isSeen);
  }

  /** Failing measurements, and routes of the node's own that lead astray, that an explanation makes improbable. */
  #unexplained(chosen: readonly Scored[]): number[] {
    const predictions = this.#together(chosen);
    return this.#measurements.flatMap((measurement, index) => {
      const prediction = predictions[index];
      const isWrong = isFailure(measurement) || (measurement.kind === "own-route" && measurement.otherLink);
      return prediction !== undefined && isWrong && !this.#isExplained(index, this.#chanceAlone(index, prediction))
        ? [index]
        : [];
    });
  }

  /** What several faults show at once; where only one changes anything, it is what that one shows. */
  #together(chosen: readonly Scored[]): Prediction[] {
    return this.#measurements.map(({ request }, index) => {
      const involved = chosen.filter(({ deviates }) => deviates[index]);
      const [only] = involved;
      const prediction = involved.length === 1 ? only?.predictions[index] : this.#healthy[index];
      if (involved.length <= 1 && prediction !== undefined) return prediction;
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
      logLikelihood(this.#measurements, this.#together(chosen), this.#network)
    );
  }

  #bestPair(): Scored[] | undefined {
    const partners = this.#partners();
    this.#pairs = partners.flatMap((a, index) =>
      partners.slice(index + 1).map((b): ScoredPair => ({ members: [a, b], score: this.#scoreOf([a, b]) })),
    );
    const pair = best(this.#pairs);
    const single = best(this.#scored);
    return pair !== undefined && pair.score > (single?.score ?? -Infinity) ? pair.members : undefined;
  }

  /** Faults that explain something and deny nothing: alike in what they show, only the likeliest of them. */
  #partners(): Scored[] {
    return (this.#partnersInOrder ??= this.#sortedPartners());
  }

  #sortedPartners(): Scored[] {
    const floor = this.#measurements.map((measurement) => (isFailure(measurement) ? LEFT_TO_OTHERS : 0));
    const rated = this.#scored.flatMap((one) => {
      const explains = this.#measurements.some((measurement, index) => isFailure(measurement) && one.deviates[index]);
      if (!explains) return [];
      const fit = this.#measurements.reduce((sum, measurement, index) => {
        const prediction = one.predictions[index];
        if (prediction === undefined) return sum;
        const chance = this.#chanceAlone(index, prediction);
        return sum + Math.log(Math.max(chance, measurement.kind === "walk" ? LEFT_TO_OTHERS : (floor[index] ?? 0)));
      }, Math.log(one.faultClass.prior));
      return [{ one, fit, key: one.shown }];
    });
    const distinct = new Map<string, { one: Scored; fit: number }>();
    for (const { one, fit, key } of rated.sort((a, b) => b.fit - a.fit))
      if (!distinct.has(key)) distinct.set(key, { one, fit });
    return [...distinct.values()].slice(0, PAIR_SEARCH_WIDTH).map(({ one }) => one);
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

  #holdAgainstOthers(
    one: Scored,
    others: readonly Scored[],
  ): Omit<RankedFault, "contradicting"> & { logWeight: number } {
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
    const fits = new Map(
      scores.map(({ candidate, score }) => [candidate.faultClass, score - Math.log(candidate.faultClass.prior)]),
    );
    const ranked = scores
      .map(({ candidate }, index): Ranked => ({
        faultClass: candidate.faultClass,
        predictions: candidate.predictions,
        probability: (weights[index] ?? 0) / total,
      }))
      .filter(({ probability }) => probability > 1e-6)
      .sort((a, b) => b.probability - a.probability);
    const alternatives = amongTwins(ranked, (one) => fits.get(one.faultClass) ?? -Infinity);
    const members = alternatives.flatMap(candidatesOf);
    return {
      best: one.faultClass,
      logWeight: top + Math.log(total),
      alternatives,
      unknown: unknownWeight / total,
      devices: byDevice(members),
      kindProbability: Math.max(0, ...byKind(members).values()),
      explains: this.#explainedBy(one, others, alternatives),
    };
  }

  /**
   * The failures that a fault accounts for: it makes them probable, and without it they are less so. A single fault stands for all
   * that are suspected, so that it also accounts for what only its rivals make probable.
   */
  #explainedBy(one: Scored, others: readonly Scored[], alternatives: readonly Ranked[]): Measurement[] {
    const without = this.#together(others);
    const together = this.#together([one, ...others]);
    return this.#measurements.filter((measurement, index) => {
      const [alone, all] = [without[index], together[index]];
      if (alone === undefined || all === undefined || !isFailure(measurement)) return false;
      const mean = others.length === 0 ? this.#meanChance(index, alternatives) : 0;
      const own = one.deviates[index] === true ? this.#chanceAlone(index, all) : 0;
      const explained = Math.max(own, mean);
      return this.#isExplained(index, explained) && explained > this.#chanceAlone(index, alone);
    });
  }

  /** The chance of one measurement under the suspected faults together, each by its probability. */
  #meanChance(index: number, suspected: readonly Ranked[]): number {
    const weight = sum(suspected.map(({ probability }) => probability));
    const chances = suspected.map(({ predictions, probability }) => {
      const prediction = predictions[index];
      return prediction === undefined ? 0 : probability * this.#chanceAlone(index, prediction);
    });
    return weight === 0 ? 0 : sum(chances) / weight;
  }

  /** Where the known faults explain a measurement they keep it; of the rest nobody knows anything. */
  #flat(others: readonly Scored[]): number {
    const predictions = this.#together(others);
    return this.#measurements.reduce((sum, measurement, index) => {
      const prediction = predictions[index];
      if (prediction === undefined) return sum;
      const chance = this.#chanceAlone(index, prediction);
      const flat =
        !ANSWERS_OR_FAILS.has(measurement.kind) || isFailure(measurement)
          ? Math.max(FALLBACK_LIKELIHOOD ** sizeOf(measurement), chance)
          : chance;
      return sum + Math.log(flat * this.#shareOfFlow(index));
    }, 0);
  }

  /**
   * How likely it was that a question went over the dead one of several parallel ways, or over a living one, as it did. An unknown cause
   * pays this chance like every known one; else it would win by the number of questions alone.
   */
  #shareOfFlow(index: number): number {
    const measurement = this.#measurements[index];
    if (measurement === undefined || measurement.kind === "flows" || !this.#onSomeFlow.has(index)) return 1;
    const isDead = measurement.kind === "walk" ? !measurement.reached : isFailure(measurement);
    return isDead ? PARALLEL_WAYS.isDead : 1 - PARALLEL_WAYS.isDead;
  }
}

/**
 * Where the evidence fits faults of several devices as well as the best, only the prior prefers one of them, and that is not
 * knowledge of this site: a part of their belief is shared out evenly among the devices.
 * @param fitOf the log likelihood of a fault, without its prior.
 */
function amongTwins(ranked: readonly Ranked[], fitOf: (one: Ranked) => number): Ranked[] {
  const [top] = ranked;
  if (top === undefined) return [];
  const isTwin = (one: Ranked) => Math.abs(fitOf(one) - fitOf(top)) < ALIKE_FIT;
  const masses = sumBy(
    ranked.filter(isTwin).flatMap(candidatesOf),
    ({ candidate }) => candidate.misconfiguration.device,
    ({ probability }) => probability,
  );
  const shares = [...masses].filter(([, mass]) => mass >= TWIN_AT_LEAST);
  if (shares.length < 2) return [...ranked];
  const even = shares.reduce((sum, [, mass]) => sum + mass, 0) / shares.length;
  const factors = new Map(shares.map(([device, mass]) => [device, (mass + SHARED_AMONG_TWINS * (even - mass)) / mass]));
  return ranked
    .map((one) => {
      if (!isTwin(one)) return one;
      // A class may hold faults of several devices; it moves by what its members would.
      const moved = candidatesOf(one).reduce(
        (sum, { candidate, probability }) => sum + probability * (factors.get(candidate.misconfiguration.device) ?? 1),
        0,
      );
      return { ...one, probability: moved, shift: factors };
    })
    .sort((a, b) => b.probability - a.probability);
}

/** A device with less belief is not one of those that an explanation blames. */
const WORTH_BLAMING = 0.05;
/** Log likelihoods this near say the same. */
const ALIKE_FIT = 0.7;
/** Below this a twin is a curiosity. */
const TWIN_AT_LEAST = 0.005;

/**
 * An explanation that is contradicted is never sure: the rest is left to what nobody has thought of.
 * @param isCoincidence a server is said to be down beside another fault, and where it hangs is not known.
 * @param share of the explanations by one fault in the whole belief.
 */
function doubted(fault: RankedFault, isCoincidence: boolean, share: number): RankedFault {
  const belief =
    share *
    (BELIEF_IF_CONTRADICTED[Math.min(fault.contradicting.length, BELIEF_IF_CONTRADICTED.length - 1)] ?? 1) *
    (isCoincidence ? BELIEF_IN_COINCIDENCE : 1);
  return {
    ...fault,
    alternatives: fault.alternatives.map((one) => ({ ...one, probability: one.probability * belief })),
    unknown: 1 - belief * (1 - fault.unknown),
    devices: fault.devices.map((one) => ({ ...one, probability: one.probability * belief })),
    kindProbability: fault.kindProbability * belief,
  };
}

/** Kinds of which each measurement is a failure, or as if all were well. */
const ANSWERS_OR_FAILS: ReadonlySet<Measurement["kind"]> = new Set<Measurement["kind"]>([
  "connection",
  "reflected",
  "echo",
]);

function sizeOf(measurement: Measurement): number {
  return measurement.kind === "walk" ? Math.max(1, measurement.hops.length / 2) : 1;
}

function best<T extends { score: number }>(scored: readonly T[]): T | undefined {
  return scored.reduce<T | undefined>(
    (top, one) => (top === undefined || one.score > top.score ? one : top),
    undefined,
  );
}

export function byDevice(members: readonly Member[]): RankedFault["devices"] {
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

export function byKind(members: readonly Member[]): Map<string, number> {
  return sumBy(
    members,
    ({ candidate }) => kindOf(candidate),
    ({ probability }) => probability,
  );
}

export interface Member {
  candidate: Candidate;
  probability: number;
}

/** A class's share, divided among its members by their priors: nothing that was seen tells them apart. */
export function candidatesOf({ faultClass, probability, shift }: Ranked): Member[] {
  const weights = faultClass.candidates.map(
    ({ prior, misconfiguration }) => prior * (shift?.get(misconfiguration.device) ?? 1),
  );
  const total = sum(weights);
  return faultClass.candidates.map((candidate, index) => ({
    candidate,
    probability: (probability * (weights[index] ?? 0)) / total,
  }));
}

/** Numbers predictions: two that cannot be told apart have the same. */
class PredictionNumbers {
  readonly #known = new Map<Prediction, number>();
  readonly #byKey = new Map<string, number>();

  of(prediction: Prediction): number {
    const before = this.#known.get(prediction);
    if (before !== undefined) return before;
    const key = keyOf(prediction);
    const number = this.#byKey.get(key) ?? this.#byKey.size;
    this.#byKey.set(key, number);
    this.#known.set(prediction, number);
    return number;
  }
}

/** Two predictions with the same key cannot be told apart. */
export function keyOf({
  outcome,
  hops,
  routers,
  intercepted,
  hole,
  decidedTtl,
  seldomSaid,
  reflected,
  astray,
  misdirected,
  local,
  otherLink,
  ifAllForwarded,
  ifDead,
}: Prediction): string {
  const walked =
    hops
      ?.map(
        ({ reply, router, code, astray: left, loops, signed }) =>
          `${reply} ${router ?? ""} ${code ?? ""}${left === true ? " astray" : loops === true ? " loops" : signed === true ? " signed" : ""}`,
      )
      .join(",") ?? "";
  return `${outcome};${walked};${routers ?? ""};${intercepted === true ? "foreign" : ""};${hole?.forward ?? ""} ${hole?.backward ?? ""} ${hole?.holeTtl ?? ""};${seldomSaid ?? ""};${ifAllForwarded ?? ""};${local === true ? "local" : ""};${otherLink ?? ""};${misdirected === true ? "misdirected" : ""};${astray === true ? "astray" : ""};${decidedTtl ?? ""};${reflected?.saw ?? ""};${ifDead === undefined ? "" : `dead ${ifDead.map(keyOf).join("|")}`}`;
}
