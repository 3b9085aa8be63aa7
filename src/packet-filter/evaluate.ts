import type {
  FilterChain,
  FilterHook,
  FilterInterval,
  FilterMapEntry,
  FilterRule,
  FilterRuleset,
  FilterSet,
  FilterStep,
  FilterVerdict,
} from "../model/filter.ts";
import { ANY_MARK, factOf, joined, NO_MARK, type FilterPacket, type Meeting, type PacketState } from "./facts.ts";
import { elementMatch, matchStep, type FactsOf, type OnBoundary } from "./match.ts";

/**
 * What a host's own packet filter does to a packet. Where a match cannot be decided, both ways are followed. "Accepts" and "drops"
 * are said only where every way ends so; else it is "cannot tell".
 */
export interface Judgement {
  verdict: "accepts" | "drops" | "cannot-tell";
  /** The rule that drops it, or the first one that keeps the verdict from being told. */
  rule?: string;
  /** A rule that puts another destination in the place of the packet's, or may do so. */
  destinationTranslated?: string;
  /** The same for the source. */
  sourceTranslated?: string;
}

const WAY: Record<FilterPacket["direction"], FilterHook[]> = {
  in: ["ingress", "prerouting", "input"],
  out: ["output", "postrouting", "egress"],
  through: ["postrouting", "egress"],
};

/** Rules looked at for one packet; chains of any real host stay far below. */
const MAX_STEPS = 500_000;

export function evaluateFilter(
  ruleset: FilterRuleset,
  packet: FilterPacket,
  onBoundary: OnBoundary = () => undefined,
): Judgement {
  return new Evaluation(ruleset, packet, onBoundary).judge();
}

/** Parts of a range of sources, each with what becomes of packets from there, in order. */
export interface SourcePart extends Judgement {
  sources: FilterInterval;
}

/** Splits a range of sources where rules treat them differently; what is split too often is not told. */
export function evaluateSources(ruleset: FilterRuleset, packet: FilterPacket, sources: FilterInterval): SourcePart[] {
  const parts: SourcePart[] = [];
  const open: FilterInterval[] = [sources];
  let left = MAX_PARTS;
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    let boundary: number | undefined;
    const judged = evaluateFilter(ruleset, { ...packet, source: range }, (value) => (boundary ??= value));
    const [low, high] = range;
    if (judged.verdict === "cannot-tell" && boundary !== undefined && left-- > 0)
      open.push([boundary, high], [low, boundary - 1]);
    else parts.push({ ...judged, sources: range });
  }
  return parts;
}

const MAX_PARTS = 512;

/** How a packet can leave a chain, with what it has become by then. */
interface Ends {
  accepted?: PacketState;
  /** Past the last rule, or by a return. */
  through?: PacketState;
  /** The first rule that drops it. */
  drop?: string;
  /** The first rule that may or may not have decided. */
  doubt?: string;
}

class Evaluation {
  readonly #ruleset: FilterRuleset;
  readonly #packet: FilterPacket;
  readonly #onBoundary: OnBoundary;
  readonly #index: RulesetIndex;
  #stepsLeft = MAX_STEPS;

  constructor(ruleset: FilterRuleset, packet: FilterPacket, onBoundary: OnBoundary) {
    this.#ruleset = ruleset;
    this.#packet = packet;
    this.#onBoundary = onBoundary;
    this.#index = indexOf(ruleset);
  }

