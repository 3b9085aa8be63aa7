import type { RouteEvidence } from "../model/probe.ts";

/** The first line of `ip route get`, such as "100.103.42.233 via 10.1.1.1 dev eth0 src 10.1.1.10 uid 0". */
export function parseRouteGet(text: string): RouteEvidence {
  const words = (text.split("\n")[0] ?? "").trim().split(/\s+/);
  const after = (keyword: string) => {
    const index = words.indexOf(keyword);
    return index < 0 ? undefined : words[index + 1];
  };
  const [name, gateway, source] = [after("dev"), after("via"), after("src")];
  return {
    ...(name !== undefined && { interface: name }),
    ...(gateway !== undefined && { gateway }),
    ...(source !== undefined && { source }),
  };
}
