import type { Words } from "../catalogue/words/words.ts";
import { lineOf } from "../checks/shared/line.ts";
import type { Inference } from "../diagnosis/diagnose.ts";
import { withSources } from "../evidence.ts";
import type { CloudConfiguration } from "../model/cloud.ts";
import type { RunEvent } from "../model/event.ts";
import type { AnyObservation } from "../model/probe.ts";
import type { CheckId, CheckResult, NodeFacts, Report } from "../model/report.ts";

/** Of use once there are answers: the first question does not wait for it to be loaded. */
export const loadConclusion = () => import("../conclusion.ts");

export type RunBegun = Omit<Extract<RunEvent, { event: "run" }>, "event">;

/** All that a run has come to. */
export interface RunParts {
  begun: RunBegun;
  durationMs: number;
  checks: CheckResult[];
  /** Of each check that was judged: the keys of the questions that its verdict is about. */
  judgedFrom: ReadonlyMap<CheckId, ReadonlySet<string>>;
  observations: AnyObservation[];
  node: NodeFacts;
  inference: Inference | undefined;
  finished: boolean;
  /** Warnings and unverified required checks count as failures. */
  strict: boolean;
  cloud?: CloudConfiguration;
}

/** The report of a run. */
export async function assemble(parts: RunParts, words: Words): Promise<Report> {
  const { begun, durationMs, checks, judgedFrom, observations, node, inference, finished, strict, cloud } = parts;
  const { concluded } = await loadConclusion();
  const { run, ...head } = begun;
  const { id, startedAt, ...asked } = run;
  const line = lineOf(observations, begun.site);
  const conclusion = concluded({ checks, inference, finished, strict }, words);
  return {
    schemaVersion: head.schemaVersion,
    tool: head.tool,
    run: { id, startedAt, durationMs: Math.round(durationMs), ...asked },
    node,
    site: head.site,
    ...conclusion,
    checks: withSources(conclusion.checks, judgedFrom, observations),
    ...(line !== undefined && { line }),
    observations,
    ...(cloud !== undefined && { cloud }),
  };
}
