import { inboundPorts, type InboundPort } from "../catalogue/ports.ts";
import { defineCheck, fail, follows, pass, unverified, warn, type Judgement } from "../model/check.ts";
import type { Address, ListenerRequest, Observation, Outcome, ReflectRequest } from "../model/probe.ts";

/** The kernel keeps so much of a program's name. */
const COMM_LENGTH = 15;

const idOf = ({ protocol, port }: InboundPort, aspect: string) => `inbound.${protocol}-${port}.${aspect}`;

/** Nothing may hold the ports that kubelet, the exporters and Flannel will listen on; unless it is they, already. */
export const portIsFree = defineCheck({
  group: "inbound",
  subjects: ({ site }) => inboundPorts(site),
  id: (port) => idOf(port, "free"),
  title: ({ port, protocol, owner }) => ({ key: "port-is-free", args: { port, protocol, owner } }),
  required: () => true,
  asks: ({ protocol, port }): { listener: ListenerRequest } => ({ listener: { probe: "listener", protocol, port } }),
  judge: ({ listener }, { protocol, port, owner, processes }) => {
    const { evidence, outcome } = listener;
    const details = {
      endpoint: { port, protocol, ...(evidence?.localAddress !== undefined && { address: evidence.localAddress }) },
    };
    if (outcome === "free") return pass("ok:port-free", { port, protocol }, details);
    if (outcome !== "taken")
      return unverified("port-not-checked", { port, protocol, errno: evidence?.errno ?? outcome }, details);
    const process = evidence?.process;
    const ownSocket =
      process === undefined
        ? evidence?.kernel === true && processes.length === 0
        : processes.some((name) => name.slice(0, COMM_LENGTH) === process.name);
    const holder =
      process === undefined
        ? evidence?.kernel === true
          ? "kernel"
          : "unknown"
        : `${process.name} (pid ${process.pid})`;
    if (ownSocket) return warn("node-already-joined", { port, protocol, holder }, details);
    return fail("port-in-use", { port, protocol, holder, expected: owner }, details);
  },
});

/** Only something on the cloud's side can tell: a reflector, where one runs. */
export const portIsReachable = defineCheck({
  group: "inbound",
  subjects: ({ site }) =>
    inboundPorts(site).map((port) => ({
      ...port,
      cidrs: port.sources.flatMap((source) => (source === "vpc" ? site.vpcCidrs : site.dataCenterCidrs)),
    })),
  id: (port) => idOf(port, "reachable"),
  title: ({ port, protocol, owner }) => ({ key: "port-is-reachable", args: { port, protocol, owner } }),
  required: () => true,
  // The port is tried by binding it, and what a reflector sends must not meet that trial.
  dependsOn: (_port, { site }) => inboundPorts(site).map((port) => follows(idOf(port, "free"))),
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

/** Flannel's packets go both ways. */
export const flannelLeaves = defineCheck({
  group: "inbound",
  subjects: ({ site }) => inboundPorts(site).filter(({ owner }) => owner === "flannel"),
  id: (port) => idOf(port, "outbound"),
  title: ({ port, protocol }) => ({ key: "port-is-let-out", args: { port, protocol } }),
  required: () => true,
  asks: ({ protocol, port }, { site, run }): Partial<Record<"reflected", ReflectRequest>> =>
    site.reflector === undefined
      ? {}
      : { reflected: { probe: "reflect", via: site.reflector, run, ask: "expect", protocol, port } },
  judge: (seen, { port, protocol }, { site, run }) => {
    const { reflected: observation } = seen;
    const details = { endpoint: { port, protocol } };
    if (observation === undefined || site.reflector === undefined)
      return unverified("outbound-not-verified", { port, protocol, destinations: site.vpcCidrs }, details);
    const reflector = `${site.reflector.ip}:${site.reflector.port}`;
    const args = { port, protocol, reflector };
    const { outcome, evidence } = observation;
    if (outcome === "arrived") return pass("ok:outbound-arrives", args, details);
    if (outcome === "timed-out") return fail("outbound-lost", args, details);
    if (outcome === "black-hole") return fail("outbound-large-lost", args, details);
    if (outcome === "unheard")
      return unverified("reflector-unheard", { reflector, run, reached: evidence?.reached }, details);
    return unverified("reflector-inconclusive", { ...args, outcome }, details);
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
  const judgements: Partial<Record<Outcome, () => Judgement>> = {
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
