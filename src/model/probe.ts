import type { FilterRuleset, UnreadFilter } from "./filter.ts";
import type { PackageSource } from "./package-source.ts";

/**
 * Questions to the network as data, and what the network did. Everything here survives JSON, so a saved report can be
 * judged again without a network.
 */

export interface Address {
  ip: string;
  port: number;
}

/** An HTTP conversation with one pinned address: TCP, TLS where the scheme asks for it, then one request. */
export interface HttpRequest {
  probe: "http";
  to: Address;
  scheme: "http" | "https";
  /** The name in SNI and in the Host header; an IP address literal is sent without SNI. */
  host: string;
  method: "GET" | "HEAD";
  path: string;
}

export interface DnsRequest {
  probe: "dns";
  server: Address;
  /** Always absolute: search domains never apply. */
  name: string;
  type: "A" | "AAAA" | "TXT";
  /** CHAOS asks the server about itself, which it answers without asking on. */
  class?: "CH";
}

export interface NtpRequest {
  probe: "ntp";
  to: Address;
}

export interface ListenerRequest {
  probe: "listener";
  protocol: "tcp" | "udp";
  port: number;
}

export interface ToolRequest {
  probe: "tool";
  binaries: string[];
  /** Package names that would bring it, as the distribution's package database lists them. */
  packages: string[];
}

export const HOST_FACTS = [
  "resolvers",
  "hosts-file",
  "distribution",
  "clock-service",
  "identity",
  "links",
  "neighbours",
  "routes",
  "filters",
  "proxies",
  "reverse-path",
  "package-sources",
] as const;
export type HostFact = (typeof HOST_FACTS)[number];

export interface HostRequest {
  probe: "host";
  fact: HostFact;
  /** Of hosts-file: the names that are looked for besides this node's own; with a dot first, all that end so. */
  names?: string[];
  /** Of neighbours: one that has to be in the table; a datagram makes the kernel look for it where it is not. */
  gateway?: string;
}

/** A bare connect, closed at once: to a hop's own address, a sibling port, a neighbour in the same range. */
export interface TcpRequest {
  probe: "tcp";
  to: Address;
  /** Another address of this node than the run's: a second source. */
  sourceIp?: string;
  /** To a host that is known to be there: two connections half a second apart, and no wait for an error that says it is not. */
  brief?: true;
}

/** One datagram that asks nothing in particular: whether anything says that nobody is there. */
export interface UdpRequest {
  probe: "udp";
  to: Address;
}

/** Where packets to a destination get: one TTL after the other. */
export interface HopsRequest {
  probe: "hops";
  protocol: "tcp" | "udp" | "icmp";
  /** With UDP the port decides what is sent: an NTP request to 123, a DNS query to 53. ICMP sends echo requests; the port is 0. */
  to: Address;
  maxTtl: number;
  /** Whether to wait for what a silent hop says to a second packet although the destination has answered. */
  thorough: boolean;
  /** One packet at a time with pauses: routers owe an "unreachable" twice what they owe other errors, and then say nothing. */
  calm?: true;
}

/** An ICMP echo request: network devices often answer it where they answer no TCP. */
export interface EchoRequest {
  probe: "echo";
  to: string;
}

/** How far away the sender of a SYN-ACK or RST is, whatever address it bears. */
export interface DistanceRequest {
  probe: "distance";
  to: Address;
}

/** Where data dies on a connection whose handshake passed. */
export interface InbandRequest {
  probe: "inband";
  to: Address;
  payload: InbandPayload;
  /** For the ClientHello's SNI. */
  serverName: string;
  maxTtl: number;
}
export type InbandPayload = "small" | "large" | "client-hello" | "client-hello-without-name";

/** Small segments on one connection, each after the acknowledgement of the one before: how many are lost. */
export interface TrainRequest {
  probe: "train";
  to: Address;
  scheme: "http" | "https";
  serverName: string;
  /** At most so many, those sent again included. */
  segments: number;
}

/** A connection that is left alone for a while and then used: whether a device between has forgotten it. */
export interface IdleRequest {
  probe: "idle";
  to: Address;
  scheme: "http" | "https";
  serverName: string;
  pauseMs: number;
}

/** Connections from several source ports at once: of parallel ways each carries some of them, and a dead one loses its own. */
export interface FlowsRequest {
  probe: "flows";
  to: Address;
  /** How many source ports. */
  count: number;
  maxTtl: number;
}

