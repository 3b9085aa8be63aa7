import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import dgram from "node:dgram";
import { writeFile } from "node:fs/promises";
import net from "node:net";
import type { Address } from "../model/probe.ts";
import type { MessageAuthenticator } from "../wire/reflector-message.ts";
import { onAbort } from "../waiting.ts";
import { errnoOf } from "./errno.ts";
import { readBeginning } from "./files.ts";
import type { Result } from "./world.ts";

const KEY_BYTES = 32;

/** Why a file is not taken for a key. */
export class KeyFileError extends Error {
  readonly reason: "no-key" | "open-to-others" | "another-owner";

  constructor(reason: KeyFileError["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

export interface Key {
  authenticator: MessageAuthenticator;
  /** The key of one node alone: who has it can ask in that node's name only. */
  ofNode(address: string): Uint8Array;
}

/** @throws KeyFileError, or the file system's error. */
export async function readKey(file: string): Promise<Key> {
  const { found, text } = await readBeginning(file, MAX_KEY_FILE_BYTES);
  const digits = text.trim();
  if (!/^[0-9a-f]{64}$/.test(digits)) throw new KeyFileError("no-key");
  if ((found.mode & 0o077) !== 0) throw new KeyFileError("open-to-others");
  if (found.uid !== 0 && found.uid !== process.geteuid?.()) throw new KeyFileError("another-owner");
  const key = Buffer.from(digits, "hex");
  return {
    authenticator: authenticatorUnder(key),
    ofNode: (address) => hmac(key, Buffer.from(`key of node ${address}`)),
  };
}

/** A key and white space around it. */
const MAX_KEY_FILE_BYTES = 256;

/** Readable by its owner alone, and never in the place of another file. */
export async function writeNewKey(file: string, key: Uint8Array = randomBytes(KEY_BYTES)): Promise<void> {
  await writeFile(file, `${Buffer.from(key).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
}

/** The authenticator of each node under a key of its own. */
export function authenticatorsOfNodes(key: Key): (node: string) => MessageAuthenticator {
  const known = new Map<string, MessageAuthenticator>();
  return (node) => {
    const authenticator = known.get(node) ?? authenticatorUnder(key.ofNode(node));
    // Anybody can name any node; what is forgotten is made again.
    if (known.size >= MAX_KNOWN_SEALS) known.clear();
    known.set(node, authenticator);
    return authenticator;
  };
}

const MAX_KNOWN_SEALS = 20_000;

function hmac(key: Uint8Array, message: Uint8Array): Buffer {
  return createHmac("sha256", key).update(message).digest();
}

function authenticatorUnder(key: Uint8Array): MessageAuthenticator {
  const sign = (message: Uint8Array) => hmac(key, message);
  return {
    sign,
    verify: (message, mac) => {
      const own = sign(message);
      return own.length === mac.length && timingSafeEqual(own, mac);
    },
  };
}

/** A connected UDP socket sends nothing, but has been given its source. */
export function localAddressTowards(to: Address, bound: string | undefined): Promise<Result<string>> {
  if (bound !== undefined) return Promise.resolve({ ok: true, value: bound });
  return new Promise((resolve) => {
    const socket = dgram.createSocket("udp4");
    let settled = false;
    const settle = (result: Result<string>) => {
      if (settled) return;
      settled = true;
      socket.close();
      resolve(result);
    };
    socket.on("error", (error) => {
      settle({ ok: false, errno: errnoOf(error) });
    });
    socket.connect(to.port, to.ip, (error?: Error) => {
      settle(
        error === undefined ? { ok: true, value: socket.address().address } : { ok: false, errno: errnoOf(error) },
      );
    });
  });
}

/** A connection that hands over a token and ends. @returns the kernel's error, if there is one. */
export function deliver(
  to: Address,
  token: Uint8Array,
  waitMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: to.ip, port: to.port, noDelay: true });
    const settle = (errno: string | undefined) => {
      clearTimeout(timer);
      stop();
      socket.destroy();
      resolve(errno);
    };
    // After the timers the event loop reads its sockets, and only then comes to what is immediate.
    const timer = setTimeout(() => setImmediate(settle, "ETIMEDOUT"), waitMs);
    const stop = onAbort(signal, () => {
      settle("ETIMEDOUT");
    });
    socket.once("error", (error) => {
      settle(errnoOf(error));
    });
    socket.once("connect", () => {
      // The end goes out behind the token; a destroyed socket would take it along.
      socket.end(token);
      socket.once("close", () => {
        settle(undefined);
      });
      setTimeout(settle, LINGER_MS, undefined);
    });
  });
}

/** For the token to arrive and be acknowledged over a slow line. */
const LINGER_MS = 400;

/** Datagrams from a port of its own. @returns the kernel's error, if there is one. */
export async function deliverDatagrams(to: Address, datagrams: readonly Uint8Array[]): Promise<string | undefined> {
  const socket = dgram.createSocket("udp4");
  // Each send tells of its own error.
  socket.on("error", () => undefined);
  const errors = await Promise.all(
    datagrams.map(
      (datagram) =>
        new Promise<string | undefined>((resolve) => {
          socket.send(datagram, to.port, to.ip, (error) => {
            resolve(error === null ? undefined : errnoOf(error));
          });
        }),
    ),
  );
  socket.close();
  return errors.find((errno) => errno !== undefined);
}

export interface UdpServer {
  /** Where it listens. */
  address: Address;
  close(): void;
}

/** The reflector's own socket. */
export function openUdpServer(
  listen: Address,
  onDatagram: (datagram: Uint8Array, from: Address, answer: (reply: Uint8Array) => void) => void,
): Promise<Result<UdpServer>> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket({ type: "udp4", recvBufferSize: RECEIVE_BUFFER_BYTES });
    socket.once("error", (error) => {
      socket.close();
      resolve({ ok: false, errno: errnoOf(error) });
    });
    let closed = false;
    const close = () => {
      closed = true;
      socket.close();
    };
    socket.on("message", (datagram, { address, port }) => {
      onDatagram(datagram, { ip: address, port }, (reply) => {
        // What was under way when it was told to stop has nobody to answer any more.
        if (closed) return;
        socket.send(reply, port, address, () => {
          // A node that cannot be answered is told of in the log.
        });
      });
    });
    socket.bind({ address: listen.ip, port: listen.port }, () => {
      const bound = socket.address();
      resolve({ ok: true, value: { address: { ip: bound.address, port: bound.port }, close } });
    });
  });
}

/** A thousand nodes that begin at once. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
