import { SYSTEM_TOOLS } from "../../catalogue/tools.ts";
import { defineCheck, fail, follows, pass, unverified, warn } from "../../model/check.ts";
import type { HostRequest } from "../../model/probe.ts";
import {
  SOURCES_FACT,
  SOURCES_CHECK,
  areSourcesAsked,
  isSomethingMissing,
  sourcesUnknown,
} from "../shared/package-sources.ts";
import { toolCheckId } from "./installed.ts";

export const sourcesAreConfigured = defineCheck({
  group: "tools",
  subjects: ({ site }) => [site],
  required: () => true,
  id: () => SOURCES_CHECK.configured,
  title: () => ({ key: "sources-are-configured", args: {} }),
  dependsOn: () => SYSTEM_TOOLS.map((tool) => follows(toolCheckId(tool))),
  asks: (_site, context): Partial<Record<"sources", HostRequest>> =>
    areSourcesAsked(context) ? { sources: SOURCES_FACT } : {},
  judge: (seen, _site, context) => {
    if (seen.sources === undefined) return pass("ok:nothing-to-install", {});
    const fact = context.fact("package-sources");
    if (fact === undefined) return sourcesUnknown(context);
    const { sources, manager, unread } = fact;
    if (sources.length > 0) return pass("ok:sources", { manager, names: sources.map(({ name }) => name) });
    if (unread.length > 0) return unverified("sources-unknown", { reason: unread.join(", ") });
    return (isSomethingMissing(context) ? fail : warn)("sources-none", { manager });
  },
});
