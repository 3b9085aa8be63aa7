import { DNS_PORT } from "../../catalogue/endpoints.ts";
import { VPC_RESOLVERS } from "../../catalogue/ranges.ts";
import type { Effect, FaultDirection, PacketMatch } from "../../model/fault.ts";
import type { HopReply, Outcome, ProbeRequest } from "../../model/probe.ts";
import { containedInAny } from "../../wire/cidr.ts";
import { NODE, type Network, type RouterId } from "./routed-network.ts";

/** Where a fault sits: a router, the gap behind one (a device that does not count as a hop), or one of the ends. */
export type Place =
  | { at: "node" }
  | { at: "router"; id: RouterId }
  | { at: "behind"; id: RouterId }
  /** On the last stretch, before the destination: a security group. */
  | { at: "edge" }
  | { at: "destination" };

/** The same for the same place. */
export function placeKey(place: Place): string {
  return place.at === "router" || place.at === "behind" ? `${place.at} ${place.id}` : place.at;
}

/** A fault as packets meet it. */
export interface PlacedFault {
  place: Place;
  direction: FaultDirection;
  match: PacketMatch;
  effect: Effect;
}

/** What a probe shows. */
export interface Prediction {
  outcome: Outcome;
  /** For a walk, by TTL from 1 to the end. */
  hops?: HopPrediction[];
  /** For a distance: the routers between. */
  routers?: number;
  /** This node's own kernel has said so: no limit on errors withholds it. */
  local?: true;
  /** Whether the kernel sends there by another interface than where packets get through. */
  otherLink?: boolean;
  /** The packets have left the way: silence or somebody's "unreachable", and nobody knows which. */
  astray?: true;
  /** A name server's answer is not the service's, or a stranger's server is met at its address. */
  misdirected?: true;
  /** What a name server says that asks the cloud's resolvers for every name. */
  ifAllForwarded?: Outcome;
  /** What a device owes here is often not said, or only late: a router looks for a missing host for seconds first. */
  seldomSaid?: "seldom" | "late";
  /** For a reflector: whether it is reached, and what it then sees, whether this node hears of it or not. */
  reflected?: { reached: boolean; saw: Outcome };
  /**
   * What a flow sees that is on a dead one of several parallel ways; the other fields are about flows on the living ones. Routers
   * choose anew for the way back: one entry for each direction in which a flow may meet the dead way, all as probable.
   */
  ifDead?: readonly Prediction[];
  /** Certificates come from the box in between. */
  intercepted?: true;
  /** For packet sizes. */
  hole?: { forward: boolean; backward: boolean; holeTtl?: number };
  /** For data on an open connection: the first TTL with which it arrived or ended in a reset. */
  decidedTtl?: number;
}

export interface HopPrediction {
  reply: HopReply;
  /** Who sends it; absent for silence and for the destination. */
  router?: RouterId;
  code?: IcmpCode;
  /** Where the packet has left the way. */
  astray?: true;
  /** Where it has come back to a router that it had passed. */
  loops?: true;
  /** Of a refusal of this node's own: it comes as an ICMP error from one of its addresses. */
  signed?: true;
}

type IcmpCode = "net" | "host" | "prohibited";

/** What a traceroute should meet at a TTL: beyond its end the same as there. */
export function hopAtTtl(hops: readonly HopPrediction[], ttl: number): HopPrediction {
  return hops[Math.min(ttl, hops.length) - 1] ?? { reply: "silent" };
}

export type AskedRequest = Extract<
  ProbeRequest,
  {
    probe:
      | "http"
      | "tcp"
      | "udp"
      | "hops"
      | "flows"
      | "distance"
      | "echo"
      | "dns"
      | "ntp"
      | "mtu"
      | "inband"
      | "reflect"
      | "route";
  }
>;

/** Where a probe's packets go. */
export function destinationOf(request: AskedRequest): { ip: string; port: number } {
  if (request.probe === "dns") return request.server;
  if (request.probe === "route" || request.probe === "echo") return { ip: request.to, port: 0 };
  return request.probe === "reflect" ? request.via : request.to;
}

/** Whether a router tells that a TTL ran out there. */
export type Visibility = (router: RouterId) => boolean;

export interface Packet {
  remote: string;
  protocol: "tcp" | "udp" | "icmp";
  port: number;
  /** Of a connection that the far end opens. */
  localPort?: number;
  /** For a container of this node's. */
  containers?: true;
  /** Data after the handshake: full-size, or naming a host. */
  data?: { large: boolean; name?: string };
}

/** What became of a packet on its way out. */
type Arrival =
  | { end: "arrived" }
  | { end: "lost" }
  | { end: "expired"; index: number }
  /** Behind this router on another branch. @see ForwardingPath.branch */
  | { end: "astray"; index: number }
  /** To and fro between this router, which sends back, and the one before it. */
  | { end: "looping"; index: number }
  | { end: "icmp"; index: number; code: IcmpCode }
  | { end: "reset"; index: number }
  | { end: "accepted"; index: number }
  | { end: "refused" }
  | { end: "local"; outcome: Outcome; reply: HopReply; signed?: true; late?: true };

