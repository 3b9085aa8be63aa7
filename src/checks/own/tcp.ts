import { defineCheck } from "../../model/check.ts";
import type { TcpRequest } from "../../model/probe.ts";
import { judgeConnect } from "../shared/conversation.ts";
import { onceNameResolved, endpointsOf } from "../shared/own-endpoints.ts";
import { toEachAddress } from "../shared/resolution.ts";
import { ownCheckId } from "../shared/subjects.ts";

export const ownTcp = defineCheck({
  group: "own",
  required: () => true,
  dependsOn: onceNameResolved,
  subjects: endpointsOf("tcp"),
  id: ownCheckId.connects,
  title: ({ host, port }) => ({ key: "connects", args: { host, port } }),
  asks: ({ host, port }, context): Record<string, TcpRequest> =>
    toEachAddress(host, context, (ip) => ({ probe: "tcp", to: { ip, port } })),
  judge: (seen, { host }, context) => judgeConnect(Object.values(seen), host, context),
});
