import { defineCheck, judgement, pass, type CheckContext } from "../../model/check.ts";
import type { Observation, TrainRequest } from "../../model/probe.ts";
import { afterConnections, notMeasured, statusByLimits, wasRepeated } from "../shared/line-judgement.ts";
import { answeredOnLine, lineOf } from "../shared/line.ts";

/** Together at most 200 segments, within two seconds. */
const MAX_TRAINS = 8;

const SEGMENTS_A_TRAIN = 25;

export const lineLoss = defineCheck({
  group: "line",
  subjects: (context) => [context.site],
  id: () => "line.quality.loss",
  title: () => ({ key: "line-loss", args: {} }),
  required: () => true,
  dependsOn: (_site, context) => afterConnections(context),
  asks: (_site, context) => trains(context),
  judge: (_seen, site, context) => {
    const line = lineOf(context.observations(), site);
    if (line?.lossRatio === undefined || line.lossInterval === undefined) return notMeasured(context);
    const { lossRatio, lossInterval, lossThere, lossBack, sent } = line;
    const measured = {
      ...lossInterval,
      sent,
      loss: lossRatio,
      there: lossThere?.ratio,
      back: lossBack?.ratio,
    };
    // The least that it can be: few packets are no reason for an alarm.
    const status = statusByLimits(lossInterval.low, site.lineLimits?.loss);
    return status === "pass" ? pass("ok:line-loss", measured) : judgement(status, "line-lossy", measured);
  },
});

/** Where anything was sent again, or on request, a closer look: by conversations alone one cannot tell chance from a bad line. */
function trains(context: CheckContext): Record<string, TrainRequest> {
  const observations = context.observations();
  const talks = answeredOnLine(observations, context.site);
  const hasReason =
    context.site.thorough === true ||
    talks.some(hasLost) ||
    observations.some(wasRepeated) ||
    // So little was sent that it says nothing.
    lineOf(observations, context.site)?.lossRatio === undefined;
  if (!hasReason) return {};
  const byAddress = new Map(talks.map(({ request }) => [request.to.ip, request]));
  return Object.fromEntries(
    [...byAddress]
      .slice(0, MAX_TRAINS)
      .map(([ip, { to, scheme, host }]) => [
        ip,
        { probe: "train", to, scheme, serverName: host, segments: SEGMENTS_A_TRAIN },
      ]),
  );
}

function hasLost({ evidence }: Observation<"http">): boolean {
  const { repeatedSyns = 0, retransmitted = 0 } = evidence?.tcp.figures ?? {};
  return repeatedSyns + retransmitted > 0;
}
