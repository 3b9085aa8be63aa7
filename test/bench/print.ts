import { appendFileSync } from "node:fs";

/** A line of a bench: what, and how much where that is one figure. */
export function print(what: string, value = ""): void {
  process.stdout.write(`${value === "" ? what : `${what.padEnd(WHAT_WIDTH)} ${value.padStart(VALUE_WIDTH)}`}\n`);
}

export type Unit = "ms" | "MB" | "packets" | "kB";

/** A line of the page that all benches make together. */
export interface Row {
  what: string;
  today: string;
  goal?: string;
  missed?: boolean;
  /** What else does the same, and at what cost. */
  beside?: string;
}

/** Two figures of one run in a line, with their ratio. @param goal what the ratio must not exceed. */
export function printRatio(
  [what, value]: [string, number],
  [other, otherValue]: [string, number],
  unit: Unit,
  goal?: number,
): void {
  const ratio = value / otherValue;
  const missed = goal !== undefined && ratio > goal;
  print(
    what,
    [
      amount(value, unit).padStart(VALUE_WIDTH),
      `  ${other}`.padEnd(OTHER_WIDTH),
      amount(otherValue, unit).padStart(VALUE_WIDTH),
      ratio.toFixed(2).padStart(VALUE_WIDTH),
      goal === undefined ? "" : `  (goal: ${goal}${missed ? ", missed" : ""})`,
    ].join(""),
  );
  keep({
    what,
    today: amount(value, unit),
    ...(goal !== undefined && { goal: `${ratio.toFixed(2)} of ${goal} x`, missed }),
    beside: `${other}: ${amount(otherValue, unit)}`,
  });
}

/** One figure beside its goal. */
export function printGoal(what: string, value: number, unit: Unit, goal: number): void {
  const missed = value > goal;
  const today = amount(value, unit);
  print(what, `${today.padStart(VALUE_WIDTH)}  (goal: ${amount(goal, unit)}${missed ? ", missed" : ""})`);
  keep({ what, today, goal: amount(goal, unit), missed });
}

/** A figure that has no goal, for the page as well. */
export function printFigure(what: string, today: string): void {
  print(what, today);
  keep({ what, today });
}

/** For `scripts/bench`, which prints the page when all are done. */
function keep(row: Row): void {
  const file = process.env["BENCH_ROWS"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
}

export function amount(value: number, unit: Unit): string {
  return `${value.toFixed(0)} ${unit}`;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const WHAT_WIDTH = 58;
const VALUE_WIDTH = 10;
const OTHER_WIDTH = 52;
