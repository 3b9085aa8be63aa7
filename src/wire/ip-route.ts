import type { RouteEvidence } from "../model/probe.ts";

/** The first line of `ip route get`, such as "100.103.42.233 via 10.1.1.1 dev eth0 src 10.1.1.10 uid 0". */
export function parseRouteGet(text: string): RouteEvidence {
  const words = (text.split("\n")[0] ?? "").trim().split(/\s+/);
  const after = (keyword: string) => {
    const index = words.indexOf(keyword);
    return index < 0 ? undefined : words[index + 1];
  };
  // An IPv4 route may lead by way of an IPv6 neighbour.
  const via = after("via");
  const gateway = via === "inet6" || via === "inet" ? after(via) : via;
  const [name, source] = [after("dev"), after("src")];
  return {
    ...(name !== undefined && { interface: name }),
    ...(gateway !== undefined && { gateway }),
    ...(source !== undefined && { source }),
  };
}
