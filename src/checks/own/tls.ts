import { defineCheck, needs } from "../../model/check.ts";
import { publicCertificateFailure, trusted } from "../shared/certificate.ts";
import { firstOf, handshakeFailure } from "../shared/conversation.ts";
import { ownConversation, endpointsOf } from "../shared/own-endpoints.ts";
import { ownCheckId } from "../shared/subjects.ts";

export const ownTls = defineCheck({
  group: "own",
  required: () => true,
  subjects: endpointsOf("https"),
  id: ownCheckId.tls,
  title: ({ host, port }) => ({ key: "tls-is-trusted", args: { host, port } }),
  dependsOn: (endpoint) => [needs(ownCheckId.connects(endpoint))],
  asks: ownConversation,
  judge: (answers, { host }, context) => {
    const seen = Object.values(answers);
    const failure = handshakeFailure(seen, host, context) ?? publicCertificateFailure(seen, host);
    if (failure?.message.key === "tls-untrusted-issuer")
      return { ...failure, message: { key: "tls-private-issuer", args: failure.message.args } };
    return failure ?? trusted("ok:tls", firstOf(seen), host);
  },
});
