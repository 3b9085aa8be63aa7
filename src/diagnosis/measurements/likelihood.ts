import type { Prediction } from "../network/forwarding.ts";
import { USUAL_DIVERGENCE, type Elsewhere, type Network, type RouterId } from "../network/routed-network.ts";
import { NOISE, VISIBILITY } from "../probabilities.ts";
import { expectedOutcome } from "./connection.ts";
import type { HopChances } from "./kind.ts";
import { chanceOf } from "./kinds.ts";
import type { Measurement } from "./measurement.ts";
import { isRefusalBy } from "./traceroute.ts";

/**
 * How probable what was seen is, given what a fault would show. Whether a hop answers at all is not known beforehand: its
 * answers and silences are kept apart and summed over both possibilities at the end.
 */
export function logLikelihood(
  measurements: readonly Measurement[],
  predictions: readonly Prediction[],
  network: Network,
): number {
  let sum = 0;
  const hops = new Map<RouterId, HopChances>();
  // Questions are put at once: who hears the errors there are is chance, and the silence of the others is not one event each.
  const isRateLimited = measurements.some((measurement, index) => refusedAsPredicted(measurement, predictions[index]));
  const suppressed = isRateLimited ? NOISE.suppressedAtOnce : NOISE.suppressed;
  for (const [index, measurement] of measurements.entries()) {
    const prediction = predictions[index];
    if (prediction !== undefined) sum += Math.log(chanceOf(measurement, prediction, { network, hops, suppressed }));
  }
  return sum + Math.log(overVisibility(hops, network));
}

/** Whether a device was heard to refuse, and was to. */
function refusedAsPredicted(measurement: Measurement, prediction: Prediction | undefined): boolean {
  if (prediction === undefined) return false;
  if (measurement.kind === "connection")
    return measurement.saw === "unreachable" && expectedOutcome(prediction) === "unreachable";
  if (measurement.kind !== "walk") return false;
  const due = prediction.hops?.at(-1);
  return due !== undefined && measurement.hops.some((saw) => isRefusalBy(saw, due));
}

/** Of one measurement alone, its hops' visibility summed over. */
export function chanceAlone(measurement: Measurement, prediction: Prediction, network: Network): number {
  const hops = new Map<RouterId, HopChances>();
  return (
    chanceOf(measurement, prediction, { network, hops, suppressed: NOISE.suppressed }) * overVisibility(hops, network)
  );
}

/** Sides are silent as a whole, then single hops: the sum over both, for the routers of each side by themselves. */
function overVisibility(
  hops: ReadonlyMap<RouterId, HopChances>,
  { cloudPath, divergenceHop, elsewhere }: Network,
): number {
  let site = { visible: 1, silent: 1 };
  let cloud = { visible: 1, silent: 1 };
  const lastOfSite = divergenceHop ?? USUAL_DIVERGENCE;
  for (const [router, { visible, silent }] of hops) {
    const index = cloudPath.routers.indexOf(router);
    const alone = VISIBILITY.answers * visible + (1 - VISIBILITY.answers) * silent;
    const side = index >= lastOfSite ? cloud : site;
    const summed = { visible: side.visible * alone, silent: side.silent * silent };
    if (side === cloud) cloud = summed;
    else site = summed;
  }
  const mix = (side: HopChances, silent: number) => (1 - silent) * side.visible + silent * side.silent;
  const heard: Elsewhere["heard"] = elsewhere?.heard ?? {};
  return (
    mix(site, silentAsAWhole(heard.site, VISIBILITY.siteSilent)) *
    mix(cloud, silentAsAWhole(heard.cloud, VISIBILITY.cloudSilent))
  );
}

/** @param heard whether other nodes have heard a router of that side. */
function silentAsAWhole(heard: boolean | undefined, usual: number): number {
  if (heard === undefined) return usual;
  return heard ? VISIBILITY.silentIfHeard : VISIBILITY.silentIfNot;
}
