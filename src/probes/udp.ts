import { connectOutcome } from "./errno.ts";
import type { Prober } from "./prober.ts";

/** An end of line: some devices drop datagrams without any data. */
const ANYTHING = Buffer.from("\n");

export const udp: Prober<"udp"> = async (request, world, signal) => {
  const reply = await world.exchangeUdp(ANYTHING, request.to, () => true, signal);
  if (reply.ok) return { outcome: "answer", evidence: { octets: reply.value.length } };
  return { outcome: connectOutcome(reply.errno), reason: reply.errno };
};
