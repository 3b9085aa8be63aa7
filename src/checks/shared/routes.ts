import type { RouteRequest } from "../../model/probe.ts";
import type { Site } from "../../model/site.ts";

/** The kernel's route to an address, from the address that the run sends from where that was chosen. */
export function routeRequest(to: string, { sourceIp }: Pick<Site, "sourceIp">): RouteRequest {
  return { probe: "route", to, ...(sourceIp !== undefined && { from: sourceIp }) };
}

/** Questions for the routes to several addresses, each by a name of its own. */
export type RouteQuestions = Record<`route ${string}`, RouteRequest>;

export function routeQuestions(addresses: readonly string[], site: Pick<Site, "sourceIp">): RouteQuestions {
  return Object.fromEntries(addresses.map((ip) => [`route ${ip}`, routeRequest(ip, site)]));
}
