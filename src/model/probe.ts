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
  type: "A" | "AAAA";
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

export const HOST_FACTS = ["resolvers", "hosts-file", "distribution", "clock-service"] as const;
export type HostFact = (typeof HOST_FACTS)[number];

export interface HostRequest {
  probe: "host";
  fact: HostFact;
}

export type ProbeRequest = DnsRequest | HttpRequest | NtpRequest | ListenerRequest | ToolRequest | HostRequest;
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
  // the run itself
  "interrupted",
  "crashed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface TcpEvidence {
  localAddress?: string;
  localPort?: number;
  /** From the SYN to the SYN-ACK. */
  connectMs?: number;
  /** The kernel's name for the error, such as ECONNREFUSED. */
  errno?: string;
}

export interface CertificateEvidence {
  subject: string;
  issuer: string;
  subjectAltNames: string[];
  notBefore: string;
  notAfter: string;
  fingerprint256: string;
  selfSigned: boolean;
}

export interface TlsEvidence {
  /** From the ClientHello to the end of the handshake. */
  handshakeMs?: number;
  protocol?: string;
  cipher?: string;
  /** Leaf first. */
  chain: CertificateEvidence[];
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
  /** Octets read; reading stops at 64 KiB. */
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

export type ClockState = "synchronised" | "unsynchronised";

export type HostEvidence =
  | { fact: "resolvers"; servers: string[]; upstreams: string[]; searchDomains: string[] }
  | { fact: "hosts-file"; entries: HostsEntry[] }
  | { fact: "distribution"; id: string; idLike: string[]; versionId: string; prettyName: string }
  | { fact: "clock-service"; service: string; state: ClockState; offsetMs?: number; stratum?: number };

interface EvidenceOf {
  dns: DnsEvidence;
  http: HttpEvidence;
  ntp: NtpEvidence;
  listener: ListenerEvidence;
  tool: ToolEvidence;
  host: HostEvidence;
}
export type Evidence<P extends ProbeName> = EvidenceOf[P];

/** What a prober saw in one attempt. */
export interface Seen<P extends ProbeName> {
  outcome: Outcome;
  evidence?: Evidence<P>;
  /** For a person, when the word is not enough: why something is unknown, or what crashed. */
  reason?: string;
}

export interface Observation<P extends ProbeName = ProbeName> extends Seen<P> {
  request: RequestOf<P>;
  /** Since the start of the run. */
  startedAtMs: number;
  /** Over all attempts. */
  durationMs: number;
  attempts: number;
}

/** An observation of any probe, told apart by `request.probe`. */
export type AnyObservation = { [P in ProbeName]: Observation<P> }[ProbeName];

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
