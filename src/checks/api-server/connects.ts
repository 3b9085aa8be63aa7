import { defineCheck } from "../../model/check.ts";
import { apiServers, apiServerConversations, apiServerQuestions } from "../shared/api-server.ts";
import { judgeConnect } from "../shared/conversation.ts";
import { onceResolved } from "../shared/resolution.ts";
import { API_SERVER_DNS, apiServerCheckId } from "../shared/subjects.ts";

export const apiServerConnects = defineCheck({
  group: "api-server",
  subjects: apiServers,
  id: ({ port }) => apiServerCheckId(`tcp-${port}`),
  title: ({ host, port }) => ({ key: "connects", args: { host, port } }),
  required: () => true,
  dependsOn: ({ host }) => onceResolved(host, API_SERVER_DNS, undefined),
  asks: (server, context) => apiServerQuestions(server, context),
  judge: (answers, { host }, context) => judgeConnect(apiServerConversations(answers), host, context),
});
