import { serviceEndpoints } from "../catalogue/endpoints.ts";
import type { Known } from "../model/check.ts";
import type {
  Address,
  AnyObservation,
  DistanceRequest,
  HopsRequest,
  InbandRequest,
  MtuRequest,
  Outcome,
} from "../model/probe.ts";
import type { Path } from "../model/report.ts";
import { addressKind, compareAddresses } from "../wire/cidr.ts";

/** Longer than every path of the reference's topology; a longer one has found a loop or the Internet. */
const MAX_TTL = 16;
/** Walks share their first hops, and those answer only so often. */
const MAX_WALKS = 8;

/**
 * The walk that every run takes, to the control plane: which hops answer is learnt where packets arrive, and what a
 * failing walk lacks can be held against it. In no hurry to know what a silent hop would have said a second later.
 */
export function controlWalk(known: Known, addresses: (host: string) => string[]): HopsRequest | undefined {
  for (const { host, ports } of serviceEndpoints(known.site)) {
    const [ip] = addresses(host);
    const [port] = ports;
    if (ip !== undefined && port !== undefined)
      return { probe: "hops", protocol: "tcp", to: { ip, port: port.port }, maxTtl: MAX_TTL, thorough: false };
  }
  return undefined;
}

/** What stopped on the way, or was stopped by something that may not be its destination. */
const STOPPED: ReadonlySet<Outcome> = new Set<Outcome>([
  "timed-out",
  "refused",
  "reset",
  "unreachable",
  "tls-timed-out",
  "tls-closed",
  "http-timed-out",
]);

/** Walks to whatever failed, each destination once. */
export function walksToFailures(observations: readonly AnyObservation[]): HopsRequest[] {
  const failed = observations.filter(({ outcome }) => STOPPED.has(outcome));
  const tcp = failed.flatMap(({ request }) => (request.probe === "http" ? [request.to] : []));
  const udp = failed.flatMap(({ request }) =>
    request.probe === "ntp" ? [request.to] : request.probe === "dns" ? [request.server] : [],
  );
  const walk = (protocol: "tcp" | "udp", to: Address): HopsRequest => ({
    probe: "hops",
    protocol,
    to,
    maxTtl: MAX_TTL,
    thorough: true,
  });
  const walked = observations.flatMap(({ request }) => (request.probe === "hops" ? [nameOf(request)] : []));
  return [...distinct(tcp).map((to) => walk("tcp", to)), ...distinct(udp).map((to) => walk("udp", to))]
    .filter((request) => isWorthAWalk(request.to.ip) && !walked.includes(nameOf(request)))
    .slice(0, Math.max(0, MAX_WALKS - walked.length));
}

/** Where the control walk has not arrived either: one to something that does answer, to compare with. */
export function walkToWorking(observations: readonly AnyObservation[]): HopsRequest[] {
  const arrived = observations.some(({ request, outcome }) => request.probe === "hops" && outcome === "reached");
  const working = observations.flatMap(({ request, outcome }) =>
    request.probe === "http" && outcome === "response" && isWorthAWalk(request.to.ip) ? [request.to] : [],
  );
  const [to] = distinct(working);
  return arrived || to === undefined ? [] : [{ probe: "hops", protocol: "tcp", to, maxTtl: MAX_TTL, thorough: true }];
}

function nameOf({ protocol, to }: HopsRequest): string {
  return `${to.ip}:${to.port}/${protocol}`;
}

/** A reset tells its sender's distance, and so does a handshake that led to nothing: a proxy answers from nearer. */
export function distancesToFailures(observations: readonly AnyObservation[]): DistanceRequest[] {
  const answeredByTcp: Outcome[] = ["refused", "tls-timed-out", "tls-closed", "http-timed-out"];
  const suspicious = observations.flatMap(({ request, outcome }) =>
    request.probe === "http" && answeredByTcp.includes(outcome) ? [request.to] : [],
  );
  return distinct(suspicious)
    .filter(({ ip }) => isWorthAWalk(ip))
    .slice(0, MAX_WALKS / 2)
    .map((to) => ({ probe: "distance", to }));
}

/** A handshake or a request that stalls on an open connection: packet sizes, and data hop by hop, say where and why. */
export function stallsToExplain(observations: readonly AnyObservation[]): (MtuRequest | InbandRequest)[] {
  const stalled = observations.flatMap(({ request, outcome }) =>
    request.probe === "http" && ["tls-timed-out", "http-timed-out"].includes(outcome) && isWorthAWalk(request.to.ip)
      ? [request]
      : [],
  );
  // One is enough: what stalls several conversations at once is the same thing for all of them.
  return stalled.slice(0, 1).flatMap(({ to, scheme, host }): (MtuRequest | InbandRequest)[] => [
    { probe: "mtu", to, scheme, serverName: host },
    { probe: "inband", to, payload: "small", serverName: host, maxTtl: MAX_TTL },
    { probe: "inband", to, payload: "large", serverName: host, maxTtl: MAX_TTL },
    { probe: "inband", to, payload: "client-hello-without-name", serverName: host, maxTtl: MAX_TTL },
    { probe: "inband", to, payload: "client-hello", serverName: host, maxTtl: MAX_TTL },
  ]);
}

/** IPv4 beyond this node; a stub resolver on loopback has no path. */
function isWorthAWalk(ip: string): boolean {
  return !ip.includes(":") && addressKind(ip) !== "unusable";
}

function distinct(addresses: Address[]): Address[] {
  const byKey = new Map(
    addresses.map((address) => [`${address.ip}:${address.port}`, { ip: address.ip, port: address.port }]),
  );
  return [...byKey.values()].sort((a, b) => compareAddresses(a.ip, b.ip) || a.port - b.port);
}

/** The walks as the report shows them. */
export function pathsOf(observations: readonly AnyObservation[]): Path[] {
  return observations.flatMap((one): Path[] => {
    if (one.request.probe !== "hops" || one.evidence === undefined || !("hops" in one.evidence)) return [];
    const { to, protocol } = one.request;
    return [
      {
        destination: { address: to.ip, port: to.port, protocol },
        reached: one.evidence.reachedTtl !== undefined,
        hops: one.evidence.hops.map(({ ttl, address, rttMs, reply }) => ({
          ttl,
          ...(address !== undefined && { address }),
          ...(rttMs !== undefined && { rttMs }),
          reply,
        })),
      },
    ];
  });
}
