/** Diagnoses recorded cases again, without a lab: replay.ts FILE.ndjson.gz [--list] [--as-recorded] */
import { diagnosed, diagnosedAgain, printScores } from "./score.ts";
import { recordedCases } from "./case.ts";
import { print } from "../bench/print.ts";

const [file = ""] = process.argv.slice(2);
// Some edits do no harm on their site: a second DNS server answers, a shorter route leads there as well.
const cases = recordedCases(file).filter(({ truth, report }) => truth.length === 0 || report.verdict !== "ready");
const startedAt = performance.now();
const results = cases.map((one) =>
  process.argv.includes("--as-recorded") ? diagnosed(one, one.report.diagnosis.findings) : diagnosedAgain(one),
);
printScores(results);
print(`\none diagnosis ${((performance.now() - startedAt) / Math.max(1, cases.length)).toFixed(0)} ms`);
if (process.argv.includes("--list"))
  for (const { one, first, right, sure, named } of results)
    if (!right)
      print(
        `${one.id.seed}.${one.id.index} ${one.silence}${sure ? " SURE" : ""}: ${one.truth.map(({ device, what }) => `${device} (${what})`).join(" + ")} taken for ${first ?? "nothing"} | ${named}`,
      );
