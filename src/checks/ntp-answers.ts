import { NTP_PORT } from "../catalogue/endpoints.ts";
import { isReplacedByLocalClock } from "../catalogue/time-sources.ts";
import { defineCheck, fail, pass, unverified, warn, type Judgement, type Known } from "../model/check.ts";
import type { NtpRequest, Observation } from "../model/probe.ts";
import { isIp } from "../wire/cidr.ts";
import { isLocalClock, ntpQuality, offsetAndDelay } from "../wire/ntp.ts";
import { addressesOf, hasUsableAddresses, resolve } from "./shared/resolution.ts";
import { ntpCheckId } from "./shared/subjects.ts";
import { chained } from "./shared/conversation.ts";

/** A pool's name has many addresses; a client picks one or two. */
const MAX_ADDRESSES = 2;

export const ntpAnswers = defineCheck({
  group: "ntp",
  subjects: ({ site }) => site.ntpServers,
  id: ntpCheckId.answers,
  title: (host) => ({ key: "ntp-answers", args: { host } }),
  required: () => true,
  needs: (host) => chained([!isIp(host) && ntpCheckId.resolves(host)]),
  after: ({ site }) => site.ntpServers.filter((host) => !isIp(host)).map(ntpCheckId.resolves),
  // Once it is certain which servers there are to ask: their names may be judged much later.
  ready: (host, known) =>
    hasUsableAddresses(host, undefined, known) &&
    known.site.ntpServers.every((server) => resolve(server, known).state !== "pending"),
  skip: isReplacedByLocalClock,
  // The other servers too: whether one's silence matters depends on them.
  asks: (_host, known): Record<string, NtpRequest> =>
    Object.fromEntries(usableServers(known).flatMap((host) => ntpQuestions(host, known))),
  judge: (answers, host, known) => {
    const seen = Object.values(answers);
    const own = new Set(addressesOf(host, known));
    const mine = seen.filter(({ request }) => own.has(request.to.ip)).map((one) => judgeServer(one, host, known));
    const best =
      mine.find(({ status }) => status === "pass") ?? mine.find(({ status }) => status === "warn") ?? mine[0];
    // Its name did not resolve, and that was no failure since another server's did.
    if (best === undefined) return unverified("prerequisite-failed", { needs: ntpCheckId.resolves(host) });
    const served = seen.some(isGood);
    return best.status === "fail" && served ? { ...best, status: "warn" } : best;
  },
});

export function usableServers(known: Known): string[] {
  const { site } = known;
  return site.ntpServers.filter(
    (host) => !isReplacedByLocalClock(host, site) && hasUsableAddresses(host, undefined, known),
  );
}

function ntpQuestions(host: string, known: Known): [string, NtpRequest][] {
  return addressesOf(host, known)
    .slice(0, MAX_ADDRESSES)
    .map((ip) => [`${host} ${ip}`, { probe: "ntp", to: { ip, port: NTP_PORT } }]);
}

export function ntpObservations(known: Known): Observation<"ntp">[] {
  return usableServers(known)
    .flatMap((host) => ntpQuestions(host, known))
    .flatMap(([, question]) => known.observation(question) ?? []);
}

export function isGood(one: Observation<"ntp">): boolean {
  return one.evidence !== undefined && ntpQuality(one.evidence) === "good";
}

export function judgeServer(one: Observation<"ntp">, host: string, known: Known): Judgement {
  const { evidence, outcome, request } = one;
  const server = { host, address: request.to.ip };
  const details = {
    endpoint: { ...server, port: request.to.port, protocol: "udp" as const },
    durationMs: one.durationMs,
  };
  if (outcome === "timed-out")
    return fail("ntp-timed-out", { ...server, attempts: one.attempts, timeoutMs: known.site.timeoutMs }, details);
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
