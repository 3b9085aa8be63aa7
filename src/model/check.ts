import type { AnyMessage, AnyTitle, CauseCode, MessageKey, Messages, PassKey } from "./message.ts";
import type { AnyObservation, HostEvidence, HostFact, ObservationFor, ProbeRequest } from "./probe.ts";
import type { CheckId, Endpoint, Group, Status } from "./report.ts";
import type { Site } from "./site.ts";

/** A DNS server that is asked, and why. Only those of resolv.conf decide what a program on this node gets. */
export interface Resolver {
  address: string;
  origin: "resolv.conf" | "systemd-resolved" | "option";
}

/** What is known so far: the settings, the host's facts, and everything that was seen. */
export interface CheckContext {
  site: Site;
  /** The run's own name. */
  run: string;
  /** Node's name for the processor, such as x64. */
  cpu: string;
  resolvers: Resolver[];
  observation<R extends ProbeRequest>(request: R): ObservationFor<R> | undefined;
  /** All of them, in the order of their requests. */
  observations(): readonly AnyObservation[];
  fact<F extends HostFact>(fact: F): Extract<HostEvidence, { fact: F }> | undefined;
}

export interface Judgement {
  status: Status;
  message: AnyMessage;
  endpoint?: Endpoint;
  /** Of the phase that was judged; without it the longest observation counts. */
  durationMs?: number;
  /** More than one where it passed only when it was asked again. */
  attempts?: number;
}

export type Questions = Record<string, ProbeRequest>;
export type Answers<A extends Questions> = { [K in keyof A]: ObservationFor<A[K]> };

/** One kind of check over many subjects: a pure question and a pure judgement. */
export interface Check<S, A extends Questions> {
  group: Group;
  subjects: (context: CheckContext) => S[];
  id: (subject: S) => CheckId;
  title: (subject: S) => AnyTitle;
  required: (subject: S) => boolean;
  /** Checks that must not have failed, else this one is blocked and nothing is asked. */
  needs?: (subject: S) => CheckId[];
  /** Checks to wait for, however they end: their observations are part of this one's judgement. */
  after?: (known: CheckContext) => CheckId[];
  /** The same, for those that the user has chosen too: nothing is asked on this one's account. */
  afterChosen?: (known: CheckContext) => CheckId[];
  /** Left out because the user's settings say so. */
  skip?: (subject: S, site: Site) => boolean;
  /**
   * True once the answer to `needs` is certain before all of it is judged: a second resolver's time-out must not hold up
   * connections to an address that is known. Called again after every observation.
   */
  ready?: (subject: S, known: CheckContext) => boolean;
  asks: (subject: S, known: CheckContext) => A;
  /** Whether the verdict is about a question, and not only judged in its light; unless said, it is about all of them. */
  isAbout?: (subject: S, request: A[keyof A]) => boolean;
  judge: (seen: Answers<A>, subject: S, known: CheckContext) => Judgement;
}

/** A check with one of its subjects, the types of both put away. */
export interface CheckInstance {
  id: CheckId;
  group: Group;
  title: AnyTitle;
  required: boolean;
  needs: CheckId[];
  after: CheckId[];
  afterChosen: CheckId[];
  skipped: boolean;
  ready?: (known: CheckContext) => boolean;
  asks: (known: CheckContext) => Questions;
  isAbout: (request: ProbeRequest) => boolean;
  judge: (seen: Answers<Questions>, known: CheckContext) => Judgement;
}

export interface AnyCheck {
  group: Group;
  instances: (known: CheckContext) => CheckInstance[];
}

/** Infers the question and evidence types from the definition, then puts them away. */
export function defineCheck<S, A extends Questions>(check: Check<S, A>): AnyCheck {
  const { ready } = check;
  return {
    group: check.group,
    instances: (known) =>
      check.subjects(known).map((subject) => ({
        id: check.id(subject),
        group: check.group,
        title: check.title(subject),
        required: check.required(subject),
        needs: check.needs?.(subject) ?? [],
        after: check.after?.(known) ?? [],
        afterChosen: check.afterChosen?.(known) ?? [],
        skipped: check.skip?.(subject, known.site) ?? false,
        ...(ready !== undefined && { ready: (now: CheckContext) => ready(subject, now) }),
        asks: (now) => check.asks(subject, now),
        // It is put to questions that asks() returned.
        isAbout: (request) => check.isAbout?.(subject, request as A[keyof A]) ?? true,
        // The runner answers exactly the questions that asks() returned.
        judge: (seen, now) => check.judge(seen as Answers<A>, subject, now),
      })),
  };
}

type Details = Pick<Judgement, "endpoint" | "durationMs">;

export function pass<K extends PassKey>(key: K, args: Messages[K], details: Details = {}): Judgement {
  return judgement("pass", key, args, details);
}

export function fail<K extends CauseCode>(key: K, args: Messages[K], details: Details = {}): Judgement {
  return judgement("fail", key, args, details);
}

export function warn<K extends CauseCode>(key: K, args: Messages[K], details: Details = {}): Judgement {
  return judgement("warn", key, args, details);
}

export function unverified<K extends CauseCode>(key: K, args: Messages[K], details: Details = {}): Judgement {
  return judgement("unverified", key, args, details);
}

export function judgement<K extends MessageKey>(
  status: Status,
  key: K,
  args: Messages[K],
  details: Details = {},
): Judgement {
  // A key and arguments of its own type are a member of the union; the compiler does not see it through the generic.
  return { status, message: { key, args } as AnyMessage, ...details };
}
