import { defineCheck, followsIfChosen, pass, unverified, warn } from "../../model/check.ts";
import {
  filtersOf,
  outboundNames,
  outboundQuestions,
  judgeTargets,
  type FilterQuestions,
} from "../shared/own-filter.ts";

/** Translation decides where a connection goes, not whether: a local proxy may take what is meant for the cloud. */
export const nothingRedirected = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.filter.translation",
  title: () => ({ key: "nothing-redirected", args: {} }),
  required: () => false,
  dependsOn: (_site, context) => outboundNames(context).map(followsIfChosen),
  asks: (_site, context): FilterQuestions => outboundQuestions(context),
  judge: (seen, _site, context) => {
    const filters = filtersOf(seen.filters.evidence);
    if (filters === undefined) return unverified("local-filter-unknown", { why: { kind: "permission" } });
    const redirected = judgeTargets(filters, seen, context).flatMap(({ name, out }) => {
      const rule = out.destinationTranslated;
      return rule === undefined ? [] : [{ name, rule }];
    });
    const [first] = redirected;
    if (first === undefined) return pass("ok:nothing-found", {});
    return warn("traffic-redirected", { destinations: redirected.map(({ name }) => name), rule: first.rule });
  },
});
