/** So many reports, reduced to what a fleet's statement keeps of them, in this process. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { FleetReports } from "../../dist/fleet/reports.js";

const [count = "1"] = process.argv.slice(2);
const file = path.resolve(import.meta.dirname, "../sites/fleets.ndjson.gz");
const fleets = gunzipSync(readFileSync(file))
  .toString("utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const runs = fleets.flatMap((fleet) => fleet.runs);
const reports = new FleetReports();
for (let index = 0; index < Number(count); index++) {
  const { report } = runs[index % runs.length];
  const node = { ...report.node, hostname: `node-${index}` };
  const run = { ...report.run, id: `run-${index}` };
  reports.add({ ...report, node, run }, { name: `reports/node-${index}.json`, again: () => undefined });
}
if (reports.members(() => ({})).length !== Number(count)) throw new Error("nodes are missing");
