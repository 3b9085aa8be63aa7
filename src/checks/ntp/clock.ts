import { CLOCK_FAIL_MS, CLOCK_WARN_MS, HTTP_DATE_RESOLUTION_MS } from "../../catalogue/clock.ts";
import {
  answersTo,
  defineCheck,
  fail,
  follows,
  followsIfChosen,
  pass,
  unverified,
  warn,
  type CheckContext,
  type Judgement,
} from "../../model/check.ts";
import type { ClockSource } from "../../model/message.ts";
import type { CheckId } from "../../model/report.ts";
import { isIp } from "../../wire/cidr.ts";
import { offsetAndDelay } from "../../wire/ntp.ts";
import { isGood, ntpObservations } from "./answers.ts";
import { serviceConversation } from "../service/connects.ts";
import { conversationQuestions } from "../shared/conversation.ts";
import { identify } from "../shared/identity.ts";
import { ntpCheckId, serviceCheckId, servicePorts } from "../shared/subjects.ts";

/** A positive offset means that this node's clock is behind. */
interface ClockReading {
  offsetMs: number;
  source: ClockSource;
  /** How far off the reading itself can be. */
  errorMs: number;
}

/**
 * How far this node's clock is off, by NTP; where NTP is silent, by the Date header of a service that answered. Whether
 * NTP answers is another check's matter.
 */
export const clockIsRight = defineCheck({
  group: "ntp",
  subjects: ({ site }) => [site],
  id: () => "ntp.clock.offset",
  title: () => ({ key: "clock-is-right", args: {} }),
  required: () => true,
  dependsOn: (_site, context) => [
    ...ntpChecks(context).map(follows),
    ...servicePorts(context).map((subject) => followsIfChosen(serviceCheckId.identity(subject))),
  ],
  asks: () => ({}),
  judge: (_seen, _site, context) => {
    const [ntp, dates] = [ntpReadings(context), dateReadings(context)];
    const agreeing = majority([...ntp, ...dates]);
    const told = judgeByMajority(agreeing, ntp, dates);
    if (told !== undefined) return told;
    const date = median(dates);
    const disagreement = spreadMs(ntp) >= CLOCK_WARN_MS + Math.max(0, ...ntp.map(({ errorMs }) => errorMs));
    // Two servers cannot outvote each other; the services' own clock can tell which of them is right.
    const reading = disagreement && date !== undefined ? nearestTo(date, ntp) : median(ntp);
    if (disagreement && (date === undefined || reading === undefined || judgeReading(reading).status === "pass"))
      return warn("ntp-servers-disagree", { readings: ntp.map(({ source, offsetMs }) => ({ source, offsetMs })) });
    const decisive = reading ?? date;
    return decisive === undefined ? unverified("clock-unknown", {}) : judgeReading(decisive);
  },
});

/**
 * Every time server and every service that gives a date is a witness; independent ones that agree outvote one that does not.
 * @returns undefined where the time servers agree among themselves and with the others, or where nobody has a majority.
 */
function judgeByMajority(
  agreeing: readonly ClockReading[],
  ntp: readonly ClockReading[],
  dates: readonly ClockReading[],
): Judgement | undefined {
  const [wrong] = ntp.filter((reading) => !agreeing.includes(reading));
  if (wrong === undefined || ntp.some((reading) => agreeing.includes(reading))) return undefined;
  const all = [...ntp, ...dates];
  if (agreeing.length < 2)
    // One word against another: neither may move a clock.
    return all.length < 2
      ? undefined
      : warn("ntp-servers-disagree", { readings: all.map(({ source, offsetMs }) => ({ source, offsetMs })) });
  const reading = median([...agreeing]);
  if (reading === undefined) return undefined;
  const own = judgeReading(reading);
  if (own.status !== "pass") return own;
  return fail("ntp-server-wrong", {
    source: wrong.source,
    offsetMs: wrong.offsetMs - reading.offsetMs,
    agree: agreeing.map(({ source }) => source),
  });
}

