import { parseJson } from "./json.ts";
import { REFLECT_ASKS, type ReflectAsk } from "../model/probe.ts";

/**
 * What a node and a reflector say to each other: one datagram each way. The last octets authenticate all before them by
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

export const NONCE_OCTETS = 16;
export const TOKEN_OCTETS = 16;
const MAC_OCTETS = 32;
const RUN_OCTETS = 16;
const IPV4_OCTETS = 4;
const MAGIC = Uint8Array.from(Buffer.from("EPQ2"));
const REPLY_MAGIC = Uint8Array.from(Buffer.from("EPA2"));
const PROTOCOLS = ["tcp", "udp"] as const;

const AT = {
  run: 4,
  sentAt: 4 + RUN_OCTETS,
  nonce: 12 + RUN_OCTETS,
  ask: 12 + RUN_OCTETS + NONCE_OCTETS,
  protocol: 13 + RUN_OCTETS + NONCE_OCTETS,
  port: 14 + RUN_OCTETS + NONCE_OCTETS,
  service: 16 + RUN_OCTETS + NONCE_OCTETS,
  source: 16 + RUN_OCTETS + NONCE_OCTETS + TOKEN_OCTETS,
};
export const MIN_REQUEST_OCTETS = 512;
/** What one IPv4 packet over Ethernet carries in UDP. */
export const MAX_REQUEST_OCTETS = 1_472;

export function encodeRequest(request: ReflectorRequest, authenticator: MessageAuthenticator): Uint8Array {
  const message = Buffer.alloc(request.size);
  message.set(MAGIC, 0);
  message.set(runOctets(request.run), AT.run);
  message.writeBigUInt64BE(BigInt(Math.round(request.sentAtMs)), AT.sentAt);
  message.set(request.nonce, AT.nonce);
  message.writeUInt8(REFLECT_ASKS.indexOf(request.ask), AT.ask);
  message.writeUInt8(PROTOCOLS.indexOf(request.protocol), AT.protocol);
  message.writeUInt16BE(request.port, AT.port);
  message.set(request.service, AT.service);
  message.set(request.source.split(".").map(Number), AT.source);
  message.set(authenticator.sign(message.subarray(0, -MAC_OCTETS)), request.size - MAC_OCTETS);
  return message;
}

/** Whether a datagram has a request's length and first octets: the cheapest thing that can be known of it. */
export function looksLikeRequest(datagram: Uint8Array): boolean {
  const { length } = datagram;
  return length >= MIN_REQUEST_OCTETS && length <= MAX_REQUEST_OCTETS && startsWith(datagram, MAGIC);
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
  const source = message.subarray(AT.source, AT.source + IPV4_OCTETS).join(".");
  if (!authenticatorOf(source).verify(message.subarray(0, -MAC_OCTETS), message.subarray(length - MAC_OCTETS)))
    return undefined;
  const ask = REFLECT_ASKS[message.readUInt8(AT.ask)];
  const protocol = PROTOCOLS[message.readUInt8(AT.protocol)];
  const sentAtMs = Number(message.readBigUInt64BE(AT.sentAt));
  if (ask === undefined || protocol === undefined || !Number.isSafeInteger(sentAtMs)) return undefined;
  return {
    run: runText(message.subarray(AT.run, AT.run + RUN_OCTETS)),
    sentAtMs,
    nonce: Uint8Array.from(message.subarray(AT.nonce, AT.nonce + NONCE_OCTETS)),
    ask,
    protocol,
    port: message.readUInt16BE(AT.port),
    service: Uint8Array.from(message.subarray(AT.service, AT.service + TOKEN_OCTETS)),
    source,
    size: length,
  };
}

/** @returns the answer to one request, as large as that at most. */
export function encodeReply(request: ReflectorRequest, body: object, authenticator: MessageAuthenticator): Uint8Array {
  const text = Buffer.from(JSON.stringify(body));
  const headOctets = REPLY_MAGIC.length + NONCE_OCTETS + 2;
  if (headOctets + text.length + MAC_OCTETS > request.size)
    throw new RangeError("the answer is larger than its request");
  const message = Buffer.alloc(headOctets + text.length + MAC_OCTETS);
  message.set(REPLY_MAGIC, 0);
  message.set(request.nonce, REPLY_MAGIC.length);
  message.writeUInt16BE(text.length, headOctets - 2);
  message.set(text, headOctets);
  message.set(authenticator.sign(message.subarray(0, -MAC_OCTETS)), headOctets + text.length);
  return message;
}

