export function sum(values: Iterable<number>): number {
  let all = 0;
  for (const value of values) all += value;
  return all;
}

/** @returns the sum of each group, groups in the order in which they are first met. */
export function sumBy<T, K>(items: readonly T[], keyOf: (item: T) => K, amountOf: (item: T) => number): Map<K, number> {
  const sums = new Map<K, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + amountOf(item));
  return sums;
}
