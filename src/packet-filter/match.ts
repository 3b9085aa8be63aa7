import type { FilterElement, FilterInterval, FilterSet, FilterStep, PacketKey } from "../model/filter.ts";
import { NO_INTERFACE, type Fact } from "./facts.ts";

export type Match = "yes" | "no" | "unknown";

/** Tells what is known of a packet's value. */
export type FactsOf = (key: PacketKey) => Fact | undefined;

/** Hears of a value inside a range of sources from which on a rule treats them otherwise. */
export type OnBoundary = (value: number) => void;

type MatchStep = Extract<FilterStep, { step: "match" | "bits" }>;

export function matchStep(
  step: MatchStep,
  facts: FactsOf,
  setNamed: (name: string) => FilterSet | undefined,
  onBoundary: OnBoundary,
): Match {
  const values = (step.step === "bits" ? [step.key] : step.keys).map(facts);
  // The kernel gives up on a rule that asks for what a packet does not have, negated or not.
  if (values.includes("absent")) return "no";
  if (step.step === "bits") return negatedIf(step.negated, bitsMatch(values[0], step.bits));
  const set = step.set === undefined ? undefined : setNamed(step.set);
  if (step.set !== undefined && set === undefined) return "unknown";
  const found =
    set === undefined
      ? anyOf(step.elements ?? [], (element) => elementMatch(step.keys, element, values, step.mask, onBoundary))
      : setMatch(set, step.keys, values, onBoundary);
  const isOfOtherDirection = values.includes(NO_INTERFACE);
  return step.negated === true && isOfOtherDirection ? "unknown" : negatedIf(step.negated, found);
}

export function elementMatch(
  keys: readonly PacketKey[],
  element: FilterElement,
  values: readonly (Fact | undefined)[],
  mask: number | undefined,
  onBoundary: OnBoundary,
): Match {
  if (element.length !== keys.length) return "unknown";
  let all: Match = "yes";
  for (const [index, part] of element.entries()) {
    const key = keys[index];
    const one =
      typeof part === "string"
        ? nameMatch(values[index], part)
        : rangeMatch(values[index], part, mask, key === "saddr" ? onBoundary : key);
    if (one === "no") return "no";
    if (one === "unknown") all = "unknown";
  }
  return all;
}

function setMatch(
  set: FilterSet,
  keys: readonly PacketKey[],
  values: readonly (Fact | undefined)[],
  onBoundary: OnBoundary,
): Match {
  const [value] = values;
  const found =
    set.intervals !== undefined && keys.length === 1
      ? inIntervals(set.intervals, value, keys[0] === "saddr" ? onBoundary : keys[0])
      : anyOf(set.elements ?? [], (element) => elementMatch(keys, element, values, undefined, onBoundary));
  // What is in it now may be gone, and what is not may come.
  return set.open === true ? "unknown" : found;
}

/** Of ascending intervals only those that reach into the value's own range are looked at. */
function inIntervals(
  intervals: readonly number[],
  value: Fact | undefined,
  onBoundary: OnBoundary | PacketKey | undefined,
): Match {
  if (!Array.isArray(value)) return intervals.length === 0 ? "no" : "unknown";
  let [low, high] = [0, intervals.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((intervals[2 * middle + 1] ?? 0) < value[0]) low = middle + 1;
    else high = middle;
  }
  const next: FilterInterval = [intervals[2 * low] ?? Infinity, intervals[2 * low + 1] ?? Infinity];
  return rangeMatch(value, next, undefined, onBoundary);
}

function anyOf<T>(all: readonly T[], match: (one: T) => Match): Match {
  let found: Match = "no";
  for (const one of all) {
    const matched = match(one);
    if (matched === "yes") return "yes";
    if (matched === "unknown") found = "unknown";
  }
  return found;
}

function negatedIf(negated: true | undefined, match: Match): Match {
  if (negated !== true || match === "unknown") return match;
  return match === "yes" ? "no" : "yes";
}

function rangeMatch(
  fact: Fact | undefined,
  [low, high]: FilterInterval,
  mask: number | undefined,
  /** For a source who hears of a boundary, else what is compared. */
  about: OnBoundary | PacketKey | undefined,
): Match {
  if (fact === undefined || fact === "absent" || "name" in fact) return "unknown";
  if (!Array.isArray(fact)) {
    const looksAt = (mask ?? 0xffffffff) >>> 0;
    if ((looksAt & ~fact.known) !== 0) return "unknown";
    return within((fact.value & looksAt) >>> 0, low, high);
  }
  const [from, to] = fact;
  if (mask !== undefined) return from === to ? within((from & mask) >>> 0, low, high) : "unknown";
  if (from >= low && to <= high) return "yes";
  if (to < low || from > high) return "no";
  if (typeof about === "function") about(low > from ? low : high + 1);
  // A connection is made from one port of thousands: a rule about a few of them concerns some other one.
  const isFew = (Math.min(to, high) - Math.max(from, low) + 1) * FEW_OF < to - from + 1;
  if ((about === "sport" || about === "dport") && isFew) return "no";
  return "unknown";
}

const FEW_OF = 50;

function within(value: number, low: number, high: number): Match {
  return value >= low && value <= high ? "yes" : "no";
}

function bitsMatch(fact: Fact | undefined, bits: number): Match {
  if (fact === undefined || fact === "absent" || "name" in fact) return "unknown";
  if (Array.isArray(fact)) {
    const [low, high] = fact;
    return low === high ? ((low & bits) !== 0 ? "yes" : "no") : "unknown";
  }
  if ((fact.value & fact.known & bits) !== 0) return "yes";
  return (bits & ~fact.known) === 0 ? "no" : "unknown";
}

function nameMatch(fact: Fact | undefined, pattern: string): Match {
  if (fact === undefined || fact === "absent" || !("name" in fact)) return "unknown";
  if (pattern === "*") return fact === NO_INTERFACE ? "unknown" : "yes";
  const holds = pattern.endsWith("*") ? fact.name.startsWith(pattern.slice(0, -1)) : fact.name === pattern;
  return holds ? "yes" : "no";
}
