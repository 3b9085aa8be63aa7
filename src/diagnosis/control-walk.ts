import { serviceEndpoints } from "../catalogue/endpoints.ts";
import type { CheckContext } from "../model/check.ts";
import type { HopsRequest } from "../model/probe.ts";

/** Longer than every path of the reference's topology; a longer one has found a loop or the Internet. */
export const MAX_TTL = 16;

/**
 * The walk that every run takes, to the control plane: which hops answer is learnt where packets arrive, and what a
 * failing walk lacks can be held against it. In no hurry to know what a silent hop would have said a second later.
 */
export function controlWalk(known: CheckContext, addresses: (host: string) => string[]): HopsRequest | undefined {
  for (const { host, ports } of serviceEndpoints(known.site)) {
    const [ip] = addresses(host);
    const [port] = ports;
    if (ip !== undefined && port !== undefined)
      return { probe: "hops", protocol: "tcp", to: { ip, port: port.port }, maxTtl: MAX_TTL, thorough: false };
  }
  return undefined;
}
