import { defineCheck, needs } from "../../model/check.ts";
import type { HttpRequest } from "../../model/probe.ts";
import { conversationQuestions, judgeConnect, type Conversation } from "../shared/conversation.ts";
import { realmNamedBy, registries, withoutRealm } from "./realm.ts";
import { registryCheckId } from "../shared/subjects.ts";

export const realmAnswers = defineCheck({
  group: "registry",
  subjects: registries,
  id: ({ service }) => registryCheckId(service, "realm-answers"),
  title: ({ service }) => ({ key: "realm-answers", args: { host: service.host } }),
  required: () => true,
  dependsOn: ({ service }) => [needs(registryCheckId(service, "realm-resolves"))],
  asks: (subject, context): Record<string, HttpRequest> => {
    const { host } = realmNamedBy(subject, context);
    return host === undefined ? {} : conversationQuestions(realmConversation(host), context);
  },
  judge: (seen, subject, context) => {
    const named = realmNamedBy(subject, context);
    return named.host === undefined
      ? withoutRealm(subject, named)
      : judgeConnect(Object.values(seen), named.host, context);
  },
});

/** Equal to the auth service's own conversation, so that it is held once. */
function realmConversation(host: string): Conversation {
  return { host, port: 443, scheme: "https", method: "GET", path: "/auth" };
}
