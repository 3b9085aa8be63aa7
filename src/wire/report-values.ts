import type { AnyObservation } from "../model/probe.ts";
import type { Site } from "../model/site.ts";
import { isIp, parseIpv4Cidr } from "./cidr.ts";
import { isRecord } from "./json.ts";

/** A value of a saved report that its schema accepts as a text, and that is not what stands there. */
export interface WrongValue {
  /** As a JSON pointer. */
  at: string;
  value: string;
}

/** What an inference reads of addresses and blocks. @returns the first that is none, in the report's order. */
export function wrongAddressIn({ site, observations }: SavedEvidence): WrongValue | undefined {
  return (
    wrongIn(site, "/site") ?? first(observations, (one, index) => wrongInObservation(one, `/observations/${index}`))
  );
}

interface SavedEvidence {
  site: Site;
  observations: readonly AnyObservation[];
}

/** Probes of this machine's own tell of files, programs and links: nothing is looked up by what stands there. */
function wrongInObservation(one: AnyObservation, at: string): WrongValue | undefined {
  const isOfThisMachine = ["files", "listener", "tool"].includes(one.request.probe);
  return isOfThisMachine ? undefined : wrongIn(one, at);
}

const ADDRESS_KEYS: ReadonlySet<string> = new Set([
  "ip",
  "address",
  "addresses",
  "gateway",
  "source",
  "sourceIp",
  "observedSource",
  "localAddress",
  "from",
  "servers",
  "upstreams",
  "dnsServers",
]);
const BLOCK_KEY = /^cidr$|Cidrs$/;

function wrongIn(value: unknown, at: string, key = ""): WrongValue | undefined {
  if (typeof value === "string") return isWrong(key, value) ? { at, value } : undefined;
  if (Array.isArray(value)) return first(value, (item, index) => wrongIn(item, `${at}/${index}`, key));
  if (!isRecord(value)) return undefined;
  return first(Object.entries(value), ([name, item]) => wrongIn(item, `${at}/${name}`, name));
}

function isWrong(key: string, value: string): boolean {
  if (BLOCK_KEY.test(key)) return parseIpv4Cidr(value) === undefined;
  // With a prefix, or with the link of a link-local address.
  const [address = ""] = value.split(/[/%]/);
  return ADDRESS_KEYS.has(key) && !isIp(address) && !IPV6_PSEUDONYM.test(address);
}

/** In a redacted report. */
const IPV6_PSEUDONYM = /^ipv6-\d+$/;

function first<T, R>(items: readonly T[], find: (item: T, index: number) => R | undefined): R | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
