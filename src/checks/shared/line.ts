import { isOf, type AnyObservation, type Observation, type TcpFigures } from "../../model/probe.ts";
import type { Line } from "../../model/report.ts";
import type { Site } from "../../model/site.ts";
import { containedInAny } from "../../wire/cidr.ts";
import { proportion } from "../../wire/proportion.ts";

/** With fewer segments the interval is so wide that it says nothing. */
const ENOUGH_SEGMENTS = 20;

/** Loss and round trip of the dedicated line. @returns undefined where no connection was answered over it, or the kernel does not count. */
export function lineOf(observations: readonly AnyObservation[], site: Site): Line | undefined {
  const talks = answeredOnLine(observations, site).flatMap(({ evidence }) => evidence?.tcp.figures ?? []);
  const trains = trainsOf(observations);
  const connections = [...talks, ...trains];
  if (connections.length === 0) return undefined;
  const handshakes = connections.flatMap(({ handshakeMs }) => handshakeMs ?? []);
  const roundTrips = (
    handshakes.length > 0 ? handshakes : connections.flatMap(({ smoothedMs }) => smoothedMs ?? [])
  ).sort((a, b) => a - b);
  // In a conversation one acknowledgement may speak for several segments; in a train each has its own.
  const counted = trains.length > 0 ? trains : talks;
  const segments = sum(counted, ({ segments = 0 }) => segments);
  const again = sum(counted, ({ retransmitted = 0 }) => retransmitted);
  const repeatedSyns = sum(connections, (each) => each.repeatedSyns);
  const sent = connections.length + repeatedSyns + segments;
  const retransmitted = repeatedSyns + again;
  const { ratio, ...interval } = estimate(retransmitted, sent);
  return {
    connections: connections.length,
    rttMs: { min: tenths(roundTrips[0]), median: tenths(median(roundTrips)), max: tenths(roundTrips.at(-1)) },
    ...(trains.length > 0 && {
      jitterMs: tenths(median(trains.map(({ deviationMs = 0 }) => deviationMs).sort((a, b) => a - b))),
    }),
    sent,
    retransmitted,
    ...(sent >= ENOUGH_SEGMENTS && { lossRatio: ratio, lossInterval: interval }),
    ...eachWay(trains),
  };
}

/** A segment that had arrived before it was sent again has lost its acknowledgement, any other was lost itself. */
function eachWay(trains: readonly TcpFigures[]): Pick<Line, "lossThere" | "lossBack"> {
  const segments = sum(trains, (each) => each.segments ?? 0);
  if (segments < ENOUGH_SEGMENTS || trains.some(({ arrivedTwice }) => arrivedTwice === undefined)) return {};
  const again = sum(trains, ({ retransmitted = 0 }) => retransmitted);
  const lostBack = Math.min(
    again,
    sum(trains, ({ arrivedTwice = 0 }) => arrivedTwice),
  );
  const lostThere = again - lostBack;
  return {
    lossThere: estimate(lostThere, segments),
    ...(segments > lostThere && { lossBack: estimate(lostBack, segments - lostThere) }),
  };
}

function estimate(failed: number, trials: number): NonNullable<Line["lossThere"]> {
  const { ratio, low, high } = proportion(failed, trials);
  return { ratio: rounded(ratio), low: rounded(low), high: rounded(high) };
}

/** Conversations with addresses that the site routes over the line. What has a public address goes another way. */
export function conversationsOnLine(observations: readonly AnyObservation[], site: Site): Observation<"http">[] {
  const overLine = [...site.cloudServiceCidrs, ...site.vpcCidrs];
  return observations
    .filter((one) => isOf(one, "http"))
    .filter(({ request: { to, host } }) => containedInAny(overLine, to.ip) || host === site.apiServer?.host);
}

/** Those that came to an answer. What a rule or a packet size cuts off in the middle says nothing about the line. */
export function answeredOnLine(observations: readonly AnyObservation[], site: Site): Observation<"http">[] {
  return conversationsOnLine(observations, site).filter(({ outcome }) => outcome === "response");
}

function trainsOf(observations: readonly AnyObservation[]): TcpFigures[] {
  return observations.filter((one) => isOf(one, "train")).flatMap(({ evidence }) => evidence ?? []);
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function tenths(value = 0): number {
  return Math.round(value * 10) / 10;
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
