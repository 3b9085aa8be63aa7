import { ECHO_PASSES, STOP_AT, WORTH_BITS } from "../probabilities.ts";
import { MAX_TTL } from "../control-walk.ts";
import { documentedAddresses, isBeyondTheLine, type Network } from "../network/routed-network.ts";
import { serviceEndpoints } from "../../catalogue/endpoints.ts";
import { INBOUND_TCP_PORTS } from "../../catalogue/ports.ts";
import { VPC_RESOLVERS } from "../../catalogue/ranges.ts";
import type { AnyObservation, ProbeName } from "../../model/probe.ts";
import { compareAddresses, isIpv4 } from "../../wire/cidr.ts";
import { chanceOfAnswer } from "../measurements/connection.ts";
import { candidatesOf, keyOf, kindOf, type RankedFault } from "./posterior.ts";
import { sum } from "./sums.ts";
import { destinationOf, simulate, type AskedRequest, type PlacedFault } from "../network/forwarding.ts";
import { isFailedConnection, isFailedReflection, isFailure, type Measurement } from "../measurements/measurement.ts";
import { isServed } from "../measurements/connection.ts";

/**
 * The questions that promise most: those whose possible answers would split the suspected devices, by bits a second. They
 * are all put at once, since waiting is what takes the time; nothing is asked once the devices are known.
 */
export function nextQuestions(
  network: Network,
  faults: readonly RankedFault[],
  measurements: readonly Measurement[],
  observations: readonly AnyObservation[],
  wasAsked: (question: AskedRequest) => boolean,
): AskedRequest[] {
  if (!measurements.some(isFailure)) return [];
  const isNew = (question: AskedRequest) => !wasAsked(question);
  const open = faults.filter(({ kindProbability, unknown }) => kindProbability < STOP_AT || unknown > 1 - STOP_AT);
  const stalled = stalls(measurements, observations, wasAsked);
  // What works is asked however sure the rest seems: without it a prior alone can look like certainty.
  const compared = [
    ...controls(network, measurements, observations),
    ...aboutServers(network, measurements),
    ...byAddress(network, measurements),
    ...ownAddresses(network, measurements),
  ].filter(isNew);
  if (open.length === 0) return [...compared, ...stalled];
  const rated = possibleQuestions(network, measurements)
    .filter(isNew)
    .flatMap((question) => {
      const gains = open.map((fault) => gainOf(network, fault, faults, question));
      const best = gains.reduce((a, b) => (b.bits > a.bits ? b : a));
      return best.bits < WORTH_BITS ? [] : [{ question, rate: best.bits / SECONDS[question.probe], split: best.split }];
    });
  const chosen = differentSplits(rated.sort((a, b) => b.rate - a.rate)).slice(0, MAX_AT_ONCE);
  // Whatever else goes the same way would use up the very errors that a calm walk waits for.
  const calm = chosen.filter((question) => question.probe === "hops" && question.calm === true);
  return [...compared, ...stalled, ...(calm.length > 0 ? calm.slice(0, 1) : chosen)];
}

/** About what each takes while packets are being dropped. */
const SECONDS: Record<AskedRequest["probe"], number> = {
  tcp: 3,
  http: 6,
  dns: 3,
  ntp: 3,
  udp: 3,
  hops: 3.5,
  flows: 8,
  distance: 2,
  echo: 2,
  mtu: 4,
  inband: 3,
  reflect: 3.5,
  route: 0.1,
} satisfies Partial<Record<ProbeName, number>>;

const MAX_AT_ONCE = 12;
/** One is not enough where a single lost packet would mislead. */
const ALIKE_AT_ONCE = 2;

/** Questions that split the suspects in the same way are worth no more together than a few of them. */
function differentSplits(rated: { question: AskedRequest; split: string }[]): AskedRequest[] {
  const counts = new Map<string, number>();
  return rated.flatMap(({ question, split }) => {
    const count = (counts.get(split) ?? 0) + 1;
    counts.set(split, count);
    return count > ALIKE_AT_ONCE ? [] : [question];
  });
}

/** Beyond these an alternative changes no decision. */
const MAX_ALTERNATIVES = 60;

