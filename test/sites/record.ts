/** Runs drawn cases in the lab and keeps them: record.ts FILE.ndjson.gz FIRST_SEED SITES CASES_A_SITE KIND [--declared]. Of a pair each fault alone is recorded as well. */
import { runCase, withEachAlone, type CaseId } from "./case.ts";
import { record } from "./recording.ts";

const [file = "", firstSeed = "1", sites = "1", casesASite = "1", kind = "single"] = process.argv.slice(2);
const drawn = Array.from({ length: Number(sites) }, (_, site) =>
  Array.from({ length: Number(casesASite) }, (__, index): CaseId => ({
    seed: Number(firstSeed) + site,
    index,
    kind: kind as CaseId["kind"],
    declared: process.argv.includes("--declared"),
  })),
).flat();
await record(file, kind === "pair" ? drawn.flatMap(withEachAlone) : drawn, runCase);
