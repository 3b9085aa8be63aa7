import { describe, expect, it } from "vitest";
import type { Address, TcpRequest } from "../../src/model/probe.ts";
import { tcp } from "../../src/probes/tcp.ts";
import { TIMERS } from "../../src/world/timers.ts";
import type { World } from "../../src/world/world.ts";

const TO = { ip: "192.0.2.1", port: 443 };

/** A world whose connections never open. @returns when each was begun, and that with its signal. */
function silence() {
  const begun: { atMs: number; signal: AbortSignal }[] = [];
  const startedAt = performance.now();
  const connectTcp = (_to: unknown, signal: AbortSignal) => {
    begun.push({ atMs: performance.now() - startedAt, signal });
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        resolve({ ok: false, errno: "aborted" });
      });
    });
  };
  return { begun, world: { clock: TIMERS, connectTcp } as unknown as World };
}

describe("a TCP connection", () => {
  const askedFor = async (milliseconds: number, request: TcpRequest) => {
    const { begun, world } = silence();
    const seen = await tcp(request, world, AbortSignal.timeout(milliseconds));
    return { outcome: seen.outcome, begun };
  };

  it("is tried once", async () => {
    const { outcome, begun } = await askedFor(700, { probe: "tcp", to: TO });
    expect([outcome, begun.length]).toEqual(["timed-out", 1]);
  });

  it("is tried a second time from another port where it is to be brief", async () => {
    const { outcome, begun } = await askedFor(700, { probe: "tcp", to: TO, brief: true });
    expect([outcome, begun.length]).toEqual(["timed-out", 2]);
    expect(begun.every(({ signal }) => signal.aborted)).toBe(true);
  });

  it("ends with the first answer", async () => {
    const { begun, world } = silence();
    const refusing = {
      ...world,
      connectTcp: (to: Address, signal: AbortSignal) =>
        begun.length === 0
          ? world.connectTcp(to, signal)
          : Promise.resolve({ ok: false as const, errno: "ECONNREFUSED" }),
    };
    const seen = await tcp({ probe: "tcp", to: TO, brief: true }, refusing, AbortSignal.timeout(5_000));
    expect(seen.outcome).toBe("refused");
    expect(begun.map(({ signal }) => signal.aborted)).toEqual([true]);
  });
});
