import { VPC_RESOLVERS } from "../../catalogue/ranges.ts";
import { defineCheck, fail, follows, followsIfChosen, pass, unverified } from "../../model/check.ts";
import { routeRequest } from "../shared/routes.ts";
import { apiServerCheckId, serviceCheckId, servicePorts } from "../shared/subjects.ts";

/** Once packets have been sent its way, the kernel knows whether the gateway answers on the local network. */
export const gatewayAnswers = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.gateway.answers",
  title: () => ({ key: "gateway-answers", args: {} }),
  required: () => true,
  dependsOn: ({ apiServer }, context) => [
    follows("host.route.cloud-services"),
    ...servicePorts(context).map((subject) => followsIfChosen(serviceCheckId.connects(subject))),
    ...(apiServer === undefined ? [] : [followsIfChosen(apiServerCheckId(`tcp-${apiServer.port}`))]),
  ],
  asks: (site, context) => {
    const route = routeRequest(VPC_RESOLVERS[0], site);
    const gateway = context.observation(route)?.evidence?.gateway;
    return {
      route,
      neighbours: { probe: "host", fact: "neighbours", ...(gateway !== undefined && { gateway }) },
    } as const;
  },
  judge: ({ route, neighbours }) => {
    if (route.outcome === "unreachable") return unverified("gateway-without-route", { to: VPC_RESOLVERS[0] });
    if (route.outcome !== "found")
      return unverified("route-unknown", { to: VPC_RESOLVERS[0], reason: route.reason ?? route.outcome });
    const gateway = route.evidence?.gateway;
    if (gateway === undefined) return pass("ok:gateway", { gateway: undefined });
    const entries = neighbours.evidence?.fact === "neighbours" ? neighbours.evidence.neighbours : [];
    const entry = entries.find((each) => each.ip === gateway && each.interface === route.evidence?.interface);
    if (entry === undefined) return unverified("gateway-unknown", { gateway });
    return entry.complete
      ? pass("ok:gateway", { gateway })
      : fail("gateway-silent", { gateway, interface: entry.interface });
  },
});
