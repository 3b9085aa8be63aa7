import type { InbandPayload } from "../model/probe.ts";
import type { World } from "../world/world.ts";

/** What to send on a stream whose segments hold so many bytes. */
export type Payload = (segmentBytes: number) => Uint8Array;

const SMALL_BYTES = 64;
const FULL_SEGMENTS = 2;

/** Fits the narrowest path. */
export const smallPayload: Payload = () => neutralPayload(SMALL_BYTES);
/** Full segments and nothing else: a shorter last one would get through a hole and speak for the others. */
export const largePayload: Payload = (segmentBytes) => neutralPayload(FULL_SEGMENTS * segmentBytes);

/** A TLS record header that promises more than follows: a server waits for the rest, and its kernel has acknowledged. */
const TLS_RECORD_HEADER = Buffer.from([0x16, 0x03, 0x01, 0x3f, 0xfc, 0x01, 0x00, 0x3f, 0xf8]);

/** The start of a TLS handshake without a name in it. */
function neutralPayload(bytes: number): Buffer {
  return Buffer.concat([TLS_RECORD_HEADER, Buffer.alloc(bytes - TLS_RECORD_HEADER.length)]);
}

export async function inbandPayload(kind: InbandPayload, serverName: string, world: World): Promise<Payload> {
  switch (kind) {
    case "small":
      return smallPayload;
    case "large":
      return largePayload;
    case "client-hello":
    case "client-hello-without-name": {
      const hello = await world.clientHello(kind === "client-hello" ? serverName : undefined);
      return () => hello;
    }
  }
}
