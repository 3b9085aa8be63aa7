import dgram from "node:dgram";
import { readdir, readFile, readlink } from "node:fs/promises";
import net from "node:net";
import type { ListenerEvidence } from "../model/probe.ts";
import { isListening, parseSockets, type SocketRow } from "../wire/proc-net.ts";
import { printable } from "../wire/text.ts";
import { errnoOf } from "./errno.ts";
import type { Result } from "./world.ts";

export async function tryListen(protocol: "tcp" | "udp", port: number): Promise<ListenerEvidence> {
  const tried = await listenFor(protocol, port, () => undefined);
  if (tried.ok) {
    await tried.value.close();
    return {};
  }
  const { errno } = tried;
  const row = await findSocket(protocol, port);
  if (row === undefined) return { errno };
  const owner = await findOwner(row.inode);
  return {
    errno,
    localAddress: row.localAddress,
    ...(owner.process !== undefined && { process: owner.process }),
    // Every process could be looked into and none has it: the kernel itself does, as for VXLAN.
    ...(owner.process === undefined && owner.complete && { kernel: true }),
  };
}

/** As much as is looked at of what a stranger sends. */
const MAX_HEARD_BYTES = 64;
const MAX_STRANGERS = 128;

export interface Listening {
  /** Resolves once the port is free again. */
  close(): Promise<void>;
}

/**
 * Listens on a port of this node, and hands over what arrives: of a connection its first bytes, of datagrams each one.
 * Strangers are bounded in number and in what they can send; who holds a connection in silence gives way to the next, so
 * that nobody can keep out whoever is waited for. The wildcard address collides with every narrower one, so one bind
 * answers for all.
 */
export function listenFor(
  protocol: "tcp" | "udp",
  port: number,
  onArrival: (data: Uint8Array) => void,
): Promise<Result<Listening>> {
  return protocol === "tcp" ? listenTcp(port, onArrival) : listenUdp(port, onArrival);
}

function listenTcp(port: number, onArrival: (data: Uint8Array) => void): Promise<Result<Listening>> {
  return new Promise((resolve) => {
    /** Those that have sent nothing yet, and all; the oldest first. */
    const silent = new Set<net.Socket>();
    const open = new Set<net.Socket>();
    const server = net.createServer((socket) => {
      if (open.size >= MAX_STRANGERS) {
        const [oldest] = silent.size > 0 ? silent : open;
        // Its slot is free at once, whatever it takes to close it.
        oldest?.destroy();
        if (oldest !== undefined) {
          silent.delete(oldest);
          open.delete(oldest);
        }
      }
      open.add(socket);
      silent.add(socket);
      let heard = Buffer.alloc(0);
      socket.on("data", (data: Buffer) => {
        silent.delete(socket);
        heard = Buffer.concat([heard, data]).subarray(0, MAX_HEARD_BYTES);
        onArrival(heard);
        if (heard.length >= MAX_HEARD_BYTES) socket.destroy();
      });
      socket.on("error", () => {
        // Whoever it was is gone, which is as good as closed.
        socket.destroy();
      });
      socket.on("close", () => {
        open.delete(socket);
        silent.delete(socket);
      });
    });
    server.once("error", (error) => {
      resolve({ ok: false, errno: errnoOf(error) });
    });
    server.listen({ port, host: "0.0.0.0", exclusive: true }, () => {
      resolve({
        ok: true,
        value: {
          close: () =>
            new Promise((closed) => {
              server.close(() => {
                closed();
              });
              for (const socket of open) socket.destroy();
            }),
        },
      });
    });
  });
}

function listenUdp(port: number, onArrival: (data: Uint8Array) => void): Promise<Result<Listening>> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket("udp4");
    socket.once("error", (error) => {
      socket.close();
      resolve({ ok: false, errno: errnoOf(error) });
    });
    socket.on("message", onArrival);
    socket.bind({ port, address: "0.0.0.0", exclusive: true }, () => {
      const close = () =>
        new Promise<void>((closed) => {
          socket.close(() => {
            closed();
          });
        });
      resolve({ ok: true, value: { close } });
    });
  });
}

async function findSocket(protocol: "tcp" | "udp", port: number): Promise<SocketRow | undefined> {
  for (const table of [`/proc/net/${protocol}`, `/proc/net/${protocol}6`]) {
    const text = await readFile(table, "utf8").catch(absentIsEmpty);
    const row = parseSockets(text).find(
      (candidate) => candidate.localPort === port && (protocol === "udp" || isListening(candidate)),
    );
    if (row !== undefined) return row;
  }
  return undefined;
}

interface Owner {
  process?: { pid: number; name: string };
  /** Whether every process's descriptors could be read; without privilege only one's own can. */
  complete: boolean;
}

async function findOwner(inode: number): Promise<Owner> {
  const link = `socket:[${inode}]`;
  let complete = true;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
  for (const pid of pids) {
    try {
      for (const fd of await readdir(`/proc/${pid}/fd`)) {
        if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(absentIsEmpty)) !== link) continue;
        const name = (await readFile(`/proc/${pid}/comm`, "utf8")).trim();
        return { process: { pid: Number(pid), name: printable(name, 32) }, complete };
      }
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === "EACCES" || errno === "EPERM") complete = false;
      // Processes end while one looks.
      else if (errno !== "ENOENT" && errno !== "ESRCH") throw error;
    }
  }
  return { complete };
}

function absentIsEmpty(error: unknown): string {
  if (["ENOENT", "ESRCH"].includes(errnoOf(error))) return "";
  throw error;
}
