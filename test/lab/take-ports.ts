// Takes every source port of this network namespace to one server, and says whether one flow has kept its own.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { makeNativeSockets } from "../../src/world/ffi/native.ts";

const to = { ip: "127.0.0.1", port: 5_000 };
const server = createServer((socket) => socket.on("error", () => undefined));
server.listen(to.port, to.ip);
await once(server, "listening");

const native = await makeNativeSockets(undefined);
const held = native.holdPort();
if (!held.ok) throw new Error(held.errno);
const { port: sourcePort } = held.value;
const own = () => native.connectOnce({ to, sourcePort, waitMs: 5_000 }, new AbortController().signal);

const outcomes = [(await own()).outcome];
const others: (number | undefined)[] = [];
for (;;) {
  const socket = connect({ host: to.ip, port: to.port });
  try {
    await once(socket, "connect");
  } catch {
    break;
  }
  others.push(socket.localPort);
}
outcomes.push((await own()).outcome);
process.stdout.write(JSON.stringify({ outcomes, taken: others.length, shared: others.includes(sourcePort) }));
process.exit();
