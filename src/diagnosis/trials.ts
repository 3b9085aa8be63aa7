import { serviceEndpoints } from "../catalogue/endpoints.ts";
import type {
  AnyObservation,
  HopEvidence,
  HopReply,
  Observation,
  Outcome,
  ReflectedHop,
  ReflectRequest,
} from "../model/probe.ts";
import type { CheckResult } from "../model/report.ts";
import { addressKind, isIpv4 } from "../wire/cidr.ts";
import type { Network, RouterId } from "./network.ts";
import { destinationOf, type AskedRequest } from "./simulate.ts";

/** One thing that was tried and what came of it, in the words that the simulator predicts in. */
export type Trial =
  | { kind: "connection"; request: AskedRequest; saw: ConnectionSight; served: boolean; several: boolean }
  | {
      kind: "walk";
      request: Extract<AskedRequest, { probe: "hops" | "reflect" }>;
      /** The routers in the order in which its packets meet them. */
      way: readonly RouterId[];
      hops: WalkedHop[];
      reached: boolean;
      calm: boolean;
    }
  | { kind: "distance"; request: AskedRequest; routers: number }
  | { kind: "sizes"; request: AskedRequest; forward: boolean; backward: boolean; holeTtl?: number }
  | { kind: "data"; request: AskedRequest; saw: Outcome; decidedTtl?: number }
  | {
      kind: "reflected";
      request: Extract<AskedRequest, { probe: "reflect" }>;
      saw: Outcome;
      heard: boolean;
      /** Absent where neither an answer nor the reflector's log tells. */
      reached?: boolean;
    };

/** How far a conversation got, or what a name server said. */
export type ConnectionSight =
  | "well"
  | "refused"
  | "timed-out"
  | "unreachable"
  | "local-error"
  | "stalled"
  | "closed"
  | "intercepted"
  | "nxdomain"
  | "servfail"
  | "dns-refused";

/** A hop of a walk, told by router instead of address. */
export interface WalkedHop {
  ttl: number;
  reply: HopEvidence["reply"];
  router?: RouterId;
  address?: string;
  code?: "net" | "host" | "prohibited";
}

/** @returns in a stable order, each question once. */
export function trialsOf(network: Network, observations: readonly AnyObservation[]): Trial[] {
  const trials = observations.flatMap((one): Trial[] => trialOf(network, one) ?? []);
  const seen = new Set<string>();
  // Of several ports of one address the one that answered says most.
  const answeredFirst = trials.sort((a, b) => Number(isSilentPort(a)) - Number(isSilentPort(b)));
  return answeredFirst.filter((trial) => {
    const key = identity(trial);
    return !seen.has(key) && seen.add(key);
  });
}

function isSilentPort(trial: Trial): boolean {
  return trial.kind === "connection" && !trial.served && trial.saw !== "well" && trial.saw !== "refused";
}

/** Two paths of one server, or ten names of one zone with the same answer, are one piece of evidence and not ten. */
function identity(trial: Trial): string {
  const { request, kind } = trial;
  if (request.probe === "dns")
    return `dns ${request.server.ip} ${zoneOf(request.name)} ${kind === "connection" ? trial.saw : ""}`;
  const { ip, port } = destinationOf(request);
  if (kind === "connection" && !trial.served) return `port ${ip}`;
  if (request.probe === "reflect")
    return kind === "reflected" && trial.reached !== true
      ? `unheard ${ip}`
      : `${request.ask} ${ip} ${request.protocol} ${request.host ?? ""} ${request.port}`;
  const detail =
    request.probe === "hops"
      ? `${request.protocol} ${request.calm ?? ""}`
      : request.probe === "inband"
        ? request.payload
        : "";
  const host = request.probe === "http" ? request.host : "";
  return `${kind} ${request.probe === "http" || request.probe === "tcp" ? "tcp" : request.probe} ${ip} ${port} ${detail} ${host}`;
}

function zoneOf(name: string): string {
  return /(^|\.)aliyuncs\.com$/.test(name) ? "cloud" : name;
}

function trialOf(network: Network, one: AnyObservation): Trial[] | undefined {
  const { request } = one;
  switch (request.probe) {
    case "http":
    case "tcp":
      return isOnTheNetwork(request.to.ip)
        ? connection(network, request, conversationSight(one, network), one)
        : undefined;
    case "ntp":
      return isOnTheNetwork(request.to.ip) ? connection(network, request, SIGHTS[one.outcome], one) : undefined;
    case "dns":
      return isTelling(network, request) && isOnTheNetwork(request.server.ip)
        ? connection(network, request, SIGHTS[one.outcome], one)
        : undefined;
    case "hops":
      return one.evidence === undefined || one.outcome === "interrupted" || one.outcome === "not-heard"
        ? undefined
        : [forwardWalk(network, one as Observation<"hops">)];
    case "distance":
      return one.outcome === "measured"
        ? [{ kind: "distance", request, routers: (one as Observation<"distance">).evidence?.routers ?? 0 }]
        : undefined;
    case "mtu":
      return sizes(one as Observation<"mtu">);
    case "inband":
      return DATA_OUTCOMES.has(one.outcome) ? [dataTrial(one as Observation<"inband">)] : undefined;
    case "reflect":
      return reflectedTrial(network, one as Observation<"reflect">);
    case "files":
    case "host":
    case "listener":
    case "route":
    case "tool":
      return undefined;
  }
}