/** @returns the body of the answer to this very request, else undefined. */
export function decodeReply(datagram: Uint8Array, nonce: Uint8Array, authenticator: MessageAuthenticator): unknown {
  const headOctets = REPLY_MAGIC.length + NONCE_OCTETS + 2;
  const message = Buffer.from(datagram);
  if (message.length < headOctets + MAC_OCTETS || !startsWith(message, REPLY_MAGIC)) return undefined;
  if (!startsWith(message.subarray(REPLY_MAGIC.length), nonce)) return undefined;
  if (!authenticator.verify(message.subarray(0, -MAC_OCTETS), message.subarray(message.length - MAC_OCTETS)))
    return undefined;
  const octets = message.readUInt16BE(headOctets - 2);
  if (headOctets + octets + MAC_OCTETS !== message.length) return undefined;
  // Who has the key can seal anything, JSON or not.
  return parseJson(message.subarray(headOctets, headOctets + octets).toString("utf8"));
}

/** What a request without a service holds in its place. */
export const NO_SERVICE = new Uint8Array(TOKEN_OCTETS);

/**
 * What the reflector delivers to a node because of one request, for the node to know it by. Nobody on the way can make it,
 * and what was delivered once serves for no other request, port or size.
 */
export function deliveryToken(
  { nonce, protocol, port }: Pick<ReflectorRequest, "nonce" | "protocol" | "port">,
  octets: number,
  authenticator: MessageAuthenticator,
): Uint8Array {
  const what = Buffer.from(`to the node ${protocol} ${port} ${octets} `);
  return authenticator.sign(Buffer.concat([what, nonce])).subarray(0, TOKEN_OCTETS);
}

/** Which of the reflector's own services is meant, without a name that it would have to trust. */
export function serviceToken(host: string, port: number, authenticator: MessageAuthenticator): Uint8Array {
  return authenticator.sign(Buffer.from(`service ${host} ${port}`)).subarray(0, TOKEN_OCTETS);
}

/** The same of what a node sends to the reflector because of its own request. */
export function expectedToken(
  { nonce, port }: Pick<ReflectorRequest, "nonce" | "port">,
  octets: number,
  authenticator: MessageAuthenticator,
): Uint8Array {
  return authenticator
    .sign(Buffer.concat([Buffer.from(`to the reflector udp ${port} ${octets} `), nonce]))
    .subarray(0, TOKEN_OCTETS);
}

/** Which of the reflector's own blocks of containers is meant. */
export function blockToken(cidr: string, authenticator: MessageAuthenticator): Uint8Array {
  return authenticator.sign(Buffer.from(`containers ${cidr}`)).subarray(0, TOKEN_OCTETS);
}

/** VXLAN with Flannel's network identifier, around an Ethernet frame of our own kind that holds the token. */
export function vxlanPacket(token: Uint8Array, octets: number): Uint8Array {
  const packet = Buffer.alloc(octets);
  packet.writeUInt32BE(VXLAN_HAS_VNI, 0);
  packet.writeUInt32BE(FLANNEL_VNI << 8, 4);
  // Locally administered addresses and an experimental type: no switch or stack takes it for anything else.
  packet.set([0x02, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 0, 0x02, 0x88, 0xb5], VXLAN_OCTETS);
  packet.set(token, VXLAN_OCTETS + ETHERNET_OCTETS);
  return packet;
}

export function vxlanToken(packet: Uint8Array): Uint8Array | undefined {
  const from = VXLAN_OCTETS + ETHERNET_OCTETS;
  return packet.length < from + TOKEN_OCTETS ? undefined : packet.subarray(from, from + TOKEN_OCTETS);
}

const VXLAN_HAS_VNI = 0x08000000;
const FLANNEL_VNI = 1;
const VXLAN_OCTETS = 8;
const ETHERNET_OCTETS = 14;
export const SMALL_VXLAN_OCTETS = VXLAN_OCTETS + ETHERNET_OCTETS + TOKEN_OCTETS;
export const FULL_VXLAN_OCTETS = MAX_REQUEST_OCTETS;

export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}

function startsWith(message: Uint8Array, start: Uint8Array): boolean {
  return equalOctets(message.subarray(0, start.length), start);
}

function runOctets(run: string): Uint8Array {
  const octets = Buffer.from(run.replaceAll("-", ""), "hex");
  if (octets.length !== RUN_OCTETS) throw new RangeError("a run is named by a UUID");
  return octets;
}

function runText(octets: Uint8Array): string {
  const hex = Buffer.from(octets).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
