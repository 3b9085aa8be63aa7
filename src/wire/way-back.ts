import type { ReflectedHop } from "../model/probe.ts";

/** Whether a walk has come to its destination, or to what answers in its name. */
export function isArrival({ reply }: Pick<ReflectedHop, "reply">): boolean {
  return reply === "open" || reply === "refused" || reply === "answer";
}

/**
 * The first router of a walk from the cloud that is not on the way to this node, where the walk does not come back to that way: a
 * default route leads elsewhere. Another address before that is one of several equal routers.
 * @param way the addresses on the way to this node, by TTL.
 */
export function whereItLeaves(
  walk: readonly ReflectedHop[],
  way: ReadonlyMap<number, string>,
): ReflectedHop | undefined {
  const shared = walk.findLast(({ ttl, address }) => address !== undefined && way.get(ttl) === address)?.ttl ?? 0;
  return walk.find(({ ttl, address }) => ttl > shared && address !== undefined && way.has(ttl));
}
