import { serviceEndpoints } from "../../catalogue/endpoints.ts";
import { CLOUD_SERVICE_RANGE, DEFAULT_CLOUD_SERVICE_CIDR, VPC_RESOLVERS } from "../../catalogue/ranges.ts";
import { findRegion } from "../../catalogue/regions.ts";
import type { Device } from "../../model/device.ts";
import { CLOUD_SERVICES } from "../../catalogue/misconfigurations/scopes.ts";
import type { Target, Traffic } from "../../model/fault.ts";
import { isOf, type AnyObservation, type HopsEvidence, type Observation, type OutcomeOf } from "../../model/probe.ts";
import { isOverUdp, type Branch, type Site } from "../../model/site.ts";
import { addressKind, compareAddresses, containedInAny, isIpv4, widest } from "../../wire/cidr.ts";

/** A router on the way, named by the branch it is on and its place there: "t3" is the third hop towards the cloud. */
export type RouterId = string;
/** What stands where a router's name would, before the first of them. */
export const NODE: RouterId = "node";

/** Where a destination lies, which decides the way to it. */
export type Side = "cloud" | "vpc" | Exclude<Branch, "line">;

export function isBeyondTheLine(side: Side): boolean {
  return side === "cloud" || side === "vpc";
}

/** The site's network as the walks show it: which routers a packet to some address passes, nearest first. */
export interface Network {
  traffic: Traffic;
  sideOf: (ip: string) => Side;
  routersTo: (ip: string) => readonly RouterId[];
  /** Every way that is known, the one to the cloud first. */
  ways: readonly (readonly RouterId[])[];
  /** The router that has this address, where a walk has found one. */
  ownerOf: (ip: string) => RouterId | undefined;
  /** What each router answered with, and how fast at best. */
  routers: ReadonlyMap<RouterId, { addresses: string[]; rttMs?: number }>;
  /**
   * The way to the cloud. `known`: a packet has been answered from its far end, so this is all of it. `rttMs`: the fastest
   * answer from there.
   */
  cloudPath: { routers: readonly RouterId[]; known: boolean; rttMs?: number };
  /** The way to the Internet, shared routers first. */
  internet: readonly RouterId[];
  /** How many routers of the way to the cloud the way to the Internet shares, where it has been seen. */
  divergenceHop?: number;
  /** Whether a way that works has shown who is at this place: then another address there is another router. */
  isEstablished: (router: RouterId) => boolean;
  /** Whether flows to one destination have been seen to go several ways: then several routers may share one place. */
  hasParallelWays: boolean;
  /** What answered a reflector's walk to this node, by TTL from there, where that walk arrived. */
  wayBack: ReadonlyMap<number, string>;
  /** Where connections were made from that got an answer. */
  workingSources: ReadonlySet<string>;
  /** This node's own, as far as its connections and its links show them. */
  ownAddresses: ReadonlySet<string>;
  /** What the ways of other nodes show of routers that this one's packets pass as well. */
  elsewhere?: Elsewhere;
}

export interface Elsewhere {
  /** By address of a router: how probable it is each device. */
  roles: ReadonlyMap<string, Partial<Record<Device, number>>>;
  /** Whether any router of the site, and of the cloud, was heard there; absent where no walk has shown it. */
  heard: Partial<Record<"site" | "cloud", boolean>>;
}

/** Hops of the reference's own topology: core switch, firewall, VBR, transit router, VPC. */
const USUAL_CLOUD_PATH = 5;
/** Behind the last router that answered there may yet be the VBR, the transit router and the VPC's. */
const UNSEEN_ON_LINE = 3;
/** A way that was not walked to its end goes on behind the last router that answered. */
const UNSEEN_BEYOND = 1;
/** The Internet is behind the firewall, unless a walk shows otherwise. */
export const USUAL_DIVERGENCE = 2;

export type Walk = Observation<"hops"> & { evidence: HopsEvidence };

/** A walk with the routers that it has heard, nearest first. */
type HeardWalk = Walk & { routers: Heard[] };

