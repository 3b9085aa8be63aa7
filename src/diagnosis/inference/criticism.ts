import { chanceAlone } from "../measurements/likelihood.ts";
import type { Network } from "../network/routed-network.ts";
import { hopAtTtl, type HopPrediction, type Prediction } from "../network/forwarding.ts";
import { isRefusalBy } from "../measurements/traceroute.ts";
import { isFailure, type Measurement, type WalkedHop } from "../measurements/measurement.ts";

/** What is so improbable under an explanation speaks against it. */
const IMPROBABLE = 0.02;

/**
 * Observations that the best explanation does not predict: an address on the path, an ICMP error, a reset, a certificate, an
 * answer. Silence is not among them: packets get lost, and routers limit their errors.
 */
export function contradictions(
  measurements: readonly Measurement[],
  predictions: readonly Prediction[],
  network: Network,
): Measurement[] {
  return measurements.filter((measurement, index) => {
    const prediction = predictions[index];
    if (prediction === undefined) return false;
    switch (measurement.kind) {
      case "walk":
        return measurement.hops.some((hop) => isUnforeseen(hop, hopAtTtl(prediction.hops ?? [], hop.ttl)));
      case "connection":
        return isWord(measurement) && chanceAlone(measurement, prediction, network) < IMPROBABLE;
      case "echo":
        return measurement.saw !== "timed-out" && chanceAlone(measurement, prediction, network) < IMPROBABLE;
      case "distance":
      case "resolution":
      case "own-route":
      case "flows":
        return chanceAlone(measurement, prediction, network) < IMPROBABLE;
      // How much of the data came through is measured by silences.
      case "sizes":
      case "data":
      case "reflected":
        return false;
    }
  });
}

function isWord(measurement: Extract<Measurement, { kind: "connection" }>): boolean {
  // A failure that stays unexplained is one too, whatever it was.
  return isFailure(measurement) || !["timed-out", "stalled"].includes(measurement.saw);
}

function isUnforeseen(hop: WalkedHop, due: HopPrediction): boolean {
  const { reply, router, stranger, loops } = hop;
  if (loops === true && due.loops !== true) return true;
  switch (reply) {
    case "silent":
    case "local-error":
    case "too-big":
      return false;
    case "time-exceeded":
      if (due.astray === true) return router !== undefined && due.router !== undefined && router !== due.router;
      return stranger === true || due.reply !== "time-exceeded";
    case "unreachable":
      return due.astray !== true && !isRefusalBy(hop, due);
    case "open":
    case "refused":
    case "answer":
      return due.astray === true || due.reply === "silent" || due.reply === "time-exceeded";
  }
}
