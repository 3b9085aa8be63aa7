import { setMaxListeners } from "node:events";
import {
  amongAll,
  requestKey,
  type AnyObservation,
  type Observation,
  type ObservationFor,
  type Outcome,
  type OutcomeOf,
  type ProbeName,
  type ProbeRequest,
  type RequestOf,
  type Seen,
} from "../model/probe.ts";
import type { Prober, Probers } from "../probes/prober.ts";
import { printable } from "../wire/text.ts";
import type { World } from "../world/world.ts";

export interface ProbeLimits {
  /** One attempt. */
  timeoutMs: number;
  retries: number;
}

/** Who hears of what while it is asked. */
export interface ProbeListener {
  /** An attempt failed, and the next one is not made yet: the observation as it would be if this were all. */
  onDoubt: (soFar: AnyObservation) => void;
  onAnswer?: (observation: AnyObservation) => void;
  /** A prober has thrown. */
  onCrash?: (error: unknown) => void;
}

/** A question that has no answer yet. */
export interface Waiting {
  request: ProbeRequest;
  forMs: number;
}

/**
 * Puts questions to the network and keeps the answers: equal ones once, with attempts, time-outs and a bound on how many
 * are under way. A prober that throws makes one observation, never a dead run.
 */
export class ProbeRunner {
  readonly #world: World;
  readonly #probers: Probers;
  readonly #limits: ProbeLimits;
  readonly #listener: ProbeListener;
  readonly #startedAtMs: number;
  readonly #asked = new Map<string, Promise<Observation>>();
  readonly #seen = new Map<string, AnyObservation>();
  readonly #slots = new Slots(MAX_IN_FLIGHT);
  readonly #watchers = new Set<() => void>();
  /** What is being asked, the oldest first, with when that began. */
  readonly #asking = new Map<ProbeRequest, number>();
  /** How to end each attempt that is under way. */
  readonly #underWay = new Set<() => void>();
  /** How many answers the network still owes. */
  #fromNetwork = 0;
  #stopped = false;
  /** Whether any prober has thrown. */
  crashed = false;

  constructor(world: World, probers: Probers, limits: ProbeLimits, listener: ProbeListener) {
    this.#listener = listener;
    this.#world = world;
    this.#probers = probers;
    this.#limits = limits;
    this.#startedAtMs = world.clock.elapsedMs();
  }