const DATA_OUTCOMES: ReadonlySet<Outcome> = new Set<Outcome>(["delivered", "reset", "lost"]);

/** IPv4 beyond this node: a stub resolver on loopback has no path. */
function isOnTheNetwork(ip: string): boolean {
  return isIpv4(ip) && addressKind(ip) !== "unusable";
}

/** Names that need not exist, and IPv6 addresses that need not either, say nothing by their absence. */
function isTelling(network: Network, { type, name }: Extract<AskedRequest, { probe: "dns" }>): boolean {
  const optional = serviceEndpoints(network.traffic.site).some(({ host, required }) => host === name && !required);
  return type === "A" && !optional;
}

function connection(
  network: Network,
  request: AskedRequest,
  saw: ConnectionSight | undefined,
  one: AnyObservation,
): Trial[] {
  if (saw === undefined) return [];
  return [{ kind: "connection", request, saw, served: isServed(network, request), several: one.attempts > 1 }];
}

/** Whether something is known to listen there, so that silence means something. */
export function isServed(network: Network, request: AskedRequest): boolean {
  if (request.probe !== "tcp") return true;
  return network.traffic.targets.some(
    ({ addresses, ports }) => addresses.includes(request.to.ip) && ports.includes(request.to.port),
  );
}

/** What an outcome is called here, where several say the same. */
export const SIGHTS: Partial<Record<Outcome, ConnectionSight>> = {
  open: "well",
  response: "well",
  answer: "well",
  time: "well",
  malformed: "well",
  "http-malformed": "well",
  refused: "refused",
  reset: "refused",
  "timed-out": "timed-out",
  unreachable: "unreachable",
  "local-error": "local-error",
  "tls-timed-out": "stalled",
  "http-timed-out": "stalled",
  "tls-closed": "closed",
  "http-closed": "closed",
  // What is no TLS, or an alert, comes from something that does not want this very conversation.
  "tls-not-tls": "closed",
  "tls-alert": "closed",
  nxdomain: "nxdomain",
  "no-data": "nxdomain",
  servfail: "servfail",
  "dns-error": "servfail",
  "dns-refused": "dns-refused",
};

function conversationSight(one: AnyObservation, network: Network): ConnectionSight | undefined {
  if (one.outcome === "response" && one.request.probe === "http" && one.request.scheme === "https") {
    const apiServer = network.traffic.targets.find(({ service }) => service === "api-server");
    const evidence = (one as Observation<"http">).evidence;
    const foreign = evidence?.tls?.verifyError !== undefined && FOREIGN.has(evidence.tls.verifyError);
    // A cluster's API server has a CA of its own, which no store knows.
    if (foreign && evidence.tls?.trustedRoots !== 0 && apiServer?.addresses.includes(one.request.to.ip) !== true)
      return "intercepted";
  }
  return SIGHTS[one.outcome];
}

const FOREIGN: ReadonlySet<string> = new Set([
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "CERT_UNTRUSTED",
]);

const NET_CODES: ReadonlySet<number> = new Set([0, 6, 11]);
const PROHIBITED_CODES: ReadonlySet<number> = new Set([2, 3, 9, 10, 13]);

function forwardWalk(network: Network, { request, evidence }: Observation<"hops">): Trial {
  const way = network.routersTo(request.to.ip);
  // What only other flows have shown is no evidence about this one.
  const hops = (evidence?.hops ?? []).filter(({ shared }) => shared !== true);
  return {
    kind: "walk",
    request,
    way,
    calm: request.calm === true,
    hops: walkedHops(network, way, hops),
    reached: evidence?.reachedTtl !== undefined,
  };
}

/** Nothing of what a reflector has done is evidence where something else than the way decides it. */
const TELLING_OF_THE_WAY: ReadonlySet<Outcome> = new Set<Outcome>([
  "arrived",
  "open",
  "timed-out",
  "refused",
  "unreachable",
  "black-hole",
  "unheard",
]);

function reflectedTrial(network: Network, { request, outcome, evidence }: Observation<"reflect">): Trial[] | undefined {
  if (evidence === undefined) return undefined;
  if (evidence.hops !== undefined) return reverseWalk(network, request, evidence.hops);
  if (!TELLING_OF_THE_WAY.has(outcome)) return undefined;
  const { heard, reached } = evidence;
  return [{ kind: "reflected", request, saw: outcome, heard, ...(reached !== undefined && { reached }) }];
}

