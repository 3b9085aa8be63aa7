import { serviceEndpoints } from "../catalogue/endpoints.ts";
import { isReplacedByLocalClock } from "../catalogue/time-sources.ts";
import { defineCheck, fail, judgement, pass, unverified, warn, type Judgement, type Known } from "../model/check.ts";
import type { CauseCode, Messages, ResolverAnswer } from "../model/message.ts";
import type { Outcome } from "../model/probe.ts";
import type { CheckId } from "../model/report.ts";
import { addressKind, compareAddresses, isIp, isIpv4 } from "../wire/cidr.ts";
import {
  dnsQuestion,
  dnsQuestions,
  expectedRanges,
  isUsable,
  pinnedAddresses,
  place,
  resolve,
  resolverAnswers,
  type Resolution,
} from "./shared/resolution.ts";
import { API_SERVER_DNS, ntpCheckId, serviceCheckId } from "./shared/subjects.ts";

interface NameSubject {
  id: CheckId;
  host: string;
  required: boolean;
  /** Documented ranges, empty for "where cloud services are"; absent when the name may be anywhere. */
  ranges?: readonly string[];
  /** The name may not exist in this region at all. */
  mayBeAbsent: boolean;
  /** Other names that serve as well: only when none of them resolves is this one a failure. */
  alternatives: string[];
  skip: boolean;
}

export const dnsResolves = defineCheck({
  group: "dns",
  subjects: names,
  id: ({ id }) => id,
  title: ({ host }) => ({ key: "resolves", args: { host } }),
  required: ({ required }) => required,
  skip: ({ skip }) => skip,
  asks: ({ host, alternatives }, known) =>
    Object.fromEntries(
      [host, ...alternatives].flatMap((name) => Object.entries(prefixed(name, dnsQuestions(name, known)))),
    ),
  isAbout: ({ host }, { name }) => name === host,
  judge: (_seen, subject, known) => {
    const { host, ranges, alternatives, mayBeAbsent } = subject;
    const resolution = resolve(host, known);
    if (resolution.state === "known") return judgeAddresses(host, resolution, ranges, known);
    if (mayBeAbsent && resolution.state === "failed" && resolution.outcome === "nxdomain")
      return unverified("endpoint-not-in-region", { host });
    const failure = dnsFailure(host, resolution, known);
    const served = alternatives.some((name) => resolve(name, known).state === "known");
    return served ? { ...failure, status: "warn" } : failure;
  },
});

function prefixed<T>(host: string, questions: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(questions).map(([key, question]) => [`${host} ${key}`, question]));
}

function names({ site }: Known): NameSubject[] {
  const { apiServer, ntpServers } = site;
  const common = { required: true, mayBeAbsent: false, alternatives: [], skip: false };
  return [
    ...serviceEndpoints(site).map((service) => ({
      ...common,
      id: serviceCheckId.resolves(service),
      host: service.host,
      required: service.required,
      ranges: service.ranges,
      mayBeAbsent: !service.required,
    })),
    ...(apiServer === undefined || isIp(apiServer.host)
      ? []
      : [{ ...common, id: API_SERVER_DNS, host: apiServer.host }]),
    ...ntpServers
      .filter((host) => !isIp(host))
      .map((host) => ({
        ...common,
        id: ntpCheckId.resolves(host),
        host,
        alternatives: ntpServers.filter((other) => other !== host),
        skip: isReplacedByLocalClock(host, site),
      })),
  ];
}

/** What a program on this node gets for a name, judged. @param documented as for judgeAddresses. */
export function judgeName(host: string, documented: readonly string[] | undefined, known: Known): Judgement {
  const resolution = resolve(host, known);
  return resolution.state === "known"
    ? judgeAddresses(host, resolution, documented, known)
    : dnsFailure(host, resolution, known);
}

/** @param documented absent when the name may be anywhere, such as a public NTP server's. */
function judgeAddresses(
  host: string,
  resolution: Extract<Resolution, { state: "known" }>,
  documented: readonly string[] | undefined,
  known: Known,
): Judgement {
  const { addresses, server, source } = resolution;
  const details = { endpoint: { host, ...(addresses[0] !== undefined && { address: addresses[0] }) } };
  if (source === "option") {
    const own = known.resolvers.filter(({ origin }) => origin !== "option");
    const answers = resolverAnswers(host, known, own);
    return fail("dns-answer-only-from-option", { host, addresses, server, answers }, details);
  }
  const placement = documented && judgePlacement(host, addresses, documented, known);
  if (placement !== undefined) {
    const others = namesWithSameAnswer(host, server, addresses, known);
    return others.length >= MANY_NAMES
      ? judgement(placement.status, "dns-same-answer-for-all", { host, addresses, server, others }, details)
      : { ...placement, ...details };
  }
  const astray = documented === undefined ? [] : astrayInTurn(host, server, documented, known);
  if (astray.length > 0) return fail("dns-server-by-chance", { host, server, addresses, astray }, details);
  if (!addresses.every((ip) => isUsable(ip, documented, known)))
    return fail("dns-unusable-address", { host, addresses }, details);
  const answers = resolverAnswers(host, known);
  if (source === "hosts-file" && !answers.some((answer) => confirms(answer, pinnedAddresses(host, known))))
    return warn("dns-pinned-in-hosts-file", { host, addresses, answers }, details);
  const ipv6 = documented === undefined ? [] : publicIpv6(host, server, known);
  if (ipv6.length > 0) return warn("dns-public-ipv6-address", { host, addresses: ipv6 }, details);
  return pass("ok:resolves", { host, addresses, source, server }, details);
}

