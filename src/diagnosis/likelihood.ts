import { ANSWERS_UNKNOWN_PORT, ANSWERS_UNROUTED, NOISE, VISIBILITY } from "../catalogue/odds.ts";
import type { Outcome } from "../model/probe.ts";
import type { Network, RouterId } from "./network.ts";
import { containedInAny } from "../wire/cidr.ts";
import type { AskedRequest, HopSight, Sight } from "./simulate.ts";
import { SIGHTS, type ConnectionSight, type Trial, type WalkedHop } from "./trials.ts";

/**
 * How probable what was seen is, given what a fault would show. Whether a hop answers at all is not known beforehand: its
 * answers and silences are kept apart and summed over both possibilities at the end.
 */
export function logLikelihood(trials: readonly Trial[], sights: readonly Sight[], network: Network): number {
  let sum = 0;
  const hops = new Map<RouterId, HopChances>();
  // Questions are put at once: who hears the errors there are is chance, and the silence of the others is not one event each.
  const isRationed = trials.some((trial, index) => saidAsDue(trial, sights[index]));
  const swallowed = isRationed ? NOISE.swallowedAtOnce : NOISE.swallowed;
  for (const [index, trial] of trials.entries()) {
    const sight = sights[index];
    if (sight !== undefined) sum += Math.log(chanceOf(trial, sight, network, hops, swallowed));
  }
  return sum + Math.log(overVisibility(hops, network));
}

/** Whether a device was heard to refuse, and was to. */
function saidAsDue(trial: Trial, sight: Sight | undefined): boolean {
  if (sight === undefined) return false;
  if (trial.kind === "connection") return trial.saw === "unreachable" && expectedSight(sight) === "unreachable";
  if (trial.kind !== "walk") return false;
  const due = sight.hops?.at(-1);
  return trial.hops.some(
    ({ reply, router }) => reply === "unreachable" && due?.reply === "unreachable" && router === due.router,
  );
}

/** The chances of what one router did, if it answers for TTLs that run out, and if it never does. */
interface HopChances {
  visible: number;
  silent: number;
}

/** Of one trial alone, its hops' visibility summed over. */
export function chanceAlone(trial: Trial, sight: Sight, network: Network): number {
  const hops = new Map<RouterId, HopChances>();
  return chanceOf(trial, sight, network, hops, NOISE.swallowed) * overVisibility(hops, network);
}

/** @param swallowed how often a device that refuses is not heard to. */
function chanceOf(
  trial: Trial,
  sight: Sight,
  network: Network,
  hops: Map<RouterId, HopChances>,
  swallowed: number,
): number {
  switch (trial.kind) {
    case "connection":
      return connectionChance(trial, sight, network, swallowed);
    case "walk":
      return walkChance(trial, sight, hops, swallowed);
    case "distance":
      return distanceChance(trial.routers, sight);
    case "sizes":
      return sizesChance(trial, sight);
    case "data":
      return dataChance(trial, sight);
    case "reflected":
      return reflectedChance(trial, sight);
  }
}

function connectionChance(
  { request, saw, served, several }: Extract<Trial, { kind: "connection" }>,
  sight: Sight,
  network: Network,
  swallowed: number,
): number {
  const expected = expectedSight(sight);
  if (!served)
    return unservedChance(saw, expected, sight.seldomSaid === true, chanceOfAnswer(request, network), swallowed);
  if (expected === "well" && saw === "timed-out" && several) return NOISE.silentAttempts;
  if (sight.seldomSaid === true && saw === "timed-out") return NOISE.reportedTooLate;
  if (expected === "unreachable" && saw === "timed-out") return swallowed;
  if (expected === "refused" && request.probe === "dns" && saw === "timed-out") return NOISE.reportedTooLate;
  const row = request.probe === "dns" && expected === "timed-out" ? LOST_UPSTREAM : TABLE[expected];
  return row[saw] ?? NOISE.impossible;
}

