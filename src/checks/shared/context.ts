import type { CheckContext, Resolver } from "../../model/check.ts";
import type { HostEvidence, HostFact, HostRequest } from "../../model/probe.ts";
import type { Site } from "../../model/site.ts";
import { hostsFileQuestion } from "./resolution.ts";

/** What decides which checks there are: asked before everything else. */
export function earlyFacts(site: Site): HostRequest[] {
  return [{ probe: "host", fact: "resolvers" }, hostsFileQuestion(site), { probe: "host", fact: "distribution" }];
}

/** The context of checks, over observations that are made or were saved. */
export function contextOf(seen: Omit<CheckContext, "fact" | "resolvers">): CheckContext {
  const { site, observation } = seen;
  const fact = <F extends HostFact>(name: F) => {
    const request = earlyFacts(site).find((each) => each.fact === name) ?? { probe: "host", fact: name };
    const evidence = observation(request)?.evidence;
    return evidence !== undefined && states(evidence, name) ? evidence : undefined;
  };
  let resolvers: Resolver[] | undefined;
  return {
    ...seen,
    fact,
    get resolvers() {
      return (resolvers ??= resolversOf(site, fact("resolvers")));
    },
  };
}

function states<F extends HostFact>(evidence: HostEvidence, fact: F): evidence is Extract<HostEvidence, { fact: F }> {
  return evidence.fact === fact;
}

/** In the order in which they are asked, each once. */
function resolversOf(
  { dnsServers }: Site,
  facts: Extract<HostEvidence, { fact: "resolvers" }> | undefined,
): Resolver[] {
  const all: Resolver[] = [
    ...(facts?.servers ?? []).map((address) => ({ address, origin: "resolv.conf" as const })),
    ...(facts?.upstreams ?? []).map((address) => ({ address, origin: "systemd-resolved" as const })),
    ...dnsServers.map((address) => ({ address, origin: "option" as const })),
  ];
  return all.filter(({ address }, index) => all.findIndex((other) => other.address === address) === index);
}
