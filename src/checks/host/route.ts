import { VPC_RESOLVERS } from "../../catalogue/ranges.ts";
import { defineCheck, fail, pass, unverified, type CheckContext } from "../../model/check.ts";
import { isIpv4 } from "../../wire/cidr.ts";
import { routeRequest } from "../shared/routes.ts";

interface Destination {
  name: "cloud-services" | "api-server";
  ip: string;
}

/** An address of each kind that the node must find the way to, whether or not its name resolves. */
function destinations({ site }: CheckContext): Destination[] {
  const apiServer = site.apiServer?.host;
  return [
    { name: "cloud-services", ip: VPC_RESOLVERS[0] },
    ...(apiServer !== undefined && isIpv4(apiServer) ? [{ name: "api-server" as const, ip: apiServer }] : []),
  ];
}

export const hasRoute = defineCheck({
  group: "host",
  subjects: destinations,
  id: ({ name }) => `host.route.${name}`,
  title: ({ ip }) => ({ key: "has-route", args: { to: ip } }),
  required: () => true,
  asks: ({ ip }, { site }) => ({ route: routeRequest(ip, site) }),
  judge: ({ route }, { ip }) => {
    const { outcome, evidence, reason } = route;
    if (outcome === "unreachable") return fail("no-route", { to: ip });
    const name = evidence?.interface;
    if (outcome !== "found" || name === undefined)
      return unverified("route-unknown", { to: ip, reason: reason ?? outcome });
    return pass("ok:route", {
      to: ip,
      via: evidence?.gateway,
      interface: name,
      source: evidence?.source ?? "",
    });
  },
});
