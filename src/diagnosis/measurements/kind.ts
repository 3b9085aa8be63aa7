import type { AnyObservation } from "../../model/probe.ts";
import type { Prediction } from "../network/forwarding.ts";
import type { Network, RouterId } from "../network/routed-network.ts";
import type { Measurement, MeasurementOf } from "./measurement.ts";

/** One way to learn something: what of an observation is evidence, and how probable it is, given what a fault would show. */
export interface MeasurementKind<K extends Measurement["kind"]> {
  /** Nothing where the observation is of another kind, or says nothing. */
  read: (network: Network, observation: AnyObservation) => MeasurementOf<K>[];
  /** A chance, over everything that could have been seen instead. */
  chance: (measurement: MeasurementOf<K>, prediction: Prediction, context: ChanceContext) => number;
  /** What tells two measurements apart: two paths of one server, or ten names of one zone, are one piece of evidence. */
  identity: (measurement: MeasurementOf<K>) => string;
  /** The causes by which a check that was judged from a failed measurement says the same; absent where none does. */
  causes?: ReadonlySet<string>;
  /** Whether another question, which is no evidence by itself, has failed for the same reason. */
  alsoExplains?: (measurement: MeasurementOf<K>, other: AnyObservation) => boolean;
}

export interface ChanceContext {
  network: Network;
  /** Whether hops answer at all is not known beforehand: kept apart, and summed over at the end. */
  hops: Map<RouterId, HopChances>;
  /** How often the refusal of a device is not heard. */
  suppressed: number;
}

/** The chances of what one router did, if it answers for TTLs that run out, and if it never does. */
export interface HopChances {
  visible: number;
  silent: number;
}