/** So many unlike services cannot share one address. */
const MANY_NAMES = 3;

/** The other services' and time servers' names for which a server gives the very same. */
function namesWithSameAnswer(host: string, server: string, addresses: string[], known: Known): string[] {
  const names = [...serviceEndpoints(known.site).map((service) => service.host), ...known.site.ntpServers];
  const same = addresses.toSorted(compareAddresses).join();
  return [...new Set(names)].filter((name) => {
    if (name === host) return false;
    const seen = known.observation(dnsQuestion(server, name, "A"));
    return seen?.outcome === "answer" && seen.evidence?.addresses.toSorted(compareAddresses).join() === same;
  });
}

/** With "options rotate", each server of resolv.conf is asked in its turn: those that lead elsewhere. */
function astrayInTurn(host: string, server: string, documented: readonly string[], known: Known): ResolverAnswer[] {
  if (known.fact("resolvers")?.options?.rotate !== true) return [];
  const configured = known.resolvers.filter(({ origin, address }) => origin === "resolv.conf" && address !== server);
  return resolverAnswers(host, known, configured).filter(
    ({ outcome, addresses }) =>
      outcome === "answer" && !addresses.filter(isIpv4).every((ip) => isUsable(ip, documented, known)),
  );
}

/** The services have no IPv6 addresses on the line; a public one comes from another view of the name. */
function publicIpv6(host: string, server: string, known: Known): string[] {
  const addresses = known.observation(dnsQuestion(server, host, "AAAA"))?.evidence?.addresses ?? [];
  return addresses.filter((ip) => addressKind(ip) === "public");
}

function judgePlacement(
  host: string,
  addresses: string[],
  documented: readonly string[],
  known: Known,
): Judgement | undefined {
  const ranges = [...expectedRanges(documented)];
  const at = (placement: ReturnType<typeof place>) => addresses.filter((ip) => place(ip, ranges, known) === placement);
  if (at("public").length > 0) return fail("dns-public-address", { host, addresses: at("public"), ranges });
  if (at("unusable").length > 0) return fail("dns-unusable-address", { host, addresses: at("unusable") });
  const outside = at("elsewhere");
  if (outside.length === 0) return undefined;
  return warn("dns-outside-documented-ranges", {
    host,
    addresses: outside,
    ranges,
    vpcKnown: known.site.vpcCidrs.length > 0,
  });
}

function confirms(answer: ResolverAnswer, pinned: string[]): boolean {
  return pinned.every((ip) => answer.addresses.includes(ip));
}

type FailureCode = {
  [K in CauseCode]: Messages[K] extends Messages["dns-nxdomain"]
    ? Messages["dns-nxdomain"] extends Messages[K]
      ? K
      : never
    : never;
}[CauseCode];

const FAILURE_CODES: Partial<Record<Outcome, FailureCode>> = {
  nxdomain: "dns-nxdomain",
  servfail: "dns-servfail",
  "dns-refused": "dns-refused",
  "dns-error": "dns-error",
  "no-data": "dns-no-data",
  truncated: "dns-tcp-blocked",
  malformed: "dns-malformed",
  "timed-out": "dns-timed-out",
  refused: "dns-server-unreachable",
  reset: "dns-server-unreachable",
  unreachable: "dns-server-unreachable",
  "local-error": "dns-server-unreachable",
};

function dnsFailure(host: string, resolution: Exclude<Resolution, { state: "known" }>, known: Known): Judgement {
  if (resolution.state === "pending" || resolution.outcome === "no-server") {
    if (known.fact("resolvers") !== undefined) return fail("dns-no-server", { host }, { endpoint: { host } });
    const reason = known.observation({ probe: "host", fact: "resolvers" })?.reason ?? "unknown";
    return unverified("dns-resolvers-unknown", { host, reason }, { endpoint: { host } });
  }
  const code = FAILURE_CODES[resolution.outcome] ?? "dns-error";
  return fail(code, { host, answers: resolverAnswers(host, known) }, { endpoint: { host } });
}
