import type { Report } from "../../src/model/report.ts";
import { Lab } from "../lab/lab.ts";
import { LAUNCHER } from "../lab/services.ts";
import { drawFault, drawMemberFault, type DrawnFault } from "./faults.ts";
import { Draw } from "./random.ts";
import { readRecording } from "./recording.ts";
import { drawSite, SILENCES, type DrawnSite, type Silence } from "./site.ts";
import { addTwin, vary } from "./variations.ts";

/** Seeds from here on are for measuring: nobody looks into one of their cases to change the code. */
export const FIRST_MEASURING_SEED = 1_000;

/** What is wrong on which site; a pair has two faults, a healthy site none. */
export interface CaseId {
  seed: number;
  /** Which of the site's draws. */
  index: number;
  kind: "single" | "even" | "pair" | "healthy";
  /** Of a pair, only this one of its faults is made. */
  only?: 0 | 1;
  /** Whether the tool is told whose the hops are. */
  declared: boolean;
}

/** A run in the lab beside the truth. */
export interface RecordedCase {
  id: CaseId;
  silence: Silence;
  truth: DrawnFault[];
  report: Report;
}

export function drawCase({ seed, index, kind, only }: CaseId): { site: DrawnSite; truth: DrawnFault[] } {
  let site = drawSite(seed, SILENCES[index % SILENCES.length]);
  vary(site);
  const draw = new Draw(seed * 1_009 + index * 7 + 1);
  const faults = { healthy: 0, single: 1, even: 1, pair: 2 }[kind];
  const drawn: DrawnFault[] = [];
  const member = drawMemberFault(site);
  if (faults > 0 && member !== undefined && draw.chance(0.3)) drawn.push(member);
  for (let tries = 0; tries < 50 && drawn.length < faults; tries++) {
    const edited = structuredClone(site);
    const fault = drawFault(edited, draw, kind === "even");
    // On two devices, so that there are two to be named.
    if (drawn.some(({ device }) => device === fault.device)) continue;
    if (only === undefined || only === drawn.length) site = edited;
    drawn.push(fault);
  }
  const truth = only === undefined ? drawn : drawn.slice(only, only + 1);
  // A pair has one configuration, with whatever is wrong in it.
  addTwin(
    site,
    truth.flatMap(({ ofTheTwin }) => ofTheTwin ?? []),
  );
  return { site, truth };
}

/** The pair, and each of its faults alone, for `bothShow`. */
export const withEachAlone = (pair: CaseId): CaseId[] => [pair, { ...pair, only: 0 }, { ...pair, only: 1 }];

/**
 * Whether both faults of a pair can be seen. A fault is seen if other checks fail, or fail otherwise, than with the other fault alone.
 * A firewall that drops everything hides a missing route behind it, and nobody can name what is hidden.
 */
export function bothShow(pair: Report, alone: readonly Report[]): boolean {
  const failuresIn = ({ checks }: Report) =>
    checks
      .filter(({ status }) => status === "fail")
      .map(({ id, code }) => `${id} ${code}`)
      .join("\n");
  return alone.length === 2 && alone.every((one) => failuresIn(one) !== failuresIn(pair));
}

export async function runCase(id: CaseId): Promise<RecordedCase> {
  const { site, truth } = drawCase(id);
  await using lab = await Lab.start(site.network);
  const before = truth.flatMap((fault) => fault.before ?? []).join("; ");
  const flags = [...site.flags, ...(id.declared ? site.hopFlags : [])];
  const report = JSON.parse(await runOn(lab, "node", site, flags, before)) as Report;
  return { id, silence: site.plan.silence, truth, report };
}

/** Runs the tool on a host of a drawn site. @param before a shell command that goes before it. @returns the report as JSON. */
export async function runOn(
  lab: Lab,
  host: string,
  site: DrawnSite,
  flags: readonly string[],
  before = "",
): Promise<string> {
  const { stdout, stderr } = await lab.run(
    host,
    [process.execPath, LAUNCHER, ...flags, "--format", "json", "--lang", "en"],
    { files: { "/etc/resolv.conf": site.resolvConf }, env: site.environment, ...(before !== "" && { before }) },
  );
  if (stdout === "") throw new Error(`no report of ${host} on the site of seed ${site.seed}: ${stderr}`);
  return stdout;
}

/** Cases that were recorded before, one JSON document a line. */
export function recordedCases(file: string): RecordedCase[] {
  return readRecording(file);
}
