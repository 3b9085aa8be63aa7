import type { Observation } from "./model/probe.ts";
import type { Report } from "./model/report.ts";
import { addressNumber, addressText, isIp, isIpv4, networkOf } from "./wire/cidr.ts";
import { mapTexts } from "./wire/text.ts";

/**
 * Hides who a site is in all texts of a report. Pseudonyms are the same wherever the same thing stands in one report.
 * Addresses keep their prefixes: two that share so many leading bits do so afterwards, and private ones stay private, so
 * that a redacted report can be diagnosed again. The cloud's own addresses are no secret.
 */
export class Redactor {
  readonly #names: [name: string, pseudonym: string, pattern: RegExp][];
  readonly #pseudonym: ((address: string) => string) | undefined;
  readonly #seen = { names: new Set<string>(), macs: new Map<string, string>(), addresses: new Map<string, string>() };

  /** @param pseudonym of an IPv4 address; absent where addresses are to stay. */
  constructor(hostNames: readonly string[], pseudonym?: (address: string) => string) {
    const distinct = [...new Set(hostNames.filter((name) => name !== "" && !isIpv4(name) && name !== "localhost"))];
    this.#names = distinct
      // A name before the names that are part of it.
      .sort((a, b) => b.length - a.length)
      .map((name, index) => [name, `host-${index + 1}`, new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, "gi")]);
    this.#pseudonym = pseudonym;
  }

  apply<T>(value: T): T {
    return mapTexts(value, (text) => this.#text(text), KEPT);
  }

  /** A whole report, with what was hidden in it. */
  report(report: Report): Report {
    const hidden = this.apply(this.#pseudonym === undefined ? report : withoutFilterRules(report));
    const { names, macs, addresses } = this.#seen;
    return {
      ...hidden,
      redaction: { hostNames: names.size, macAddresses: macs.size, addresses: addresses.size },
    };
  }

  #text(text: string): string {
    let result = text;
    for (const [name, pseudonym, pattern] of this.#names)
      result = result.replace(pattern, () => {
        this.#seen.names.add(name);
        return pseudonym;
      });
    result = result.replace(MAC, (mac) => numbered(this.#seen.macs, mac.toLowerCase(), "mac-"));
    const pseudonym = this.#pseudonym;
    if (pseudonym === undefined) return result;
    const hide = (address: string) => {
      if (!isIpv4(address)) return address;
      const other = this.#seen.addresses.get(address) ?? pseudonym(address);
      if (other !== address) this.#seen.addresses.set(address, other);
      return other;
    };
    return result
      .replace(IPV6, (found) => (isIp(found) ? numbered(this.#seen.addresses, found.toLowerCase(), "ipv6-") : found))
      .replace(IPV4_IN_ID, (found) => hide(found.replaceAll("-", ".")).replaceAll(".", "-"))
      .replace(IPV4, (_, address: string, length: string | undefined) =>
        length === undefined
          ? hide(address)
          : (networkOf(`${hide(address)}/${length}`) ?? `${hide(address)}/${length}`),
      );
  }
}

/** Rules hold addresses as numbers and as ranges, which no pseudonym of a single address stands for. */
function withoutFilterRules(report: Report): Report {
  return {
    ...report,
    observations: report.observations.map((one) =>
      one.request.probe === "host" && one.request.fact === "filters" && one.evidence !== undefined
        ? { ...(one as Observation<"host">), evidence: { fact: "filters", chains: [], sources: [] } }
        : one,
    ),
  };
}

/** What holds numbers with dots that are no addresses, or words that every report needs. */
const KEPT: ReadonlySet<string> = new Set(["schemaVersion", "tool", "kernel", "os", "code", "status", "group"]);
const MAC = /(?<![0-9a-f:])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9a-f:])/gi;
const IPV4 = /(?<![\d.])((?:\d{1,3}\.){3}\d{1,3})(?:\/(\d{1,2})(?!\d))?(?![\d]|\.\d)/g;
const IPV6 = /(?<![\w:.])(?=[0-9a-f:]*:[0-9a-f]*:)[0-9a-f:]{3,39}(?![\w:.])/gi;
/** As the ID of a resolver's check has it. */
const IPV4_IN_ID = /(?<=resolver-)\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?![\d-])/g;

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function numbered(known: Map<string, string>, key: string, prefix: string): string {
  const value = known.get(key) ?? `${prefix}${known.size + 1}`;
  known.set(key, value);
  return value;
}

/** What kind of address it is must be seen: of these blocks so many bits stay, and no other address may get into one. */
const KINDS: readonly [network: string, length: number, kept: number][] = [
  ["0.0.0.0", 8, 32],
  ["10.0.0.0", 8, 8],
  ["100.64.0.0", 10, 32],
  ["127.0.0.0", 8, 32],
  ["169.254.0.0", 16, 32],
  ["172.16.0.0", 12, 12],
  ["192.168.0.0", 16, 16],
  ["224.0.0.0", 3, 32],
];
const KINDS_IN_BITS = KINDS.map(([network, length, kept]) => ({ start: bitsOf(network).slice(0, length), kept }));
/** Of all others the first octet stays. */
const ALWAYS_KEPT = 8;

/** Whether the bit behind a prefix stays: on the way into one of the blocks, or inside its part that stays. */
function isKept(prefix: string): boolean {
  if (prefix.length < ALWAYS_KEPT) return true;
  return KINDS_IN_BITS.some(
    ({ start, kept }) =>
      (prefix.length < start.length && start.startsWith(prefix)) || (prefix.length < kept && prefix.startsWith(start)),
  );
}

/**
 * Prefix-preserving pseudonyms (the construction of Crypto-PAn: each bit is flipped or not by a keyed function of the bits
 * before it).
 * @param flips a keyed pseudorandom function of a prefix.
 */
export function prefixPreserving(flips: (prefix: string) => boolean): (address: string) => string {
  return (address) => {
    const bits = bitsOf(address);
    let other = "";
    for (let index = 0; index < bits.length; index++) {
      const prefix = bits.slice(0, index);
      const isFlipped = !isKept(prefix) && flips(prefix);
      other += isFlipped === (bits[index] === "1") ? "0" : "1";
    }
    return addressText(Number.parseInt(other, 2));
  };
}

function bitsOf(address: string): string {
  return addressNumber(address).toString(2).padStart(32, "0");
}

/** Names that a report knows and that are not the cloud's. */
export function ownNames({ node, site }: { node: { hostname: string }; site: Report["site"] }): string[] {
  const [short = ""] = node.hostname.split(".");
  const domain = node.hostname.slice(short.length + 1);
  return [node.hostname, short, domain, site.apiServer?.host ?? ""].filter((name) => name.length > 1);
}

/** Whatever else is asked for: no credential leaves the process. */
export function withoutSecrets<T>(value: T): T {
  return mapTexts(value, (text) =>
    text
      .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]*@/gi, "$1***@")
      .replace(/((?:token|password|passwd|secret|access[-_]?key)["']?\s*[=:]\s*["']?)[^\s"'&,;]+/gi, "$1***")
      .replace(/\b(Bearer|Basic)\s+[\w.~+/-]{20,}=*/g, "$1 ***"),
  );
}
