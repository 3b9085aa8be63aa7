import { serviceEndpoints } from "../../catalogue/endpoints.ts";
import {
  findMisconfiguration,
  type KnownMisconfiguration,
} from "../../catalogue/misconfigurations/misconfigurations.ts";
import { symptomOf } from "../../catalogue/misconfigurations/symptoms.ts";
import type { CauseCode } from "../../model/message.ts";
import type { Device } from "../../model/device.ts";
import type { CheckResult } from "../../model/report.ts";
import type { Site } from "../../model/site.ts";
import { containedInAny } from "../../wire/cidr.ts";
import { ANSWERED_BY_ANOTHER, BLAME, ONE_PLACE_TO_LOOK, READ_ON_THE_NODE, UNNAMED_SHARE } from "../probabilities.ts";

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
 * @param all every check of the run: where the same was asked and was well is evidence too.
 */
export function rankSigns(checks: readonly CheckResult[], all: readonly CheckResult[], site: Site): RankedSign[] {
  const groups = new Map<KnownMisconfiguration, CheckResult[]>();
  for (const check of checks) {
    const misconfiguration = firstBlamed(check);
    if (check.status !== "fail" || misconfiguration === undefined) continue;
    groups.set(misconfiguration, [...(groups.get(misconfiguration) ?? []), check]);
  }
  return [...groups].map(([misconfiguration, group]) =>
    rankOne(misconfiguration, group, whereabouts(misconfiguration, group, all, site)),
  );
}

function firstBlamed(check: CheckResult): KnownMisconfiguration | undefined {
  const id = symptomOf(check.code, check.group);
  return id === undefined ? undefined : findMisconfiguration(id);
}

type Blame = ReadonlyMap<KnownMisconfiguration, number>;

type Factors = Partial<Record<Device, number>>;

/** On how many of the names that were asked, and at which addresses: only of answers that may be another's. */
function whereabouts(
  { device }: KnownMisconfiguration,
  checks: readonly CheckResult[],
  all: readonly CheckResult[],
  site: Site,
): Factors[] {
  if (device === "node" || !checks.every(({ code }) => /^(?:tls|http)-/.test(code))) return [];
  const failing = hostsOf(checks);
  const aspects = new Set(checks.map(aspectOf));
  const well = hostsOf(all.filter((check) => check.status === "pass" && aspects.has(aspectOf(check))));
  const ranges = serviceEndpoints(site).flatMap((each) => (failing.has(each.host) ? each.ranges : []));
  const addresses = checks.flatMap(({ endpoint }) => endpoint?.address ?? []);
  return [
    ...(failing.size > 2 ? [ANSWERED_BY_ANOTHER.severalNames] : []),
    ...(failing.size === 1 && well.size > 1 ? [ANSWERED_BY_ANOTHER.oneOfSeveral] : []),
    ...(ranges.length === 0 || addresses.length === 0
      ? []
      : addresses.every((ip) => containedInAny(ranges, ip))
        ? [ANSWERED_BY_ANOTHER.documentedAddress]
        : [ANSWERED_BY_ANOTHER.undocumentedAddress]),
  ];
}

function hostsOf(checks: readonly CheckResult[]): Set<string> {
  return new Set(checks.flatMap(({ endpoint }) => endpoint?.host ?? []));
}

function aspectOf({ id }: CheckResult): string {
  return id.split(".").at(-1) ?? "";
}

function rankOne(first: KnownMisconfiguration, checks: CheckResult[], where: readonly Factors[]): RankedSign {
  const codes = [...new Set(checks.map(({ code }) => code))];
  const rows = codes.map((code) => blameOf(code, first));
  const named = [...new Set([first, ...rows.flatMap((row) => [...row.keys()])])];
  const product = (share: (row: Blame) => number) => rows.reduce((chance, row) => chance * share(row), 1);
  const weights = named.map((each) =>
    where.reduce(
      (weight, factors) => weight * (factors[each.device] ?? 1),
      product((row) => row.get(each) ?? UNNAMED_SHARE),
    ),
  );
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
