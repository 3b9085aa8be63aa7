import {
  findMisconfiguration,
  type KnownMisconfiguration,
} from "../../catalogue/misconfigurations/misconfigurations.ts";
import { symptomOf } from "../../catalogue/misconfigurations/symptoms.ts";
import type { CauseCode } from "../../model/message.ts";
import type { CheckResult } from "../../model/report.ts";
import { BLAME, ONE_PLACE_TO_LOOK, READ_ON_THE_NODE, UNNAMED_SHARE } from "../probabilities.ts";

/** Failed checks that one fault may have caused, and who may have it. */
export interface RankedSign {
  checks: CheckResult[];
  /** The most probable one first; with `unknown` they sum to 1. */
  causes: { misconfiguration: KnownMisconfiguration; probability: number }[];
  unknown: number;
  /** From this node's own files and tables alone: nothing was inferred from an answer. */
  read: boolean;
}

/**
 * What checks have found by themselves, where the path has nothing to do with it. Those that blame the same first are
 * judged together: different causes are independent evidence, the same cause on ten names is one piece.
 */
export function rankSigns(checks: readonly CheckResult[]): RankedSign[] {
  const groups = new Map<KnownMisconfiguration, CheckResult[]>();
  for (const check of checks) {
    const misconfiguration = firstBlamed(check);
    if (check.status !== "fail" || misconfiguration === undefined) continue;
    groups.set(misconfiguration, [...(groups.get(misconfiguration) ?? []), check]);
  }
  return [...groups].map(([misconfiguration, group]) => rankOne(misconfiguration, group));
}

function firstBlamed(check: CheckResult): KnownMisconfiguration | undefined {
  const id = symptomOf(check.code, check.group);
  return id === undefined ? undefined : findMisconfiguration(id);
}

type Blame = ReadonlyMap<KnownMisconfiguration, number>;

function rankOne(first: KnownMisconfiguration, checks: CheckResult[]): RankedSign {
  const codes = [...new Set(checks.map(({ code }) => code))];
  const rows = codes.map((code) => blameOf(code, first));
  const named = [...new Set([first, ...rows.flatMap((row) => [...row.keys()])])];
  const product = (share: (row: Blame) => number) => rows.reduce((chance, row) => chance * share(row), 1);
  const weights = named.map((each) => product((row) => row.get(each) ?? UNNAMED_SHARE));
  const unknown = product(rest);
  const total = unknown + weights.reduce((sum, weight) => sum + weight, 0);
  return {
    checks,
    causes: named
      .map((misconfiguration, index) => ({ misconfiguration, probability: (weights[index] ?? 0) / total }))
      .sort((a, b) => b.probability - a.probability),
    unknown: unknown / total,
    read: isRead(first) && codes.every((code) => BLAME[code as CauseCode] === undefined),
  };
}

function blameOf(code: string, first: KnownMisconfiguration): Blame {
  const row = BLAME[code as CauseCode];
  // The same cause may stand for another fault at the API server.
  if (row?.[first.id] === undefined) return new Map([[first, isRead(first) ? READ_ON_THE_NODE : ONE_PLACE_TO_LOOK]]);
  return new Map(
    Object.entries(row).flatMap(([id, share]) => {
      const misconfiguration = findMisconfiguration(id);
      return misconfiguration === undefined ? [] : [[misconfiguration, share]];
    }),
  );
}

function isRead({ device, kind }: KnownMisconfiguration): boolean {
  return device === "node" && kind === "sign";
}

function rest(row: Blame): number {
  return 1 - [...row.values()].reduce((sum, share) => sum + share, 0);
}
