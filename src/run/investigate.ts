import { addressesOf } from "../checks/shared/resolution.ts";
import { controlWalk } from "../diagnosis/control-walk.ts";
import type { Inference } from "../diagnosis/diagnose.ts";
import { cloudEvidence } from "../evidence.ts";
import type { CheckContext } from "../model/check.ts";
import type { CloudConfiguration } from "../model/cloud.ts";
import type { AskedRequest } from "../diagnosis/network/forwarding.ts";
import { requestKey, type AnyObservation } from "../model/probe.ts";
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
  /** Attempts that are doubtful, as if they were all there was, by their questions' keys. */
  readonly #doubtful = new Map<string, AnyObservation>();
  /** All that was asked here. */
  readonly #asked: Promise<unknown>[] = [];
  /** Rounds of questions while checks are under way; undefined when none is. */
  #early: Promise<void> | undefined;
  #earlyRounds = 0;
  #isEarly = true;
  /** Of all questions asked here. */
  #beganAtMs: number | undefined;
  #lastAnswerAtMs = 0;

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

  /**
   * The first silence is reason enough to look at the path while the question is put again: waiting for the second one
   * would add the walk's time to the run's.
   */
  doubt(soFar: AnyObservation): void {
    if (this.#options.ending.reason !== undefined) return;
    this.#doubtful.set(requestKey(soFar.request), soFar);
    if (!this.#isEarly) return;
    this.#early ??= this.#askEarly().finally(() => {
      this.#early = undefined;
    });
  }

  async #askEarly(): Promise<void> {
    await this.#gather();
    while (this.#earlyRounds < EARLY_ROUNDS) {
      this.#earlyRounds += 1;
      const isFirst = this.#beganAtMs === undefined;
      const wanted = await this.#whatToAsk(await this.#infer([], this.#soFar()));
      // Routers limit their errors, and echo requests wait behind the other walks: begun later, theirs would end after all else.
      const requests = wanted.filter((request) => isFirst || !isEchoWalk(request));
      if (requests.length === 0) return;
      const answered = this.#askAll(requests);
      // Whatever else goes the same way would disturb a calm walk.
      const isCalm = requests.some((request) => request.probe === "hops" && request.calm === true);
      await (isCalm ? answered : Promise.race([answered, this.#untilSomethingIsCutOff()]));
    }
  }

  /** What only a failure gives a reason to ask: the questions that would tell the suspects apart, until none would. */
  async gatherEvidence(checks: CheckResult[]): Promise<Inference> {
    const { probes } = this.#options;
    this.#isEarly = false;
    await this.#early;
    await Promise.all(this.#asked);
    let inference = await this.#infer(checks, probes.observations);
    for (let round = 0; round < LATE_ROUNDS; round++) {
      const requests = await this.#whatToAsk(inference);
      if (requests.length === 0) break;
      await this.#askAll(requests);
      inference = await this.#infer(checks, probes.observations);
    }
    return inference;
  }

  async #whatToAsk(inference: Inference): Promise<AskedRequest[]> {
    const tookMs = this.#lastAnswerAtMs - (this.#beganAtMs ?? 0);
    if (this.#options.ending.reason !== undefined || tookMs > LAST_ROUND_AFTER_MS) return [];
    const { whatToAsk } = await loadDiagnosis();
    return whatToAsk(inference, (request) => this.#options.probes.wasAsked(request));
  }

  async #askAll(requests: readonly AskedRequest[]): Promise<void> {
    const { clock, probes } = this.#options;
    this.#beganAtMs ??= clock.listenedMs();
    const answered = Promise.all(requests.map((request) => probes.ask(request))).then(() => {
      this.#lastAnswerAtMs = clock.listenedMs();
    });
    this.#asked.push(answered);
    await answered;
  }

  /** Waits for a walk that finds where packets are dropped, since the next questions depend on that place; at most for ROUND_MS. */
  #untilSomethingIsCutOff(): Promise<unknown> {
    const { clock, probes } = this.#options;
    const cutOff = () =>
      probes.observations.filter(({ request, outcome }) => request.probe === "hops" && outcome !== "reached").length;
    const before = cutOff();
    const another = probes.waitUntil(() => cutOff() > before).then(() => this.#gather());
    return Promise.race([another, new Promise((resolve) => clock.afterListening(ROUND_MS, resolve))]);
  }

  /** Attempts that began together fail together, and the choice among them should not hang on milliseconds. */
  #gather(): Promise<unknown> {
    return new Promise((resolve) => this.#options.clock.afterListening(GATHER_MS, resolve));
  }

  /** What was seen, and what would be if nothing came any more. */
  #soFar(): AnyObservation[] {
    const { probes } = this.#options;
    const open = [...this.#doubtful.values()].filter(({ request }) => probes.observation(request) === undefined);
    return [...probes.observations, ...open];
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
}

function isEchoWalk(request: AskedRequest): boolean {
  return request.probe === "hops" && request.protocol === "icmp";
}

const GATHER_MS = 100;
/** While the checks are under way: what the first answers of the network lead to is asked before the last silence ends. */
const EARLY_ROUNDS = 2;
/** The third round rarely tells more. */
const LATE_ROUNDS = 2;
/** Long enough for a connection to a host that is known to be there. */
const ROUND_MS = 2_300;
/** Whoever waits should have an answer. */
const LAST_ROUND_AFTER_MS = 4_000;
