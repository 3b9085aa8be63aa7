/** The standard normal quantile of a two-sided 99 % interval. */
const Z = 2.576;

/** A share of trials with its 99 % interval by Wilson's score, which also holds for few trials and for none that failed. */
export function proportion(failed: number, trials: number): { ratio: number; low: number; high: number } {
  const ratio = failed / trials;
  const spread = Z * Math.sqrt((ratio * (1 - ratio)) / trials + Z ** 2 / (4 * trials ** 2));
  const middle = ratio + Z ** 2 / (2 * trials);
  const scale = 1 + Z ** 2 / trials;
  return {
    ratio,
    // Rounding must not push them past what is possible.
    low: failed === 0 ? 0 : (middle - spread) / scale,
    high: failed === trials ? 1 : (middle + spread) / scale,
  };
}
