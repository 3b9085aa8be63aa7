import type { UnpackLimits } from "./unpack.ts";
import type {
  DownloadStage,
  Address,
  HttpResponseEvidence,
  ListenerEvidence,
  NtpEvidence,
  TcpEvidence,
  TcpFigures,
  TlsEvidence,
} from "../model/probe.ts";
import type { NodeFacts } from "../model/report.ts";
import type { HostPort } from "../model/site.ts";
import type { MessageAuthenticator } from "../wire/reflector-message.ts";
import type { NativeSockets } from "./native.ts";
import type { Timers } from "../waiting.ts";

/**
 * The machine and its network, as probes see them. Every method that waits takes a signal and settles soon after it
 * fires. A refusal by the network is a value (`errno`), never an exception.
 */
export interface World {
  clock: Clock;
  random: Random;
  /** Node's name for the processor, such as x64. */
  cpu: string;
  /** Loads in idle turns what answers would otherwise wait for: native sockets, the CA store, the HTTP client, and then more. */
  warmUp(more: () => Promise<unknown>): void;
  /** A turn for what can wait until the process has nothing else to do; it comes in any case. */
  idleTurn(): Promise<void>;
  /** @param sourceIp instead of the address that the run as a whole sends from. */
  connectTcp(to: Address, signal: AbortSignal, sourceIp?: string): Promise<Result<Connection>>;
  /** One datagram out, the first reply in that `accepts` takes. */
  exchangeUdp(
    message: Uint8Array,
    to: Address,
    accepts: (reply: Uint8Array) => boolean,
    signal: AbortSignal,
  ): Promise<Result<Uint8Array>>;
  /** One message with the two-octet length prefix of DNS over TCP, and the one that comes back. */
  exchangeDnsOverTcp(message: Uint8Array, to: Address, signal: AbortSignal): Promise<Result<Uint8Array>>;
  /** One GET of what may be large. @throws TypeError for what is no URL. */
  download(request: DownloadRequest, signal: AbortSignal): Promise<DownloadAttempt>;
  /** The lines of what gzip has packed, as they come. @returns at the end whether all of it could be read. */
  unpackedLines(packed: AsyncIterable<Buffer>, limits: UnpackLimits): AsyncGenerator<string[], boolean>;
  exchangeNtp(to: Address, signal: AbortSignal): Promise<Result<NtpEvidence>>;
  /** Binds the port on every address and lets go at once. Free: no errno. */
  tryListen(protocol: "tcp" | "udp", port: number): Promise<ListenerEvidence>;
  /** @returns undefined when there is no such file; any other failure throws. */
  readText(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
  /** What is in a folder; nothing where there is none, or where it may not be read. */
  namesIn(folder: string): Promise<string[]>;
  /** Addresses of both families by interface. */
  localAddresses(): Map<string, string[]>;
  identity(): { hostname: string; kernel: string };
  /** Proxy settings of the environment, credentials taken out. */
  proxyVariables: Record<string, string>;
  /** Absolute paths of executables by these names on PATH and in the sbin folders, which a plain user's PATH lacks. */
  findExecutables(names: readonly string[]): Promise<string[]>;
  /** The same in the system's folders alone. What is run is found here: another user may write to a folder of the caller's PATH. */
  findPrograms(names: readonly string[]): Promise<string[]>;
  /**
   * Runs a program of the system's folders without a shell.
   * @param input what it reads from its standard input.
   * @returns undefined when it could not be started, did not end well in time, or printed too much.
   */
  run(command: string, args: readonly string[], signal: AbortSignal, input?: string): Promise<string | undefined>;
  nodeFacts(): Promise<NodeFacts>;
  /** The first flight of a TLS client that names this server, or none. */
  clientHello(serverName: string | undefined): Promise<Uint8Array>;
  /** What a reflector and its clients need; absent without a key. */
  reflector?: ReflectorPort;
  /** Why not, where this machine cannot: another system than Linux, or no binary for its processor. */
  native(): Promise<Result<NativeSockets>>;
}

export interface ReflectorPort {
  authenticator: MessageAuthenticator;
  randomBytes(count: number): Uint8Array;
  /** Which of this node's addresses the kernel would send from. */
  localAddressTowards(to: Address): Promise<Result<string>>;
  /** Listens on this node for what a reflector sends. */
  listenFor(
    protocol: "tcp" | "udp",
    port: number,
    onArrival: (data: Uint8Array) => void,
  ): Promise<Result<{ close(): Promise<void> }>>;
  /** The reflector's side: a token over a connection. @returns the kernel's error, if there is one. */
  deliver(to: Address, token: Uint8Array, waitMs: number, signal: AbortSignal): Promise<string | undefined>;
  deliverDatagrams(to: Address, datagrams: readonly Uint8Array[]): Promise<string | undefined>;
  connects(to: HostPort, waitMs: number, signal: AbortSignal): Promise<string | undefined>;
  openUdpServer(
    listen: Address,
    onDatagram: (datagram: Uint8Array, from: Address, answer: (reply: Uint8Array) => void) => void,
  ): Promise<Result<{ address: Address; close(): void }>>;
}

export interface Clock extends Timers {
  epochMs(): number;
  /** Monotonic. */
  elapsedMs(): number;
  /** Monotonic, without the times in which this process was stopped, or too busy to read its sockets. */
  listenedMs(): number;
  /**
   * Calls back once this process has listened for so long, and has read what had arrived by then.
   * @param callback is told false when the machine was too busy for that.
   * @returns how to call it off.
   */
  afterListening(milliseconds: number, callback: (enough: boolean) => void): () => void;
}

export interface Random {
  uint16(): number;
  uuid(): string;
}

/** `aborted` stands apart from the kernel's errors: the signal fired first. */
export type Result<T> = { ok: true; value: T } | { ok: false; errno: string };
export const ABORTED = "aborted";

/** An open TCP connection. Close it whatever happens. */
export interface Connection {
  evidence: TcpEvidence;
  /** Verifies nothing by itself: the verdict against the trusted roots is part of the evidence. */
  startTls(serverName: string, signal: AbortSignal): Promise<{ evidence: TlsEvidence; errno?: string }>;
  request(request: PlainRequest, signal: AbortSignal): Promise<Result<HttpResponseEvidence>>;
  /** What the kernel has counted so far; after an answer up to its headers. Absent where it cannot be asked. */
  figures(): TcpFigures | undefined;
  close(): void;
}

export interface DownloadRequest {
  /** http or https. */
  url: string;
  /** Of an HTTP proxy. */
  proxy?: string;
  /** Takes whatever certificate the server has. */
  anyCertificate?: true;
  headers?: Readonly<Record<string, string>>;
}

/** Where it failed, and the system's name for how. */
export interface FailedDownload {
  ok: false;
  stage: DownloadStage;
  errno: string;
}
export type DownloadAttempt = { ok: true; value: Download } | FailedDownload;

export interface Download {
  /** The server's, or the proxy's. */
  address: string;
  status: number;
  location?: string;
  /** WWW-Authenticate. */
  challenge?: string;
  body: AsyncIterable<Buffer>;
  close(): void;
}

export interface PlainRequest {
  scheme: "http" | "https";
  method: "GET" | "HEAD";
  host: string;
  path: string;
}
