import { isOf, type AnyObservation } from "../../model/probe.ts";
import { isBeyondTheLine, type Network } from "../network/routed-network.ts";
import { OWN_ROUTE as CHANCES } from "../probabilities.ts";
import type { MeasurementKind } from "./kind.ts";
import type { MeasurementOf } from "./measurement.ts";

/** By which link this node's kernel sends to a destination beyond the line. */
export const OWN_ROUTE: MeasurementKind<"own-route"> = {
  read,
  chance: ({ otherLink }, prediction) =>
    CHANCES[prediction.otherLink === true ? "wrong" : "right"][otherLink ? "other" : "usual"],
  identity: ({ request }) => `route ${request.to}`,
};

/** Such a destination is on no link of this node, and has no source of its own beside that which works. */
function read(network: Network, one: AnyObservation): MeasurementOf<"own-route">[] {
  if (!isOf(one, "route")) return [];
  const { request, evidence } = one;
  if (evidence?.interface === undefined || !isBeyondTheLine(network.sideOf(request.to))) return [];
  const { gateway, source } = evidence;
  const { workingSources } = network;
  const otherSource = source !== undefined && workingSources.size > 0 && !workingSources.has(source);
  return [{ kind: "own-route", request, otherLink: gateway === undefined || otherSource }];
}
