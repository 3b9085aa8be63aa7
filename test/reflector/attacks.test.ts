import { randomBytes, randomUUID } from "node:crypto";
import dgram from "node:dgram";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reflect } from "../../src/probes/reflect.ts";
import { PROBERS } from "../../src/probes/probers.ts";
import type { LogLine } from "../../src/reflector/log.ts";
import { serve } from "../../src/reflector/serve.ts";
import {
  blockToken,
  decodeReply,
  decodeRequest,
  deliveryToken,
  encodeReply,
  encodeRequest,
  expectedToken,
  FULL_VXLAN_BYTES,
  MAX_REQUEST_BYTES,
  MIN_REQUEST_BYTES,
  NO_SERVICE,
  serviceToken,
  SMALL_VXLAN_BYTES,
  vxlanPacket,
  type ReflectorRequest,
  type MessageAuthenticator,
} from "../../src/wire/reflector-message.ts";
import { makeWorld } from "../../src/world/real.ts";
import { readKey, authenticatorsOfNodes, writeNewKey } from "../../src/world/reflector.ts";

const NODE = "127.20.0.2";
const OTHER_NODE = "127.20.0.3";
const STRANGER = "127.30.0.2";
const REFLECTOR = "127.20.0.1";
const ALLOWED = "127.20.0.0/24";

let folder = "";
let seal: MessageAuthenticator;
let strangersSeal: MessageAuthenticator;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "edge-preflight-reflector-"));
  const keyNamed = async (name: string) => {
    await writeFile(path.join(folder, name), randomBytes(32).toString("hex"), { mode: 0o600 });
    return (await readKey(path.join(folder, name))).authenticator;
  };
  seal = await keyNamed("key");
  strangersSeal = await keyNamed("other");
});
afterAll(() => rm(folder, { recursive: true }));

