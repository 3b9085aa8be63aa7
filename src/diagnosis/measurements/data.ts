import { isOf, type AnyObservation, type OutcomeOf } from "../../model/probe.ts";
import { destinationOf } from "../network/forwarding.ts";
import type { Network } from "../network/routed-network.ts";
import { DATA as CHANCES, NOISE } from "../probabilities.ts";
import type { MeasurementKind } from "./kind.ts";
import type { MeasurementOf } from "./measurement.ts";

/** What becomes of data on a connection that opened, by the TTL that it was sent with. */
export const DATA: MeasurementKind<"data"> = {
  read,
  chance: ({ saw, decidedTtl }, prediction) => {
    if (prediction.outcome === "not-asked") return NOISE.positive;
    if (saw !== prediction.outcome) return CHANCES.unlike;
    return decidedTtl === undefined || decidedTtl === prediction.decidedTtl ? CHANCES.alike : CHANCES.otherHop;
  },
  identity: ({ request }) =>
    `data ${destinationOf(request).ip} ${destinationOf(request).port} ${request.probe === "inband" ? request.payload : ""}`,
};

function read(_network: Network, one: AnyObservation): MeasurementOf<"data">[] {
  if (!isOf(one, "inband") || !DECIDED.has(one.outcome)) return [];
  const { request, outcome, evidence } = one;
  const decided = evidence?.fates.find(({ fate }) => fate === (outcome === "reset" ? "reset" : "delivered"))?.ttl;
  return [{ kind: "data", request, saw: outcome, ...(decided !== undefined && { decidedTtl: decided }) }];
}

const DECIDED: ReadonlySet<OutcomeOf<"inband">> = new Set<OutcomeOf<"inband">>(["delivered", "reset", "lost"]);
