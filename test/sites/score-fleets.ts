/** States recorded fleets and holds the statements against the truth: score-fleets.ts FILE.ndjson.gz [--list] */
import { print } from "../bench/print.ts";
import { EXTENTS, recordedFleets } from "./fleet.ts";
import { shareText } from "./score.ts";
import { SILENCES } from "./site.ts";
import { stated, type FleetScore } from "./stated-fleets.ts";

const [file = ""] = process.argv.slice(2);
const fleets = recordedFleets(file);
for (const isSmall of [false, true]) {
  const startedAt = performance.now();
  const scores: FleetScore[] = [];
  for (const fleet of fleets) scores.push(await stated(fleet, isSmall));
  print(
    `\n${scores.length} fleets of ${Math.min(...scores.map(({ nodes }) => nodes))} to ${Math.max(...scores.map(({ nodes }) => nodes))} nodes`,
  );
  const rows: [string, FleetScore[]][] = [
    ...EXTENTS.map((extent): [string, FleetScore[]] => [extent, scores.filter(({ fleet }) => fleet.extent === extent)]),
    ...SILENCES.map((silence): [string, FleetScore[]] => [
      silence,
      scores.filter(({ fleet }) => fleet.silence === silence),
    ]),
    ["all of them", scores],
  ];
  print(
    `${"".padEnd(26)}${"fleets".padStart(6)}  ${"shared first".padEnd(20)}${"in the group".padEnd(20)}${"group".padEnd(7)}${"in one finding".padEnd(20)}${"own named".padEnd(20)}wrong and sure`,
  );
  for (const [name, some] of rows) {
    const shared = some.flatMap((each) => each.shared ?? []);
    const sum = (of: (each: FleetScore) => number) => some.reduce((all, each) => all + of(each), 0);
    print(
      `${name.padEnd(26)}${String(some.length).padStart(6)}  ${shareText(shared.filter(({ first }) => first).length, shared.length).padEnd(20)}${shareText(shared.filter(({ inGroup }) => inGroup).length, shared.length).padEnd(20)}${(shared.reduce((all, { group }) => all + group, 0) / Math.max(1, shared.length)).toFixed(2).padEnd(7)}${shareText(shared.filter(({ whole }) => whole).length, shared.length).padEnd(20)}${shareText(
        sum(({ own }) => own.named),
        sum(({ own }) => own.shown),
      ).padEnd(20)}${shareText(
        sum(({ sure }) => sure),
        sum(({ findings }) => findings),
      )}`,
    );
  }
  print(`one statement ${((performance.now() - startedAt) / Math.max(1, scores.length)).toFixed(0)} ms`);
  if (process.argv.includes("--list"))
    for (const { fleet, shared, own, sure, told } of scores) {
      print(
        `\n${fleet.seed} ${fleet.silence}, ${fleet.extent} (${fleet.hit.join("")}): ${fleet.shared?.device ?? ""} ${fleet.shared?.what ?? ""} ${shared === undefined ? "harmless" : shared.first ? "first" : shared.inGroup ? "in group" : "MISSED"}${shared?.whole === false ? " SPLIT" : ""}; own ${own.named}/${own.shown}${sure > 0 ? ` SURE ${sure}` : ""}`,
      );
      for (const line of told) print(`    ${line}`);
    }
}