const EXPIRED_IS_SEEN: Visibility = () => true;
const NO_LIMIT = 255;

/** A fault as a way of packets meets it: what it touches is asked packet by packet. */
export interface MetFault extends PlacedFault {
  touches: (packet: Packet) => boolean;
}

/** Walks a probe out and its answer back past the faults: what the node would see. */
export function simulate(
  network: Network,
  faults: readonly PlacedFault[],
  request: AskedRequest,
  visible: Visibility = EXPIRED_IS_SEEN,
): Prediction {
  const met = faults.map((fault): MetFault => ({ ...fault, touches: (packet) => matches(fault.match, packet) }));
  return simulateMet(network, met, request, visible);
}

/** The same of faults that say themselves which packets they touch. */
export function simulateMet(
  network: Network,
  faults: readonly MetFault[],
  request: AskedRequest,
  visible: Visibility = EXPIRED_IS_SEEN,
): Prediction {
  if (faults.some(isOfParallelWays)) return ofParallelWays(network, faults, request, visible);
  const way = new RoutedNetwork(network, faults);
  switch (request.probe) {
    case "tcp":
      return connection(way.to(request.to.ip), tcp(request.to));
    case "http":
      return converse(way.to(request.to.ip), request);
    case "hops":
      return walk(
        way.to(request.to.ip),
        { ...address(request.to), protocol: request.protocol },
        request.maxTtl,
        visible,
      );
    case "flows":
      return walk(way.to(request.to.ip), tcp(request.to), request.maxTtl, visible);
    case "distance":
      return distance(way.to(request.to.ip), tcp(request.to));
    case "echo":
      return echo(way.to(request.to), { ...address(destinationOf(request)), protocol: "icmp" });
    case "udp":
      return { outcome: datagram(way.to(request.to.ip), udp(request.to), "answer") };
    case "ntp":
      return { outcome: time(way.to(request.to.ip), udp(request.to)) };
    case "dns":
      return query(way, request);
    case "mtu":
      return sizes(way.to(request.to.ip), tcp(request.to));
    case "inband":
      return data(way.to(request.to.ip), tcp(request.to), request);
    case "reflect":
      return reflect(way.to(request.via.ip), request, visible);
    case "route":
      return { outcome: "found", otherLink: way.leavesByOtherLink(request.to) };
  }
}

/** What a dead one of several parallel ways does to the flows that are on it. */
const WHOLE: Partial<Record<Effect, Effect>> = { "drop-some": "drop", "blackhole-some": "blackhole" };

export function isOfParallelWays({ effect }: PlacedFault): boolean {
  return WHOLE[effect] !== undefined;
}

/** What flows on the living ways see, and beside it what those on the dead one do. */
function ofParallelWays(
  network: Network,
  faults: readonly MetFault[],
  request: AskedRequest,
  visible: Visibility,
): Prediction {
  const living = simulateMet(
    network,
    faults.filter((fault) => !isOfParallelWays(fault)),
    request,
    visible,
  );
  const directions: FaultDirection[] = faults.some(({ effect, direction }) => WHOLE[effect] && direction === "both")
    ? ["outbound", "inbound"]
    : ["both"];
  const ifDead = directions.map((direction) => {
    const whole = faults.map((fault): MetFault => {
      const effect = WHOLE[fault.effect];
      if (effect === undefined) return fault;
      return {
        ...fault,
        effect,
        direction: fault.direction === "both" ? direction : fault.direction,
        // A router's errors are no part of the flow: they have a way of their own.
        touches: (packet) => packet.protocol !== "icmp" && fault.touches(packet),
      };
    });
    return simulateMet(network, whole, request, visible);
  });
  const isSeen = ifDead.some((dead) => JSON.stringify(dead) !== JSON.stringify(living));
  return isSeen ? { ...living, ifDead } : living;
}

/** Whether a fault can change anything about a probe at all: cheap to know, and most faults concern few probes. */
export function concerns({ match, place }: PlacedFault, request: AskedRequest): boolean {
  // What a reflector is asked for goes both ways, and to a third address.
  if (match.containers === true) return request.probe === "reflect" && request.ask === "container-walk";
  if (request.probe === "reflect")
    return place.at === "destination" || match.remote === undefined || isIn(match.remote, request.via.ip);
  if (match.localPorts !== undefined) return false;
  if (request.probe === "route" && place.at !== "node") return false;
  if (request.probe === "dns" && match.misplaced?.includes(request.name) === true) return true;
  const asked = address(destinationOf(request));
  const packets = request.probe === "dns" ? [asked, upstreamFor(request.name), TO_VPC_RESOLVER] : [asked];
  return packets.some(
    ({ remote, port }) =>
      (match.remote === undefined || isIn(match.remote, remote)) && (match.ports?.includes(port) ?? true),
  );
}

