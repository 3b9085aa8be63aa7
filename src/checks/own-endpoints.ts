import { defineCheck, fail, needs, pass, unverified, warn, type CheckContext, type Judgement } from "../model/check.ts";
import type { HttpRequest, NtpRequest, Observation, TcpRequest, UdpRequest } from "../model/probe.ts";
import type { EndpointScheme, OwnEndpoint } from "../model/site.ts";
import { isIp } from "../wire/cidr.ts";
import { publicCertificateFailure, trusted } from "./shared/certificate.ts";
import {
  conversationQuestions,
  endpointOf,
  firstOf,
  handshakeFailure,
  judgeConnect,
  requestFailure,
  where,
} from "./shared/conversation.ts";
import { judgeName } from "./dns-resolves.ts";
import { judgeServer } from "./ntp-answers.ts";
import { dnsQuestions, onceResolved, toEachAddress } from "./shared/resolution.ts";
import { ownCheckId } from "./shared/subjects.ts";

/** Endpoints that the user has named: a mirror registry, a proxy, a licence server. Each may be anywhere. */

const endpointsOf =
  (...schemes: EndpointScheme[]) =>
  ({ site }: CheckContext): OwnEndpoint[] =>
    (site.endpoints ?? []).filter(({ scheme }) => schemes.includes(scheme));

const dependsOn = (endpoint: OwnEndpoint) => onceResolved(endpoint.host, ownCheckId.resolves(endpoint), undefined);

const group = "own";
const required = () => true;

export const ownResolves = defineCheck({
  group,
  required,
  subjects: ({ site }) => (site.endpoints ?? []).filter(({ host }) => !isIp(host)),
  id: ownCheckId.resolves,
  title: ({ host }) => ({ key: "resolves", args: { host } }),
  asks: ({ host }, context) => dnsQuestions(host, context),
  judge: (_seen, { host }, context) => judgeName(host, undefined, context),
});

export const ownConnects = defineCheck({
  group,
  required,
  dependsOn,
  subjects: endpointsOf("https", "http"),
  id: ownCheckId.connects,
  title: ({ host, port }) => ({ key: "connects", args: { host, port } }),
  asks: conversation,
  judge: (seen, { host }, context) => judgeConnect(Object.values(seen), host, context),
});

export const ownTls = defineCheck({
  group,
  required,
  subjects: endpointsOf("https"),
  id: ownCheckId.tls,
  title: ({ host, port }) => ({ key: "tls-is-trusted", args: { host, port } }),
  dependsOn: (endpoint) => [needs(ownCheckId.connects(endpoint))],
  asks: conversation,
  judge: (answers, { host }, context) => {
    const seen = Object.values(answers);
    const failure = handshakeFailure(seen, host, context) ?? publicCertificateFailure(seen, host);
    if (failure?.message.key === "tls-untrusted-issuer")
      return { ...failure, message: { key: "tls-private-issuer", args: failure.message.args } };
    return failure ?? trusted("ok:tls", firstOf(seen), host);
  },
});

export const ownAnswersHttp = defineCheck({
  group,
  required,
  subjects: endpointsOf("https", "http"),
  id: ownCheckId.answers,
  title: ({ host, port }) => ({ key: "answers-http", args: { host, port } }),
  dependsOn: (endpoint) => [
    needs(endpoint.scheme === "https" ? ownCheckId.tls(endpoint) : ownCheckId.connects(endpoint)),
  ],
  asks: conversation,
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

export const ownTcp = defineCheck({
  group,
  required,
  dependsOn,
  subjects: endpointsOf("tcp"),
  id: ownCheckId.connects,
  title: ({ host, port }) => ({ key: "connects", args: { host, port } }),
  asks: ({ host, port }, context): Record<string, TcpRequest> =>
    toEachAddress(host, context, (ip) => ({ probe: "tcp", to: { ip, port } })),
  judge: (seen, { host }, context) => judgeConnect(Object.values(seen), host, context),
});

export const ownUdp = defineCheck({
  group,
  required,
  dependsOn,
  subjects: endpointsOf("udp"),
  id: ownCheckId.answers,
  title: ({ host, port }) => ({ key: "udp-answers", args: { host, port } }),
  asks: ({ host, port }, context): Record<string, UdpRequest> =>
    toEachAddress(host, context, (ip) => ({ probe: "udp", to: { ip, port } })),
  judge: (answers, { host }) => worstOf(Object.values(answers).map((one) => judgeDatagram(one, host))),
});

export const ownTime = defineCheck({
  group,
  required,
  dependsOn,
  subjects: endpointsOf("ntp"),
  id: ownCheckId.answers,
  title: ({ host }) => ({ key: "ntp-answers", args: { host } }),
  asks: ({ host, port }, context): Record<string, NtpRequest> =>
    toEachAddress(host, context, (ip) => ({ probe: "ntp", to: { ip, port } })),
  judge: (answers, { host }, context) => worstOf(Object.values(answers).map((one) => judgeServer(one, host, context))),
});

const SERVER_ERROR = 500;

function conversation({ host, port, scheme }: OwnEndpoint, context: CheckContext): Record<string, HttpRequest> {
  const plain = scheme === "https" ? "https" : "http";
  return conversationQuestions({ host, port, scheme: plain, method: "GET", path: "/" }, context);
}

function judgeDatagram(one: Observation<"udp">, host: string): Judgement {
  const { ip: address, port } = one.request.to;
  const args = { host, address, port };
  const details = { endpoint: { ...args, protocol: "udp" as const }, durationMs: one.durationMs };
  if (one.outcome === "answer") return pass("ok:datagram", { ...args, octets: one.evidence?.octets ?? 0 }, details);
  if (one.outcome === "refused") return fail("datagram-refused", args, details);
  if (one.outcome === "timed-out")
    return unverified("datagram-unanswered", { ...args, attempts: one.attempts }, details);
  return fail("datagram-unreachable", { ...args, errno: one.reason ?? one.outcome }, details);
}

/** Of several addresses a client takes any one. */
function worstOf(judgements: Judgement[]): Judgement {
  const ranked = (["fail", "warn", "unverified", "pass"] as const).flatMap((status) =>
    judgements.filter((one) => one.status === status),
  );
  const [worst] = ranked;
  if (worst === undefined) throw new RangeError("an endpoint was judged without an address");
  return worst;
}
