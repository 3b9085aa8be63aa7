import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REFLECT_ASKS } from "../../src/model/probe.ts";
import { answerOf, reflectedOutcome } from "../../src/wire/reflector-answer.ts";
import {
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
  equalBytes,
  MAX_REQUEST_BYTES,
  MIN_REQUEST_BYTES,
  vxlanPacket,
  vxlanToken,
  type ReflectorRequest,
  type MessageAuthenticator,
} from "../../src/wire/reflector-message.ts";

const sealOf = (key: string): MessageAuthenticator => {
  const sign = (message: Uint8Array) => Uint8Array.from(createHmac("sha256", key).update(message).digest());
  return { sign, verify: (message, mac) => equalBytes(sign(message), mac) };
};
const seal = sealOf("one");

const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count });
const requests: fc.Arbitrary<ReflectorRequest> = fc.record({
  run: fc.uuid(),
  sentAtMs: fc.integer({ min: 0, max: 2 ** 48 }),
  source: fc.ipV4(),
  nonce: bytes(16),
  ask: fc.constantFrom(...REFLECT_ASKS),
  protocol: fc.constantFrom("tcp" as const, "udp" as const),
  port: fc.integer({ min: 0, max: 65_535 }),
  service: bytes(16),
  size: fc.integer({ min: MIN_REQUEST_BYTES, max: MAX_REQUEST_BYTES }),
});

describe("requests", () => {
  it("come out as they went in", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const datagram = encodeRequest(request, seal);
        expect(datagram).toHaveLength(request.size);
        expect(decodeRequest(datagram, () => seal)).toEqual(request);
      }),
    );
  });

  it("are nothing under another key, or with any octet changed, or cut", () => {
    fc.assert(
      fc.property(requests, fc.nat(), fc.integer({ min: 1, max: 255 }), (request, position, change) => {
        const datagram = Buffer.from(encodeRequest(request, seal));
        expect(decodeRequest(datagram, () => sealOf("two"))).toBeUndefined();
        expect(decodeRequest(datagram.subarray(0, position % datagram.length), () => seal)).toBeUndefined();
        const at = position % datagram.length;
        datagram[at] = (datagram[at] ?? 0) ^ change;
        expect(decodeRequest(datagram, () => seal)).toBeUndefined();
      }),
    );
  });

  it("no datagram makes the decoder throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (datagram) => {
        expect(decodeRequest(datagram, () => seal)).toBeUndefined();
        expect(decodeReply(datagram, new Uint8Array(16), seal)).toBeUndefined();
      }),
    );
  });

  it("an octet that names no question, under the right key, is no request", () => {
    const datagram = Buffer.from(
      encodeRequest(
        {
          run: "3f0c5a52-0a3e-4c54-9f0c-2f3f6f3c9a11",
          sentAtMs: 0,
          source: "10.1.1.10",
          nonce: new Uint8Array(16),
          ask: "connect",
          protocol: "tcp",
          port: 1,
          service: new Uint8Array(16),
          size: 512,
        },
        seal,
      ),
    );
    datagram[44] = 200;
    datagram.set(seal.sign(datagram.subarray(0, -32)), 480);
    expect(decodeRequest(datagram, () => seal)).toBeUndefined();
  });
});

describe("answers", () => {
  it("belong to one request and are no larger", () => {
    fc.assert(
      fc.property(requests, bytes(16), fc.string({ maxLength: 60 }), (request, other, text) => {
        const reply = encodeReply(request, { saw: "open", text }, seal);
        expect(reply.length).toBeLessThanOrEqual(request.size);
        expect(decodeReply(reply, request.nonce, seal)).toEqual({ saw: "open", text });
        fc.pre(!equalBytes(other, request.nonce));
        expect(decodeReply(reply, other, seal)).toBeUndefined();
      }),
    );
  });

  it("that are sealed and no JSON are none", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const reply = Buffer.from(encodeReply(request, { saw: "open" }, seal));
        // Not the first brace: a nonce or a seal may hold one by chance.
        reply.write("{", reply.indexOf('{"saw"') + 1);
        reply.set(seal.sign(reply.subarray(0, -32)), reply.length - 32);
        expect(decodeReply(reply, request.nonce, seal)).toBeUndefined();
      }),
    );
  });

  it("of anything but the known words nothing is kept", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const answer = answerOf(body);
        expect(Object.keys(answer).every((key) => ["saw", "observedSource", "hops"].includes(key))).toBe(true);
      }),
    );
    expect(
      answerOf({
        saw: "\u001b[31mopen",
        source: "evil.example.com",
        hops: [[1, "time-exceeded", "10.0.0.1"], [2, "silent", "<script>"], [99, "silent"], ["1", "silent"], null],
      }),
    ).toEqual({
      hops: [
        { ttl: 1, reply: "time-exceeded", address: "10.0.0.1" },
        { ttl: 2, reply: "silent" },
      ],
    });
    expect(answerOf({ hops: Array.from({ length: 500 }, () => [1, "silent"]) }).hops).toHaveLength(16);
  });
});

describe("what it comes to", () => {
  const connect = { ask: "connect" } as const;
  const datagram = { ask: "datagram" } as const;
  it.each([
    ["the token came, the answer did not", connect, { heard: false, arrived: true }, "unheard"],
    ["neither came", connect, { heard: false, arrived: false }, "unheard"],
    ["another process holds the port", connect, { heard: true, reached: true, saw: "open" }, "open"],
    [
      "a handshake with something else on the way",
      connect,
      { heard: true, reached: true, arrived: false, saw: "open" },
      "timed-out",
    ],
    ["refused on the way", connect, { heard: true, reached: true, arrived: false, saw: "refused" }, "refused"],
    [
      "a small datagram alone",
      datagram,
      { heard: true, reached: true, arrived: true, arrivedFullSize: false },
      "black-hole",
    ],
    ["no datagram", datagram, { heard: true, reached: true, arrived: false, saw: "open" }, "timed-out"],
    ["a datagram to a port that is held", datagram, { heard: true, reached: true, saw: "open" }, "unknown"],
    [
      "the reflector's own filter",
      datagram,
      { heard: true, reached: true, arrived: false, saw: "local-error" },
      "local-error",
    ],
    ["another address", connect, { heard: true, reached: true, arrived: false, saw: "translated" }, "translated"],
    ["not in the log", connect, { heard: false, reached: false, arrived: false }, "unheard"],
  ] as const)("%s", (_name, request, evidence, outcome) => {
    expect(reflectedOutcome(request, evidence)).toBe(outcome);
  });
});

describe("VXLAN", () => {
  it("carries the token at any size that holds it, and is nothing where it does not", () => {
    fc.assert(
      fc.property(bytes(16), fc.integer({ min: 38, max: MAX_REQUEST_BYTES }), fc.nat(37), (token, size, short) => {
        const packet = vxlanPacket(token, size);
        expect(packet).toHaveLength(size);
        expect([...(vxlanToken(packet) ?? [])]).toEqual([...token]);
        expect(vxlanToken(packet.subarray(0, short))).toBeUndefined();
      }),
    );
  });
  it("has Flannel's header: the VNI flag and VNI 1 (RFC 7348, section 5)", () => {
    expect([...vxlanPacket(new Uint8Array(16), 38).subarray(0, 8)]).toEqual([8, 0, 0, 0, 0, 0, 1, 0]);
  });
});
