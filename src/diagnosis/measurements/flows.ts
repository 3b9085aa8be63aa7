import { isOf, type AnyObservation } from "../../model/probe.ts";
import type { CauseCode } from "../../model/message.ts";
import type { Network } from "../network/routed-network.ts";
import { NOISE, PARALLEL_WAYS } from "../probabilities.ts";
import type { MeasurementKind } from "./kind.ts";
import type { MeasurementOf } from "./measurement.ts";
import { chanceOfOneOf, walkedHops } from "./traceroute.ts";

/** How many of several flows to one destination live, and how far the packets of a dead one get. */
export const FLOWS: MeasurementKind<"flows"> = {
  read,
  chance: (measurement, { ifDead, outcome }, context) => {
    const { dead, living, request, way, hops } = measurement;
    const isMixed = dead > 0 && living > 0;
    if (ifDead === undefined) {
      if (isMixed) return PARALLEL_WAYS.mixedByItself;
      return (outcome === "reached") === living > 0 ? 1 - NOISE.contradicted : NOISE.contradicted;
    }
    if (!isMixed) return PARALLEL_WAYS.allAlike;
    // The walk of the dead flow ends where it was met with silence: what is beyond was not asked.
    const walk = {
      kind: "walk" as const,
      request: {
        probe: "hops" as const,
        protocol: "tcp" as const,
        to: request.to,
        maxTtl: request.maxTtl,
        thorough: false,
      },
      way,
      hops,
      reached: false,
      calm: true,
    };
    return (1 - PARALLEL_WAYS.allAlike) * chanceOfOneOf(walk, ifDead, context);
  },
  identity: ({ request }) => `flows ${request.to.ip} ${request.to.port}`,
  causes: new Set<CauseCode>(["flows-dead"]),
};

function read(network: Network, one: AnyObservation): MeasurementOf<"flows">[] {
  if (!isOf(one, "flows") || one.evidence === undefined) return [];
  const { request, evidence } = one;
  const flows = evidence.flows;
  const dead = flows.filter(({ outcome }) => outcome === "dead").length;
  const way = network.routersTo(request.to.ip);
  return [
    {
      kind: "flows",
      request,
      dead,
      living: flows.length - dead,
      way,
      hops: walkedHops(network, way, evidence.dead ?? [], { to: request.to.ip }),
    },
  ];
}
