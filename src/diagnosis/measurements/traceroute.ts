import type { Device } from "../../model/device.ts";
import {
  isOf,
  type AnyObservation,
  type Observation,
  type ReflectedHop,
  type ReflectRequest,
} from "../../model/probe.ts";
import { containedInAny } from "../../wire/cidr.ts";
import { isArrival, whereItLeaves } from "../../wire/way-back.ts";
import { destinationOf, hopAtTtl, type HopPrediction, type Prediction } from "../network/forwarding.ts";
import type { Network, RouterId } from "../network/routed-network.ts";
import { ASTRAY_HOP, HOP, LOOP_HOP, NOISE } from "../probabilities.ts";
import { CONTAINER_CAUSES } from "./causes.ts";
import type { ChanceContext, HopChances, MeasurementKind } from "./kind.ts";
import { isEchoWalk, type MeasurementOf, type WalkedHop } from "./measurement.ts";

/** Where packets get to, one TTL after the other, from this node or from a reflector back to it. */
export const TRACEROUTE: MeasurementKind<"walk"> = { read, chance: walkChance, identity, causes: CONTAINER_CAUSES };

function read(network: Network, one: AnyObservation): MeasurementOf<"walk">[] {
  if (one.evidence === undefined || one.outcome === "interrupted" || one.outcome === "not-heard") return [];
  if (isOf(one, "hops")) return [forwardWalk(network, one)];
  if (!isOf(one, "reflect")) return [];
  const { request, evidence } = one;
  return evidence.hops === undefined ? [] : reverseWalk(network, request, evidence.hops);
}

function identity({ request }: MeasurementOf<"walk">): string {
  const { ip, port } = destinationOf(request);
  return request.probe === "reflect"
    ? `${request.ask} ${ip} ${request.protocol} ${request.host ?? ""} ${request.port}`
    : `walk ${ip} ${port} ${request.protocol} ${request.calm ?? ""}`;
}

function forwardWalk(network: Network, { request, evidence }: Observation<"hops">): MeasurementOf<"walk"> {
  const way = network.routersTo(request.to.ip);
  // What only other flows have shown is no evidence about this one.
  const hops = (evidence?.hops ?? []).filter(({ shared }) => shared !== true);
  return {
    kind: "walk",
    request,
    way,
    calm: request.calm === true,
    hops: walkedHops(network, way, hops, { loop: evidence?.loop ?? [], to: request.to.ip }),
    reached: evidence?.reachedTtl !== undefined,
  };
}

/** Where the ways there and back are not of one length, they are not one way, and hops of the one say nothing of the other. */
function reverseWalk(
  network: Network,
  request: ReflectRequest,
  hops: readonly ReflectedHop[],
): MeasurementOf<"walk">[] {
  // The reflector's own host has kept its packets.
  if (hops.some(({ reply }) => reply === "local-error")) return [];
  const way = [...network.routersTo(request.via.ip)].reverse();
  if (request.ask === "container-walk") return containerWalk(network, request, way, hops);
  const arrived = hops.find(isArrival);
  if (arrived !== undefined && network.cloudPath.known && arrived.ttl - 1 > way.length) return [];
  const reached = arrived !== undefined && arrived.ttl - 1 === way.length;
  return [
    {
      kind: "walk",
      request,
      way,
      calm: request.ask === "calm-walk",
      hops: walkedHops(network, way, hops, { back: true }),
      reached,
    },
  ];
}

/** A walk to the containers, cut off behind the last router before this node: that one learns their routes after the join. */
function containerWalk(
  network: Network,
  request: ReflectRequest,
  way: readonly RouterId[],
  hops: readonly ReflectedHop[],
): MeasurementOf<"walk">[] {
  const leftAt = whereItLeaves(hops, network.wayBack)?.ttl ?? Infinity;
  const within = hops.filter(({ ttl }) => ttl <= way.length && ttl < leftAt);
  // How long the way is has to be known: else its end cannot be told from a missing route.
  if (!network.cloudPath.known || within.length === 0) return [];
  const last = within.findLast(({ reply }) => reply !== "silent");
  const reached = last?.ttl === way.length || (leftAt === Infinity && hops.some(isArrival));
  return [
    {
      kind: "walk",
      request,
      way,
      calm: false,
      hops: walkedHops(network, way, within, { back: true }),
      reached,
    },
  ];
}

