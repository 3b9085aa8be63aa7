import { defineCheck, pass, unverified, warn } from "../../model/check.ts";
import { judgeForwarded } from "../../packet-filter/connection.ts";
import { intervalOf } from "../../wire/cidr.ts";
import { FILTERS, doubtOf, filtersOf, firstIn, routeTo, type FilterQuestions } from "../shared/own-filter.ts";
import { slug } from "../shared/resolution.ts";
import { routeQuestions } from "../shared/routes.ts";

/**
 * With Terway Edge the VPC has routes to the containers, and its access lists name them. So this node must not put its own address in
 * the place of theirs. Where the VPC's block is not known, there is no destination to judge.
 */
export const containersKeepSource = defineCheck({
  group: "host",
  subjects: ({ site }) => (site.networkPlugin === "terway-edge" && site.vpcCidrs.length > 0 ? site.containerCidrs : []),
  id: (cidr) => `host.filter.masquerade.${slug(cidr)}`,
  title: (cidr) => ({ key: "containers-keep-source", args: { cidr } }),
  required: () => false,
  asks: (_cidr, { site }): FilterQuestions => ({
    filters: FILTERS,
    ...routeQuestions(site.vpcCidrs.map(firstIn), site),
  }),
  judge: (seen, cidr, context) => {
    const filters = filtersOf(seen.filters.evidence);
    if (filters === undefined) return unverified("local-filter-unknown", { why: { kind: "permission" } });
    const judged = context.site.vpcCidrs.map((vpc) => ({
      vpc,
      ...judgeForwarded(filters.ruleset, intervalOf(cidr), intervalOf(vpc), routeTo(firstIn(vpc), seen, context)),
    }));
    const changed = judged.filter(({ sourceTranslated }) => sourceTranslated !== undefined);
    const rule = changed[0]?.sourceTranslated;
    if (rule !== undefined)
      return warn("containers-masqueraded", { containers: cidr, destinations: changed.map(({ vpc }) => vpc), rule });
    const doubt = doubtOf(filters, judged);
    if (doubt !== undefined) return unverified("local-filter-unknown", { why: doubt });
    return pass("ok:nothing-found", {});
  },
});