/** A reflector on loopback with what it has logged, and a node's port that counts who comes. */
async function field(services: { host: string; port: number }[] = [], containers: string[] = []) {
  const log: LogLine[] = [];
  const world = makeWorld({ caFiles: [], searchPath: "", proxyVariables: {}, authenticator: seal });
  if (world.reflector === undefined) throw new TypeError("a world with a key has a reflector's means");
  const serving = await serve({
    listen: { ip: REFLECTOR, port: 0 },
    allow: [ALLOWED],
    services,
    containers,
    world,
    port: world.reflector,
    authenticatorOf: () => seal,
    probers: PROBERS,
    log: (line) => log.push(line),
  });
  if (!serving.ok) throw new Error(serving.errno);
  let closed = false;
  const close = () => {
    if (!closed) serving.value.close();
    closed = true;
  };
  const dialled: string[] = [];
  const held: net.Socket[] = [];
  const victims = await Promise.all(
    [NODE, OTHER_NODE, STRANGER].map((host) =>
      listening(host, 10250, (socket) => {
        dialled.push(host);
        held.push(socket);
      }),
    ),
  );
  return {
    address: serving.value.address,
    log,
    dialled,
    /** By reason; nothing is served any more after it. */
    refusals: async () => {
      await sleep(SETTLED_MS);
      close();
      const counts: Record<string, number> = {};
      for (const line of log)
        if (line.event === "refused")
          for (const [reason, count] of Object.entries(line.counts)) counts[reason] = (counts[reason] ?? 0) + count;
      return counts;
    },
    [Symbol.asyncDispose]: async () => {
      close();
      for (const socket of held) socket.destroy();
      await Promise.all(victims.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function listening(host: string, port: number, onSocket: (socket: net.Socket) => void): Promise<net.Server> {
  const server = net.createServer((socket) => {
    socket.on("error", () => socket.destroy());
    onSocket(socket);
  });
  server.listen({ host, port });
  await once(server, "listening");
  return server;
}

async function sender(from: string) {
  const socket = dgram.createSocket({ type: "udp4", recvBufferSize: 4 * 1024 * 1024 });
  const received: Buffer[] = [];
  socket.on("message", (reply) => received.push(reply));
  socket.bind({ address: from });
  await once(socket, "listening");
  return {
    received,
    send: (message: Uint8Array, to: { ip: string; port: number }) =>
      new Promise<void>((resolve, reject) => {
        socket.send(message, to.port, to.ip, (error) => {
          if (error === null) resolve();
          else reject(error);
        });
      }),
    [Symbol.dispose]: () => socket.close(),
  };
}

const request = (change: Partial<ReflectorRequest> = {}): ReflectorRequest => ({
  run: randomUUID(),
  sentAtMs: Date.now(),
  source: NODE,
  nonce: Uint8Array.from(randomBytes(16)),
  ask: "connect",
  protocol: "tcp",
  port: 10250,
  service: NO_SERVICE,
  size: MIN_REQUEST_BYTES,
  ...change,
});
const sealed = (change: Partial<ReflectorRequest> = {}) => encodeRequest(request(change), seal);

/** Long enough for a connection over loopback and the answer to it. */
const SETTLED_MS = 300;

describe("what a reflector does for whoever has the key", () => {
  it("connects back to the address that it heard, and answers in no more bytes", async () => {
    await using here = await field();
    using node = await sender(NODE);
    const asked = request();
    await node.send(encodeRequest(asked, seal), here.address);
    await expect.poll(() => node.received.length).toBe(1);
    expect(here.dialled).toEqual([NODE]);
    expect(decodeReply(node.received[0] ?? Buffer.of(), asked.nonce, seal)).toEqual({ saw: "open" });
    expect(node.received[0]?.length).toBeLessThanOrEqual(MIN_REQUEST_BYTES);
  });

  it("says so when its address is taken", async () => {
    await using here = await field();
    const world = makeWorld({ caFiles: [], searchPath: "", proxyVariables: {}, authenticator: seal });
    if (world.reflector === undefined) throw new TypeError("a world with a key has a reflector's means");
    const { reflector: port } = world;
    const options = {
      listen: here.address,
      allow: [ALLOWED],
      services: [],
      containers: [],
      probers: PROBERS,
      log: () => undefined,
      authenticatorOf: () => seal,
    };
    expect(await serve({ ...options, world, port })).toEqual({ ok: false, errno: "EADDRINUSE" });
  });

  it("hears the datagrams that belong to a request, and none that only look so", async () => {
    await using here = await field();
    using node = await sender(NODE);
    const to = { ip: REFLECTOR, port: 8472 };
    const ask = async (packets: (asked: ReflectorRequest) => Uint8Array[]) => {
      const asked = request({ ask: "expect", protocol: "udp", port: 8472 });
      await node.send(encodeRequest(asked, seal), here.address);
      const before = node.received.length;
      // The request has to be there first.
      while (node.received.length === before) {
        for (const packet of packets(asked)) await node.send(packet, to).catch(() => undefined);
        await sleep(100);
      }
      return decodeReply(node.received.at(-1) ?? Buffer.of(), asked.nonce, seal);
    };
    const own = (asked: ReflectorRequest, bytes: number, under = seal) =>
      vxlanPacket(expectedToken(asked, bytes, under), bytes);
    const both = [SMALL_VXLAN_BYTES, FULL_VXLAN_BYTES];
    expect(await ask((asked) => both.map((bytes) => own(asked, bytes)))).toEqual({ saw: "arrived" });
    expect(await ask((asked) => [own(asked, SMALL_VXLAN_BYTES)])).toEqual({ saw: "black-hole" });
    expect(await ask((asked) => both.map((bytes) => own(asked, bytes, strangersSeal)))).toEqual({ saw: "timed-out" });
    expect(await ask(() => both.map((bytes) => own(request(), bytes)))).toEqual({ saw: "timed-out" });
  });

  it("tries a service that it was started with, and none that it was not", async () => {
    await using here = await field([{ host: OTHER_NODE, port: 10250 }]);
    using node = await sender(NODE);
    const offered = serviceToken(OTHER_NODE, 10250, seal);
    await node.send(sealed({ ask: "service", service: offered }), here.address);
    await node.send(sealed({ ask: "service", service: serviceToken(STRANGER, 10250, seal) }), here.address);
    expect(await here.refusals()).toEqual({ "not-offered": 1 });
    expect(here.dialled).toEqual([OTHER_NODE]);
  });
});

describe("attacks", () => {
  const nothing: [string, string, (here: { ip: string; port: number }) => Uint8Array[], string][] = [
    ["a wrong key", NODE, () => [encodeRequest(request(), strangersSeal)], "not-authentic"],
    ["a request of more than a minute ago", NODE, () => [sealed({ sentAtMs: Date.now() - 61_000 })], "out-of-time"],
    ["a request of more than a minute ahead", NODE, () => [sealed({ sentAtMs: Date.now() + 62_000 })], "out-of-time"],
    ["a source outside of the allowed blocks", STRANGER, () => [sealed({ source: STRANGER })], "not-allowed"],
    ["another port", NODE, () => [sealed({ port: 22 })], "not-offered"],
    ["port 0", NODE, () => [sealed({ port: 0 })], "not-offered"],
    ["a UDP port by TCP", NODE, () => [sealed({ port: 8472 })], "not-offered"],
    ["a datagram to a TCP port", NODE, () => [sealed({ ask: "datagram", protocol: "udp" })], "not-offered"],
    [
      "a container block that nobody offered",
      NODE,
      () => [sealed({ ask: "container-walk", service: blockToken("172.16.0.0/12", seal) })],
      "not-offered",
    ],
    [
      "datagrams expected on another port",
      NODE,
      () => [sealed({ ask: "expect", protocol: "udp", port: 53 })],
      "not-offered",
    ],
    ["connections expected", NODE, () => [sealed({ ask: "expect", port: 8472 })], "not-offered"],
    ["a truncated request", NODE, () => [sealed().subarray(0, 300)], "no-request"],
    ["a request that lacks its last octet", NODE, () => [sealed().subarray(0, -1)], "no-request"],
    ["a request with an octet too many", NODE, () => [Buffer.concat([sealed(), Buffer.of(0)])], "not-authentic"],
    ["an oversized datagram", NODE, () => [Buffer.concat([sealed(), Buffer.alloc(60_000)])], "no-request"],
    ["an empty datagram", NODE, () => [Buffer.of()], "no-request"],
  ];
  it.each(nothing)("%s: nothing dialled, nothing answered", async (_name, from, datagrams, reason) => {
    await using here = await field();
    using attacker = await sender(from);
    for (const datagram of datagrams(here.address)) await attacker.send(datagram, here.address);
    expect(await here.refusals()).toEqual({ [reason]: 1 });
    expect({ dialled: here.dialled, received: attacker.received }).toEqual({ dialled: [], received: [] });
  });

  it("a replay: dialled once", async () => {
    await using here = await field();
    using node = await sender(NODE);
    const datagram = sealed();
    for (let copy = 0; copy < 5; copy++) await node.send(datagram, here.address);
    await expect.poll(() => node.received.length).toBe(1);
    expect(await here.refusals()).toEqual({ replayed: 4 });
    expect(here.dialled).toEqual([NODE]);
    expect(node.received).toHaveLength(1);
  });

  it("a node's request from a forged source: neither of them is dialled", async () => {
    await using here = await field();
    using attacker = await sender(OTHER_NODE);
    const asked = request();
    await attacker.send(encodeRequest(asked, seal), here.address);
    await expect.poll(() => attacker.received.length).toBe(1);
    expect(decodeReply(attacker.received[0] ?? Buffer.of(), asked.nonce, seal)).toEqual({
      saw: "translated",
      source: OTHER_NODE,
    });
    await sleep(SETTLED_MS);
    expect(here.dialled).toEqual([]);
  });

  it("every octet of a request is under the key, and the first four are its mark", async () => {
    await using here = await field();
    using attacker = await sender(NODE);
    const positions = Array.from({ length: 64 }, (_, index) => index * 8);
    for (const position of positions) {
      const datagram = Buffer.from(sealed());
      datagram[position] = (datagram[position] ?? 0) ^ 1;
      await attacker.send(datagram, here.address);
    }
    expect(await here.refusals()).toEqual({ "no-request": 1, "not-authentic": positions.length - 1 });
    expect(here.dialled).toEqual([]);
  });

  it("ten thousand requests in a burst: one node's measure, flat memory, others are served", async () => {
    await using here = await field();
    using flooder = await sender(NODE);
    const burst = async () => {
      for (let count = 0; count < 10_000; count++) {
        await flooder.send(sealed(), here.address);
        if (count % 500 === 0) await sleep(1);
      }
      await sleep(SETTLED_MS);
      return heapAfterCollection();
    };
    const first = await burst();
    // A burst of sixty, then ten a second; two bursts take well under half a minute.
    await expect.poll(() => here.dialled.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(60);
    const second = await burst();
    expect(here.dialled.length).toBeLessThan(400);
    await expect.poll(() => flooder.received.length).toBe(here.dialled.length);
    expect(second - first).toBeLessThan(8 * 1024 * 1024);
    using other = await sender(OTHER_NODE);
    await other.send(sealed({ source: OTHER_NODE }), here.address);
    await expect.poll(() => other.received.length).toBe(1);
  });

  it("a flood of junk in a node's name does not use up the node's own measure", async () => {
    await using here = await field();
    using node = await sender(NODE);
    for (let count = 0; count < 2_000; count++) {
      await node.send(encodeRequest(request(), strangersSeal), here.address);
      if (count % 500 === 0) await sleep(1);
    }
    await node.send(sealed(), here.address);
    await expect.poll(() => node.received.length).toBe(1);
    expect(here.dialled).toEqual([NODE]);
  });

  it("nodes that take connections and never let go: let go of, and others are served meanwhile", async () => {
    await using here = await field();
    const nodes = await Promise.all([NODE, OTHER_NODE].map(sender));
    for (let count = 0; count < 60; count++)
      for (const [index, source] of [NODE, OTHER_NODE].entries())
        await nodes[index]?.send(sealed({ source }), here.address);
    await expect.poll(() => nodes.map(({ received }) => received.length), { timeout: 5_000 }).toEqual([60, 60]);
    for (const node of nodes) node[Symbol.dispose]();
  });

  it("listens on no TCP port", async () => {
    await using here = await field();
    const socket = net.connect(here.address.port, here.address.ip);
    const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
    expect(error.code).toBe("ECONNREFUSED");
  });

  it("sends no more bytes back in a datagram than the request had", async () => {
    await using here = await field();
    using node = await sender(NODE);
    const port = dgram.createSocket("udp4");
    const sizes: number[] = [];
    port.on("message", (datagram) => sizes.push(datagram.length));
    port.bind({ address: NODE, port: 8472 });
    await once(port, "listening");
    await node.send(sealed({ ask: "datagram", protocol: "udp", port: 8472, size: MAX_REQUEST_BYTES }), here.address);
    await expect.poll(() => node.received.length).toBe(1);
    await expect.poll(() => sizes.toSorted((a, b) => a - b)).toEqual([38, MAX_REQUEST_BYTES]);
    expect(node.received[0]?.length).toBeLessThanOrEqual(MIN_REQUEST_BYTES);
    port.close();
  });
});

describe("a key of its own for each node", () => {
  it("asks in that node's name only", async () => {
    const key = await readKey(path.join(folder, "key"));
    const authenticatorOf = authenticatorsOfNodes(key);
    const own = encodeRequest(request(), authenticatorOf(NODE));
    expect(decodeRequest(own, authenticatorOf)?.source).toBe(NODE);
    expect(
      decodeRequest(encodeRequest(request({ source: OTHER_NODE }), authenticatorOf(NODE)), authenticatorOf),
    ).toBeUndefined();
    expect(decodeRequest(encodeRequest(request(), seal), authenticatorOf)).toBeUndefined();
  });

  it("is written for it, and read as any other", async () => {
    const key = await readKey(path.join(folder, "key"));
    const file = path.join(folder, "node-key");
    await writeNewKey(file, key.ofNode(NODE));
    const asked = encodeRequest(request(), (await readKey(file)).authenticator);
    expect(decodeRequest(asked, authenticatorsOfNodes(key))?.source).toBe(NODE);
  });
});

describe("what the node believes", () => {
  /** A stranger in the reflector's place, who answers each request with a connection to the node. */
  async function askThrough(
    deliver: (datagram: Buffer, connect: (data: Uint8Array) => void, reply: (data: Uint8Array) => void) => void,
    hold: (port: number) => Promise<net.Socket[]> = () => Promise.resolve([]),
  ) {
    const world = makeWorld({ caFiles: [], searchPath: "", proxyVariables: {}, authenticator: seal });
    const stranger = dgram.createSocket("udp4");
    const port = await freePort();
    let held: Promise<net.Socket[]> | undefined;
    stranger.on("message", (datagram, from) => {
      void (held ??= hold(port)).then(() => {
        const connect = (data: Uint8Array) => {
          const socket = net.connect(port, "127.0.0.1");
          socket.on("error", () => socket.destroy());
          socket.end(data);
        };
        deliver(datagram, connect, (reply) => {
          stranger.send(reply, from.port, from.address);
        });
      });
    });
    stranger.bind({ address: REFLECTOR });
    await once(stranger, "listening");
    const via = { ip: REFLECTOR, port: stranger.address().port };
    const asked = { probe: "reflect", ask: "connect", via, run: randomUUID(), protocol: "tcp", port } as const;
    const seen = await reflect(asked, world, AbortSignal.timeout(9_000));
    for (const socket of (await held) ?? []) socket.destroy();
    stranger.close();
    return seen.outcome;
  }

  const sealedAnswer = (datagram: Buffer) => {
    const asked = decodeRequest(datagram, () => seal);
    if (asked === undefined) throw new Error("not a request");
    return { asked, token: deliveryToken(asked, 16, seal), reply: encodeReply(asked, { saw: "open" }, seal) };
  };

  it("a delivery with its answer", async () => {
    const outcome = askThrough((datagram, connect, reply) => {
      const { token, reply: answer } = sealedAnswer(datagram);
      connect(token);
      reply(answer);
    });
    expect(await outcome).toBe("arrived");
  });

  it("no part of a request that somebody on the way has read and sends back", async () => {
    const outcome = askThrough((datagram, connect, reply) => {
      for (let at = 0; at + 16 <= 128; at += 4) connect(datagram.subarray(at, at + 16));
      reply(sealedAnswer(datagram).reply);
    });
    expect(await outcome).toBe("timed-out");
  });

  it("no delivery without the reflector's own answer", async () => {
    expect(
      await askThrough((datagram, connect) => {
        connect(sealedAnswer(datagram).token);
      }),
    ).toBe("unheard");
  });

  it("a delivery, while somebody on this node holds every connection that he can", async () => {
    const outcome = askThrough(
      (datagram, connect, reply) => {
        const { token, reply: answer } = sealedAnswer(datagram);
        connect(token);
        reply(answer);
      },
      async (port) => {
        const sockets = Array.from({ length: 400 }, () => net.connect(port, "127.0.0.1"));
        for (const socket of sockets) socket.on("error", () => socket.destroy());
        await Promise.all(sockets.map((socket) => once(socket, "connect")));
        return sockets;
      },
    );
    expect(await outcome).toBe("arrived");
  });
});

async function freePort(): Promise<number> {
  const server = net.createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function heapAfterCollection(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
