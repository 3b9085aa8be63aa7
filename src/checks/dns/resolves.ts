import { serviceEndpoints } from "../../catalogue/endpoints.ts";
import { isReplacedByLocalClock } from "../../catalogue/time-sources.ts";
import {
  defineCheck,
  fail,
  judgement,
  pass,
  unverified,
  warn,
  type Judgement,
  type CheckContext,
} from "../../model/check.ts";
import type { CauseCode, Messages, ResolverAnswer } from "../../model/message.ts";
import type { OutcomeOf } from "../../model/probe.ts";
import type { CheckId } from "../../model/report.ts";
import { addressKind, compareAddresses, isIp, isIpv4 } from "../../wire/cidr.ts";
import {
  dnsQuestion,
  dnsQuestions,
  expectedRanges,
  isUsable,
  pinnedAddresses,
  placementOf,
  resolve,
  resolverAnswers,
  type Resolution,
} from "../shared/resolution.ts";
import { API_SERVER_DNS, ntpCheckId, serviceCheckId } from "../shared/subjects.ts";

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
  asks: ({ host, alternatives }, context) =>
    Object.fromEntries(
      [host, ...alternatives].flatMap((name) => Object.entries(prefixed(name, dnsQuestions(name, context)))),
    ),
  isAbout: ({ host }, { name }) => name === host,
  judge: (_seen, subject, context) => {
    const { host, ranges, alternatives, mayBeAbsent } = subject;
    const resolution = resolve(host, context);
    if (resolution.state === "known") return judgeAddresses(host, resolution, ranges, context);
    if (mayBeAbsent && resolution.state === "failed" && resolution.outcome === "nxdomain")
      return unverified("endpoint-not-in-region", { host });
    const failure = dnsFailure(host, resolution, context);
    const served = alternatives.some((name) => resolve(name, context).state === "known");
    return served ? { ...failure, status: "warn" } : failure;
  },
});

function prefixed<T>(host: string, questions: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(questions).map(([key, question]) => [`${host} ${key}`, question]));
}

function names({ site }: CheckContext): NameSubject[] {
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
export function judgeName(host: string, documented: readonly string[] | undefined, context: CheckContext): Judgement {
  const resolution = resolve(host, context);
  return resolution.state === "known"
    ? judgeAddresses(host, resolution, documented, context)
    : dnsFailure(host, resolution, context);
}

/** @param documented absent when the name may be anywhere, such as a public NTP server's. */
function judgeAddresses(
  host: string,
  resolution: Extract<Resolution, { state: "known" }>,
  documented: readonly string[] | undefined,
  context: CheckContext,
): Judgement {
  const { addresses, server, source } = resolution;
  const details = { endpoint: { host, ...(addresses[0] !== undefined && { address: addresses[0] }) } };
  if (source === "option") {
    const own = context.resolvers.filter(({ origin }) => origin !== "option");
    const answers = resolverAnswers(host, context, own);
    return fail("dns-answer-only-from-option", { host, addresses, server, answers }, details);
  }
  const placement = documented && judgePlacement(host, addresses, documented, context);
  if (placement !== undefined) {
    const others = namesWithSameAnswer(host, server, addresses, context);
    return others.length >= MANY_NAMES
      ? judgement(placement.status, "dns-same-answer-for-all", { host, addresses, server, others }, details)
      : { ...placement, ...details };
  }
  const astray = documented === undefined ? [] : astrayInTurn(host, server, documented, context);
  if (astray.length > 0) return fail("dns-server-by-chance", { host, server, addresses, astray }, details);
  if (!addresses.every((ip) => isUsable(ip, documented, context)))
    return fail("dns-unusable-address", { host, addresses }, details);
  const answers = resolverAnswers(host, context);
  if (source === "hosts-file" && !answers.some((answer) => confirms(answer, pinnedAddresses(host, context))))
    return warn("dns-pinned-in-hosts-file", { host, addresses, answers }, details);
  const ipv6 = documented === undefined ? [] : publicIpv6(host, server, context);
  if (ipv6.length > 0) return warn("dns-public-ipv6-address", { host, addresses: ipv6 }, details);
  return pass("ok:resolves", { host, addresses, source, server }, details);
}

/** So many unlike services cannot share one address. */
const MANY_NAMES = 3;

/** The other services' and time servers' names for which a server gives the very same. */
function namesWithSameAnswer(host: string, server: string, addresses: string[], context: CheckContext): string[] {
  const names = [...serviceEndpoints(context.site).map((service) => service.host), ...context.site.ntpServers];
  const same = addresses.toSorted(compareAddresses).join();
  return [...new Set(names)].filter((name) => {
    if (name === host) return false;
    const seen = context.observation(dnsQuestion(server, name, "A"));
    return seen?.outcome === "answer" && seen.evidence?.addresses.toSorted(compareAddresses).join() === same;
  });
}

/** With "options rotate", each server of resolv.conf is asked in its turn: those that lead elsewhere. */
function astrayInTurn(
  host: string,
  server: string,
  documented: readonly string[],
  context: CheckContext,
): ResolverAnswer[] {
  if (context.fact("resolvers")?.options?.rotate !== true) return [];
  const configured = context.resolvers.filter(({ origin, address }) => origin === "resolv.conf" && address !== server);
  return resolverAnswers(host, context, configured).filter(
    ({ outcome, addresses }) =>
      outcome === "answer" && !addresses.filter(isIpv4).every((ip) => isUsable(ip, documented, context)),
  );
}

/** The services have no IPv6 addresses on the line; a public one comes from another view of the name. */
function publicIpv6(host: string, server: string, context: CheckContext): string[] {
  const addresses = context.observation(dnsQuestion(server, host, "AAAA"))?.evidence?.addresses ?? [];
  return addresses.filter((ip) => addressKind(ip) === "public");
}

function judgePlacement(
  host: string,
  addresses: string[],
  documented: readonly string[],
  context: CheckContext,
): Judgement | undefined {
  const ranges = [...expectedRanges(documented)];
  const at = (placement: ReturnType<typeof placementOf>) =>
    addresses.filter((ip) => placementOf(ip, ranges, context) === placement);
  if (at("public").length > 0) return fail("dns-public-address", { host, addresses: at("public"), ranges });
  if (at("unusable").length > 0) return fail("dns-unusable-address", { host, addresses: at("unusable") });
  const outside = at("elsewhere");
  if (outside.length === 0) return undefined;
  return warn("dns-outside-documented-ranges", {
    host,
    addresses: outside,
    ranges,
    vpcKnown: context.site.vpcCidrs.length > 0,
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

const FAILURE_CODES: Partial<Record<OutcomeOf<"dns">, FailureCode>> = {
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

function dnsFailure(
  host: string,
  resolution: Exclude<Resolution, { state: "known" }>,
  context: CheckContext,
): Judgement {
  if (resolution.state === "pending" || resolution.outcome === "no-server") {
    if (context.fact("resolvers") !== undefined) return fail("dns-no-server", { host }, { endpoint: { host } });
    const reason = context.observation({ probe: "host", fact: "resolvers" })?.reason ?? "unknown";
    return unverified("dns-resolvers-unknown", { host, reason }, { endpoint: { host } });
  }
  const code = FAILURE_CODES[resolution.outcome] ?? "dns-error";
  return fail(code, { host, answers: resolverAnswers(host, context) }, { endpoint: { host } });
}