const address = ({ ip, port }: { ip: string; port: number }) => ({ remote: ip, port });
const tcp = ({ ip, port }: { ip: string; port: number }): Packet => ({ remote: ip, port, protocol: "tcp" });
const udp = ({ ip, port }: { ip: string; port: number }): Packet => ({ remote: ip, port, protocol: "udp" });

/** The faults on the network, laid out along the way to a destination. */
class RoutedNetwork {
  readonly #network: Network;
  readonly #faults: readonly MetFault[];

  constructor(network: Network, faults: readonly MetFault[]) {
    this.#network = network;
    this.#faults = faults;
  }

  /** A hop's own address is a destination too, with the routers before it. */
  to(ip: string): ForwardingPath {
    const owner = this.#network.ownerOf(ip);
    const routers = owner === undefined ? this.#network.routersTo(ip) : this.#routersBefore(owner);
    return new ForwardingPath(routers, owner, this.#faults, this.#network);
  }

  /** From a DNS server of the site to where it asks on: what it does not share with the node's own way is its own. */
  upstreamOf(server: string, upstream: string): ForwardingPath {
    const shared = this.#network.routersTo(server);
    const way = this.#network.routersTo(upstream);
    const leavesAt = shared.filter((id) => way.includes(id)).length;
    return new ForwardingPath(
      way,
      undefined,
      this.#faults.filter((fault) => fault.match.onlyThisNode !== true && isBeyond(fault.place, way, leavesAt)),
      this.#network,
    );
  }

  leavesByOtherLink(ip: string): boolean {
    return this.#faults.some(
      ({ place, effect, match }) =>
        place.at === "node" &&
        (effect === "wrong-link" || effect === "drop") &&
        (match.remote === undefined || isIn(match.remote, ip)) &&
        match.ports === undefined,
    );
  }

  isMisplaced(name: string): boolean {
    return this.#faults.some(({ match }) => match.misplaced?.includes(name) === true);
  }

  isSites(server: string): boolean {
    return this.#network.sideOf(server) === "site";
  }

  #routersBefore(owner: RouterId): RouterId[] {
    const way = this.#network.ways.find((routers) => routers.includes(owner)) ?? [];
    return way.slice(0, Math.max(0, way.indexOf(owner)));
  }
}

/** The server hangs off the last router that the node shares with it, and that one still routes and filters for it. */
function isBeyond(place: Place, way: readonly RouterId[], leavesAt: number): boolean {
  if (place.at === "node") return false;
  if (place.at === "router") return way.indexOf(place.id) >= leavesAt - 1;
  if (place.at === "behind") return place.id !== NODE && way.indexOf(place.id) >= leavesAt - 1;
  return true;
}

/** What a destination, or whoever has its address, makes of a packet. */
const NOBODY_THERE: ReadonlySet<Effect> = new Set<Effect>(["host-down", "misdirect-nowhere"]);
const CLOSED: ReadonlySet<Effect> = new Set<Effect>(["not-listening", "misdirect-closed"]);
const MUTE: ReadonlySet<Effect> = new Set<Effect>(["drop", "misdirect-silent"]);

/** What this node's own kernel makes of a packet that it does not send. */
const LOCAL_ENDS: Partial<Record<Effect, Extract<Arrival, { end: "local" }>>> = {
  "local-error": { end: "local", outcome: "local-error", reply: "local-error" },
  "local-no-route": { end: "local", outcome: "unreachable", reply: "local-error" },
  "local-reject": { end: "local", outcome: "unreachable", reply: "local-error", signed: true },
  "local-reset": { end: "local", outcome: "refused", reply: "refused" },
  // The kernel gives up looking for the address after three seconds.
  "wrong-link": { end: "local", outcome: "unreachable", reply: "silent", late: true },
};

const ROUTE_CODES: Partial<Record<Effect, IcmpCode>> = { "no-route": "net", unreachable: "host", forbid: "prohibited" };

/** The way to one destination: routers numbered from 1, the node 0, the destination one more than the last router. */
class ForwardingPath {
  readonly length: number;
  readonly routers: readonly RouterId[];
  /** Set when the destination is itself a router of the network. */
  readonly #self: RouterId | undefined;
  readonly #faults: readonly MetFault[];
  readonly #network: Network;

  constructor(routers: readonly RouterId[], self: RouterId | undefined, faults: readonly MetFault[], network: Network) {
    this.#network = network;
    this.routers = routers;
    this.length = routers.length;
    this.#self = self;
    this.#faults = faults;
  }

