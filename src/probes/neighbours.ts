import type { HostEvidence, HostRequest } from "../model/probe.ts";
import { parseNeighbours } from "../wire/proc-net.ts";
import type { World } from "../world/world.ts";
import { delay } from "../waiting.ts";

/** RFC 863: whoever listens there throws away what it gets, and most machines say that nobody does. */
const DISCARD_PORT = 9;
const LOOK_AGAIN_MS = 100;

/**
 * The kernel's table of IPv4 neighbours.
 *
 * On a machine with more than 128 of them the kernel soon forgets one that did not answer. A gateway that is not in the
 * table is therefore looked for once more: the kernel asks for its hardware address three times, a second apart.
 */
export async function readNeighbours(
  world: World,
  { gateway }: HostRequest,
  signal: AbortSignal,
): Promise<HostEvidence | undefined> {
  const first = await tableOf(world);
  if (gateway === undefined || first.some(({ ip }) => ip === gateway)) return { fact: "neighbours", neighbours: first };
  const done = new AbortController();
  const looking = AbortSignal.any([signal, done.signal]);
  const asked = world
    .exchangeUdp(Buffer.alloc(1), { ip: gateway, port: DISCARD_PORT }, () => true, looking)
    .then(() => {
      done.abort();
    });
  try {
    while (!looking.aborted) {
      await delay(world.clock, LOOK_AGAIN_MS, looking);
      const neighbours = await tableOf(world);
      if (neighbours.some(({ ip, complete }) => ip === gateway && complete)) return { fact: "neighbours", neighbours };
    }
    // The kernel has given up, or the time is over: an entry that is still being looked for was not answered either.
    return { fact: "neighbours", neighbours: await tableOf(world) };
  } finally {
    done.abort();
    await asked;
  }
}

async function tableOf(world: World): Promise<ReturnType<typeof parseNeighbours>> {
  return parseNeighbours((await world.readText("/proc/net/arp")) ?? "");
}
