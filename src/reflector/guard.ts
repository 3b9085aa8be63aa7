import { containedInAny } from "../wire/cidr.ts";
import type { ReflectorRequest } from "../wire/reflector-message.ts";

/** What is worth a look at whose it is, from all senders together: far less than one core can authenticate. */
const STRANGERS = { perSecond: 20_000, burst: 40_000 };
/** Ten a second from one node, and at once no more than a run can need. */
const PER_NODE = { perSecond: 10, burst: 60 };
/** A request is good for so long before and after the reflector's own time. */
const WINDOW_MS = 60_000;
/** Of nodes that have the key; the one that was silent for longest is forgotten first. */
const MAX_NODES = 20_000;

/** Why nothing is done. Only the node that is known by another address is told. */
export type Refusal =
  "not-allowed" | "too-many" | "not-authentic" | "out-of-time" | "replayed" | "translated" | "not-offered" | "busy";

/** Tokens that come back with time. */
class Bucket {
  #tokens: number;
  #atMs: number;
  readonly #rate: { perSecond: number; burst: number };

  constructor(rate: { perSecond: number; burst: number }, nowMs: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#atMs = nowMs;
  }

  take(nowMs: number): boolean {
    const gained = ((nowMs - this.#atMs) / 1000) * this.#rate.perSecond;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + Math.max(0, gained));
    this.#atMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/**
 * Decides what is listened to at all: cheap reasons first, so that a flood costs little. A node's own measure counts only
 * what it has authenticated: else whoever forges its address could use it up.
 */
export class Guard {
  readonly #allowed: readonly string[];
  readonly #strangers: Bucket;
  /** In order of their last use. */
  readonly #nodes = new Map<string, Bucket>();
  /** Nonces with the time they came at, oldest first. */
  readonly #nonces = new Map<string, number>();

  constructor(allowed: readonly string[], nowMs: number) {
    this.#allowed = allowed;
    this.#strangers = new Bucket(STRANGERS, nowMs);
  }

  /** Before anything of a datagram is read. */
  admit(from: string, elapsedMs: number): Refusal | undefined {
    if (!containedInAny(this.#allowed, from)) return "not-allowed";
    return this.#strangers.take(elapsedMs) ? undefined : "too-many";
  }

  /** Once it is known to be under the key. */
  accept(
    request: Pick<ReflectorRequest, "nonce" | "sentAtMs" | "source">,
    from: string,
    now: { elapsedMs: number; epochMs: number },
  ): Refusal | undefined {
    if (Math.abs(now.epochMs - request.sentAtMs) > WINDOW_MS) return "out-of-time";
    const nonce = Buffer.from(request.nonce).toString("hex");
    if (this.#nonces.has(nonce)) return "replayed";
    this.#forgetNonces(now.elapsedMs);
    this.#nonces.set(nonce, now.elapsedMs);
    if (!this.#bucketOf(from, now.elapsedMs).take(now.elapsedMs)) return "too-many";
    return request.source === from ? undefined : "translated";
  }

  #bucketOf(node: string, elapsedMs: number): Bucket {
    const bucket = this.#nodes.get(node) ?? new Bucket(PER_NODE, elapsedMs);
    this.#nodes.delete(node);
    this.#nodes.set(node, bucket);
    const [oldest] = this.#nodes.keys();
    if (this.#nodes.size > MAX_NODES && oldest !== undefined) this.#nodes.delete(oldest);
    return bucket;
  }

  /** A request is as old as its window at most, on either side: after both it is refused for its time. */
  #forgetNonces(elapsedMs: number): void {
    for (const [nonce, atMs] of this.#nonces) {
      if (elapsedMs - atMs <= 2 * WINDOW_MS) return;
      this.#nonces.delete(nonce);
    }
  }
}
