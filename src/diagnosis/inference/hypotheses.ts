import { DEVICE_PRIOR, EFFECTS, OWN_SIGN_FACTORS } from "../probabilities.ts";
import { MISCONFIGURATIONS, type KnownMisconfiguration } from "../../catalogue/misconfigurations/misconfigurations.ts";
import { OWN_SIGNS } from "../../catalogue/misconfigurations/symptoms.ts";
import type { Effect, FaultInstance, PacketMatch } from "../../model/fault.ts";
import type { CheckResult } from "../../model/report.ts";
import type { CloudStatement } from "../configuration/statement.ts";
import { PATH_DEVICES, type HopAttribution, type PathDevice } from "../network/hop-attribution.ts";
import { NODE, type Network } from "../network/routed-network.ts";
import { placeKey, type Place, type PlacedFault } from "../network/forwarding.ts";
import { sumBy } from "./sums.ts";

/** One misconfiguration with one setting, somewhere on the way, in one of the ways it can show. */
export interface Candidate {
  misconfiguration: KnownMisconfiguration;
  instance: FaultInstance;
  fault: PlacedFault;
  /** Before anything was seen but the configurations of the devices. */
  prior: number;
  /** What the cloud's configuration says of it. */
  stated?: CloudStatement;
  /** Whether a check of this node's own files has seen it. */
  isSeen?: true;
}

/** What the devices' own configurations say of a setting. */
export type StatementOf = (
  misconfiguration: KnownMisconfiguration,
  instance: FaultInstance,
) => { statement: CloudStatement; likelihoodRatio: number } | undefined;

/** Faults that packets meet alike: same place, same packets, same effect. They are simulated once. */
export interface FaultClass {
  fault: PlacedFault;
  candidates: Candidate[];
  prior: number;
}

const matchTexts = new WeakMap<PacketMatch, string>();

/** Two faults with the same key are met alike. */
function keyOf({ place, direction, match, effect }: PlacedFault): string {
  let matched = matchTexts.get(match);
  if (matched === undefined) matchTexts.set(match, (matched = JSON.stringify(match)));
  return `${placeKey(place)}|${direction}|${effect}|${matched}`;
}

/** Every candidate on this network, in the order of the table, gathered into classes. */
export function classesOf(
  network: Network,
  attribution: HopAttribution,
  checks: readonly CheckResult[],
  statementOf: StatementOf,
): FaultClass[] {
  const classes = new Map<string, FaultClass>();
  for (const candidate of candidatesOn(network, attribution, checks, statementOf)) {
    const key = keyOf(candidate.fault);
    const known = classes.get(key);
    if (known === undefined)
      classes.set(key, { fault: candidate.fault, candidates: [candidate], prior: candidate.prior });
    else {
      known.candidates.push(candidate);
      known.prior += candidate.prior;
    }
  }
  return [...classes.values()];
}

function candidatesOn(
  network: Network,
  attribution: HopAttribution,
  checks: readonly CheckResult[],
  statementOf: StatementOf,
): Candidate[] {
  return MISCONFIGURATIONS.filter(({ kind }) => kind !== "sign").flatMap((misconfiguration) => {
    const instances = misconfiguration.applies(network.traffic);
    const base = priorOf(misconfiguration) / instances.reduce((sum, { weight = 1 }) => sum + weight, 0);
    const usualPlaces = placesFor(misconfiguration, network, attribution);
    const effects = Object.entries(EFFECTS[misconfiguration.kind]) as [Effect, number][];
    const directions = directionsOf(misconfiguration);
    return instances.flatMap((instance) => {
      const stated = statementOf(misconfiguration, instance);
      const ownRatio = signOf(misconfiguration, instance, checks);
      const ratio = ownRatio * (stated?.likelihoodRatio ?? 1);
      const places = OF_OWN_ENDPOINTS.has(misconfiguration.id)
        ? placesTowards(instance, misconfiguration, network, attribution)
        : usualPlaces;
      return places.flatMap(({ place, chance }) =>
        effects.flatMap(([effect, share]) =>
          directions.map((direction): Candidate => ({
            misconfiguration,
            instance,
            fault: { place, direction, match: instance.match, effect: effectAt(effect, place, direction) },
            prior: (base * (instance.weight ?? 1) * chance * share * ratio) / directions.length,
            ...(stated !== undefined && { stated: stated.statement }),
            ...(ownRatio === OWN_SIGN_FACTORS.seen && { isSeen: true as const }),
          })),
        ),
      );
    });
  });
}

const WEIGHT_OF_DEVICE = sumBy(
  MISCONFIGURATIONS.filter(({ kind, isExtra }) => kind !== "sign" && isExtra !== true),
  ({ device }) => device,
  ({ weight }) => weight,
);

/** A device's share of all faults, divided among its settings by their weights. */
function priorOf({ device, weight }: KnownMisconfiguration): number {
  return (DEVICE_PRIOR[device] * weight) / (WEIGHT_OF_DEVICE.get(device) ?? 1);
}

/** This node's faults show in its own files as well. */
function signOf({ id }: KnownMisconfiguration, { match }: FaultInstance, checks: readonly CheckResult[]): number {
  const sign = OWN_SIGNS[id];
  if (sign === undefined) return 1;
  const own = sign.checks(match).flatMap((each) => checks.find((check) => check.id === each) ?? []);
  if (sign.code !== undefined && own.some(({ code }) => code === sign.code)) return OWN_SIGN_FACTORS.seen;
  return own.length > 0 && own.every(({ status }) => status === "pass") ? OWN_SIGN_FACTORS.notSeen : 1;
}