  out(packet: Packet, ttl = NO_LIMIT): Arrival {
    const outbound = this.#faults.filter(({ direction }) => direction !== "inbound");
    for (const fault of outbound)
      if (fault.place.at === "node" && fault.touches(packet)) return LOCAL_ENDS[fault.effect] ?? { end: "lost" };
    for (let index = 0; index <= this.length; index++) {
      if (index > 0) {
        const routed = outbound.find(
          (fault) => isAt(fault, this.routers[index - 1]) && ACTS_BEFORE_TTL.has(fault.effect) && fault.touches(packet),
        );
        if (routed !== undefined) return this.#routed(routed.effect, index);
        if (ttl === index) return { end: "expired", index };
        const router = this.routers[index - 1];
        if (outbound.some((fault) => fault.effect === "loop" && isAt(fault, router) && fault.touches(packet)))
          return index > 1 ? { end: "looping", index } : { end: "lost" };
        if (outbound.some((fault) => fault.effect === "detour" && isAt(fault, router) && fault.touches(packet)))
          if (this.#defaultLeavesAt(index)) return { end: "astray", index };
      }
      const id = index === 0 ? NODE : this.routers[index - 1];
      const filtered = outbound.find(
        (fault) =>
          (isAt(fault, id) || isBehind(fault, id)) &&
          !ACTS_BEFORE_TTL.has(fault.effect) &&
          fault.effect !== "detour" &&
          fault.effect !== "loop" &&
          stops(fault.effect, packet) &&
          fault.touches(packet),
      );
      if (filtered !== undefined) return filter(filtered.effect, index);
    }
    return this.#atDestination(packet, outbound);
  }

  #routed(effect: Effect, index: number): Arrival {
    if (effect === "proxy" || effect === "intercept") return { end: "accepted", index };
    const code = ROUTE_CODES[effect];
    return code === undefined ? { end: "lost" } : { end: "icmp", index, code };
  }

  #atDestination(packet: Packet, outbound: MetFault[]): Arrival {
    // A router's own address lies before what happens to packets that it passes on.
    if (this.#self !== undefined) {
      const own = this.#self;
      const routed = outbound.find(
        (fault) =>
          isAt(fault, own) &&
          ACTS_BEFORE_TTL.has(fault.effect) &&
          fault.effect !== "blackhole" &&
          fault.effect !== "no-route" &&
          fault.touches(packet),
      );
      return routed === undefined ? { end: "arrived" } : this.#routed(routed.effect, this.length + 1);
    }
    for (const fault of outbound) {
      if (!fault.touches(packet)) continue;
      if (fault.place.at === "edge" && stops(fault.effect, packet)) return filter(fault.effect, this.length + 1);
      if (fault.place.at !== "destination") continue;
      if (NOBODY_THERE.has(fault.effect)) return { end: "icmp", index: this.length, code: "host" };
      if (CLOSED.has(fault.effect)) return { end: "refused" };
      if (MUTE.has(fault.effect)) return { end: "lost" };
    }
    return { end: "arrived" };
  }

  /** A packet that the far end begins with: its first hop is the last router. */
  in(packet: Packet, ttl = NO_LIMIT): Arrival {
    const met = this.#faults.filter(
      ({ direction, touches }) => direction !== "outbound" && direction !== "none" && touches(packet),
    );
    const filtered = (at: (fault: PlacedFault) => boolean) =>
      met.find((fault) => at(fault) && !ACTS_BEFORE_TTL.has(fault.effect) && stops(fault.effect, packet));
    const atEdge = filtered(({ place }) => place.at === "edge");
    if (atEdge !== undefined) return filter(atEdge.effect, this.length + 1);
    for (let index = this.length; index >= 0; index--) {
      const id = index === 0 ? NODE : this.routers[index - 1];
      const before = filtered((fault) => isBehind(fault, id));
      if (before !== undefined) return filter(before.effect, index + 1);
      const routed = met.find((fault) => (isAt(fault, id) || isBehind(fault, id)) && ACTS_BEFORE_TTL.has(fault.effect));
      if (routed !== undefined) return this.#routed(routed.effect, index);
      if (index === 0) break;
      if (ttl === this.length - index + 1) return { end: "expired", index };
      const at = filtered((fault) => isAt(fault, id));
      if (at !== undefined) return filter(at.effect, index);
    }
    const own = filtered(({ place }) => place.at === "node");
    return own === undefined ? { end: "arrived" } : filter(own.effect, 0);
  }

  /** Of a service in the far end's own network: what the service itself does, not what is on the way. */
  atService(packet: Packet): Outcome {
    const own = this.#faults.find(({ place, touches }) => place.at === "destination" && touches(packet));
    if (own === undefined) return "open";
    return own.effect === "not-listening" ? "refused" : "timed-out";
  }

  /** @param origin the router that answers, or one more than the last router for the destination. */
  back(packet: Packet, origin: number): boolean {
    const inbound = this.#faults.filter(({ direction }) => direction !== "outbound" && direction !== "none");
    return !inbound.some((fault) => {
      if (!fault.touches(packet)) return false;
      const from = this.#indexOf(fault.place);
      if (from === undefined) return false;
      if (ROUTES.has(fault.effect)) return fault.place.at === "behind" ? origin > from : origin >= from;
      // A filter does not see what its own device says.
      return stops(fault.effect, packet) && origin > from;
    });
  }

  /** Where on this way a place is; a gap counts as the router before it. */
  #indexOf(place: Place): number | undefined {
    switch (place.at) {
      case "node":
        return 0;
      case "edge":
      case "destination":
        return this.#self === undefined ? this.length : undefined;
      case "router":
      case "behind": {
        if (place.id === NODE) return 0;
        const index = this.routers.indexOf(place.id);
        if (index >= 0) return index + 1;
        return this.#self === place.id && place.at === "router" ? this.length + 1 : undefined;
      }
    }
  }

  /** Whether a default route leads elsewhere from there: as long as the ways to the cloud and to the Internet are one, it does not. */
  #defaultLeavesAt(index: number): boolean {
    const { divergenceHop, isEstablished } = this.#network;
    const next = this.routers[index];
    return divergenceHop === undefined || index >= divergenceHop || next === undefined || !isEstablished(next);
  }

  /** Who is met behind a router that sends packets to the Internet: as far as its way is known, and goes by there. */
  branch(index: number, hops: number): RouterId | undefined {
    const router = this.routers[index - 1];
    const { internet } = this.#network;
    const at = router === undefined ? -1 : internet.indexOf(router);
    return at < 0 ? undefined : internet[at + hops];
  }

  /** Whether its end takes connections only to close them. */
  closesAtOnce(packet: Packet): boolean {
    return this.#faults.some(
      ({ place, effect, touches }) => place.at === "destination" && effect === "accept-close" && touches(packet),
    );
  }

  /** Whether another server than the service's is there. */
  isStranger(packet: Packet): boolean {
    return this.#faults.some(({ effect, touches }) => effect === "misdirect-stranger" && touches(packet));
  }

  /** The router that says so, for the answer's address. */
  router(index: number): RouterId | undefined {
    return this.routers[index - 1];
  }

  /** What the name server at its end says of every name, or of the cloud's. */
  wrongAnswer(packet: Packet): "wrong-answer" | "fail-names" | undefined {
    const fault = this.#faults.find(
      ({ effect, touches }) => (effect === "wrong-answer" || effect === "fail-names") && touches(packet),
    );
    return fault?.effect === "wrong-answer" || fault?.effect === "fail-names" ? fault.effect : undefined;
  }

  hasNoHost(packet: Packet): boolean {
    return this.#faults.some(({ effect, touches }) => NOBODY_THERE.has(effect) && touches(packet));
  }

  /** A box that takes connections, for a name's data as well. */
  boxFor(packet: Packet): PlacedFault | undefined {
    return this.#faults.find(
      ({ effect, touches }) => (effect === "proxy" || effect === "intercept") && touches(packet),
    );
  }
}