/** Where the ways there and back are not of one length, they are not one way, and hops of the one say nothing of the other. */
function reverseWalk(network: Network, request: ReflectRequest, hops: readonly ReflectedHop[]): Trial[] | undefined {
  // The reflector's own host has kept its packets.
  if (hops.some(({ reply }) => reply === "local-error")) return undefined;
  const way = [...network.routersTo(request.via.ip)].reverse();
  const arrived = hops.find(({ reply }) => ARRIVALS.has(reply));
  if (arrived !== undefined && network.trunk.known && arrived.ttl - 1 > way.length) return undefined;
  const reached = arrived !== undefined && arrived.ttl - 1 === way.length;
  return [
    { kind: "walk", request, way, calm: request.ask === "calm-walk", hops: walkedHops(network, way, hops), reached },
  ];
}

const ARRIVALS: ReadonlySet<HopReply> = new Set<HopReply>(["open", "refused", "answer"]);

function walkedHops(network: Network, way: readonly RouterId[], hops: readonly ReflectedHop[]): WalkedHop[] {
  return hops.map(({ ttl, reply, address, icmpCode }): WalkedHop => {
    const router = address === undefined ? undefined : (network.ownerOf(address) ?? way[ttl - 1]);
    const code = icmpCode === undefined ? undefined : codeOf(icmpCode);
    return {
      ttl,
      reply,
      ...(router !== undefined && { router }),
      ...(address !== undefined && { address }),
      ...(reply === "unreachable" && code !== undefined && { code }),
    };
  });
}

function codeOf(icmpCode: number): "net" | "host" | "prohibited" {
  if (NET_CODES.has(icmpCode)) return "net";
  return PROHIBITED_CODES.has(icmpCode) ? "prohibited" : "host";
}

function sizes({ request, evidence, outcome }: Observation<"mtu">): Trial[] {
  if (evidence === undefined || outcome === "not-asked") return [];
  return [
    {
      kind: "sizes",
      request,
      forward: evidence.forward.state === "black-hole",
      backward: evidence.backward.state === "black-hole",
      ...(evidence.holeTtl !== undefined && { holeTtl: evidence.holeTtl }),
    },
  ];
}

function dataTrial({ request, outcome, evidence }: Observation<"inband">): Trial {
  const decided = evidence?.fates.find(({ fate }) => fate === (outcome === "reset" ? "reset" : "delivered"))?.ttl;
  return { kind: "data", request, saw: outcome, ...(decided !== undefined && { decidedTtl: decided }) };
}

/** Whether a trial shows that something is wrong. */
export function isFailure(trial: Trial): boolean {
  return isFailedConnection(trial) || isFailedReflection(trial);
}

export function isFailedConnection(trial: Trial): trial is Extract<Trial, { kind: "connection" }> {
  return trial.kind === "connection" && trial.served && trial.saw !== "well";
}

/** What was to come to this node and did not. */
export function isFailedReflection(trial: Trial): boolean {
  return (
    trial.kind === "reflected" &&
    trial.reached === true &&
    trial.request.ask !== "service" &&
    trial.saw !== "arrived" &&
    trial.saw !== "open"
  );
}

/** The failing checks that a trial stands for. */
export function failuresOf(trial: Trial, checks: readonly CheckResult[]): CheckResult[] {
  if (trial.kind === "reflected") {
    const { port, protocol } = trial.request;
    return checks.filter(
      ({ status, endpoint, code }) =>
        status === "fail" && INBOUND_CODES.has(code) && endpoint?.port === port && endpoint.protocol === protocol,
    );
  }
  if (trial.kind !== "connection") return [];
  const { request } = trial;
  const { ip, port } = destinationOf(request);
  return checks.filter(({ status, endpoint, code, group }) => {
    if (status !== "fail" || endpoint === undefined || !PATH_CODES.has(code)) return false;
    if (request.probe === "dns")
      return (
        group === "dns" &&
        (endpoint.host === undefined ? endpoint.address === ip : zoneOf(endpoint.host) === zoneOf(request.name))
      );
    if (group === "dns") return false;
    return endpoint.address === ip && endpoint.port === port;
  });
}

/** Causes that are about the way from the cloud. */
const INBOUND_CODES: ReadonlySet<string> = new Set([
  "inbound-timed-out",
  "inbound-refused",
  "inbound-unreachable",
  "inbound-large-lost",
]);

/** Causes that are about the way there: what they have in common is judged from all trials at once. */
export const PATH_CODES: ReadonlySet<string> = new Set([
  "connect-refused",
  "connect-reset",
  "connect-timed-out",
  "connect-unreachable",
  "connect-local-error",
  "tls-timed-out",
  "tls-closed",
  "tls-alert",
  "tls-not-tls",
  "tls-untrusted-issuer",
  "http-timed-out",
  "http-closed",
  "ntp-timed-out",
  "ntp-unreachable",
  "dns-timed-out",
  "dns-servfail",
  "dns-refused",
  "dns-error",
  "dns-nxdomain",
  "dns-no-data",
  "dns-server-unreachable",
  "dns-resolver-silent",
]);
