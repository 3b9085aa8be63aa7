import { evidenceOf } from "../../src/evidence.ts";
import { en } from "../support/words.ts";
import { diagnose, infer } from "../../src/diagnosis/diagnose.ts";
import type { Finding } from "../../src/model/report.ts";
import { print } from "../bench/print.ts";
import type { RecordedCase } from "./case.ts";
import { Draw } from "./random.ts";
import { SILENCES } from "./site.ts";

export interface Result {
  one: RecordedCase;
  /** Devices of the first finding, most probable first. */
  group: string[];
  first: string | undefined;
  probability: number;
  right: boolean;
  inGroup: boolean;
  /** Said with nine tenths or more, of a device that is not to blame. */
  sure: boolean;
  /** For a person. */
  named: string;
}

const SURE = 0.9;

export function diagnosedAgain(one: RecordedCase): Result {
  return diagnosed(one, diagnose(infer(evidenceOf(one.report)), en).findings);
}

export function diagnosed(one: RecordedCase, findings: readonly Finding[]): Result {
  const [finding] = findings;
  const group = finding?.suspects.map(({ device }) => device) ?? [];
  const [suspect] = finding?.suspects ?? [];
  const truth = new Set<string>(one.truth.map(({ device }) => device));
  const right = truth.has(group[0] ?? "");
  return {
    one,
    group,
    first: group[0],
    probability: suspect?.probability ?? 0,
    right,
    inGroup: group.some((device) => truth.has(device)),
    // Any finding may send people to the wrong device, not only the first.
    sure: findings.some(
      ({ suspects: [top] }) => top !== undefined && top.probability >= SURE && !truth.has(top.device),
    ),
    named: findings
      .map(({ suspects }) =>
        suspects.map((each) => `${each.misconfiguration} ${each.probability.toFixed(2)}`).join(" / "),
      )
      .join(" ;; "),
  };
}

/** A share with its 95 % interval, by Wilson. */
export function shareText(count: number, of: number): string {
  if (of === 0) return "-";
  const z = 1.96;
  const share = count / of;
  const centre = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return `${share.toFixed(3)} [${Math.max(0, centre - half).toFixed(2)}-${Math.min(1, centre + half).toFixed(2)}]`;
}

const BINS = 10;

/** How far what is said is from how often it is true, weighed by how often it is said. */
export function calibrationError(results: readonly Pick<Result, "first" | "probability" | "right">[]): number {
  const said = results.filter(({ first }) => first !== undefined);
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const inBin = said.filter(({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === bin);
    if (inBin.length === 0) continue;
    const meant = inBin.reduce((sum, { probability }) => sum + probability, 0) / inBin.length;
    const met = inBin.filter(({ right }) => right).length / inBin.length;
    error += (inBin.length / said.length) * Math.abs(meant - met);
  }
  return error;
}

/**
 * What a diagnosis that is calibrated exactly would show over as many cases: of few cases even its bins are off by chance.
 * @returns the mean over runs in which each first device is right as often as was said.
 */
export function calibrationErrorByChance(results: readonly Result[]): number {
  const draw = new Draw(1);
  const errors = Array.from({ length: CHANCE_RUNS }, () =>
    calibrationError(results.map((result) => ({ ...result, right: draw.chance(result.probability) }))),
  );
  return errors.reduce((sum, error) => sum + error, 0) / CHANCE_RUNS;
}

const CHANCE_RUNS = 200;

export function printScores(results: readonly Result[]): void {
  const rows: [string, readonly Result[]][] = [
    ...SILENCES.map((silence): [string, Result[]] => [silence, results.filter(({ one }) => one.silence === silence)]),
    ["all of them", results],
  ];
  print(
    `${"".padEnd(26)}${"cases".padStart(6)}  ${"first right".padEnd(20)}${"in the group".padEnd(20)}${"group".padEnd(7)}${"wrong and sure".padEnd(20)}calibration (by chance)`,
  );
  for (const [name, some] of rows) {
    const count = (test: (result: Result) => boolean) => shareText(some.filter(test).length, some.length).padEnd(20);
    const size = some.reduce((sum, { group }) => sum + group.length, 0) / Math.max(1, some.length);
    print(
      `${name.padEnd(26)}${String(some.length).padStart(6)}  ${count(({ right }) => right)}${count(({ inGroup }) => inGroup)}${size.toFixed(2).padEnd(7)}${count(({ sure }) => sure)}${calibrationError(some).toFixed(3)} (${calibrationErrorByChance(some).toFixed(3)})`,
    );
  }
}
