import { execFile } from "node:child_process";
import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { access } from "node:fs/promises";
import type net from "node:net";
import os from "node:os";
import path from "node:path";
import type { Address, TcpFigures } from "../model/probe.ts";
import type { MessageAuthenticator } from "../wire/reflector-message.ts";
import { tcpFigures } from "../wire/tcp-figures.ts";
import { errnoOf } from "./errno.ts";
import { clientHello } from "./client-hello.ts";
import { download } from "./download.ts";
import { loadHttpClient, requestOn } from "./http.ts";
import { localAddresses, readText } from "./files.ts";
import { Executables, namesIn, SYSTEM_FOLDERS } from "./executables.ts";
import { IdleQueue } from "./idle.ts";
import { ListeningClock } from "./listening-clock.ts";
import { listenFor, tryListen } from "./listener.ts";
import { nodeFacts } from "./node-facts.ts";
import { exchangeNtp } from "./ntp.ts";
import { deliver, deliverDatagrams, localAddressTowards, openUdpServer } from "./reflector.ts";
import { exchangeFramed, openSocket } from "./tcp.ts";
import { handshake } from "./tls.ts";
import { loadTrust, type Trust } from "./trust.ts";
import { TIMERS } from "./timers.ts";
import { compileFrugally } from "./compiler.ts";
import { exchangeUdp } from "./udp.ts";
import { unpackedLines } from "./unpack.ts";
import type { Result, Connection, ReflectorPort, World } from "./world.ts";

export interface WorldOptions {
  /** Where connections and queries are sent from. */
  sourceIp?: string;
  /** PEM files trusted besides the system's CA store. */
  caFiles: string[];
  /** The PATH to look for tools on. */
  searchPath: string;
  /** The environment's, by name. */
  proxyVariables: Record<string, string>;
  /** The key that a reflector and its nodes share. */
  authenticator?: MessageAuthenticator;
}

export function makeWorld(options: WorldOptions): World {
  const { sourceIp } = options;
  const epochMs = () => Date.now();
  let trust: Promise<Trust> | undefined;
  let native: ReturnType<World["native"]> | undefined;
  const idle = new IdleQueue();
  const listening = new ListeningClock();
  const executables = new Executables(options.searchPath);
  const loadedNative = () => (native ??= loadNative(sourceIp));
  const trusted = () => (trust ??= loadTrust(options.caFiles));
  return {
    clock: {
      epochMs,
      elapsedMs: () => performance.now(),
      listenedMs: () => listening.listenedMs(),
      afterListening: (milliseconds, callback) => listening.after(milliseconds, callback),
      ...TIMERS,
    },
    random: { uint16: () => randomInt(0x10000), uuid: () => randomUUID() },
    cpu: process.arch,
    warmUp(more) {
      // In the order in which they are needed. Whoever needs them awaits them and meets the error, if there is one.
      for (const load of [loadedNative, trusted, loadHttpClient, more, compileFrugally])
        idle
          .next()
          .then(load)
          .catch(() => undefined);
    },
    idleTurn: () => idle.next(),
    connectTcp: (to, signal, from = sourceIp) =>
      connectTcp(to, from, { trusted, epochMs, native: loadedNative }, signal),
    exchangeUdp: (message, to, accepts, signal) => exchangeUdp(message, to, sourceIp, accepts, signal),
    exchangeDnsOverTcp: (message, to, signal) => exchangeFramed(message, to, sourceIp, signal),
    download: (request, signal) => download(request, { sourceIp, trusted }, signal),
    unpackedLines,
    exchangeNtp: (to, signal) => exchangeNtp(to, epochMs, signal),
    tryListen,
    readText,
    exists,
    namesIn: async (folder) => {
      const names = await namesIn(folder);
      return names === "unreadable" ? [] : [...names];
    },
    localAddresses,
    identity: () => ({ hostname: os.hostname(), kernel: os.release() }),
    proxyVariables: options.proxyVariables,
    findExecutables: (names) => executables.find(names),
    findPrograms: (names) => executables.findPrograms(names),
    run,
    nodeFacts: () => nodeFacts(epochMs),
    clientHello,
    ...(options.authenticator !== undefined && { reflector: reflectorPort(options.authenticator, sourceIp) }),
    native: loadedNative,
  };
}

