import type { AnyMessage, AnyTitle, CauseCode, MessageKey, Messages, PassKey } from "./message.ts";
import type { AnyObservation, HostEvidence, HostFact, ObservationFor, ProbeRequest } from "./probe.ts";
import type { CheckId, Endpoint, Group, Status } from "./report.ts";
import type { Site } from "./site.ts";

/** A DNS server that is asked, and why. Only those of resolv.conf decide what a program on this node gets. */
export interface Resolver {
  address: string;
  origin: "resolv.conf" | "systemd-resolved" | "option";
}

/** What a check is asked and judged with: the settings, the host's facts, and everything that was seen. */
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

/** By name; one that there is no reason to ask is absent or undefined. */
export type Questions = Partial<Record<string, ProbeRequest>>;
export type Answers<A extends Questions> = { [K in keyof A]: ObservationFor<Extract<A[K], ProbeRequest>> };

/** What another check has to come to before this one is asked or judged. */
export type Dependency =
  /**
   * It passes, else this check is blocked. @see needs
   * `orOnce`: this check is asked as soon as that holds, looked at again after every observation: a second resolver's time-out must
   * not hold up connections to an address that is known.
   */
  | { until: "passed"; check: CheckId; orOnce?: (context: CheckContext) => boolean }
  /** It is judged, however it ends: what it saw is part of this one's judgement. @see follows, followsIfChosen */
  | { until: "judged"; check: CheckId; ifChosen: boolean };

export function needs(check: CheckId, options: { orOnce?: (context: CheckContext) => boolean } = {}): Dependency {
  return { until: "passed", check, ...options };
}

/** The other check is asked on this one's account, whether or not the user has chosen it. */
export function follows(check: CheckId): Dependency {
  return { until: "judged", check, ifChosen: false };
}

/** The other check is only waited for where it runs anyway. */
export function followsIfChosen(check: CheckId): Dependency {
  return { until: "judged", check, ifChosen: true };
}

/** One kind of check over many subjects: a pure question and a pure judgement. */
export interface Check<S, A extends Questions> {
  group: Group;
  subjects: (context: CheckContext) => S[];
  id: (subject: S) => CheckId;
  title: (subject: S) => AnyTitle;
  required: (subject: S) => boolean;
  dependsOn?: (subject: S, context: CheckContext) => Dependency[];
  /** Left out because the user's settings say so. */
  skip?: (subject: S, site: Site) => boolean;
  asks: (subject: S, context: CheckContext) => A;
  /** Whether the verdict is about a question, and not only judged in its light; unless said, it is about all of them. */
  isAbout?: (subject: S, request: Extract<A[keyof A], ProbeRequest>) => boolean;
  judge: (seen: Answers<A>, subject: S, context: CheckContext) => Judgement;
}

/** A check with one of its subjects, the types of both put away. */
export interface CheckInstance {
  id: CheckId;
  group: Group;
  title: AnyTitle;
  required: boolean;
  dependsOn: Dependency[];
  skipped: boolean;
  asks: (context: CheckContext) => Questions;
  isAbout: (request: ProbeRequest) => boolean;
  judge: (seen: Answers<Questions>, context: CheckContext) => Judgement;
}

export interface AnyCheck {
  group: Group;
  instances: (context: CheckContext) => CheckInstance[];
}

/** A check whose questions another check may read the answers to. */
export interface DefinedCheck<S, A extends Questions> extends AnyCheck {
  /** What has been seen so far of the questions about a subject. */
  answers: (subject: S, context: CheckContext) => Partial<Answers<A>>;
}

/** Infers the question and evidence types from the definition, then puts them away. */
export function defineCheck<S, A extends Questions>(check: Check<S, A>): DefinedCheck<S, A> {
  return {
    group: check.group,
    instances: (context) =>
      check.subjects(context).map((subject) => ({
        id: check.id(subject),
        group: check.group,
        title: check.title(subject),
        required: check.required(subject),
        dependsOn: check.dependsOn?.(subject, context) ?? [],
        skipped: check.skip?.(subject, context.site) ?? false,
        asks: (now) => check.asks(subject, now),
        // It is put to questions that asks() returned.
        isAbout: (request) => check.isAbout?.(subject, request as Extract<A[keyof A], ProbeRequest>) ?? true,
        // The runner answers exactly the questions that asks() returned.
        judge: (seen, now) => check.judge(seen as Answers<A>, subject, now),
      })),
    answers: (subject, context) => answersTo(check.asks(subject, context), context),
  };
}

/** What has been seen so far of these questions. */
export function answersTo<A extends Questions>(
  questions: A,
  context: Pick<CheckContext, "observation">,
): Partial<Answers<A>> {
  const seen = Object.entries<ProbeRequest | undefined>(questions).flatMap(([name, request]) => {
    const observation = request === undefined ? undefined : context.observation(request);
    return observation === undefined ? [] : [[name, observation] as const];
  });
  // Each is stored under the key of its own request, so of its kind.
  return Object.fromEntries(seen) as Partial<Answers<A>>;
}

/** Whether every question has been answered: only then can a check be judged. */
export function isComplete<A extends Questions>(questions: A, seen: Partial<Answers<A>>): seen is Answers<A> {
  return Object.entries<ProbeRequest | undefined>(questions).every(
    ([name, request]) => request === undefined || name in seen,
  );
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
