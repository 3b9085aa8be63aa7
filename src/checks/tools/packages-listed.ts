import { defineCheck, fail, follows, pass, unverified } from "../../model/check.ts";
import {
  SOURCES_CHECK,
  blockedBy,
  judgeSources,
  missingPackages,
  indexQuestions,
  unasked,
  sourcesUnknown,
} from "../shared/package-sources.ts";

export const packagesAreListed = defineCheck({
  group: "tools",
  subjects: ({ site }) => [site],
  required: () => true,
  id: () => SOURCES_CHECK.packages,
  title: () => ({ key: "packages-are-listed", args: {} }),
  dependsOn: () => [follows(SOURCES_CHECK.configured)],
  asks: (_site, context) => indexQuestions(context),
  judge: (answers, _site, context) => {
    const packages = missingPackages(context);
    if (packages.length === 0) return pass("ok:nothing-to-install", {});
    if (context.fact("package-sources") === undefined) return sourcesUnknown(context);
    const seen = Object.values(answers);
    if (judgeSources(seen, context).status === "fail") return blockedBy(SOURCES_CHECK.answer);
    const found = new Set(seen.flatMap(({ evidence }) => evidence?.found ?? []));
    const lacking = packages.filter((name) => !found.has(name));
    if (lacking.length === 0) return pass("ok:packages-listed", { packages });
    const isSearched = seen.every(({ evidence }) => evidence?.found !== undefined) && unasked(context).length === 0;
    return isSearched
      ? fail("packages-not-listed", { packages: lacking })
      : unverified("packages-not-looked-up", { packages: lacking });
  },
});
