import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Guard } from "../../src/reflector/guard.ts";
import { Work } from "../../src/reflector/work.ts";

describe("work", () => {
  it("runs so much at once, keeps so much waiting and refuses the rest", async () => {
    let nowMs = 0;
    let stale = 0;
    const work = new Work(
      { atOnce: 1, maxWaiting: 2, maxWaitMs: 100 },
      () => nowMs,
      () => (stale += 1),
    );
    const done: string[] = [];
    const ends: (() => void)[] = [];
    const job = (name: string) => () =>
      new Promise<void>((resolve) => {
        done.push(name);
        ends.push(resolve);
      });
    expect(["a", "b", "c", "d"].map((name) => work.add(job(name)))).toEqual([true, true, true, false]);
    expect(done).toEqual(["a"]);
    ends[0]?.();
    await turn();
    expect(done).toEqual(["a", "b"]);
    nowMs = 101;
    ends[1]?.();
    await turn();
    expect({ done, stale }).toEqual({ done: ["a", "b"], stale: 1 });
    expect(work.add(job("e"))).toBe(true);
    expect(done).toEqual(["a", "b", "e"]);
  });
});

describe("the guard", () => {
  const node = "10.0.0.1";
  const request = (nonce: number, sentAtMs: number) => ({ nonce: Uint8Array.of(nonce), sentAtMs, source: node });

  it("takes a request within a minute of its own time, and each nonce once", () => {
    const guard = new Guard(["10.0.0.0/8"], 0);
    const at = (elapsedMs: number) => ({ elapsedMs, epochMs: 1_000_000 + elapsedMs });
    expect(guard.accept(request(1, 1_000_000 - 60_000), node, at(0))).toBeUndefined();
    expect(guard.accept(request(2, 1_000_000 - 60_001), node, at(0))).toBe("out-of-time");
    expect(guard.accept(request(3, 1_000_000 + 60_000), node, at(0))).toBeUndefined();
    expect(guard.accept(request(3, 1_000_000 + 60_000), node, at(119_999))).toBe("replayed");
    // By the time its nonce is forgotten its time is over.
    expect(guard.accept(request(3, 1_000_000 + 60_000), node, at(120_001))).toBe("out-of-time");
  });

  it("gives a node sixty at once and ten a second after", () => {
    const guard = new Guard(["10.0.0.0/8"], 0);
    const taken = (elapsedMs: number, first: number) =>
      Array.from({ length: 100 }, (_, index) =>
        guard.accept({ nonce: Uint8Array.from([first, index]), sentAtMs: 0, source: node }, node, {
          elapsedMs,
          epochMs: 0,
        }),
      ).filter((refusal) => refusal === undefined).length;
    expect(taken(0, 1)).toBe(60);
    expect(taken(1_000, 2)).toBe(10);
    expect(guard.accept({ ...request(9, 0), source: "10.0.0.2" }, "10.0.0.2", { elapsedMs: 1_000, epochMs: 0 })).toBe(
      undefined,
    );
  });

  it("hears only the allowed blocks", () => {
    const guard = new Guard(["10.0.0.0/8", "172.16.0.0/16"], 0);
    expect(["10.1.2.3", "172.16.9.9", "172.17.0.1", "11.0.0.1"].map((from) => guard.admit(from, 0))).toEqual([
      undefined,
      undefined,
      "not-allowed",
      "not-allowed",
    ]);
  });
});
