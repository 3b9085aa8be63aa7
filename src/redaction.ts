import { isOf } from "./model/probe.ts";
import type { Report } from "./model/report.ts";
import { addressNumber, addressText, isIp, isIpv4, networkOf } from "./wire/cidr.ts";
import { mapTexts } from "./wire/text.ts";

/**
 * Hides who a site is in all texts of a report. Pseudonyms are the same wherever the same thing stands in one report.
 * Addresses keep their prefixes: two that share so many leading bits do so afterwards, and private ones stay private, so
 * that a redacted report can be diagnosed again. The cloud's own addresses are no secret.
 */
export class Redactor {
  readonly #names: [name: string, pseudonym: string, pattern: RegExp][] = [];
  readonly #pseudonym: ((address: string) => string) | undefined;
  readonly #seen = {
    names: new Set<string>(),
    users: new Map<string, string>(),
    macs: new Map<string, string>(),
    addresses: new Map<string, string>(),
  };

  /** @param pseudonym of an IPv4 address; absent where addresses are to stay. */
  constructor(hostNames: readonly string[], pseudonym?: (address: string) => string) {
    this.#learn(hostNames);
    this.#pseudonym = pseudonym;
  }

  /** What is known already keeps its pseudonym. */
  #learn(hostNames: readonly string[]): void {
    const known = new Set(this.#names.map(([name]) => name));
    const learnt = [...new Set(hostNames)].filter(
      (name) => name !== "" && !isIpv4(name) && name !== "localhost" && !known.has(name),
    );
    for (const name of learnt.sort((a, b) => b.length - a.length))
      this.#names.push([
        name,
        `host-${this.#names.length + 1}`,
        new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, "gi"),
      ]);
    // A name before the names that are part of it.
    this.#names.sort(([a], [b]) => b.length - a.length);
  }

  apply<T>(value: T): T {
    return mapTexts(value, (text) => this.#text(text), KEPT);
  }

  /** A whole report, with what was hidden in it. */
  report(report: Report): Report {
    this.#learn(packageHostsIn(report));
    const hidden = this.apply(this.#pseudonym === undefined ? report : withoutFilterRules(report));
    const { names, users, macs, addresses } = this.#seen;
    return {
      ...hidden,
      redaction: { hostNames: names.size + users.size, macAddresses: macs.size, addresses: addresses.size },
    };
  }

  #text(text: string): string {
    let result = text;
    for (const [name, pseudonym, pattern] of this.#names)
      result = result.replace(pattern, () => {
        this.#seen.names.add(name);
        return pseudonym;
      });
    const hideMac = (octets: string) => numbered(this.#seen.macs, octets.toLowerCase(), "mac-");
    const hideIpv6 = (address: string) => numbered(this.#seen.addresses, address.toLowerCase(), "ipv6-");
    result = result
      .replace(USER_IN_PATH, (_, home: string, user: string) => home + numbered(this.#seen.users, user, "user-"))
      .replace(MAC, (mac) => hideMac(mac.replaceAll(/[:.-]/g, "")))
      .replace(MAC_IN_LINK, (_, prefix: string, octets: string) => prefix + hideMac(octets))
      .replace(IPV6, (found) => (holdsMac(found) ? hideIpv6(found) : found));
    const pseudonym = this.#pseudonym;
    if (pseudonym === undefined) return result;
    const hide = (address: string) => {
      if (!isIpv4(address)) return address;
      const other = this.#seen.addresses.get(address) ?? pseudonym(address);
      if (other !== address) this.#seen.addresses.set(address, other);
      return other;
    };
    return result
      .replace(IPV6, (found) => (found.includes(":") && isIp(found) ? hideIpv6(found) : found))
      .replace(IPV4_IN_ID, (found) => hide(found.replaceAll("-", ".")).replaceAll(".", "-"))
      .replace(IPV4, (_, address: string, length: string | undefined, mask: string | undefined) => {
        const masked = mask === undefined ? undefined : lengthOf(mask);
        if (mask !== undefined && masked === undefined) return `${hide(address)} ${hide(mask)}`;
        const bits = length ?? masked;
        if (bits === undefined) return hide(address);
        const block = networkOf(`${hide(address)}/${bits}`) ?? `${hide(address)}/${bits}`;
        return mask === undefined ? block : `${block.split("/")[0] ?? ""} ${mask}`;
      });
  }
}

/** Mirrors and proxies of packages are the site's own more often than not. */
function packageHostsIn({ observations }: Report): string[] {
  const urls = observations.flatMap((one) => {
    const evidence = isOf(one, "host") ? one.evidence : undefined;
    return evidence?.fact === "package-sources"
      ? evidence.sources.flatMap(({ base, mirrors, proxy }) => [base, mirrors?.url, proxy])
      : [];
  });
  return urls.flatMap((url) => (url !== undefined && URL.canParse(url) ? [new URL(url).hostname] : []));
}

/** Rules hold addresses as numbers and as ranges, which no pseudonym of a single address stands for. */
function withoutFilterRules(report: Report): Report {
  return {
    ...report,
    observations: report.observations.map((one) =>
      isOf(one, "host") && one.request.fact === "filters" && one.evidence !== undefined
        ? { ...one, evidence: { fact: "filters", chains: [], sources: [] } }
        : one,
    ),
  };
}

/** What holds numbers with dots that are no addresses, or words that every report needs. */
const KEPT: ReadonlySet<string> = new Set(["schemaVersion", "tool", "kernel", "os", "code", "status", "group"]);
/** As Linux writes it, as Windows and switches do, and as Cisco does. */
const MAC =
  /(?<![0-9a-f:])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9a-f:])|(?<![\w-])(?:[0-9a-f]{2}-){5}[0-9a-f]{2}(?![\w-])|(?<![\w.])(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?![\w.])/gi;
/** What systemd calls a link that it knows by nothing else. */
const MAC_IN_LINK = /\b(enx|wlx|wwx)([0-9a-f]{12})\b/gi;
const USER_IN_PATH = /(\/home\/)([^\s/"'`:;,)]+)/g;
/** By itself, as a CIDR block, or with a network mask or a wildcard mask behind it as switches write them. */
const IPV4 =
  /(?<![\d.])((?:\d{1,3}\.){3}\d{1,3})(?:\/(\d{1,2})(?!\d)| ((?:0|255)(?:\.\d{1,3}){3})(?![\d.]))?(?![\d]|\.\d)/g;
const IPV6 = /(?<![\w:.])[0-9a-f:]{3,39}(?![\w:.])/gi;
/** As the ID of a check has it, and as many host names do. */
const IPV4_IN_ID = /(?<!\d|\d-)\d{1,3}(?:-\d{1,3}){3}(?!\d|-\d)/g;

/** Of a network mask, or of a wildcard mask, which is the same with every bit flipped. */
function lengthOf(mask: string): number | undefined {
  if (!isIpv4(mask)) return undefined;
  const [, ones, zeros] = /^(1*)(0*)$/.exec(bitsOf(mask)) ?? [];
  if (ones !== undefined && ones !== "" && zeros !== undefined) return ones.length;
  return /^(0*)1*$/.exec(bitsOf(mask))?.[1]?.length;
}

/** RFC 4291, appendix A: an interface's address that is made of its hardware's has ff:fe in the middle. */
function holdsMac(text: string): boolean {
  const groups = text.toLowerCase().split(":").slice(-4);
  const [, second = "", third = ""] = groups;
  return (
    groups.length === 4 &&
    second.padStart(4, "0").endsWith("ff") &&
    third.padStart(4, "0").startsWith("fe") &&
    isIp(text)
  );
}

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
export function ownNames({ node, site, searchDomains }: OwnNames): string[] {
  const [short = ""] = node.hostname.split(".");
  const domain = node.hostname.slice(short.length + 1);
  const domains = searchDomains.map((each) => each.replace(/\.$/, "")).filter((each) => !CLOUD_DOMAIN.test(each));
  const endpoints = (site.endpoints ?? []).map(({ host }) => host);
  return [node.hostname, short, domain, ...domains, site.apiServer?.host ?? "", ...endpoints].filter(
    (name) => name.length > 1,
  );
}

export interface OwnNames {
  node: { hostname: string };
  site: Report["site"];
  /** From resolv.conf. */
  searchDomains: readonly string[];
}

const CLOUD_DOMAIN = /(^|\.)aliyun(cs)?\.com$/i;

export function ownNamesIn(report: Report): string[] {
  const searchDomains = report.observations.flatMap((one) => {
    const evidence = isOf(one, "host") ? one.evidence : undefined;
    return evidence?.fact === "resolvers" ? evidence.searchDomains : [];
  });
  return ownNames({ ...report, searchDomains });
}

/** Whatever else is asked for: no credential leaves the process. Each step takes time linear in the text's length. */
export function withoutSecrets<T>(value: T): T {
  return mapTexts(value, (text) =>
    text
      .replace(WORD, (word) => (word.includes("@") ? withoutUserInfo(word) : word))
      .replace(SET_TO, "$1***")
      .replace(COOKIES, "$1***")
      .replace(CREDENTIALS, (whole, scheme: string, value: string) =>
        isCredential(scheme, value) ? `${scheme} ***` : whole,
      ),
  );
}

const WORD = /[^\s"'<>`]+/g;
const SET_TO =
  /((?:token|passw(?:or)?d|passphrase|pwd|secret|(?:api|access|private|secret)[-_]?key(?:[-_]?id)?|credentials?|authorization)["']?\s{0,8}[=:]\s{0,8}["']?(?:(?:Bearer|Basic|Digest|NTLM|Negotiate)\s{1,8})?)[^\s"'&,;]+/gi;
const COOKIES = /((?:set-)?cookie["']?\s{0,8}[=:]\s{0,8}["']?)[^\r\n"']+/gi;
const CREDENTIALS = /\b(Bearer|Basic)\s{1,8}([^\s"',;]+)/gi;

/**
 * Of `scheme://user:password@host`, with or without its scheme. A password that was not encoded may hold any of the
 * characters that end a URL's user part, so that what stands before the last @ goes, unless it is only a path's.
 */
function withoutUserInfo(word: string): string {
  const at = word.lastIndexOf("@");
  const scheme = word.indexOf("://");
  const hasScheme = scheme >= 0 && scheme < at;
  const from = hasScheme ? scheme + 3 : (BEFORE_A_VALUE.exec(word)?.[0].length ?? 0);
  const before = word.slice(from, at);
  const isUserInfo = before.includes(":") || (hasScheme && !/[/?#]/.test(before));
  return isUserInfo ? `${word.slice(0, from)}***${word.slice(at)}` : word;
}

/** Brackets, and the name of a variable or an option. */
const BEFORE_A_VALUE = /^[([{]*(?:[\w.-]+=)?[([{]*/;

const CHALLENGE_PARAMETER = /^(?:realm|service|scope|error|error_description|charset)=/i;

/** The parameters of a challenge, and words of a sentence, are none. */
function isCredential(scheme: string, value: string): boolean {
  if (CHALLENGE_PARAMETER.test(value)) return false;
  if (scheme.toLowerCase() === "bearer") return true;
  // A user's name, a colon, a password.
  return /^[\w+/-]+=*$/.test(value) && Buffer.from(value, "base64").includes(":");
}
