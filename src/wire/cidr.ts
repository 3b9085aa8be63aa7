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
  return ipaddr.IPv4.isValidFourPartDecimal(text);
}

/** An address literal of either family; a zone such as %eth0 is allowed on IPv6. */
export function isIp(text: string): boolean {
  return isIpv4(text) || (text.includes(":") && ipaddr.IPv6.isValid(text));
}

/** @returns false also for what is no IPv4 block or no IPv4 address. */
export function contains(cidr: string, ip: string): boolean {
  return (
    isIpv4(ip) &&
    ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr) &&
    ipaddr.IPv4.parse(ip).match(ipaddr.IPv4.parseCIDR(cidr))
  );
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