/** Whether full-size packets pass, towards the cloud and towards the node. */
export interface MtuRequest {
  probe: "mtu";
  to: Address;
  scheme: "http" | "https";
  serverName: string;
}

/** The index of a source of packages, and which packages it lists. */
export interface PackageIndexRequest {
  probe: "package-index";
  source: PackageSource;
  packages: string[];
}

/** The beginning of a layer of a public image, as a node without credentials pulls it: token, manifest, layer, storage. */
export interface ImageLayerRequest {
  probe: "image-layer";
  registry: string;
  repository: string;
  tag: string;
  /** As images name it, such as amd64. */
  architecture: string;
}

/** Something that a reflector in the VPC does on this node's behalf, from the cloud's side of the network. */
export interface ReflectRequest {
  probe: "reflect";
  /** The reflector. */
  via: Address;
  /** The run on whose account it is asked; the reflector's own log bears it too. */
  run: string;
  /**
   * `connect` asks for a connection to a port of this node, `datagram` for packets of Flannel's form to it, small and
   * full-size; `walk` for the hops on the way to it, `calm-walk` one after the other, at the pace at
   * which routers say that they have no route; `service` whether a service that the reflector was told of at its
   * start is open from there; `expect` for it to listen for packets of Flannel's form from this node, small and full-size;
   * `container-walk` for the hops towards a block of containers that it was told of at its start.
   */
  ask: ReflectAsk;
  protocol: "tcp" | "udp";
  /** Of this node; for `service` of the service, for `expect` of the reflector. */
  port: number;
  /** For `service`; for `container-walk` the block. */
  host?: string;
  /** No answer is waited for, since none has come to other requests: only the reflector's log will tell. */
  unheard?: true;
}
/** Their order is that of their numbers in a request: what is new comes last. */
export const REFLECT_ASKS = [
  "connect",
  "datagram",
  "walk",
  "calm-walk",
  "service",
  "expect",
  "container-walk",
] as const;
export type ReflectAsk = (typeof REFLECT_ASKS)[number];

/** Which way the kernel sends packets to an address, policy rules included. */
export interface RouteRequest {
  probe: "route";
  to: string;
  /** The address that packets are sent from, where it is chosen. */
  from?: string;
}

/** Which of these files and folders exist. */
export interface FilesRequest {
  probe: "files";
  paths: string[];
}

export type ProbeRequest =
  | ReflectRequest
  | FilesRequest
  | PackageIndexRequest
  | ImageLayerRequest
  | RouteRequest
  | TcpRequest
  | UdpRequest
  | HopsRequest
  | EchoRequest
  | DistanceRequest
  | InbandRequest
  | TrainRequest
  | IdleRequest
  | FlowsRequest
  | MtuRequest
  | DnsRequest
  | HttpRequest
  | NtpRequest
  | ListenerRequest
  | ToolRequest
  | HostRequest;
export type ProbeName = ProbeRequest["probe"];
export type RequestOf<P extends ProbeName> = Extract<ProbeRequest, { probe: P }>;

/**
 * What happened, one closed word. For an HTTP conversation the word names the furthest phase: `timed-out` is a TCP
 * connect without an answer, `tls-timed-out` a handshake that stalled, `http-timed-out` a request without a response.
 */