  /** Ends what is under way; what is asked from now on is not put to the network any more. */
  stop(): void {
    this.#stopped = true;
    for (const stopAttempt of [...this.#underWay]) stopAttempt();
  }

  /** The question that has been under way for longest. */
  get longestWait(): Waiting | undefined {
    const [first] = this.#asking;
    if (first === undefined) return undefined;
    const [request, sinceMs] = first;
    return { request, forMs: this.#world.clock.elapsedMs() - sinceMs };
  }

  /** In the order of their requests, so that two runs compare line by line. */
  get observations(): AnyObservation[] {
    return [...this.#seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, observation]) => observation);
  }

  observation<R extends ProbeRequest>(request: R): ObservationFor<R> | undefined {
    // Stored under the key of this very request, so of its kind.
    return this.#seen.get(requestKey(request)) as ObservationFor<R> | undefined;
  }

  /** Resolves when the condition holds, looked at again after every observation. */
  waitUntil(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Equal questions are asked once. */
  ask(request: ProbeRequest): Promise<Observation> {
    const key = requestKey(request);
    let asked = this.#asked.get(key);
    if (asked === undefined) {
      asked = this.#slots
        .use(() => (LOCAL.has(request.probe) ? this.#askHere(request) : this.#askNetwork(request)))
        .then((observation) => {
          const seen = amongAll(observation);
          this.#seen.set(key, seen);
          this.#listener.onAnswer?.(seen);
          for (const look of [...this.#watchers]) look();
          return observation;
        });
      this.#asked.set(key, asked);
    }
    return asked;
  }

  /** Not at the moment at which an answer from the network would have to wait for it. */
  async #askHere(request: ProbeRequest): Promise<Observation> {
    if (this.#fromNetwork > 0) await this.#world.idleTurn();
    return await this.#observe(request);
  }

  async #askNetwork(request: ProbeRequest): Promise<Observation> {
    this.#fromNetwork += 1;
    try {
      return await this.#observe(request);
    } finally {
      this.#fromNetwork -= 1;
    }
  }

  async #observe<P extends ProbeName>(request: RequestOf<P>): Promise<Observation<P>> {
    const { clock } = this.#world;
    const startedAtMs = clock.elapsedMs();
    const maxAttempts = request.probe in OWN_PACE_MS ? 1 : 1 + this.#limits.retries;
    let seen: Attempted<P> = { outcome: "interrupted" };
    let attempts = 0;
    const observed = (last: Attempted<P>): Observation<P> => ({
      request,
      ...last,
      startedAtMs: Math.round(startedAtMs - this.#startedAtMs),
      durationMs: Math.round((clock.elapsedMs() - startedAtMs) * 10) / 10,
      attempts,
    });
    this.#asking.set(request, startedAtMs);
    for (let made = 0; made < maxAttempts && !this.#stopped; made++) {
      seen = await this.#attempt(request);
      // One that was not heard says nothing, and is not one of several that were met with silence.
      if (seen.outcome !== "not-heard") attempts += 1;
      if (!WORTH_A_RETRY.has(seen.outcome)) break;
      if (made + 1 < maxAttempts && seen.outcome !== "not-heard") this.#listener.onDoubt(amongAll(observed(seen)));
    }
    this.#asking.delete(request);
    // Cut off by the deadline or the user: what looks like silence is only that nobody waited.
    if (this.#stopped && isSilence(seen.outcome)) seen = { ...seen, outcome: "interrupted" };
    return observed(seen);
  }

  async #attempt<P extends ProbeName>(request: RequestOf<P>): Promise<Attempted<P>> {
    const { clock } = this.#world;
    const controller = new AbortController();
    // A hop walk waits for dozens of packets on one signal.
    setMaxListeners(0, controller.signal);
    const stop = () => {
      controller.abort();
    };
    const listened = { enough: true };
    const callOff = clock.afterListening(
      Math.max(this.#limits.timeoutMs, OWN_PACE_MS[request.probe] ?? 0),
      (enough) => {
        listened.enough = enough;
        stop();
      },
    );
    this.#underWay.add(stop);
    // Indexing the mapped type by a generic key loses the tie between the two; the map itself is checked.
    const prober = this.#probers[request.probe] as Prober<P>;
    let callOffGrace: () => void = () => undefined;
    // A prober that does not heed its signal (a file on a dead mount) must not hold up the run.
    const abandoned = new Promise<Attempted<P>>((resolve) => {
      controller.signal.addEventListener("abort", () => {
        callOffGrace = clock.afterListening(ABANDON_AFTER_MS, () => {
          resolve({ outcome: "timed-out", reason: "did-not-end-in-time" });
        });
      });
    });
    try {
      const seen = await Promise.race([prober(request, this.#world, controller.signal), abandoned]);
      // Only who listens can say that nothing came.
      return !listened.enough && isSilence(seen.outcome) ? { ...seen, outcome: "not-heard" } : seen;
    } catch (error) {
      this.crashed = true;
      this.#listener.onCrash?.(error);
      return { outcome: "crashed", reason: errorText(error) };
    } finally {
      callOff();
      callOffGrace();
      this.#underWay.delete(stop);
    }
  }
}

/** What a prober saw, or what is said in its place. */
type Attempted<P extends ProbeName> = Seen<P, OutcomeOf<P>>;

/** What costs this process time of which the network knows nothing. */
const LOCAL: ReadonlySet<ProbeName> = new Set<ProbeName>(["files", "host", "listener", "route", "tool"]);

/** Plenty for every question of a run at once, few enough for a default limit of descriptors. */
const MAX_IN_FLIGHT = 128;
const ABANDON_AFTER_MS = 500;

/**
 * Probes of many packets, which repeat what is lost by themselves and keep to the pace at which routers answer: one
 * attempt, bounded by what they take when everything is silent.
 */
const OWN_PACE_MS: Partial<Record<ProbeName, number>> = {
  hops: 12_000,
  distance: 8_000,
  echo: 3_000,
  inband: 7_000,
  mtu: 7_000,
  train: 8_000,
  flows: 15_000,
  idle: 310_000,
  "package-index": 20_000,
  "image-layer": 15_000,
  tcp: 3_600,
  reflect: 9_000,
};

/** Transient by nature. A refusal, a certificate or a name that does not exist will be the same a second later. */
const WORTH_A_RETRY: ReadonlySet<Outcome> = new Set<Outcome>([
  "not-heard",
  "timed-out",
  "reset",
  "servfail",
  "truncated",
  "tls-timed-out",
  "tls-closed",
  "http-timed-out",
  "http-closed",
]);
const SILENCE: ReadonlySet<Outcome> = new Set<Outcome>([
  "cut-off",
  "lost",
  "black-hole",
  "unknown",
  "timed-out",
  "tls-timed-out",
  "http-timed-out",
  "unheard",
]);

function isSilence(outcome: Outcome): boolean {
  return outcome === "not-heard" || SILENCE.has(outcome);
}

export function errorText(error: unknown): string {
  return printable(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}

/** At most so many at once; the others wait in order. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
