// Sends forged requests to a reflector from this host's addresses, so many a second for so long, and writes how many it sent.
// Arguments: datagrams a second, seconds, reflector, first bytes of the senders' addresses.
import { randomBytes } from "node:crypto";
import dgram from "node:dgram";
import { setTimeout as sleep } from "node:timers/promises";

const [perSecond, seconds] = process.argv.slice(2, 4).map(Number);
const [reflector, block] = process.argv.slice(4);
const SENDERS = 16;
const TICK_MS = 10;

const sockets = await Promise.all(
  Array.from(
    { length: SENDERS },
    (_, index) =>
      new Promise((resolve) => {
        const socket = dgram.createSocket("udp4");
        socket.bind({ address: `${block}.255.${index + 1}` }, () => resolve(socket));
      }),
  ),
);
// Right in length and mark, so that the reflector has to compute for each whether it is under the key.
const forged = Array.from({ length: 256 }, () => Buffer.concat([Buffer.from("EPQ2"), randomBytes(508)]));

let sent = 0;
const beganAt = performance.now();
for (;;) {
  const elapsedMs = performance.now() - beganAt;
  if (elapsedMs >= seconds * 1_000) break;
  for (const due = (elapsedMs / 1_000) * perSecond; sent < due; sent++)
    sockets[sent % SENDERS].send(forged[sent % forged.length], 8479, reflector);
  await sleep(TICK_MS);
}
await sleep(100);
process.stdout.write(String(sent), () => process.exit());
