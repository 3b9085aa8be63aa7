import type { FlowsEvidence, FlowsRequest, HopEvidence, Seen } from "../model/probe.ts";
import type { ConnectSeen, HeldPort, NativeSockets } from "../world/native.ts";
import { hopOf } from "./hops.ts";
import { icmpBudget, type IcmpBudget } from "./icmp-budget.ts";
import type { Prober } from "./prober.ts";

/** Each round sends two SYNs, a second apart: a port that never answers has lost six in a row, or stands on a dead way. */
const ROUNDS = 3;
const ROUND_MS = 1_600;
const FURTHER_SYNS = 1;

/** Load balancers and routers with several equal ways choose by address and port, so that a port stays on its way. */
export const flows: Prober<"flows"> = async (request, world, signal): Promise<Seen<"flows">> => {
  const native = await world.native();
  if (!native.ok) return { outcome: "not-asked", reason: native.errno };
  const held: HeldPort[] = [];
  try {
    for (let count = 0; count < request.count; count++) {
      const port = native.value.holdPort();
      if (!port.ok) return { outcome: "not-asked", reason: port.errno };
      held.push(port.value);
    }
    held.sort((a, b) => a.port - b.port);
    const tried = await Promise.all(held.map(({ port }) => tryFlow(native.value, request, port, signal)));
    if (tried.includes(undefined)) return { outcome: "timed-out", reason: "unfinished" };
    const evidence: FlowsEvidence = { flows: tried.flatMap((flow) => flow ?? []) };
    const dead = evidence.flows.find(({ outcome }) => outcome === "dead");
    const living = evidence.flows.find(({ outcome }) => outcome !== "dead");
    if (living === undefined) return { outcome: "timed-out", evidence };
    if (dead === undefined) return { outcome: "measured", evidence };
    const budget = icmpBudget(world);
    const walk = (port: number) => walkFlow(native.value, request, port, budget, signal);
    evidence.living = await walk(living.sourcePort);
    evidence.dead = await walk(dead.sourcePort);
    return { outcome: "measured", evidence };
  } finally {
    for (const port of held) port.release();
  }
};

/** @returns undefined when the signal fired before it was decided, or the kernel refused. */
async function tryFlow(
  native: NativeSockets,
  { to }: FlowsRequest,
  sourcePort: number,
  signal: AbortSignal,
): Promise<FlowsEvidence["flows"][number] | undefined> {
  for (let round = 0; round < ROUNDS; round++) {
    const { outcome } = await native.connectOnce(
      { to, sourcePort, synRetries: FURTHER_SYNS, waitMs: ROUND_MS },
      signal,
    );
    if (outcome === "open" || outcome === "refused") return { sourcePort, outcome };
    if (signal.aborted || outcome !== "silent") return undefined;
  }
  return { sourcePort, outcome: "dead" };
}

const HOP_WAIT_MS = 600;
/** A router or two that say nothing stand on many ways; after three silences in a row nothing more is to be expected. */
const SILENCES = 3;

async function walkFlow(
  native: NativeSockets,
  { to, maxTtl }: FlowsRequest,
  sourcePort: number,
  budget: IcmpBudget,
  signal: AbortSignal,
): Promise<HopEvidence[]> {
  const hops: HopEvidence[] = [];
  let silences = 0;
  for (let ttl = 1; ttl <= maxTtl && silences < SILENCES; ttl++) {
    if (!(await budget.take(ttl, signal))) break;
    const seen: ConnectSeen = await native.connectOnce(
      { to, sourcePort, ttl, synRetries: 0, waitMs: HOP_WAIT_MS },
      signal,
    );
    if (signal.aborted) break;
    const hop = hopOf(ttl, seen, to.ip, true);
    hops.push(hop);
    silences = hop.reply === "silent" ? silences + 1 : 0;
    if (hop.reply !== "silent" && hop.reply !== "time-exceeded") break;
  }
  return hops;
}
