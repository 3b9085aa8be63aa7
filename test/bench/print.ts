/** A line of a bench: what, and how much where that is one figure. */
export function print(what: string, value = ""): void {
  process.stdout.write(`${value === "" ? what : `${what.padEnd(WHAT_WIDTH)}${value.padStart(VALUE_WIDTH)}`}\n`);
}

type Unit = "ms" | "MB";

/** Two figures of one run in a line, with their ratio. @param goal what the ratio must not exceed. */
export function printRatio(
  [what, value]: [string, number],
  [other, otherValue]: [string, number],
  unit: Unit,
  goal?: number,
): void {
  const ratio = value / otherValue;
  const missed = goal !== undefined && ratio > goal ? ", missed" : "";
  print(
    what,
    [
      amount(value, unit).padStart(VALUE_WIDTH),
      `  ${other}`.padEnd(OTHER_WIDTH),
      amount(otherValue, unit).padStart(VALUE_WIDTH),
      ratio.toFixed(2).padStart(VALUE_WIDTH),
      goal === undefined ? "" : `  (goal: ${goal}${missed})`,
    ].join(""),
  );
}

/** One figure beside its goal. */
export function printGoal(what: string, value: number, unit: Unit, goal: number): void {
  print(what, `${amount(value, unit).padStart(VALUE_WIDTH)}  (goal: ${goal} ${unit}${value > goal ? ", missed" : ""})`);
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
