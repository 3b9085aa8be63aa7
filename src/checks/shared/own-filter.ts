import type { Answers, CheckContext } from "../../model/check.ts";
import type { FilterRuleset, UnreadFilter } from "../../model/filter.ts";
import type { FilterDoubt } from "../../model/message.ts";
import type { HostEvidence, HostRequest } from "../../model/probe.ts";
import type { CheckId } from "../../model/report.ts";
import { ANYWHERE, judgeOutbound, type OwnRoute } from "../../packet-filter/connection.ts";
import type { Judgement } from "../../packet-filter/evaluate.ts";
import { addressText, intervalOf, isIp, isIpv4 } from "../../wire/cidr.ts";
import { outboundTargets } from "./outbound-targets.ts";
import { routeQuestions, type RouteQuestions } from "./routes.ts";
import { API_SERVER_DNS, ntpCheckId, serviceCheckId, servicePorts } from "./subjects.ts";

export const FILTERS: HostRequest = { probe: "host", fact: "filters" };

export type FilterQuestions = { filters: HostRequest } & RouteQuestions;

interface Filters {
  ruleset: FilterRuleset;
  unread: UnreadFilter[];
}

export function filtersOf(evidence: HostEvidence | undefined): Filters | undefined {
  return evidence?.fact === "filters" && "ruleset" in evidence ? evidence : undefined;
}

/** A verdict that lets packets through holds only where every filter has been read. */
export function doubtOf({ unread }: Filters, judged: readonly Judgement[]): FilterDoubt | undefined {
  const undecided = judged.find(({ verdict }) => verdict === "cannot-tell");
  if (undecided !== undefined) return { kind: "rule", rule: undecided.rule ?? "" };
  const [first] = unread;
  return first === undefined ? undefined : { kind: "unread", ...first };
}

/** By which interface packets to an address leave, and from which address of this node. */
export function routeTo(ip: string, seen: Answers<FilterQuestions>, { site }: CheckContext): OwnRoute {
  const { evidence } = seen[`route ${ip}`] ?? {};
  const own = evidence?.source ?? site.sourceIp;
  return {
    ...(evidence?.interface !== undefined && { interface: evidence.interface }),
    own: own === undefined || !isIpv4(own) ? ANYWHERE : intervalOf(own),
  };
}

/** Each connection that this node is about to open, and what its filter does to it and to the answers. */
export function judgeTargets({ ruleset }: Filters, seen: Answers<FilterQuestions>, context: CheckContext) {
  return outboundTargets(context).map((target) => ({
    name: `${target.ip}:${target.port}/${target.protocol}`,
    ...judgeOutbound(ruleset, target, routeTo(target.ip, seen, context)),
  }));
}

export function firstIn(cidr: string): string {
  const [low, high] = intervalOf(cidr);
  return addressText(Math.min(low + 1, high));
}

export function outboundQuestions(context: CheckContext): FilterQuestions {
  return {
    filters: FILTERS,
    ...routeQuestions([...new Set(outboundTargets(context).map(({ ip }) => ip))], context.site),
  };
}

/** The checks that find out where this node's connections go. */
export function outboundNames(context: CheckContext): CheckId[] {
  return [
    ...servicePorts(context).map(({ service }) => serviceCheckId.resolves(service)),
    ...context.site.ntpServers.filter((host) => !isIp(host)).map(ntpCheckId.resolves),
    ...(context.site.apiServer === undefined || isIp(context.site.apiServer.host) ? [] : [API_SERVER_DNS]),
  ];
}
