import type { Words } from "../catalogue/words/words.ts";
import { diagnose, infer, type Diagnosis, type Inference } from "../diagnosis/diagnose.ts";
import { evidenceOf } from "../evidence.ts";
import type { CloudConfiguration } from "../model/cloud.ts";
import type { Report } from "../model/report.ts";
import type { Site } from "../model/site.ts";
import { grouped } from "../wire/grouped.ts";
import type { Neighbours } from "./neighbours.ts";
import { kindOf, type Member } from "./reports.ts";

/** What the statement needs from outside. */
export interface Reading {
  words: Words;
  /** @returns the whole report, checked; undefined where it cannot be had again. */
  read: (member: Member) => Report | undefined;
  /** The site with what the cloud says of it. */
  cloudOf: (site: Site) => Promise<{ site: Site; cloud?: CloudConfiguration }>;
}

/** Nodes that failed alike behind one gateway. */
export type Kind = readonly Member[];

/** The largest first. */
export function kindsOf(failing: readonly Member[]): Kind[] {
  return [...grouped(failing, ({ summary }) => kindOf(summary)).values()].sort((a, b) => b.length - a.length);
}

/** A kind with one of its reports looked at closely, where that could be. */
export interface Examined {
  kind: Kind;
  inference?: Inference;
  diagnosis?: Pick<Diagnosis, "findings" | "actions" | "onPath">;
}

/** Diagnoses one of a kind's reports again, beside what other nodes have seen. */
export async function examine(
  kind: Kind,
  neighbours: Neighbours,
  { words, read, cloudOf }: Reading,
): Promise<Examined> {
  for (const member of kind.slice(0, TRIES)) {
    const report = read(member);
    if (report === undefined) continue;
    if (isItsOwn(report, words)) return { kind, diagnosis: { ...report.diagnosis, onPath: new Set() } };
    const beside = { ...report, ...(await cloudOf(report.site)) };
    const seen = neighbours.of(member);
    const elsewhere = neighbours.elsewhere(member);
    const inference = infer({ ...evidenceOf(beside), elsewhere, ...(seen !== undefined && { neighbours: seen }) });
    return { kind, inference, diagnosis: diagnose(inference, words) };
  }
  return { kind };
}

/**
 * Whether a report has found faults of its own node alone, and is sure of each. Other nodes' reports add nothing then, so it is not
 * diagnosed again: one diagnosis takes as long as parsing three hundred reports.
 */
function isItsOwn({ diagnosis: { findings } }: Report, { language }: Words): boolean {
  return (
    findings.length > 0 &&
    findings.every(({ verdict, suspects: [top] }) => {
      if (verdict !== "confirmed" && verdict !== "likely") return false;
      // Its sentences stay as they are, so they must be in the language that is asked for.
      const isSpoken = top !== undefined && CHINESE.test(top.title) === language.startsWith("zh");
      return isSpoken && top.device === "node" && top.probability >= SURELY_OWN;
    })
  );
}

const SURELY_OWN = 0.95;
const CHINESE = /\p{Script=Han}/u;

/** A report that is broken, or gone since, stands for no kind: the next ones are tried. */
const TRIES = 3;
