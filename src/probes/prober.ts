import type { ProbeName, RequestOf, Seen } from "../model/probe.ts";
import type { World } from "../world/world.ts";

/** Asks once, judges nothing. Throws only when the tool itself is broken. */
export type Prober<P extends ProbeName> = (
  request: RequestOf<P>,
  world: World,
  signal: AbortSignal,
) => Promise<Seen<P>>;

/** The mapped type makes a missing prober a compile error. */
export type Probers = { [P in ProbeName]: Prober<P> };
