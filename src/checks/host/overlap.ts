import { defineCheck, fail, pass, unverified } from "../../model/check.ts";
import { contains, overlaps } from "../../wire/cidr.ts";

/** The join script refuses a node whose routes or name servers lie in the cluster's own ranges. */
export const noOverlap = defineCheck({
  group: "host",
  subjects: ({ site }) => (site.podCidrs.length + site.serviceCidrs.length > 0 ? [site] : []),
  id: () => "host.cidr.overlap",
  title: () => ({ key: "no-overlap", args: {} }),
  required: () => true,
  asks: () => ({ routes: { probe: "host", fact: "routes" } }) as const,
  judge: ({ routes }, { podCidrs, serviceCidrs }, context) => {
    const cluster = [...podCidrs, ...serviceCidrs];
    if (routes.evidence?.fact !== "routes")
      return unverified("route-unknown", { to: cluster.join(", "), reason: routes.outcome });
    const all = routes.evidence.routes;
    const byRoute = all
      .filter(({ destination }) => !destination.endsWith("/0"))
      .flatMap(({ destination, interface: name }) =>
        cluster
          .filter((cidr) => overlaps(cidr, destination))
          .map((cidr) => `route ${destination} dev ${name} in ${cidr}`),
      );
    const byServer = context.resolvers.flatMap(({ address }) =>
      cluster.filter((cidr) => contains(cidr, address)).map((cidr) => `name server ${address} in ${cidr}`),
    );
    const found = [...new Set([...byRoute, ...byServer])];
    return found.length > 0 ? fail("route-overlaps-cluster", { overlaps: found }) : pass("ok:nothing-found", {});
  },
});
