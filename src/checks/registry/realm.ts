import { serviceEndpoints, type ServiceEndpoint } from "../../catalogue/endpoints.ts";
import { defineCheck, judgement, needs, pass, warn, type CheckContext, type Judgement } from "../../model/check.ts";
import { serviceConversation } from "../service/connects.ts";
import { conversationQuestions, firstOf } from "../shared/conversation.ts";
import { bearerRealm } from "../shared/identity.ts";
import { registryCheckId, serviceCheckId, servicePorts, type ServiceSubject } from "../shared/subjects.ts";

/**
 * A registry sends clients to its realm for a token. The realm is read from its answer, not built from the region: it
 * can lie elsewhere, and then it is that host which must be reachable.
 */
export const realm = defineCheck({
  group: "registry",
  subjects: registries,
  id: ({ service }) => registryCheckId(service, "realm"),
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

function authServices(context: CheckContext): ServiceEndpoint[] {
  return serviceEndpoints(context.site).filter(({ identity }) => identity === "registry-auth");
}

export function registries(context: CheckContext): ServiceSubject[] {
  return servicePorts(context).filter(({ service }) => service.identity === "registry");
}

function realmHost(response: Parameters<typeof bearerRealm>[0] | undefined): string | undefined {
  return response === undefined ? undefined : bearerRealm(response)?.hostname;
}

/** Nothing is known of the realm until the registry has answered; then it names one or none. */
interface NamedRealm {
  answered: boolean;
  host?: string;
}

export function realmNamedBy(subject: ServiceSubject, context: CheckContext): NamedRealm {
  const [seen] = Object.values(realm.answers(subject, context));
  const host = realmHost(seen?.evidence?.response);
  return { answered: seen !== undefined, ...(host !== undefined && { host }) };
}

export function withoutRealm({ service }: ServiceSubject, { answered }: NamedRealm): Judgement {
  return answered
    ? pass("ok:realm", { host: service.host, realm: "none" })
    : judgement("blocked", "prerequisite-failed", { needs: registryCheckId(service, "realm") });
}