  judge(): Judgement {
    // An answer or a later packet may bear the mark that its connection was given.
    const ctmark = this.#packet.phase === "first" || !this.#index.marksConnections ? NO_MARK : ANY_MARK;
    let state: PacketState = { mark: NO_MARK, ctmark, tracked: "yes" };
    let doubt: string | undefined;
    for (const base of this.#bases()) {
      if (base.bridge === true || (base.devices === undefined && isOfDevices(base))) {
        // Whether it meets the packet at all is not known: harmless only if it lets everything through.
        if (base.policy === "drop" || base.rules.length > 0) doubt ??= labelOf(base);
        continue;
      }
      const ends = new ChainWalk(this.#index, this.#meetingAt(base), this).chain(base, state, 0);
      const byPolicy = ends.through !== undefined && base.policy === "drop";
      const passes = joinedOf(ends.accepted, byPolicy ? undefined : ends.through);
      const drop = ends.drop ?? (byPolicy ? policyText(base) : undefined);
      // Every base chain must let it through: one that only drops decides, whatever the others do.
      if (passes === undefined)
        return { verdict: "drops", ...(drop !== undefined && { rule: drop }), ...translationOf(state) };
      if (drop !== undefined) doubt ??= ends.doubt ?? drop;
      state = passes;
    }
    if (this.#packet.direction === "in" && state.destinationTranslated !== undefined)
      doubt ??= state.destinationTranslated;
    return {
      verdict: doubt === undefined ? "accepts" : "cannot-tell",
      ...(doubt !== undefined && { rule: doubt }),
      ...translationOf(state),
    };
  }

  spend(): boolean {
    return this.#stepsLeft-- > 0;
  }

  get packet(): FilterPacket {
    return this.#packet;
  }

  get onBoundary(): OnBoundary {
    return this.#onBoundary;
  }

  #meetingAt({ hook = "input", priority }: FilterChain): Meeting {
    const { translates, untracks } = this.#index;
    return { hook, priority, translates, untracks };
  }

  /** Base chains on the packet's way, in the order in which it meets them. */
  #bases(): FilterChain[] {
    const way = WAY[this.#packet.direction];
    const { interface: name, phase } = this.#packet;
    return this.#ruleset.chains
      .filter(({ hook, nat, devices, bridge }) => {
        if (hook === undefined || !way.includes(hook)) return false;
        if (nat === true && phase !== "first") return false;
        if (bridge === true) return name === undefined || this.#ruleset.bridges.includes(name);
        return devices === undefined || name === undefined || devices.includes(name);
      })
      .sort((a, b) => way.indexOf(a.hook ?? "input") - way.indexOf(b.hook ?? "input") || a.priority - b.priority);
  }
}

function hasStep({ chains }: FilterRuleset, is: (step: FilterStep) => boolean): boolean {
  return chains.some(({ rules }) => rules.some(({ steps }) => steps.some(is)));
}

function isOfDevices({ hook }: FilterChain): boolean {
  return hook === "ingress" || hook === "egress";
}

function translationOf({
  destinationTranslated,
  sourceTranslated,
}: PacketState): Pick<Judgement, "destinationTranslated" | "sourceTranslated"> {
  return {
    ...(destinationTranslated !== undefined && { destinationTranslated }),
    ...(sourceTranslated !== undefined && { sourceTranslated }),
  };
}

function labelOf({ table, name }: FilterChain): string {
  return `${table} ${name}`;
}

function policyText(chain: FilterChain): string {
  return /^iptables/.test(chain.table) ? `${chain.table}: -P ${chain.name} DROP` : `${labelOf(chain)}: policy drop`;
}

function joinedOf(a: PacketState | undefined, b: PacketState | undefined): PacketState | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return joined(a, b);
}

interface RulesetIndex {
  /** By table and name. */
  chains: ReadonlyMap<string, FilterChain>;
  sets: ReadonlyMap<string, FilterSet>;
  /** Whether any rule at all does so. */
  translates: boolean;
  untracks: boolean;
  marksConnections: boolean;
}

/** Made once: a ruleset has thousands of chains where Kubernetes runs, and is walked for dozens of packets. */
const indexes = new WeakMap<FilterRuleset, RulesetIndex>();

function indexOf(ruleset: FilterRuleset): RulesetIndex {
  const known = indexes.get(ruleset) ?? {
    chains: new Map(ruleset.chains.map((chain) => [`${chain.table}\n${chain.name}`, chain])),
    sets: new Map(ruleset.sets.map((set) => [`${set.table}\n${set.name}`, set])),
    translates: ruleset.chains.some(({ nat, rules }) => nat === true && rules.length > 0),
    untracks: hasStep(ruleset, ({ step }) => step === "untrack"),
    marksConnections: hasStep(ruleset, (step) => step.step === "mark" && step.of === "connection"),
  };
  indexes.set(ruleset, known);
  return known;
}

/** The kernel refuses a ruleset that jumps deeper. */
const MAX_DEPTH = 16;

/** One base chain with those that it jumps to. */
class ChainWalk {
  readonly #chains: ReadonlyMap<string, FilterChain>;
  readonly #sets: ReadonlyMap<string, FilterSet>;
  readonly #meeting: Meeting;
  readonly #run: Evaluation;
  /** A chain does the same to the same packet wherever it is jumped to from. */
  readonly #known = new Map<string, Ends>();

  constructor({ chains, sets }: RulesetIndex, meeting: Meeting, run: Evaluation) {
    this.#chains = chains;
    this.#sets = sets;
    this.#meeting = meeting;
    this.#run = run;
  }

