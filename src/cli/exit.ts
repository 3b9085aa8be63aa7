import type { Verdict } from "../model/report.ts";
import type { CutShort } from "../run.ts";

export const EXIT = {
  ready: 0,
  notReady: 1,
  usage: 2,
  unfinished: 3,
  interrupted: 130,
  terminated: 143,
} as const;

export type StopSignal = "SIGINT" | "SIGTERM";

export function exitCodeOf(verdict: Verdict, cutShort: CutShort | undefined, stopped: StopSignal | undefined): number {
  if (stopped !== undefined) return stopped === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
  if (cutShort !== undefined || verdict === "incomplete") return EXIT.unfinished;
  return verdict === "ready" ? EXIT.ready : EXIT.notReady;
}
