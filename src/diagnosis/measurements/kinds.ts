import { requestKey, type AnyObservation } from "../../model/probe.ts";
import type { CheckId, CheckResult } from "../../model/report.ts";
import type { Prediction } from "../network/forwarding.ts";
import type { Network } from "../network/routed-network.ts";
import { PARALLEL_WAYS } from "../probabilities.ts";
import { CONNECTION } from "./connection.ts";
import { DATA } from "./data.ts";
import { DISTANCE } from "./distance.ts";
import { ECHO } from "./echo.ts";
import { FLOWS } from "./flows.ts";
import type { ChanceContext, MeasurementKind } from "./kind.ts";
import type { Measured, Measurement } from "./measurement.ts";
import { OWN_ROUTE } from "./own-route.ts";
import { PACKET_SIZE } from "./packet-size.ts";
import { REFLECTED } from "./reflected.ts";
import { RESOLUTION } from "./resolution.ts";
import { chanceOfOneOf, TRACEROUTE } from "./traceroute.ts";

/** Every kind of measurement; one that is missing does not compile. */
const KINDS: { [K in Measurement["kind"]]: MeasurementKind<K> } = {
  connection: CONNECTION,
  walk: TRACEROUTE,
  "own-route": OWN_ROUTE,
  resolution: RESOLUTION,
  echo: ECHO,
  flows: FLOWS,
  distance: DISTANCE,
  sizes: PACKET_SIZE,
  data: DATA,
  reflected: REFLECTED,
};

/** Indexed by a measurement's own kind, which the compiler cannot tie to the measurement. */
function kindOf(measurement: Measured): MeasurementKind<Measurement["kind"]> {
  return KINDS[measurement.kind] as MeasurementKind<Measurement["kind"]>;
}

/** @returns in a stable order, each question once. */
export function measurementsOf(network: Network, observations: readonly AnyObservation[]): Measurement[] {
  const kinds = Object.values(KINDS) as MeasurementKind<Measurement["kind"]>[];
  const measured = observations.flatMap((one) => kinds.flatMap((kind): Measured[] => kind.read(network, one)));
  // Of several ports of one address the one that answered says most.
  const answeredFirst = measured.sort((a, b) => Number(isSilentPort(a)) - Number(isSilentPort(b)));
  const distinct = new Map<string, Measurement & { questions: string[] }>();
  for (const one of answeredFirst) {
    const identity = kindOf(one).identity(one);
    const question = requestKey(one.request);
    const known = distinct.get(identity);
    if (known === undefined) distinct.set(identity, { ...one, questions: [question] });
    else known.questions.push(question);
  }
  for (const one of distinct.values()) {
    const { alsoExplains } = kindOf(one);
    if (alsoExplains !== undefined)
      one.questions.push(
        ...observations.filter((other) => alsoExplains(one, other)).map(({ request }) => requestKey(request)),
      );
  }
  return [...distinct.values()];
}

function isSilentPort(measurement: Measured): boolean {
  return (
    measurement.kind === "connection" &&
    !measurement.served &&
    measurement.saw !== "well" &&
    measurement.saw !== "refused"
  );
}

export function chanceOf(measurement: Measurement, prediction: Prediction, context: ChanceContext): number {
  const { ifDead, ...ifLiving } = prediction;
  const { chance } = kindOf(measurement);
  if (ifDead === undefined || measurement.kind === "flows") return chance(measurement, prediction, context);
  // One flow, which is on one of the parallel ways; what a walk was met with says on which.
  if (measurement.kind === "walk")
    return measurement.reached
      ? (1 - PARALLEL_WAYS.isDead) * chance(withoutSilentScouts(measurement), ifLiving, context)
      : PARALLEL_WAYS.isDead * chanceOfOneOf(measurement, ifDead, context);
  const share =
    measurement.kind === "connection" && measurement.several ? PARALLEL_WAYS.isDead ** 2 : PARALLEL_WAYS.isDead;
  return (
    (1 - share) * chance(measurement, ifLiving, context) +
    share * mean(ifDead, (dead) => chance(measurement, dead, context))
  );
}

function mean<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((sum, item) => sum + amount(item), 0) / items.length;
}

/** Scouts have ports of their own: one that is met with silence may be on the dead way. */
function withoutSilentScouts(walk: Extract<Measurement, { kind: "walk" }>): Measurement {
  return { ...walk, hops: walk.hops.filter(({ scouted, reply }) => scouted !== true || reply !== "silent") };
}

/** The failing checks that a failed measurement stands for: judged from one of its questions, for a cause of that kind. */
export function failuresOf(
  { kind, questions }: Measurement,
  checks: readonly CheckResult[],
  judgedFrom: ReadonlyMap<CheckId, ReadonlySet<string>>,
): CheckResult[] {
  const causes = KINDS[kind].causes;
  return causes === undefined
    ? []
    : checks.filter(
        ({ id, status, code }) =>
          status === "fail" && causes.has(code) && questions.some((key) => judgedFrom.get(id)?.has(key) === true),
      );
}
