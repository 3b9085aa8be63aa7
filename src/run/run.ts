import { ProbeRunner, errorText, type ProbeListener, type Waiting } from "./ask.ts";
import { CATALOGUE_DATE } from "../catalogue/catalogue.ts";
import type { Words } from "../catalogue/words/words.ts";
import { CHECKS } from "../checks/checks.ts";
import { judgeAnswers } from "../checks/shared/judge-answers.ts";
import { lineOf } from "../checks/shared/line.ts";
import { describe } from "../checks/shared/describe.ts";
import { contextOf, earlyFacts } from "../checks/shared/context.ts";
import { addressesOf } from "../checks/shared/resolution.ts";
import { controlWalk } from "../diagnosis/control-walk.ts";
import type { Inference } from "../diagnosis/diagnose.ts";
import { cloudEvidence, withSources } from "../evidence.ts";
import {
  judgement,
  unverified,
  type CheckInstance,
  type Dependency,
  type Judgement,
  type CheckContext,
} from "../model/check.ts";
import type { RunEvent } from "../model/event.ts";
import { requestKey, type AnyObservation, type Observation } from "../model/probe.ts";
import { onAbort } from "../waiting.ts";
import {
  GROUPS,
  SCHEMA_VERSION,
  subjectOf,
  type CheckId,
  type CheckResult,
  type NodeFacts,
  type Report,
} from "../model/report.ts";
import type { CloudConfiguration } from "../model/cloud.ts";
import type { Site } from "../model/site.ts";
import type { Probers } from "../probes/prober.ts";
import type { World } from "../world/world.ts";

/** Of use once there are answers: the first question does not wait for it to be loaded. */
const loadDiagnosis = () => import("../diagnosis/diagnose.ts");
const loadConclusion = () => import("../conclusion.ts");

export interface RunOptions {
  site: Site;
  world: World;
  probers: Probers;
  words: Words;
  toolVersion: string;
  /** The command line, for the report. */
  arguments: string[];
  /** What was taken for granted because nobody said it. */
  assumptions: string[];
  /** Warnings and unverified required checks count as failures. */
  strict: boolean;
  /** Whether to look at the path as well: one walk on a run that works, more where something fails. */
  diagnosis: boolean;
  /** What the cloud says of its own devices, where somebody has asked it. */
  cloud?: CloudConfiguration;
  /** Fires when the user interrupts. */
  signal: AbortSignal;
  onCheck?: (done: CheckResult, finished: number, total: number) => void;
  /** Hears of each answer as it comes, and of what went wrong in this program itself. */
  debug?: Pick<ProbeListener, "onAnswer" | "onCrash">;
}

export interface RunResult {
  report: Report;
  /** Why the run did not finish, if it did not. */
  cutShort?: CutShort;
}

export type CutShort = "deadline" | "interrupted" | "crashed" | "too-busy";

/** Which checks there are on this node: the host's own files are read, the network is not touched. */
export async function prepare(options: RunOptions): Promise<Run> {
  const run = new Run(options);
  await run.readHostFacts();
  return run;
}