interface Heard {
  ttl: number;
  address: string;
  rttMs?: number;
}

/** @param neighbours what a node behind the same gateway has seen that reaches everything: its walks show the ways as well. */
export function networkOf(
  site: Site,
  observations: readonly AnyObservation[],
  neighbours: readonly AnyObservation[] = [],
): Network {
  const traffic = trafficOf(site, observations);
  const sideOf = (ip: string) => sideIn(traffic, ip);
  const ownAddresses = ownAddressesIn(observations);
  const seen = neighbours.length === 0 ? observations : [...observations, ...neighbours];
  const walks = withRouters(walksOf(seen), ownAddresses);
  const onCloudPath = (walk: HeardWalk) => isBeyondTheLine(sideOf(walk.request.to.ip));
  const toCloud = walks.filter(onCloudPath);
  const cloudPathLength = lengthOf(toCloud, seen) ?? lengthBack(observations);
  // A walk that fails may have left the way: it defines one only where nothing better is known.
  const working = toCloud.filter(({ evidence }) => evidence.reachedTtl === (cloudPathLength ?? -1) + 1);
  const cloudWalks = working.length > 0 ? working : toCloud;
  const seenOnCloudPath = Math.max(0, ...cloudWalks.map(lastRouter));
  const cloudPath = names(
    "t",
    Math.max(seenOnCloudPath, cloudPathLength ?? Math.max(USUAL_CLOUD_PATH, seenOnCloudPath + UNSEEN_ON_LINE)),
  );
  const toInternet = walks.filter((walk) => sideOf(walk.request.to.ip) === "internet");
  const reachedOutside = toInternet.filter((walk) => lengthOf([walk], seen) !== undefined);
  const outside = reachedOutside.length > 0 ? reachedOutside : toInternet;
  const seenDivergence = divergenceOf(
    outside.map((walk) => withHopsOfOthers(walk, toInternet)),
    cloudWalks,
  );
  const divergenceHop = Math.min(seenDivergence ?? USUAL_DIVERGENCE, cloudPath.length);
  const beyondDivergence = Math.max(
    0,
    ...outside.map((walk) => lengthOf([walk], seen) ?? lastRouter(walk) + UNSEEN_BEYOND),
  );
  const internet = [...cloudPath.slice(0, divergenceHop), ...names("i", beyondDivergence - divergenceHop)];
  const siteWays = new Map(
    walks
      .filter((walk) => sideOf(walk.request.to.ip) === "site")
      .map((walk) => [walk.request.to.ip, wayInSite(walk, cloudPath, cloudWalks)]),
  );
  const routersTo = (ip: string): readonly RouterId[] => {
    const side = sideOf(ip);
    if (side === "internet") return internet;
    if (side === "site") return siteWays.get(ip) ?? cloudPath.slice(0, 1);
    return cloudPath;
  };
  const defining = new Set([...cloudWalks, ...outside]);
  const isDefining = (walk: HeardWalk) => defining.has(walk) || sideOf(walk.request.to.ip) === "site";
  const routers = collect(walks.filter(isDefining), routersTo);
  const established = new Set([
    ...(working.length > 0 ? cloudPath : []),
    ...(reachedOutside.length > 0 ? internet.slice(divergenceHop) : []),
  ]);
  const owners = new Map([...routers].flatMap(([id, { addresses }]) => addresses.map((ip) => [ip, id] as const)));
  // The gateway is the first router, whether or not a walk has heard it there.
  const [first] = cloudPath;
  const gateway = gatewayIn(observations, sideOf);
  if (first !== undefined && gateway !== undefined && !owners.has(gateway) && !routers.has(first))
    owners.set(gateway, first);
  const fastest = fastestBeyond(cloudPath.length, cloudWalks, connectTimes(seen, sideOf));
  return {
    traffic,
    sideOf,
    routersTo: memo(routersTo),
    ways: [cloudPath, internet, ...siteWays.values()],
    ownerOf: (ip) => owners.get(ip),
    routers,
    cloudPath: {
      routers: cloudPath,
      known: cloudPathLength !== undefined,
      ...(fastest !== undefined && { rttMs: fastest }),
    },
    internet,
    ...(seenDivergence !== undefined && { divergenceHop }),
    isEstablished: (router) => established.has(router) && (routers.get(router)?.addresses.length ?? 0) > 0,
    ownAddresses,
    hasParallelWays: seen.some((one) => isOf(one, "flows") && one.evidence?.dead !== undefined),
    wayBack: wayBackIn(observations),
    workingSources: workingSourcesIn(observations),
  };
}

