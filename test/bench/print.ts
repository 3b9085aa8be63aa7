/** A line of a bench: what, and how much. */
export function print(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(58)}${value.padStart(10)}\n`);
}
