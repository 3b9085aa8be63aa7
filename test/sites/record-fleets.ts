/** Runs drawn fleets in the lab and keeps them: record-fleets.ts FILE.ndjson.gz FIRST_SEED FLEETS */
import { recordFleet } from "./fleet.ts";
import { record } from "./recording.ts";

const [file = "", firstSeed = "1", count = "1"] = process.argv.slice(2);
const seeds = Array.from({ length: Number(count) }, (_, index) => Number(firstSeed) + index);
await record(file, seeds, recordFleet);
