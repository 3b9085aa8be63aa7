import dgram from "node:dgram";
import { readdir, readFile, readlink } from "node:fs/promises";
import net from "node:net";
import type { ListenerEvidence } from "../model/probe.ts";
import { isListening, parseSockets, type SocketRow } from "../wire/proc-net.ts";
import { printable } from "../wire/text.ts";
import { errnoOf } from "./abort.ts";

export async function tryListen(protocol: "tcp" | "udp", port: number): Promise<ListenerEvidence> {
  const errno = await (protocol === "tcp" ? bindTcp(port) : bindUdp(port));
  if (errno === undefined) return {};
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

/** The wildcard address collides with every narrower one, so one bind answers for all. */
function bindTcp(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (error) => {
      resolve(errnoOf(error));
    });
    server.listen({ port, host: "0.0.0.0", exclusive: true }, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}

function bindUdp(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket("udp4");
    socket.once("error", (error) => {
      resolve(errnoOf(error));
      socket.close();
    });
    socket.bind({ port, address: "0.0.0.0", exclusive: true }, () => {
      socket.close(() => {
        resolve(undefined);
      });
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
