import type { Seen, TcpRequest } from "../model/probe.ts";
import { delay } from "../waiting.ts";
import type { World } from "../world/world.ts";
import { connectOutcome } from "./errno.ts";
import type { Prober } from "./prober.ts";

export const tcp: Prober<"tcp"> = async (request, world, signal) => {
  if (request.brief !== true) return connect(request, world, signal);
  const decided = new AbortController();
  const either = AbortSignal.any([signal, decided.signal]);
  try {
    return await Promise.race([connect(request, world, either), connectLater(request, world, either)]);
  } finally {
    decided.abort();
  }
};

/** The kernel repeats a SYN after a second: with two connections there are four packets in a second and a half. */
const SECOND_AFTER_MS = 500;

async function connectLater(request: TcpRequest, world: World, signal: AbortSignal): Promise<Seen<"tcp">> {
  await delay(world.clock, SECOND_AFTER_MS, signal);
  return connect(request, world, signal);
}

async function connect(request: TcpRequest, world: World, signal: AbortSignal): Promise<Seen<"tcp">> {
  const connected = await world.connectTcp(request.to, signal, request.sourceIp);
  if (!connected.ok) return { outcome: connectOutcome(connected.errno), evidence: { errno: connected.errno } };
  const { evidence } = connected.value;
  connected.value.close();
  return { outcome: "open", evidence };
}
