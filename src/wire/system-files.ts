import type { HostsEntry } from "../model/probe.ts";
import { addressText, isIp, isIpv4 } from "./cidr.ts";

/** resolv.conf(5), as glibc reads it. */
export interface ResolverSettings {
  /** Those that are asked, in this order; each once. */
  servers: string[];
  searchDomains: string[];
  options: ResolverOptions;
  /** No line names a server. */
  isDefault: boolean;
  /** Lines that look as if they named a server, and do not for glibc. */
  ignored: { line: number; text: string; why: "keyword" | "address" | "too-many" }[];
}

export interface ResolverOptions {
  /** Servers take turns in being asked first. */
  rotate?: true;
  /** Only over TCP. */
  useTcp?: true;
  /** A and AAAA are asked one after the other. */
  oneByOne?: true;
  timeoutSeconds?: number;
  attempts?: number;
}

/** glibc's MAXNS: further name servers are ignored. */
const MAX_NAME_SERVERS = 3;
/** Where none is named, the machine itself is asked. */
const DEFAULT_NAME_SERVER = "127.0.0.1";

/** A keyword begins its line and ends with a blank or a tab: nothing else separates words for glibc. */
export function parseResolvConf(text: string): ResolverSettings {
  const servers: string[] = [];
  const ignored: ResolverSettings["ignored"] = [];
  const options: ResolverOptions = {};
  let searchDomains: string[] = [];
  for (const [index, whole] of text.split("\n").entries()) {
    // As a string of C, a line ends at its first NUL.
    const line = whole.split("\0")[0] ?? "";
    if (line.startsWith("#") || line.startsWith(";")) continue;
    const [, keyword = "", rest = ""] = /^(\S+)[ \t]+(.*)$/s.exec(line) ?? [];
    const words = rest.split(/[ \t]+/).filter((word) => word !== "");
    const [first] = words;
    const ignore = (why: ResolverSettings["ignored"][number]["why"]) =>
      ignored.push({ line: index + 1, text: line, why });
    switch (keyword) {
      case "nameserver": {
        const server = first === undefined ? undefined : (looseIpv4(first) ?? ipv6WithZone(first));
        if (server === undefined) ignore("address");
        else if (servers.length >= MAX_NAME_SERVERS) ignore("too-many");
        else servers.push(server);
        break;
      }
      // The last of `search` and `domain` wins.
      case "search":
        if (words.length > 0) searchDomains = words;
        break;
      case "domain":
        if (first !== undefined) searchDomains = [first];
        break;
      case "options":
        for (const word of words) readOption(word, options);
        break;
      default:
        if (/nameserver/i.test(line)) ignore("keyword");
    }
  }
  return {
    servers: servers.length > 0 ? [...new Set(servers)] : [DEFAULT_NAME_SERVER],
    searchDomains,
    options,
    isDefault: servers.length === 0,
    ignored,
  };
}

/** RES_MAXRETRANS and RES_MAXRETRY. */
const MOST_SECONDS = 30;
const MOST_ATTEMPTS = 5;

/** glibc compares beginnings, so that what follows a known word does no harm. */
function readOption(word: string, options: ResolverOptions): void {
  const number = (name: string) => Number.parseInt(word.slice(name.length), 10) || 0;
  if (word.startsWith("rotate")) options.rotate = true;
  else if (word.startsWith("use-vc")) options.useTcp = true;
  else if (word.startsWith("single-request")) options.oneByOne = true;
  else if (word.startsWith("timeout:")) options.timeoutSeconds = Math.min(MOST_SECONDS, number("timeout:"));
  else if (word.startsWith("attempts:")) options.attempts = Math.min(MOST_ATTEMPTS, number("attempts:"));
}

/**
 * inet_aton(3): one to four numbers, each decimal, octal or hexadecimal; the last one fills what remains.
 * @returns the address as it is usually written.
 */
function looseIpv4(text: string): string | undefined {
  const parts = text.split(".");
  if (parts.length > 4) return undefined;
  const numbers = parts.map((part) => {
    if (/^0x[0-9a-f]+$/i.test(part)) return Number(part);
    if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
    return /^[1-9]\d*$/.test(part) ? Number(part) : Number.NaN;
  });
  const last = numbers.at(-1) ?? Number.NaN;
  const leading = numbers.slice(0, -1);
  const room = 2 ** (8 * (4 - leading.length));
  if (leading.some((number) => !(number <= 255)) || !(last < room)) return undefined;
  return addressText(leading.reduce((sum, number, index) => sum + number * 2 ** (24 - 8 * index), last) >>> 0);
}

/** inet_pton(3), and a zone behind it. */
function ipv6WithZone(text: string): string | undefined {
  const [address = ""] = text.split("%");
  return address.includes(":") && isIp(address) ? text : undefined;
}

/** What isspace(3) takes for blank; others, such as a no-break space, are part of a word. */
const BLANKS = /[ \t\n\v\f\r]+/;

/** hosts(5). Lines that do not begin with an address are passed over, as the C library does. */
export function parseHosts(text: string): HostsEntry[] {
  const entries: HostsEntry[] = [];
  for (const line of text.split("\n")) {
    const [ip, ...names] = (line.split("\0")[0]?.split("#")[0] ?? "").split(BLANKS).filter((word) => word !== "");
    if (ip !== undefined && isStrictIp(ip) && names.length > 0)
      entries.push({ ip, names: names.map((name) => name.toLowerCase()) });
  }
  return entries;
}

/** inet_pton(3): four decimal numbers without leading zeros, or IPv6 without a zone. */
function isStrictIp(text: string): boolean {
  if (text.includes(":")) return !text.includes("%") && isIp(text);
  return isIpv4(text) && text.split(".").every((part) => /^(0|[1-9]\d*)$/.test(part));
}

/** os-release(5): shell-like assignments, values quoted or not. */
export function parseOsRelease(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const match = /^([A-Z0-9_]+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S*))\s*$/.exec(line.trim());
    const [, key, double, single, bare] = match ?? [];
    if (key !== undefined) fields[key] = double?.replace(/\\(.)/g, "$1") ?? single ?? bare ?? "";
  }
  return fields;
}

/** Names of the installed packages in dpkg's status file. */
export function parseDpkgStatus(text: string): Set<string> {
  const installed = new Set<string>();
  for (const paragraph of text.split("\n\n")) {
    const name = /^Package: (\S+)$/m.exec(paragraph)?.[1];
    if (name !== undefined && /^Status: \S+ \S+ installed$/m.test(paragraph)) installed.add(name);
  }
  return installed;
}