/** TTLs at which a router answers again, of those between which packets go round. */
function returns(
  hops: readonly Pick<ReflectedHop, "ttl" | "reply" | "address">[],
  loop: readonly string[],
): Set<number> {
  const seen = new Set<string>();
  const again = new Set<number>();
  for (const { ttl, reply, address } of hops) {
    if (reply !== "time-exceeded" || address === undefined || !loop.includes(address)) continue;
    if (seen.has(address)) again.add(ttl);
    seen.add(address);
  }
  return again;
}

/** A router that refuses a packet also refuses those with larger TTLs. These repeat its refusal and show no further router. */
function untilRefused<H extends Pick<ReflectedHop, "reply">>(hops: readonly H[]): readonly H[] {
  const at = hops.findIndex(({ reply }) => reply === "unreachable");
  return at < 0 ? hops : hops.slice(0, at + 1);
}

/**
 * @param back from the far end: there routers answer from their other side, whose addresses nobody knows.
 * @param to the destination, whose own refusal is no router's.
 */
export function walkedHops(
  network: Network,
  way: readonly RouterId[],
  hops: readonly (ReflectedHop & { pinned?: boolean })[],
  { back = false, loop = [], to }: { back?: boolean; loop?: readonly string[]; to?: string } = {},
): WalkedHop[] {
  const again = returns(hops, loop);
  return untilRefused(hops).map(({ ttl, reply, address, icmpCode, pinned }): WalkedHop => {
    // An error that this node has sent to itself: its own filter or route refuses.
    if (reply === "unreachable" && address !== undefined && network.ownAddresses.has(address))
      return { ttl, reply: "local-error", address };
    const place = way[ttl - 1];
    const owner = address === undefined ? undefined : network.ownerOf(address);
    const isStranger =
      !back &&
      !network.hasParallelWays &&
      address !== undefined &&
      owner === undefined &&
      place !== undefined &&
      network.isEstablished(place);
    const isUnplaced =
      !back && !isStranger && reply === "unreachable" && address !== undefined && owner === undefined && address !== to;
    const router = address === undefined || isStranger || isUnplaced ? undefined : (owner ?? place);
    const code = icmpCode === undefined ? undefined : codeOf(icmpCode);
    const declared = network.traffic.site.hops.find(
      ({ cidr }) => address !== undefined && containedInAny([cidr], address),
    )?.device;
    return {
      ttl,
      reply,
      ...(pinned === false && { scouted: true as const }),
      ...(again.has(ttl) && { loops: true as const }),
      ...(isStranger && { stranger: true as const }),
      ...(isUnplaced && { unplaced: true as const }),
      ...(declared !== undefined && { declared }),
      ...(router !== undefined && { router }),
      ...(address !== undefined && { address }),
      ...(reply === "unreachable" && code !== undefined && { code }),
    };
  });
}

const NET_CODES: ReadonlySet<number> = new Set([0, 6, 11]);

const PROHIBITED_CODES: ReadonlySet<number> = new Set([2, 3, 9, 10, 13]);

function codeOf(icmpCode: number): "net" | "host" | "prohibited" {
  if (NET_CODES.has(icmpCode)) return "net";
  return PROHIBITED_CODES.has(icmpCode) ? "prohibited" : "host";
}

/**
 * The likelihood of a walk for which several predictions are equally probable: that of the best one, divided by their number. Their sum
 * would count the answer of one router several times.
 */
export function chanceOfOneOf(
  walk: MeasurementOf<"walk">,
  predictions: readonly Prediction[],
  context: ChanceContext,
): number {
  const fits = predictions.map((prediction) => {
    const hops: ChanceContext["hops"] = new Map();
    const chance = walkChance(walk, prediction, { ...context, hops });
    return [...hops.values()].reduce((product, { visible, silent }) => product * Math.max(visible, silent), chance);
  });
  const best = predictions[fits.indexOf(Math.max(...fits))];
  return best === undefined ? 0 : walkChance(walk, best, context) / predictions.length;
}

