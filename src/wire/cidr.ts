import ipaddr from "ipaddr.js";

/** @returns the canonical form of an IPv4 CIDR, or undefined when it is not one or when it has host bits set. */
export function parseIpv4Cidr(text: string): string | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const [, prefix] = ipaddr.IPv4.parseCIDR(text);
  const network = `${ipaddr.IPv4.networkAddressFromCIDR(text).toString()}/${prefix}`;
  return network === text ? network : undefined;
}

/** The range that a CIDR with host bits was probably meant to be. */
export function networkOf(text: string): string | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const [, prefix] = ipaddr.IPv4.parseCIDR(text);
  return `${ipaddr.IPv4.networkAddressFromCIDR(text).toString()}/${prefix}`;
}

export function isIpv4(text: string): boolean {
  // The parser throws at a name and catches that itself, which takes a hundred times as long as a look.
  return /^[\d.]+$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text);
}

/** An address literal of either family; a zone such as %eth0 is allowed on IPv6. */
export function isIp(text: string): boolean {
  return isIpv4(text) || (text.includes(":") && ipaddr.IPv6.isValid(text));
}

/** @returns false also for what is no IPv4 block or no IPv4 address. */
export function contains(cidr: string, ip: string): boolean {
  const block = blocks.of(cidr);
  const address = addresses.of(ip);
  return block !== undefined && address !== undefined && (address & block.mask) >>> 0 === block.network;
}

/** Parsed once: the diagnosis asks about the same few blocks and addresses ten thousand times. */
class Parsed<T> {
  readonly #known = new Map<string, T | undefined>();
  readonly #parse: (text: string) => T | undefined;

  constructor(parse: (text: string) => T | undefined) {
    this.#parse = parse;
  }

  of(text: string): T | undefined {
    if (this.#known.has(text)) return this.#known.get(text);
    // Bounded, since some of the texts come from the network.
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    const value = this.#parse(text);
    this.#known.set(text, value);
    return value;
  }
}

const MAX_KNOWN = 4_096;
const addresses = new Parsed((text) => (isIpv4(text) ? toNumber(ipaddr.IPv4.parse(text).octets) : undefined));
const blocks = new Parsed((text) => {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  const mask = maskNumber(prefix);
  return { mask, network: (toNumber(address.octets) & mask) >>> 0 };
});

function toNumber(octets: number[]): number {
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}

/** @param address IPv4. */
export function addressNumber(address: string): number {
  return toNumber(ipaddr.IPv4.parse(address).octets);
}

export function addressText(bits: number): string {
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join(".");
}

/** The mask of a prefix's length, as the 32 bits that it is. */
export function maskNumber(prefix: number): number {
  return prefix === 0 ? 0 : (-1 << (32 - prefix)) >>> 0;
}

export function containedInAny(cidrs: readonly string[], ip: string): boolean {
  return cidrs.some((cidr) => contains(cidr, ip));
}

export function overlaps(a: string, b: string): boolean {
  const [addressA, prefixA] = ipaddr.IPv4.parseCIDR(a);
  const [addressB, prefixB] = ipaddr.IPv4.parseCIDR(b);
  return addressA.match(addressB, Math.min(prefixA, prefixB));
}

/**
 * What kind of address an answer is. `public` is the ordinary Internet; `unusable` is one that no service can have:
 * loopback, link-local, multicast, 0.0.0.0 and reserved space, which DNS filters answer with.
 */
export type AddressKind = "private" | "shared" | "public" | "unusable";

export function addressKind(ip: string): AddressKind {
  return KINDS.get(ipaddr.parse(ip).range()) ?? "unusable";
}

/** By IANA's special-purpose registries, in ipaddr.js's names; every other range is one that no service is in. */
const KINDS: ReadonlyMap<string, AddressKind> = new Map([
  ["private", "private"],
  ["uniqueLocal", "private"],
  ["carrierGradeNat", "shared"],
  ["unicast", "public"],
]);

/** Numeric order, so that lists of addresses and ranges are the same on every run. */
export function compareAddresses(a: string, b: string): number {
  const [bytesA, bytesB] = [addressBytes(a), addressBytes(b)];
  if (bytesA.length !== bytesB.length) return bytesA.length - bytesB.length;
  for (const [index, byte] of bytesA.entries()) {
    const difference = byte - (bytesB[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function addressBytes(text: string): number[] {
  const [address = "", prefix] = text.split("/");
  return [...ipaddr.parse(address).toByteArray(), ...(prefix === undefined ? [] : [Number(prefix)])];
}

/** The first and the last address of an IPv4 block, as numbers. */
export function intervalOf(cidr: string): [low: number, high: number] {
  const [address = "", prefix = "32"] = cidr.split("/");
  const mask = maskNumber(Number(prefix));
  const low = (addressNumber(address) & mask) >>> 0;
  return [low, (low | ~mask) >>> 0];
}

/** As one block, where it is one, else its first and its last address. */
export function intervalText([low, high]: readonly [low: number, high: number]): string {
  for (let prefix = 32; prefix >= 0; prefix--) {
    const mask = maskNumber(prefix);
    if ((low & mask) >>> 0 === low && (low | ~mask) >>> 0 === high)
      return prefix === 32 ? addressText(low) : `${addressText(low)}/${prefix}`;
  }
  return `${addressText(low)}-${addressText(high)}`;
}

/** The same addresses by as few of these blocks: without those that another one holds. */
export function widest(cidrs: readonly string[]): string[] {
  const blocks = [...new Set(cidrs)];
  return blocks.filter((block) => !blocks.some((other) => other !== block && isWithin(block, other)));
}

function isWithin(block: string, other: string): boolean {
  const [[low, high], [from, to]] = [intervalOf(block), intervalOf(other)];
  return from <= low && high <= to;
}

/** The address behind a block's own, or the one address of a /32. */
export function firstHostOf(cidr: string): string {
  const [low, high] = intervalOf(cidr);
  return addressText(Math.min(low + 1, high));
}
