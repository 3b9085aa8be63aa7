import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IcmpBudget } from "../../src/probes/icmp-budget.ts";
import { TIMERS } from "../../src/world/timers.ts";

const never = new AbortController().signal;
const TTL = 3;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function taken(waits: Promise<unknown>[]): Promise<number> {
  let count = 0;
  for (const wait of waits) void wait.then(() => (count += 1));
  await vi.advanceTimersByTimeAsync(0);
  return count;
}

describe("what a hop may be asked", () => {
  it("is five at once, then one every 1.1 s", async () => {
    const budget = new IcmpBudget(TIMERS);
    const waits = Array.from({ length: 8 }, () => budget.take(TTL, never));
    expect(await taken(waits)).toBe(5);
    await vi.advanceTimersByTimeAsync(1_099);
    expect(await taken(waits)).toBe(5);
    await vi.advanceTimersByTimeAsync(1);
    expect(await taken(waits)).toBe(6);
    await vi.advanceTimersByTimeAsync(2_200);
    expect(await taken(waits)).toBe(8);
  });

  it("is counted for each TTL by itself", () => {
    const budget = new IcmpBudget(TIMERS);
    for (let count = 0; count < 5; count++) budget.tryTake(1);
    expect([budget.tryTake(1), budget.tryTake(2)]).toEqual([false, true]);
  });

  it("is given back for what made nobody answer", async () => {
    const budget = new IcmpBudget(TIMERS);
    const waits = Array.from({ length: 6 }, () => budget.take(TTL, never));
    budget.refund(TTL);
    expect(await taken(waits)).toBe(6);
  });

  it("never grows beyond five, however long nothing is asked", async () => {
    const budget = new IcmpBudget(TIMERS);
    budget.tryTake(TTL);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(Array.from({ length: 7 }, () => budget.tryTake(TTL)).filter(Boolean)).toHaveLength(5);
  });

  it("need not be asked once another walk has found the only router there", async () => {
    const budget = new IcmpBudget(TIMERS);
    for (let count = 0; count < 5; count++) budget.tryTake(TTL);
    const curious = budget.takeOrLearn(TTL, never);
    const patient = budget.take(TTL, never);
    budget.remember(TTL, "10.0.0.1");
    expect(await curious).toBe("known");
    expect(await taken([patient])).toBe(0);
    budget.remember(TTL, "10.0.0.2");
    expect(budget.onlyRouter(TTL)).toBeUndefined();
  });

  it("is not waited for after the signal", async () => {
    const budget = new IcmpBudget(TIMERS);
    for (let count = 0; count < 5; count++) budget.tryTake(TTL);
    const controller = new AbortController();
    const wait = budget.take(TTL, controller.signal);
    controller.abort();
    expect(await wait).toBe(false);
  });
});
