import { defineCheck } from "../../model/check.ts";
import type { NtpRequest } from "../../model/probe.ts";
import { judgeServer } from "../ntp/answers.ts";
import { onceNameResolved, endpointsOf, worstOf } from "../shared/own-endpoints.ts";
import { toEachAddress } from "../shared/resolution.ts";
import { ownCheckId } from "../shared/subjects.ts";

export const ownTime = defineCheck({
  group: "own",
  required: () => true,
  dependsOn: onceNameResolved,
  subjects: endpointsOf("ntp"),
  id: ownCheckId.answers,
  title: ({ host }) => ({ key: "ntp-answers", args: { host } }),
  asks: ({ host, port }, context): Record<string, NtpRequest> =>
    toEachAddress(host, context, (ip) => ({ probe: "ntp", to: { ip, port } })),
  judge: (answers, { host }, context) => worstOf(Object.values(answers).map((one) => judgeServer(one, host, context))),
});