/** Of a route: what the routers on the way back do to answers, whether they tell the far end or not. */
const ROUTES: ReadonlySet<Effect> = new Set<Effect>(["no-route", "unreachable", "forbid", "blackhole"]);

const ACTS_BEFORE_TTL: ReadonlySet<Effect> = new Set<Effect>([...ROUTES, "proxy", "intercept"]);

function isAt({ place }: PlacedFault, id: RouterId | undefined): boolean {
  return place.at === "router" && place.id === id;
}

function isBehind({ place }: PlacedFault, id: RouterId | undefined): boolean {
  return place.at === "behind" && place.id === id;
}

/** Whether an effect stops this very packet: some only stop data, or only large data. */
function stops(effect: Effect, packet: Packet): boolean {
  if (effect === "shrink-mtu") return packet.data?.large === true;
  if (effect === "drop-data" || effect === "reset-data") return packet.data !== undefined && packet.protocol === "tcp";
  return true;
}

/** Whatever a route would do acts behind the router here, since the fault sits in a gap. */
function filter(effect: Effect, index: number): Arrival {
  if (effect === "reset" || effect === "reset-data") return { end: "reset", index };
  if (effect === "prohibit" && index > 0) return { end: "icmp", index, code: "prohibited" };
  return { end: "lost" };
}

const membership = new WeakMap<readonly string[], Map<string, boolean>>();

function isIn(cidrs: readonly string[], ip: string): boolean {
  const known = membership.get(cidrs) ?? new Map<string, boolean>();
  membership.set(cidrs, known);
  let inside = known.get(ip);
  if (inside === undefined) known.set(ip, (inside = containedInAny(cidrs, ip)));
  return inside;
}

/** Whether packets of this kind are among those that a fault touches. */
export function matches(
  { remote, except, protocol, ports, localPorts, names, containers }: PacketMatch,
  packet: Packet,
): boolean {
  if (containers === true) return packet.containers === true;
  if (remote !== undefined && !isIn(remote, packet.remote)) return false;
  if (except !== undefined && isIn(except, packet.remote)) return false;
  if (protocol !== undefined && protocol !== packet.protocol) return false;
  if (ports !== undefined && (packet.protocol === "icmp" || !ports.includes(packet.port))) return false;
  if (localPorts !== undefined && (packet.localPort === undefined || !localPorts.includes(packet.localPort)))
    return false;
  if (names !== undefined && (packet.data?.name === undefined || !names.includes(packet.data.name))) return false;
  return true;
}

/** A router's error on its way to the node: its source is the router's own address, whatever it is about. */
const ICMP: Packet = { remote: "", protocol: "icmp", port: 0 };

