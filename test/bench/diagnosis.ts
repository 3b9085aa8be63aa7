/** How often the diagnosis is right on the reference site, beside what people do without it. */
import { evidenceOf } from "../../src/evidence.ts";
import { availableParallelism } from "node:os";
import { en } from "../support/words.ts";
import { diagnose, infer } from "../../src/diagnosis/diagnose.ts";
import type { Device } from "../../src/model/device.ts";
import type { Report } from "../../src/model/report.ts";
import { Lab } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { referenceSite, SITE_FLAGS } from "../lab/reference-site.ts";
import {
  DOUBLE_FAULTS,
  FAULTS,
  HEALTHY,
  HOP_FLAGS,
  silence,
  VISIBILITIES,
  type Fault,
  type VisibilityName,
} from "../scenarios/faults.ts";
import { inTurns } from "../support/in-turns.ts";
import { print } from "./print.ts";
import { lastHopAndOne, priorAlone } from "./diagnosis-baselines.ts";
import { score, scoreLine, type Diagnosed } from "./diagnosis-score.ts";

interface Case {
  name: string;
  faults: Fault[];
  patch?: (typeof HEALTHY)[number]["patch"];
  visibility: VisibilityName;
  declared: boolean;
}

interface Trial extends Case {
  report: Report;
  inferenceMs: number;
}

/** Runs wait more than they compute. */
const SIDE_BY_SIDE = 3 * availableParallelism();

async function run(one: Case): Promise<Trial> {
  const network = referenceSite();
  one.patch?.(network);
  for (const fault of one.faults) fault.patch?.(network);
  silence(network, one.visibility);
  await using lab = await Lab.start(network);
  const before = one.faults.flatMap((fault) => fault.before ?? []).join("; ");
  const flags = [...SITE_FLAGS, ...(one.declared ? HOP_FLAGS : []), "--format", "json"];
  const { stdout } = await preflight(lab, flags, before === "" ? {} : { before });
  const report = JSON.parse(stdout) as Report;
  const startedAt = performance.now();
  diagnose(infer(evidenceOf(report)), en);
  return { ...one, report, inferenceMs: performance.now() - startedAt };
}

const visibilities = Object.keys(VISIBILITIES) as VisibilityName[];
const wanted = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";
const quick = process.argv.includes("--quick");
const declarations = (visibility: VisibilityName) =>
  visibility === "cloud hops mute" || quick ? [false] : [false, true];
const looked = quick ? visibilities.slice(0, 1) : visibilities;

const singles = looked.flatMap((visibility) =>
  declarations(visibility).flatMap((declared) =>
    FAULTS.map((fault): Case => ({ name: fault.name, faults: [fault], visibility, declared })),
  ),
);
const healthy = looked.flatMap((visibility) =>
  HEALTHY.map((each): Case => ({ ...each, faults: [], visibility, declared: false })),
);
const doubles = DOUBLE_FAULTS.map(([a, b]): Case => ({
  name: `${a.name} + ${b.name}`,
  faults: [a, b],
  visibility: "all hops answer",
  declared: false,
}));

const cases = [...singles, ...healthy, ...doubles].filter(({ name }) => name.includes(wanted));
const trials = await inTurns(cases, SIDE_BY_SIDE, run);

function labelOf({ name, visibility, declared }: Case): string {
  return `${name} [${visibility}${declared ? ", declared" : ""}]`;
}

function diagnosedIn({ report, faults }: Trial): Diagnosed {
  const suspects = report.diagnosis.findings[0]?.suspects ?? [];
  return { truth: faults[0]?.device, suspects: suspects.map(({ device, probability }) => ({ device, probability })) };
}

const only = (device: Device | undefined) => (device === undefined ? [] : [{ device, probability: 1 }]);

print("\nIn the lab, what was named first although something else was wrong:");
for (const trial of trials.filter(({ faults }) => faults.length === 1)) {
  const { truth, suspects } = diagnosedIn(trial);
  if (suspects[0]?.device === truth) continue;
  const said = suspects.map(({ device, probability }) => `${device} ${probability.toFixed(2)}`).join(", ");
  print(`  ${labelOf(trial)}: ${truth ?? ""} taken for ${said === "" ? "nothing" : said}`);
}

for (const visibility of looked)
  for (const declared of declarations(visibility)) {
    const some = trials.filter(
      (trial) => trial.faults.length === 1 && trial.visibility === visibility && trial.declared === declared,
    );
    if (some.length === 0) continue;
    print(`\n${visibility}, hops ${declared ? "declared" : "not declared"}, ${some.length} single faults`);
    print(scoreLine("the diagnosis", score(some.map(diagnosedIn))));
    for (const [name, baseline] of [
      ["last hop that answers, and one", lastHopAndOne],
      ["the prior alone", priorAlone],
    ] as const)
      print(
        scoreLine(
          name,
          score(
            some.map((trial) => ({
              truth: trial.faults[0]?.device,
              suspects: only(baseline(trial.report)),
            })),
          ),
        ),
      );
    const seconds = some.map(({ report }) => report.run.durationMs / 1000);
    const inference = some.map(({ inferenceMs }) => inferenceMs);
    const probes = some.map(({ report }) => report.observations.length);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    print(
      `  a run takes ${mean(seconds).toFixed(1)} s, at most ${Math.max(...seconds).toFixed(1)} s; ${mean(probes).toFixed(0)} questions; one inference ${mean(inference).toFixed(0)} ms, at most ${Math.max(...inference).toFixed(0)} ms`,
    );
  }

const well = trials.filter(({ faults }) => faults.length === 0);
const alarmed = well.filter(({ report }) => report.diagnosis.findings.length > 0);
print(`\n${well.length} healthy networks: ${alarmed.length} with a finding ${alarmed.map(labelOf).join("; ")}`);

const twice = trials.filter(({ faults }) => faults.length === 2);
const devicesIn = ({ report }: Trial, first: boolean) =>
  new Set(
    report.diagnosis.findings
      .flatMap(({ suspects }) => (first ? suspects.slice(0, 1) : suspects))
      .map(({ device }) => device),
  );
const found = (first: boolean) =>
  twice.filter((trial) => trial.faults.every(({ device }) => devicesIn(trial, first).has(device))).length;
print(
  `${twice.length} double faults: both devices named first in ${found(true)}, among the suspects in ${found(false)}`,
);
for (const trial of twice)
  if (!trial.faults.every(({ device }) => devicesIn(trial, true).has(device)))
    print(
      `  ${trial.name}: ${trial.report.diagnosis.findings.map(({ suspects }) => suspects.map(({ device }) => device).join("/")).join("; ")}`,
    );
