import { inboundCheckId } from "../shared/subjects.ts";
import { inboundPorts, type InboundPort } from "../../catalogue/ports.ts";
import { VPC_RESOLVERS } from "../../catalogue/ranges.ts";
import { defineCheck, fail, pass, unverified, type CheckContext } from "../../model/check.ts";
import type { FilterInterval } from "../../model/filter.ts";
import { ANYWHERE, judgeInbound } from "../../packet-filter/connection.ts";
import { merged } from "../../packet-filter/intervals.ts";
import { addressNumber, containedInAny, intervalOf, intervalText, isIpv4 } from "../../wire/cidr.ts";
import { FILTERS, doubtOf, filtersOf, firstIn, routeTo, type FilterQuestions } from "../shared/own-filter.ts";
import { addressesOf } from "../shared/resolution.ts";
import { routeQuestions } from "../shared/routes.ts";

export const portPassesFilter = defineCheck({
  group: "inbound",
  subjects: ({ site }) => inboundPorts(site),
  id: (port) => inboundCheckId(port, "local-filter"),
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
