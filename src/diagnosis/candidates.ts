import { DEVICE_PRIOR, EFFECTS, OWN_SIGN_FACTORS } from "../catalogue/odds.ts";
import { MISCONFIGURATIONS, type KnownMisconfiguration } from "../catalogue/misconfigurations/misconfigurations.ts";
import { OWN_SIGNS } from "../catalogue/misconfigurations/symptoms.ts";
import type { Effect, FaultInstance } from "../model/fault.ts";
import type { CheckResult } from "../model/report.ts";
import { TRUNK_DEVICES, type Alignment, type TrunkDevice } from "./alignment.ts";
import { NODE, type Network } from "./network.ts";
import type { Place, PlacedFault } from "./simulate.ts";
import { sumBy } from "./sums.ts";

/** One misconfiguration with one setting, somewhere on the way, in one of the ways it can show. */
export interface Candidate {
  misconfiguration: KnownMisconfiguration;
  instance: FaultInstance;
  fault: PlacedFault;
  /** Before anything was seen. */
  prior: number;
}

/** Faults that packets meet alike: same place, same packets, same effect. They are simulated once. */
export interface FaultClass {
  fault: PlacedFault;
  candidates: Candidate[];
  prior: number;
}

/** Every candidate on this network, in the order of the table, gathered into classes. */
export function classesOf(network: Network, alignment: Alignment, checks: readonly CheckResult[]): FaultClass[] {
  const classes = new Map<string, FaultClass>();
  for (const candidate of candidatesOn(network, alignment, checks)) {
    const key = JSON.stringify(candidate.fault);
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

function candidatesOn(network: Network, alignment: Alignment, checks: readonly CheckResult[]): Candidate[] {
  return MISCONFIGURATIONS.filter(({ kind }) => kind !== "sign").flatMap((misconfiguration) => {
    const instances = misconfiguration.applies(network.traffic);
    const base = priorOf(misconfiguration) / Math.max(1, instances.length);
    const places = placesFor(misconfiguration, network, alignment);
    const effects = Object.entries(EFFECTS[misconfiguration.kind]) as [Effect, number][];
    return instances.flatMap((instance) =>
      places.flatMap(({ place, chance }) =>
        effects.map(([effect, share]) => ({
          misconfiguration,
          instance,
          fault: {
            place,
            direction: directionOf(misconfiguration),
            match: instance.match,
            effect: effectAt(effect, place),
          },
          prior: base * chance * share * signOf(misconfiguration, instance, checks),
        })),
      ),
    );
  });
}

const WEIGHT_OF_DEVICE = sumBy(
  MISCONFIGURATIONS.filter(({ kind }) => kind !== "sign"),
  ({ device }) => device,
  ({ prior }) => prior,
);

/** A device's share of all faults, divided among its settings by their weights. */
function priorOf({ device, prior }: KnownMisconfiguration): number {
  return (DEVICE_PRIOR[device] * prior) / (WEIGHT_OF_DEVICE.get(device) ?? 1);
}

/** This node's faults show in its own files as well. */
function signOf({ id }: KnownMisconfiguration, { match }: FaultInstance, checks: readonly CheckResult[]): number {
  const sign = OWN_SIGNS[id];
  if (sign === undefined) return 1;
  const own = sign.checks(match).flatMap((each) => checks.find((check) => check.id === each) ?? []);
  if (sign.code !== undefined && own.some(({ code }) => code === sign.code)) return OWN_SIGN_FACTORS.seen;
  return own.length > 0 && own.every(({ status }) => status === "pass") ? OWN_SIGN_FACTORS.notSeen : 1;
}

/** What the far end is or does shows in neither direction's filters, but on the way out. */
function directionOf({ direction }: KnownMisconfiguration): PlacedFault["direction"] {
  return direction === "none" ? "outbound" : direction;
}

/** A device that is no hop has no address to sign with, and no TTL to look at first. */
function effectAt(effect: Effect, place: Place): Effect {
  if (place.at !== "behind") return effect;
  return ["no-route", "unreachable", "forbid"].includes(effect) ? "drop" : effect;
}

/** Filters before the TTL is looked at take a device's own errors with them, as if the gap before it dropped packets. */
const FILTERS_FIRST = 0.1;

function placesFor(
  { device, kind }: KnownMisconfiguration,
  network: Network,
  alignment: Alignment,
): { place: Place; chance: number }[] {
  if (kind === "neighbour" || device === "node") return [{ place: { at: "node" }, chance: 1 }];
  if (device === "security-group") return [{ place: { at: "edge" }, chance: 1 }];
  const trunkDevice = TRUNK_DEVICES.find((each) => each === device);
  if (trunkDevice === undefined) return [{ place: { at: "destination" }, chance: 1 }];
  const places = onTrunk(trunkDevice, alignment);
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

function onTrunk(device: TrunkDevice, alignment: Alignment): { place: Place; chance: number }[] {
  return alignment.places[device].map(({ id, behind, chance }) => ({
    place: behind || id === NODE ? { at: "behind", id } : { at: "router", id },
    chance,
  }));
}

function beforeRouter(network: Network, id: string): Place {
  const { routers } = network.trunk;
  return { at: "behind", id: routers[routers.indexOf(id) - 1] ?? NODE };
}
