import { serviceEndpoints } from "../../catalogue/endpoints.ts";
import { isOf, type AnyObservation } from "../../model/probe.ts";
import { containedInAny } from "../../wire/cidr.ts";
import { CLOUD_SERVICES } from "../../catalogue/misconfigurations/scopes.ts";
import { canBeTheClouds, type Network } from "../network/routed-network.ts";
import { RESOLUTION as CHANCES } from "../probabilities.ts";
import { ANSWER_CAUSES, PATH_CAUSES } from "./causes.ts";
import type { MeasurementKind } from "./kind.ts";
import type { AnswerPlacement, MeasurementOf } from "./measurement.ts";

/** Where the addresses lie that a name server gives for a cloud service. */
export const RESOLUTION: MeasurementKind<"resolution"> = {
  read,
  chance: ({ placement }, { misdirected }) => CHANCES[misdirected === true ? "wrong" : "right"][placement],
  identity: ({ request }) => `resolution ${request.server.ip} ${request.name}`,
  causes: new Set([...ANSWER_CAUSES, ...PATH_CAUSES]),
  // What was asked at an address because a name leads there.
  alsoExplains: ({ addresses }, { request }) =>
    "to" in request && typeof request.to === "object" && addresses.includes(request.to.ip),
};

function read({ traffic, sideOf }: Network, one: AnyObservation): MeasurementOf<"resolution">[] {
  if (!isOf(one, "dns") || one.request.type !== "A") return [];
  const { request, evidence } = one;
  const addresses = evidence?.addresses ?? [];
  const target = traffic.targets.find(({ host, service }) => host === request.name && CLOUD_SERVICES.has(service));
  if (target === undefined || addresses.length === 0) return [];
  const endpoint = serviceEndpoints(traffic.site).find(({ host }) => host === request.name);
  // A name that need not exist need not be right either.
  if (endpoint?.required !== true) return [];
  const placement: AnswerPlacement =
    endpoint.ranges.length > 0 && addresses.every((ip) => containedInAny(endpoint.ranges, ip))
      ? "documented"
      : addresses.every((ip) => canBeTheClouds(traffic.site, ip) || sideOf(ip) === "vpc")
        ? "cloud"
        : "impossible";
  return [{ kind: "resolution", request, placement, addresses: [...addresses] }];
}
