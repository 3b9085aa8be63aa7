import { execFileSync } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { describe, expect, it } from "vitest";
import { http } from "../../src/probes/http.ts";
import { train } from "../../src/probes/train.ts";
import { loopbackWorld, Servers } from "../support/servers.ts";

/** The C library is loaded once in a process. */
const world = loopbackWorld();
const serverName = "service.example";
const quickly = () => AbortSignal.timeout(8_000);

describe("a train of segments", () => {
  for (const scheme of ["http", "https"] as const)
    it(`sends so many bytes of a request of ${scheme} one by one, and never all of it`, async () => {
      await using servers = new Servers();
      const received: Buffer[] = [];
      const port = await servers.tcp((socket) => {
        socket.on("data", (data: Buffer) => received.push(data));
      });
      const to = { ip: "127.0.0.1", port };
      const { outcome, evidence } = await train(
        { probe: "train", to, scheme, serverName, segments: 25 },
        world,
        quickly(),
      );
      expect(outcome).toBe("measured");
      expect(evidence).toMatchObject({ repeatedSyns: 0, segments: 25, retransmitted: 0, arrivedTwice: 0 });
      const bytes = Buffer.concat(received);
      expect(bytes).toHaveLength(25);
      expect(bytes.toString("latin1").startsWith(scheme === "http" ? "GET / HTTP/1.1\r\n" : "\u0016\u0003\u0001")).toBe(
        true,
      );
    });

  it("ends when the other side does, with what is known by then", async () => {
    await using servers = new Servers();
    const port = await servers.tcp((socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    });
    const to = { ip: "127.0.0.1", port };
    const { outcome, evidence } = await train(
      { probe: "train", to, scheme: "http", serverName, segments: 25 },
      world,
      quickly(),
    );
    expect(outcome).toBe("reset");
    expect(evidence?.segments ?? 0).toBeLessThan(25);
  });

  it("does not begin where nobody listens", async () => {
    const to = { ip: "127.0.0.1", port: 1 };
    const { outcome, reason } = await train(
      { probe: "train", to, scheme: "http", serverName, segments: 25 },
      world,
      quickly(),
    );
    expect({ outcome, reason }).toEqual({ outcome: "timed-out", reason: "refused" });
  });
});

describe("the kernel's counts of a connection", () => {
  it("are those that ss shows of it", async () => {
    await using servers = new Servers();
    const port = await servers.tcp((socket) => socket.resume());
    const socket = net.connect({ host: "127.0.0.1", port, noDelay: true });
    await once(socket, "connect");
    for (let sent = 0; sent < 5; sent++) await new Promise((resolve) => socket.write("x", resolve));
    const native = await world.native();
    const { _handle: handle } = socket as unknown as { _handle: { fd: number } };
    const counts = native.ok ? native.value.countsOf(handle.fd) : undefined;
    const shown = execFileSync("ss", ["-tinH", "dport", "=", `:${port}`], { encoding: "utf8" });
    socket.destroy();
    expect(counts?.dataSegments).toBe(Number(/ data_segs_out:(\d+)/.exec(shown)?.[1]));
    expect(counts?.dataSegments).toBe(5);
    const [, smoothed, deviation] = / rtt:([\d.]+)\/([\d.]+)/.exec(shown) ?? [];
    expect(counts).toMatchObject({ smoothedMs: Number(smoothed), deviationMs: Number(deviation), retransmitted: 0 });
  });

  it("are of no descriptor that is not a TCP socket", async () => {
    const native = await world.native();
    expect(native.ok && native.value.countsOf(0)).toBeUndefined();
  });

  it("stand beside a conversation's answer", async () => {
    await using servers = new Servers();
    const port = await servers.tcp((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    });
    const seen = await http(
      {
        probe: "http",
        to: { ip: "127.0.0.1", port },
        scheme: "http",
        host: serverName,
        method: "GET",
        path: "/",
      },
      world,
      quickly(),
    );
    const figures = { repeatedSyns: 0, segments: 1, retransmitted: 0 };
    expect(seen).toMatchObject({ outcome: "response", evidence: { tcp: { figures } } });
  });
});
