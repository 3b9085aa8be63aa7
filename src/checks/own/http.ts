import { defineCheck, needs, pass, warn } from "../../model/check.ts";
import { endpointOf, firstOf, requestFailure, where } from "../shared/conversation.ts";
import { ownConversation, endpointsOf } from "../shared/own-endpoints.ts";
import { ownCheckId } from "../shared/subjects.ts";

export const ownAnswersHttp = defineCheck({
  group: "own",
  required: () => true,
  subjects: endpointsOf("https", "http"),
  id: ownCheckId.answers,
  title: ({ host, port }) => ({ key: "answers-http", args: { host, port } }),
  dependsOn: (endpoint) => [
    needs(endpoint.scheme === "https" ? ownCheckId.tls(endpoint) : ownCheckId.connects(endpoint)),
  ],
  asks: ownConversation,
  judge: (answers, { host }, context) => {
    const seen = Object.values(answers);
    const failure = requestFailure(seen, host, context);
    if (failure !== undefined) return failure;
    const worst = seen.find(({ evidence }) => (evidence?.response?.status ?? 0) >= SERVER_ERROR) ?? firstOf(seen);
    const { status = 0, headers = {}, responseMs = 0 } = worst.evidence?.response ?? {};
    const args = { ...where(worst, host), status, sign: { kind: "server" as const, value: headers["server"] } };
    // What it answers is its own affair, as long as it does not say itself that it fails.
    const details = { endpoint: endpointOf(worst, host), durationMs: responseMs };
    return status >= SERVER_ERROR ? warn("http-server-error", args, details) : pass("ok:http", args, details);
  },
});

const SERVER_ERROR = 500;
