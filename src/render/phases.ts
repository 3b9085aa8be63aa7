import type { AnyObservation, ProbeName } from "../model/probe.ts";

/** What a run does with its time. */
export const PHASES = ["node", "names", "services", "path", "data", "reflector"] as const;
export type Phase = (typeof PHASES)[number];

const PHASE_OF: Record<ProbeName, Phase> = {
  files: "node",
  host: "node",
  listener: "node",
  route: "node",
  tool: "node",
  dns: "names",
  tcp: "services",
  udp: "services",
  http: "services",
  ntp: "services",
  "package-index": "services",
  "image-layer": "services",
  echo: "path",
  hops: "path",
  distance: "path",
  flows: "path",
  inband: "data",
  mtu: "data",
  train: "data",
  idle: "data",
  reflect: "reflector",
};

export interface PhaseBar {
  phase: Phase;
  /** From its first question to its last answer, in milliseconds since the start of the run. */
  beganMs: number;
  endedMs: number;
  /** A character for each part of the run: a sign where a question of this phase was under way. */
  bar: string;
}

const UNDER_WAY = "=";

/** @param width characters for the whole run. */
export function phaseBars(observations: readonly AnyObservation[], durationMs: number, width: number): PhaseBar[] {
  return PHASES.flatMap((phase) => {
    const own = observations.filter(({ request }) => PHASE_OF[request.probe] === phase);
    if (own.length === 0) return [];
    const cells = Array.from({ length: width }, () => " ");
    const cellAt = (ms: number) => Math.min(width - 1, Math.max(0, Math.floor((ms / Math.max(1, durationMs)) * width)));
    let [beganMs, endedMs] = [Infinity, -Infinity];
    for (const { startedAtMs, durationMs: tookMs } of own) {
      beganMs = Math.min(beganMs, startedAtMs);
      endedMs = Math.max(endedMs, startedAtMs + tookMs);
      cells.fill(UNDER_WAY, cellAt(startedAtMs), cellAt(startedAtMs + tookMs) + 1);
    }
    return { phase, beganMs, endedMs, bar: cells.join("").trimEnd() };
  });
}
