/** Runs drawn fleets in the lab and keeps them: record-fleets.ts FILE.ndjson.gz FIRST_SEED FLEETS */
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { gzipSync } from "node:zlib";
import { inTurns } from "../support/in-turns.ts";
import { recordFleet, type RecordedFleet } from "./fleet.ts";

const [file = "", firstSeed = "1", count = "1"] = process.argv.slice(2);
const seeds = Array.from({ length: Number(count) }, (_, index) => Number(firstSeed) + index);
const recorded = await inTurns(seeds, 3 * availableParallelism(), async (seed): Promise<RecordedFleet | undefined> => {
  try {
    return await recordFleet(seed);
  } catch (error) {
    process.stderr.write(`seed ${seed}: ${String(error)}\n`);
    return undefined;
  }
});
const fleets = recorded.filter((each) => each !== undefined);
writeFileSync(file, gzipSync(fleets.map((each) => `${JSON.stringify(each)}\n`).join("")));
process.stderr.write(`${fleets.length} of ${seeds.length} recorded\n`);
