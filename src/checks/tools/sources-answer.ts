import { defineCheck, follows, pass } from "../../model/check.ts";
import {
  SOURCES_CHECK,
  blockedBy,
  areSourcesAsked,
  judgeSources,
  indexQuestions,
  sourcesUnknown,
} from "../shared/package-sources.ts";

export const sourcesAnswer = defineCheck({
  group: "tools",
  subjects: ({ site }) => [site],
  required: () => true,
  id: () => SOURCES_CHECK.answer,
  title: () => ({ key: "sources-answer", args: {} }),
  dependsOn: () => [follows(SOURCES_CHECK.configured)],
  asks: (_site, context) => indexQuestions(context),
  judge: (answers, _site, context) => {
    if (!areSourcesAsked(context)) return pass("ok:nothing-to-install", {});
    const fact = context.fact("package-sources");
    if (fact === undefined) return sourcesUnknown(context);
    if (fact.sources.length === 0) return blockedBy(SOURCES_CHECK.configured);
    return judgeSources(Object.values(answers), context);
  },
});
