import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { ListeningClock } from "../../src/world/listening-clock.ts";

/** Blocks this process, which then hears nothing. */
function blockFor(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** A clock on the wall that the test moves; the timers of the process are the test's as well. */
function withOwnTime(
  body: (clock: ListeningClock, pass: (milliseconds: number) => void, stand: (ms: number) => void) => void,
) {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "setImmediate"] });
  let now = 0;
  const clock = new ListeningClock(() => now);
  const pass = (milliseconds: number) => {
    for (let step = 0; step < milliseconds; step += 10) {
      now += 10;
      vi.advanceTimersByTime(10);
    }
  };
  try {
    body(clock, pass, (milliseconds) => (now += milliseconds));
  } finally {
    vi.useRealTimers();
  }
}

describe("the clock of what this process could hear", () => {
  it("goes as the one on the wall while the process is there", () => {
    withOwnTime((clock, pass) => {
      const begun = clock.listenedMs();
      pass(3_000);
      expect(clock.listenedMs() - begun).toBe(3_000);
    });
  });

  it("stands still while the process is stopped", () => {
    withOwnTime((clock, pass, stand) => {
      const begun = clock.listenedMs();
      pass(1_000);
      stand(60_000);
      pass(1_000);
      expect(clock.listenedMs() - begun).toBe(2_010);
    });
  });

  it("lets a wait end late by what the process was away, and says that it was enough", () => {
    withOwnTime((clock, pass, stand) => {
      const called: boolean[] = [];
      clock.after(3_000, (enough) => called.push(enough));
      pass(2_900);
      stand(5_000);
      pass(60);
      expect(called).toEqual([]);
      pass(40);
      expect(called).toEqual([true]);
    });
  });

  it("gives up after ten times as long, and says that it was not enough", () => {
    withOwnTime((clock, pass, stand) => {
      const called: boolean[] = [];
      clock.after(1_000, (enough) => called.push(enough));
      for (let second = 0; second < 10; second++) {
        stand(990);
        pass(10);
      }
      pass(10);
      expect(called).toEqual([false]);
    });
  });

  it("calls nobody back who has called it off", () => {
    withOwnTime((clock, pass) => {
      const called: boolean[] = [];
      clock.after(100, (enough) => called.push(enough))();
      pass(1_000);
      expect(called).toEqual([]);
    });
  });

  it("lets what has arrived in a blocked process be read before it calls back", async () => {
    const socket = createSocket("udp4");
    try {
      socket.bind(0, "127.0.0.1");
      await once(socket, "listening");
      // A connected socket sends at once, without looking an address up first.
      socket.connect(socket.address().port, "127.0.0.1");
      await once(socket, "connect");
      const clock = new ListeningClock();
      const order: string[] = [];
      await new Promise<void>((resolve) => {
        const done = (what: string) => {
          if (order.push(what) === 2) resolve();
        };
        socket.on("message", () => {
          done("arrived");
        });
        // However long the process is away, the clock counts 20 ms of it: the wait is over at its first look.
        clock.after(15, () => {
          done("over");
        });
        socket.send("answer");
        blockFor(100);
      });
      expect(order).toEqual(["arrived", "over"]);
    } finally {
      socket.close();
    }
  });
});
