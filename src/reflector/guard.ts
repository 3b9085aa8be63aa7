import { containedInAny } from "../wire/cidr.ts";
import { looksLikeRequest, type ReflectorRequest } from "../wire/reflector-message.ts";

/** What is worth a look at whose it is, from all senders together: far less than one core can authenticate. */
const STRANGERS = { perSecond: 20_000, burst: 40_000 };
/** Ten a second from one node, and at once no more than a run can need. */
const PER_NODE = { perSecond: 10, burst: 60 };
/** A request is good for so long before and after the reflector's own time. */
const WINDOW_MS = 60_000;
/** Of nodes that have the key; the one that was silent for longest is forgotten first. */
const MAX_NODES = 20_000;
/** So many requests are remembered of one stretch of time: three thousand nodes with all that a run can need. */
const MAX_NONCES = 200_000;

/** Why nothing is done. Only the node that is known by another address is told. */
export type Refusal =
  | "not-allowed"
  | "no-request"
  | "too-many"
  | "not-authentic"
  | "out-of-time"
  | "replayed"
  | "translated"
  | "not-offered"
  | "busy";

interface Now {
  elapsedMs: number;
  epochMs: number;
}

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
  readonly #startedEpochMs: number;
  readonly #seen: SeenNonces;

  constructor(allowed: readonly string[], now: Now) {
    this.#allowed = allowed;
    this.#strangers = new Bucket(STRANGERS, now.elapsedMs);
    this.#startedEpochMs = Math.floor(now.epochMs);
    this.#seen = new SeenNonces(now.elapsedMs);
  }

  /** Before anything is spent on a datagram. */
  admit(datagram: Uint8Array, from: string, elapsedMs: number): Refusal | undefined {
    if (!containedInAny(this.#allowed, from)) return "not-allowed";
    if (!looksLikeRequest(datagram)) return "no-request";
    return this.#strangers.take(elapsedMs) ? undefined : "too-many";
  }

  /** Once it is known to be under the key. */
  accept(
    request: Pick<ReflectorRequest, "nonce" | "sentAtMs" | "source">,
    from: string,
    now: Now,
  ): Refusal | undefined {
    // What was asked of the reflector before this one is not remembered, so that it could be asked twice.
    if (request.sentAtMs < this.#startedEpochMs) return "out-of-time";
    if (Math.abs(now.epochMs - request.sentAtMs) > WINDOW_MS) return "out-of-time";
    const nonce = Buffer.from(request.nonce).toString("hex");
    // A copy does not use up the measure of the node that sent the first.
    if (this.#seen.has(nonce, now.elapsedMs)) return "replayed";
    if (!this.#bucketOf(from, now.elapsedMs).take(now.elapsedMs)) return "too-many";
    if (!this.#seen.add(nonce)) return "too-many";
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
}

/**
 * The nonces of the last two stretches of time, each as long as a request can be good for: whatever is older is refused for
 * its time. A whole stretch is forgotten at once, so that nothing is ever searched.
 */
class SeenNonces {
  #now = new Set<string>();
  #before = new Set<string>();
  #sinceMs: number;

  constructor(elapsedMs: number) {
    this.#sinceMs = elapsedMs;
  }

  has(nonce: string, elapsedMs: number): boolean {
    const age = elapsedMs - this.#sinceMs;
    if (age > 2 * WINDOW_MS) {
      this.#before = age > 4 * WINDOW_MS ? new Set() : this.#now;
      this.#now = new Set();
      this.#sinceMs = elapsedMs;
    }
    return this.#now.has(nonce) || this.#before.has(nonce);
  }

  /** @returns false where no more can be remembered: what is not remembered must not be done. */
  add(nonce: string): boolean {
    if (this.#now.size >= MAX_NONCES) return false;
    this.#now.add(nonce);
    return true;
  }
}