/** Hop by hop; the routers' own part is kept for the sum over their visibility. */
function walkChance(
  measurement: MeasurementOf<"walk">,
  { hops: expected = [], seldomSaid, reflected }: Prediction,
  { hops, suppressed: suppressedInHaste }: ChanceContext,
): number {
  const { hops: walkedHops, reached, way, calm } = measurement;
  const isByEcho = isEchoWalk(measurement);
  // What was seen from a place that is not reached.
  if (reflected?.reached === false) return NOISE.contradicted;
  const byTtl = new Map(walkedHops.map((hop) => [hop.ttl, hop]));
  const end = reached ? Math.max(0, ...byTtl.keys()) : Math.max(expected.length, ...byTtl.keys());
  const suppressed =
    seldomSaid !== undefined ? NOISE.reportedTooLate : calm ? NOISE.suppressedCalmly : suppressedInHaste;
  const limited = isByEcho ? undefined : rateLimitedChance(walkedHops, expected, suppressed);
  let chance = limited ?? 1;
  for (let ttl = 1; ttl <= (limited === undefined ? end : expected.length - 1); ttl++) {
    // A calm walk passes over hops that never answer, and ends at the first silence: what it has not asked says nothing.
    const saw = byTtl.get(ttl) ?? (reached || calm || isWithin(ttl, walkedHops) ? undefined : SILENT);
    if (saw === undefined) continue;
    // Whoever lets a connection pass need not let echo requests pass: only what is heard of them is evidence.
    if (saw.reply === "silent" && isByEcho) continue;
    const due = hopAtTtl(expected, ttl);
    const router = way[ttl - 1];
    if (due.astray === true) {
      const isOver = saw.reply === "silent" && !isWithin(ttl, walkedHops);
      chance *= astrayChance(saw, due, isOver);
      if (isOver) break;
    } else if (due.loops === true || saw.loops === true) {
      chance *= loopChance(saw, due);
      // What goes round has told all there is once it has come back.
      if (due.loops === true && saw.loops === true) break;
    } else if (saw.reply === "time-exceeded" && isStranger(saw))
      chance *= due.reply === "time-exceeded" ? NOISE.otherMember : NOISE.signed;
    else if (saw.reply === "time-exceeded" && saw.router !== undefined && saw.router !== router)
      // It answers at its place on another way: these packets are on that one.
      chance *= NOISE.contradicted;
    else if (router !== undefined && isAboutVisibility(saw, due)) note(hops, router, saw, due);
    else chance *= hopChance(saw, due, isLast(due, ttl, expected), suppressed);
    if (isEnd(saw)) break;
  }
  return chance;
}

/**
 * A device that refuses says so of every packet of the walk that comes to it, and its errors are limited: whether the
 * first of them is heard, a later one or none is one event, not one for each packet.
 * @returns undefined where something else was heard from there on
 */
function rateLimitedChance(
  hops: readonly WalkedHop[],
  expected: readonly HopPrediction[],
  suppressed: number,
): number | undefined {
  const due = expected.at(-1);
  if (due?.reply !== "unreachable") return undefined;
  const heard = hops.filter(({ ttl, reply }) => ttl >= expected.length && reply !== "silent");
  if (!heard.every((saw) => isRefusalBy(saw, due))) return undefined;
  const [first] = heard;
  if (first === undefined) return suppressed;
  // Where nobody knows who refuses, its place is the first TTL that is refused, unless the errors before it were kept back.
  const ifLater = first.unplaced === true ? suppressed * HOP.refusal.elsewhere : suppressed;
  const chance = first.ttl === expected.length ? 1 - suppressed : ifLater;
  return first.code === due.code ? chance : chance * NOISE.otherCode;
}

/** Whether what was heard can be the refusal that a fault predicts: by the same router, or by any where nobody knows whose address it is. */
export function isRefusalBy(saw: Partial<WalkedHop>, due: HopPrediction): boolean {
  if (saw.reply !== "unreachable" || due.reply !== "unreachable" || saw.stranger === true) return false;
  return saw.unplaced === true ? due.router !== undefined : saw.router === due.router;
}

/** On a way that leads back, or on one that should not. */
function loopChance(saw: Partial<WalkedHop> & Pick<WalkedHop, "reply">, due: HopPrediction): number {
  if (due.loops !== true) return NOISE.signed;
  if (saw.reply === "silent") return LOOP_HOP.silent;
  return saw.reply === "time-exceeded" && saw.router === due.router ? LOOP_HOP.due : NOISE.positive;
}

const BEYOND_THE_SITE: ReadonlySet<Device> = new Set<Device>(["vbr", "ecr-cen", "vpc-route-table"]);

