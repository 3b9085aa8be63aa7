import type { AttributeKind, CommonAttribute } from "../model/fleet.ts";
import { compareNames, type Member } from "./reports.ts";

/** What nodes can have in common, in the order in which it is told: nearest to the cause first. */
const VALUES: Record<Exclude<AttributeKind, "all">, (member: Member) => readonly string[]> = {
  gateway: ({ summary }) => (summary.gateway === undefined ? [] : [summary.gateway]),
  subnet: ({ summary }) => (summary.subnet === undefined ? [] : [summary.subnet]),
  resolver: ({ summary }) => summary.resolvers,
  way: ({ summary }) => (summary.way === undefined ? [] : [summary.way.join(" > ")]),
  label: ({ labels }) => Object.entries(labels).map(([name, value]) => `${name}=${value}`),
  os: ({ summary }) => [summary.os],
};

/** More values than this are no common cause. */
const MOST_VALUES = 4;

/** Finds what sets the failing nodes apart. Of each kind these are the few values that cover all failing nodes and no passing one. */
export function commonAttributes(failing: readonly Member[], passing: readonly Member[]): CommonAttribute[] {
  if (failing.length < 2) return [];
  if (passing.length === 0) return [{ kind: "all", value: "" }];
  const kinds = Object.entries(VALUES) as [Exclude<AttributeKind, "all">, (member: Member) => readonly string[]][];
  return kinds.flatMap(([kind, valuesOf]) => {
    const well = new Set(passing.flatMap(valuesOf));
    const own = new Set(failing.flatMap(valuesOf).filter((value) => !well.has(value)));
    const isWhole = failing.every((member) => valuesOf(member).some((value) => own.has(value)));
    if (!isWhole) return [];
    // Of several values that each hold all of them one says it.
    const all = [...own].filter((value) => failing.every((member) => valuesOf(member).includes(value)));
    const told = (all.length > 0 ? all.slice(0, 1) : [...own]).sort(compareNames);
    return told.length > MOST_VALUES || told.length >= failing.length
      ? []
      : told.map((value): CommonAttribute => ({ kind, value }));
  });
}
