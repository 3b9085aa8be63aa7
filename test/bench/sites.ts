/** How often the diagnosis is right on the sites of measuring seeds, live in the lab, beside what people do without it. */
import { availableParallelism } from "node:os";
import {
  bothShow,
  FIRST_MEASURING_SEED,
  runCase,
  withEachAlone,
  type CaseId,
  type RecordedCase,
} from "../sites/case.ts";
import { diagnosed, diagnosedAgain, printScores, shareText, type Result } from "../sites/score.ts";
import { inTurns } from "../support/in-turns.ts";
import { lastHopAndOne, priorAlone } from "./diagnosis-baselines.ts";
import { print } from "./print.ts";

const quick = process.argv.includes("--quick");
const SIDE_BY_SIDE = 3 * availableParallelism();
/** Those with faults drawn evenly over the devices are other sites. */
const EVEN_SEED = FIRST_MEASURING_SEED + 100;

function cases(firstSeed: number, sites: number, aSite: number, kind: CaseId["kind"], declared = false): CaseId[] {
  return Array.from({ length: sites }, (_, site) =>
    Array.from({ length: aSite }, (__, index): CaseId => ({ seed: firstSeed + site, index, kind, declared })),
  ).flat();
}

async function recorded(ids: readonly CaseId[]): Promise<RecordedCase[]> {
  const all = await inTurns(ids, SIDE_BY_SIDE, runCase);
  // Some edits do no harm on their site.
  return all.filter(({ truth, report }) => truth.length === 0 || report.verdict !== "ready");
}

const asReported = (all: readonly RecordedCase[]) => all.map((one) => diagnosed(one, one.report.diagnosis.findings));

function beside(all: readonly RecordedCase[]): void {
  for (const [name, baseline] of [
    ["last hop that answers, and one", lastHopAndOne],
    ["the prior alone", priorAlone],
  ] as const) {
    const right = all.filter(({ truth, report }) => truth.some(({ device }) => device === baseline(report)));
    print(`${name}: first right ${shareText(right.length, all.length)}`);
  }
}

const scale = (count: number) => (quick ? Math.ceil(count / 6) : count);

print("\nSingle faults, drawn over the devices by how often they are to blame:");
const singles = await recorded(cases(FIRST_MEASURING_SEED, scale(60), quick ? 4 : 5, "single"));
printScores(asReported(singles));
beside(singles);

const seconds = singles.map(({ report }) => report.run.durationMs / 1_000).toSorted((a, b) => a - b);
const at = (share: number) =>
  (seconds[Math.min(seconds.length - 1, Math.floor(share * seconds.length))] ?? 0).toFixed(1);
print(`a run with a finding: ${at(0.5)} s, 95 in 100 within ${at(0.95)} s, at most ${at(1)} s`);
const startedAt = performance.now();
for (const one of singles) diagnosedAgain(one);
print(`one inference of all that was seen: ${((performance.now() - startedAt) / singles.length).toFixed(0)} ms`);

print("\nThe same, drawn evenly over the devices:");
printScores(asReported(await recorded(cases(EVEN_SEED, scale(20), 4, "even"))));

print("\nWith the hops declared, beside the same cases without:");
const some = cases(FIRST_MEASURING_SEED, scale(20), 4, "single");
const isOneOf = ({ id }: RecordedCase) => some.some(({ seed, index }) => seed === id.seed && index === id.index);
printScores(asReported(await recorded(some.map((id) => ({ ...id, declared: true })))));
printScores(asReported(singles.filter(isOneOf)));

const bothNamed = ({ one }: Result) => {
  const named = new Set(one.report.diagnosis.findings.flatMap(({ suspects }) => suspects.map(({ device }) => device)));
  return one.truth.every(({ device }) => named.has(device));
};
const triples = await inTurns(
  cases(FIRST_MEASURING_SEED, scale(60), 1, "pair").flatMap(withEachAlone),
  SIDE_BY_SIDE,
  runCase,
);
const pairs = asReported(
  triples.filter(({ id, report }, index) => {
    const alone = triples.slice(index + 1, index + 3).map((one) => one.report);
    return id.only === undefined && bothShow(report, alone);
  }),
);
print(
  `\nPairs of faults on two devices of which each shows beside the other (${pairs.length} of ${triples.length / 3}), both named: ${shareText(pairs.filter(bothNamed).length, pairs.length)}`,
);
print(`wrong and sure in one of the findings: ${shareText(pairs.filter(({ sure }) => sure).length, pairs.length)}`);

const healthy = await recorded(cases(FIRST_MEASURING_SEED, scale(60), 1, "healthy"));
const alarmed = healthy.filter(({ report }) => report.diagnosis.findings.length > 0 || report.verdict !== "ready");
print(`Healthy sites with a finding: ${alarmed.length} of ${healthy.length}`);
