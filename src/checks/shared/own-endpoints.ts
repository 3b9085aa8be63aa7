import type { CheckContext, Dependency, Judgement } from "../../model/check.ts";
import type { HttpRequest } from "../../model/probe.ts";
import type { EndpointScheme, OwnEndpoint } from "../../model/site.ts";
import { conversationQuestions } from "./conversation.ts";
import { onceResolved } from "./resolution.ts";
import { ownCheckId } from "./subjects.ts";

/** Endpoints that the user has named: a mirror registry, a proxy, a licence server. Each may be anywhere. */
export const endpointsOf =
  (...schemes: EndpointScheme[]) =>
  ({ site }: CheckContext): OwnEndpoint[] =>
    (site.endpoints ?? []).filter(({ scheme }) => schemes.includes(scheme));

export function onceNameResolved(endpoint: OwnEndpoint): Dependency[] {
  return onceResolved(endpoint.host, ownCheckId.resolves(endpoint), undefined);
}

export function ownConversation(
  { host, port, scheme }: OwnEndpoint,
  context: CheckContext,
): Record<string, HttpRequest> {
  const plain = scheme === "https" ? "https" : "http";
  return conversationQuestions({ host, port, scheme: plain, method: "GET", path: "/" }, context);
}

/** Of several addresses a client takes any one. */
export function worstOf(judgements: Judgement[]): Judgement {
  const ranked = (["fail", "warn", "unverified", "pass"] as const).flatMap((status) =>
    judgements.filter((one) => one.status === status),
  );
  const [worst] = ranked;
  if (worst === undefined) throw new RangeError("an endpoint was judged without an address");
  return worst;
}
