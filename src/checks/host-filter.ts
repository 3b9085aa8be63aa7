import { inboundPorts } from "../catalogue/ports.ts";
import { VPC_RESOLVERS } from "../catalogue/ranges.ts";
import { defineCheck, fail, pass, unverified, type Known } from "../model/check.ts";
import type { FilterChain } from "../model/filter.ts";
import type { HostEvidence } from "../model/probe.ts";
import { evaluateFilter } from "../wire/packet-filter.ts";
import { outboundTargets } from "./host-network.ts";
import { serviceCheckId, servicePorts } from "./subjects.ts";

const FILTERS = { filters: { probe: "host", fact: "filters" } } as const;
const ROUTE = { route: { probe: "route", to: VPC_RESOLVERS[0] } } as const;

/** Stands for the ports that connections are made from: a rule about one of them alone would be odd. */
const EPHEMERAL_PORT = 40_000;

function chainsOf(evidence: HostEvidence | undefined): FilterChain[] | undefined {
  return evidence?.fact === "filters" ? evidence.chains : undefined;
}

/** What the node's own filter does to its connections, and to the answers on their way back in. */
export const outputPassesFilter = defineCheck({
  group: "host",
  subjects: (known) => [known.site],
  id: () => "host.filter.output",
  title: () => ({ key: "output-passes-filter", args: {} }),
  required: () => true,
  afterChosen: (known) => servicePorts(known).map(({ service }) => serviceCheckId.resolves(service)),
  asks: () => ({ ...FILTERS, ...ROUTE }),
  judge: ({ filters, route }, _site, known) => {
    const chains = chainsOf(filters.evidence);
    if (chains === undefined) return unverified("local-filter-unknown", {});
    const { interface: name, source } = route.evidence ?? {};
    const common = { ...(name !== undefined && { interface: name }) };
    const judged = outboundTargets(known).map(({ ip, port, protocol }) => {
      const out = evaluateFilter(chains, {
        ...common,
        hook: "output",
        protocol,
        destination: ip,
        destinationPort: port,
        sourcePort: EPHEMERAL_PORT,
        ...(source !== undefined && { source }),
        state: "new",
      });
      const back = evaluateFilter(chains, {
        ...common,
        hook: "input",
        protocol,
        source: ip,
        sourcePort: port,
        destinationPort: EPHEMERAL_PORT,
        ...(source !== undefined && { destination: source }),
        state: "established",
      });
      return { target: `${ip}:${port}/${protocol}`, out, back };
    });
    const blocked = judged.filter(({ out }) => out.verdict === "drops");
    if (blocked.length > 0)
      return fail("local-filter-drops", {
        destinations: blocked.map(({ target }) => target),
        rule: blocked[0]?.out.rule ?? "",
      });
    const lost = judged.find(({ back }) => back.verdict === "drops");
    if (lost !== undefined) return fail("overlay-drops-cloud", { rule: lost.back.rule ?? "" });
    if (judged.some(({ out, back }) => out.verdict === "cannot-tell" || back.verdict === "cannot-tell"))
      return unverified("local-filter-unknown", {});
    return pass("ok:output-filter", { destinations: judged.length });
  },
});

export const portPassesFilter = defineCheck({
  group: "inbound",
  subjects: ({ site }) => inboundPorts(site).map(({ protocol, port }) => ({ protocol, port })),
  id: ({ protocol, port }) => `inbound.${protocol}-${port}.local-filter`,
  title: (args) => ({ key: "port-passes-filter", args }),
  required: () => true,
  asks: () => ({ ...FILTERS, ...ROUTE }),
  judge: ({ filters, route }, { protocol, port }, known) => {
    const chains = chainsOf(filters.evidence);
    const details = { endpoint: { port, protocol } };
    if (chains === undefined) return unverified("port-filter-unknown", { port, protocol }, details);
    const { interface: name, source: own } = route.evidence ?? {};
    const sources = vpcSources(known);
    const judged = sources.map(({ ip }) =>
      evaluateFilter(chains, {
        hook: "input",
        protocol,
        destinationPort: port,
        state: "new",
        ...(ip !== undefined && { source: ip }),
        ...(name !== undefined && { interface: name }),
        ...(own !== undefined && { destination: own }),
      }),
    );
    const source = sources.map(({ text }) => text).join(", ");
    const dropped = judged.find(({ verdict }) => verdict === "drops");
    if (dropped !== undefined)
      return fail("port-filtered", { port, protocol, source, rule: dropped.rule ?? "" }, details);
    if (judged.some(({ verdict }) => verdict === "cannot-tell"))
      return unverified("port-filter-unknown", { port, protocol }, details);
    return pass("ok:port-filter", { port, protocol, source }, details);
  },
});

/** One address stands for a CIDR block; without any a rule that asks for the source cannot be judged. */
function vpcSources({ site }: Known): { ip?: string; text: string }[] {
  if (site.vpcCidrs.length === 0) return [{ text: "the VPC" }];
  return site.vpcCidrs.map((cidr) => ({ ip: (cidr.split("/")[0] ?? "").replace(/\.0$/, ".1"), text: cidr }));
}
