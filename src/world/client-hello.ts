import net from "node:net";
import { Duplex } from "node:stream";
import tls from "node:tls";

/** The first flight of a TLS client, as it would go out: for a socket that is not Node's. */
export function clientHello(serverName: string | undefined): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const wire = new Duplex({
      read: () => undefined,
      write(chunk: Buffer, _encoding, done) {
        resolve(chunk);
        // The first write can come before connect() has returned.
        queueMicrotask(() => {
          secure.destroy();
        });
        done();
      },
    });
    const secure = tls.connect({
      socket: wire,
      rejectUnauthorized: false,
      ALPNProtocols: ["http/1.1"],
      ...(serverName !== undefined && net.isIP(serverName) === 0 && { servername: serverName }),
    });
    // It never gets an answer; that is how it ends.
    secure.on("error", () => undefined);
  });
}
