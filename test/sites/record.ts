/** Runs drawn cases in the lab and keeps them: record.ts FILE.ndjson.gz FIRST_SEED SITES CASES_A_SITE KIND [--declared] */
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { gzipSync } from "node:zlib";
import { inTurns } from "../support/in-turns.ts";
import { runCase, type CaseId, type RecordedCase } from "./case.ts";

const [file = "", firstSeed = "1", sites = "1", casesASite = "1", kind = "single"] = process.argv.slice(2);
const ids = Array.from({ length: Number(sites) }, (_, site) =>
  Array.from({ length: Number(casesASite) }, (__, index): CaseId => ({
    seed: Number(firstSeed) + site,
    index,
    kind: kind as CaseId["kind"],
    declared: process.argv.includes("--declared"),
  })),
).flat();
const recorded = await inTurns(ids, 3 * availableParallelism(), async (id): Promise<RecordedCase | undefined> => {
  try {
    return await runCase(id);
  } catch (error) {
    process.stderr.write(`seed ${id.seed}, case ${id.index}: ${String(error)}\n`);
    return undefined;
  }
});
const cases = recorded.filter((each) => each !== undefined);
writeFileSync(file, gzipSync(cases.map((each) => `${JSON.stringify(each)}\n`).join("")));
process.stderr.write(`${cases.length} of ${ids.length} recorded\n`);
