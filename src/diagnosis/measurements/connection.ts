import { serviceEndpoints } from "../../catalogue/endpoints.ts";
import { isOf, type AnyObservation, type Outcome, type TlsEvidence } from "../../model/probe.ts";
import { addressKind, containedInAny, isIpv4 } from "../../wire/cidr.ts";
import { destinationOf, type AskedRequest, type Prediction } from "../network/forwarding.ts";
import { isOfUntrustedIssuer } from "../../wire/openssl-verdicts.ts";
import type { Network } from "../network/routed-network.ts";
import {
  ALL_FORWARDED,
  ANSWERS_UNKNOWN_PORT,
  ANSWERS_UNROUTED,
  ASTRAY_CONNECTION,
  CONNECTION_TABLE,
  LOST_UPSTREAM,
  MISSING_HOST_UNSAID,
  NOISE,
  OWN_KERNEL,
  ROUTER_REFUSED,
  STRANGERS_SERVER,
  UNROUTED_REFUSED,
} from "../probabilities.ts";
import { PATH_CAUSES } from "./causes.ts";
import type { ChanceContext, MeasurementKind } from "./kind.ts";
import type { ConnectionOutcome, MeasurementOf } from "./measurement.ts";

/** How far a conversation got: TCP, TLS and HTTP, DNS, NTP. */
export const CONNECTION: MeasurementKind<"connection"> = {
  read,
  chance: connectionChance,
  identity,
  causes: PATH_CAUSES,
  // Names that need not exist are asked of the same server.
  alsoExplains: ({ request }, { request: other }) =>
    request.probe === "dns" &&
    other.probe === "dns" &&
    request.class === other.class &&
    request.server.ip === other.server.ip &&
    zoneOf(request.name) === zoneOf(other.name),
};

function read(network: Network, one: AnyObservation): MeasurementOf<"connection">[] {
  const { request } = one;
  if (request.probe === "dns") {
    if (!isOnTheNetwork(request.server.ip)) return [];
    if (request.class === "CH") return connection(network, request, aboutServer(one.outcome), one);
    return isTelling(network, request, one.outcome)
      ? connection(network, request, CONNECTION_OUTCOMES[one.outcome], one)
      : [];
  }
  // Silence of a service that was asked nothing it understands says nothing.
  if (request.probe === "udp" && one.outcome === "timed-out") return [];
  if (request.probe !== "http" && request.probe !== "tcp" && request.probe !== "ntp" && request.probe !== "udp")
    return [];
  return isOnTheNetwork(request.to.ip) ? connection(network, request, conversationOutcome(one, network), one) : [];
}

function connection(
  network: Network,
  request: AskedRequest,
  saw: ConnectionOutcome | undefined,
  one: AnyObservation,
): MeasurementOf<"connection">[] {
  if (saw === undefined) return [];
  return [
    {
      kind: "connection",
      request,
      saw,
      served: isServed(network, request),
      several: one.attempts > 1,
      lastedMs: one.durationMs,
    },
  ];
}

function identity({ request, saw, served }: MeasurementOf<"connection">): string {
  if (request.probe === "dns")
    return request.class === "CH"
      ? `chaos ${request.server.ip}`
      : `dns ${request.server.ip} ${zoneOf(request.name)} ${saw}`;
  const { ip, port } = destinationOf(request);
  if (!served) return `port ${ip}`;
  // Of two requests one may be met with silence and the other not: that is not one piece of evidence.
  return request.probe === "http" || request.probe === "tcp"
    ? `tcp ${ip} ${port} ${request.probe === "http" ? request.host : ""} ${saw === "timed-out"}`
    : `${request.probe} ${ip} ${port}`;
}

function zoneOf(name: string): string {
  return /(^|\.)aliyuncs\.com$/.test(name) ? "cloud" : name;
}

/** IPv4 beyond this node: a stub resolver on loopback has no path. */
function isOnTheNetwork(ip: string): boolean {
  return isIpv4(ip) && addressKind(ip) !== "unusable";
}

/** Names that need not exist, and IPv6 addresses that need not either, say nothing by their absence; silence is another thing. */
function isTelling(
  network: Network,
  { type, name }: Extract<AskedRequest, { probe: "dns" }>,
  outcome: Outcome,
): boolean {
  const optional = serviceEndpoints(network.traffic.site).some(({ host, required }) => host === name && !required);
  return type === "A" && (!optional || outcome === "timed-out");
}

/** Whatever it says of itself, it is there. */
function aboutServer(outcome: Outcome): ConnectionOutcome | undefined {
  const saw = CONNECTION_OUTCOMES[outcome];
  return saw === "nxdomain" || saw === "servfail" || saw === "dns-refused" ? "well" : saw;
}

/** Whether something is known to listen there, so that silence means something. */
export function isServed(network: Network, request: AskedRequest): boolean {
  if (request.probe !== "tcp") return true;
  return network.traffic.targets.some(
    ({ addresses, ports }) => addresses.includes(request.to.ip) && ports.includes(request.to.port),
  );
}

