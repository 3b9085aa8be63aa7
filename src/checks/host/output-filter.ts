import { defineCheck, fail, followsIfChosen, pass, unverified } from "../../model/check.ts";
import { judgeOutbound } from "../../packet-filter/connection.ts";
import {
  doubtOf,
  filtersOf,
  outboundNames,
  outboundQuestions,
  routeTo,
  type FilterQuestions,
} from "../shared/own-filter.ts";
import { outboundTargets } from "../shared/outbound-targets.ts";

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
    const judged = outboundTargets(context).map((target) => ({
      name: `${target.ip}:${target.port}/${target.protocol}`,
      ...judgeOutbound(filters.ruleset, target, routeTo(target.ip, seen, context)),
    }));
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
