import { isOf, type AnyObservation, type OutcomeOf } from "../../model/probe.ts";
import { destinationOf } from "../network/forwarding.ts";
import type { Network } from "../network/routed-network.ts";
import { NOISE, PACKET_SIZE as CHANCES } from "../probabilities.ts";
import type { MeasurementKind } from "./kind.ts";
import type { MeasurementOf } from "./measurement.ts";

/** Whether full-size packets pass, either way, and from which hop on they do not. */
export const PACKET_SIZE: MeasurementKind<"sizes"> = {
  read,
  chance: ({ forward, backward, holeTtl }, { hole }) => {
    if (hole === undefined) return NOISE.positive;
    const alike = (saw: boolean, due: boolean) => (saw === due ? CHANCES.alike : CHANCES.unlike);
    const place = holeTtl === undefined || holeTtl === hole.holeTtl ? 1 : CHANCES.otherHop;
    return alike(forward, hole.forward) * alike(backward, hole.backward) * place;
  },
  identity: ({ request }) => `sizes ${destinationOf(request).ip} ${destinationOf(request).port}`,
};

/** Cut off, or not heard: what its parts say is only that nobody waited. */
const UNTOLD: ReadonlySet<OutcomeOf<"mtu">> = new Set<OutcomeOf<"mtu">>(["not-asked", "interrupted", "not-heard"]);

function read(_network: Network, one: AnyObservation): MeasurementOf<"sizes">[] {
  if (!isOf(one, "mtu") || UNTOLD.has(one.outcome)) return [];
  const { request, evidence } = one;
  if (evidence === undefined) return [];
  return [
    {
      kind: "sizes",
      request,
      forward: evidence.forward.state === "black-hole",
      backward: evidence.backward.state === "black-hole",
      ...(evidence.holeTtl !== undefined && { holeTtl: evidence.holeTtl }),
    },
  ];
}