function wayBackIn(observations: readonly AnyObservation[]): ReadonlyMap<number, string> {
  const walks = observations.flatMap((one) =>
    isOf(one, "reflect") && one.request.ask !== "container-walk" ? (one.evidence?.hops ?? []) : [],
  );
  const arrived = walks.some(({ reply }) => reply === "open" || reply === "refused");
  return new Map(
    arrived ? walks.flatMap(({ ttl, address }) => (address === undefined ? [] : [[ttl, address] as const])) : [],
  );
}

/** Where this node's own routes send packets to the cloud. */
function gatewayIn(observations: readonly AnyObservation[], sideOf: (ip: string) => Side): string | undefined {
  return observations.flatMap((one) =>
    isOf(one, "route") && isBeyondTheLine(sideOf(one.request.to)) ? (one.evidence?.gateway ?? []) : [],
  )[0];
}

function workingSourcesIn(observations: readonly AnyObservation[]): ReadonlySet<string> {
  const sources = observations.flatMap((one) =>
    isOf(one, "http") && one.outcome === "response" ? (one.evidence?.tcp.localAddress ?? []) : [],
  );
  return new Set(sources);
}

function ownAddressesIn(observations: readonly AnyObservation[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const one of observations) {
    const tcp = isOf(one, "http") ? one.evidence?.tcp : isOf(one, "tcp") ? one.evidence : undefined;
    if (tcp?.localAddress !== undefined) found.add(tcp.localAddress);
    if (!isOf(one, "host") || one.evidence?.fact !== "links") continue;
    for (const { addresses } of one.evidence.links) for (const address of addresses) found.add(address);
  }
  return found;
}

function names(branch: string, count: number): RouterId[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => `${branch}${index + 1}`);
}

function memo<T>(of: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? of(key);
    known.set(key, value);
    return value;
  };
}

export function walksOf(observations: readonly AnyObservation[]): Walk[] {
  return observations.filter((one): one is Walk => isOf(one, "hops") && one.evidence !== undefined);
}