function connect(line: ForwardingPath, packet: Packet, arrival = line.out(packet)): Outcome {
  switch (arrival.end) {
    case "arrived":
      return line.back(packet, line.length + 1) ? "open" : "timed-out";
    case "refused":
      return line.back(packet, line.length + 1) ? "refused" : "timed-out";
    case "accepted":
      return line.back(packet, arrival.index) ? "open" : "timed-out";
    case "reset":
      return line.back(packet, arrival.index) ? "refused" : "timed-out";
    case "icmp":
      return line.back(ICMP, arrival.index) ? "unreachable" : "timed-out";
    case "local":
      return arrival.outcome;
    case "lost":
    case "expired":
    case "astray":
    case "looping":
      return "timed-out";
  }
}

function connection(line: ForwardingPath, packet: Packet): Prediction {
  const arrival = line.out(packet);
  const outcome = connect(line, packet, arrival);
  if (arrival.end === "astray") return { outcome, astray: true };
  if (arrival.end === "local") return ofOwnKernel(outcome, arrival);
  // Where the TTL runs out in a circle, a router may say so, which ends the handshake as "unreachable".
  if (arrival.end === "looping" && line.back(ICMP, arrival.index))
    return { outcome: "unreachable", seldomSaid: "seldom" };
  return outcome === "unreachable" && line.hasNoHost(packet) ? { outcome, seldomSaid: "late" } : { outcome };
}

function converse(line: ForwardingPath, { to, scheme, host }: Extract<AskedRequest, { probe: "http" }>): Prediction {
  const packet = tcp(to);
  const opened = connection(line, packet);
  if (opened.outcome !== "open") return opened;
  if (line.closesAtOnce(packet)) return { outcome: scheme === "https" ? "tls-closed" : "http-closed" };
  if (line.isStranger(packet)) return { outcome: "tls-closed", misdirected: true };
  const box = line.boxFor(packet) ?? line.boxFor({ ...packet, data: { large: false, name: host } });
  if (box?.effect === "intercept")
    return scheme === "https" ? { outcome: "response", intercepted: true } : { outcome: "response" };
  if (box !== undefined) return { outcome: scheme === "https" ? "tls-closed" : "http-closed" };
  const hello = line.out({ ...packet, data: { large: false, name: host } });
  const [silent, closed]: Outcome[] =
    scheme === "https" ? ["tls-timed-out", "tls-closed"] : ["http-timed-out", "http-closed"];
  if (hello.end === "reset") return { outcome: closed ?? "tls-closed" };
  const answer = { ...packet, data: { large: scheme === "https" } };
  const answered = hello.end === "arrived" && line.back(answer, line.length + 1);
  return { outcome: answered ? "response" : (silent ?? "tls-timed-out") };
}

function walk(line: ForwardingPath, packet: Packet, maxTtl: number, visible: Visibility): Prediction {
  const hops: HopPrediction[] = [];
  const isMissing = line.hasNoHost(packet);
  for (let ttl = 1; ttl <= Math.min(maxTtl, line.length + 1); ttl++) {
    const hop = hopAt(line, packet, ttl, visible);
    hops.push(hop);
    if (!PASSES_ON.has(hop.reply)) break;
  }
  return { outcome: walkOutcome(hops), hops, ...(isMissing && { seldomSaid: "late" }) };
}

const PASSES_ON: ReadonlySet<HopReply> = new Set<HopReply>(["time-exceeded", "silent"]);

function hopAt(line: ForwardingPath, packet: Packet, ttl: number, visible: Visibility): HopPrediction {
  const arrival = line.out(packet, ttl);
  const silent: HopPrediction = { reply: "silent" };
  const answers = (origin: number, reply: HopReply): HopPrediction => (line.back(packet, origin) ? { reply } : silent);
  switch (arrival.end) {
    case "expired": {
      const router = line.router(arrival.index);
      return router !== undefined && visible(router) && line.back(ICMP, arrival.index)
        ? { reply: "time-exceeded", router }
        : silent;
    }
    case "looping": {
      const at = (ttl - arrival.index) % 2 === 0 ? arrival.index : arrival.index - 1;
      const router = line.router(at);
      return router !== undefined && visible(router) && line.back(ICMP, at)
        ? { reply: "time-exceeded", loops: true, router }
        : { reply: "silent", loops: true };
    }
    case "astray": {
      const router = line.branch(arrival.index, ttl - arrival.index);
      return { reply: "silent", astray: true, ...(router !== undefined && { router }) };
    }
    case "icmp": {
      const router = line.router(arrival.index);
      return line.back(ICMP, arrival.index)
        ? { reply: "unreachable", code: arrival.code, ...(router !== undefined && { router }) }
        : silent;
    }
    case "arrived":
      return answers(line.length + 1, packet.protocol === "tcp" ? "open" : "answer");
    case "refused":
      return answers(line.length + 1, "refused");
    case "accepted":
      return answers(arrival.index, "open");
    case "reset":
      return answers(arrival.index, "refused");
    case "local":
      return { reply: arrival.reply, router: NODE, ...(arrival.signed === true && { signed: true }) };
    case "lost":
      return silent;
  }
}