/** What an outcome is called here, where several say the same. */
export const CONNECTION_OUTCOMES: Partial<Record<Outcome, ConnectionOutcome>> = {
  open: "well",
  response: "well",
  answer: "well",
  time: "well",
  truncated: "well",
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

function conversationOutcome(one: AnyObservation, network: Network): ConnectionOutcome | undefined {
  if (one.outcome === "response" && isOf(one, "http") && one.request.scheme === "https") {
    const tls = one.evidence?.tls;
    const isAnothers =
      tls !== undefined &&
      !isKnownElsewhere(tls) &&
      (isOfUntrustedIssuer(tls.verifyError) || tls.nameMatches === false);
    if (isAnothers && tls.trustedRoots !== 0 && !mayHaveOwnAuthority(network, one.request.to.ip)) return "intercepted";
  }
  return CONNECTION_OUTCOMES[one.outcome];
}

/** A cluster's API server has a CA of its own, which no store knows, and endpoints of the user's own often have one as well. */
function mayHaveOwnAuthority({ traffic }: Network, ip: string): boolean {
  return traffic.targets.some(
    ({ service, addresses }) => (service === "api-server" || service === "own") && addresses.includes(ip),
  );
}

/** Vouched for by a root that only this system lacks, or whose chain was not sent whole: it is the service's own. */
function isKnownElsewhere({ untrusted }: TlsEvidence): boolean {
  return untrusted === "root-missing" || untrusted === "intermediate-missing";
}

function connectionChance(
  measurement: MeasurementOf<"connection">,
  prediction: Prediction,
  { network, suppressed: suppressedInHaste }: Pick<ChanceContext, "network" | "suppressed">,
): number {
  const { request, saw, served, several, lastedMs } = measurement;
  const unsaid = seldomHeard(prediction, lastedMs);
  const suppressed = unsaid ?? suppressedInHaste;
  if (prediction.misdirected === true && request.probe !== "dns") return STRANGERS_SERVER[saw];
  if (prediction.local === true)
    return saw === "timed-out" && unsaid !== undefined ? unsaid : OWN_KERNEL[expectedOutcome(prediction)][saw];
  if (!served && saw === "unreachable" && isUnroutedRouter(network, destinationOf(request).ip)) return UNROUTED_REFUSED;
  if (prediction.astray === true) return ASTRAY_CONNECTION[saw];
  if (request.probe === "dns" && request.class === "CH" && saw === "timed-out" && prediction.outcome === "answer")
    return NOISE.chaosUnanswered;
  if (prediction.ifAllForwarded !== undefined) {
    const { ifAllForwarded, ...asThought } = prediction;
    const chance = (outcome: Prediction) =>
      connectionChance(measurement, outcome, { network, suppressed: suppressedInHaste });
    return (1 - ALL_FORWARDED) * chance(asThought) + ALL_FORWARDED * chance({ ...asThought, outcome: ifAllForwarded });
  }
  const expected = expectedOutcome(prediction);
  if (!served) return unservedChance(saw, expected, unservedHost(request, network), suppressed);
  if (expected === "well" && saw === "timed-out" && several) return NOISE.silentAttempts;
  if (expected === "unreachable" && saw === "timed-out") return suppressed;
  if (expected === "refused" && request.probe === "dns" && saw === "timed-out") return NOISE.reportedTooLate;
  const row = request.probe === "dns" && expected === "timed-out" ? LOST_UPSTREAM : CONNECTION_TABLE[expected];
  return row[saw];
}

/** How often an address answers on a port that nothing is known of, where the way there is free. */
export function chanceOfAnswer(request: AskedRequest, { traffic, ownerOf }: Network): number {
  if (request.probe !== "tcp") return 1;
  return isUnroutedRouter({ traffic, ownerOf }, request.to.ip) ? ANSWERS_UNROUTED : ANSWERS_UNKNOWN_PORT;
}

/** A router's address outside of every block that the site is known to route: there may be no way to it, whatever works. */
export function isUnroutedRouter({ traffic, ownerOf }: Pick<Network, "traffic" | "ownerOf">, ip: string): boolean {
  const routed = [...traffic.vpc, ...traffic.cloud, ...traffic.site.dataCenterCidrs];
  return ownerOf(ip) !== undefined && !containedInAny(routed, ip);
}

/** Often only the neighbours of a router have a route to its own address; then another router reports it as unreachable. */
function unservedHost(request: AskedRequest, network: Network): { answers: number; refused: number } {
  const isRouter = network.ownerOf(destinationOf(request).ip) !== undefined;
  return { answers: chanceOfAnswer(request, network), refused: isRouter ? ROUTER_REFUSED : NOISE.positive };
}

/** A port that nothing is known of: an answer proves the way, silence proves little. */
function unservedChance(
  saw: ConnectionOutcome,
  expected: ConnectionOutcome,
  { answers, refused }: { answers: number; refused: number },
  suppressed: number,
): number {
  const answered = saw === "well" || saw === "refused";
  if (expected === "well" || expected === "refused") {
    if (answered) return answers;
    if (saw === "unreachable") return refused;
    return saw === "timed-out" ? 1 - answers - refused : NOISE.positive;
  }
  if (saw === expected) return 1 - NOISE.positive;
  if (answered) return NOISE.contradicted;
  return saw === "timed-out" && expected === "unreachable" ? suppressed : NOISE.positive;
}

/**
 * How often a question hears nothing of an error that routers send late or seldom.
 * @param lastedMs for how long the question has waited, over all attempts.
 * @returns undefined where the error is due at once.
 */
export function seldomHeard({ seldomSaid }: Prediction, lastedMs: number): number | undefined {
  if (seldomSaid !== "late") return seldomSaid === undefined ? undefined : NOISE.reportedTooLate;
  return MISSING_HOST_UNSAID.find(({ upToMs }) => lastedMs < upToMs)?.chance;
}

/** What a prediction looks like in the words of a measurement; every other word is one of success. */
export function expectedOutcome({ outcome, intercepted }: Prediction): ConnectionOutcome {
  return intercepted === true ? "intercepted" : (CONNECTION_OUTCOMES[outcome] ?? "well");
}
