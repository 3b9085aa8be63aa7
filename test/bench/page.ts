/** What the benches of one run have kept, on one page: goal, today, and what does the same. Argument: the file of their rows. */
import { readFileSync } from "node:fs";
import type { Row } from "./print.ts";

const [file = ""] = process.argv.slice(2);
const rows = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row);

const columns = rows.map(({ what, today, goal = "", missed, beside = "" }) => [
  what,
  today,
  missed === true ? `${goal}, missed` : goal,
  beside,
]);
const table = [["", "today", "goal", "beside it"], ...columns];
const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
for (const row of table)
  process.stdout.write(
    `${row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd()}\n`,
  );
const missed = rows.filter((row) => row.missed === true).length;
process.stdout.write(`\n${rows.filter(({ goal }) => goal !== undefined).length} goals, ${missed} missed\n`);