function walkOutcome(hops: readonly HopPrediction[]): Outcome {
  const last = hops.findLast(({ reply }) => reply !== "silent");
  if (last === undefined || last.reply === "time-exceeded") return "cut-off";
  if (last.reply === "unreachable") return "rejected";
  return last.reply === "local-error" ? "local-error" : "reached";
}

function distance(line: ForwardingPath, packet: Packet): Prediction {
  const arrival = line.out(packet);
  const from = "index" in arrival ? arrival.index : line.length + 1;
  const replies = ["arrived", "refused", "accepted", "reset"].includes(arrival.end) && line.back(packet, from);
  return replies ? { outcome: "measured", routers: Math.max(0, from - 1) } : { outcome: "timed-out" };
}

function datagram(line: ForwardingPath, packet: Packet, answer: Outcome, arrival = line.out(packet)): Outcome {
  if (arrival.end === "icmp") return line.back(ICMP, arrival.index) ? "unreachable" : "timed-out";
  if (arrival.end === "local") return arrival.outcome;
  if (arrival.end === "refused") return line.back(ICMP, line.length + 1) ? "refused" : "timed-out";
  return arrival.end === "arrived" && line.back(packet, line.length + 1) ? answer : "timed-out";
}

function echo(line: ForwardingPath, packet: Packet): Prediction {
  const arrival = line.out(packet);
  if (arrival.end === "astray") return { outcome: "timed-out", astray: true };
  const outcome = datagram(line, packet, "answer", arrival);
  if (arrival.end === "local") return ofOwnKernel(outcome, arrival);
  return outcome === "unreachable" && line.hasNoHost(packet) ? { outcome, seldomSaid: "late" } : { outcome };
}

function ofOwnKernel(outcome: Outcome, { late }: Extract<Arrival, { end: "local" }>): Prediction {
  return { outcome, local: true, ...(late === true && { seldomSaid: "late" }) };
}

/** The exchange is made from a socket that hears no ICMP errors. */
function time(line: ForwardingPath, packet: Packet): Outcome {
  const outcome = datagram(line, packet, "time");
  return outcome === "unreachable" || outcome === "refused" ? "timed-out" : outcome;
}

const [VPC_RESOLVER] = VPC_RESOLVERS;
const TO_VPC_RESOLVER = udp({ ip: VPC_RESOLVER, port: DNS_PORT });
/** One of the root's servers, for whoever a server of the site asks on the Internet: which one it is, nobody tells. */
const TO_THE_INTERNET = udp({ ip: "198.41.0.4", port: DNS_PORT });

const CLOUD_ZONE = /(^|\.)aliyuncs\.com\.?$/;

/** A server of the site asks on: for the cloud's names over the line, for the others over the Internet. */
function upstreamFor(name: string): Packet {
  return CLOUD_ZONE.test(name) ? TO_VPC_RESOLVER : TO_THE_INTERNET;
}

function query(
  way: RoutedNetwork,
  { server, name, class: dnsClass }: Extract<AskedRequest, { probe: "dns" }>,
): Prediction {
  const line = way.to(server.ip);
  const arrival = line.out(udp(server));
  const asked = datagram(line, udp(server), "answer", arrival);
  if (arrival.end === "local") return ofOwnKernel(asked, arrival);
  if (asked === "answer" && way.isMisplaced(name)) return { outcome: asked, misdirected: true };
  if (asked !== "answer" || !way.isSites(server.ip)) return { outcome: asked };
  const isAboutServer = dnsClass === "CH";
  if (isAboutServer) return { outcome: asked };
  const wrong = line.wrongAnswer({ ...udp(server), data: { large: false, name } });
  if (wrong === "fail-names") return { outcome: "servfail" };
  if (wrong !== undefined && CLOUD_ZONE.test(name)) return { outcome: "nxdomain" };
  const answerFrom = (packet: Packet): Outcome =>
    datagram(way.upstreamOf(server.ip, packet.remote), packet, "answer") === "answer" ? "answer" : "timed-out";
  const outcome = answerFrom(upstreamFor(name));
  const ifAllForwarded = answerFrom(TO_VPC_RESOLVER);
  return outcome === ifAllForwarded ? { outcome } : { outcome, ifAllForwarded };
}

function sizes(line: ForwardingPath, packet: Packet): Prediction {
  if (connect(line, packet) !== "open") return { outcome: "not-asked" };
  const large = { ...packet, data: { large: true } };
  const small = { ...packet, data: { large: false } };
  const delivered = (data: Packet) => line.out(data).end === "arrived";
  const forward = !delivered(large) && delivered(small);
  const answers = (data: Packet) => delivered(small) && line.back(data, line.length + 1);
  const backward = !answers(large) && answers(small);
  const ttls = Array.from({ length: line.length }, (_, index) => index + 1);
  const holeTtl = forward ? ttls.find((ttl) => line.out(large, ttl).end === "lost") : undefined;
  return {
    outcome: forward || backward ? "black-hole" : "passes",
    hole: { forward, backward, ...(holeTtl !== undefined && { holeTtl }) },
  };
}

