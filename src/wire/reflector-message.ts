import { parseJson } from "./json.ts";
import { REFLECT_ASKS, type ReflectAsk } from "../model/probe.ts";

/**
 * What a node and a reflector say to each other: one datagram each way. The last bytes authenticate all before them by
 * a key that both have. Everything is fixed in size, so that a decoder has nothing to believe before that is checked.
 */

/** HMAC-SHA256 under a key that node and reflector share. */
export interface MessageAuthenticator {
  sign(message: Uint8Array): Uint8Array;
  /** In constant time. */
  verify(message: Uint8Array, mac: Uint8Array): boolean;
}

export interface ReflectorRequest {
  /** A UUID. */
  run: string;
  /** Epoch milliseconds by the node's clock: a request is good for a minute. */
  sentAtMs: number;
  /** The node's own IPv4 address: whoever sends the same request from another one is not the node, or not as it is. */
  source: string;
  nonce: Uint8Array;
  ask: ReflectAsk;
  protocol: "tcp" | "udp";
  port: number;
  /** Which of the reflector's own services is to be tried; zeros where none is. */
  service: Uint8Array;
  /** The size of the datagram: no answer, and nothing that is sent because of it, is larger. */
  size: number;
}

export const NONCE_BYTES = 16;
export const TOKEN_BYTES = 16;
const MAC_BYTES = 32;
const RUN_BYTES = 16;
const IPV4_BYTES = 4;
const MAGIC = Uint8Array.from(Buffer.from("EPQ2"));
const REPLY_MAGIC = Uint8Array.from(Buffer.from("EPA2"));
const PROTOCOLS = ["tcp", "udp"] as const;

const AT = {
  run: 4,
  sentAt: 4 + RUN_BYTES,
  nonce: 12 + RUN_BYTES,
  ask: 12 + RUN_BYTES + NONCE_BYTES,
  protocol: 13 + RUN_BYTES + NONCE_BYTES,
  port: 14 + RUN_BYTES + NONCE_BYTES,
  service: 16 + RUN_BYTES + NONCE_BYTES,
  source: 16 + RUN_BYTES + NONCE_BYTES + TOKEN_BYTES,
};
export const MIN_REQUEST_BYTES = 512;
/** What one IPv4 packet over Ethernet carries in UDP. */
export const MAX_REQUEST_BYTES = 1_472;

export function encodeRequest(request: ReflectorRequest, authenticator: MessageAuthenticator): Uint8Array {
  const message = Buffer.alloc(request.size);
  message.set(MAGIC, 0);
  message.set(runBytes(request.run), AT.run);
  message.writeBigUInt64BE(BigInt(Math.round(request.sentAtMs)), AT.sentAt);
  message.set(request.nonce, AT.nonce);
  message.writeUInt8(REFLECT_ASKS.indexOf(request.ask), AT.ask);
  message.writeUInt8(PROTOCOLS.indexOf(request.protocol), AT.protocol);
  message.writeUInt16BE(request.port, AT.port);
  message.set(request.service, AT.service);
  message.set(request.source.split(".").map(Number), AT.source);
  message.set(authenticator.sign(message.subarray(0, -MAC_BYTES)), request.size - MAC_BYTES);
  return message;
}

/** Whether a datagram has a request's length and first bytes: the cheapest thing that can be known of it. */
export function looksLikeRequest(datagram: Uint8Array): boolean {
  const { length } = datagram;
  return length >= MIN_REQUEST_BYTES && length <= MAX_REQUEST_BYTES && startsWith(datagram, MAGIC);
}

/**
 * @param authenticatorOf the key of the node with this address, which may be the same for all.
 * @returns undefined for everything that is not a request under that key.
 */
export function decodeRequest(
  datagram: Uint8Array,
  authenticatorOf: (source: string) => MessageAuthenticator,
): ReflectorRequest | undefined {
  if (!looksLikeRequest(datagram)) return undefined;
  const message = Buffer.from(datagram);
  const { length } = message;
  const source = message.subarray(AT.source, AT.source + IPV4_BYTES).join(".");
  if (!authenticatorOf(source).verify(message.subarray(0, -MAC_BYTES), message.subarray(length - MAC_BYTES)))
    return undefined;
  const ask = REFLECT_ASKS[message.readUInt8(AT.ask)];
  const protocol = PROTOCOLS[message.readUInt8(AT.protocol)];
  const sentAtMs = Number(message.readBigUInt64BE(AT.sentAt));
  if (ask === undefined || protocol === undefined || !Number.isSafeInteger(sentAtMs)) return undefined;
  return {
    run: runText(message.subarray(AT.run, AT.run + RUN_BYTES)),
    sentAtMs,
    nonce: Uint8Array.from(message.subarray(AT.nonce, AT.nonce + NONCE_BYTES)),
    ask,
    protocol,
    port: message.readUInt16BE(AT.port),
    service: Uint8Array.from(message.subarray(AT.service, AT.service + TOKEN_BYTES)),
    source,
    size: length,
  };
}

