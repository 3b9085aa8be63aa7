import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributeError, decodeControl } from "../../src/wire/error-queue.ts";
import { decodeQuotedTcp } from "../../src/wire/tcp-header.ts";
import * as layouts from "../../src/world/ffi/layouts.ts";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replace(/\s/g, ""), "hex"));

/** As Linux 6 on x64 delivered it: a receive time, a TTL of 64, "time exceeded" from 10.1.1.1. */
const CONTROL = bytes(
  `2000000000000000 01000000 23000000 fa91036b00000000 674a622a00000000
   1400000000000000 00000000 02000000 40000000 00000000
   3000000000000000 00000000 0b000000 71000000 02 0b 00 00 00000000 00000000 0200 0000 0a010101 0000000000000000`,
);
/** The SYN that it quotes: from port 38632 to 443, MSS 1460. */
const QUOTE = bytes("96e801bb7ee1db4700000000a002faf09a890000020405b40402080a2109371a000000000103030a");
const FLOW = { sourcePort: 38632, destinationPort: 443 };

describe("the kernel's error queue", () => {
  it("is read as it was written", () => {
    expect(decodeControl(CONTROL)).toEqual({
      receivedAtMs: expect.closeTo(1795396090711.085, 2) as number,
      ttl: 64,
      error: { errno: 113, origin: "icmp", icmpType: 11, icmpCode: 0, offender: "10.1.1.1" },
    });
    expect(decodeQuotedTcp(QUOTE)).toEqual({
      sourcePort: 38632,
      destinationPort: 443,
      sequence: 0x7ee1db47,
      maximumSegmentSize: 1460,
    });
    expect(attributeError(CONTROL, QUOTE, FLOW)).toMatchObject({ offender: "10.1.1.1", replyTtl: 64, quotedMss: 1460 });
  });

  it("attributes nothing whose quote is of another flow", () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffff), (sourcePort, destinationPort) => {
        fc.pre(sourcePort !== FLOW.sourcePort || destinationPort !== FLOW.destinationPort);
        expect(attributeError(CONTROL, QUOTE, { sourcePort, destinationPort })).toBeUndefined();
      }),
    );
  });

  it("believes nothing of a message that is cut short anywhere", () => {
    for (let length = 1; length < CONTROL.length - 8; length++)
      expect(attributeError(CONTROL.subarray(0, length), QUOTE, FLOW)).toBeUndefined();
  });

  it("believes what a short quote still says, and nothing it does not", () => {
    for (let length = 0; length < QUOTE.length; length++) {
      const quoted = decodeQuotedTcp(QUOTE.subarray(0, length));
      expect(quoted?.sourcePort).toBe(length < 8 ? undefined : 38632);
      expect(quoted?.maximumSegmentSize).toBe(length < 24 ? undefined : 1460);
    }
  });

  it("survives any bytes", () => {
    const any = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(any, any, (control, quote) => {
        const error = attributeError(control, quote, FLOW);
        if (error?.offender !== undefined) expect(error.offender).toMatch(/^\d{1,3}(\.\d{1,3}){3}$/);
        expect(() => decodeQuotedTcp(quote)).not.toThrow();
      }),
    );
  });

  it("survives any contents within a sound frame, and believes no sender that is not IPv4", () => {
    const payload = fc.uint8Array({ minLength: 0, maxLength: 64 });
    const kind = fc.constantFrom([0, 11], [0, 2], [1, 35], [0, 99]);
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, payload), { maxLength: 4 }), (messages) => {
        const control = Buffer.concat(
          messages.map(([[level = 0, type = 0], data]) => {
            const header = Buffer.alloc(16);
            header.writeBigUInt64LE(BigInt(16 + data.length));
            header.writeInt32LE(level, 8);
            header.writeInt32LE(type, 12);
            return Buffer.concat([header, data, Buffer.alloc((8 - (data.length % 8)) % 8)]);
          }),
        );
        const error = attributeError(control, QUOTE, FLOW);
        if (error?.origin === "icmp") expect(error.offender).toMatch(/^\d{1,3}(\.\d{1,3}){3}$/);
      }),
    );
  });

  it("attributes no ICMP error that quotes too little, or whose sender is not IPv4", () => {
    for (let length = 0; length < 8; length++)
      expect(attributeError(CONTROL, QUOTE.subarray(0, length), FLOW)).toBeUndefined();
    const otherFamily = Uint8Array.from(CONTROL);
    otherFamily[CONTROL.length - 16] = 10;
    expect(attributeError(otherFamily, QUOTE, FLOW)).toBeUndefined();
  });

  it("survives any change to a real message", () => {
    fc.assert(
      fc.property(fc.nat(CONTROL.length - 1), fc.nat(255), (index, value) => {
        const changed = Uint8Array.from(CONTROL);
        changed[index] = value;
        expect(() => attributeError(changed, QUOTE, FLOW)).not.toThrow();
      }),
    );
  });
});

describe("buffers for the kernel", () => {
  it("have the layout of the C structures", () => {
    expect(layouts.sockaddrIn("100.103.42.233", 443).toString("hex")).toBe("020001bb64672ae90000000000000000");
    expect(layouts.readSockaddrIn(layouts.sockaddrIn("10.1.2.3", 65_535))).toEqual({ ip: "10.1.2.3", port: 65_535 });
    expect(layouts.lingerZero().toString("hex")).toBe("0100000000000000");
    const polled = layouts.pollfds([{ fd: 5, events: layouts.POLLOUT }]);
    expect(polled.toString("hex")).toBe("0500000004000000");
    polled.writeInt16LE(layouts.POLLERR, 6);
    expect(layouts.returnedEvents(polled, 0)).toBe(layouts.POLLERR);
  });

  it("survive any address", () => {
    fc.assert(
      fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)), fc.nat(0xffff), (octets, port) => {
        const ip = octets.join(".");
        expect(layouts.readSockaddrIn(layouts.sockaddrIn(ip, port))).toEqual({ ip, port });
      }),
    );
  });
});
