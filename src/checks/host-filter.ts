import { inboundPorts, type InboundPort } from "../catalogue/ports.ts";
import { VPC_RESOLVERS } from "../catalogue/ranges.ts";
import {
  defineCheck,
  fail,
  followsIfChosen,
  pass,
  unverified,
  warn,
  type Answers,
  type CheckContext,
} from "../model/check.ts";
import type { FilterInterval, FilterRuleset, UnreadFilter } from "../model/filter.ts";
import type { FilterDoubt } from "../model/message.ts";
import type { HostEvidence, HostRequest } from "../model/probe.ts";
import type { CheckId } from "../model/report.ts";
import { ANYWHERE, judgeForwarded, judgeInbound, judgeOutbound, type OwnRoute } from "../packet-filter/connection.ts";
import type { Judgement } from "../packet-filter/evaluate.ts";
import { merged } from "../packet-filter/intervals.ts";
import { addressNumber, addressText, containedInAny, intervalOf, intervalText, isIp, isIpv4 } from "../wire/cidr.ts";
import { outboundTargets } from "./host-network.ts";
import { addressesOf, slug } from "./shared/resolution.ts";
import { routeQuestions, type RouteQuestions } from "./shared/routes.ts";
import { API_SERVER_DNS, ntpCheckId, serviceCheckId, servicePorts } from "./shared/subjects.ts";

const FILTERS: HostRequest = { probe: "host", fact: "filters" };
type FilterQuestions = { filters: HostRequest } & RouteQuestions;

interface Filters {
  ruleset: FilterRuleset;
  unread: UnreadFilter[];
}

function filtersOf(evidence: HostEvidence | undefined): Filters | undefined {
  return evidence?.fact === "filters" && "ruleset" in evidence ? evidence : undefined;
}

/** A verdict that lets packets through holds only where every filter has been read. */
function doubtOf({ unread }: Filters, judged: readonly Judgement[]): FilterDoubt | undefined {
  const undecided = judged.find(({ verdict }) => verdict === "cannot-tell");
  if (undecided !== undefined) return { kind: "rule", rule: undecided.rule ?? "" };
  const [first] = unread;
  return first === undefined ? undefined : { kind: "unread", ...first };
}

/** By which interface packets to an address leave, and from which address of this node. */
function routeTo(ip: string, seen: Answers<FilterQuestions>, { site }: CheckContext): OwnRoute {
  const { evidence } = seen[`route ${ip}`] ?? {};
  const own = evidence?.source ?? site.sourceIp;
  return {
    ...(evidence?.interface !== undefined && { interface: evidence.interface }),
    own: own === undefined || !isIpv4(own) ? ANYWHERE : intervalOf(own),
  };
}

/** What the node's own filter does to its connections, and to the answers on their way back in. */
export const outputPassesFilter = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.filter.output",
  title: () => ({ key: "output-passes-filter", args: {} }),
  required: () => true,
  dependsOn: (_site, context) => outboundNames(context).map(followsIfChosen),
  asks: (_site, context): FilterQuestions => outboundQuestions(context),
  judge: (seen, _site, context) => {
    const filters = filtersOf(seen.filters.evidence);
    if (filters === undefined) return unverified("local-filter-unknown", { why: { kind: "permission" } });
    const judged = outboundTargets(context).map((target) => ({
      name: `${target.ip}:${target.port}/${target.protocol}`,
      ...judgeOutbound(filters.ruleset, target, routeTo(target.ip, seen, context)),
    }));
    const blocked = judged.filter(({ out }) => out.verdict === "drops");
    if (blocked.length > 0)
      return fail("local-filter-drops", {
        destinations: blocked.map(({ name }) => name),
        rule: blocked[0]?.out.rule ?? "",
      });
    const lost = judged.filter(({ back }) => back.verdict === "drops");
    const rule = lost[0]?.back.rule;
    if (rule !== undefined) {
      if (OVERLAY.test(rule)) return fail("overlay-drops-cloud", { rule });
      return fail("answers-filtered", { destinations: lost.map(({ name }) => name), rule });
    }
    const doubt = doubtOf(
      filters,
      judged.flatMap(({ out, back }) => [out, back]),
    );
    if (doubt !== undefined) return unverified("local-filter-unknown", { why: doubt });
    return pass("ok:output-filter", { destinations: judged.length });
  },
});

