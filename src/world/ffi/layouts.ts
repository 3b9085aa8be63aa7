/**
 * Numbers and buffer layouts of Linux's socket interface, the same on x64 and arm64. Only what native.ts needs; the
 * control messages that come back are decoded in wire/error-queue.
 */

export const AF_INET = 2;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;

export const IPPROTO_ICMP = 1;

export const SOL_IP = 0;
export const SOL_SOCKET = 1;
export const SOL_TCP = 6;

export const IP_TTL = 2;
export const IP_MTU_DISCOVER = 10;
export const IP_RECVERR = 11;
export const IP_RECVTTL = 12;
export const IP_MTU = 14;
export const IP_MINTTL = 21;
/** DF is set and the known path MTU is respected: for TCP, where PROBE would clear DF. */
export const IP_PMTUDISC_DO = 2;
/** DF is set and the known path MTU is ignored: for UDP. */
export const IP_PMTUDISC_PROBE = 3;

export const SO_REUSEADDR = 2;
export const SO_ERROR = 4;
export const SO_LINGER = 13;
export const SO_TIMESTAMPNS = 35;

export const TCP_MAXSEG = 2;
export const TCP_SYNCNT = 7;
export const TCP_INFO = 11;

export const TCP_ESTABLISHED = 1;
export const TCP_SYN_SENT = 2;
export const TCP_CLOSE = 7;

export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;
export const MSG_ERRQUEUE = 0x2000;

export const POLLIN = 0x1;
export const POLLOUT = 0x4;
export const POLLERR = 0x8;

export const SOCKADDR_IN_BYTES = 16;
export const POLLFD_BYTES = 8;
/** Up to the last field that is read; the kernel fills as much as it has. */
export const TCP_INFO_BYTES = 232;

export function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

/** struct linger: on, for zero seconds: close() gives the four-tuple back at once. */
export function lingerZero(): Buffer {
  return Buffer.concat([int32(1), int32(0)]);
}

/** struct sockaddr_in: family in host order, port and address in network order. */
export function sockaddrIn(ip: string, port: number): Buffer {
  const buffer = Buffer.alloc(SOCKADDR_IN_BYTES);
  buffer.writeUInt16LE(AF_INET, 0);
  buffer.writeUInt16BE(port, 2);
  for (const [index, octet] of ip.split(".").entries()) buffer.writeUInt8(Number(octet), 4 + index);
  return buffer;
}

export function readSockaddrIn(buffer: Buffer): { ip: string; port: number } {
  return { ip: [...buffer.subarray(4, 8)].join("."), port: buffer.readUInt16BE(2) };
}

export interface Interest {
  fd: number;
  events: number;
}

/** An array of struct pollfd. */
export function pollfds(interests: readonly Interest[]): Buffer {
  const buffer = Buffer.alloc(interests.length * POLLFD_BYTES);
  for (const [index, { fd, events }] of interests.entries()) {
    buffer.writeInt32LE(fd, index * POLLFD_BYTES);
    buffer.writeInt16LE(events, index * POLLFD_BYTES + 4);
  }
  return buffer;
}

export function returnedEvents(buffer: Buffer, index: number): number {
  return buffer.readInt16LE(index * POLLFD_BYTES + 6);
}

/** Fields of struct tcp_info, which only ever grows at its end. */
export interface TcpInfo {
  /** The connection's state, as the kernel numbers them. */
  state: number;
  sendMss: number;
  /** The largest segment that has been received, as the kernel estimates it. */
  receiveMss: number;
  /** Segments sent and not acknowledged. */
  unacknowledged: number;
  retransmits: number;
  pathMtu: number;
  /** Smoothed, with its mean deviation. */
  rttMs: number;
  deviationMs: number;
  /** Segments sent again since the connection began, SYNs included. */
  totalRetransmits: number;
  /** Segments with data that were sent, those sent again included: since Linux 4.6. */
  dataSegmentsSent?: number;
  /** Segments that had arrived before they were sent again, as the other side says: since Linux 4.19. */
  duplicates?: number;
}

export function readTcpInfo(buffer: Buffer): TcpInfo {
  return {
    state: buffer.readUInt8(0),
    retransmits: buffer.readUInt8(2),
    sendMss: buffer.readUInt32LE(16),
    receiveMss: buffer.readUInt32LE(20),
    unacknowledged: buffer.readUInt32LE(24),
    pathMtu: buffer.readUInt32LE(60),
    rttMs: buffer.readUInt32LE(68) / 1000,
    deviationMs: buffer.readUInt32LE(72) / 1000,
    totalRetransmits: buffer.readUInt32LE(100),
    ...(buffer.length >= 160 && { dataSegmentsSent: buffer.readUInt32LE(156) }),
    ...(buffer.length >= 220 && { duplicates: buffer.readUInt32LE(216) }),
  };
}