/** How often an address answers on a port that nothing is known of, where the way there is free. */
export function chanceOfAnswer(request: AskedRequest, { traffic, ownerOf }: Network): number {
  if (request.probe !== "tcp") return 1;
  const { ip } = request.to;
  const routed = [...traffic.vpc, ...traffic.cloud, ...traffic.site.dataCenterCidrs];
  return ownerOf(ip) === undefined || containedInAny(routed, ip) ? ANSWERS_UNKNOWN_PORT : ANSWERS_UNROUTED;
}

/** A port that nothing is known of: an answer proves the way, silence proves little. */
function unservedChance(
  saw: ConnectionSight,
  expected: ConnectionSight,
  late: boolean,
  answers: number,
  swallowed: number,
): number {
  const answered = saw === "well" || saw === "refused";
  if (expected === "well" || expected === "refused") {
    if (answered) return answers;
    return saw === "timed-out" ? 1 - answers : NOISE.positive;
  }
  if (saw === expected) return late ? 1 - NOISE.reportedTooLate / 4 : 1 - NOISE.positive;
  if (answered) return NOISE.impossible;
  return saw === "timed-out" && expected === "unreachable"
    ? late
      ? NOISE.reportedTooLate / 4
      : swallowed
    : NOISE.positive;
}

/** What a sight looks like in the words of a trial; every other word is one of success. */
function expectedSight({ outcome, intercepted }: Sight): ConnectionSight {
  return intercepted === true ? "intercepted" : (SIGHTS[outcome] ?? "well");
}

const { positive, repeatedSilence, impossible, unprovoked, silentAttempt } = NOISE;

/**
 * Rows: what should have been seen; columns: what was. A name server that does not know a zone says one thing or another.
 */
const TABLE: Record<ConnectionSight, Partial<Record<ConnectionSight, number>>> = {
  well: {
    well: 0.99,
    "timed-out": silentAttempt,
    refused: unprovoked,
    unreachable: unprovoked,
    "local-error": unprovoked,
    stalled: unprovoked,
    closed: unprovoked,
    intercepted: unprovoked,
    nxdomain: unprovoked,
    servfail: unprovoked,
    "dns-refused": unprovoked,
  },
  refused: {
    refused: 1 - repeatedSilence - positive,
    "timed-out": repeatedSilence,
    well: impossible,
    unreachable: positive,
  },
  "timed-out": {
    "timed-out": 0.97,
    unreachable: 0.002,
    refused: positive,
    well: impossible,
    "local-error": positive,
  },
  // That it is not heard is told apart before.
  unreachable: { unreachable: 1 - NOISE.swallowed - positive, well: impossible, servfail: 0.01 },
  "local-error": { "local-error": 0.6, unreachable: 0.25, "timed-out": 0.1, refused: 0.03, well: impossible },
  stalled: { stalled: 0.9, closed: 0.07, "timed-out": repeatedSilence, well: impossible },
  closed: {
    closed: 0.8,
    stalled: 0.1,
    intercepted: 0.02,
    "timed-out": repeatedSilence,
    refused: positive,
    well: impossible,
  },
  intercepted: { intercepted: 0.85, closed: 0.1, stalled: 0.02, well: 0.01 },
  nxdomain: { nxdomain: 0.5, servfail: 0.2, "dns-refused": 0.2, "timed-out": 0.08, well: positive },
  servfail: { servfail: 0.6, "dns-refused": 0.35, "timed-out": 0.05 },
  "dns-refused": { "dns-refused": 1 },
};

/** A name server that cannot reach its own says so, or says nothing. */
const LOST_UPSTREAM: Partial<Record<ConnectionSight, number>> = {
  "timed-out": 0.65,
  servfail: 0.3,
  "dns-refused": 0.04,
};

