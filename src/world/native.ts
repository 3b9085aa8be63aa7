import type { Address } from "../model/probe.ts";
import type { AttributedError } from "../wire/error-queue.ts";
import type { TcpCounts } from "../wire/tcp-figures.ts";
import type { Result } from "./world.ts";

/**
 * Sockets with options that Node does not offer, by calls into the C library: no privilege, no external program. Every
 * descriptor is closed when its method settles, or when close() is called; every wait ends with its signal.
 */
export interface NativeSockets {
  /** One TCP connection attempt whose packets carry a chosen TTL. */
  connectOnce(options: ConnectOptions, signal: AbortSignal): Promise<ConnectSeen>;
  /**
   * Keeps a TCP source port from the kernel, which else gives it to another connection of this machine between two
   * connections of one flow. `connectOnce` may use it all the while.
   */
  holdPort(): Result<HeldPort>;
  /** Datagrams with chosen TTLs from one source port, and everything that comes back. */
  openDatagrams(to: Address, onSeen: (seen: DatagramSeen) => void): Result<Datagrams>;
  /**
   * ICMP messages to and from one address: by a ping socket where this user may have one, else by a raw one, which root may.
   * A reply comes without its IP header, an error quotes from the ICMP header on. Only what the kernel matches to this
   * socket, or whoever holds the raw one can tell by its payload, is this caller's own.
   */
  openEcho(to: string, onSeen: (seen: DatagramSeen) => void): Result<Datagrams>;
  /** A connection that stays open, to see what happens to data on it. */
  openStream(options: ConnectOptions, signal: AbortSignal): Promise<Result<NativeStream>>;
  /** What the kernel has counted of a TCP connection so far. @returns undefined for a descriptor that is none. */
  countsOf(fd: number): TcpCounts | undefined;
}

export interface ConnectOptions {
  to: Address;
  /** A held port. Pins the flow: connections one after another from the same port look like one to load balancers. */
  sourcePort?: number;
  ttl?: number;
  /** Packets that arrive with a smaller TTL are dropped by the kernel, which makes it an oracle for their distance. */
  minTtl?: number;
  /** The largest segment to accept, announced in the SYN. */
  maxSegment?: number;
  /** Further SYNs of the kernel, at about 1 s, 3 s, 7 s. */
  synRetries?: number;
  /** How long to wait for anything. */
  waitMs: number;
}

export interface HeldPort {
  port: number;
  release(): void;
}

/** An error about this socket's own packet. */
export interface IcmpError extends AttributedError {
  /** When the kernel received it, epoch milliseconds with fractions. */
  atMs: number;
  /** The start of what the error quotes of the packet, for datagrams its payload. */
  quote: Uint8Array;
}

export interface ConnectSeen {
  outcome: "open" | "refused" | "icmp" | "silent" | "failed";
  sourcePort: number;
  sentAtMs: number;
  rttMs?: number;
  /** For `failed`: what the kernel said. */
  errno?: string;
  errors: IcmpError[];
  /** Queued messages that did not add up or were about another flow: counted, never believed. */
  ignored: number;
}

export type DatagramSeen =
  { kind: "reply"; data: Uint8Array; atMs: number } | { kind: "error"; error: IcmpError } | { kind: "ignored" };

export interface Datagrams {
  sourcePort: number;
  /** @returns when it was sent, epoch milliseconds, or the kernel's error. */
  send(data: Uint8Array, ttl: number): Result<number>;
  close(): void;
}

export interface NativeStream {
  connectMs: number;
  setTtl(ttl: number): void;
  /** @returns how many bytes the kernel took; fewer than given when its buffer is full, 0 when it refused. */
  send(data: Uint8Array): number;
  /** What has happened so far. Reading takes what has arrived. */
  look(): StreamState;
  counts(): TcpCounts | undefined;
  close(): void;
}

export interface StreamState {
  /** Bytes received since the last look. */
  received: number;
  /** The other side has closed. */
  ended: boolean;
  unacknowledged: number;
  retransmits: number;
  sendMss: number;
  /** The largest segment that has come, in bytes of payload. */
  receiveMss: number;
  /** The path MTU that the kernel has cached for this destination. */
  pathMtu: number;
  /** A pending error, such as ECONNRESET or EHOSTUNREACH. */
  errno?: string;
  errors: IcmpError[];
}
