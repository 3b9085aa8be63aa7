import { attributeError, decodeControl, type Flow } from "../../wire/error-queue.ts";
import type { TcpCounts } from "../../wire/tcp-figures.ts";
import { onAbort } from "../../waiting.ts";
import type {
  ConnectOptions,
  ConnectSeen,
  HeldPort,
  IcmpError,
  NativeSockets,
  NativeStream,
  StreamState,
} from "../native.ts";
import type { Result } from "../world.ts";
import * as layouts from "./layouts.ts";
import { loadLibc, type Libc } from "./libc.ts";
import { Poller } from "./poller.ts";

/** @throws where the native part cannot be loaded. */
export async function makeNativeSockets(sourceIp: string | undefined): Promise<NativeSockets> {
  const libc = await loadLibc();
  const poller = new Poller(libc);
  const context: Context = { libc, poller, sourceIp };
  return {
    connectOnce: async (options, signal) => {
      const { fd, seen } = await connect(context, options, signal);
      if (fd !== undefined) libc.close(fd);
      return seen;
    },
    holdPort: () => holdPort(context),
    openDatagrams: (to, onSeen) => openDatagrams(context, libc.socket(layouts.SOCK_DGRAM), to, onSeen),
    openEcho: (to, onSeen) => openEcho(context, to, onSeen),
    countsOf: (fd) => countsOf(libc, fd),
    openStream: async (options, signal) => {
      const { fd, seen } = await connect(context, options, signal);
      if (fd !== undefined && seen.outcome === "open")
        return {
          ok: true,
          value: stream(context, fd, seen.rttMs ?? 0, {
            sourcePort: seen.sourcePort,
            destinationPort: options.to.port,
          }),
        };
      if (fd !== undefined) libc.close(fd);
      return { ok: false, errno: seen.errno ?? seen.outcome };
    },
  };
}

interface Context {
  libc: Libc;
  poller: Poller;
  sourceIp: string | undefined;
}

const ANY_ADDRESS = "0.0.0.0";

