import { VPC_RESOLVERS } from "../../catalogue/ranges.ts";
import { defineCheck, pass, unverified, warn } from "../../model/check.ts";
import { isIpv4 } from "../../wire/cidr.ts";
import { routeRequest } from "../shared/routes.ts";

/** With two ways out, what comes in by one may be answered by the other: or dropped, where the kernel looks. */
export const oneWayBack = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.route.reverse-path",
  title: () => ({ key: "one-way-back", args: {} }),
  required: () => false,
  asks: (site) =>
    ({
      route: routeRequest(
        site.apiServer !== undefined && isIpv4(site.apiServer.host) ? site.apiServer.host : VPC_RESOLVERS[0],
        site,
      ),
      reverse: { probe: "host", fact: "reverse-path" },
    }) as const,
  judge: ({ route, reverse }) => {
    if (reverse.evidence?.fact !== "reverse-path")
      return unverified("route-unknown", { to: "0.0.0.0/0", reason: reverse.reason ?? reverse.outcome });
    const { defaults, strict, dropped } = reverse.evidence;
    const answersBy = route.evidence?.interface;
    if (defaults.length < 2 || answersBy === undefined) return pass("ok:nothing-found", {});
    return warn("several-default-routes", {
      interfaces: defaults,
      answersBy,
      strict: strict.filter((name) => name !== answersBy && defaults.includes(name)),
      dropped,
    });
  },
});
