import { defineCheck } from "../../model/check.ts";
import { judgeConnect } from "../shared/conversation.ts";
import { ownConversation, onceNameResolved, endpointsOf } from "../shared/own-endpoints.ts";
import { ownCheckId } from "../shared/subjects.ts";

export const ownConnects = defineCheck({
  group: "own",
  required: () => true,
  dependsOn: onceNameResolved,
  subjects: endpointsOf("https", "http"),
  id: ownCheckId.connects,
  title: ({ host, port }) => ({ key: "connects", args: { host, port } }),
  asks: ownConversation,
  judge: (seen, { host }, context) => judgeConnect(Object.values(seen), host, context),
});
