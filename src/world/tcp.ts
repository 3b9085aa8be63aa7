import net from "node:net";
import type { Address } from "../model/probe.ts";
import { onAbort } from "../waiting.ts";
import { errnoOf } from "./errno.ts";
import { sourceFor } from "./source.ts";
import { ABORTED, type Result } from "./world.ts";

export interface OpenSocket {
  socket: net.Socket;
  connectMs: number;
}

export function openSocket(
  to: Address,
  localAddress: string | undefined,
  signal: AbortSignal,
): Promise<Result<OpenSocket>> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const source = sourceFor(to.ip, localAddress);
    const socket = net.connect({
      host: to.ip,
      port: to.port,
      noDelay: true,
      ...(source !== undefined && { localAddress: source }),
    });
    const stop = onAbort(signal, () => {
      settle({ ok: false, errno: ABORTED });
    });
    const settle = (result: Result<OpenSocket>) => {
      stop();
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => {
      settle({ ok: true, value: { socket, connectMs: performance.now() - startedAt } });
    });
    // Stays: whoever holds the socket next may be gone when a late error arrives, and unheard it would end the process.
    socket.on("error", (error) => {
      settle({ ok: false, errno: errnoOf(error) });
    });
  });
}

const MAX_MESSAGE_BYTES = 65_535;

/** DNS over TCP, RFC 7766: a two-octet length, then the message. */
export async function exchangeFramed(
  message: Uint8Array,
  to: Address,
  localAddress: string | undefined,
  signal: AbortSignal,
): Promise<Result<Uint8Array>> {
  const opened = await openSocket(to, localAddress, signal);
  if (!opened.ok) return opened;
  const { socket } = opened.value;
  return await new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const settle = (result: Result<Uint8Array>) => {
      stop();
      socket.destroy();
      resolve(result);
    };
    const stop = onAbort(signal, () => {
      settle({ ok: false, errno: ABORTED });
    });
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2) return;
      const length = received.readUInt16BE(0);
      if (received.length >= length + 2) settle({ ok: true, value: received.subarray(2, length + 2) });
      else if (received.length > MAX_MESSAGE_BYTES + 2) settle({ ok: false, errno: "EMSGSIZE" });
    });
    socket.on("error", (error) => {
      settle({ ok: false, errno: errnoOf(error) });
    });
    socket.on("close", () => {
      settle({ ok: false, errno: "ECONNRESET" });
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    socket.write(Buffer.concat([length, message]));
  });
}
