import { connectOutcome } from "./errno.ts";
import type { Prober } from "./prober.ts";

export const ntp: Prober<"ntp"> = async (request, world, signal) => {
  const reply = await world.exchangeNtp(request.to, signal);
  if (reply.ok) return { outcome: "time", evidence: reply.value };
  return { outcome: reply.errno === "EBADMSG" ? "malformed" : connectOutcome(reply.errno), reason: reply.errno };
};
