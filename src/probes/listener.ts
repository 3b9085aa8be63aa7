import type { Prober } from "./prober.ts";

export const listener: Prober<"listener"> = async (request, world) => {
  const evidence = await world.tryListen(request.protocol, request.port);
  if (evidence.errno === undefined) return { outcome: "free", evidence };
  return { outcome: evidence.errno === "EADDRINUSE" ? "taken" : "local-error", evidence };
};
