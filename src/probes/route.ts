import { parseRouteGet } from "../wire/ip-route.ts";
import type { Prober } from "./prober.ts";

/** By `ip route get`, which asks the kernel and so follows policy rules too. */
export const route: Prober<"route"> = async (request, world, signal) => {
  const [ip] = await world.findExecutables(["ip"]);
  if (ip === undefined) return { outcome: "unknown", reason: "no ip command" };
  const text = await world.run(ip, ["route", "get", request.to], signal);
  if (text === undefined && signal.aborted) return { outcome: "unknown", reason: "no answer in time" };
  return text === undefined ? { outcome: "unreachable" } : { outcome: "found", evidence: parseRouteGet(text) };
};
