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

/** A clock that stands still until it is told how late it is. */
function clockByHand() {
  let nowMs = 0;
  const timers = new Set<{ dueMs: number; callback: (enough: boolean) => void }>();
  return {
    elapsedMs: () => nowMs,
    afterListening: (milliseconds: number, callback: (enough: boolean) => void) => {
      const timer = { dueMs: nowMs + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    /** @param enough whether this process has listened all the time. */
    goTo: async (milliseconds: number, enough = true) => {
      nowMs = milliseconds;
      for (const timer of [...timers])
        if (timer.dueMs <= nowMs) {
          timers.delete(timer);
          timer.callback(enough);
        }
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    },
  };
}

describe("a question with two attempts of a second each", () => {
  /** @param answers by attempt: its outcome, once the test says so. */
  const asked = (request: ProbeRequest = THERE) => {
    const clock = clockByHand();
    const attempts: { beganMs: number; signal: AbortSignal; answer: (outcome: string) => void }[] = [];
    const doubts: { atMs: number; outcome: string }[] = [];
    const prober = (_request: ProbeRequest, _world: World, signal: AbortSignal) =>
      new Promise((resolve) => {
        const answer = (outcome: string) => {
          resolve({ outcome });
        };
        attempts.push({ beganMs: clock.elapsedMs(), signal, answer });
        signal.addEventListener("abort", () => {
          answer("timed-out");
        });
      });
    const asking = new ProbeRunner(
      { clock } as unknown as World,
      { [request.probe]: prober } as unknown as Probers,
      { timeoutMs: 1_000, retries: 1 },
      { onDoubt: ({ outcome }) => doubts.push({ atMs: clock.elapsedMs(), outcome }) },
    );
    return { clock, attempts, doubts, asking, observation: asking.ask(request) };
  };
  const beginnings = (attempts: readonly { beganMs: number }[]) => attempts.map(({ beganMs }) => beganMs);

  it("begins the second beside the first once that is silent for long, and gives each its whole time", async () => {
    const { clock, attempts, doubts, observation } = asked();
    await clock.goTo(399);
    expect(beginnings(attempts)).toEqual([0]);
    await clock.goTo(400);
    expect(beginnings(attempts)).toEqual([0, 400]);
    expect(doubts).toEqual([{ atMs: 400, outcome: "timed-out" }]);
    await clock.goTo(1_000);
    expect(attempts.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await clock.goTo(1_400);
    expect(await observation).toMatchObject({ outcome: "timed-out", attempts: 2, durationMs: 1_400 });
  });

  it("takes the first answer, whichever attempt it is to, and ends the other", async () => {
    for (const [index, number] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const { clock, attempts, observation } = asked();
      await clock.goTo(400);
      attempts[index]?.answer("answered");
      expect(await observation).toMatchObject({ outcome: "answered", attempts: number });
      expect(attempts[1 - index]?.signal.aborted).toBe(true);
    }
  });

  it("waits for the first where the second says nothing of its own", async () => {
    const { clock, attempts, observation } = asked();
    await clock.goTo(400);
    attempts[1]?.answer("servfail");
    await clock.goTo(500);
    attempts[0]?.answer("answered");
    expect(await observation).toMatchObject({ outcome: "answered", attempts: 1, durationMs: 500 });
  });

  it("does not count an attempt that this process could not listen to, whichever ends first", async () => {
    const { clock, attempts, observation } = asked();
    await clock.goTo(400);
    await clock.goTo(1_000, false);
    await clock.goTo(1_400);
    expect(beginnings(attempts)).toEqual([0, 400]);
    expect(await observation).toMatchObject({ outcome: "timed-out", attempts: 1 });
  });

  it("begins the second at once where the first has failed", async () => {
    const { clock, attempts, doubts } = asked();
    await clock.goTo(100);
    attempts[0]?.answer("reset");
    await clock.goTo(100);
    expect(beginnings(attempts)).toEqual([0, 100]);
    expect(doubts).toEqual([{ atMs: 100, outcome: "reset" }]);
  });

  it("asks this machine once more only where it has not answered in time", async () => {
    const { clock, attempts } = asked({ probe: "tool", tool: "date" } as unknown as ProbeRequest);
    await clock.goTo(999);
    expect(beginnings(attempts)).toEqual([0]);
    await clock.goTo(1_000);
    expect(beginnings(attempts)).toEqual([0, 1_000]);
  });

  it("makes no attempt any more once the run is stopped", async () => {
    const { clock, attempts, asking, observation } = asked();
    await clock.goTo(100);
    asking.stop();
    expect(await observation).toMatchObject({ outcome: "interrupted", attempts: 1 });
    expect(await asking.ask({ ...THERE, to: { ip: "192.0.2.2", port: 123 } })).toMatchObject({
      outcome: "interrupted",
      attempts: 0,
    });
    expect(beginnings(attempts)).toEqual([0]);
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
