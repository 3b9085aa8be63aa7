/**
 * Measures how much an export of the cloud's configuration helps when no router of the cloud answers. Each single fault of the
 * reference site is diagnosed without an export, with a right one and with wrong ones. `scripts/bench cloud [part of a name]`
 */
import { availableParallelism } from "node:os";
import { diagnose, infer } from "../../src/diagnosis/diagnose.ts";
import { evidenceOf } from "../../src/evidence.ts";
import type { Report } from "../../src/model/report.ts";
import { cloudOfReference } from "../cloud/export.ts";
import { besideExport, EXPORT_KINDS, type ExportKind } from "../cloud/export-kinds.ts";
import { Lab } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { referenceSite, SITE_FLAGS } from "../lab/reference-site.ts";
import { FAULTS, silence, type Fault } from "../scenarios/faults.ts";
import { inTurns } from "../support/in-turns.ts";
import { en } from "../support/words.ts";
import { score, scoreLine, type Diagnosed } from "./diagnosis-score.ts";
import { print } from "./print.ts";

interface Trial {
  fault: Fault;
  report: Report;
}

async function run(fault: Fault): Promise<Trial> {
  const network = faultyNetwork(fault);
  silence(network, "cloud hops mute");
  await using lab = await Lab.start(network);
  const { stdout } = await preflight(lab, [...SITE_FLAGS, "--format", "json"], {
    ...(fault.before !== undefined && { before: fault.before }),
  });
  return { fault, report: JSON.parse(stdout) as Report };
}

function faultyNetwork(fault: Fault) {
  const network = referenceSite();
  fault.patch?.(network);
  return network;
}

function diagnosed({ fault, report }: Trial): Diagnosed {
  const suspects = diagnose(infer(evidenceOf(report)), en).findings[0]?.suspects ?? [];
  return { truth: fault.device, suspects: suspects.map(({ device, probability }) => ({ device, probability })) };
}

function withExport({ fault, report }: Trial, kind: ExportKind): Trial {
  const cloud = {
    faulty: cloudOfReference(faultyNetwork(fault)),
    healthy: cloudOfReference(referenceSite()),
    // Among the lab's faults a rule of a network ACL goes by the name of the group's rule that it looks like.
    wrong: [fault.name.startsWith("network ACL") ? "network-acl.outbound.data-center" : fault.misconfiguration],
  };
  return { fault, report: besideExport(report, cloud, kind) };
}

const wanted = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";
const trials = await inTurns(
  FAULTS.filter(({ name }) => name.includes(wanted)),
  3 * availableParallelism(),
  run,
);
print(`${trials.length} single faults, the cloud's routers mute`);
print(scoreLine("no export", score(trials.map(diagnosed))));
for (const [kind, meaning] of Object.entries(EXPORT_KINDS)) {
  const results = trials.map((trial) => withExport(trial, kind as ExportKind));
  print(scoreLine(meaning, score(results.map(diagnosed))));
  if (kind === "right")
    for (const result of results) {
      const { truth, suspects } = diagnosed(result);
      if (suspects[0]?.device !== truth)
        print(
          `  ${result.fault.name}: taken for ${suspects.map(({ device, probability }) => `${device} ${probability.toFixed(2)}`).join(", ")}`,
        );
    }
}
