import { describe, expect, it } from "vitest";
import { IdleTurns } from "../../src/world/idle.ts";

describe("turns for what can wait", () => {
  it("come one after another, in the order in which they were asked for", async () => {
    const turns = new IdleTurns();
    const order: number[] = [];
    await Promise.all([0, 1, 2].map((index) => turns.next().then(() => order.push(index))));
    expect(order).toEqual([0, 1, 2]);
  });

  it("come also in a process that is never idle", async () => {
    const turns = new IdleTurns();
    let isOver = false;
    const busy = () => {
      if (!isOver) setImmediate(busy);
    };
    busy();
    await turns.next();
    isOver = true;
  });

  it("are given again after all were taken", async () => {
    const turns = new IdleTurns();
    await turns.next();
    await turns.next();
  });
});
