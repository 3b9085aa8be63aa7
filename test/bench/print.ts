/** A line of a bench: what, and how much where that is one figure. */
export function print(name: string, value = ""): void {
  process.stdout.write(`${value === "" ? name : `${name.padEnd(58)}${value.padStart(10)}`}\n`);
}
