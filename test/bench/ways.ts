/** How well a dead one of two parallel lines is recognised: in the lab, with other source ports in each run. */
import { availableParallelism } from "node:os";
import type { Report } from "../../src/model/report.ts";
import { Lab } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { SITE_FLAGS } from "../lab/reference-site.ts";
import type { Topology } from "../lab/topology.ts";
import { DEAD_WAYS, withTwoLines } from "../lab/two-lines.ts";
import { inTurns } from "../support/in-turns.ts";
import { print } from "./print.ts";

const RUNS = process.argv.includes("--quick") ? 8 : 40;
const CHECK = "line.quality.parallel-ways";
/** They wait most of the time. */
const SIDE_BY_SIDE = 3 * availableParallelism();

async function reportOf(patch: (network: Topology) => void): Promise<Report> {
  const network = withTwoLines();
  patch(network);
  await using lab = await Lab.start(network);
  const { stdout } = await preflight(lab, [...SITE_FLAGS, "--format", "json"]);
  return JSON.parse(stdout) as Report;
}

const runs = (patch: (network: Topology) => void) =>
  inTurns([...Array(RUNS).keys()], SIDE_BY_SIDE, () => reportOf(patch));

print(`\nTwo parallel lines, ${RUNS} runs each:`);
const well = await runs(() => undefined);
print(`both well: ${well.filter(({ diagnosis }) => diagnosis.findings.length > 0).length} with a finding`);
for (const { name, patch, group } of DEAD_WAYS) {
  const reports = await runs(patch);
  const count = (is: (report: Report) => boolean) => `${reports.filter(is).length}`.padStart(3);
  const findingOf = ({ diagnosis }: Report) => diagnosis.findings.find(({ explains }) => explains.includes(CHECK));
  const firstOf = (report: Report) => findingOf(report)?.suspects[0];
  print(`dead: ${name}`);
  print(
    `  recognised ${count((report) => firstOf(report)?.misconfiguration.endsWith("member") === true)}; ` +
      `the first device is right or cannot be told apart ${count((report) => group.includes(firstOf(report)?.device ?? "service"))}; ` +
      `a rule is blamed as well ${count((report) =>
        report.diagnosis.findings.some(
          (each) => each !== findingOf(report) && !each.explains.includes("line.quality.loss"),
        ),
      )}; the line is said to lose packets ${count((report) =>
        report.diagnosis.findings.some(({ explains }) => explains.includes("line.quality.loss")),
      )}`,
  );
}
