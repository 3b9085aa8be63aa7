import {
  defineCheck,
  follows,
  followsIfChosen,
  judgement,
  pass,
  unverified,
  type CheckContext,
  type Dependency,
  type Judgement,
} from "../model/check.ts";
import type { AnyObservation, Observation, TrainRequest } from "../model/probe.ts";
import type { Limits } from "../model/site.ts";
import { answeredOnLine, conversationsOnLine, lineOf } from "./shared/line.ts";
import { apiServerCheckId, serviceCheckId, servicePorts } from "./shared/subjects.ts";

/** Together at most 200 segments, within two seconds. */
const MAX_TRAINS = 8;
const SEGMENTS_A_TRAIN = 25;

/** Once the connections of the other checks are closed: nothing is asked on this one's account while all is well. */
export function afterConnections(context: CheckContext): Dependency[] {
  const { apiServer } = context.site;
  return [
    ...servicePorts(context).flatMap((service) => [serviceCheckId.connects(service), serviceCheckId.identity(service)]),
    ...(apiServer === undefined ? [] : [apiServerCheckId(`tcp-${apiServer.port}`)]),
  ].map(followsIfChosen);
}

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
    const status = statusOf(lossInterval.low, site.lineLimits?.loss);
    return status === "pass" ? pass("ok:line-loss", measured) : judgement(status, "line-lossy", measured);
  },
});

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
    const status = statusOf(measured.median, site.lineLimits?.roundTripMs);
    return status === "pass" ? pass("ok:line-round-trip", measured) : judgement(status, "line-slow", measured);
  },
});

/** Without limits, as in reports of earlier versions, anything will do. */
function statusOf(value: number, limits: Limits | undefined): "pass" | "warn" | "fail" {
  if (limits === undefined || value < limits.warn) return "pass";
  return value < limits.fail ? "warn" : "fail";
}

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

/** Answered when it was asked again: a name is often asked for beyond the line too. */
export function wasRepeated({ outcome, attempts }: AnyObservation): boolean {
  return attempts > 1 && (outcome === "response" || outcome === "answer" || outcome === "time");
}

function notMeasured(context: CheckContext): Judgement {
  const connections = answeredOnLine(context.observations(), context.site).length;
  return blockedWithoutAnswer(context) ?? unverified("line-not-measured", { connections });
}

/** Where nothing was answered over the line there is nothing to look at, and the checks that failed say why. */
export function blockedWithoutAnswer(context: CheckContext): Judgement | undefined {
  const [first] = servicePorts(context).map(serviceCheckId.connects);
  const observations = context.observations();
  const wasTried = conversationsOnLine(observations, context.site).length > 0;
  const wasAnswered = answeredOnLine(observations, context.site).length > 0;
  return wasTried && !wasAnswered && first !== undefined
    ? judgement("blocked", "prerequisite-failed", { needs: first })
    : undefined;
}