/** Addresses that conversations and answers have shown, under the names that asked for them. */
function trafficOf(site: Site, observations: readonly AnyObservation[]): Traffic {
  const resolvers = [
    ...new Set(observations.flatMap(({ request }) => (request.probe === "dns" ? [request.server.ip] : []))),
  ].sort(compareAddresses);
  const cloud = widest([CLOUD_SERVICE_RANGE, ...site.cloudServiceCidrs]);
  const addressesOf = addressesByHost(observations);
  const denials = denialsByName(observations);
  const target = (
    service: Target["service"],
    host: string,
    protocol: "tcp" | "udp",
    ports: number[],
    ranges: readonly string[] = [],
    known: readonly string[] = [],
  ): Target => {
    const addresses = [...new Set([...known, ...(addressesOf.get(host) ?? [])])].sort(compareAddresses);
    const misplaced = CLOUD_SERVICES.has(service) ? misplacedIn(site, addresses) : { public: [], elsewhere: [] };
    const deniedBy = denials.get(host) ?? [];
    return { service, host, protocol, ports, addresses, blocks: blocksOf(addresses, ranges), misplaced, deniedBy };
  };
  const { apiServer } = site;
  const api =
    apiServer === undefined
      ? []
      : [
          target(
            "api-server",
            apiServer.host,
            "tcp",
            [apiServer.port],
            [],
            isIpv4(apiServer.host) ? [apiServer.host] : [],
          ),
        ];
  const services = serviceEndpoints(site).map(({ group, host, ports, ranges }) =>
    target(
      group,
      host,
      "tcp",
      ports.map(({ port }) => port),
      ranges,
    ),
  );
  const own = (site.endpoints ?? []).map(({ host, port, scheme, via }): Target => ({
    ...target("own", host, isOverUdp(scheme) ? "udp" : "tcp", [port], [], isIpv4(host) ? [host] : []),
    ...(via !== undefined && { via }),
  }));
  const documented = services.flatMap((one) =>
    one.addresses.length === 0 ? { ...one, addresses: documentedAddresses(site, one) } : one,
  );
  const inVpc = [
    ...api.flatMap(({ addresses }) => addresses),
    ...inVpcCidrs(site, services),
    ...(site.reflector === undefined ? [] : [site.reflector.ip]),
    ...own.flatMap(({ via, addresses }) => (via === "line" ? addresses : [])),
  ];
  const vpc = site.vpcCidrs.length > 0 ? [...site.vpcCidrs, ...outside(site.vpcCidrs, inVpc)] : inVpc.map(hostRoute);
  return {
    site,
    vpc,
    cloud: [...new Set(cloud)],
    targets: [
      ...documented,
      ...api,
      ...site.ntpServers.map((host) => target("ntp", host, "udp", [123], [], isIpv4(host) ? [host] : [])),
      target("vpc-resolvers", "VPC DNS", "udp", [53], [], VPC_RESOLVERS),
      ...own.map((one) => ({ ...one, ...branchOf(one, [...vpc, ...cloud], site) })),
    ],
    resolvers: resolvers.filter((ip) => isIpv4(ip) && !containedInAny(cloud, ip) && addressKind(ip) !== "unusable"),
  };
}

/** Where an endpoint of the user's own is, as the user says or else as its address tells. */
function branchOf({ via, addresses: [first] }: Target, beyondLine: readonly string[], site: Site): Pick<Target, "via"> {
  if (via !== undefined || first === undefined) return {};
  if (containedInAny(beyondLine, first)) return { via: "line" };
  return { via: isInSite(site, first) ? "site" : "internet" };
}

function isInSite({ dataCenterCidrs }: Site, ip: string): boolean {
  return containedInAny(dataCenterCidrs, ip) || addressKind(ip) !== "public";
}

/**
 * Whether an address can be a cloud service's: it is in the services' range, in the VPC or in a block that the user names. While
 * no VPC is named, every private address can.
 */
export function canBeTheClouds({ vpcCidrs, cloudServiceCidrs }: Site, ip: string): boolean {
  const named = cloudServiceCidrs.filter((cidr) => cidr !== DEFAULT_CLOUD_SERVICE_CIDR);
  if (containedInAny([CLOUD_SERVICE_RANGE, ...vpcCidrs, ...named], ip)) return true;
  const kind = addressKind(ip);
  return vpcCidrs.length === 0 && kind !== "public" && kind !== "unusable";
}

/** Addresses that are neither in the VPC nor where the cloud's services are. */
function misplacedIn(site: Site, addresses: readonly string[]): Target["misplaced"] {
  const misplaced = addresses.filter((ip) => !canBeTheClouds(site, ip));
  const isPublic = (ip: string) => addressKind(ip) === "public";
  return { public: misplaced.filter(isPublic), elsewhere: misplaced.filter((ip) => !isPublic(ip)) };
}

function outside(cidrs: readonly string[], addresses: string[]): string[] {
  return addresses.filter((ip) => !containedInAny(cidrs, ip)).map(hostRoute);
}

function inVpcCidrs(site: Site, targets: Target[]): string[] {
  return targets.flatMap(({ addresses }) => addresses).filter((ip) => containedInAny(site.vpcCidrs, ip));
}

function hostRoute(ip: string): string {
  return `${ip}/32`;
}

/** The registry's routes are its addresses; of the other services only ranges are documented. */
export function documentedAddresses(site: Site, { service, host }: Pick<Target, "service" | "host">): string[] {
  if (service !== "registry" || !host.endsWith(".ack.aliyuncs.com")) return [];
  return (findRegion(site.region)?.registryRoutes ?? []).flatMap((route) =>
    route.endsWith("/32") ? [route.slice(0, -3)] : [],
  );
}