export const OUTCOMES = [
  // TCP connect
  "refused",
  "reset",
  "timed-out",
  "unreachable",
  "local-error",
  // TLS handshake
  "tls-timed-out",
  "tls-closed",
  "tls-alert",
  "tls-not-tls",
  "open",
  // hop walk
  "reached",
  "cut-off",
  "rejected",
  "looped",
  // distance, data on an open connection, packet size
  "measured",
  "delivered",
  "lost",
  "passes",
  "black-hole",
  // what a reflector does: its packets came to this very process; no word from it; it knows this node by another address
  "arrived",
  "unheard",
  "translated",
  // HTTP
  "response",
  "http-timed-out",
  "http-closed",
  "http-malformed",
  // DNS
  "answer",
  "no-data",
  "nxdomain",
  "servfail",
  "dns-refused",
  "dns-error",
  // The server has answered that it has more to say than fits UDP, and TCP does not get through.
  "truncated",
  "malformed",
  // NTP
  "time",
  // listeners, tools, facts about the host
  "free",
  "taken",
  "found",
  "missing",
  "known",
  "unknown",
  // this machine cannot ask, or had no reason to
  "not-asked",
  // the run itself
  "interrupted",
  // This process was not there to hear an answer: nothing is known.
  "not-heard",
  "crashed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How opening a connection fails, and how a datagram does. */
export type ConnectFailure = "refused" | "reset" | "timed-out" | "unreachable" | "local-error";
export type TlsFailure = "tls-timed-out" | "tls-closed" | "tls-alert" | "tls-not-tls";
export type HttpFailure = "http-timed-out" | "http-closed" | "http-malformed";
export type DnsReply =
  "answer" | "no-data" | "nxdomain" | "servfail" | "dns-refused" | "dns-error" | "truncated" | "malformed";
export type HopsOutcome = "reached" | "cut-off" | "rejected" | "looped" | "local-error";
export type DownloadFailure =
  ConnectFailure | TlsFailure | HttpFailure | "nxdomain" | "servfail" | "rejected" | "missing" | "malformed" | "looped";
/** What a reflector saw of one request. */
export type ReflectSaw = ConnectFailure | HopsOutcome | "open" | "arrived" | "black-hole" | "translated" | "not-asked";

interface OutcomesOf {
  reflect: ReflectSaw | "unheard" | "unknown" | "not-heard";
  files: "found" | "missing";
  route: "found" | "unreachable" | "unknown";
  tcp: "open" | ConnectFailure;
  udp: "answer" | ConnectFailure;
  hops: HopsOutcome | "not-asked";
  echo: "answer" | "unreachable" | "looped" | "timed-out" | "local-error" | "not-heard" | "not-asked";
  distance: "measured" | "timed-out" | "not-asked";
  inband: "delivered" | "reset" | "lost" | "not-asked";
  "package-index": "answer" | DownloadFailure;
  "image-layer": "delivered" | DownloadFailure | "not-asked";
  train: "measured" | "reset" | "timed-out" | "not-asked";
  idle: "measured" | "delivered" | "lost" | "reset" | "interrupted" | "not-asked";
  flows: "measured" | "timed-out" | "not-asked";
  mtu: "passes" | "black-hole" | "not-asked";
  dns: DnsReply | ConnectFailure;
  http: "response" | ConnectFailure | TlsFailure | HttpFailure;
  ntp: "time" | "malformed" | ConnectFailure;
  listener: "free" | "taken" | "local-error";
  tool: "found" | "missing";
  host: "known" | "unknown";
}

/** The runner's own words, for any probe: the prober did not end in time, the run was cut short, nobody listened, it crashed. */
export type RunnerOutcome = "timed-out" | "interrupted" | "not-heard" | "crashed";

/** The words that a prober may end with. */
export type ProberOutcome<P extends ProbeName> = OutcomesOf[P];

/** The words that a question of one probe may end with. */
export type OutcomeOf<P extends ProbeName> = ProberOutcome<P> | RunnerOutcome;

/** What the kernel has counted of one TCP connection (TCP_INFO); what an old kernel does not count is absent. */
export interface TcpFigures {
  /** From the SYN to the SYN-ACK, as the kernel has measured it; absent where a SYN was sent again. */
  handshakeMs?: number;
  /** SYNs that were sent again: one of them, or its answer, was lost. */
  repeatedSyns: number;
  /** Segments with data that were sent, those sent again included and those without an acknowledgement yet left out. */
  segments?: number;
  /** Segments with data that were sent again. */
  retransmitted?: number;
  /** Of these, how many had arrived before: only the acknowledgement was lost (D-SACK, RFC 2883). */
  arrivedTwice?: number;
  /** The smoothed round trip and its mean deviation, RFC 6298. */
  smoothedMs?: number;
  deviationMs?: number;
}

export interface TcpEvidence {
  localAddress?: string;
  localPort?: number;
  /** From the SYN to the SYN-ACK. */
  connectMs?: number;
  figures?: TcpFigures;
  /** The kernel's name for the error, such as ECONNREFUSED. */
  errno?: string;
}

/** Digests for which a second certificate with the same signature can be made: no verifier takes them any more. */
export type WeakDigest = "MD5" | "SHA-1";

export interface CertificateEvidence {
  subject: string;
  issuer: string;
  subjectAltNames: string[];
  notBefore: string;
  notAfter: string;
  fingerprint256: string;
  selfSigned: boolean;
  /** Of a certificate whose signature proves nothing any more. */
  weakDigest?: WeakDigest;
}

export interface TlsEvidence {
  /** From the ClientHello to the end of the handshake. */
  handshakeMs?: number;
  protocol?: string;
  cipher?: string;
  /** Leaf first. */
  chain: CertificateEvidence[];
  /**
   * Why no trusted root vouches for it: `root-missing`: one of a current public bundle does, so that this system's store is
   * old; `intermediate-missing`: the server has not sent what lies between, which its certificate says where to find;
   * `private-root`: nobody's that is known.
   */
  untrusted?: "root-missing" | "intermediate-missing" | "private-root";
  /** OpenSSL's verdict against the trusted roots, such as UNABLE_TO_GET_ISSUER_CERT_LOCALLY; absent when it verified. */
  verifyError?: string;
  /** Whether the leaf is for the host that was asked for. */
  nameMatches?: boolean;
  /** How many roots the verdict rests on: 0 means that the system has no CA store. */
  trustedRoots: number;
  errno?: string;
}

export interface HttpResponseEvidence {
  status: number;
  /** Only headers that identify who answered; see world/http. */
  headers: Record<string, string>;
  /** The first characters of the body, tokens masked. */
  body: string;
  /** Bytes read; reading stops at 64 KiB. */
  bodyBytes: number;
  /** From the request to the end of the body, or to the cap. */
  responseMs: number;
  /** The node's clock when the headers arrived, epoch milliseconds: what a Date header is compared with. */
  receivedAtMs: number;
}

export interface HttpEvidence {
  tcp: TcpEvidence;
  tls?: TlsEvidence;
  response?: HttpResponseEvidence;
  errno?: string;
}

export interface DnsEvidence {
  rcode?: string;
  addresses: string[];
  /** Names followed from the question to the addresses, without the question itself. */
  cnames: string[];
  transport: "udp" | "tcp";
  authoritative?: boolean;
  errno?: string;
}

/** Timestamps are epoch milliseconds, named as in RFC 5905: t1 and t4 by this node's clock, t2 and t3 by the server's. */
export interface NtpEvidence {
  leap: number;
  version: number;
  mode: number;
  stratum: number;
  /** ASCII for stratum 0 (the kiss code) and 1, else dotted. */
  referenceId: string;
  rootDelayMs: number;
  rootDispersionMs: number;
  t1Ms: number;
  t2Ms: number;
  t3Ms: number;
  t4Ms: number;
  /** Whether the reply carries the transmit time of the request: a reply that does not was not made for it. */
  originMatches: boolean;
  /** Who has answered, where that is another address than was asked: clients drop it. */
  from?: string;
}

export interface ListenerEvidence {
  errno?: string;
  /** Who holds the port. Absent when it is free, or when this user may not see the owner. */
  process?: { pid: number; name: string };
  /** A socket that no process owns, as VXLAN's. */
  kernel?: boolean;
  localAddress?: string;
}

export interface ToolEvidence {
  /** Absolute paths of the binaries that were found. */
  paths: string[];
  /** Those of the asked packages that the package database says are installed. */
  installedPackages: string[];
  packageDatabase: "dpkg" | "rpm" | "none";
}

export interface HostsEntry {
  ip: string;
  names: string[];
}

export interface LinkEvidence {
  name: string;
  mtu: number;
  addresses: string[];
  received: number;
  receiveErrors: number;
  sent: number;
  sendErrors: number;
}

/** The programs of the join that heed proxy variables, and edgeadm itself. */
export const PROXIED_PROGRAMS = ["wget", "curl", "edgeadm", "containerd", "kubelet"] as const;
export type ProxiedProgram = (typeof PROXIED_PROGRAMS)[number];

export interface ProxyEnvironment {
  /** A file, or this process's own environment. */
  source: string;
  programs: ProxiedProgram[];
  /** Of a proxy only where it is, never whose. */
  variables: Record<string, string>;
}

export type ClockState = "synchronised" | "unsynchronised";

export type HostEvidence =
  | {
      fact: "resolvers";
      servers: string[];
      upstreams: string[];
      searchDomains: string[];
      options?: { rotate?: true; useTcp?: true; oneByOne?: true; timeoutSeconds?: number; attempts?: number };
      /** No server is named: the one that is asked is the C library's own choice. */
      unnamed?: true;
      /** Lines that look as if they named a server, and do not for the C library. */
      ignored?: { line: number; text: string; why: "keyword" | "address" | "too-many" }[];
    }
  | { fact: "hosts-file"; entries: HostsEntry[] }
  | { fact: "identity"; hostname: string; kernel: string }
  | { fact: "links"; links: LinkEvidence[] }
  | { fact: "neighbours"; neighbours: { ip: string; interface: string; complete: boolean }[] }
  | { fact: "routes"; routes: { destination: string; interface: string }[] }
  | { fact: "filters"; ruleset: FilterRuleset; unread: UnreadFilter[] }
  /** As earlier versions have read them. */
  | { fact: "filters"; chains: object[]; sources: string[] }
  | { fact: "proxies"; environments: ProxyEnvironment[] }
  /** As earlier versions have read them. */
  | { fact: "proxies"; proxies: { variable: string; server: string }[]; noProxy: string[] }
  /** Interfaces with a default route; of all interfaces those whose reverse-path filter is strict; what it has dropped. */
  | { fact: "reverse-path"; defaults: string[]; strict: string[]; dropped: number }
  /** `unread`: files of its settings that could not be read. */
  | { fact: "package-sources"; manager: "apt" | "yum"; sources: PackageSource[]; unread: string[] }
  | { fact: "distribution"; id: string; idLike: string[]; versionId: string; prettyName: string }
  | { fact: "clock-service"; service: string; state: ClockState; offsetMs?: number; stratum?: number };

/** What a download goes through; `proxy` where one is asked for a tunnel. */
export type DownloadStage = "name" | "connect" | "proxy" | "tls" | "certificate" | "http";

/** What came of a request for a file. */
export interface DownloadEvidence {
  /** Without its query, which may be a signature. */
  url: string;
  /** Of the server, or of the proxy. */
  address?: string;
  status?: number;
  /** Where it failed, and the system's name for how. */
  stage?: DownloadStage;
  errno?: string;
}

export const PULL_STEPS = ["manifest", "token", "layer", "storage"] as const;

/** Of the last step that was taken. */
export interface ImageLayerEvidence extends DownloadEvidence {
  step: (typeof PULL_STEPS)[number];
  /** How much of the layer has come. */
  octets?: number;
}

/** Of the last request, after redirects and lists of mirrors. */
export interface PackageIndexEvidence extends DownloadEvidence {
  /** Which of the packages it lists; absent where its list could not be searched. */
  found?: string[];
}

export type HopReply =
  "time-exceeded" | "open" | "refused" | "answer" | "unreachable" | "too-big" | "silent" | "local-error";

export interface HopEvidence {
  ttl: number;
  reply: HopReply;
  /** Who answered: the sender of the ICMP error, or the destination. */
  address?: string;
  icmpType?: number;
  icmpCode?: number;
  rttMs?: number;
  /** TTL of the ICMP error on arrival: its way back, which need not be the way there. */
  replyTtl?: number;
  /** MSS option of the SYN as it arrived there: a router that clamps it shows from the next hop on. */
  quotedMss?: number;
  /** Only the second packet was answered: the hop limits how often it answers. */
  late?: true;
  errno?: string;
  /** Not asked for this flow, since routers answer only so often: every other flow passes here, and this one passes beyond. */
  shared?: true;
  /** Asked from the port of the whole walk; a scout beyond a silent hop has its own. */
  pinned: boolean;
}

export interface HopsEvidence {
  sourcePort: number;
  /** Up to the destination, or to the last hop that answered and one beyond. */
  hops: HopEvidence[];
  /** The smallest TTL with which the destination itself answered. */
  reachedTtl?: number;
  /** The addresses that packets circle through. */
  loop?: string[];
  /** Errors that were about another packet, or that did not add up. */
  ignored: number;
}

export interface EchoEvidence {
  /** Of the first reply. */
  rttMs?: number;
  /** An ICMP error in its place, and whose. */
  address?: string;
  icmpType?: number;
  icmpCode?: number;
  errno?: string;
}

export interface FlowsEvidence {
  /** In the order of their source ports. A dead one was asked several times from the same port, and never answered. */
  flows: { sourcePort: number; outcome: "open" | "refused" | "dead" }[];
  /** Hop by hop, of the first that lives and the first that is dead, where there are both. */
  living?: HopEvidence[];
  dead?: HopEvidence[];
}

export interface DistanceEvidence {
  reply: "open" | "refused";
  /** TTL of the reply on arrival. */
  arrivalTtl: number;
  /** What its sender started with: 64, 128 or 255. */
  initialTtl: number;
  /** Routers between: 0 is a neighbour. */
  routers: number;
}

export interface InbandEvidence {
  /** What became of the data, by the TTL that it was sent with. */
  fates: { ttl: number; fate: "time-exceeded" | "delivered" | "reset" | "silent" }[];
  /** The smallest TTL with which the data arrived. */
  deliveredTtl?: number;
}

export interface MtuDirection {
  state: "passes" | "black-hole" | "unknown";
  reason?: string;
}

export interface MtuEvidence {
  /** Towards the cloud. */
  forward: MtuDirection;
  /** Towards the node. */
  backward: MtuDirection;
  /** The path MTU that the kernel knows; smaller than the interface's where a router said so. */
  pathMtu: number;
  /** What remains of it for a pod's packet inside Flannel's VXLAN. */
  flannelMtu: number;
  /** Who said so. */
  tooBigFrom?: string;
  /** net.ipv4.tcp_mtu_probing: above 0 the kernel hides a black hole by itself. */
  tcpMtuProbing: number;
  /** The first TTL from which on only large packets vanish. */
  holeTtl?: number;
}

export interface RouteEvidence {
  interface?: string;
  gateway?: string;
  source?: string;
}

export interface ReflectedHop {
  ttl: number;
  reply: HopReply;
  address?: string;
  icmpCode?: number;
}

export interface ReflectEvidence {
  /** Whether the reflector's own answer came back. */
  heard: boolean;
  /** Whether the request came to the reflector, where its answer or its log says so. */
  reached?: boolean;
  /** Whether what it sent has come to this process; absent where another process holds the port. */
  arrived?: boolean;
  /** The same for full-size datagrams. */
  arrivedFullSize?: boolean;
  /** What the reflector saw of it. */
  saw?: ReflectSaw;
  /** From where it heard the request, where that is not the address that this node sent it from. */
  observedSource?: string;
  /** From the reflector to this node. */
  hops?: ReflectedHop[];
  /** Why this node could not listen for what the reflector sends. */
  errno?: string;
}

interface EvidenceOf {
  reflect: ReflectEvidence;
  files: { existing: string[] };
  route: RouteEvidence;
  tcp: TcpEvidence;
  /** How many bytes have come back. */
  udp: { octets: number };
  hops: HopsEvidence;
  echo: EchoEvidence;
  distance: DistanceEvidence;
  inband: InbandEvidence;
  "package-index": PackageIndexEvidence;
  "image-layer": ImageLayerEvidence;
  train: TcpFigures;
  /** For how long it was there, as far as it is known, and whether the far end closed it meanwhile. */
  idle: { livedMs: number; closed?: true; errno?: string };
  flows: FlowsEvidence;
  mtu: MtuEvidence;
  dns: DnsEvidence;
  http: HttpEvidence;
  ntp: NtpEvidence;
  listener: ListenerEvidence;
  tool: ToolEvidence;
  host: HostEvidence;
}
export type Evidence<P extends ProbeName> = EvidenceOf[P];

/** What was seen in one attempt: by a prober, or by the runner in its place. */
export interface Seen<P extends ProbeName, O extends Outcome = ProberOutcome<P>> {
  outcome: O;
  evidence?: Evidence<P>;
  /** For a person, when the word is not enough: why something is unknown, or what crashed. */
  reason?: string;
}

export interface Observation<P extends ProbeName = ProbeName> extends Seen<P, OutcomeOf<P>> {
  request: RequestOf<P>;
  /** Since the start of the run. */
  startedAtMs: number;
  /** Over all attempts. */
  durationMs: number;
  attempts: number;
}

/** An observation of any probe, told apart by `request.probe`. */
export type AnyObservation = { [P in ProbeName]: Observation<P> }[ProbeName];

/** Turns an observation of a generic probe into one of the union. A cast: the compiler loses that its fields belong together. */
export function amongAll<P extends ProbeName>(one: Observation<P>): AnyObservation {
  return one as unknown as AnyObservation;
}

/** Whether an observation is of one probe, and so its request and its evidence. */
export function isOf<P extends ProbeName>(
  one: AnyObservation,
  probe: P,
): one is Extract<AnyObservation, { request: { probe: P } }> {
  return one.request.probe === probe;
}

export type ObservationFor<R extends ProbeRequest> = Observation<R["probe"]>;

/** The identity of a question: equal questions are asked once. */
export function requestKey(request: ProbeRequest): string {
  return JSON.stringify(sortKeys(request));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