function data(
  line: ForwardingPath,
  packet: Packet,
  { payload, serverName, maxTtl }: Extract<AskedRequest, { probe: "inband" }>,
): Prediction {
  if (connect(line, packet) !== "open") return { outcome: "not-asked" };
  const sent: Packet = {
    ...packet,
    data: { large: payload === "large", ...(payload === "client-hello" && { name: serverName }) },
  };
  if (line.closesAtOnce(packet)) return { outcome: "reset", decidedTtl: line.length + 1 };
  const acknowledged = line.back({ ...packet, data: { large: false } }, line.length + 1);
  for (let ttl = 1; ttl <= maxTtl; ttl++) {
    const arrival = line.out(sent, ttl);
    if (arrival.end === "reset") return { outcome: "reset", decidedTtl: ttl };
    if (arrival.end === "accepted" || (arrival.end === "arrived" && acknowledged))
      return { outcome: "delivered", decidedTtl: ttl };
    if (arrival.end === "arrived" || ttl > line.length) break;
  }
  return { outcome: "lost" };
}

/** The question goes out, the reflector acts, its answer comes back: each of them on its own. */
function reflect(
  line: ForwardingPath,
  request: Extract<AskedRequest, { probe: "reflect" }>,
  visible: Visibility,
): Prediction {
  const question = udp(request.via);
  if (line.out(question).end !== "arrived")
    return { outcome: "unheard", reflected: { reached: false, saw: "unheard" } };
  const { outcome: saw, ...rest } = seenFromThere(line, request, visible);
  const heard = saw === "arrived" || line.back(question, line.length + 1);
  return { outcome: heard ? saw : "unheard", ...rest, reflected: { reached: true, saw } };
}

function seenFromThere(
  line: ForwardingPath,
  { ask, via, protocol, port, host }: Extract<AskedRequest, { probe: "reflect" }>,
  visible: Visibility,
): Prediction {
  const packet: Packet = { remote: via.ip, protocol, port: 0, localPort: port };
  switch (ask) {
    case "service":
      return { outcome: line.atService({ remote: host ?? "", protocol, port }) };
    case "walk":
    case "calm-walk":
      return walkBack(line, packet, visible);
    case "container-walk":
      return walkBack(line, { ...packet, containers: true }, visible, line.length);
    case "expect": {
      const sent = udp({ ip: via.ip, port });
      if (line.out(sent).end !== "arrived") return { outcome: "timed-out" };
      const isLargePassed = line.out({ ...sent, data: { large: true } }).end === "arrived";
      return { outcome: isLargePassed ? "arrived" : "black-hole" };
    }
    case "datagram": {
      const small = reach(line, packet);
      if (small.outcome !== "arrived") return small;
      return { outcome: line.in({ ...packet, data: { large: true } }).end === "arrived" ? "arrived" : "black-hole" };
    }
    case "connect": {
      const opened = reach(line, packet);
      if (opened.outcome !== "arrived") return opened;
      const token = { ...packet, data: { large: false } };
      const arrives = line.out(packet).end === "arrived" && line.in(token).end === "arrived";
      return { outcome: arrives ? "arrived" : "timed-out" };
    }
  }
}

function reach(line: ForwardingPath, packet: Packet): Prediction {
  switch (line.in(packet).end) {
    case "arrived":
      return { outcome: "arrived" };
    case "reset":
      return { outcome: packet.protocol === "tcp" ? "refused" : "timed-out" };
    case "icmp":
      return { outcome: packet.protocol === "tcp" ? "unreachable" : "timed-out" };
    case "accepted":
    case "astray":
    case "looping":
    case "expired":
    case "local":
    case "lost":
    case "refused":
      return { outcome: "timed-out" };
  }
}

/** The hops from the far end to this node, or to the last router before it: nobody knows yet where its containers are. */
function walkBack(line: ForwardingPath, packet: Packet, visible: Visibility, maxTtl = line.length + 1): Prediction {
  const hops: HopPrediction[] = [];
  for (let ttl = 1; ttl <= maxTtl; ttl++) {
    const arrival = line.in(packet, ttl);
    const router = "index" in arrival ? line.router(arrival.index) : undefined;
    hops.push(hopBack(arrival, router, visible));
    if (!PASSES_ON.has(hops.at(-1)?.reply ?? "silent")) break;
  }
  return { outcome: walkOutcome(hops), hops };
}

function hopBack(arrival: Arrival, router: RouterId | undefined, visible: Visibility): HopPrediction {
  switch (arrival.end) {
    case "expired":
      return router !== undefined && visible(router) ? { reply: "time-exceeded", router } : { reply: "silent" };
    case "icmp":
      return { reply: "unreachable", code: arrival.code, ...(router !== undefined && { router }) };
    // Nothing listens there yet, or this tool does: either is an answer.
    case "arrived":
    case "reset":
      return { reply: "refused" };
    case "accepted":
    case "astray":
    case "looping":
    case "local":
    case "lost":
    case "refused":
      return { reply: "silent" };
  }
}
