import dgram from "node:dgram";
import type { Address } from "../model/probe.ts";
import { onAbort } from "../waiting.ts";
import { errnoOf } from "./errno.ts";
import { sourceFor } from "./source.ts";
import { ABORTED, type Result } from "./world.ts";

export function exchangeUdp(
  message: Uint8Array,
  to: Address,
  localAddress: string | undefined,
  accepts: (reply: Uint8Array) => boolean,
  signal: AbortSignal,
): Promise<Result<Uint8Array>> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket(to.ip.includes(":") ? "udp6" : "udp4");
    let settled = false;
    const settle = (result: Result<Uint8Array>) => {
      if (settled) return;
      settled = true;
      stop();
      socket.close();
      resolve(result);
    };
    const stop = onAbort(signal, () => {
      settle({ ok: false, errno: ABORTED });
    });
    socket.on("error", (error) => {
      settle({ ok: false, errno: errnoOf(error) });
    });
    socket.on("message", (reply) => {
      if (accepts(reply)) settle({ ok: true, value: reply });
    });
    // Connected, so that the kernel drops datagrams of strangers and hands over an ICMP port unreachable.
    const connect = () => {
      if (settled) return;
      socket.connect(to.port, to.ip, (error?: Error) => {
        if (settled) return;
        if (error === undefined) socket.send(message);
        else settle({ ok: false, errno: errnoOf(error) });
      });
    };
    const source = sourceFor(to.ip, localAddress);
    if (source === undefined) connect();
    else socket.bind({ address: source }, connect);
  });
}
