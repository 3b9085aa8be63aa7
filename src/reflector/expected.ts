import type { ReflectSaw } from "../model/probe.ts";
import { onAbort, type Timers } from "../waiting.ts";
import { SMALL_VXLAN_BYTES, vxlanToken } from "../wire/reflector-message.ts";
import type { ReflectorPort } from "../world/world.ts";

/** A node asks again after 2.9 seconds; what it sends meanwhile takes half a second at most. */
const WAIT_MS = 1_900;

interface Expectation {
  small: boolean;
  fullSize: boolean;
  /** Ends the wait before its time. */
  settle: () => void;
}

/**
 * Waits for the datagrams that nodes have announced. All nodes share one socket. It is open only while a datagram is awaited, so that
 * the port is free for other programs the rest of the time.
 */
export class ExpectedDatagrams {
  readonly #port: ReflectorPort;
  readonly #timers: Timers;
  /** By the token that a datagram has to carry, and its size. */
  readonly #awaited = new Map<string, Expectation>();
  #waiting = 0;
  #listener: ReturnType<ReflectorPort["listenFor"]> | undefined;
  /** Until the port is free again. */
  #closing: Promise<void> = Promise.resolve();

  constructor(port: ReflectorPort, timers: Timers) {
    this.#port = port;
    this.#timers = timers;
  }

  /** @returns `arrived`, `black-hole` where only the small ones come, `timed-out`, or `not-asked` where the port is in use. */
  async waitFor(port: number, small: Uint8Array, fullSize: Uint8Array, signal: AbortSignal): Promise<ReflectSaw> {
    this.#waiting += 1;
    try {
      this.#listener ??= this.#closing.then(() =>
        this.#port.listenFor("udp", port, (datagram) => {
          this.#arrived(datagram);
        }),
      );
      const listening = await this.#listener;
      return listening.ok ? await this.#await(small, fullSize, signal) : "not-asked";
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#stopListening();
    }
  }

  async #await(small: Uint8Array, fullSize: Uint8Array, signal: AbortSignal): Promise<ReflectSaw> {
    const seen: Expectation = { small: false, fullSize: false, settle: () => undefined };
    const keys = [keyOf(small), keyOf(fullSize)];
    for (const key of keys) this.#awaited.set(key, seen);
    await new Promise<void>((resolve) => {
      const callOff = this.#timers.after(WAIT_MS, resolve);
      seen.settle = () => {
        callOff();
        stop();
        resolve();
      };
      const stop = onAbort(signal, seen.settle);
    });
    for (const key of keys) this.#awaited.delete(key);
    if (seen.fullSize) return "arrived";
    return seen.small ? "black-hole" : "timed-out";
  }

  #arrived(datagram: Uint8Array): void {
    const token = vxlanToken(datagram);
    const seen = token && this.#awaited.get(keyOf(token));
    if (seen === undefined) return;
    if (datagram.length > SMALL_VXLAN_BYTES) seen.fullSize = true;
    else seen.small = true;
    if (seen.small && seen.fullSize) seen.settle();
  }

  #stopListening(): void {
    const listener = this.#listener;
    this.#listener = undefined;
    this.#closing = this.#closing.then(async () => {
      const listening = await listener;
      if (listening?.ok === true) await listening.value.close();
    });
  }
}

/** Each size has a token of its own, so that nobody can stretch a small datagram to a large one. */
function keyOf(token: Uint8Array): string {
  return Buffer.from(token).toString("hex");
}
