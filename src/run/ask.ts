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
import { onAbort } from "../waiting.ts";
import { printable } from "../wire/text.ts";
import type { World } from "../world/world.ts";

export interface ProbeLimits {
  /** One attempt. */
  timeoutMs: number;
  retries: number;
}

/** Who hears of what while it is asked. */
export interface ProbeListener {
  /** An attempt failed, or is silent for long, and more may come: the observation as it would be if this were all. */
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

  /** Whether it was put, answered or not. */
  wasAsked(request: ProbeRequest): boolean {
    return this.#asked.has(requestKey(request));
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
    const observed = (seen: Attempted<P>, attempts: number): Observation<P> => ({
      request,
      ...seen,
      startedAtMs: Math.round(startedAtMs - this.#startedAtMs),
      durationMs: Math.round((clock.elapsedMs() - startedAtMs) * 10) / 10,
      attempts,
    });
    const answered = new AbortController();
    const question: Question<P> = {
      request,
      mostAttempts: request.probe in OWN_PACE_MS ? 1 : 1 + this.#limits.retries,
      answered: answered.signal,
      notHeard: [],
      onDoubt: (soFar, attempts) => {
        this.#listener.onDoubt(amongAll(observed(soFar, attempts)));
      },
    };
    this.#asking.set(request, startedAtMs);
    const { seen, number } = this.#stopped ? NEVER_PUT : await this.#attemptFrom(1, question);
    answered.abort();
    this.#asking.delete(request);
    // Cut off by the deadline or the user: what looks like silence is only that nobody waited.
    const isCutOff = this.#stopped && isSilence(seen.outcome);
    return observed(isCutOff ? { ...seen, outcome: "interrupted" } : seen, heardOf(number, question));
  }

  /**
   * Makes an attempt, and begins the next one once this one has failed or is doubtful. Each has its whole time-out, so two may be
   * under way at once. @returns the first that tells something, otherwise the last.
   */
  async #attemptFrom<P extends ProbeName>(number: number, question: Question<P>): Promise<Numbered<P>> {
    const isLast = number >= question.mostAttempts;
    let soFar: Attempted<P> = { outcome: "timed-out" };
    const attempt = this.#attempt(question, (seen) => {
      soFar = seen;
    }).then((seen) => {
      if (seen.outcome === "not-heard") question.notHeard.push(number);
      return { seen, number };
    });
    const seen = await this.#unlessDoubtful(question.request, attempt);
    if (this.#stopped || question.answered.aborted || (seen !== undefined && isTelling(seen))) return attempt;
    const isOver = isLast && seen !== undefined;
    if (!isOver && seen?.outcome !== "not-heard") question.onDoubt(seen ?? soFar, heardOf(number, question));
    if (isLast) return attempt;
    return firstTelling(attempt, this.#attemptFrom(number + 1, question));
  }

  /** @returns nothing where the attempt goes on, and has been silent for so long that its answer is hardly on its way. */
  #unlessDoubtful<P extends ProbeName>(
    { probe }: RequestOf<P>,
    attempt: Promise<Numbered<P>>,
  ): Promise<Attempted<P> | undefined> {
    return new Promise((resolve) => {
      const callOff = SOON_DOUBTFUL.has(probe)
        ? this.#world.clock.afterListening(DOUBTFUL_AFTER * this.#limits.timeoutMs, (enough) => {
            if (enough) resolve(undefined);
          })
        : () => undefined;
      void attempt.then(({ seen }) => {
        callOff();
        resolve(seen);
      });
    });
  }

  /** @param onProgress hears what it would be if nothing came any more. */
  async #attempt<P extends ProbeName>(
    { request, answered }: Question<P>,
    onProgress: (soFar: Attempted<P>) => void,
  ): Promise<Attempted<P>> {
    const { clock } = this.#world;
    const controller = new AbortController();
    // A hop walk waits for dozens of packets on one signal.
    setMaxListeners(0, controller.signal);
    const stop = () => {
      controller.abort();
    };
    const listened = { enough: true };
    const callOff = clock.afterListening(timeoutMs(request, this.#limits), (enough) => {
      listened.enough = enough;
      stop();
    });
    const ignoreAnswer = onAbort(answered, stop);
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
      const seen = await Promise.race([prober(request, this.#world, controller.signal, onProgress), abandoned]);
      // Only who listens can say that nothing came.
      return !listened.enough && isSilence(seen.outcome) ? { ...seen, outcome: "not-heard" } : seen;
    } catch (error) {
      this.crashed = true;
      this.#listener.onCrash?.(error);
      return { outcome: "crashed", reason: errorText(error) };
    } finally {
      callOff();
      callOffGrace();
      ignoreAnswer();
      this.#underWay.delete(stop);
    }
  }
}

/** What a prober saw, or what is said in its place. */
type Attempted<P extends ProbeName> = Seen<P, OutcomeOf<P>>;

/** What an attempt saw, and its place among the attempts, from 1 on. */
interface Numbered<P extends ProbeName> {
  seen: Attempted<P>;
  number: number;
}

const NEVER_PUT = { seen: { outcome: "interrupted" as const }, number: 0 };

/** A question while it is put. */
interface Question<P extends ProbeName> {
  request: RequestOf<P>;
  mostAttempts: number;
  /** Fires once an attempt has told something: the others are of no use any more. */
  answered: AbortSignal;
  /** Which attempts have ended that this process could not listen to. */
  readonly notHeard: number[];
  onDoubt: (soFar: Attempted<P>, attempts: number) => void;
}

/** One that was not heard says nothing, and is not one of several that were met with silence. */
function heardOf<P extends ProbeName>(attempts: number, { notHeard }: Question<P>): number {
  return attempts - notHeard.filter((number) => number <= attempts).length;
}

/** Whether the same question would have the same answer a second later. */
function isTelling<P extends ProbeName>({ outcome }: Attempted<P>): boolean {
  return !WORTH_A_RETRY.has(outcome);
}

/** The later one is begun after the earlier one, and may end before it. */
function firstTelling<P extends ProbeName>(
  earlier: Promise<Numbered<P>>,
  later: Promise<Numbered<P>>,
): Promise<Numbered<P>> {
  return new Promise((resolve) => {
    void earlier.then((ended) => {
      if (isTelling(ended.seen)) resolve(ended);
    });
    void later.then(async (ended) => {
      const before = isTelling(ended.seen) ? ended : await earlier;
      resolve(isTelling(before.seen) ? before : ended);
    });
  });
}

/** What costs this process time of which the network knows nothing. */
const LOCAL: ReadonlySet<ProbeName> = new Set<ProbeName>(["files", "host", "listener", "route", "tool"]);

/** Plenty for every question of a run at once, few enough for a default limit of descriptors. */
const MAX_IN_FLIGHT = 128;
const ABANDON_AFTER_MS = 500;

/**
 * An attempt that has had no answer for this share of its time-out is doubtful: the next one begins beside it, and the diagnosis
 * looks at the path. Of three seconds it is 1.2, by when the kernel has repeated a lost SYN, which it does after one.
 */
const DOUBTFUL_AFTER = 0.4;
/** What is answered in a round trip or two, or not at all. Probes of one's own machine may take their time. */
const SOON_DOUBTFUL: ReadonlySet<ProbeName> = new Set<ProbeName>(["dns", "http", "ntp", "tcp", "udp"]);

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

/** A connection to a host that is known to be there: it answers within two packets' time, or not at all. */
const BRIEF = { leastMs: 2_200, timeouts: 0.75 };

function timeoutMs(request: ProbeRequest, limits: ProbeLimits): number {
  if (request.probe === "tcp" && request.brief === true)
    return Math.max(BRIEF.leastMs, BRIEF.timeouts * limits.timeoutMs);
  return Math.max(limits.timeoutMs, OWN_PACE_MS[request.probe] ?? 0);
}

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