function gainOf(
  network: Network,
  fault: RankedFault,
  all: readonly RankedFault[],
  question: AskedRequest,
): { bits: number; split: string } {
  const others: PlacedFault[] = all.filter((other) => other !== fault).map(({ best }) => best.fault);
  const byAnswer = new Map<string, Map<string, number>>();
  const split: string[] = [];
  const whole = new Map<string, number>();
  for (const ranked of fault.alternatives.slice(0, MAX_ALTERNATIVES)) {
    const prediction = simulate(network, [ranked.faultClass.fault, ...others], question);
    const key = keyOf(prediction);
    split.push(key);
    for (const { candidate, probability } of candidatesOf(ranked)) {
      const kind = kindOf(candidate);
      whole.set(kind, (whole.get(kind) ?? 0) + probability);
      for (const [answer, chance] of answersTo(network, question, key)) {
        const kinds = byAnswer.get(answer) ?? new Map<string, number>();
        byAnswer.set(answer, kinds.set(kind, (kinds.get(kind) ?? 0) + probability * chance));
      }
    }
  }
  const total = sum(whole.values());
  const after = [...byAnswer.values()].reduce(
    (bits, kinds) => bits + (sum(kinds.values()) / total) * entropy(kinds),
    0,
  );
  return { bits: entropy(whole) - after, split: split.join("|") };
}

/**
 * The possible answers with their chances, where the prediction is this one. A host may stay silent on a port where nothing is
 * known to listen, and a firewall may drop echo requests that no fault concerns.
 */
function answersTo(network: Network, question: AskedRequest, key: string): [string, number][] {
  if (question.probe === "hops" && question.protocol === "icmp")
    return [
      [key, ECHO_PASSES],
      [SILENCE, 1 - ECHO_PASSES],
    ];
  if (isServed(network, question) || !key.startsWith("open")) return [[key, 1]];
  const answers = chanceOfAnswer(question, network);
  return [
    [key, answers],
    [SILENCE, 1 - answers],
  ];
}

const SILENCE = keyOf({ outcome: "timed-out" });

function entropy(masses: ReadonlyMap<string, number>): number {
  const total = sum(masses.values());
  return [...masses.values()].reduce(
    (bits, mass) => (mass <= 0 ? bits : bits - (mass / total) * Math.log2(mass / total)),
    0,
  );
}

/** Nothing listens there; whoever refuses it has been reached. */
const CLOSED_PORT = 6444;

function possibleQuestions(network: Network, measurements: readonly Measurement[]): AskedRequest[] {
  const failing = measurements.filter(isFailedConnection);
  const saidUnreachable = new Set(
    failing.flatMap((measurement) =>
      measurement.saw === "unreachable" ? [destinationOf(measurement.request).ip] : [],
    ),
  );
  const tcpFailures = distinct(
    failing.flatMap(({ request }) => (request.probe === "http" || request.probe === "tcp" ? [request.to] : [])),
  );
  const udpFailures = distinct(
    failing.flatMap(({ request }) =>
      request.probe === "ntp" || request.probe === "dns" || request.probe === "udp" ? [destinationOf(request)] : [],
    ),
  );
  return [
    // A calm walk ends at the first hop that is silent, so it is of use only where hops answer.
    ...tcpFailures.map((to) => (saidUnreachable.has(to.ip) && network.routers.size > 0 ? calmly(to) : hops("tcp", to))),
    ...udpFailures.map((to) => hops("udp", to)),
    ...hostsOf(failing).flatMap((ip) => [echo(ip), hops("icmp", { ip, port: 0 })]),
    ...siblings(tcpFailures),
    ...conversations(failing),
    ...fromTheCloud(network, measurements),
  ];
}

function hostsOf(failing: readonly Measurement[]): string[] {
  return [...new Set(failing.map(({ request }) => destinationOf(request).ip))].sort(compareAddresses);
}

type Destination = { ip: string; port: number };

function hops(protocol: "tcp" | "udp" | "icmp", to: Destination): AskedRequest {
  return { probe: "hops", protocol, to, maxTtl: MAX_TTL, thorough: true };
}

