import { defineCheck, needs } from "../../model/check.ts";
import { apiServers, apiServerConversations, apiServerQuestions } from "../shared/api-server.ts";
import { privateCertificateFailure, trusted } from "../shared/certificate.ts";
import { firstOf, handshakeFailure } from "../shared/conversation.ts";
import { apiServerCheckId } from "../shared/subjects.ts";

export const apiServerTls = defineCheck({
  group: "api-server",
  subjects: apiServers,
  id: ({ port }) => apiServerCheckId(`tls-${port}`),
  title: ({ host, port }) => ({ key: "tls-is-trusted", args: { host, port } }),
  required: () => true,
  dependsOn: ({ port }) => [needs(apiServerCheckId(`tcp-${port}`))],
  asks: (server, context) => apiServerQuestions(server, context),
  judge: (answers, { host }, context) => {
    const seen = apiServerConversations(answers);
    const failure = handshakeFailure(seen, host, context) ?? privateCertificateFailure(seen, host);
    return failure ?? trusted("ok:tls-private-ca", firstOf(seen), host);
  },
});
