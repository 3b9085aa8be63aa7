import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aborted, delay, onAbort } from "../src/waiting.ts";
import { TIMERS } from "../src/world/timers.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a delay", () => {
  it("is served to its end", async () => {
    const served = delay(TIMERS, 50, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(50);
    expect(await served).toBe(true);
  });

  it("ends with the signal, and leaves no timer behind", async () => {
    const controller = new AbortController();
    const served = delay(TIMERS, 50, controller.signal);
    controller.abort();
    expect(await served).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([50, 0])("of %i ms is not served where the signal has fired before", async (milliseconds) => {
    expect(await delay(TIMERS, milliseconds, AbortSignal.abort())).toBe(false);
  });
});

describe("who waits for a signal", () => {
  it("is called once it fires", async () => {
    const controller = new AbortController();
    const told = aborted(controller.signal);
    controller.abort();
    await expect(told).resolves.toBeUndefined();
  });

  it.each([
    ["that has fired before", true],
    ["that fires later", false],
  ])("is not called after it has stopped listening to one %s", async (_name, before) => {
    const controller = new AbortController();
    const callback = vi.fn();
    if (before) controller.abort();
    const stop = onAbort(controller.signal, callback);
    stop();
    controller.abort();
    await Promise.resolve();
    expect(callback).not.toHaveBeenCalled();
  });
});