/**
 * What the far end is or does shows in neither direction's filters, but on the way out. Parallel ways are chosen anew for the way
 * back: a flow may be on a dead one in one direction alone.
 */
function directionsOf({ direction, kind }: KnownMisconfiguration): PlacedFault["direction"][] {
  if (direction === "none") return ["outbound"];
  return kind === "member" || kind === "line-member" ? ["both", "outbound", "inbound"] : [direction];
}

/** A device that is no hop has no address to sign with, and no TTL to look at first. */
function effectAt(effect: Effect, place: Place, direction: PlacedFault["direction"]): Effect {
  if (place.at !== "behind") return effect;
  if (["no-route", "unreachable", "forbid", "detour", "loop"].includes(effect)) return "drop";
  if (effect === "blackhole-some") return "drop-some";
  return effect === "blackhole" && direction === "outbound" ? "drop" : effect;
}

/** Filters before the TTL is looked at take a device's own errors with them, as if the gap before it dropped packets. */
const FILTERS_FIRST = 0.1;

function placesFor(
  { id, device, kind }: KnownMisconfiguration,
  network: Network,
  attribution: HopAttribution,
): { place: Place; chance: number }[] {
  if (kind === "neighbour" || device === "node") return [{ place: { at: "node" }, chance: 1 }];
  if (device === "security-group") return [{ place: { at: "edge" }, chance: 1 }];
  const pathDevice = PATH_DEVICES.find((each) => each === device);
  if (device === "firewall" && INTERNET_RULES.has(id)) return internetFirewalls(network, attribution);
  if (pathDevice === undefined) return [{ place: { at: "destination" }, chance: 1 }];
  const places = onCloudPath(pathDevice, attribution);
  const isFilter = kind === "filter";
  return places.flatMap(({ place, chance }) => {
    if (!isFilter || place.at !== "router") return [{ place, chance }];
    const before = beforeRouter(network, place.id);
    return [
      { place, chance: chance * (1 - FILTERS_FIRST) },
      { place: before, chance: chance * FILTERS_FIRST },
    ];
  });
}

/** Rules that a firewall on the way to the Internet has, which need not be the one on the line. */
const INTERNET_RULES: ReadonlySet<KnownMisconfiguration["id"]> = new Set([
  "firewall.outbound.ntp",
  "firewall.outbound.internet",
  "firewall.outbound.dns",
] as const);

/** The line's firewall as far as the Internet is behind it, else one among the routers of the Internet's own branch. */
function internetFirewalls(network: Network, attribution: HopAttribution): { place: Place; chance: number }[] {
  const shared = new Set(network.internet.filter((id) => network.cloudPath.routers.includes(id)));
  const own = network.internet.filter((id) => !shared.has(id));
  const onLine = onCloudPath("firewall", attribution).filter(({ place }) =>
    place.at !== "behind" && place.at !== "router" ? false : place.id === NODE || shared.has(place.id),
  );
  const left = Math.max(0.02, 1 - onLine.reduce((sum, { chance }) => sum + chance, 0));
  const last = network.internet.at(-1);
  const places: Place[] = [
    ...own.map((id): Place => ({ at: "router", id })),
    ...(last === undefined ? [] : [{ at: "behind" as const, id: last }]),
  ];
  return [...onLine, ...places.map((place) => ({ place, chance: left / places.length }))];
}

const OF_OWN_ENDPOINTS: ReadonlySet<KnownMisconfiguration["id"]> = new Set([
  "firewall.outbound.own",
  "core-switch.outbound.own",
] as const);

/** Where a rule or a route for an endpoint of the user's own can be wrong: that hangs on where the endpoint is. */
function placesTowards(
  { match }: FaultInstance,
  misconfiguration: KnownMisconfiguration,
  network: Network,
  attribution: HopAttribution,
): { place: Place; chance: number }[] {
  const [first] = (match.remote ?? []).map((block) => block.replace(/\/32$/, ""));
  const side = first === undefined ? "cloud" : network.sideOf(first);
  if (side === "internet" && misconfiguration.device === "firewall") return internetFirewalls(network, attribution);
  if (first === undefined || side !== "site") return placesFor(misconfiguration, network, attribution);
  // Within the site nobody knows which of its devices filters: each of them, and what is between them.
  const routers = network.routersTo(first);
  const places: Place[] =
    misconfiguration.device === "firewall"
      ? [NODE, ...routers].flatMap((id): Place[] => [
          ...(id === NODE ? [] : [{ at: "router" as const, id }]),
          { at: "behind", id },
        ])
      : routers.map((id) => ({ at: "router", id }));
  return places.map((place) => ({ place, chance: 1 / places.length }));
}

function onCloudPath(device: PathDevice, attribution: HopAttribution): { place: Place; chance: number }[] {
  return attribution.places[device].map(({ id, behind, chance }) => ({
    place: behind || id === NODE ? { at: "behind", id } : { at: "router", id },
    chance,
  }));
}

function beforeRouter(network: Network, id: string): Place {
  const { routers } = network.cloudPath;
  return { at: "behind", id: routers[routers.indexOf(id) - 1] ?? NODE };
}