function calmly(to: Destination): AskedRequest {
  return { probe: "hops", protocol: "tcp", to, maxTtl: MAX_TTL, thorough: true, calm: true };
}

/** What works, to compare with: one way to the cloud's end, and the way to the Internet, which leaves at the firewall. */
function controls(
  network: Network,
  measurements: readonly Measurement[],
  observations: readonly AnyObservation[],
): AskedRequest[] {
  const reached = new Set(
    observations.flatMap(({ request, outcome }) =>
      request.probe === "hops" && outcome === "reached" ? [network.sideOf(request.to.ip)] : [],
    ),
  );
  const working = measurements.flatMap((measurement) =>
    measurement.kind === "connection" && measurement.saw === "well" ? [measurement.request] : [],
  );
  const cloudPath = working.flatMap((request) =>
    request.probe === "http" && isBeyondTheLine(network.sideOf(request.to.ip)) ? [hops("tcp", request.to)] : [],
  );
  const internet = working.flatMap((request) =>
    request.probe === "ntp" && network.sideOf(request.to.ip) === "internet" ? [hops("udp", request.to)] : [],
  );
  return [
    ...(reached.has("cloud") || reached.has("vpc") ? [] : cloudPath.slice(0, 1)),
    ...(reached.has("internet") ? [] : internet.slice(0, 1)),
  ];
}

/** Of a DNS server that is not heard: whether it is there at all, whatever it is asked on for. */
function aboutServers({ traffic }: Network, measurements: readonly Measurement[]): AskedRequest[] {
  const silent = measurements.flatMap((measurement) =>
    isFailedConnection(measurement) &&
    measurement.request.probe === "dns" &&
    measurement.saw === "timed-out" &&
    traffic.resolvers.includes(measurement.request.server.ip)
      ? [measurement.request.server]
      : [],
  );
  return distinct(silent).flatMap((server): AskedRequest[] => [
    { probe: "dns", server, name: "id.server", type: "TXT", class: "CH" },
    { probe: "tcp", to: server },
    echo(server.ip),
  ]);
}

/**
 * While names do not resolve: what is documented by address, and the VPC's resolvers themselves. The site's DNS server asks
 * on over the same line, so that it may only be the messenger; these are asked before anyone is blamed.
 */
function byAddress(network: Network, measurements: readonly Measurement[]): AskedRequest[] {
  if (!measurements.some((measurement) => isFailedConnection(measurement) && measurement.request.probe === "dns"))
    return [];
  const { site } = network.traffic;
  const registry = serviceEndpoints(site).flatMap(({ host }) =>
    documentedAddresses(site, { service: "registry", host }),
  );
  const [name] = serviceEndpoints(site).map(({ host }) => host);
  const [resolver] = VPC_RESOLVERS;
  return [
    ...distinct(registry.map((ip) => ({ ip, port: 443 }))).flatMap((to): AskedRequest[] => [
      { probe: "tcp", to },
      hops("tcp", to),
    ]),
    ...(name === undefined
      ? []
      : VPC_RESOLVERS.map((ip): AskedRequest => ({ probe: "dns", server: { ip, port: 53 }, name, type: "A" }))),
    hops("udp", { ip: resolver, port: 53 }),
  ];
}

/**
 * What a reflector can add, once it was asked for anything: the way back hop by hop for what does not arrive, and whether the
 * API server is open from there. One that is not heard is asked as well, in no hurry: its log may be.
 */
function fromTheCloud({ traffic }: Network, measurements: readonly Measurement[]): AskedRequest[] {
  const reflected = measurements.flatMap((measurement) => (measurement.kind === "reflected" ? [measurement] : []));
  const [any] = reflected;
  if (any === undefined) return [];
  const { via, run } = any.request;
  const unheard = reflected.some(({ reached }) => reached === undefined);
  const asked = { probe: "reflect", via, run, ...(unheard && { unheard: true as const }) } as const;
  const walks: AskedRequest[] = unheard
    ? INBOUND_TCP_PORTS.slice(0, 1).map((port) => ({ ...asked, ask: "calm-walk", protocol: "tcp", port }))
    : reflected
        .filter(isFailedReflection)
        .map(({ request: { ask, protocol, port } }) =>
          ask === "expect" ? hops("udp", { ip: via.ip, port }) : { ...asked, ask: "walk", protocol, port },
        );
  const { apiServer } = traffic.site;
  const apiFails = measurements.some(
    (measurement) =>
      isFailedConnection(measurement) &&
      traffic.targets.some(
        ({ service, addresses }) =>
          service === "api-server" && addresses.includes(destinationOf(measurement.request).ip),
      ),
  );
  return [
    ...walks,
    ...(apiServer === undefined || !apiFails
      ? []
      : [{ ...asked, ask: "service", protocol: "tcp", ...apiServer } as const]),
  ];
}

