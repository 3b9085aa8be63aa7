import { addressesOf } from "../checks/shared/resolution.ts";
import { controlWalk } from "../diagnosis/control-walk.ts";
import type { Inference } from "../diagnosis/diagnose.ts";
import { cloudEvidence } from "../evidence.ts";
import type { CheckContext } from "../model/check.ts";
import type { CloudConfiguration } from "../model/cloud.ts";
import type { AnyObservation } from "../model/probe.ts";
import type { CheckId, CheckResult } from "../model/report.ts";
import type { World } from "../world/world.ts";
import type { ProbeRunner } from "./ask.ts";
import type { Ending } from "./ending.ts";

/** Of use once there are answers: the first question does not wait for it to be loaded. */
const loadDiagnosis = () => import("../diagnosis/diagnose.ts");

export interface InvestigationOptions {
  context: CheckContext;
  probes: ProbeRunner;
  ending: Ending;
  clock: World["clock"];
  /** Of each check that was judged: the keys of the questions that its verdict is about. */
  judgedFrom: ReadonlyMap<CheckId, ReadonlySet<string>>;
  cloud?: CloudConfiguration;
  startedAt: string;
}

/** Looks at the path: one walk on a run that works; where something fails, what tells the suspects apart. */
export class Investigation {
  readonly #options: InvestigationOptions;
  /** First attempts that failed, as if they were all there was. */
  readonly #doubtful: AnyObservation[] = [];
  #earlyQuestions: Promise<void> | undefined;
  #earlyTookMs = 0;

  constructor(options: InvestigationOptions) {
    this.#options = options;
  }

  /** Beside the checks, from the moment an address is known. @returns what waits for its end, if it was begun. */
  walkControlPath(): () => Promise<unknown> {
    const { context, probes } = this.#options;
    const find = () => controlWalk(context, (host) => addressesOf(host, context));
    let walk: Promise<unknown> | undefined;
    void probes
      .waitUntil(() => find() !== undefined)
      .then(() => {
        const request = find();
        if (request !== undefined) walk = probes.ask(request);
      });
    return () => walk ?? Promise.resolve();
  }

  /** What only a failure gives a reason to ask: the questions that would tell the suspects apart, until none would. */
  async gatherEvidence(checks: CheckResult[]): Promise<Inference> {
    await this.#earlyQuestions;
    const { clock } = this.#options;
    const beganAtMs = clock.listenedMs();
    const { whatToAsk } = await loadDiagnosis();
    const rounds = this.#earlyTookMs > LONG_ENOUGH_MS ? 0 : MAX_ROUNDS;
    let inference = await this.#infer(checks, this.#options.probes.observations);
    for (let round = 0; round < rounds && this.#options.ending.reason === undefined; round++) {
      const requests = clock.listenedMs() - beganAtMs > LAST_ROUND_AFTER_MS ? [] : whatToAsk(inference);
      if (requests.length === 0) break;
      await Promise.all(requests.map((request) => this.#options.probes.ask(request)));
      inference = await this.#infer(checks, this.#options.probes.observations);
    }
    return inference;
  }

  async #infer(checks: CheckResult[], observations: AnyObservation[]): Promise<Inference> {
    const { infer } = await loadDiagnosis();
    const { context, cloud, judgedFrom, startedAt } = this.#options;
    return infer({
      site: context.site,
      observations,
      checks,
      judgedFrom,
      ...(cloud !== undefined && { cloud: cloudEvidence(cloud, startedAt) }),
    });
  }

  /**
   * The first silence is reason enough to look at the path while the question is put again: waiting for the second one
   * would add the walk's time to the run's.
   */
  doubt(soFar: AnyObservation): void {
    if (this.#options.ending.reason !== undefined) return;
    this.#doubtful.push(soFar);
    this.#earlyQuestions ??= this.#askEarly();
  }

  async #askEarly(): Promise<void> {
    // Attempts that began together fail together, and the choice among them should not hang on milliseconds.
    const { clock } = this.#options;
    await new Promise((resolve) => clock.afterListening(GATHER_MS, resolve));
    const beganAtMs = clock.listenedMs();
    const { whatToAsk } = await loadDiagnosis();
    const requests = whatToAsk(await this.#infer([], [...this.#options.probes.observations, ...this.#doubtful]));
    await Promise.all(requests.map((request) => this.#options.probes.ask(request)));
    this.#earlyTookMs = clock.listenedMs() - beganAtMs;
  }
}

const GATHER_MS = 100;
/** After the questions that the first silence has led to: each round takes seconds, and the third rarely tells more. */
const MAX_ROUNDS = 2;
const LAST_ROUND_AFTER_MS = 4_500;
/** Packet sizes and data hop by hop have been looked at for so long that whoever waits should have an answer. */
const LONG_ENOUGH_MS = 5_500;
