import { decodeQuotedTcp } from "./tcp-header.ts";

/**
 * Control messages of recvmsg(2) on Linux, as IP_RECVERR, IP_RECVTTL and SO_TIMESTAMPNS fill them in: little-endian and
 * 64-bit, which x64 and arm64 share. Everything in them but the kernel's own framing comes from the network.
 */

const HEADER_BYTES = 16;
const SOL_SOCKET = 1;
const SOL_IP = 0;
const SCM_TIMESTAMPNS = 35;
const IP_TTL = 2;
const IP_RECVERR = 11;
const AF_INET = 2;
const ORIGIN_LOCAL = 1;
const ORIGIN_ICMP = 2;
/** struct sock_extended_err, without the offender's address behind it. */
const EXTENDED_ERROR_BYTES = 16;

export interface QueuedError {
  errno: number;
  /** `local`: the kernel itself refused, such as a datagram that is larger than the known path MTU. */
  origin: "icmp" | "local";
  icmpType: number;
  icmpCode: number;
  /** The next hop's MTU of a "fragmentation needed". */
  mtu?: number;
  /** Who sent the ICMP message. */
  offender?: string;
}

export interface ControlData {
  /** When the kernel received it, epoch milliseconds. */
  receivedAtMs?: number;
  /** TTL of the packet that brought it. */
  ttl?: number;
  error?: QueuedError;
}

/** @returns undefined when the framing does not add up: then nothing in it is to be believed. */
export function decodeControl(control: Uint8Array): ControlData | undefined {
  const view = new DataView(control.buffer, control.byteOffset, control.byteLength);
  const data: ControlData = {};
  let offset = 0;
  while (offset < control.length) {
    if (control.length - offset < HEADER_BYTES) return undefined;
    const length = Number(view.getBigUint64(offset, true));
    if (length < HEADER_BYTES || length > control.length - offset) return undefined;
    const level = view.getInt32(offset + 8, true);
    const type = view.getInt32(offset + 12, true);
    const payload = new DataView(control.buffer, control.byteOffset + offset + HEADER_BYTES, length - HEADER_BYTES);
    if (level === SOL_SOCKET && type === SCM_TIMESTAMPNS && payload.byteLength >= 16)
      data.receivedAtMs = Number(payload.getBigInt64(0, true)) * 1000 + Number(payload.getBigInt64(8, true)) / 1e6;
    else if (level === SOL_IP && type === IP_TTL && payload.byteLength >= 4) data.ttl = payload.getInt32(0, true);
    else if (level === SOL_IP && type === IP_RECVERR) {
      const error = decodeExtendedError(payload);
      if (error === undefined) return undefined;
      data.error = error;
    }
    // Messages are aligned to eight bytes; the last one need not be padded.
    offset += (length + 7) & ~7;
  }
  return data;
}

const DESTINATION_UNREACHABLE = 3;
const FRAGMENTATION_NEEDED = 4;

function decodeExtendedError(payload: DataView): QueuedError | undefined {
  if (payload.byteLength < EXTENDED_ERROR_BYTES) return undefined;
  const origin = payload.getUint8(4);
  if (origin !== ORIGIN_ICMP && origin !== ORIGIN_LOCAL) return undefined;
  const icmpType = payload.getUint8(5);
  const icmpCode = payload.getUint8(6);
  const info = payload.getUint32(8, true);
  const tooLarge = icmpType === DESTINATION_UNREACHABLE && icmpCode === FRAGMENTATION_NEEDED;
  const error: QueuedError = {
    errno: payload.getUint32(0, true),
    origin: origin === ORIGIN_ICMP ? "icmp" : "local",
    icmpType,
    icmpCode,
    ...((tooLarge || origin === ORIGIN_LOCAL) && info > 0 && { mtu: info }),
  };
  const address = EXTENDED_ERROR_BYTES;
  if (payload.byteLength >= address + 8 && payload.getUint16(address, true) === AF_INET)
    error.offender = [4, 5, 6, 7].map((octet) => payload.getUint8(address + octet)).join(".");
  return error;
}

/** A TCP connection as both its ports tell it. */
export interface Flow {
  sourcePort: number;
  destinationPort: number;
}

export interface AttributedError extends QueuedError {
  receivedAtMs?: number;
  /** TTL of the packet that brought the error. */
  replyTtl?: number;
  /** MSS option of the quoted SYN. */
  quotedMss?: number;
}

/**
 * An error with what it quotes, if both make sense and the quote is of this very flow. The kernel hands errors over by
 * the same ports, so a foreign quote is a forged one or a bug; either way it tells nothing about this path.
 *
 * @param flow absent for datagrams, whose quote is told apart by its payload.
 */
export function attributeError(
  control: Uint8Array,
  quote: Uint8Array,
  flow: Flow | undefined,
): AttributedError | undefined {
  const decoded = decodeControl(control);
  if (decoded?.error === undefined) return undefined;
  const { error, receivedAtMs, ttl } = decoded;
  // From the network, an error has an IPv4 sender and quotes enough to tell whose packet it is about.
  if (error.origin === "icmp" && error.offender === undefined) return undefined;
  const quoted = flow === undefined || error.origin === "local" ? undefined : decodeQuotedTcp(quote);
  if (flow !== undefined && error.origin === "icmp")
    if (quoted?.sourcePort !== flow.sourcePort || quoted.destinationPort !== flow.destinationPort) return undefined;
  return {
    ...error,
    ...(receivedAtMs !== undefined && { receivedAtMs }),
    ...(ttl !== undefined && { replyTtl: ttl }),
    ...(quoted?.maximumSegmentSize !== undefined && { quotedMss: quoted.maximumSegmentSize }),
  };
}