/** The largest set of readings that agree, one with another, within their errors; of sets that are equally large none. */
function majority(readings: readonly ClockReading[]): ClockReading[] {
  const sets = readings.map((one) =>
    readings.filter((other) => Math.abs(one.offsetMs - other.offsetMs) < CLOCK_WARN_MS + one.errorMs + other.errorMs),
  );
  const largest = sets.reduce<ClockReading[]>((best, set) => (set.length > best.length ? set : best), []);
  const isRivalled = sets.some((set) => set.length === largest.length && !set.some((one) => largest.includes(one)));
  return isRivalled ? [] : largest;
}

function ntpChecks({ site }: CheckContext): CheckId[] {
  return site.ntpServers.flatMap((host) => [
    ntpCheckId.answers(host),
    ...(isIp(host) ? [] : [ntpCheckId.resolves(host)]),
  ]);
}

function judgeReading({ offsetMs, source, errorMs }: ClockReading): Judgement {
  const off = Math.abs(offsetMs);
  if (off >= CLOCK_FAIL_MS) return fail("clock-far-off", { offsetMs, source });
  if (off >= CLOCK_WARN_MS + errorMs) return warn("clock-skewed", { offsetMs, source });
  return pass("ok:clock", { offsetMs, source });
}

function ntpReadings(context: CheckContext): ClockReading[] {
  const readings = ntpObservations(context).flatMap((one) =>
    one.evidence !== undefined && isGood(one) ? [ntpReading(one.request.to.ip, offsetAndDelay(one.evidence))] : [],
  );
  return inOrder(readings);
}

/** Half the round trip, where all of it may have been on one side: RFC 5905, section 4. A busy process reads its answer late. */
function ntpReading(server: string, { offsetMs, delayMs }: ReturnType<typeof offsetAndDelay>): ClockReading {
  return { offsetMs, source: { by: "ntp", host: server }, errorMs: delayMs / 2 };
}

function dateReadings(context: CheckContext): ClockReading[] {
  const readings = servicePorts(context).flatMap((subject): ClockReading[] => {
    const { host, identity } = subject.service;
    const answers = answersTo(conversationQuestions(serviceConversation(subject), context), context);
    return Object.values(answers).flatMap((one) => {
      const response = one?.evidence?.response;
      const sentAtMs = Date.parse(response?.headers["date"] ?? "");
      // A certificate that is "not yet valid" by a wrong clock must not hide how wrong it is, so TLS is not asked about.
      if (response === undefined || Number.isNaN(sentAtMs) || identify(identity, host, response).is !== "service")
        return [];
      // Whole seconds, cut off: on average the header is half a second older than it says.
      const offsetMs = sentAtMs + HTTP_DATE_RESOLUTION_MS / 2 - response.receivedAtMs;
      return [{ offsetMs, source: { by: "http-date", host }, errorMs: HTTP_DATE_RESOLUTION_MS + response.responseMs }];
    });
  });
  // A service that is asked on two ports is one witness.
  return [...new Map(readings.map((reading) => [keyOf(reading), reading])).values()];
}

function keyOf({ source }: ClockReading): string {
  return `${source.by} ${source.host}`;
}

function inOrder(readings: ClockReading[]): ClockReading[] {
  return readings.toSorted((a, b) => a.offsetMs - b.offsetMs || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function median(readings: ClockReading[]): ClockReading | undefined {
  return inOrder(readings)[Math.floor(readings.length / 2)];
}

function spreadMs(readings: ClockReading[]): number {
  const offsets = readings.map(({ offsetMs }) => offsetMs);
  return offsets.length === 0 ? 0 : Math.max(...offsets) - Math.min(...offsets);
}

function nearestTo(date: ClockReading, readings: ClockReading[]): ClockReading | undefined {
  const distance = ({ offsetMs }: ClockReading) => Math.abs(offsetMs - date.offsetMs);
  return readings.toSorted((a, b) => distance(a) - distance(b))[0];
}
