import { DNS_PORT, serviceEndpoints } from "../../catalogue/endpoints.ts";
import { SERVICE_DOMAIN } from "../../catalogue/interception-signatures.ts";
import { CLOUD_SERVICE_RANGE, DEFAULT_CLOUD_SERVICE_CIDR } from "../../catalogue/ranges.ts";
import { needs, type CheckContext, type Dependency, type Resolver } from "../../model/check.ts";
import type { ResolverAnswer } from "../../model/message.ts";
import type { DnsRequest, HostRequest, OutcomeOf } from "../../model/probe.ts";
import type { CheckId } from "../../model/report.ts";
import type { Site } from "../../model/site.ts";
import { addressKind, compareAddresses, containedInAny, isIp, isIpv4 } from "../../wire/cidr.ts";

export function dnsQuestion(server: string, name: string, type: "A" | "AAAA"): DnsRequest {
  return { probe: "dns", server: { ip: server, port: DNS_PORT }, name: name.toLowerCase(), type };
}

/** What a run may have to resolve; the registry names its authentication service itself. */
export function hostsFileQuestion({ apiServer, ntpServers, endpoints = [] }: Site): HostRequest {
  const own = endpoints.map(({ host }) => host);
  const names = [`.${SERVICE_DOMAIN}`, ...(apiServer === undefined ? [] : [apiServer.host]), ...ntpServers, ...own];
  return { probe: "host", fact: "hosts-file", names: names.filter((name) => !isIp(name)) };
}

/** Both families from every resolver; a literal needs none. */
export function dnsQuestions(host: string, context: CheckContext): Record<string, DnsRequest> {
  if (isIp(host)) return {};
  return Object.fromEntries(
    context.resolvers.flatMap(({ address }) =>
      (["A", "AAAA"] as const).map((type) => [`${address} ${type}`, dnsQuestion(address, host, type)]),
    ),
  );
}

/** What a program on this node gets for a name. */
export type Resolution =
  | { state: "known"; source: "dns" | "hosts-file" | "literal" | "option"; server: string; addresses: string[] }
  | { state: "failed"; outcome: OutcomeOf<"dns"> | "no-server" }
  | { state: "pending" };

/**
 * As the C library resolves: /etc/hosts first, then the servers of resolv.conf in order. An answer, NXDOMAIN or an empty
 * answer ends the search; a failure or silence moves on to the next server. A server given as an option is believed
 * only when those leave nothing: the path behind the name can then still be probed.
 */
export function resolve(host: string, context: CheckContext): Resolution {
  if (isIp(host)) return { state: "known", source: "literal", server: "", addresses: [host] };
  const pinned = pinnedAddresses(host, context);
  if (pinned.length > 0) return { state: "known", source: "hosts-file", server: "/etc/hosts", addresses: pinned };
  const configured = resolveInOrder(host, "dns", withOrigin(context, "resolv.conf"), context);
  if (configured.state !== "failed") return configured;
  const offered = resolveInOrder(host, "option", withOrigin(context, "option"), context);
  return offered.state === "failed" ? configured : offered;
}

function withOrigin(context: CheckContext, origin: Resolver["origin"]): Resolver[] {
  return context.resolvers.filter((resolver) => resolver.origin === origin);
}

function resolveInOrder(
  host: string,
  source: "dns" | "option",
  resolvers: Resolver[],
  context: CheckContext,
): Resolution {
  let failure: OutcomeOf<"dns"> | "no-server" = "no-server";
  for (const { address: server } of resolvers) {
    const seen = context.observation(dnsQuestion(server, host, "A"));
    if (seen === undefined) return { state: "pending" };
    const addresses = seen.evidence?.addresses.filter(isIpv4) ?? [];
    if (seen.outcome === "answer") return { state: "known", source, server, addresses };
    // A word from a server says more than another server's silence.
    if (failure === "no-server" || !isReply(failure)) failure = outcomeAt(server, seen.outcome, context);
    if (seen.outcome === "nxdomain" || seen.outcome === "no-data") return { state: "failed", outcome: seen.outcome };
  }
  return { state: "failed", outcome: failure };
}

/**
 * Where nothing listens, the first few queries come back as "port unreachable" and the rest in silence, since hosts limit
 * such errors to about one a second. Silence beside a refusal is that limit, not another fault.
 */
