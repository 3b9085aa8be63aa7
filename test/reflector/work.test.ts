import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Guard } from "../../src/reflector/guard.ts";
import { Work } from "../../src/reflector/work.ts";

describe("work", () => {
  it("runs so much at once, keeps so much waiting and refuses the rest", async () => {
    let nowMs = 0;
    let stale = 0;
    const work = new Work(
      { atOnce: 1, atOncePerNode: 1, maxWaiting: 2, maxWaitMs: 100 },
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
    expect(["a", "b", "c", "d"].map((name) => work.add("node", job(name)))).toEqual([true, true, true, false]);
    expect(done).toEqual(["a"]);
    ends[0]?.();
    await turn();
    expect(done).toEqual(["a", "b"]);
    nowMs = 101;
    ends[1]?.();
    await turn();
    expect({ done, stale }).toEqual({ done: ["a", "b"], stale: 1 });
    expect(work.add("node", job("e"))).toBe(true);
    expect(done).toEqual(["a", "b", "e"]);
  });
});

describe("nodes that share a reflector's work", () => {
  it("have so much at once each, and take turns in waiting", async () => {
    const work = new Work(
      { atOnce: 3, atOncePerNode: 2, maxWaiting: 100, maxWaitMs: 100 },
      () => 0,
      () => undefined,
    );
    const done: string[] = [];
    const ends = new Map<string, () => void>();
    const add = (node: string, name: string) =>
      work.add(node, () => {
        done.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      });
    for (const name of ["a1", "a2", "a3", "a4", "a5"]) add("a", name);
    for (const name of ["b1", "b2"]) add("b", name);
    add("c", "c1");
    expect(done).toEqual(["a1", "a2", "b1"]);
    ends.get("a1")?.();
    await turn();
    expect(done).toEqual(["a1", "a2", "b1", "a3"]);
    ends.get("a2")?.();
    await turn();
    // The first that waits is whose turn it is.
    expect(done.at(-1)).toBe("b2");
    ends.get("b1")?.();
    await turn();
    expect(done.at(-1)).toBe("c1");
    ends.get("b2")?.();
    await turn();
    expect(done).toEqual(["a1", "a2", "b1", "a3", "b2", "c1", "a4"]);
  });
});

const datagram = Buffer.concat([Buffer.from("EPQ2"), Buffer.alloc(600)]);

describe("the guard", () => {
  const node = "10.0.0.1";
  const request = (nonce: number, sentAtMs: number) => ({ nonce: Uint8Array.of(nonce), sentAtMs, source: node });

  it("takes a request within a minute of its own time, and each nonce once", () => {
    const guard = new Guard(["10.0.0.0/8"], { elapsedMs: 0, epochMs: 900_000 });
    const at = (elapsedMs: number) => ({ elapsedMs, epochMs: 1_000_000 + elapsedMs });
    expect(guard.accept(request(1, 1_000_000 - 60_000), node, at(0))).toBeUndefined();
    expect(guard.accept(request(2, 1_000_000 - 60_001), node, at(0))).toBe("out-of-time");
    expect(guard.accept(request(3, 1_000_000 + 60_000), node, at(0))).toBeUndefined();
    expect(guard.accept(request(3, 1_000_000 + 60_000), node, at(119_999))).toBe("replayed");
    // By the time its nonce is forgotten its time is over.
    expect(guard.accept(request(3, 1_000_000 + 60_000), node, at(120_001))).toBe("out-of-time");
  });

  it("gives a node sixty at once and ten a second after", () => {
    const guard = new Guard(["10.0.0.0/8"], { elapsedMs: 0, epochMs: 0 });
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

  it("spends nothing on what does not look like a request", () => {
    const guard = new Guard(["10.0.0.0/8"], { elapsedMs: 0, epochMs: 0 });
    for (const junk of [Buffer.alloc(0), Buffer.alloc(600), datagram.subarray(0, 511), Buffer.alloc(60_000)])
      for (let count = 0; count < 50_000; count++)
        if (guard.admit(junk, node, 0) !== "no-request") throw new Error("junk was admitted");
    expect(guard.admit(datagram, node, 0)).toBeUndefined();
  });

  it("refuses what was asked before it started", () => {
    const guard = new Guard(["10.0.0.0/8"], { elapsedMs: 0, epochMs: 1_000_000 });
    const now = { elapsedMs: 10, epochMs: 1_000_010 };
    expect(guard.accept(request(1, 999_999), node, now)).toBe("out-of-time");
    expect(guard.accept(request(2, 1_000_000), node, now)).toBeUndefined();
  });

  it("does not hold a copy against the node that sent the first", () => {
    const guard = new Guard(["10.0.0.0/8"], { elapsedMs: 0, epochMs: 0 });
    const now = { elapsedMs: 0, epochMs: 0 };
    expect(guard.accept(request(1, 0), node, now)).toBeUndefined();
    for (let copy = 0; copy < 100; copy++) expect(guard.accept(request(1, 0), node, now)).toBe("replayed");
    expect(guard.accept(request(2, 0), node, now)).toBeUndefined();
  });

  it("hears only the allowed blocks", () => {
    const guard = new Guard(["10.0.0.0/8", "172.16.0.0/16"], { elapsedMs: 0, epochMs: 0 });
    expect(["10.1.2.3", "172.16.9.9", "172.17.0.1", "11.0.0.1"].map((from) => guard.admit(datagram, from, 0))).toEqual([
      undefined,
      undefined,
      "not-allowed",
      "not-allowed",
    ]);
  });
});
