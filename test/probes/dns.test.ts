import dnsPacket, { type Packet } from "dns-packet";
import { describe, expect, it } from "vitest";
import { dns } from "../../src/probes/dns.ts";
import type { DnsRequest } from "../../src/model/probe.ts";
import { loopbackWorld, Servers } from "../support/servers.ts";

const NAME = "a.example";

async function ask(port: number, type: "A" | "AAAA" = "A", timeoutMs = 2000) {
  const request: DnsRequest = { probe: "dns", server: { ip: "127.0.0.1", port }, name: NAME, type };
  const signal = AbortSignal.timeout(timeoutMs);
  return await dns(request, loopbackWorld(), signal);
}

/** A reply to a query, with what the test is about. */
function reply(query: Buffer, change: Partial<Packet> = {}): Buffer {
  const { id = 0, questions = [] } = dnsPacket.decode(query);
  return dnsPacket.encode({ type: "response", id, questions, ...change });
}

const address = (name: string, data: string) => ({ type: "A" as const, name, data, ttl: 1 });
const alias = (name: string, data: string) => ({ type: "CNAME" as const, name, data, ttl: 1 });

describe("the DNS prober", () => {
  it("sorts the addresses and drops duplicates", async () => {
    await using servers = new Servers();
    const answers = [address(NAME, "100.64.0.10"), address(NAME, "100.64.0.9"), address(NAME, "100.64.0.10")];
    const port = await servers.udp((query, send) => {
      send(reply(query, { answers }));
    });
    expect(await ask(port)).toMatchObject({
      outcome: "answer",
      evidence: { addresses: ["100.64.0.9", "100.64.0.10"], transport: "udp", rcode: "NOERROR" },
    });
  });

  it("follows a chain of aliases within one answer, and believes nothing beside it", async () => {
    await using servers = new Servers();
    const answers = [
      alias(NAME, "b.example"),
      alias("b.example", "c.example"),
      address("c.example", "100.64.0.1"),
      address("stranger.example", "6.6.6.6"),
    ];
    const port = await servers.udp((query, send) => {
      send(reply(query, { answers }));
    });
    expect(await ask(port)).toMatchObject({
      outcome: "answer",
      evidence: { addresses: ["100.64.0.1"], cnames: ["b.example", "c.example"] },
    });
  });

  it("asks again where an alias comes without addresses", async () => {
    await using servers = new Servers();
    const port = await servers.udp((query, send) => {
      const name = dnsPacket.decode(query).questions?.[0]?.name ?? "";
      send(reply(query, { answers: [name === NAME ? alias(NAME, "b.example") : address("b.example", "100.64.0.1")] }));
    });
    expect(await ask(port)).toMatchObject({
      outcome: "answer",
      evidence: { addresses: ["100.64.0.1"], cnames: ["b.example"] },
    });
  });

  it("ends at a circle of aliases", async () => {
    await using servers = new Servers();
    const port = await servers.udp((query, send) => {
      const name = dnsPacket.decode(query).questions?.[0]?.name ?? "";
      send(reply(query, { answers: [alias(name, name === NAME ? "b.example" : NAME)] }));
    });
    expect(await ask(port)).toMatchObject({ outcome: "no-data", evidence: { addresses: [] } });
  });

  it("goes on by TCP when the answer was truncated", async () => {
    await using servers = new Servers();
    const port = await servers.tcp((socket) => {
      socket.once("data", (data) => {
        const message = reply(data.subarray(2), { answers: [address(NAME, "100.64.0.7")] });
        const length = Buffer.alloc(2);
        length.writeUInt16BE(message.length);
        // In pieces: a reader must not take the first segment for the whole.
        socket.write(length.subarray(0, 1));
        setTimeout(() => socket.write(Buffer.concat([length.subarray(1), message])), 20);
      });
    });
    await servers.udp((query, send) => {
      send(reply(query, { flags: dnsPacket.TRUNCATED_RESPONSE }));
    }, port);
    expect(await ask(port)).toMatchObject({
      outcome: "answer",
      evidence: { addresses: ["100.64.0.7"], transport: "tcp" },
    });
  });

  it.each([
    [2, "servfail", "SERVFAIL"],
    [3, "nxdomain", "NXDOMAIN"],
    [5, "dns-refused", "REFUSED"],
    [4, "dns-error", "NOTIMP"],
    [0, "no-data", "NOERROR"],
  ])("takes response code %d for %s", async (code, outcome, rcode) => {
    await using servers = new Servers();
    const port = await servers.udp((query, send) => {
      send(reply(query, { flags: code }));
    });
    expect(await ask(port)).toMatchObject({ outcome, evidence: { rcode } });
  });

  it("waits on when a forged reply comes first", async () => {
    await using servers = new Servers();
    const port = await servers.udp((query, send) => {
      const forged = reply(query, { answers: [address(NAME, "6.6.6.6")] });
      forged.writeUInt16BE((forged.readUInt16BE(0) + 1) % 0x10000, 0);
      send(forged);
      send(reply(query, { answers: [address(NAME, "100.64.0.1")] }));
    });
    expect(await ask(port)).toMatchObject({ outcome: "answer", evidence: { addresses: ["100.64.0.1"] } });
  });

  it("calls an answer to another question, and an answer that cannot be read, malformed", async () => {
    await using servers = new Servers();
    const other = await servers.udp((query, send) => {
      send(reply(query, { questions: [{ type: "A", name: "b.example" }], answers: [address("b.example", "6.6.6.6")] }));
    });
    const broken = await servers.udp((query, send) => {
      send(Buffer.concat([query.subarray(0, 2), Buffer.from("8180000100ff00000000c00c", "hex")]));
    });
    expect(await ask(other)).toMatchObject({ outcome: "malformed" });
    expect(await ask(broken)).toMatchObject({ outcome: "malformed" });
  });

  it("bounds the addresses of a hostile answer", async () => {
    await using servers = new Servers();
    const answers = Array.from({ length: 200 }, (_, index) => address(NAME, `100.64.${index}.1`));
    const port = await servers.udp((query, send) => {
      send(reply(query, { answers }));
    });
    expect((await ask(port)).evidence?.addresses).toHaveLength(32);
  });

  it("does not decode a message of more records than any answer has", async () => {
    await using servers = new Servers();
    const answers = Array.from({ length: 300 }, (_, index) => address(NAME, `100.64.1.${index % 250}`));
    const port = await servers.udp((query, send) => {
      send(reply(query, { answers }));
    });
    expect(await ask(port)).toMatchObject({ outcome: "malformed" });
  });

  it("tells a silent server from an address where nothing listens", async () => {
    await using servers = new Servers();
    const silent = await servers.udp(() => undefined);
    const closing = new Servers();
    const nobody = await closing.udp(() => undefined);
    await closing[Symbol.asyncDispose]();
    expect(await ask(silent, "A", 200)).toMatchObject({ outcome: "timed-out" });
    expect(await ask(nobody)).toMatchObject({ outcome: "refused", evidence: { errno: "ECONNREFUSED" } });
  });
});
