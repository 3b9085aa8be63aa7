import { isOf } from "../../model/probe.ts";
import { destinationOf } from "../network/forwarding.ts";
import { DISTANCE as CHANCES, NOISE } from "../probabilities.ts";
import type { MeasurementKind } from "./kind.ts";

/** How many routers away whoever answers in a destination's name is. */
export const DISTANCE: MeasurementKind<"distance"> = {
  read: (_network, one) =>
    isOf(one, "distance") && one.outcome === "measured"
      ? [
          {
            kind: "distance",
            request: one.request,
            routers: one.evidence?.routers ?? 0,
          },
        ]
      : [],
  chance: ({ routers }, prediction) => {
    if (prediction.routers === undefined) return NOISE.positive;
    const off = Math.abs(prediction.routers - routers);
    return off === 0 ? CHANCES.exact : off === 1 ? CHANCES.oneOff : CHANCES.other;
  },
  identity: ({ request }) => `distance ${destinationOf(request).ip} ${destinationOf(request).port}`,
};
