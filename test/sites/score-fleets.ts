/** States recorded fleets and holds the statements against the truth: score-fleets.ts FILE.ndjson.gz [--list] */
import { print } from "../bench/print.ts";
import { recordedFleets } from "./fleet.ts";
import { scoreFleets } from "./stated-fleets.ts";

const [file = ""] = process.argv.slice(2);
const fleets = recordedFleets(file);
for (const isSmall of [false, true]) {
  const scores = await scoreFleets(fleets, isSmall);
  if (process.argv.includes("--list"))
    for (const { fleet, shared, own, sure, told } of scores) {
      print(
        `\n${fleet.seed} ${fleet.silence}, ${fleet.extent} (${fleet.hit.join("")}): ${fleet.shared?.device ?? ""} ${fleet.shared?.what ?? ""} ${shared === undefined ? "harmless" : shared.first ? "first" : shared.inGroup ? "in group" : "MISSED"}${shared?.whole === false ? " SPLIT" : ""}; own ${own.named}/${own.shown}${sure > 0 ? ` SURE ${sure}` : ""}`,
      );
      for (const line of told) print(`    ${line}`);
    }
}
