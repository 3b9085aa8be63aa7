import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addressKind,
  compareAddresses,
  contains,
  isIp,
  networkOf,
  overlaps,
  parseIpv4Cidr,
} from "../../src/wire/cidr.ts";

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
const address = octets.map((bytes) => bytes.join("."));
const cidr = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([ip, prefix]) => `${ip}/${prefix}`);

const numberOf = (ip: string) => ip.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
const sizeOf = (block: string) => 2 ** (32 - Number(block.split("/")[1]));

describe("CIDR arithmetic", () => {
  it("accepts exactly the blocks without host bits", () => {
    fc.assert(
      fc.property(cidr, (text) => {
        const network = networkOf(text) ?? "";
        expect(parseIpv4Cidr(network)).toBe(network);
        expect(parseIpv4Cidr(text)).toBe(text === network ? text : undefined);
      }),
    );
  });

  it("agrees with arithmetic on what a block contains", () => {
    fc.assert(
      fc.property(cidr, address, (text, ip) => {
        const network = networkOf(text) ?? "";
        const first = numberOf(network.split("/")[0] ?? "");
        const inside = numberOf(ip) >= first && numberOf(ip) < first + sizeOf(network);
        expect(contains(network, ip)).toBe(inside);
      }),
    );
  });

  it("finds two blocks overlapping when one contains the other's first address", () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        const [first, second] = [networkOf(a) ?? "", networkOf(b) ?? ""];
        const expected = contains(first, second.split("/")[0] ?? "") || contains(second, first.split("/")[0] ?? "");
        expect(overlaps(first, second)).toBe(expected);
      }),
    );
  });

  it("orders addresses by number", () => {
    fc.assert(
      fc.property(address, address, (a, b) => {
        expect(Math.sign(compareAddresses(a, b))).toBe(Math.sign(numberOf(a) - numberOf(b)));
      }),
    );
  });

  it.each(["10.0.0.1", "::1", "fe80::1%eth0", "2001:db8::1"])("takes %s for an address", (text) => {
    expect(isIp(text)).toBe(true);
  });

  it.each(["10.0.0", "010.0.0.1", "0x0a000001", "1", "10.0.0.256", "host", ""])("takes %j for none", (text) => {
    expect(isIp(text)).toBe(false);
  });

  it.each([
    ["10.1.2.3", "private"],
    ["192.168.1.1", "private"],
    ["100.64.0.0", "shared"],
    ["100.127.255.255", "shared"],
    ["100.128.0.1", "public"],
    ["47.96.10.20", "public"],
    ["127.0.0.1", "unusable"],
    ["0.0.0.0", "unusable"],
    ["169.254.1.1", "unusable"],
    ["224.0.0.1", "unusable"],
    ["255.255.255.255", "unusable"],
  ])("knows %s as %s", (ip, kind) => {
    expect(addressKind(ip)).toBe(kind);
  });
});
