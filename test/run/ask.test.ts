import { EventEmitter, once } from "node:events";
import { describe, expect, it } from "vitest";
import { ProbeRunner } from "../../src/run/ask.ts";
import type { ProbeRequest } from "../../src/model/probe.ts";
import type { Probers } from "../../src/probes/prober.ts";
import type { World } from "../../src/world/world.ts";

const HERE: ProbeRequest = { probe: "host", fact: "identity" };
const THERE: ProbeRequest = { probe: "ntp", to: { ip: "192.0.2.1", port: 123 } };

/** A process that is never idle, before a network that answers when it is told to. */
function asker() {
  const told = new EventEmitter();
  const clock = { elapsedMs: () => 0, afterListening: () => () => undefined };
  const world = { clock, idleTurn: () => new Promise(() => undefined) };
  const probers = {
    host: () => Promise.resolve({ outcome: "found" }),
    ntp: () => once(told, "answer").then(() => ({ outcome: "answered" })),
  };
  const limits = { timeoutMs: 1_000, retries: 0 };
  return {
    // Of both only what the two questions need.
    asker: new ProbeRunner(world as unknown as World, probers as unknown as Probers, limits, {
      onDoubt: () => undefined,
    }),
    answer: () => {
      told.emit("answer");
    },
  };
}

describe("a question to this machine", () => {
  const isAnswered = async (answer: Promise<unknown>) => {
    let answered = false;
    void answer.then(() => (answered = true));
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    return answered;
  };

  it("is put at once while the network owes no answer", async () => {
    expect(await isAnswered(asker().asker.ask(HERE))).toBe(true);
  });

  it("waits for an idle moment while the network owes one", async () => {
    const { asker: asking, answer } = asker();
    const there = asking.ask(THERE);
    expect(await isAnswered(asking.ask(HERE))).toBe(false);
    answer();
    await there;
  });

  it("is put at once again after the answer", async () => {
    const { asker: asking, answer } = asker();
    const there = asking.ask(THERE);
    answer();
    await there;
    expect(await isAnswered(asking.ask(HERE))).toBe(true);
  });
});

describe("a question that nobody answers", () => {
  /** @param enough whether this process could listen for as long as the question is waited for. */
  const silent = async (enough: boolean) => {
    const afterListening = (_ms: number, callback: (enough: boolean) => void) => {
      queueMicrotask(() => {
        callback(enough);
      });
      return () => undefined;
    };
    const probers = {
      ntp: (_request: ProbeRequest, _world: World, signal: AbortSignal) =>
        once(signal, "abort").then(() => ({ outcome: "timed-out" })),
    };
    const asking = new ProbeRunner(
      { clock: { elapsedMs: () => 0, afterListening } } as unknown as World,
      probers as unknown as Probers,
      { timeoutMs: 1_000, retries: 0 },
      { onDoubt: () => undefined },
    );
    return (await asking.ask(THERE)).outcome;
  };

  it("is silence to a process that was there to hear", async () => {
    expect(await silent(true)).toBe("timed-out");
  });

  it("is unknown to a process that was too busy to hear", async () => {
    expect(await silent(false)).toBe("not-heard");
  });
});