function reflectorPort(authenticator: MessageAuthenticator, sourceIp: string | undefined): ReflectorPort {
  return {
    authenticator: authenticator,
    randomBytes,
    localAddressTowards: (to) => localAddressTowards(to, sourceIp),
    listenFor,
    deliver,
    deliverDatagrams,
    connects: ({ host, port }, waitMs, signal) => deliver({ ip: host, port }, new Uint8Array(), waitMs, signal),
    openUdpServer: openUdpServer,
  };
}

async function loadNative(sourceIp: string | undefined): ReturnType<World["native"]> {
  if (process.platform !== "linux") return { ok: false, errno: `not on ${process.platform}` };
  try {
    const { makeNativeSockets } = await import("./ffi/native.ts");
    return { ok: true, value: await makeNativeSockets(sourceIp) };
  } catch (error) {
    return { ok: false, errno: errnoOf(error) };
  }
}

interface ConnectionParts {
  trusted: () => Promise<Trust>;
  epochMs: () => number;
  native: World["native"];
}

async function connectTcp(
  to: Address,
  sourceIp: string | undefined,
  { trusted, epochMs, native }: ConnectionParts,
  signal: AbortSignal,
): Promise<Result<Connection>> {
  const opened = await openSocket(to, sourceIp, signal);
  if (!opened.ok) return opened;
  const { socket, connectMs } = opened.value;
  const count = await counter(socket, native);
  let figures = count();
  let current = socket;
  return {
    ok: true,
    value: {
      evidence: {
        connectMs,
        ...(socket.localAddress !== undefined && { localAddress: socket.localAddress }),
        ...(socket.localPort !== undefined && { localPort: socket.localPort }),
      },
      async startTls(serverName, tlsSignal) {
        const result = await handshake(current, serverName, await trusted(), tlsSignal);
        if (result.socket !== undefined) current = result.socket;
        return { evidence: result.evidence, ...(result.errno !== undefined && { errno: result.errno }) };
      },
      request: (request, requestSignal) =>
        requestOn(current, request, epochMs, requestSignal, () => {
          figures = count();
        }),
      figures: () => count() ?? figures,
      close: () => {
        current.destroy();
        socket.destroy();
      },
    },
  };
}

/** Node has no call for it: the kernel is asked about the descriptor, as long as the socket has one. */
async function counter(socket: net.Socket, native: World["native"]): Promise<() => TcpFigures | undefined> {
  const sockets = await native();
  const count = () => {
    const fd = descriptorOf(socket);
    return sockets.ok && fd !== undefined ? sockets.value.countsOf(fd) : undefined;
  };
  const opened = count();
  return () => {
    const now = count();
    return opened === undefined || now === undefined ? undefined : tcpFigures(opened, now);
  };
}

/** Node shows the descriptor on the handle only; it is -1 once the socket is closed. */
function descriptorOf(socket: net.Socket): number | undefined {
  const { _handle: handle } = socket as { _handle?: { fd?: number } | null };
  const fd = handle?.fd;
  return fd === undefined || fd < 0 ? undefined : fd;
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(errnoOf(error))) return false;
    throw error;
  }
}

/** A ruleset of a hundred thousand addresses prints five; nothing that is read here is larger. */
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

function run(
  command: string,
  args: readonly string[],
  signal: AbortSignal,
  input?: string,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      [...args],
      { signal, maxBuffer: MAX_OUTPUT_BYTES, env: { PATH: SYSTEM_FOLDERS.join(path.delimiter), LC_ALL: "C" } },
      (error, stdout) => {
        resolve(error === null ? stdout : undefined);
      },
    );
    if (input === undefined) return;
    // A program that ends without having read it all says what it has to say by how it ends.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
