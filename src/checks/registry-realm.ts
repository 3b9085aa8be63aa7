import { serviceEndpoints, type ServiceEndpoint } from "../catalogue/endpoints.ts";
import { defineCheck, judgement, needs, pass, warn, type CheckContext, type Judgement } from "../model/check.ts";
import type { HttpRequest } from "../model/probe.ts";
import type { CheckId } from "../model/report.ts";
import { judgeName } from "./dns-resolves.ts";
import { conversationQuestions, firstOf, judgeConnect, type Conversation } from "./shared/conversation.ts";
import { bearerRealm } from "./shared/identity.ts";
import { dnsQuestions } from "./shared/resolution.ts";
import { serviceConversation } from "./service-connects.ts";
import { serviceCheckId, servicePorts, type ServiceSubject } from "./shared/subjects.ts";

/**
 * A registry sends clients to its realm for a token. The realm is read from its answer, not built from the region: it
 * can lie elsewhere, and then it is that host which must be reachable.
 */
export const realm = defineCheck({
  group: "registry",
  subjects: registries,
  id: ({ service }) => realmCheckId(service),
  title: ({ service }) => ({ key: "realm-is-reachable", args: { host: service.host } }),
  required: () => true,
  dependsOn: (subject) => [needs(serviceCheckId.identity(subject))],
  asks: (subject, context) => conversationQuestions(serviceConversation(subject), context),
  judge: (seen, { service }, context) => {
    const host = realmHost(firstOf(Object.values(seen)).evidence?.response);
    const expected = authServices(context).map((auth) => auth.host);
    // A registry that lets anyone in names no realm, and nobody needs one.
    if (host === undefined || expected.includes(host))
      return pass("ok:realm", { host: service.host, realm: host ?? "none" });
    return warn("realm-unexpected", { host: service.host, realm: host, expected });
  },
});

export const realmResolves = defineCheck({
  group: "registry",
  subjects: registries,
  id: ({ service }) => `registry.${service.subject}.realm-resolves`,
  title: ({ service }) => ({ key: "realm-resolves", args: { host: service.host } }),
  required: () => true,
  dependsOn: ({ service }) => [needs(realmCheckId(service))],
  asks: (subject, context) => dnsQuestions(realmNamedBy(subject, context).host ?? subject.service.host, context),
  judge: (_seen, subject, context) => {
    const named = realmNamedBy(subject, context);
    return named.host === undefined ? withoutRealm(subject, named) : judgeName(named.host, [], context);
  },
});

export const realmAnswers = defineCheck({
  group: "registry",
  subjects: registries,
  id: ({ service }) => `registry.${service.subject}.realm-answers`,
  title: ({ service }) => ({ key: "realm-answers", args: { host: service.host } }),
  required: () => true,
  dependsOn: ({ service }) => [needs(`registry.${service.subject}.realm-resolves`)],
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

function registries(context: CheckContext): ServiceSubject[] {
  return servicePorts(context).filter(({ service }) => service.identity === "registry");
}

function authServices(context: CheckContext): ServiceEndpoint[] {
  return serviceEndpoints(context.site).filter(({ identity }) => identity === "registry-auth");
}

/** Equal to the auth service's own conversation, so that it is held once. */
function realmConversation(host: string): Conversation {
  return { host, port: 443, scheme: "https", method: "GET", path: "/auth" };
}

function realmHost(response: Parameters<typeof bearerRealm>[0] | undefined): string | undefined {
  return response === undefined ? undefined : bearerRealm(response)?.hostname;
}

/** Nothing is known of the realm until the registry has answered; then it names one or none. */
interface NamedRealm {
  answered: boolean;
  host?: string;
}

function realmNamedBy(subject: ServiceSubject, context: CheckContext): NamedRealm {
  const [seen] = Object.values(realm.answers(subject, context));
  const host = realmHost(seen?.evidence?.response);
  return { answered: seen !== undefined, ...(host !== undefined && { host }) };
}

function withoutRealm({ service }: ServiceSubject, { answered }: NamedRealm): Judgement {
  return answered
    ? pass("ok:realm", { host: service.host, realm: "none" })
    : judgement("blocked", "prerequisite-failed", { needs: realmCheckId(service) });
}

function realmCheckId({ subject }: ServiceEndpoint): CheckId {
  return `registry.${subject}.realm`;
}
