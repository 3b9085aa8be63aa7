import { VPC_RESOLVERS } from "../../catalogue/ranges.ts";
import { BGP_PORT } from "../../catalogue/ports.ts";
import { defineCheck, needs, pass, unverified, warn, type CheckContext } from "../../model/check.ts";
import type { TcpRequest } from "../../model/probe.ts";
import { routeRequest } from "../shared/routes.ts";

/** With Terway Edge the nodes announce the containers' routes to the switch by BGP. This check only opens and closes a connection. */
export const gatewaySpeaksBgp = defineCheck({
  group: "host",
  subjects: ({ site }) => (site.networkPlugin === "terway-edge" ? [site] : []),
  id: () => "host.gateway.bgp",
  title: () => ({ key: "gateway-speaks-bgp", args: {} }),
  required: () => false,
  dependsOn: () => [needs("host.route.cloud-services")],
  asks: (_site, context): Partial<Record<"bgp", TcpRequest>> => {
    const gateway = gatewayOf(context);
    return gateway === undefined ? {} : { bgp: { probe: "tcp", to: { ip: gateway, port: BGP_PORT } } };
  },
  judge: (seen, { containerCidrs }) => {
    const one = seen.bgp;
    if (one === undefined) return unverified("bgp-no-gateway", {});
    const { ip: gateway, port } = one.request.to;
    const details = { endpoint: { address: gateway, port, protocol: "tcp" as const }, durationMs: one.durationMs };
    if (one.outcome === "open") return pass("ok:bgp", { gateway }, details);
    const args = { gateway, containers: containerCidrs };
    if (one.outcome === "refused") return warn("bgp-refused", args, details);
    return unverified("bgp-silent", args, details);
  },
});

function gatewayOf(context: CheckContext): string | undefined {
  return context.observation(routeRequest(VPC_RESOLVERS[0], context.site))?.evidence?.gateway;
}