/** Translation decides where a connection goes, not whether: a local proxy may take what is meant for the cloud. */
export const nothingRedirected = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.filter.translation",
  title: () => ({ key: "nothing-redirected", args: {} }),
  required: () => false,
  dependsOn: (_site, context) => outboundNames(context).map(followsIfChosen),
  asks: (_site, context): FilterQuestions => outboundQuestions(context),
  judge: (seen, _site, context) => {
    const filters = filtersOf(seen.filters.evidence);
    if (filters === undefined) return unverified("local-filter-unknown", { why: { kind: "permission" } });
    const redirected = outboundTargets(context).flatMap((target) => {
      const { out } = judgeOutbound(filters.ruleset, target, routeTo(target.ip, seen, context));
      const rule = out.destinationTranslated;
      return rule === undefined ? [] : [{ name: `${target.ip}:${target.port}/${target.protocol}`, rule }];
    });
    const [first] = redirected;
    if (first === undefined) return pass("ok:nothing-found", {});
    return warn("traffic-redirected", { destinations: redirected.map(({ name }) => name), rule: first.rule });
  },
});

/**
 * With Terway Edge the VPC has routes to the containers, and its access lists name them. So this node must not put its own address in
 * the place of theirs. Where the VPC's block is not known, there is no destination to judge.
 */
export const containersKeepSource = defineCheck({
  group: "host",
  subjects: ({ site }) => (site.networkPlugin === "terway-edge" && site.vpcCidrs.length > 0 ? site.containerCidrs : []),
  id: (cidr) => `host.filter.masquerade.${slug(cidr)}`,
  title: (cidr) => ({ key: "containers-keep-source", args: { cidr } }),
  required: () => false,
  asks: (_cidr, { site }): FilterQuestions => ({
    filters: FILTERS,
    ...routeQuestions(site.vpcCidrs.map(firstIn), site),
  }),
  judge: (seen, cidr, context) => {
    const filters = filtersOf(seen.filters.evidence);
    if (filters === undefined) return unverified("local-filter-unknown", { why: { kind: "permission" } });
    const judged = context.site.vpcCidrs.map((vpc) => ({
      vpc,
      ...judgeForwarded(filters.ruleset, intervalOf(cidr), intervalOf(vpc), routeTo(firstIn(vpc), seen, context)),
    }));
    const changed = judged.filter(({ sourceTranslated }) => sourceTranslated !== undefined);
    const rule = changed[0]?.sourceTranslated;
    if (rule !== undefined)
      return warn("containers-masqueraded", { containers: cidr, destinations: changed.map(({ vpc }) => vpc), rule });
    const doubt = doubtOf(filters, judged);
    if (doubt !== undefined) return unverified("local-filter-unknown", { why: doubt });
    return pass("ok:nothing-found", {});
  },
});

function firstIn(cidr: string): string {
  const [low, high] = intervalOf(cidr);
  return addressText(Math.min(low + 1, high));
}

function outboundQuestions(context: CheckContext): FilterQuestions {
  return {
    filters: FILTERS,
    ...routeQuestions([...new Set(outboundTargets(context).map(({ ip }) => ip))], context.site),
  };
}

/** The checks that find out where this node's connections go. */
function outboundNames(context: CheckContext): CheckId[] {
  return [
    ...servicePorts(context).map(({ service }) => serviceCheckId.resolves(service)),
    ...context.site.ntpServers.filter((host) => !isIp(host)).map(ntpCheckId.resolves),
    ...(context.site.apiServer === undefined || isIp(context.site.apiServer.host) ? [] : [API_SERVER_DNS]),
  ];
}