function outcomeAt(server: string, outcome: OutcomeOf<"dns">, context: CheckContext): OutcomeOf<"dns"> {
  if (outcome !== "timed-out") return outcome;
  const others = serviceEndpoints(context.site).map(
    ({ host }) => context.observation(dnsQuestion(server, host, "A"))?.outcome,
  );
  return others.includes("refused") ? "refused" : outcome;
}

/** Whether a DNS server said something, whatever it was. */
export function isReply(outcome: OutcomeOf<"dns">): boolean {
  return ["answer", "no-data", "nxdomain", "servfail", "dns-refused", "dns-error", "truncated"].includes(outcome);
}

export function pinnedAddresses(host: string, context: CheckContext): string[] {
  const entries = context.fact("hosts-file")?.entries ?? [];
  const addresses = entries.filter((entry) => entry.names.includes(host.toLowerCase())).map((entry) => entry.ip);
  return [...new Set(addresses.filter(isIpv4))].sort(compareAddresses);
}

/** What each resolver said about a name's IPv4 addresses, in the order they are asked. */
export function resolverAnswers(host: string, context: CheckContext, resolvers = context.resolvers): ResolverAnswer[] {
  return resolvers.map(({ address: server }) => {
    const seen = context.observation(dnsQuestion(server, host, "A"));
    const outcome = seen === undefined ? "not-asked" : outcomeAt(server, seen.outcome, context);
    return { server, outcome, addresses: seen?.evidence?.addresses ?? [] };
  });
}

/** Enough to see which of a name's addresses are cut off, few enough to bound what a hostile answer can cause. */
const MAX_PROBED_ADDRESSES = 8;

export function addressesOf(host: string, context: CheckContext): string[] {
  const resolution = resolve(host, context);
  return resolution.state === "known" ? resolution.addresses.slice(0, MAX_PROBED_ADDRESSES) : [];
}

/** One question to each address of a name, by address. */
export function toEachAddress<R>(host: string, context: CheckContext, question: (ip: string) => R): Record<string, R> {
  return Object.fromEntries(addressesOf(host, context).map((ip) => [ip, question(ip)]));
}

/** Where an address belongs, for a name whose documented ranges are given. */
export type Placement = "documented" | "vpc" | "elsewhere" | "public" | "unusable";

export function placementOf(ip: string, ranges: readonly string[], context: CheckContext): Placement {
  const { vpcCidrs, cloudServiceCidrs } = context.site;
  if (containedInAny(vpcCidrs, ip)) return "vpc";
  if (containedInAny(ranges, ip)) return "documented";
  const kind = addressKind(ip);
  if (kind === "unusable") return "unusable";
  // The reference's own 100.0.0.0/8 swallows public space; only a site that names such a block means it.
  const named = cloudServiceCidrs.filter((cidr) => cidr !== DEFAULT_CLOUD_SERVICE_CIDR);
  if (kind === "public" && !containedInAny(named, ip)) return "public";
  return "elsewhere";
}

/** A service without documented ranges of its own still lives where all cloud services do. */
export function expectedRanges(documented: readonly string[]): readonly string[] {
  return documented.length > 0 ? documented : [CLOUD_SERVICE_RANGE];
}

/** Whether connections to a service's addresses make sense: known before every resolver has answered. */
export function hasUsableAddresses(
  host: string,
  documented: readonly string[] | undefined,
  context: CheckContext,
): boolean {
  const addresses = addressesOf(host, context);
  return addresses.length > 0 && addresses.every((ip) => isUsable(ip, documented, context));
}

/** A connection waits for the check of its name, or until it is certain where to connect to. @param check of the name. */
export function onceResolved(host: string, check: CheckId, documented: readonly string[] | undefined): Dependency[] {
  if (isIp(host)) return [];
  return [needs(check, { orOnce: (context) => hasUsableAddresses(host, documented, context) })];
}

export function isUsable(ip: string, documented: readonly string[] | undefined, context: CheckContext): boolean {
  if (documented === undefined) return addressKind(ip) !== "unusable";
  return !["public", "unusable"].includes(placementOf(ip, expectedRanges(documented), context));
}

/** IDs hold no dots but those between their parts; a hyphen of the name's own is doubled, so that no two names meet. */
export function slug(host: string): string {
  return host
    .toLowerCase()
    .replaceAll("-", "--")
    .replace(/[^a-z0-9-]/g, "-");
}