/** Hop by hop; the routers' own part is kept for the sum over their visibility. */
function walkChance(
  { hops: walkedHops, reached, way, calm }: Extract<Trial, { kind: "walk" }>,
  { hops: expected = [], seldomSaid, reflected }: Sight,
  hops: Map<RouterId, HopChances>,
  swallowedInHaste: number,
): number {
  // What was seen from a place that is not reached.
  if (reflected?.reached === false) return NOISE.impossible;
  const byTtl = new Map(walkedHops.map((hop) => [hop.ttl, hop]));
  const end = reached ? Math.max(0, ...byTtl.keys()) : Math.max(expected.length, ...byTtl.keys());
  const swallowed = seldomSaid === true ? NOISE.reportedTooLate : calm ? NOISE.swallowedCalmly : swallowedInHaste;
  const rationed = rationedChance(walkedHops, expected, swallowed);
  let chance = rationed ?? 1;
  for (let ttl = 1; ttl <= (rationed === undefined ? end : expected.length - 1); ttl++) {
    const saw = byTtl.get(ttl) ?? (reached || isWithin(ttl, walkedHops) ? undefined : SILENT);
    if (saw === undefined) continue;
    const due = expected[Math.min(ttl, expected.length) - 1] ?? { reply: "silent" };
    const router = way[ttl - 1];
    if (router !== undefined && isAboutVisibility(saw, due)) note(hops, router, saw, due);
    else chance *= hopChance(saw, due, isLast(due, ttl, expected), swallowed);
    if (isEnd(saw)) break;
  }
  return chance;
}

/**
 * A device that refuses says so of every packet of the walk that comes to it, and its errors are rationed: whether the
 * first of them is heard, a later one or none is one event, not one for each packet.
 * @returns undefined where something else was heard from there on
 */
function rationedChance(
  hops: readonly WalkedHop[],
  expected: readonly HopSight[],
  swallowed: number,
): number | undefined {
  const due = expected.at(-1);
  if (due?.reply !== "unreachable") return undefined;
  const heard = hops.filter(({ ttl, reply }) => ttl >= expected.length && reply !== "silent");
  if (!heard.every(({ reply, router }) => reply === "unreachable" && router === due.router)) return undefined;
  const [first] = heard;
  if (first === undefined) return swallowed;
  const chance = first.ttl === expected.length ? 1 - swallowed : swallowed;
  return first.code === due.code ? chance : chance * NOISE.otherCode;
}

const SILENT: Pick<WalkedHop, "reply"> = { reply: "silent" };
const ENDS: ReadonlySet<string> = new Set(["open", "refused", "answer", "unreachable", "too-big", "local-error"]);
const isEnd = ({ reply }: { reply: string }) => ENDS.has(reply);

/** A TTL that was not asked for this flow, with others asked beyond. */
function isWithin(ttl: number, hops: readonly WalkedHop[]): boolean {
  return hops.some((hop) => hop.ttl > ttl);
}

function isAboutVisibility(saw: { reply: string }, due: HopSight): boolean {
  return [saw.reply, due.reply].every((reply) => reply === "time-exceeded" || reply === "silent");
}

function note(hops: Map<RouterId, HopChances>, router: RouterId, saw: { reply: string }, due: HopSight): void {
  const known = hops.get(router) ?? { visible: 1, silent: 1 };
  const answered = saw.reply === "time-exceeded";
  if (due.reply === "time-exceeded") {
    known.visible *= answered ? 1 - NOISE.hopSilence : NOISE.hopSilence;
    known.silent *= answered ? NOISE.impossible : 1;
  } else if (answered) {
    known.visible *= NOISE.impossible;
    known.silent *= NOISE.impossible;
  }
  hops.set(router, known);
}

/** Whether the fate that a fault gives the walk is met at this very TTL, or one that has been met before. */
function isLast(due: HopSight, ttl: number, expected: readonly HopSight[]): boolean {
  return isEnd(due) ? ttl === expected.length : true;
}

function hopChance(
  saw: Pick<WalkedHop, "reply" | "router" | "code">,
  due: HopSight,
  isHere: boolean,
  swallowed: number,
): number {
  if (saw.reply === "unreachable" || saw.reply === "too-big") {
    if (due.reply !== "unreachable" || saw.router !== due.router) return NOISE.signed;
    return saw.code === due.code ? (isHere ? 0.95 : 0.02) : 0.05;
  }
  if (saw.reply === due.reply) return isHere ? 0.97 : 0.01;
  if (saw.reply === "silent") return due.reply === "unreachable" ? swallowed : NOISE.repeatedSilence;
  if (saw.reply === "time-exceeded") return NOISE.positive;
  // An ICMP error of this node's own, where a filter or a route of its own is to blame.
  if (saw.reply === "local-error") return NOISE.signed;
  // A bare datagram may be answered or refused: what matters is that it came there.
  if (isArrival(saw.reply) && isArrival(due.reply)) return isHere ? 0.3 : 0.01;
  return due.reply === "silent" ? NOISE.impossible : NOISE.positive;
}