/** Chains and interfaces of overlay networks, by the names that they give them. */
const OVERLAY = /\b(ts-(input|forward)|tailscale\d*|netbird|nebula\d*|zt[0-9a-z]{8}|wg\d+|wt0)\b/i;

export const portPassesFilter = defineCheck({
  group: "inbound",
  subjects: ({ site }) => inboundPorts(site),
  id: ({ protocol, port }) => `inbound.${protocol}-${port}.local-filter`,
  title: ({ port, protocol }) => ({ key: "port-passes-filter", args: { port, protocol } }),
  required: () => true,
  asks: (port, context): FilterQuestions => ({
    filters: FILTERS,
    ...routeQuestions(
      sourcesOf(port, context).map(({ routedBy }) => routedBy),
      context.site,
    ),
  }),
  judge: (seen, inbound, context) => {
    const { protocol, port } = inbound;
    const filters = filtersOf(seen.filters.evidence);
    const details = { endpoint: { port, protocol } };
    if (filters === undefined)
      return unverified("port-filter-unknown", { port, protocol, why: { kind: "permission" } }, details);
    const sources = sourcesOf(inbound, context);
    const judged = sources.flatMap((source) =>
      judgeInbound(filters.ruleset, inbound, source.addresses, routeTo(source.routedBy, seen, context)),
    );
    const dropped = judged.filter(({ verdict }) => verdict === "drops");
    if (dropped.length > 0) {
      const from = textOf(dropped.map(({ sources: range }) => range));
      const apiServer = apiServersOf(context).find((ip) =>
        dropped.some((part) => isIn(part.sources, addressNumber(ip))),
      );
      const rule = dropped[0]?.rule ?? "";
      const isReply = dropped.every((part) => part.isReply === true);
      return fail(
        isReply ? "port-replies-filtered" : "port-filtered",
        { port, protocol, source: from, ...(apiServer !== undefined && { apiServer }), rule },
        details,
      );
    }
    const doubt = doubtOf(filters, judged);
    if (doubt !== undefined) return unverified("port-filter-unknown", { port, protocol, why: doubt }, details);
    return pass("ok:port-filter", { port, protocol, source: sources.map(({ text }) => text).join(", ") }, details);
  },
});

interface Source {
  addresses: FilterInterval;
  text: string;
  /** An address of it, by whose route its packets come in and are answered. */
  routedBy: string;
}

/** Whole blocks, since one address of a block says nothing of the others; and the API server's own. */
function sourcesOf({ sources }: InboundPort, context: CheckContext): Source[] {
  const { vpcCidrs, dataCenterCidrs } = context.site;
  const blocks = sources.flatMap((source) => (source === "vpc" ? vpcCidrs : dataCenterCidrs));
  const apiServers = apiServersOf(context);
  // One in a block that is judged as a whole is judged with it.
  const outside = apiServers.filter((ip) => !containedInAny(blocks, ip)).map((ip) => `${ip}/32`);
  const found = [...new Set([...blocks, ...(sources.includes("vpc") ? outside : [])])].map((cidr): Source => {
    const addresses = intervalOf(cidr);
    const inBlock = apiServers.find((ip) => isIn(addresses, addressNumber(ip)));
    return { addresses, text: cidr.replace(/\/32$/, ""), routedBy: inBlock ?? firstIn(cidr) };
  });
  return found.length > 0 ? found : [{ addresses: ANYWHERE, text: "<VPC CIDR>", routedBy: VPC_RESOLVERS[0] }];
}

function apiServersOf(context: CheckContext): string[] {
  const { apiServer } = context.site;
  return apiServer === undefined ? [] : addressesOf(apiServer.host, context).filter(isIpv4);
}

function isIn([low, high]: FilterInterval, address: number): boolean {
  return address >= low && address <= high;
}

const MAX_RANGES = 4;

function textOf(ranges: readonly FilterInterval[]): string {
  const distinct = merged(ranges);
  const shown = distinct.slice(0, MAX_RANGES).map(intervalText);
  return [...shown, ...(distinct.length > MAX_RANGES ? ["…"] : [])].join(", ");
}
