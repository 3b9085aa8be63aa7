/**
 * Inputs that were changed at random, over everything that reads what others have made: 200 000 of them, or as many as are
 * asked for. Ends with 1 when one made a reader throw; prints how long the longest took.
 */
import { READERS } from "../mutations/readers.ts";
import { tried } from "../mutations/try.ts";
import { print } from "./print.ts";

const [wanted = "200000"] = process.argv.slice(2);
/** None of those that the tests try. */
const FIRST_SEED = 1_000_000;

const shares = READERS.map(({ cost = 1 }) => 1 / cost);
const each = Number(wanted) / shares.reduce((sum, share) => sum + share, 0);
let [total, failed] = [0, 0];
for (const reader of READERS) {
  const { count, longestMs, failures } = await tried(reader, {
    count: Math.ceil(each / (reader.cost ?? 1)),
    firstSeed: FIRST_SEED,
  });
  total += count;
  failed += failures.length;
  print(reader.name, `${count} inputs, longest ${longestMs.toFixed(1)} ms`);
  for (const failure of failures) print(`  ${failure}`);
}
print(`${total} inputs, ${failed === 0 ? "no exception" : "EXCEPTIONS"}`);
process.exitCode = failed === 0 ? 0 : 1;
