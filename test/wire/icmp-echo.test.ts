import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeEchoReply, decodeQuotedRequest, echoRequest } from "../../src/wire/icmp-echo.ts";

const echo = fc.record({ sequence: fc.nat(0xffff), payload: fc.uint8Array({ maxLength: 40 }) });

/** A receiver adds up all words of a message that has arrived whole to 0xffff (RFC 1071). */
function sumOfWords(message: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < message.length; at += 2) sum += ((message[at] ?? 0) << 8) | (message[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

it("a request carries what it was given, and a checksum that adds up", () => {
  fc.assert(
    fc.property(fc.nat(0xffff), echo, (identifier, given) => {
      const message = echoRequest(identifier, given);
      expect(sumOfWords(message)).toBe(0xffff);
      const read = decodeQuotedRequest(message);
      expect({ ...read, payload: [...(read?.payload ?? [])] }).toEqual({ ...given, payload: [...given.payload] });
    }),
  );
});

it("the request of RFC 792's form, byte for byte", () => {
  const message = echoRequest(0x1234, { sequence: 1, payload: Uint8Array.of(0x61, 0x62) });
  expect(Buffer.from(message).toString("hex")).toBe("08008468123400016162");
});

it("any other bytes are no reply, and never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const isReply = bytes.length >= 8 && bytes[0] === 0 && bytes[1] === 0;
      expect(decodeEchoReply(bytes) !== undefined).toBe(isReply);
    }),
  );
});
