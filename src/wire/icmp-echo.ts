/** ICMP echo messages (RFC 792): type, code, checksum, identifier, sequence number, then any bytes, which come back as they are. */

const ECHO_REPLY = 0;
const ECHO_REQUEST = 8;
const HEADER_BYTES = 8;

export interface Echo {
  sequence: number;
  /** What tells this caller's requests from everybody's. */
  payload: Uint8Array;
}

/** @param identifier the kernel puts its own in the place of a ping socket's. */
export function echoRequest(identifier: number, { sequence, payload }: Echo): Uint8Array {
  const message = Buffer.alloc(HEADER_BYTES + payload.length);
  message.writeUInt8(ECHO_REQUEST, 0);
  message.writeUInt16BE(identifier, 4);
  message.writeUInt16BE(sequence, 6);
  message.set(payload, HEADER_BYTES);
  message.writeUInt16BE(checksum(message), 2);
  return message;
}

/** @returns undefined for every other ICMP message, and for one that is cut short. */
export function decodeEchoReply(message: Uint8Array): Echo | undefined {
  return decode(message, ECHO_REPLY);
}

/** What an ICMP error quotes of a request. */
export function decodeQuotedRequest(message: Uint8Array): Echo | undefined {
  return decode(message, ECHO_REQUEST);
}

function decode(message: Uint8Array, type: number): Echo | undefined {
  if (message.length < HEADER_BYTES || message[0] !== type || message[1] !== 0) return undefined;
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  return { sequence: view.getUint16(6), payload: message.subarray(HEADER_BYTES) };
}

/** RFC 1071: the complement of the sum of 16-bit words, carries added back. */
function checksum(message: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < message.length; at += 2) sum += ((message[at] ?? 0) << 8) | (message[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
