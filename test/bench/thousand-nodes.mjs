// Asks a reflector what so many nodes ask in a healthy run, each from an address of its own. TCP ports are listened on once for
// all of them, since they share one process. Arguments: nodes, seconds over which they begin, reflector, key file.
import { randomUUID } from "node:crypto";
import dgram from "node:dgram";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { reflect } from "../../dist/probes/reflect.js";
import { makeWorld } from "../../dist/world/real.js";
import { readKey } from "../../dist/world/reflector.js";

const [nodes, seconds] = process.argv.slice(2, 4).map(Number);
const via = { ip: process.argv[4], port: 8479 };
const { authenticator } = await readKey(process.argv[5]);
const { clock } = makeWorld({ caFiles: [], searchPath: "", proxyVariables: {} });
const TCP_PORTS = [10250, 10255, 9100, 9445];

/** By address and port. */
const hearers = new Map();
await Promise.all(
  TCP_PORTS.map(
    (port) =>
      new Promise((resolve) => {
        const server = net.createServer((socket) => {
          const hear = hearers.get(`${socket.localAddress}:${port}`);
          socket.on("data", (data) => hear?.(data));
          socket.on("error", () => socket.destroy());
        });
        server.listen({ port, host: "0.0.0.0", backlog: 4096 }, resolve);
      }),
  ),
);

const listenOn = (address) => (protocol, port, onArrival) =>
  protocol === "tcp" ? listenTcp(`${address}:${port}`, onArrival) : listenUdp(address, port, onArrival);

function listenTcp(key, onArrival) {
  hearers.set(key, onArrival);
  return Promise.resolve({ ok: true, value: { close: () => hearers.delete(key) } });
}

function listenUdp(address, port, onArrival) {
  return new Promise((resolve) => {
    const socket = dgram.createSocket("udp4");
    socket.on("message", onArrival);
    socket.bind({ address, port }, () => resolve({ ok: true, value: { close: () => socket.close() } }));
  });
}

async function fullRun(index) {
  const address = `10.20.${index >> 8}.${index & 255}`;
  const world = makeWorld({
    caFiles: [],
    searchPath: "",
    proxyVariables: {},
    authenticator,
    sourceIp: address,
  });
  // A thousand clocks that each look every few milliseconds would leave no time to listen.
  world.clock = clock;
  world.reflector = { ...world.reflector, listenFor: listenOn(address) };
  await sleep((index / nodes) * seconds * 1_000);
  const beganAt = performance.now();
  const run = randomUUID();
  const asked = [
    ...TCP_PORTS.map((port) => ({ ask: "connect", protocol: "tcp", port })),
    { ask: "datagram", protocol: "udp", port: 8472 },
  ];
  const seen = await Promise.all(
    asked.map((each) => reflect({ probe: "reflect", via, run, ...each }, world, AbortSignal.timeout(9_000))),
  );
  return { ms: performance.now() - beganAt, outcomes: seen.map(({ outcome }) => outcome) };
}

const runs = await Promise.all(Array.from({ length: nodes }, (_, index) => fullRun(index + 1)));
const outcomes = {};
for (const { outcomes: each } of runs) for (const outcome of each) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
process.stdout.write(JSON.stringify({ milliseconds: runs.map(({ ms }) => ms), outcomes }), () => process.exit());
