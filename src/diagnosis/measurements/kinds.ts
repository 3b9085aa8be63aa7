import type { AnyObservation } from "../../model/probe.ts";
import type { CheckResult } from "../../model/report.ts";
import type { Prediction } from "../network/forwarding.ts";
import type { Network } from "../network/routed-network.ts";
import { CONNECTION } from "./connection.ts";
import { DATA } from "./data.ts";
import { DISTANCE } from "./distance.ts";
import { ECHO } from "./echo.ts";
import type { ChanceContext, MeasurementKind } from "./kind.ts";
import type { Measurement } from "./measurement.ts";
import { OWN_ROUTE } from "./own-route.ts";
import { PACKET_SIZE } from "./packet-size.ts";
import { REFLECTED } from "./reflected.ts";
import { RESOLUTION } from "./resolution.ts";
import { TRACEROUTE } from "./traceroute.ts";

/** Every kind of measurement; one that is missing does not compile. */
const KINDS: { [K in Measurement["kind"]]: MeasurementKind<K> } = {
  connection: CONNECTION,
  walk: TRACEROUTE,
  "own-route": OWN_ROUTE,
  resolution: RESOLUTION,
  echo: ECHO,
  distance: DISTANCE,
  sizes: PACKET_SIZE,
  data: DATA,
  reflected: REFLECTED,
};

/** Indexed by a measurement's own kind, which the compiler cannot tie to the measurement. */
function kindOf(measurement: Measurement): MeasurementKind<Measurement["kind"]> {
  return KINDS[measurement.kind] as MeasurementKind<Measurement["kind"]>;
}

/** @returns in a stable order, each question once. */
export function measurementsOf(network: Network, observations: readonly AnyObservation[]): Measurement[] {
  const kinds = Object.values(KINDS) as MeasurementKind<Measurement["kind"]>[];
  const measurements = observations.flatMap((one) => kinds.flatMap((kind): Measurement[] => kind.read(network, one)));
  const seen = new Set<string>();
  // Of several ports of one address the one that answered says most.
  const answeredFirst = measurements.sort((a, b) => Number(isSilentPort(a)) - Number(isSilentPort(b)));
  return answeredFirst.filter((measurement) => {
    const key = kindOf(measurement).identity(measurement);
    return !seen.has(key) && seen.add(key);
  });
}

function isSilentPort(measurement: Measurement): boolean {
  return (
    measurement.kind === "connection" &&
    !measurement.served &&
    measurement.saw !== "well" &&
    measurement.saw !== "refused"
  );
}

export function chanceOf(measurement: Measurement, prediction: Prediction, context: ChanceContext): number {
  return kindOf(measurement).chance(measurement, prediction, context);
}

/** The failing checks that a measurement stands for. */
export function failuresOf(measurement: Measurement, checks: readonly CheckResult[]): CheckResult[] {
  return kindOf(measurement).failures?.(measurement, checks) ?? [];
}
