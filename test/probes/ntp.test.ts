import { describe, expect, it } from "vitest";
import { ntp } from "../../src/probes/ntp.ts";
import { ntpQuality, offsetAndDelay } from "../../src/wire/ntp.ts";
import { loopbackWorld, Servers } from "../support/servers.ts";

const ERA_OFFSET_S = 2_208_988_800;

/** A server's packet in answer to a client's, its clock ahead by some milliseconds. */
function packet(
  query: Buffer,
  { leap = 0, stratum = 2, reference = Buffer.from([10, 0, 0, 1]), aheadMs = 0 } = {},
): Buffer {
  const reply = Buffer.alloc(48);
  reply[0] = (leap << 6) | (4 << 3) | 4;
  reply[1] = stratum;
  reference.copy(reply, 12);
  query.copy(reply, 24, 40, 48);
  const now = (Date.now() + aheadMs) / 1000 + ERA_OFFSET_S;
  for (const offset of [32, 40]) {
    reply.writeUInt32BE(Math.floor(now), offset);
    reply.writeUInt32BE(Math.floor((now % 1) * 2 ** 32), offset + 4);
  }
  return reply;
}

async function ask(port: number, timeoutMs = 2000) {
  const signal = AbortSignal.timeout(timeoutMs);
  return await ntp({ probe: "ntp", to: { ip: "127.0.0.1", port } }, loopbackWorld(), signal);
}

async function askServer(answer: (query: Buffer) => Buffer, timeoutMs?: number) {
  await using servers = new Servers();
  const port = await servers.udp((query, send) => {
    send(answer(query));
  });
  return await ask(port, timeoutMs);
}

/** For an answer over loopback that is not believed, so that a better one is waited for. */
const UNBELIEVED_MS = 300;

describe("the NTP prober", () => {
  it.each([0, 90_000, -90_000])("measures a clock that is %d ms ahead", async (aheadMs) => {
    const { outcome, evidence } = await askServer((query) => packet(query, { aheadMs }));
    expect(outcome).toBe("time");
    expect(evidence && ntpQuality(evidence)).toBe("good");
    const { offsetMs, delayMs } = offsetAndDelay(evidence ?? { t1Ms: 0, t2Ms: 0, t3Ms: 0, t4Ms: 0 });
    expect(Math.abs(offsetMs - aheadMs)).toBeLessThan(1000);
    expect(delayMs).toBeLessThan(2000);
  });

  it("recognises a kiss of death", async () => {
    const { evidence } = await askServer((query) =>
      packet(query, { leap: 3, stratum: 0, reference: Buffer.from("RATE") }),
    );
    expect(evidence?.referenceId).toBe("RATE");
    expect(evidence && ntpQuality(evidence)).toBe("kiss-of-death");
  });

  it("does not believe a reply that echoes another time", async () => {
    const { evidence } = await askServer((query) => {
      const reply = packet(query);
      reply.writeUInt32BE(reply.readUInt32BE(24) - 60, 24);
      return reply;
    }, UNBELIEVED_MS);
    expect(evidence && ntpQuality(evidence)).toBe("not-for-this-request");
  });

  it.each([0, 1, 12, 47])("calls a reply of %d bytes malformed", async (length) => {
    const seen = await askServer((query) => packet(query).subarray(0, length), UNBELIEVED_MS);
    expect(seen).toMatchObject({ outcome: "malformed" });
  });

  it("waits on where somebody else answers first, with every stamp that could be guessed", async () => {
    await using servers = new Servers();
    const port = await servers.udp((query, send) => {
      const guess = Buffer.from(query);
      guess.writeUInt32BE(Math.floor(Date.now() / 1000 + ERA_OFFSET_S), 40);
      send(packet(guess, { aheadMs: 3_600_000 }));
      send(packet(query).subarray(0, 20));
      send(packet(query));
    });
    const { evidence } = await ask(port);
    expect(evidence && ntpQuality(evidence)).toBe("good");
    expect(Math.abs(offsetAndDelay(evidence ?? { t1Ms: 0, t2Ms: 0, t3Ms: 0, t4Ms: 0 }).offsetMs)).toBeLessThan(1000);
  });

  it("sends a transmit stamp that is not the time, and nothing else that tells it", async () => {
    const stamps: bigint[] = [];
    for (let count = 0; count < 2; count++)
      await askServer((query) => {
        expect(query.subarray(4, 40)).toEqual(Buffer.alloc(36));
        stamps.push(query.readBigUInt64BE(40));
        return packet(query);
      });
    const secondsApart = stamps.map((stamp) => Math.abs(Number(stamp >> 32n) - (Date.now() / 1000 + ERA_OFFSET_S)));
    expect(secondsApart.every((seconds) => seconds < 60)).toBe(false);
    expect(new Set(stamps).size).toBe(2);
  });

  it("says so when nobody answers", async () => {
    await using servers = new Servers();
    expect(await ask(await servers.udp(() => undefined), 200)).toMatchObject({ outcome: "timed-out" });
  });
});
