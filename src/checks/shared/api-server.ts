import type { CheckContext } from "../../model/check.ts";
import type { HttpRequest } from "../../model/probe.ts";
import type { HostPort } from "../../model/site.ts";
import { conversationQuestions, type HttpObservation } from "./conversation.ts";

export const apiServers = ({ site }: CheckContext): HostPort[] =>
  site.apiServer === undefined ? [] : [site.apiServer];

/** Anonymous since Kubernetes 1.14; where anonymous access is off, the refusal is a Status object and proof enough. */
export const API_SERVER_PATHS = ["/version", "/readyz"];

export function apiServerQuestions({ host, port }: HostPort, context: CheckContext): Record<string, HttpRequest> {
  const asked = API_SERVER_PATHS.flatMap((path) => {
    const questions = conversationQuestions({ host, port, scheme: "https", method: "GET", path }, context);
    return Object.entries(questions).map(([ip, request]) => [`${ip} ${path}`, request] as const);
  });
  return Object.fromEntries(asked);
}

/** One observation an address: both paths share the phases before HTTP. */
export function apiServerConversations(answers: Record<string, HttpObservation>): HttpObservation[] {
  return Object.values(answers).filter(({ request }) => request.path === API_SERVER_PATHS[0]);
}