function blocksOf(addresses: readonly string[], ranges: readonly string[]): string[] {
  if (addresses.length === 0) return [...ranges];
  const blocks = addresses.map((ip) => ranges.find((range) => containedInAny([range], ip)) ?? hostRoute(ip));
  return [...new Set(blocks)];
}

function addressesByHost(observations: readonly AnyObservation[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (host: string, addresses: string[]) => {
    const kept = addresses.filter(isIpv4);
    if (kept.length > 0) found.set(host, [...new Set([...(found.get(host) ?? []), ...kept])]);
  };
  for (const one of observations) {
    if (one.request.probe === "http") add(one.request.host, [one.request.to.ip]);
    else if (isOf(one, "dns") && one.outcome === "answer" && one.evidence !== undefined)
      add(one.request.name, one.evidence.addresses.slice(0, 8));
  }
  return found;
}

/** The servers that have said of a name that it does not exist, or that they cannot or will not look it up. */
function denialsByName(observations: readonly AnyObservation[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const one of observations) {
    if (!isOf(one, "dns") || one.request.type !== "A" || !DENIALS.has(one.outcome)) continue;
    const { name, server } = one.request;
    found.set(name, [...new Set([...(found.get(name) ?? []), server.ip])]);
  }
  return found;
}

const DENIALS: ReadonlySet<OutcomeOf<"dns">> = new Set<OutcomeOf<"dns">>(["nxdomain", "servfail", "dns-refused"]);

function sideIn({ site, vpc, cloud, targets }: Traffic, ip: string): Side {
  const said = targets.find(({ via, addresses }) => via !== undefined && addresses.includes(ip))?.via;
  if (said !== undefined && said !== "line") return said;
  if (containedInAny(vpc, ip)) return "vpc";
  if (containedInAny(cloud, ip)) return "cloud";
  return isInSite(site, ip) ? "site" : "internet";
}

/** The last TTL at which a router answered. */
function lastRouter({ routers }: HeardWalk): number {
  return Math.max(0, ...routers.map(({ ttl }) => ttl));
}

/**
 * How many routers are before a destination: where a conversation with it went well its walk says so for certain; a reset
 * or a bare handshake may come from something nearer, so then only the farthest one counts.
 */
function lengthOf(walks: readonly HeardWalk[], observations: readonly AnyObservation[]): number | undefined {
  const living = livingFlows(observations);
  if (living.length > 0) return Math.max(...living);
  const well = new Set(
    observations.flatMap(({ request, outcome }) =>
      (request.probe === "http" && outcome === "response") || (request.probe === "ntp" && outcome === "time")
        ? [request.to.ip]
        : [],
    ),
  );
  const reached = walks.flatMap(({ request, evidence }) =>
    evidence.reachedTtl === undefined ? [] : [{ ip: request.to.ip, routers: evidence.reachedTtl - 1 }],
  );
  const certain = reached.filter(({ ip }) => well.has(ip)).map(({ routers }) => routers);
  if (certain.length > 0) return Math.max(...certain);
  const farthest = Math.max(0, ...walks.map(lastRouter));
  const plausible = reached.map(({ routers }) => routers).filter((routers) => routers >= farthest);
  return plausible.length === 0 ? undefined : Math.max(...plausible);
}

/** Where one of several ways is dead: how many routers a flow on a living one has met. Any other walk may be of several flows. */
function livingFlows(observations: readonly AnyObservation[]): number[] {
  return observations.flatMap((one) => {
    const walked = isOf(one, "flows") ? one.evidence?.living : undefined;
    const arrival = walked?.find(({ reply }) => reply === "open" || reply === "refused");
    return arrival === undefined ? [] : [arrival.ttl - 1];
  });
}

/** How long connections to the cloud took, milliseconds, of those that its services have answered on. */
function connectTimes(observations: readonly AnyObservation[], sideOf: (ip: string) => Side): number[] {
  return observations.flatMap((one) => {
    if (!isOf(one, "http") || one.outcome !== "response") return [];
    if (!isBeyondTheLine(sideOf(one.request.to.ip))) return [];
    return one.evidence?.tcp.connectMs ?? [];
  });
}

function fastestBeyond(
  routers: number,
  cloudWalks: readonly HeardWalk[],
  connected: readonly number[],
): number | undefined {
  const answered = cloudWalks.flatMap(({ evidence }) =>
    evidence.reachedTtl === routers + 1
      ? (evidence.hops.find(({ ttl }) => ttl === evidence.reachedTtl)?.rttMs ?? [])
      : [],
  );
  const times = [...answered, ...connected];
  return times.length === 0 ? undefined : Math.min(...times);
}

/** By a reflector's walk to this node: what its packets came to was this node, or something nearer to the reflector. */
function lengthBack(observations: readonly AnyObservation[]): number | undefined {
  const arrived = observations.flatMap((one) => {
    if (!isOf(one, "reflect")) return [];
    const hops = one.evidence?.hops ?? [];
    return hops.filter(({ reply }) => reply === "open" || reply === "refused").map(({ ttl }) => ttl - 1);
  });
  return arrived.length === 0 ? undefined : Math.max(...arrived);
}

/** Hops in common with the way to the cloud, by address; silent ones belong to whatever they are between. */
function divergenceOf(outside: readonly HeardWalk[], cloudWalks: readonly HeardWalk[]): number | undefined {
  const cloudPath = addressesByTtl(cloudWalks);
  const shared = outside.map(({ routers }) => {
    let divergenceHop = 0;
    for (const { ttl, address } of routers) {
      const there = cloudPath.get(ttl);
      // Where the other way is silent, nothing says that it has left already.
      if (there === undefined ? ttl <= USUAL_DIVERGENCE : there.has(address)) divergenceHop = ttl;
      else if (there !== undefined) break;
    }
    return divergenceHop;
  });
  const divergenceHop = Math.max(0, ...shared);
  return divergenceHop === 0 ? undefined : divergenceHop;
}

/**
 * Packets of another protocol to the same destination pass the same routers up to where they are stopped. They have often been heard
 * where this walk met silence, since errors are limited.
 */
function withHopsOfOthers(walk: HeardWalk, all: readonly HeardWalk[]): HeardWalk {
  const { reachedTtl = 0 } = walk.evidence;
  const heard = new Set(walk.routers.map(({ ttl }) => ttl));
  const others = all.filter((other) => other !== walk && other.request.to.ip === walk.request.to.ip);
  const added = others.flatMap(({ routers }) => routers.filter(({ ttl }) => ttl < reachedTtl && !heard.has(ttl)));
  return { ...walk, routers: [...walk.routers, ...added].sort((a, b) => a.ttl - b.ttl) };
}

function addressesByTtl(walks: readonly HeardWalk[]): Map<number, Set<string>> {
  const byTtl = new Map<number, Set<string>>();
  for (const { routers } of walks)
    for (const { ttl, address } of routers) byTtl.set(ttl, (byTtl.get(ttl) ?? new Set<string>()).add(address));
  return byTtl;
}

/**
 * A router is where a TTL runs out. One that calls the destination unreachable does so for every packet that it does not
 * pass on, so that alone says only that it is no farther than the nearest of them; errors are limited, and any one of
 * them may be the only one that comes. Where any walk has heard it at its place, that is its place.
 */
function withRouters(walks: readonly Walk[], ownAddresses: ReadonlySet<string>): HeardWalk[] {
  const replies = walks.flatMap(({ evidence }) => evidence.hops);
  const expiredAt = new Set(
    replies.flatMap(({ reply, address }) => (reply === "time-exceeded" ? (address ?? []) : [])),
  );
  const nearest = new Map<string, number>();
  for (const { reply, address, ttl } of replies)
    if (reply === "unreachable" && address !== undefined)
      nearest.set(address, Math.min(ttl, nearest.get(address) ?? Infinity));
  const isAtItsPlace = ({ reply, address, ttl }: Walk["evidence"]["hops"][number]) =>
    reply === "time-exceeded" ||
    (reply === "unreachable" && address !== undefined && !expiredAt.has(address) && nearest.get(address) === ttl);
  return walks.map((walk) => ({
    ...walk,
    routers: beforeLoop(walk.evidence).flatMap((hop): Heard[] => {
      const { ttl, address, rttMs } = hop;
      if (address === undefined || ownAddresses.has(address) || !isAtItsPlace(hop)) return [];
      return [{ ttl, address, ...(rttMs !== undefined && { rttMs }) }];
    }),
  }));
}

/** Where packets go round, a router has the place at which it was met first. */
function beforeLoop({ hops, loop }: HopsEvidence): HopsEvidence["hops"] {
  if (loop === undefined) return hops;
  const seen = new Set<string>();
  for (const [index, { reply, address }] of hops.entries()) {
    if (reply !== "time-exceeded" || address === undefined) continue;
    if (loop.includes(address) && seen.has(address) && hops[index - 1]?.address !== address)
      return hops.slice(0, index);
    seen.add(address);
  }
  return hops;
}

/** To a server of the site's own: shared hops are those of the way to the cloud, the others a branch of its own. */
function wayInSite(walk: HeardWalk, cloudPath: readonly RouterId[], cloudWalks: readonly HeardWalk[]): RouterId[] {
  const length = walk.evidence.reachedTtl === undefined ? lastRouter(walk) : walk.evidence.reachedTtl - 1;
  const divergenceHop = divergenceOf([walk], cloudWalks) ?? Math.min(1, length);
  return [
    ...cloudPath.slice(0, Math.min(divergenceHop, length)),
    ...names(`${walk.request.to.ip}/`, length - divergenceHop),
  ];
}

function collect(
  walks: readonly HeardWalk[],
  routersTo: (ip: string) => readonly RouterId[],
): Map<RouterId, { addresses: string[]; rttMs?: number }> {
  const found = new Map<RouterId, { addresses: string[]; rttMs?: number }>();
  for (const walk of walks) {
    const way = routersTo(walk.request.to.ip);
    for (const { ttl, address, rttMs } of walk.routers) {
      const id = way[ttl - 1];
      if (id === undefined) continue;
      const known = found.get(id) ?? { addresses: [] };
      const best = Math.min(known.rttMs ?? Infinity, rttMs ?? Infinity);
      found.set(id, {
        addresses: known.addresses.includes(address) ? known.addresses : [...known.addresses, address],
        ...(best !== Infinity && { rttMs: best }),
      });
    }
  }
  return found;
}

/** Addresses that routers on the known paths have answered with. */
export function routerAddresses({ routers }: Network): string[] {
  return [...routers.values()].flatMap(({ addresses }) => addresses);
}

/** The address that packets to the cloud are sent from. */
export function nodeAddress(
  { traffic, sideOf, workingSources }: Network,
  observations: readonly AnyObservation[],
): string | undefined {
  if (traffic.site.sourceIp !== undefined) return traffic.site.sourceIp;
  const routes = observations.filter((one) => isOf(one, "route"));
  const towardsCloud = routes.filter(({ request }) => isBeyondTheLine(sideOf(request.to)));
  return towardsCloud.flatMap(({ evidence }) => evidence?.source ?? [])[0] ?? [...workingSources][0];
}

/** Whether a walk that arrived has heard any router of the site, and of the cloud. */
export function heardIn({ cloudPath, divergenceHop, routers }: Network): Elsewhere["heard"] {
  if (!cloudPath.known) return {};
  const lastOfSite = divergenceHop ?? USUAL_DIVERGENCE;
  const isHeard = (id: RouterId) => routers.has(id);
  return {
    site: cloudPath.routers.slice(0, lastOfSite).some(isHeard),
    cloud: cloudPath.routers.slice(lastOfSite).some(isHeard),
  };
}