/** On a branch that packets should not be on. @param isOver whether nothing answers from here on. */
function astrayChance(saw: Partial<WalkedHop> & Pick<WalkedHop, "reply">, due: HopPrediction, isOver: boolean): number {
  // A router of the line's, by the user's word: then these packets are on the line.
  if (saw.declared !== undefined && BEYOND_THE_SITE.has(saw.declared)) return NOISE.contradicted;
  switch (saw.reply) {
    case "silent":
      return isOver ? ASTRAY_HOP.silentEnd : ASTRAY_HOP.silent;
    case "time-exceeded":
      if (saw.router !== undefined && saw.router === due.router) return ASTRAY_HOP.onBranch;
      if (saw.stranger === true)
        return due.router === undefined ? ASTRAY_HOP.strangerOnUnknown : ASTRAY_HOP.strangerOnKnown;
      // Where no way that works has shown who is where, a router there may be on either.
      return saw.router?.startsWith("t") === true && due.router === undefined
        ? ASTRAY_HOP.perhapsOnPath
        : ASTRAY_HOP.onPath;
    case "unreachable":
      return saw.router === undefined || saw.router === due.router || due.router === undefined
        ? ASTRAY_HOP.refuses
        : ASTRAY_HOP.refusesElsewhere;
    case "open":
    case "refused":
    case "answer":
    case "too-big":
    case "local-error":
      return NOISE.contradicted;
  }
}

function isStranger(saw: Partial<WalkedHop>): boolean {
  return saw.stranger === true;
}

const SILENT: Partial<WalkedHop> & Pick<WalkedHop, "reply"> = { reply: "silent" };

const ENDS: ReadonlySet<string> = new Set(["open", "refused", "answer", "unreachable", "too-big", "local-error"]);

const isEnd = ({ reply }: { reply: string }) => ENDS.has(reply);

/** A TTL that was not asked for this flow, with others asked beyond. */
function isWithin(ttl: number, hops: readonly WalkedHop[]): boolean {
  return hops.some((hop) => hop.ttl > ttl);
}

function isAboutVisibility(saw: { reply: string }, due: HopPrediction): boolean {
  return [saw.reply, due.reply].every((reply) => reply === "time-exceeded" || reply === "silent");
}

function note(hops: Map<RouterId, HopChances>, router: RouterId, saw: { reply: string }, due: HopPrediction): void {
  const known = hops.get(router) ?? { visible: 1, silent: 1 };
  const answered = saw.reply === "time-exceeded";
  if (due.reply === "time-exceeded") {
    known.visible *= answered ? 1 - NOISE.hopSilence : NOISE.hopSilence;
    known.silent *= answered ? NOISE.contradicted : 1;
  } else if (answered) {
    known.visible *= NOISE.contradicted;
    known.silent *= NOISE.contradicted;
  }
  hops.set(router, known);
}

/** Whether the fate that a fault gives the walk is met at this very TTL, or one that has been met before. */
function isLast(due: HopPrediction, ttl: number, expected: readonly HopPrediction[]): boolean {
  return isEnd(due) ? ttl === expected.length : true;
}

function hopChance(
  saw: Partial<WalkedHop> & Pick<WalkedHop, "reply">,
  due: HopPrediction,
  isHere: boolean,
  suppressed: number,
): number {
  if (saw.reply === "unreachable" || saw.reply === "too-big") {
    if (!isRefusalBy(saw, due)) return NOISE.signed;
    return saw.code === due.code ? HOP.refusal[isHere ? "here" : "elsewhere"] : HOP.refusal.otherCode;
  }
  // A kernel without a route refuses the call; only a filter sends an error from this node's own address.
  if (saw.reply === "local-error" && due.reply === "local-error" && saw.address !== undefined && due.signed !== true)
    return NOISE.otherCode;
  if (saw.reply === due.reply) return HOP.same[isHere ? "here" : "elsewhere"];
  if (saw.reply === "silent") return due.reply === "unreachable" ? suppressed : NOISE.repeatedSilence;
  if (saw.reply === "time-exceeded") return NOISE.positive;
  // An ICMP error of this node's own, where a filter or a route of its own is to blame.
  if (saw.reply === "local-error") return NOISE.signed;
  // A bare datagram may be answered or refused: what matters is that it came there.
  if (isArrival(saw) && isArrival(due)) return HOP.otherArrival[isHere ? "here" : "elsewhere"];
  return due.reply === "silent" ? NOISE.contradicted : NOISE.positive;
}
