import type { FilterInterval, FilterRuleset } from "../model/filter.ts";
import { addressNumber } from "../wire/cidr.ts";
import { evaluateFilter, evaluateSources, type Judgement, type SourcePart } from "./evaluate.ts";
import type { FilterPacket } from "./facts.ts";

/** What becomes of whole connections: their first packet, those that follow it, and the answers. */

/** What Linux takes for the ports that connections are made from (ip_local_port_range), and what others may take. */
const OWN_EPHEMERAL: FilterInterval = [32_768, 60_999];
const EPHEMERAL: FilterInterval = [1_024, 65_535];
/** No rule that asks for the address can be judged. */
export const ANYWHERE: FilterInterval = [0, 0xffffffff];

/** How packets leave this host for an address, and come in from there. */
export interface OwnRoute {
  interface?: string;
  /** The host's own address on that way. */
  own: FilterInterval;
}

export interface OutboundTarget {
  ip: string;
  port: number;
  protocol: "tcp" | "udp";
}

export function judgeOutbound(
  ruleset: FilterRuleset,
  { ip, port, protocol }: OutboundTarget,
  { own, ...route }: OwnRoute,
): { out: Judgement; back: Judgement } {
  const address = single(addressNumber(ip));
  const out: FilterPacket = {
    ...route,
    direction: "out",
    protocol,
    source: own,
    sourcePort: OWN_EPHEMERAL,
    destination: address,
    destinationPort: single(port),
    phase: "first",
  };
  const back: FilterPacket = {
    ...route,
    direction: "in",
    protocol,
    source: address,
    sourcePort: single(port),
    destination: own,
    destinationPort: OWN_EPHEMERAL,
    phase: "second",
  };
  // What this host asks itself meets its input rules as well.
  const within: FilterPacket[] = route.interface === "lo" ? [{ ...out, direction: "in" }] : [];
  return {
    out: all(ruleset, out, ...within, ...(protocol === "tcp" ? [{ ...out, phase: "opener" as const }] : [])),
    back: all(ruleset, back, ...(protocol === "tcp" ? [{ ...back, phase: "answerer" as const }] : [])),
  };
}

/** What containers ask of the VPC: HTTPS, the API server, names. */
const ASKED_BY_CONTAINERS = [
  { protocol: "tcp", port: 443 },
  { protocol: "tcp", port: 6443 },
  { protocol: "udp", port: 53 },
] as const;

/** What this host does to the first packets that it passes on from a block of containers to one beyond. */
export function judgeForwarded(
  ruleset: FilterRuleset,
  from: FilterInterval,
  to: FilterInterval,
  { interface: name }: Pick<OwnRoute, "interface">,
): Judgement {
  return all(
    ruleset,
    ...ASKED_BY_CONTAINERS.map(({ protocol, port }): FilterPacket => ({
      ...(name !== undefined && { interface: name }),
      direction: "through",
      protocol,
      source: from,
      sourcePort: EPHEMERAL,
      destination: to,
      destinationPort: single(port),
      phase: "first",
    })),
  );
}

/** What becomes of connections from some of the sources. */
export interface InboundPart extends SourcePart {
  /** It is what this node sends back that decides. */
  isReply?: true;
}

/** Parts of a range of sources, each with the first thing that becomes of its packets, or of the answers to them. */
export function judgeInbound(
  ruleset: FilterRuleset,
  { protocol, port }: { protocol: "tcp" | "udp"; port: number },
  sources: FilterInterval,
  { own, ...route }: OwnRoute,
): InboundPart[] {
  const packet: FilterPacket = {
    ...route,
    direction: "in",
    protocol,
    source: sources,
    sourcePort: EPHEMERAL,
    destination: own,
    destinationPort: single(port),
    phase: "first",
  };
  const parts =
    sources === ANYWHERE
      ? [{ ...evaluateFilter(ruleset, packet), sources }]
      : evaluateSources(ruleset, packet, sources);
  return parts.map((part) => {
    // A datagram is not answered on its way.
    if (part.verdict !== "accepts" || protocol === "udp") return part;
    const answer: FilterPacket = {
      ...route,
      direction: "out",
      protocol,
      source: own,
      sourcePort: single(port),
      destination: part.sources,
      destinationPort: EPHEMERAL,
      phase: "second",
    };
    const rest = all(
      ruleset,
      answer,
      { ...packet, source: part.sources, phase: "opener" },
      { ...answer, phase: "answerer" },
    );
    return rest.verdict === "accepts" ? part : { ...rest, sources: part.sources, isReply: true };
  });
}

/** All of them must get through. */
function all(ruleset: FilterRuleset, ...packets: FilterPacket[]): Judgement {
  const judged = packets.map((packet) => evaluateFilter(ruleset, packet));
  const worst =
    judged.find(({ verdict }) => verdict === "drops") ?? judged.find(({ verdict }) => verdict === "cannot-tell");
  const destinationTranslated = judged[0]?.destinationTranslated;
  const sourceTranslated = judged.find((each) => each.sourceTranslated !== undefined)?.sourceTranslated;
  return {
    ...(worst ?? { verdict: "accepts" }),
    ...(destinationTranslated !== undefined && { destinationTranslated }),
    ...(sourceTranslated !== undefined && { sourceTranslated }),
  };
}

function single(value: number): FilterInterval {
  return [value, value];
}
