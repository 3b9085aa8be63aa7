import { serviceEndpoints } from "../catalogue/endpoints.ts";
import { CLOUD_SERVICE_RANGE } from "../catalogue/ranges.ts";
import { defineCheck, fail, pass, warn, type Known, type Resolver } from "../model/check.ts";
import type { DnsRequest } from "../model/probe.ts";
import { contains } from "../wire/cidr.ts";
import { dnsQuestion, isReply, slug } from "./resolution.ts";

/**
 * Each resolver on its own: one that is silent costs every program seconds per name even when the next one answers, and
 * one that does not know the VPC's names is found here and not in the field.
 */
export const dnsResolver = defineCheck({
  group: "dns",
  subjects: (known) => known.resolvers,
  id: ({ address }) => `dns.resolver-${slug(address)}.answers`,
  title: ({ address }) => ({ key: "resolver-answers", args: { server: address } }),
  required: () => false,
  // Every resolver's: whether one's silence matters depends on the others.
  asks: (_resolver, known) =>
    Object.fromEntries(known.resolvers.flatMap((one) => Object.entries(questions(one, known)))),
  judge: (answers, { address: server }, known) => {
    const seen = Object.values(answers).filter(({ request }) => request.server.ip === server);
    const replies = seen.filter((one) => isReply(one.outcome));
    const durationMs = Math.max(0, ...seen.map((one) => one.durationMs));
    const details = { endpoint: { address: server, port: 53, protocol: "udp" as const }, durationMs };
    const [first] = seen;
    if (replies.length === 0 && first !== undefined) {
      const judge = anotherReplies(server, known) ? warn : fail;
      return judge("dns-resolver-silent", { server, outcome: first.outcome }, details);
    }
    const lacking = seen.filter((one) => one.outcome !== "answer");
    const [lack] = lacking;
    if (lack === undefined)
      return pass("ok:resolver", { server, answered: replies.length, asked: seen.length, durationMs }, details);
    const names = lacking.map((one) => one.request.name);
    const others = serversThatAnswer(lacking, known);
    if (lacking.every(({ outcome }) => outcome === "no-data") && others.length > 0)
      return warn("dns-answer-stripped", { server, names, others }, details);
    return warn(
      "dns-resolver-lacks-names",
      { server, lacking: names, asked: seen.length, outcome: lack.outcome },
      details,
    );
  },
});

function questions({ address }: Resolver, known: Known): Record<string, DnsRequest> {
  const required = serviceEndpoints(known.site).filter((service) => service.required);
  return Object.fromEntries(required.map(({ host }) => [`${address} ${host}`, dnsQuestion(address, host, "A")]));
}

/** Who gives an address in the shared range for each of these names: then the name is there, and someone took it away. */
function serversThatAnswer(lacking: { request: DnsRequest }[], known: Known): string[] {
  return known.resolvers
    .map(({ address }) => address)
    .filter((other) =>
      lacking.every(({ request }) =>
        known
          .observation(dnsQuestion(other, request.name, "A"))
          ?.evidence?.addresses.some((ip) => contains(CLOUD_SERVICE_RANGE, ip)),
      ),
    );
}

function anotherReplies(server: string, known: Known): boolean {
  return known.resolvers
    .filter(({ address, origin }) => address !== server && origin === "resolv.conf")
    .some((other) =>
      Object.values(questions(other, known)).some((question) => {
        const seen = known.observation(question);
        return seen !== undefined && isReply(seen.outcome);
      }),
    );
}
