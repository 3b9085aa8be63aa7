import type { ProbeName, RequestOf, Seen } from "../model/probe.ts";
import type { World } from "../world/world.ts";

/**
 * Asks once, judges nothing. Throws only when the tool itself is broken.
 * @param onProgress hears what would be seen if nothing came any more, where that is more than silence.
 */
export type Prober<P extends ProbeName> = (
  request: RequestOf<P>,
  world: World,
  signal: AbortSignal,
  onProgress?: (soFar: Seen<P>) => void,
) => Promise<Seen<P>>;

/** The mapped type makes a missing prober a compile error. */
export type Probers = { [P in ProbeName]: Prober<P> };
