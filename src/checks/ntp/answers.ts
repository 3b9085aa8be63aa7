import { NTP_PORT } from "../../catalogue/endpoints.ts";
import { isReplacedByLocalClock } from "../../catalogue/time-sources.ts";
import {
  defineCheck,
  fail,
  follows,
  needs,
  pass,
  unverified,
  warn,
  type CheckContext,
  type Judgement,
} from "../../model/check.ts";
import type { NtpRequest, Observation } from "../../model/probe.ts";
import { isIp } from "../../wire/cidr.ts";
import { isLocalClock, ntpQuality, offsetAndDelay } from "../../wire/ntp.ts";
import { addressesOf, hasUsableAddresses, resolve } from "../shared/resolution.ts";
import { ntpCheckId } from "../shared/subjects.ts";

/** A pool's name has many addresses; a client picks one or two. */
const MAX_ADDRESSES = 2;

function knowsAllServers(host: string, context: CheckContext): boolean {
  return (
    hasUsableAddresses(host, undefined, context) &&
    context.site.ntpServers.every((server) => resolve(server, context).state !== "pending")
  );
}

export const ntpAnswers = defineCheck({
  group: "ntp",
  subjects: ({ site }) => site.ntpServers,
  id: ntpCheckId.answers,
  title: (host) => ({ key: "ntp-answers", args: { host } }),
  required: () => true,
  dependsOn: (host, { site }) => [
    // Once it is certain which servers there are to ask: their names may be judged much later.
    ...(isIp(host) ? [] : [needs(ntpCheckId.resolves(host), { orOnce: (now) => knowsAllServers(host, now) })]),
    ...site.ntpServers.filter((other) => !isIp(other)).map((other) => follows(ntpCheckId.resolves(other))),
  ],
  skip: isReplacedByLocalClock,
  // The other servers too: whether one's silence matters depends on them.
  asks: (_host, context): Record<string, NtpRequest> =>
    Object.fromEntries(usableServers(context).flatMap((host) => ntpQuestions(host, context))),
  judge: (answers, host, context) => {
    const seen = Object.values(answers);
    const own = new Set(addressesOf(host, context));
    const mine = seen.filter(({ request }) => own.has(request.to.ip)).map((one) => judgeServer(one, host, context));
    const best =
      mine.find(({ status }) => status === "pass") ?? mine.find(({ status }) => status === "warn") ?? mine[0];
    // Its name did not resolve, and that was no failure since another server's did.
    if (best === undefined) return unverified("prerequisite-failed", { needs: ntpCheckId.resolves(host) });
    const served = seen.some(isGood);
    return best.status === "fail" && served ? { ...best, status: "warn" } : best;
  },
});

export function usableServers(context: CheckContext): string[] {
  const { site } = context;
  return site.ntpServers.filter(
    (host) => !isReplacedByLocalClock(host, site) && hasUsableAddresses(host, undefined, context),
  );
}

function ntpQuestions(host: string, context: CheckContext): [string, NtpRequest][] {
  return addressesOf(host, context)
    .slice(0, MAX_ADDRESSES)
    .map((ip) => [`${host} ${ip}`, { probe: "ntp", to: { ip, port: NTP_PORT } }]);
}

export function ntpObservations(context: CheckContext): Observation<"ntp">[] {
  return usableServers(context)
    .flatMap((host) => ntpQuestions(host, context))
    .flatMap(([, question]) => context.observation(question) ?? []);
}

export function isGood(one: Observation<"ntp">): boolean {
  return one.evidence !== undefined && ntpQuality(one.evidence) === "good";
}

export function judgeServer(one: Observation<"ntp">, host: string, context: CheckContext): Judgement {
  const { evidence, outcome, request } = one;
  const server = { host, address: request.to.ip };
  const details = {
    endpoint: { ...server, port: request.to.port, protocol: "udp" as const },
    durationMs: one.durationMs,
  };
  if (outcome === "timed-out")
    return fail("ntp-timed-out", { ...server, attempts: one.attempts, timeoutMs: context.site.timeoutMs }, details);
  if (outcome !== "time" && outcome !== "malformed")
    return fail("ntp-unreachable", { ...server, errno: one.reason ?? outcome }, details);
  if (evidence === undefined) return fail("ntp-malformed", server, details);
  switch (ntpQuality(evidence)) {
    case "good":
      if (isLocalClock(evidence)) return warn("ntp-local-clock", { ...server, stratum: evidence.stratum }, details);
      return pass("ok:ntp", { ...server, stratum: evidence.stratum, ...offsetAndDelay(evidence) }, details);
    case "other-sender":
      return fail("ntp-other-sender", server, details);
    case "kiss-of-death":
      // RFC 5905, section 7.4: both are a server's last word to this client, while RATE is about how often it is asked.
      if (evidence.referenceId === "DENY" || evidence.referenceId === "RSTR")
        return fail("ntp-denied", { ...server, kiss: evidence.referenceId }, details);
      return fail("ntp-kiss-of-death", { ...server, kiss: evidence.referenceId }, details);
    case "unsynchronised":
      return fail("ntp-unsynchronised", { ...server, stratum: evidence.stratum }, details);
    case "not-a-server":
    case "not-for-this-request":
      return fail("ntp-malformed", server, details);
  }
}
