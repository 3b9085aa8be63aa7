import { defineCheck, fail, followsIfChosen, pass, unverified } from "../../model/check.ts";
import {
  doubtOf,
  filtersOf,
  outboundNames,
  outboundQuestions,
  judgeTargets,
  type FilterQuestions,
} from "../shared/own-filter.ts";

/** What the node's own filter does to its connections, and to the answers on their way back in. */
export const outputPassesFilter = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.filter.output",
  title: () => ({ key: "output-passes-filter", args: {} }),
  required: () => true,
  dependsOn: (_site, context) => outboundNames(context).map(followsIfChosen),
  asks: (_site, context): FilterQuestions => outboundQuestions(context),
  judge: (seen, _site, context) => {
    const filters = filtersOf(seen.filters.evidence);
    if (filters === undefined) return unverified("local-filter-unknown", { why: { kind: "permission" } });
    const judged = judgeTargets(filters, seen, context);
    const blocked = judged.filter(({ out }) => out.verdict === "drops");
    if (blocked.length > 0)
      return fail("local-filter-drops", {
        destinations: blocked.map(({ name }) => name),
        rule: blocked[0]?.out.rule ?? "",
      });
    const lost = judged.filter(({ back }) => back.verdict === "drops");
    const rule = lost[0]?.back.rule;
    if (rule !== undefined) {
      if (OVERLAY.test(rule)) return fail("overlay-drops-cloud", { rule });
      return fail("answers-filtered", { destinations: lost.map(({ name }) => name), rule });
    }
    const doubt = doubtOf(
      filters,
      judged.flatMap(({ out, back }) => [out, back]),
    );
    if (doubt !== undefined) return unverified("local-filter-unknown", { why: doubt });
    return pass("ok:output-filter", { destinations: judged.length });
  },
});

/** Chains and interfaces of overlay networks, by the names that they give them. */
const OVERLAY = /\b(ts-(input|forward)|tailscale\d*|netbird|nebula\d*|zt[0-9a-z]{8}|wg\d+|wt0)\b/i;