/** One run: questions asked once, their answers, and what the checks make of them. */
export class Run {
  readonly #options: RunOptions;
  readonly #startedAtMs: number;
  readonly #startedAt: string;
  readonly #probes: ProbeRunner;
  readonly #judged = new Map<CheckId, Promise<JudgedCheck>>();
  readonly #run: string;
  readonly #context: CheckContext;
  #instances: CheckInstance[] = [];
  #byId = new Map<CheckId, CheckInstance>();
  #selected: (id: CheckId) => boolean = () => true;
  /** Of each check that was judged: the questions that its verdict is about. */
  readonly #judgedFrom = new Map<CheckId, ReadonlySet<string>>();
  #cutShort: CutShort | undefined;
  /** First attempts that failed, as if they were all there was. */
  readonly #doubtful: AnyObservation[] = [];
  #earlyQuestions: Promise<void> | undefined;
  #earlyTookMs = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#probes = new ProbeRunner(options.world, options.probers, options.site, {
      ...options.debug,
      onDoubt: (soFar) => {
        this.#doubt(soFar);
      },
    });
    this.#startedAtMs = options.world.clock.elapsedMs();
    this.#startedAt = new Date(options.world.clock.epochMs()).toISOString();
    this.#run = options.world.random.uuid();
    this.#context = contextOf({
      site: options.site,
      run: this.#run,
      cpu: options.world.cpu,
      observation: (request) => this.#probes.observation(request),
      observations: () => this.#probes.observations,
    });
  }

  async readHostFacts(): Promise<void> {
    await Promise.all(earlyFacts(this.#options.site).map((request) => this.#probes.ask(request)));
    this.#instances = inReportOrder(CHECKS.flatMap((check) => check.instances(this.#context)));
    this.#byId = new Map(this.#instances.map((instance) => [instance.id, instance]));
  }

  /** What is being waited for, for whoever watches. */
  get longestWait(): Waiting | undefined {
    return this.#probes.longestWait;
  }

  /** What is known of the run before it runs. */
  get begun(): Omit<Extract<RunEvent, { event: "run" }>, "event"> {
    const { toolVersion, site, assumptions, strict, diagnosis } = this.#options;
    return {
      schemaVersion: SCHEMA_VERSION,
      tool: { name: "edge-preflight", version: toolVersion, catalogue: CATALOGUE_DATE },
      run: {
        id: this.#run,
        startedAt: this.#startedAt,
        arguments: this.#options.arguments,
        assumptions,
        ...(strict && { strict }),
        ...(!diagnosis && { noDiagnosis: true }),
      },
      site,
    };
  }

  get checkIds(): CheckId[] {
    return this.#instances.map(({ id }) => id);
  }

  /** Judges the selected checks. What they need is asked as well, but not reported. */
  async execute(selected: (id: CheckId) => boolean): Promise<RunResult> {
    const { site, signal, onCheck, world } = this.#options;
    this.#selected = selected;
    world.warmUp(loadConclusion);
    if (signal.aborted) this.#stop("interrupted");
    const ignoreInterrupt = onAbort(signal, () => {
      this.#stop("interrupted");
    });
    const callOffDeadline = world.clock.after(site.deadlineMs, () => {
      this.#stop("deadline");
    });
    try {
      await this.#askForNames();
      let finished = 0;
      const control = this.#options.diagnosis ? this.#walkControlPath() : undefined;
      const judging = this.#instances.map(async (instance) => {
        const done = await this.#report(instance);
        finished += 1;
        onCheck?.(done, finished, this.#instances.length);
        return done;
      });
      const [checks, node] = await Promise.all([
        Promise.all(judging),
        world.idleTurn().then(() => world.nodeFacts()),
        this.#probes.ask({ probe: "host", fact: "clock-service" }),
      ]);
      await control?.();
      const inference = this.#options.diagnosis ? await this.#gatherEvidence(checks) : undefined;
      if (this.#probes.crashed) this.#cutShort ??= "crashed";
      return {
        report: await this.#assemble(checks, node, inference),
        ...(this.#cutShort && { cutShort: this.#cutShort }),
      };
    } finally {
      callOffDeadline();
      ignoreInterrupt();
    }
  }

  /** They are sent before the other checks are begun, most of which wait for the answers. */
  async #askForNames(): Promise<void> {
    for (const instance of this.#instances)
      if (instance.group === "dns" && this.#isAskedFor(instance)) void this.#judge(instance);
    await this.#options.world.clock.nextTurn();
  }

  /** Beside the checks, from the moment an address is known. @returns what waits for its end, if it was begun. */
  #walkControlPath(): () => Promise<unknown> {
    const find = () => controlWalk(this.#context, (host) => addressesOf(host, this.#context));
    let walk: Promise<unknown> | undefined;
    void this.#probes
      .waitUntil(() => find() !== undefined)
      .then(() => {
        const request = find();
        if (request !== undefined) walk = this.#probes.ask(request);
      });
    return () => walk ?? Promise.resolve();
  }

  /** What only a failure gives a reason to ask: the questions that would tell the suspects apart, until none would. */
  async #gatherEvidence(checks: CheckResult[]): Promise<Inference> {
    await this.#earlyQuestions;
    const { clock } = this.#options.world;
    const beganAtMs = clock.listenedMs();
    const { whatToAsk } = await loadDiagnosis();
    const rounds = this.#earlyTookMs > LONG_ENOUGH_MS ? 0 : MAX_ROUNDS;
    let inference = await this.#infer(checks, this.#probes.observations);
    for (let round = 0; round < rounds && this.#cutShort === undefined; round++) {
      const requests = clock.listenedMs() - beganAtMs > LAST_ROUND_AFTER_MS ? [] : whatToAsk(inference);
      if (requests.length === 0) break;
      await Promise.all(requests.map((request) => this.#probes.ask(request)));
      inference = await this.#infer(checks, this.#probes.observations);
    }
    return inference;
  }

  async #infer(checks: CheckResult[], observations: AnyObservation[]): Promise<Inference> {
    const { infer } = await loadDiagnosis();
    const { site, cloud } = this.#options;
    return infer({
      site,
      observations,
      checks,
      judgedFrom: this.#judgedFrom,
      ...(cloud !== undefined && { cloud: cloudEvidence(cloud, this.#startedAt) }),
    });
  }

  /**
   * The first silence is reason enough to look at the path while the question is put again: waiting for the second one
   * would add the walk's time to the run's.
   */
  #doubt(soFar: AnyObservation): void {
    if (!this.#options.diagnosis || this.#cutShort !== undefined) return;
    this.#doubtful.push(soFar);
    this.#earlyQuestions ??= this.#askEarly();
  }

  async #askEarly(): Promise<void> {
    // Attempts that began together fail together, and the choice among them should not hang on milliseconds.
    const { clock } = this.#options.world;
    await new Promise((resolve) => clock.afterListening(GATHER_MS, resolve));
    const beganAtMs = clock.listenedMs();
    const { whatToAsk } = await loadDiagnosis();
    const requests = whatToAsk(await this.#infer([], [...this.#probes.observations, ...this.#doubtful]));
    await Promise.all(requests.map((request) => this.#probes.ask(request)));
    this.#earlyTookMs = clock.listenedMs() - beganAtMs;
  }

  async #report(instance: CheckInstance): Promise<CheckResult> {
    if (!this.#isAskedFor(instance))
      return describe(instance, judgement("skipped", "not-asked-for", {}), 0, this.#options.words);
    const { judgement: judged, durationMs } = await this.#judge(instance);
    return describe(instance, judged, judged.durationMs ?? durationMs, this.#options.words);
  }

  #isAskedFor({ id, skipped }: CheckInstance): boolean {
    return !skipped && this.#selected(id);
  }

  #judge(instance: CheckInstance): Promise<JudgedCheck> {
    let judged = this.#judged.get(instance.id);
    if (judged === undefined) {
      judged = this.#judgeGuarded(instance);
      this.#judged.set(instance.id, judged);
    }
    return judged;
  }

  /** A fault of the tool in one check becomes one row, never a dead run. */
  async #judgeGuarded(instance: CheckInstance): Promise<JudgedCheck> {
    try {
      return await this.#judgeOnce(instance);
    } catch (error) {
      this.#cutShort ??= "crashed";
      this.#options.debug?.onCrash?.(error);
      return { judgement: unverified("internal-error", { error: errorText(error) }), durationMs: 0 };
    }
  }

  async #judgeOnce(instance: CheckInstance): Promise<JudgedCheck> {
    const needed = instance.dependsOn.filter((each) => each.until === "passed");
    const settled = this.#settle(needed);
    const asking = (await this.#isCertainEarlier(needed, settled)) ? this.#askAll(instance) : undefined;
    const failed = await settled;
    if (failed !== undefined) return { judgement: this.#blockedBy(failed), durationMs: 0 };
    await Promise.all(this.#followed(instance).map((other) => this.#judge(other)));
    const seen = await (asking ?? this.#askAll(instance));
    const all = Object.values(seen);
    const own = all.map(({ request }) => request).filter(instance.isAbout);
    this.#judgedFrom.set(instance.id, new Set(own.map(requestKey)));
    const durationMs = Math.max(0, ...all.map((one) => one.durationMs));
    const crashed = all.find(({ outcome }) => outcome === "crashed");
    if (crashed !== undefined)
      return { judgement: unverified("internal-error", { error: crashed.reason ?? "unknown" }), durationMs };
    if (all.some(({ outcome }) => outcome === "interrupted")) return { judgement: this.#unfinished(), durationMs };
    if (all.some(({ outcome }) => outcome === "not-heard")) {
      // A run that heard nothing must not end as one that found nothing wrong.
      if (instance.required) this.#cutShort ??= "too-busy";
      return { judgement: unverified("machine-too-busy", {}), durationMs };
    }
    return { judgement: judgeAnswers(instance, seen, this.#context), durationMs };
  }

  /** @returns the first of the needed checks that did not pass, once all are judged. */
  async #settle(needed: readonly NeededCheck[]): Promise<{ id: CheckId; judgement: Judgement } | undefined> {
    const judged = await Promise.all(
      needed
        .flatMap(({ check }) => this.#byId.get(check) ?? [])
        .map(async (need) => ({ id: need.id, judgement: (await this.#judge(need)).judgement })),
    );
    return judged.find((need) => !isPassable(need.judgement));
  }

  /** Whether all that is needed is certain before it is judged. Returns at the latest when it is judged. */
  async #isCertainEarlier(needed: readonly NeededCheck[], settled: Promise<unknown>): Promise<boolean> {
    if (needed.every(({ orOnce }) => orOnce === undefined)) return false;
    const isCertain = () => needed.every(({ orOnce }) => orOnce?.(this.#context) === true);
    await Promise.race([settled, this.#probes.waitUntil(isCertain)]);
    return isCertain();
  }

  /** What was cut off before its prerequisite was known is unfinished too; nothing is known to block it. */
  #blockedBy(need: { id: CheckId; judgement: Judgement }): Judgement {
    const { key } = need.judgement.message;
    if (key === "deadline-exceeded" || key === "interrupted" || key === "machine-too-busy") return need.judgement;
    return judgement("blocked", "prerequisite-failed", { needs: need.id });
  }

  #followed({ dependsOn }: CheckInstance): CheckInstance[] {
    return dependsOn.flatMap((each) => {
      if (each.until !== "judged" || (each.ifChosen && !this.#selected(each.check))) return [];
      const other = this.#byId.get(each.check);
      return other === undefined || other.skipped ? [] : [other];
    });
  }

  async #askAll(instance: CheckInstance): Promise<Record<string, Observation>> {
    const asked = Object.entries(instance.asks(this.#context)).map(async ([key, request]) =>
      request === undefined ? [] : [[key, await this.#probes.ask(request)] as const],
    );
    return Object.fromEntries((await Promise.all(asked)).flat());
  }

  #stop(reason: CutShort): void {
    this.#cutShort ??= reason;
    this.#probes.stop();
  }

  #unfinished(): Judgement {
    return this.#cutShort === "deadline"
      ? unverified("deadline-exceeded", { deadlineMs: this.#options.site.deadlineMs })
      : unverified("interrupted", {});
  }

  #clockService(): Pick<NodeFacts["clock"], "service"> {
    const fact = this.#context.fact("clock-service");
    return fact === undefined ? {} : { service: { name: fact.service, state: fact.state } };
  }

  async #assemble(checks: CheckResult[], node: NodeFacts, inference: Inference | undefined): Promise<Report> {
    const { world, strict, cloud, site } = this.#options;
    const { concluded } = await loadConclusion();
    const { run, ...head } = this.begun;
    const { id, startedAt, ...asked } = run;
    const { observations } = this.#probes;
    const line = lineOf(observations, site);
    const finished = this.#cutShort === undefined;
    const conclusion = concluded({ checks, inference, finished, strict }, this.#options.words);
    return {
      schemaVersion: head.schemaVersion,
      tool: head.tool,
      run: { id, startedAt, durationMs: Math.round(world.clock.elapsedMs() - this.#startedAtMs), ...asked },
      node: { ...node, clock: { ...node.clock, ...this.#clockService() } },
      site: head.site,
      ...conclusion,
      checks: withSources(conclusion.checks, this.#judgedFrom, observations),
      ...(line !== undefined && { line }),
      observations,
      ...(cloud !== undefined && { cloud }),
    };
  }
}

type NeededCheck = Extract<Dependency, { until: "passed" }>;

interface JudgedCheck {
  judgement: Judgement;
  durationMs: number;
}

const GATHER_MS = 100;
/** After the questions that the first silence has led to: each round takes seconds, and the third rarely tells more. */
const MAX_ROUNDS = 2;
const LAST_ROUND_AFTER_MS = 4_500;
/** Packet sizes and data hop by hop have been looked at for so long that whoever waits should have an answer. */
const LONG_ENOUGH_MS = 5_500;

/** Whether a needed check lets its dependants be asked: with an address from --dns-server the path can still be tried. */
function isPassable({ status, message }: Judgement): boolean {
  return status === "pass" || status === "warn" || message.key === "dns-answer-only-from-option";
}

/** By group, then by subject in order of first appearance, so that all rows of one endpoint stand together. */
function inReportOrder(instances: CheckInstance[]): CheckInstance[] {
  const subjects = [...new Set(instances.map(({ id }) => subjectOf(id)))];
  const rank = (instance: CheckInstance) =>
    GROUPS.indexOf(instance.group) * subjects.length + subjects.indexOf(subjectOf(instance.id));
  return [...instances].sort((a, b) => rank(a) - rank(b));
}
