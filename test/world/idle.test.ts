import { performance } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { IdleQueue } from "../../src/world/idle.ts";

/** As `src/world/idle.ts` has it: so long a process that is always busy is waited for. */
const LONGEST_MS = 250;

/** Keeps this process from ever waiting until it is told to end. */
function keepBusy(): () => void {
  let isOver = false;
  const busy = () => {
    if (!isOver) setImmediate(busy);
  };
  busy();
  return () => {
    isOver = true;
  };
}

describe("turns for what can wait", () => {
  it("come one after another, in the order in which they were asked for, each after what has come meanwhile", async () => {
    const turns = new IdleQueue();
    const order: string[] = [];
    const turn = (name: string) =>
      turns.next().then(() => {
        order.push(name);
        // As an answer from the network would, it comes before the next turn.
        setImmediate(() => order.push(`after ${name}`));
      });
    await Promise.all(["a", "b", "c"].map(turn));
    await new Promise(setImmediate);
    expect(order.filter((each) => !each.startsWith("after"))).toEqual(["a", "b", "c"]);
    expect(order.indexOf("after a")).toBeLessThan(order.indexOf("c"));
  });

  it("do not come while the process is busy, and come after a while all the same", async () => {
    const turns = new IdleQueue();
    const stop = keepBusy();
    const askedAt = performance.now();
    let hasCome = false;
    const turn = turns.next().then(() => (hasCome = true));
    while (performance.now() - askedAt < LONGEST_MS / 2) await new Promise(setImmediate);
    const cameEarly = hasCome;
    await turn;
    stop();
    expect(cameEarly).toBe(false);
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(LONGEST_MS);
  });

  it("are given again after all were taken, and never at once", async () => {
    const turns = new IdleQueue();
    let given = 0;
    for (let round = 0; round < 2; round++) {
      const turn = turns.next().then(() => (given += 1));
      await Promise.resolve();
      expect(given).toBe(round);
      await turn;
      expect(given).toBe(round + 1);
    }
  });
});