function echo(to: string): AskedRequest {
  return { probe: "echo", to };
}

/**
 * Each hop's own address, by TCP and by ICMP echo, since many devices answer only one of them. An answer proves the way there and
 * back: it tells "no way there" from "no way back", and so it is asked early.
 */
function ownAddresses(network: Network, measurements: readonly Measurement[]): AskedRequest[] {
  const failing = measurements.find(isFailedConnection);
  if (failing === undefined) return [];
  const port = failing.request.probe === "tcp" || failing.request.probe === "http" ? failing.request.to.port : 443;
  const found = network.cloudPath.routers.flatMap((id) => network.routers.get(id)?.addresses ?? []);
  const declared = network.traffic.site.hops.flatMap(({ cidr }) => (cidr.endsWith("/32") ? [cidr.slice(0, -3)] : []));
  const addresses = [...new Set([...found, ...declared])].filter(isIpv4).sort(compareAddresses);
  return addresses.flatMap((ip): AskedRequest[] => [{ probe: "tcp", to: { ip, port }, brief: true }, echo(ip)]);
}

/** The same address on other ports: a rule for one port leaves the others alone, a route does not. */
function siblings(failures: readonly Destination[]): AskedRequest[] {
  return failures.flatMap(({ ip, port }) =>
    [443, 80, CLOSED_PORT]
      .filter((other) => other !== port)
      .map((other) => ({ probe: "tcp" as const, to: { ip, port: other } })),
  );
}

/** What opened, or was refused, and then led to nothing: who answered, and what of the data arrives. */
function conversations(failing: readonly Measurement[]): AskedRequest[] {
  return failing.flatMap((measurement): AskedRequest[] => {
    if (measurement.kind !== "connection" || measurement.request.probe !== "http") return [];
    const { to } = measurement.request;
    return ["refused", "intercepted", "stalled", "closed"].includes(measurement.saw) ? [{ probe: "distance", to }] : [];
  });
}

/**
 * A conversation that stalls on an open connection: packet sizes, and data hop by hop, say where and why. Once is enough,
 * since what stalls several at once is the same for all of them.
 */
function stalls(
  measurements: readonly Measurement[],
  observations: readonly AnyObservation[],
  wasAsked: (question: AskedRequest) => boolean,
): AskedRequest[] {
  if (observations.some(({ request }) => request.probe === "mtu")) return [];
  const stalled = measurements.flatMap((measurement) =>
    isFailedConnection(measurement) && measurement.saw === "stalled" && measurement.request.probe === "http"
      ? [measurement.request]
      : [],
  );
  const packetSizes = stalled.map(({ to, scheme, host }) => ({ probe: "mtu" as const, to, scheme, serverName: host }));
  const [first] = packetSizes;
  if (first === undefined || packetSizes.some(wasAsked)) return [];
  const payloads = ["small", "large", "client-hello-without-name", "client-hello"] as const;
  return [
    first,
    ...payloads.map((payload): AskedRequest => ({
      probe: "inband",
      to: first.to,
      payload,
      serverName: first.serverName,
      maxTtl: MAX_TTL,
    })),
  ].filter((question) => !wasAsked(question));
}

function distinct(destinations: readonly Destination[]): Destination[] {
  const byKey = new Map(destinations.map(({ ip, port }) => [`${ip}:${port}`, { ip, port }]));
  return [...byKey.values()].sort((a, b) => compareAddresses(a.ip, b.ip) || a.port - b.port);
}
