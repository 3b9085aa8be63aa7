import type { FilterInterval } from "../model/filter.ts";

/** Ascending; intervals that overlap or touch become one. */
export function merged(intervals: readonly FilterInterval[]): FilterInterval[] {
  const found: FilterInterval[] = [];
  for (const [low, high] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else found.push([low, high]);
  }
  return found;
}