/** @returns the answer to one request, as large as that at most. */
export function encodeReply(request: ReflectorRequest, body: object, authenticator: MessageAuthenticator): Uint8Array {
  const text = Buffer.from(JSON.stringify(body));
  const headBytes = REPLY_MAGIC.length + NONCE_BYTES + 2;
  if (headBytes + text.length + MAC_BYTES > request.size) throw new RangeError("the answer is larger than its request");
  const message = Buffer.alloc(headBytes + text.length + MAC_BYTES);
  message.set(REPLY_MAGIC, 0);
  message.set(request.nonce, REPLY_MAGIC.length);
  message.writeUInt16BE(text.length, headBytes - 2);
  message.set(text, headBytes);
  message.set(authenticator.sign(message.subarray(0, -MAC_BYTES)), headBytes + text.length);
  return message;
}

/** @returns the body of the answer to this very request, else undefined. */
export function decodeReply(datagram: Uint8Array, nonce: Uint8Array, authenticator: MessageAuthenticator): unknown {
  const headBytes = REPLY_MAGIC.length + NONCE_BYTES + 2;
  const message = Buffer.from(datagram);
  if (message.length < headBytes + MAC_BYTES || !startsWith(message, REPLY_MAGIC)) return undefined;
  if (!startsWith(message.subarray(REPLY_MAGIC.length), nonce)) return undefined;
  if (!authenticator.verify(message.subarray(0, -MAC_BYTES), message.subarray(message.length - MAC_BYTES)))
    return undefined;
  const bytes = message.readUInt16BE(headBytes - 2);
  if (headBytes + bytes + MAC_BYTES !== message.length) return undefined;
  // Who has the key can seal anything, JSON or not.
  return parseJson(message.subarray(headBytes, headBytes + bytes).toString("utf8"));
}

/** What a request without a service holds in its place. */
export const NO_SERVICE = new Uint8Array(TOKEN_BYTES);

/**
 * What the reflector delivers to a node because of one request, for the node to know it by. Nobody on the way can make it,
 * and what was delivered once serves for no other request, port or size.
 */
export function deliveryToken(
  { nonce, protocol, port }: Pick<ReflectorRequest, "nonce" | "protocol" | "port">,
  bytes: number,
  authenticator: MessageAuthenticator,
): Uint8Array {
  const what = Buffer.from(`to the node ${protocol} ${port} ${bytes} `);
  return authenticator.sign(Buffer.concat([what, nonce])).subarray(0, TOKEN_BYTES);
}

/** Which of the reflector's own services is meant, without a name that it would have to trust. */
export function serviceToken(host: string, port: number, authenticator: MessageAuthenticator): Uint8Array {
  return authenticator.sign(Buffer.from(`service ${host} ${port}`)).subarray(0, TOKEN_BYTES);
}

/** The same of what a node sends to the reflector because of its own request. */
export function expectedToken(
  { nonce, port }: Pick<ReflectorRequest, "nonce" | "port">,
  bytes: number,
  authenticator: MessageAuthenticator,
): Uint8Array {
  return authenticator
    .sign(Buffer.concat([Buffer.from(`to the reflector udp ${port} ${bytes} `), nonce]))
    .subarray(0, TOKEN_BYTES);
}

/** Which of the reflector's own blocks of containers is meant. */
export function blockToken(cidr: string, authenticator: MessageAuthenticator): Uint8Array {
  return authenticator.sign(Buffer.from(`containers ${cidr}`)).subarray(0, TOKEN_BYTES);
}

/** VXLAN with Flannel's network identifier, around an Ethernet frame of our own kind that holds the token. */
export function vxlanPacket(token: Uint8Array, bytes: number): Uint8Array {
  const packet = Buffer.alloc(bytes);
  packet.writeUInt32BE(VXLAN_HAS_VNI, 0);
  packet.writeUInt32BE(FLANNEL_VNI << 8, 4);
  // Locally administered addresses and an experimental type: no switch or stack takes it for anything else.
  packet.set([0x02, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 0, 0x02, 0x88, 0xb5], VXLAN_BYTES);
  packet.set(token, VXLAN_BYTES + ETHERNET_BYTES);
  return packet;
}

export function vxlanToken(packet: Uint8Array): Uint8Array | undefined {
  const from = VXLAN_BYTES + ETHERNET_BYTES;
  return packet.length < from + TOKEN_BYTES ? undefined : packet.subarray(from, from + TOKEN_BYTES);
}

const VXLAN_HAS_VNI = 0x08000000;
const FLANNEL_VNI = 1;
const VXLAN_BYTES = 8;
const ETHERNET_BYTES = 14;
export const SMALL_VXLAN_BYTES = VXLAN_BYTES + ETHERNET_BYTES + TOKEN_BYTES;
export const FULL_VXLAN_BYTES = MAX_REQUEST_BYTES;

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}

function startsWith(message: Uint8Array, start: Uint8Array): boolean {
  return equalBytes(message.subarray(0, start.length), start);
}

function runBytes(run: string): Uint8Array {
  const bytes = Buffer.from(run.replaceAll("-", ""), "hex");
  if (bytes.length !== RUN_BYTES) throw new RangeError("a run is named by a UUID");
  return bytes;
}

function runText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
