import { connectOutcome } from "./errno.ts";
import type { Prober } from "./prober.ts";

export const ntp: Prober<"ntp"> = async (request, world, signal, limits) => {
  const reply = await world.exchangeNtp(request.to, limits.timeoutMs, signal);
  if (reply.ok) return { outcome: "time", evidence: reply.value };
  return { outcome: reply.errno === "EBADMSG" ? "malformed" : connectOutcome(reply.errno), reason: reply.errno };
};
