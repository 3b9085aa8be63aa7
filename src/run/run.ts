import { CATALOGUE_DATE } from "../catalogue/catalogue.ts";
import type { Words } from "../catalogue/words/words.ts";
import { contextOf, earlyFacts } from "../checks/shared/context.ts";
import type { Inference } from "../diagnosis/diagnose.ts";
import type { CheckContext } from "../model/check.ts";
import type { CloudConfiguration } from "../model/cloud.ts";
import { SCHEMA_VERSION, type CheckId, type CheckResult, type NodeFacts, type Report } from "../model/report.ts";
import type { Site } from "../model/site.ts";
import type { Probers } from "../probes/prober.ts";
import { onAbort } from "../waiting.ts";
import type { World } from "../world/world.ts";
import { ProbeRunner, type ProbeListener, type Waiting } from "./ask.ts";
import { assemble, loadConclusion, type RunBegun } from "./assemble.ts";
import { Ending, type CutShort } from "./ending.ts";
import { Investigation } from "./investigate.ts";
import { Schedule } from "./schedule.ts";

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

/** Which checks there are on this node: the host's own files are read, the network is not touched. */
export async function prepare(options: RunOptions): Promise<Run> {
  const run = new Run(options);
  await run.readHostFacts();
  return run;
}

/** One run: the checks are scheduled, a failure is investigated, and the report is assembled of both. */
export class Run {
  readonly #options: RunOptions;
  readonly #startedAtMs: number;
  readonly #startedAt: string;
  readonly #id: string;
  readonly #ending = new Ending();
  readonly #context: CheckContext;
  readonly #probes: ProbeRunner;
  readonly #schedule: Schedule;
  readonly #investigation: Investigation;

  constructor(options: RunOptions) {
    const { world, site, probers, words, debug, cloud } = options;
    this.#options = options;
    this.#startedAtMs = world.clock.elapsedMs();
    this.#startedAt = new Date(world.clock.epochMs()).toISOString();
    this.#id = world.random.uuid();
    const probes = new ProbeRunner(world, probers, site, {
      ...debug,
      onDoubt: (soFar) => {
        if (options.diagnosis) this.#investigation.doubt(soFar);
      },
    });
    this.#probes = probes;
    this.#context = contextOf({
      site,
      run: this.#id,
      cpu: world.cpu,
      observation: (request) => probes.observation(request),
      observations: () => probes.observations,
    });
    const shared = { context: this.#context, probes, ending: this.#ending, clock: world.clock };
    this.#schedule = new Schedule({ ...shared, words, ...(debug?.onCrash && { onCrash: debug.onCrash }) });
    this.#investigation = new Investigation({
      ...shared,
      judgedFrom: this.#schedule.judgedFrom,
      startedAt: this.#startedAt,
      ...(cloud !== undefined && { cloud }),
    });
  }

  async readHostFacts(): Promise<void> {
    await Promise.all(earlyFacts(this.#options.site).map((request) => this.#probes.ask(request)));
    this.#schedule.layOut();
  }

  /** What is being waited for, for whoever watches. */
  get longestWait(): Waiting | undefined {
    return this.#probes.longestWait;
  }

  /** What is known of the run before it runs. */
  get begun(): RunBegun {
    const { toolVersion, site, assumptions, strict, diagnosis } = this.#options;
    return {
      schemaVersion: SCHEMA_VERSION,
      tool: { name: "edge-preflight", version: toolVersion, catalogue: CATALOGUE_DATE },
      run: {
        id: this.#id,
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
    return this.#schedule.checkIds;
  }

  /** Judges the selected checks. What they need is asked as well, but not reported. */
  async execute(selected: (id: CheckId) => boolean): Promise<RunResult> {
    const { site, signal, onCheck, world, diagnosis } = this.#options;
    this.#schedule.select(selected);
    world.warmUp(loadConclusion);
    if (signal.aborted) this.#stop("interrupted");
    const ignoreInterrupt = onAbort(signal, () => {
      this.#stop("interrupted");
    });
    const callOffDeadline = world.clock.after(site.deadlineMs, () => {
      this.#stop("deadline");
    });
    try {
      await this.#schedule.askForNames();
      const control = diagnosis ? this.#investigation.walkControlPath() : undefined;
      const [checks, node] = await Promise.all([
        this.#schedule.judgeAll(onCheck),
        world.idleTurn().then(() => world.nodeFacts()),
        this.#probes.ask({ probe: "host", fact: "clock-service" }),
      ]);
      await control?.();
      const inference = diagnosis ? await this.#investigation.gatherEvidence(checks) : undefined;
      if (this.#probes.crashed) this.#ending.cutShort("crashed");
      const report = await this.#assembled(checks, node, inference);
      return { report, ...(this.#ending.reason !== undefined && { cutShort: this.#ending.reason }) };
    } finally {
      callOffDeadline();
      ignoreInterrupt();
    }
  }

  #stop(reason: CutShort): void {
    this.#ending.cutShort(reason);
    this.#probes.stop();
  }

  #assembled(checks: CheckResult[], node: NodeFacts, inference: Inference | undefined): Promise<Report> {
    const { world, strict, words, cloud } = this.#options;
    const parts = {
      begun: this.begun,
      durationMs: world.clock.elapsedMs() - this.#startedAtMs,
      checks,
      judgedFrom: this.#schedule.judgedFrom,
      observations: this.#probes.observations,
      node: { ...node, clock: { ...node.clock, ...this.#clockService() } },
      inference,
      finished: this.#ending.reason === undefined,
      strict,
      ...(cloud !== undefined && { cloud }),
    };
    return assemble(parts, words);
  }

  #clockService(): Pick<NodeFacts["clock"], "service"> {
    const fact = this.#context.fact("clock-service");
    return fact === undefined ? {} : { service: { name: fact.service, state: fact.state } };
  }
}
