import { serviceEndpoints } from "../../catalogue/endpoints.ts";
import { CLOUD_SERVICE_RANGE } from "../../catalogue/ranges.ts";
import { defineCheck, fail, pass, warn, type CheckContext, type Resolver } from "../../model/check.ts";
import type { DnsRequest } from "../../model/probe.ts";
import { compareAddresses, contains, isIpv4 } from "../../wire/cidr.ts";
import { dnsQuestion, isReply, isUsable, slug } from "../shared/resolution.ts";

/**
 * Each resolver on its own: one that is silent costs every program seconds per name even when the next one answers, and
 * one that does not know the VPC's names is found here and not in the field.
 */
export const dnsResolver = defineCheck({
  group: "dns",
  subjects: (context) => context.resolvers,
  id: ({ address }) => `dns.resolver-${slug(address)}.answers`,
  title: ({ address }) => ({ key: "resolver-answers", args: { server: address } }),
  required: () => false,
  // Every resolver's: whether one's silence matters depends on the others.
  asks: (resolver, context) =>
    Object.fromEntries([
      ...context.resolvers.flatMap((one) => Object.entries(questions(one, context))),
      ...Object.entries(questions(resolver, context, "AAAA")),
    ]),
  isAbout: ({ address }, { server }) => server.ip === address,
  judge: (answers, { address: server }, context) => {
    const all = Object.values(answers).filter(({ request }) => request.server.ip === server);
    const seen = all.filter(({ request }) => request.type === "A");
    const replies = seen.filter((one) => isReply(one.outcome));
    const durationMs = Math.max(0, ...seen.map((one) => one.durationMs));
    const details = { endpoint: { address: server, port: 53, protocol: "udp" as const }, durationMs };
    const [first] = seen;
    if (replies.length === 0 && first !== undefined) {
      const judge = anotherReplies(server, context) ? warn : fail;
      return judge("dns-resolver-silent", { server, outcome: first.outcome }, details);
    }
    const lacking = seen.filter((one) => one.outcome !== "answer");
    const [lack] = lacking;
    const lost = leadingAstray(server, context);
    if (lost !== undefined) return warn("dns-resolver-leads-astray", { server, ...lost }, details);
    const unanswered = all.filter(({ request, outcome }) => request.type === "AAAA" && outcome === "timed-out");
    if (lack === undefined && unanswered.length > 0)
      return warn(
        "dns-aaaa-unanswered",
        { server, names: unanswered.map(({ request }) => request.name), seconds: patience(context) },
        details,
      );
    if (lack === undefined)
      return pass("ok:resolver", { server, answered: replies.length, asked: seen.length, durationMs }, details);
    const names = lacking.map((one) => one.request.name);
    const others = serversThatAnswer(lacking, context);
    if (lacking.every(({ outcome }) => outcome === "no-data") && others.length > 0)
      return warn("dns-answer-stripped", { server, names, others }, details);
    return warn(
      "dns-resolver-lacks-names",
      { server, lacking: names, asked: seen.length, outcome: lack.outcome },
      details,
    );
  },
});

/** Names that this server resolves to addresses where the service cannot be, although another server resolves them well. */
function leadingAstray(
  server: string,
  context: CheckContext,
): { names: string[]; addresses: string[]; others: string[] } | undefined {
  const services = requiredServices(context);
  const given = (by: string, host: string) =>
    context.observation(dnsQuestion(by, host, "A"))?.evidence?.addresses.filter(isIpv4) ?? [];
  const isRight = (by: string, { host, ranges }: (typeof services)[number]) => {
    const addresses = given(by, host);
    return addresses.length > 0 && addresses.every((ip) => isUsable(ip, ranges, context));
  };
  const wrong = services.filter((service) => given(server, service.host).length > 0 && !isRight(server, service));
  const others = context.resolvers
    .map(({ address }) => address)
    .filter((other) => wrong.length > 0 && wrong.every((service) => isRight(other, service)));
  if (others.length === 0) return undefined;
  const addresses = wrong.flatMap(({ host }) => given(server, host));
  return { names: wrong.map(({ host }) => host), addresses: [...new Set(addresses)].sort(compareAddresses), others };
}

/** How long a program waits for an answer that does not come: resolv.conf's time-out, for each attempt. */
function patience(context: CheckContext): number {
  const { timeoutSeconds = 5, attempts = 2 } = context.fact("resolvers")?.options ?? {};
  return timeoutSeconds * attempts;
}

const requiredServices = ({ site }: CheckContext) => serviceEndpoints(site).filter(({ required }) => required);

function questions({ address }: Resolver, context: CheckContext, type: "A" | "AAAA" = "A"): Record<string, DnsRequest> {
  return Object.fromEntries(
    requiredServices(context).map(({ host }) => [`${address} ${host} ${type}`, dnsQuestion(address, host, type)]),
  );
}

/** Who gives an address in the shared range for each of these names: then the name is there, and someone took it away. */
function serversThatAnswer(lacking: { request: DnsRequest }[], context: CheckContext): string[] {
  return context.resolvers
    .map(({ address }) => address)
    .filter((other) =>
      lacking.every(({ request }) =>
        context
          .observation(dnsQuestion(other, request.name, "A"))
          ?.evidence?.addresses.some((ip) => contains(CLOUD_SERVICE_RANGE, ip)),
      ),
    );
}

function anotherReplies(server: string, context: CheckContext): boolean {
  return context.resolvers
    .filter(({ address, origin }) => address !== server && origin === "resolv.conf")
    .some((other) =>
      Object.values(questions(other, context)).some((question) => {
        const seen = context.observation(question);
        return seen !== undefined && isReply(seen.outcome);
      }),
    );
}
