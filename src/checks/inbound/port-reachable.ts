import { inboundPorts, type InboundPort } from "../../catalogue/ports.ts";
import { defineCheck, fail, follows, pass, unverified, type Judgement } from "../../model/check.ts";
import type { Address, Observation, OutcomeOf, ReflectRequest } from "../../model/probe.ts";
import { inboundCheckId } from "../shared/subjects.ts";

/** Only something on the cloud's side can tell: a reflector, where one runs. */
export const portIsReachable = defineCheck({
  group: "inbound",
  subjects: ({ site }) =>
    inboundPorts(site).map((port) => ({
      ...port,
      cidrs: port.sources.flatMap((source) => (source === "vpc" ? site.vpcCidrs : site.dataCenterCidrs)),
    })),
  id: (port) => inboundCheckId(port, "reachable"),
  title: ({ port, protocol, owner }) => ({ key: "port-is-reachable", args: { port, protocol, owner } }),
  required: () => true,
  // The port is tried by binding it, and what a reflector sends must not meet that trial.
  dependsOn: (_port, { site }) => inboundPorts(site).map((port) => follows(inboundCheckId(port, "free"))),
  asks: (port, { site, run }): Partial<Record<"reflected", ReflectRequest>> =>
    site.reflector === undefined ? {} : { reflected: reflectedQuestion(port, site.reflector, run) },
  judge: (seen, { port, protocol, cidrs }, { site, run }) => {
    const { reflected: observation } = seen;
    if (observation === undefined || site.reflector === undefined)
      return unverified(
        "inbound-not-verified",
        { sources: cidrs, nodes: site.dataCenterCidrs },
        { endpoint: { port, protocol } },
      );
    return judgeReflected(observation, run);
  },
});

function reflectedQuestion({ protocol, port }: InboundPort, via: Address, run: string): ReflectRequest {
  return { probe: "reflect", via, run, ask: protocol === "tcp" ? "connect" : "datagram", protocol, port };
}

/** The same from the node's own word and from a reflector's log that was joined to it later. */
function judgeReflected(observation: Observation<"reflect">, run: string): Judgement {
  const { request, outcome, evidence } = observation;
  const { port, protocol, via } = request;
  const reflector = `${via.ip}:${via.port}`;
  const args = { port, protocol, reflector };
  const details = { endpoint: { port, protocol } };
  const judgements: Partial<Record<OutcomeOf<"reflect">, () => Judgement>> = {
    arrived: () => pass("ok:inbound-arrived", args, details),
    open: () => pass("ok:inbound-open", args, details),
    "timed-out": () => fail("inbound-timed-out", args, details),
    refused: () => fail("inbound-refused", args, details),
    unreachable: () => fail("inbound-unreachable", args, details),
    "black-hole": () => fail("inbound-large-lost", args, details),
    translated: () => fail("inbound-translated", { ...args, source: evidence?.observedSource ?? "" }, details),
    unheard: () => unverified("reflector-unheard", { reflector, run, reached: evidence?.reached }, details),
  };
  const judge = judgements[outcome];
  return judge?.() ?? unverified("reflector-inconclusive", { ...args, outcome }, details);
}