const isArrival = (reply: string) => reply === "open" || reply === "refused" || reply === "answer";

/** Sides are silent as a whole, then single hops: the sum over both, for the routers of each side by themselves. */
function overVisibility(hops: ReadonlyMap<RouterId, HopChances>, { trunk, fork }: Network): number {
  let site = { visible: 1, silent: 1 };
  let cloud = { visible: 1, silent: 1 };
  const lastOfSite = fork ?? 2;
  for (const [router, { visible, silent }] of hops) {
    const index = trunk.routers.indexOf(router);
    const alone = VISIBILITY.answers * visible + (1 - VISIBILITY.answers) * silent;
    const side = index >= lastOfSite ? cloud : site;
    const summed = { visible: side.visible * alone, silent: side.silent * silent };
    if (side === cloud) cloud = summed;
    else site = summed;
  }
  const mix = (side: HopChances, silent: number) => (1 - silent) * side.visible + silent * side.silent;
  return mix(site, VISIBILITY.siteSilent) * mix(cloud, VISIBILITY.cloudSilent);
}

function distanceChance(routers: number, sight: Sight): number {
  if (sight.routers === undefined) return NOISE.positive;
  return sight.routers === routers ? 0.9 : Math.abs(sight.routers - routers) === 1 ? 0.05 : 0.01;
}

function sizesChance({ forward, backward, holeTtl }: Extract<Trial, { kind: "sizes" }>, { hole }: Sight): number {
  if (hole === undefined) return NOISE.positive;
  const alike = (saw: boolean, due: boolean) => (saw === due ? 0.95 : 0.05);
  const place = holeTtl === undefined || holeTtl === hole.holeTtl ? 1 : 0.1;
  return alike(forward, hole.forward) * alike(backward, hole.backward) * place;
}

function dataChance({ saw, decidedTtl }: Extract<Trial, { kind: "data" }>, sight: Sight): number {
  if (sight.outcome === "not-asked") return NOISE.positive;
  if (saw !== sight.outcome) return 0.03;
  return decidedTtl === undefined || decidedTtl === sight.decidedTtl ? 0.9 : 0.05;
}

/** A reflector may not run, or its answer may be lost, for reasons that are nobody's fault on the way. */
function reflectedChance(
  { saw, heard, reached }: Extract<Trial, { kind: "reflected" }>,
  { outcome, reflected }: Sight,
): number {
  if (reflected === undefined) return NOISE.positive;
  const answers = outcome !== "unheard";
  if (reached === undefined) return answers ? NOISE.reflectorAway : 1 - NOISE.reflectorAway;
  if (!reached) return reflected.reached ? NOISE.reflectorAway : 1 - NOISE.reflectorAway;
  if (!reflected.reached) return NOISE.impossible;
  const answer = heard === answers ? 1 - NOISE.repeatedSilence : heard ? NOISE.impossible : NOISE.repeatedSilence;
  return answer * sawChance(saw, reflected.saw);
}

function sawChance(saw: Outcome, due: Outcome): number {
  const came = (outcome: Outcome) => outcome === "arrived" || outcome === "open";
  if (came(due))
    return came(saw) ? 1 - NOISE.repeatedSilence : saw === "timed-out" ? NOISE.repeatedSilence : NOISE.positive;
  if (came(saw)) return NOISE.impossible;
  if (due === "unreachable")
    return saw === due ? 1 - NOISE.swallowedAtOnce : saw === "timed-out" ? NOISE.swallowedAtOnce : NOISE.positive;
  if (saw === due) return 1 - NOISE.repeatedSilence;
  return saw === "timed-out" ? NOISE.repeatedSilence : NOISE.positive;
}