/** Starts a connect and waits for the first thing that decides it. The descriptor is the caller's to close. */
async function connect(
  { libc, poller, sourceIp }: Context,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<{ fd: number | undefined; seen: ConnectSeen }> {
  const { to, waitMs, sourcePort = 0 } = options;
  let sentAtMs = nowMs();
  const failed = (errno: string): ConnectSeen => ({
    outcome: "failed",
    errno,
    sourcePort,
    sentAtMs,
    errors: [],
    ignored: 0,
  });
  const fd = libc.socket(layouts.SOCK_STREAM);
  if (fd < 0) return { fd: undefined, seen: failed(libc.errno()) };
  prepareTcp(libc, fd, options);
  if (
    (sourcePort !== 0 || sourceIp !== undefined) &&
    libc.bind(fd, layouts.sockaddrIn(sourceIp ?? ANY_ADDRESS, sourcePort)) < 0
  )
    return { fd, seen: failed(libc.errno()) };

  sentAtMs = nowMs();
  if (libc.connect(fd, layouts.sockaddrIn(to.ip, to.port)) < 0) {
    const errno = libc.errno();
    if (errno !== "EINPROGRESS") return { fd, seen: failed(errno) };
  }
  const localPort = libc.localPort(fd);
  const seen = await new Promise<ConnectSeen>((resolve) => {
    const errors: IcmpError[] = [];
    let ignored = 0;
    let settled = false;
    const settle = (outcome: ConnectSeen["outcome"], rest: Partial<ConnectSeen> = {}) => {
      settled = true;
      clearTimeout(timer);
      stop();
      poller.unwatch(fd);
      resolve({ outcome, sourcePort: localPort, sentAtMs, errors, ignored, ...rest });
    };
    const look = () => {
      const drained = drainErrors(libc, fd, { sourcePort: localPort, destinationPort: to.port });
      errors.push(...drained.errors);
      ignored += drained.ignored;
    };
    // The kernel may have an answer that this process was too busy to read.
    const settleBySilence = () => {
      poller.look();
      if (!settled) settle("silent");
    };
    const timer = setTimeout(settleBySilence, waitMs);
    const stop = onAbort(signal, settleBySilence);
    poller.watch(fd, layouts.POLLOUT, () => {
      look();
      const errno = pendingError(libc, fd);
      const { state, rttMs } = tcpInfo(libc, fd) ?? { state: layouts.TCP_CLOSE, rttMs: 0 };
      // Taking an error off the queue also clears the pending one, so its absence alone does not mean an open connection.
      if (errors.length > 0) settle("icmp", errno === undefined ? {} : { errno });
      else if (state === layouts.TCP_ESTABLISHED) settle("open", { rttMs });
      else if (errno === "ECONNREFUSED") settle("refused", { rttMs: nowMs() - sentAtMs });
      else if (errno !== undefined && errno !== "ETIMEDOUT") settle("failed", { errno });
      else if (state !== layouts.TCP_SYN_SENT) settle("silent");
    });
  });
  return { fd, seen };
}

/**
 * Binds a socket to a port of the kernel's choice, and never connects it. SO_REUSEADDR, by which the flow's own connections share
 * the port, is set after that: with it the kernel could choose a port that another socket has.
 */
function holdPort({ libc, sourceIp }: Context): Result<HeldPort> {
  const fd = libc.socket(layouts.SOCK_STREAM);
  if (fd < 0) return { ok: false, errno: libc.errno() };
  const share = () => libc.setsockopt(fd, layouts.SOL_SOCKET, layouts.SO_REUSEADDR, layouts.int32(1));
  if (libc.bind(fd, layouts.sockaddrIn(sourceIp ?? ANY_ADDRESS, 0)) < 0 || share() < 0) {
    const errno = libc.errno();
    libc.close(fd);
    return { ok: false, errno };
  }
  return {
    ok: true,
    value: {
      port: libc.localPort(fd),
      release() {
        libc.close(fd);
      },
    },
  };
}

function prepareTcp(libc: Libc, fd: number, { ttl, minTtl, maxSegment, synRetries }: ConnectOptions): void {
  const set = (level: number, option: number, value: number) =>
    libc.setsockopt(fd, level, option, layouts.int32(value));
  reportErrors(libc, fd);
  set(layouts.SOL_SOCKET, layouts.SO_REUSEADDR, 1);
  // Without it the four-tuple of an opened connection lingers and the next one from the same port cannot be made.
  libc.setsockopt(fd, layouts.SOL_SOCKET, layouts.SO_LINGER, layouts.lingerZero());
  set(layouts.SOL_IP, layouts.IP_MTU_DISCOVER, layouts.IP_PMTUDISC_DO);
  if (ttl !== undefined) set(layouts.SOL_IP, layouts.IP_TTL, ttl);
  // Never together with a chosen TTL: the kernel then also drops errors whose quoted packet has a smaller one.
  if (minTtl !== undefined) set(layouts.SOL_IP, layouts.IP_MINTTL, minTtl);
  if (maxSegment !== undefined) set(layouts.SOL_TCP, layouts.TCP_MAXSEG, maxSegment);
  if (synRetries !== undefined) set(layouts.SOL_TCP, layouts.TCP_SYNCNT, synRetries);
}

function reportErrors(libc: Libc, fd: number): void {
  libc.setsockopt(fd, layouts.SOL_IP, layouts.IP_RECVERR, layouts.int32(1));
  libc.setsockopt(fd, layouts.SOL_IP, layouts.IP_RECVTTL, layouts.int32(1));
  libc.setsockopt(fd, layouts.SOL_SOCKET, layouts.SO_TIMESTAMPNS, layouts.int32(1));
}

/** The wall clock with fractions, which is what the kernel stamps with. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

interface Drained {
  errors: IcmpError[];
  ignored: number;
}

/** More than any real burst; a flood of forged errors must not hold the process. */
const MAX_DRAINED = 64;

function drainErrors(libc: Libc, fd: number, flow: Flow | undefined): Drained {
  const drained: Drained = { errors: [], ignored: 0 };
  for (let count = 0; count < MAX_DRAINED; count++) {
    const message = libc.receive(fd, layouts.MSG_ERRQUEUE);
    if (message === undefined) break;
    const error = attributeError(message.control, message.data, flow);
    if (error === undefined) drained.ignored += 1;
    else drained.errors.push({ ...error, atMs: error.receivedAtMs ?? nowMs(), quote: message.data });
  }
  return drained;
}

/** Reading it clears it. */
function pendingError(libc: Libc, fd: number): string | undefined {
  const errno = libc.getsockopt(fd, layouts.SOL_SOCKET, layouts.SO_ERROR, 4)?.readInt32LE() ?? 0;
  return errno === 0 ? undefined : libc.errnoName(errno);
}

/** The kernel puts a ping socket's own identifier in; a raw one hears every ICMP message of that host, header included. */
function openEcho(
  context: Context,
  to: string,
  onSeen: Parameters<NativeSockets["openEcho"]>[1],
): ReturnType<NativeSockets["openEcho"]> {
  const { libc } = context;
  const address = { ip: to, port: 0 };
  const ping = libc.socket(layouts.SOCK_DGRAM, layouts.IPPROTO_ICMP);
  if (ping >= 0) return openDatagrams(context, ping, address, onSeen);
  const raw = libc.socket(layouts.SOCK_RAW, layouts.IPPROTO_ICMP);
  return openDatagrams(context, raw, address, (seen) => {
    onSeen(seen.kind === "reply" ? { ...seen, data: withoutIpHeader(seen.data) } : seen);
  });
}

/** The header's length, in words of four bytes, is the low half of its first octet. */
function withoutIpHeader(packet: Uint8Array): Uint8Array {
  return packet.subarray(((packet[0] ?? 0) & 0x0f) * 4);
}

function openDatagrams(
  { libc, poller, sourceIp }: Context,
  fd: number,
  to: { ip: string; port: number },
  onSeen: Parameters<NativeSockets["openDatagrams"]>[1],
): ReturnType<NativeSockets["openDatagrams"]> {
  if (fd < 0) return { ok: false, errno: libc.errno() };
  const refuse = (): Result<never> => {
    const errno = libc.errno();
    libc.close(fd);
    return { ok: false, errno };
  };
  reportErrors(libc, fd);
  libc.setsockopt(fd, layouts.SOL_IP, layouts.IP_MTU_DISCOVER, layouts.int32(layouts.IP_PMTUDISC_PROBE));
  if (sourceIp !== undefined && libc.bind(fd, layouts.sockaddrIn(sourceIp, 0)) < 0) return refuse();
  if (libc.connect(fd, layouts.sockaddrIn(to.ip, to.port)) < 0) return refuse();
  let closed = false;
  poller.watch(fd, layouts.POLLIN, () => {
    const { errors, ignored } = drainErrors(libc, fd, undefined);
    for (const error of errors) onSeen({ kind: "error", error });
    for (let count = 0; count < ignored; count++) onSeen({ kind: "ignored" });
    pendingError(libc, fd);
    for (let count = 0; count < MAX_DRAINED; count++) {
      const message = libc.receive(fd, 0);
      if (message === undefined) break;
      onSeen({ kind: "reply", data: message.data, atMs: decodeControl(message.control)?.receivedAtMs ?? nowMs() });
    }
  });
  return {
    ok: true,
    value: {
      sourcePort: libc.localPort(fd),
      send(data, ttl) {
        libc.setsockopt(fd, layouts.SOL_IP, layouts.IP_TTL, layouts.int32(ttl));
        const sentAtMs = nowMs();
        // An error of an earlier datagram is reported by the next send, which has then not been made: once more.
        const sent = libc.send(fd, data) >= 0 || libc.send(fd, data) >= 0;
        return sent ? { ok: true, value: sentAtMs } : { ok: false, errno: libc.errno() };
      },
      close() {
        if (closed) return;
        closed = true;
        poller.unwatch(fd);
        libc.close(fd);
      },
    },
  };
}

function stream({ libc }: Context, fd: number, connectMs: number, flow: Flow): NativeStream {
  let closed = false;
  return {
    connectMs,
    setTtl(ttl) {
      libc.setsockopt(fd, layouts.SOL_IP, layouts.IP_TTL, layouts.int32(ttl));
    },
    send: (data) => Math.max(0, libc.send(fd, data)),
    look(): StreamState {
      const { errors } = drainErrors(libc, fd, flow);
      const errno = pendingError(libc, fd);
      let received = 0;
      let ended = false;
      for (let count = 0; count < MAX_DRAINED; count++) {
        const message = libc.receive(fd, 0);
        if (message === undefined) break;
        if (message.data.length === 0) {
          ended = true;
          break;
        }
        received += message.data.length;
      }
      const { unacknowledged, retransmits, sendMss, receiveMss } = tcpInfo(libc, fd) ?? NOTHING_KNOWN;
      const pathMtu = libc.getsockopt(fd, layouts.SOL_IP, layouts.IP_MTU, 4)?.readInt32LE() ?? 0;
      return {
        received,
        ended,
        unacknowledged,
        retransmits,
        sendMss,
        receiveMss,
        pathMtu,
        errors,
        ...(errno !== undefined && { errno }),
      };
    },
    counts: () => countsOf(libc, fd),
    close() {
      if (closed) return;
      closed = true;
      libc.close(fd);
    },
  };
}

const NOTHING_KNOWN = { unacknowledged: 0, retransmits: 0, sendMss: 0, receiveMss: 0 };

/** @returns undefined for a descriptor that is no TCP socket. */
function tcpInfo(libc: Libc, fd: number): layouts.TcpInfo | undefined {
  const info = libc.getsockopt(fd, layouts.SOL_TCP, layouts.TCP_INFO, layouts.TCP_INFO_BYTES);
  return info === undefined ? undefined : layouts.readTcpInfo(info);
}

function countsOf(libc: Libc, fd: number): TcpCounts | undefined {
  const info = tcpInfo(libc, fd);
  if (info === undefined) return undefined;
  const { dataSegmentsSent, duplicates } = info;
  return {
    retransmitted: info.totalRetransmits,
    unacknowledged: info.unacknowledged,
    smoothedMs: info.rttMs,
    deviationMs: info.deviationMs,
    ...(dataSegmentsSent !== undefined && { dataSegments: dataSegmentsSent }),
    ...(duplicates !== undefined && { duplicates }),
  };
}
