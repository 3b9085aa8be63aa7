import { defineCheck } from "../../model/check.ts";
import { isIp } from "../../wire/cidr.ts";
import { judgeName } from "../dns/resolves.ts";

import { dnsQuestions } from "../shared/resolution.ts";
import { ownCheckId } from "../shared/subjects.ts";

export const ownResolves = defineCheck({
  group: "own",
  required: () => true,
  subjects: ({ site }) => (site.endpoints ?? []).filter(({ host }) => !isIp(host)),
  id: ownCheckId.resolves,
  title: ({ host }) => ({ key: "resolves", args: { host } }),
  asks: ({ host }, context) => dnsQuestions(host, context),
  judge: (_seen, { host }, context) => judgeName(host, undefined, context),
});
