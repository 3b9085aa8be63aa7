/** How often the verdicts on this node's own packet filter are what its kernel does, over drawn rule sets. */
import { compareRules } from "../packet-filter/lab.ts";
import { inTurns } from "../support/in-turns.ts";
import { print } from "./print.ts";

const FIRST_SEED = 10_000;
const A_LAB = 50;
const sets = process.argv.includes("--quick") ? 100 : 1_000;

const firsts = Array.from({ length: sets / A_LAB }, (_, index) => FIRST_SEED + index * A_LAB);
const all = (await inTurns(firsts, 2, (first) => compareRules(first, A_LAB))).flat();
const loaded = all.filter(({ refused }) => refused === undefined);
const sum = (of: (one: (typeof all)[number]) => number) => loaded.reduce((total, one) => total + of(one), 0);
const wrong = loaded.flatMap(({ seed, wrong: found }) => found.map((one) => ({ seed, ...one })));
const judged = sum((one) => one.judged);
print(`rule sets loaded ${loaded.length} of ${all.length}, ways judged ${judged}`);
print(`said to be let through, and dropped: ${wrong.filter(({ through }) => !through).length}`);
print(`said to be dropped, and let through: ${wrong.filter(({ through }) => through).length}`);
print(`cannot tell: ${((100 * sum(({ untold }) => untold)) / judged).toFixed(1)} %`);
for (const one of wrong.slice(0, 20)) print(`  seed ${one.seed}: ${one.name} ${one.verdict} (${one.rule ?? ""})`);
