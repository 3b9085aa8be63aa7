import { connectOutcome } from "./errno.ts";
import type { Prober } from "./prober.ts";

export const tcp: Prober<"tcp"> = async (request, world, signal) => {
  const connected = await world.connectTcp(request.to, signal, request.sourceIp);
  if (!connected.ok) return { outcome: connectOutcome(connected.errno), evidence: { errno: connected.errno } };
  const { evidence } = connected.value;
  connected.value.close();
  return { outcome: "open", evidence };
};
