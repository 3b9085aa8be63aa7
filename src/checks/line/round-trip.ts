import { defineCheck, follows, judgement, pass } from "../../model/check.ts";
import { notMeasured, statusByLimits } from "../shared/line-judgement.ts";
import { lineOf } from "../shared/line.ts";

export const lineRoundTrip = defineCheck({
  group: "line",
  subjects: (context) => [context.site],
  id: () => "line.quality.round-trip",
  title: () => ({ key: "line-round-trip", args: {} }),
  required: () => true,
  dependsOn: () => [follows("line.quality.loss")],
  asks: () => ({}),
  judge: (_seen, site, context) => {
    const line = lineOf(context.observations(), site);
    if (line === undefined) return notMeasured(context);
    const measured = { ...line.rttMs, connections: line.connections };
    const status = statusByLimits(measured.median, site.lineLimits?.roundTripMs);
    return status === "pass" ? pass("ok:line-round-trip", measured) : judgement(status, "line-slow", measured);
  },
});
