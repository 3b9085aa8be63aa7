import {
  followsIfChosen,
  judgement,
  unverified,
  type CheckContext,
  type Dependency,
  type Judgement,
} from "../../model/check.ts";
import type { AnyObservation } from "../../model/probe.ts";
import type { Limits } from "../../model/site.ts";
import { answeredOnLine, conversationsOnLine } from "./line.ts";
import { apiServerCheckId, serviceCheckId, servicePorts } from "./subjects.ts";

/** Once the connections of the other checks are closed: nothing is asked on this one's account while all is well. */
export function afterConnections(context: CheckContext): Dependency[] {
  const { apiServer } = context.site;
  return [
    ...servicePorts(context).flatMap((service) => [serviceCheckId.connects(service), serviceCheckId.identity(service)]),
    ...(apiServer === undefined ? [] : [apiServerCheckId(`tcp-${apiServer.port}`)]),
  ].map(followsIfChosen);
}

/** Without limits, as in reports of earlier versions, anything will do. */
export function statusByLimits(value: number, limits: Limits | undefined): "pass" | "warn" | "fail" {
  if (limits === undefined || value < limits.warn) return "pass";
  return value < limits.fail ? "warn" : "fail";
}

/** Answered when it was asked again: a name is often asked for beyond the line too. */
export function wasRepeated({ outcome, attempts }: AnyObservation): boolean {
  return attempts > 1 && (outcome === "response" || outcome === "answer" || outcome === "time");
}

export function notMeasured(context: CheckContext): Judgement {
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