  chain(chain: FilterChain, state: PacketState, depth: number): Ends {
    if (depth > MAX_DEPTH) return { drop: labelOf(chain), accepted: state, through: state, doubt: labelOf(chain) };
    const key = `${chain.table}\n${chain.name}\n${JSON.stringify(state)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const ends: Ends = {};
    let current: PacketState | undefined = state;
    for (const rule of chain.rules) {
      if (!this.#run.spend()) return { drop: rule.text, accepted: current, through: current, doubt: rule.text };
      current = this.#rule(rule, chain, current, ends, depth);
      if (current === undefined) break;
    }
    add(ends, { ...(current !== undefined && { through: current }) });
    this.#known.set(key, ends);
    return ends;
  }

  /** @returns what the packet is like when it comes to the next rule, if it can come there. */
  #rule(rule: FilterRule, chain: FilterChain, before: PacketState, ends: Ends, depth: number): PacketState | undefined {
    let state = before;
    /** Of a packet for which some step has not held. */
    let next: PacketState | undefined;
    let isSure = true;
    const facts: FactsOf = (key) => factOf(key, this.#run.packet, state, this.#meeting);
    for (const step of rule.steps) {
      if (step.step === "mark" || step.step === "untrack") {
        state = changed(state, step);
        continue;
      }
      if (step.step === "verdict" || step.step === "map") {
        const verdicts =
          step.step === "verdict" ? [{ verdict: step.verdict, sure: true }] : this.#looksUp(step, chain, facts);
        const decided = verdicts.some(({ sure }) => sure);
        if (!decided) next = joinedOf(next, state);
        if (!isSure || !decided) if (verdicts.some(({ verdict }) => verdict !== "continue")) ends.doubt ??= rule.text;
        for (const { verdict } of verdicts)
          next = joinedOf(next, this.#follow(verdict, rule, chain, state, ends, depth));
        return next;
      }
      const holds = this.#holds(step, chain, facts);
      if (holds === "no") return joinedOf(next, state);
      if (holds === "unknown") {
        isSure = false;
        next = joinedOf(next, state);
      }
    }
    return joinedOf(next, state);
  }

  #holds(step: FilterStep, chain: FilterChain, facts: FactsOf): "yes" | "no" | "unknown" {
    if (step.step === "never") return "no";
    if (step.step === "match" || step.step === "bits")
      return matchStep(step, facts, (name) => this.#sets.get(`${chain.table}\n${name}`), this.#run.onBoundary);
    return "unknown";
  }

  /** The verdicts that a map may give; `sure` where this one it is. */
  #looksUp(
    { keys, entries, set }: Extract<FilterStep, { step: "map" }>,
    chain: FilterChain,
    facts: FactsOf,
  ): { verdict: FilterVerdict; sure: boolean }[] {
    const named = set === undefined ? undefined : this.#sets.get(`${chain.table}\n${set}`);
    if (set !== undefined && (named === undefined || named.open === true)) return [{ verdict: "unknown", sure: false }];
    const all: readonly FilterMapEntry[] = named?.entries ?? entries ?? [];
    const values = keys.map(facts);
    if (values.includes("absent")) return [];
    const possible: { verdict: FilterVerdict; sure: boolean }[] = [];
    for (const { element, verdict } of all) {
      const match = elementMatch(keys, element, values, undefined, this.#run.onBoundary);
      // The kernel refuses elements that overlap.
      if (match === "yes") return [{ verdict, sure: true }];
      if (match === "unknown") possible.push({ verdict, sure: false });
    }
    return possible;
  }

  /** @returns what the packet is like at the next rule, where it comes there from the verdict. */
  #follow(
    verdict: FilterVerdict,
    rule: FilterRule,
    chain: FilterChain,
    state: PacketState,
    ends: Ends,
    depth: number,
  ): PacketState | undefined {
    switch (verdict) {
      case "continue":
        return state;
      case "accept":
        add(ends, { accepted: state });
        return undefined;
      case "return":
        add(ends, { through: state });
        return undefined;
      case "drop":
      case "reject":
        ends.drop ??= rule.text;
        return undefined;
      case "translate-destination":
        add(ends, { accepted: { ...state, destinationTranslated: state.destinationTranslated ?? rule.text } });
        return undefined;
      case "translate-source":
        add(ends, { accepted: { ...state, sourceTranslated: state.sourceTranslated ?? rule.text } });
        return undefined;
      case "unknown":
        ends.drop ??= rule.text;
        ends.doubt ??= rule.text;
        add(ends, { accepted: state });
        return state;
      default: {
        const target = this.#chains.get(`${chain.table}\n${verdict.to}`);
        if (target === undefined) return this.#follow("unknown", rule, chain, state, ends, depth);
        const inner = this.chain(target, state, depth + 1);
        ends.drop ??= inner.drop;
        ends.doubt ??= inner.doubt;
        add(ends, { ...(inner.accepted !== undefined && { accepted: inner.accepted }) });
        if (inner.through === undefined) return undefined;
        if (!verdict.leaves) return inner.through;
        add(ends, { through: inner.through });
        return undefined;
      }
    }
  }
}

function add(ends: Ends, more: Pick<Ends, "accepted" | "through">): void {
  const accepted = joinedOf(ends.accepted, more.accepted);
  const through = joinedOf(ends.through, more.through);
  if (accepted !== undefined) ends.accepted = accepted;
  if (through !== undefined) ends.through = through;
}

function changed(state: PacketState, step: Extract<FilterStep, { step: "mark" | "untrack" }>): PacketState {
  if (step.step === "untrack") return { ...state, tracked: "no" };
  const target = step.of === "packet" ? "mark" : "ctmark";
  if (step.from !== undefined) return { ...state, [target]: step.from === "packet" ? state.mark : state.ctmark };
  const mask = (step.mask ?? 0xffffffff) >>> 0;
  const before = state[target];
  if (step.value === undefined)
    return { ...state, [target]: { value: before.value, known: (before.known & ~mask) >>> 0 } };
  const value = ((before.value & ~mask) | (step.value & mask)) >>> 0;
  return { ...state, [target]: { value, known: (before.known | mask) >>> 0 } };
}
