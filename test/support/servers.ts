import dgram from "node:dgram";
import { once } from "node:events";
import net from "node:net";
import { makeWorld } from "../../src/world/real.ts";
import type { World } from "../../src/world/world.ts";

/** Real servers on loopback for one test; disposing them closes every socket. */
export class Servers implements AsyncDisposable {
  readonly #close: (() => void)[] = [];

  async udp(answer: (message: Buffer, reply: (data: Buffer) => void) => void, port = 0): Promise<number> {
    const socket = dgram.createSocket("udp4");
    socket.on("message", (message, from) => {
      answer(message, (data) => {
        socket.send(data, from.port, from.address);
      });
    });
    socket.bind(port, "127.0.0.1");
    await once(socket, "listening");
    this.#close.push(() => {
      socket.close();
    });
    return socket.address().port;
  }

  async tcp(serve: (socket: net.Socket) => void, port = 0): Promise<number> {
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      serve(socket);
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    this.#close.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return (server.address() as net.AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#close) close();
    await Promise.resolve();
  }
}

export function loopbackWorld(caFiles: string[] = []): World {
  return makeWorld({ caFiles, searchPath: "", proxyVariables: {} });
}
