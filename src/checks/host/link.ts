import { VPC_RESOLVERS } from "../../catalogue/ranges.ts";
import { defineCheck, pass, unverified, warn } from "../../model/check.ts";
import { routeRequest } from "../shared/routes.ts";

const LINE_MTU = 1_500;

/** One packet in a hundred. */
const ERROR_SHARE = 0.01;

export const linkIsWell = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.interface.link",
  title: () => ({ key: "link-is-well", args: {} }),
  required: () => false,
  asks: (site) => ({ route: routeRequest(VPC_RESOLVERS[0], site), links: { probe: "host", fact: "links" } }) as const,
  judge: ({ route, links }) => {
    const all = links.evidence?.fact === "links" ? links.evidence.links : [];
    const link = all.find(({ name }) => name === route.evidence?.interface);
    if (link === undefined || link.mtu === 0) return unverified("link-unknown", { name: route.evidence?.interface });
    const { name, mtu } = link;
    const errors = link.receiveErrors + link.sendErrors;
    const packets = link.received + link.sent;
    if (errors > packets * ERROR_SHARE) return warn("link-errors", { name, errors, packets });
    if (mtu < LINE_MTU) return warn("link-narrow", { name, mtu });
    if (mtu > LINE_MTU) return warn("link-jumbo", { name, mtu });
    return pass("ok:link", { name, mtu });
  },
});
