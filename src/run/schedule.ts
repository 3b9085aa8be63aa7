import type { Words } from "../catalogue/words/words.ts";
import { CHECKS } from "../checks/checks.ts";
import { describe } from "../checks/shared/describe.ts";
import { judgeAnswers } from "../checks/shared/judge-answers.ts";
import {
  judgement,
  unverified,
  type CheckContext,
  type CheckInstance,
  type Dependency,
  type Judgement,
} from "../model/check.ts";
import { requestKey, type Observation } from "../model/probe.ts";
import { GROUPS, subjectOf, type CheckId, type CheckResult } from "../model/report.ts";
import type { Timers } from "../waiting.ts";
import { errorText, type ProbeRunner } from "./ask.ts";
import type { Ending } from "./ending.ts";

export interface ScheduleOptions {
  context: CheckContext;
  probes: ProbeRunner;
  ending: Ending;
  clock: Timers;
  words: Words;
  onCrash?: (error: unknown) => void;
}

/** The checks of a run: each is asked and judged once, when what it depends on has been. */
export class Schedule {
  readonly #options: ScheduleOptions;
  readonly #context: CheckContext;
  #instances: readonly CheckInstance[] = [];
  #byId: ReadonlyMap<CheckId, CheckInstance> = new Map();
  readonly #judged = new Map<CheckId, Promise<JudgedCheck>>();
  readonly #judgedFrom = new Map<CheckId, ReadonlySet<string>>();
  #selected: (id: CheckId) => boolean = () => true;

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#context = options.context;
  }

  /** Which checks there are, once the facts that decide it are known. */
  layOut(): void {
    this.#instances = inReportOrder(CHECKS.flatMap((check) => check.instances(this.#context)));
    this.#byId = new Map(this.#instances.map((instance) => [instance.id, instance]));
  }

  /** In the report's order. */
  get checkIds(): CheckId[] {
    return this.#instances.map(({ id }) => id);
  }

  /** Of each check that was judged: the keys of the questions that its verdict is about. */
  get judgedFrom(): ReadonlyMap<CheckId, ReadonlySet<string>> {
    return this.#judgedFrom;
  }

  select(selected: (id: CheckId) => boolean): void {
    this.#selected = selected;
  }

  /** They are sent before the other checks are begun, most of which wait for the answers. */
  async askForNames(): Promise<void> {
    for (const instance of this.#instances)
      if (instance.group === "dns" && this.#isAskedFor(instance)) void this.#judge(instance);
    await this.#options.clock.nextTurn();
  }

  /** @returns all checks, in the report's order. */
  judgeAll(onCheck?: (done: CheckResult, finished: number, total: number) => void): Promise<CheckResult[]> {
    let finished = 0;
    const judging = this.#instances.map(async (instance) => {
      const done = await this.#report(instance);
      finished += 1;
      onCheck?.(done, finished, this.#instances.length);
      return done;
    });
    return Promise.all(judging);
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
      this.#options.ending.cutShort("crashed");
      this.#options.onCrash?.(error);
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
      if (instance.required) this.#options.ending.cutShort("too-busy");
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
    await Promise.race([settled, this.#options.probes.waitUntil(isCertain)]);
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
      request === undefined ? [] : [[key, await this.#options.probes.ask(request)] as const],
    );
    return Object.fromEntries((await Promise.all(asked)).flat());
  }

  #unfinished(): Judgement {
    return this.#options.ending.reason === "deadline"
      ? unverified("deadline-exceeded", { deadlineMs: this.#context.site.deadlineMs })
      : unverified("interrupted", {});
  }
}

type NeededCheck = Extract<Dependency, { until: "passed" }>;

interface JudgedCheck {
  judgement: Judgement;
  durationMs: number;
}

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
