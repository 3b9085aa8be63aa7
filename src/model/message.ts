/**
 * What the tool has to say, as codes with arguments; the sentences live in catalogue/words. A key that begins with
 * "ok:" says what was observed when a check passed; every other key is the stable cause code of a report.
 */
import type { UnreadFilter } from "./filter.ts";
import type { DownloadEvidence, ImageLayerEvidence, Outcome, WeakDigest } from "./probe.ts";

/** Where something was asked. Values from the network are made printable before they become arguments. */
export interface Where {
  host: string;
  address: string;
  port: number;
}

export interface ResolverAnswer {
  server: string;
  outcome: Outcome | "not-asked";
  addresses: string[];
}

export interface DnsFailure {
  host: string;
  answers: ResolverAnswer[];
}

export interface ConnectFailure extends Where {
  /** Further addresses of the same name, and how many of all failed alike. */
  failed: number;
  asked: number;
  attempts: number;
  timeoutMs: number;
  errno: string;
}

export interface Certificate extends Where {
  subject: string;
  issuer: string;
  names: string[];
  notBefore: string;
  notAfter: string;
}

/** What in an answer told who gave it. */
export type HttpSign =
  /** Verbatim: a header, a code or a sentence of the answer. */
  | { kind: "said"; text: string }
  /** The Server header, if there was one. */
  | { kind: "server"; value: string | undefined }
  /** The title of a page. */
  | { kind: "page"; title: string }
  | { kind: "redirect"; to: string }
  | { kind: "status"; status: number }
  /** Nothing in it is of the service that was asked for. */
  | { kind: "not-of"; service: "OSS" | "Kubernetes" };

export interface HttpAnswer extends Where {
  status: number;
  sign: HttpSign;
}

export interface NtpServer {
  host: string;
  address: string;
}

/** Who told the time: an NTP server by its address, or a service by the date of its answer. */
export interface ClockSource {
  by: "ntp" | "http-date";
  host: string;
}

/** What keeps the verdict of this node's own packet filter from being told. */
export type FilterDoubt =
  | { kind: "permission" }
  | { kind: "unread"; what: UnreadFilter["what"]; missing?: string }
  | { kind: "rule"; rule: string };

/** What the other side says of a handshake that it breaks off. */
export type TlsAlert = "version" | "client-certificate" | "name" | "nothing-in-common" | "access";

/** A message without arguments. */
type Nothing = Record<string, never>;

/** Where a pull has ended, and how. */
export interface LayerFailure {
  image: string;
  host: string;
  step: ImageLayerEvidence["step"];
  outcome: Outcome;
  status?: number;
  errno?: string;
}

/** A source of packages that cannot be used, and how it fails. */
export interface SourceProblem {
  source: string;
  url: string;
  outcome: Outcome;
  proxy?: string;
  status?: number;
  stage?: DownloadEvidence["stage"];
  errno?: string;
}

/** Who listens on an inbound port once the node has joined. */
export type PortOwner = "kubelet" | "kubelet-read-only" | "node-exporter" | "gpu-exporter" | "flannel";

export interface Messages {
  // DNS
  "ok:resolves": { host: string; addresses: string[]; source: "dns" | "hosts-file" | "literal"; server: string };
  "ok:resolver": { server: string; answered: number; asked: number; durationMs: number };
  "dns-nxdomain": DnsFailure;
  "dns-servfail": DnsFailure;
  "dns-refused": DnsFailure;
  "dns-error": DnsFailure;
  "dns-no-data": DnsFailure;
  "dns-malformed": DnsFailure;
  "dns-timed-out": DnsFailure;
  "dns-server-unreachable": DnsFailure;
  "dns-no-server": { host: string };
  "dns-public-address": { host: string; addresses: string[]; ranges: string[] };
  "dns-unusable-address": { host: string; addresses: string[] };
  "dns-same-answer-for-all": { host: string; addresses: string[]; server: string; others: string[] };
  "dns-server-by-chance": { host: string; server: string; addresses: string[]; astray: ResolverAnswer[] };
  "dns-outside-documented-ranges": { host: string; addresses: string[]; ranges: string[]; vpcKnown: boolean };
  "dns-pinned-in-hosts-file": { host: string; addresses: string[]; answers: ResolverAnswer[] };
  "dns-answer-only-from-option": { host: string; addresses: string[]; server: string; answers: ResolverAnswer[] };
  "dns-public-ipv6-address": { host: string; addresses: string[] };
  "dns-resolvers-unknown": { host: string; reason: string };
  "dns-resolver-lacks-names": { server: string; lacking: string[]; asked: number; outcome: Outcome };
  "dns-tcp-blocked": DnsFailure;
  "dns-aaaa-unanswered": { server: string; names: string[]; seconds: number };
  "dns-resolver-silent": { server: string; outcome: Outcome };
  "dns-resolver-leads-astray": { server: string; names: string[]; addresses: string[]; others: string[] };
  "endpoint-not-in-region": { host: string };
  // TCP
  "ok:connects": Where & { addresses: string[]; connectMs: number };
  "connect-refused": ConnectFailure;
  "connect-reset": ConnectFailure;
  "connect-timed-out": ConnectFailure;
  "connect-unreachable": ConnectFailure;
  "connect-local-error": ConnectFailure;
  // UDP
  "ok:datagram": Where & { octets: number };
  "datagram-refused": Where;
  "datagram-unreachable": Where & { errno: string };
  "datagram-unanswered": Where & { attempts: number };
  // TLS
  "ok:tls": Where & { protocol: string; issuer: string; notAfter: string };
  "ok:tls-private-ca": Where & { protocol: string; issuer: string; notAfter: string };
  "tls-timed-out": ConnectFailure;
  "tls-closed": ConnectFailure;
  "tls-alert": ConnectFailure & { alert?: TlsAlert };
  "tls-not-tls": ConnectFailure;
  "tls-untrusted-issuer": Certificate;
  /** Of an endpoint of the user's own. */
  "tls-private-issuer": Certificate;
  "tls-no-ca-store": Certificate;
  "tls-root-missing": Certificate;
  "tls-intermediate-missing": Certificate;
  "tls-without-names": Certificate;
  "tls-authority-expired": Certificate & { depth: number };
  "tls-out-of-time-here": Certificate & { said: string; own: string };
  "tls-expired": Certificate;
  "tls-not-yet-valid": Certificate;
  "tls-wrong-name": Certificate;
  "tls-invalid": Certificate & { verifyError: string };
  "tls-weak-signature": Certificate & { digest: WeakDigest };
  // HTTP
  "ok:http": HttpAnswer;
  /** The size as the server tells it. */
  "ok:package": Where & { path: string; octets: number | undefined };
  "ok:layer": { image: string; host: string; octets: number };
  "layer-not-pulled": LayerFailure;
  "layer-not-offered": LayerFailure;
  "ok:realm": { host: string; realm: string };
  "http-timed-out": ConnectFailure;
  "http-closed": ConnectFailure;
  "http-malformed": ConnectFailure;
  "http-proxy-answered": HttpAnswer;
  "http-portal-page": HttpAnswer;
  "http-not-the-service": HttpAnswer;
  "http-server-error": HttpAnswer;
  "service-denies": HttpAnswer;
  "service-rate-limited": HttpAnswer;
  "oss-other-endpoint": HttpAnswer & { endpoint: string };
  "package-not-found": Where & { path: string };
  "package-not-told": Where & { path: string; status: number };
  "package-version-incomplete": { version: string };
  "realm-unexpected": { host: string; realm: string; expected: string[] };
  // API server
  "ok:api-server": Where & { version: string };
  "api-server-not-given": Nothing;
  "api-server-not-ready": Where & { status: number };
  "api-server-version-differs": Where & { version: string; expected: string };
  // NTP and the clock
  "ok:ntp": NtpServer & { stratum: number; offsetMs: number; delayMs: number };
  "ok:clock": { offsetMs: number; source: ClockSource };
  "ok:clock-service": { service: string; offsetMs: number | undefined };
  "ntp-timed-out": NtpServer & { attempts: number; timeoutMs: number };
  "ntp-unreachable": NtpServer & { errno: string };
  "ntp-malformed": NtpServer;
  "ntp-other-sender": NtpServer;
  "ntp-server-wrong": { source: ClockSource; offsetMs: number; agree: ClockSource[] };
  "ntp-kiss-of-death": NtpServer & { kiss: string };
  "ntp-denied": NtpServer & { kiss: string };
  "ntp-local-clock": NtpServer & { stratum: number };
  "ntp-unsynchronised": NtpServer & { stratum: number };
  "clock-skewed": { offsetMs: number; source: ClockSource };
  "clock-far-off": { offsetMs: number; source: ClockSource };
  "clock-unknown": Nothing;
  "ntp-servers-disagree": { readings: { source: ClockSource; offsetMs: number }[] };
  "clock-service-unsynchronised": { service: string };
  "clock-service-not-found": Nothing;
  // inbound ports
  "ok:port-free": { port: number; protocol: string };
  "port-in-use": { port: number; protocol: string; holder: string; expected: PortOwner };
  "node-already-joined": { port: number; protocol: string; holder: string };
  "port-not-checked": { port: number; protocol: string; errno: string };
  /** `nodes`: the blocks that the reflector is to allow. */
  "inbound-not-verified": { sources: string[]; nodes: string[] };
  "ok:inbound-arrived": { port: number; protocol: string; reflector: string };
  "ok:inbound-open": { port: number; protocol: string; reflector: string };
  "inbound-timed-out": { port: number; protocol: string; reflector: string };
  "inbound-refused": { port: number; protocol: string; reflector: string };
  "inbound-unreachable": { port: number; protocol: string; reflector: string };
  "inbound-large-lost": { port: number; protocol: string; reflector: string };
  "ok:outbound-arrives": { port: number; protocol: string; reflector: string };
  "outbound-not-verified": { port: number; protocol: string; destinations: string[] };
  "outbound-lost": { port: number; protocol: string; reflector: string };
  "outbound-large-lost": { port: number; protocol: string; reflector: string };
  "inbound-translated": { port: number; protocol: string; reflector: string; source: string };
  /** `reached`: what the reflector's log says of it, once that is known. */
  "reflector-unheard": { reflector: string; run: string; reached: boolean | undefined };
  "reflector-inconclusive": { port: number; protocol: string; reflector: string; outcome: string };
  "ok:port-filter": { port: number; protocol: string; source: string };
  /** The requests come in, and what is sent back does not leave. */
  "port-replies-filtered": Messages["port-filtered"];
  "port-filtered": {
    port: number;
    protocol: string;
    /** Addresses that it drops it from, of those that need it. */
    source: string;
    /** The API server, where it is one of them. */
    apiServer?: string;
    rule: string;
  };
  "port-filter-unknown": { port: number; protocol: string; why: FilterDoubt };
  // the host
  "ok:route": { to: string; via: string | undefined; interface: string; source: string };
  /** Without a gateway the destination is on the link itself. */
  "ok:gateway": { gateway: string | undefined };
  "ok:link": { name: string; mtu: number };
  "ok:nothing-found": Nothing;
  "ok:output-filter": { destinations: number };
  "ok:host-name": { hostname: string };
  "ok:system": { system: string; kernel: string };
  "no-route": { to: string };
  // the line
  "ok:line-loss": LineLoss;
  "ok:line-round-trip": LineRoundTrip;
  "line-lossy": LineLoss;
  "line-slow": LineRoundTrip;
  "ok:idle": { seconds: number; closedByServer: boolean };
  "idle-dropped": { address: string; port: number; seconds: number };
  /** Seconds. */
  "idle-not-tried": { deadline: number; needed: number };
  /** `last`: the router before this node, where it has an address. */
  "ok:container-route": { cidr: string; last: string | undefined };
  "containers-not-verified": { cidr: string; nodes: string[] };
  "containers-not-offered": { cidr: string; reflector: string };
  "containers-inconclusive": { cidr: string; reflector: string };
  /**
   * The last router that answers on the way to them, the one behind it on the way to this node, and the one that is met in its
   * place, where there is one.
   */
  "container-route-missing": {
    cidr: string;
    last: string | undefined;
    next: string | undefined;
    astray: string | undefined;
    refused: boolean;
  };
  "ok:flows": { tried: number };
  "flows-dead": { address: string; port: number; dead: number; tried: number; last: string | undefined };
  "flows-not-tried": Nothing;
  /** So many connections over it were opened: none, or too few; an old kernel counts only their SYNs. */
  "line-not-measured": { connections: number };
  "several-default-routes": { interfaces: string[]; answersBy: string; strict: string[]; dropped: number };
  "traffic-redirected": { destinations: string[]; rule: string };
  "containers-masqueraded": { containers: string; destinations: string[]; rule: string };
  "route-unknown": { to: string; reason: string };
  "ok:bgp": { gateway: string };
  "bgp-refused": { gateway: string; containers: string[] };
  "bgp-silent": { gateway: string; containers: string[] };
  "bgp-no-gateway": Nothing;
  "gateway-silent": { gateway: string; interface: string };
  "gateway-unknown": { gateway: string };
  "gateway-without-route": { to: string };
  "link-unknown": { name: string | undefined };
  "link-narrow": { name: string; mtu: number };
  "link-jumbo": { name: string; mtu: number };
  "link-errors": { name: string; errors: number; packets: number };
  "overlay-on-cloud-range": { names: string[] };
  "overlay-drops-cloud": { rule: string };
  "local-filter-drops": { destinations: string[]; rule: string };
  "local-filter-unknown": { why: FilterDoubt };
  "answers-filtered": { destinations: string[]; rule: string };
  "proxy-catches-cluster": {
    ways: { program: string; source: string; proxy: string; hosts: string[] }[];
    missing: string[];
  };
  "route-overlaps-cluster": { overlaps: string[] };
  "host-name-invalid": { hostname: string };
  "host-name-on-loopback": { hostname: string; address: string };
  "system-unknown": Nothing;
  "system-not-listed": { system: string };
  "kernel-not-listed": { system: string; kernel: string; kernels: string[] };
  "resolv-conf-line-ignored": {
    lines: { line: number; text: string; why: "keyword" | "address" | "too-many" }[];
    servers: string[];
  };
  "resolv-conf-unknown": { reason: string };
  "resolv-conf-without-server": { server: string };
  "ok:resolv-conf": { servers: string[] };
  "system-not-for-cluster": { system: string; cluster: string };
  "leftovers-of-a-join": { paths: string[] };
  "dns-answer-stripped": { server: string; names: string[]; others: string[] };
  // tools
  "ok:tool": { tool: string; path: string };
  "tool-missing": { tool: string; binaries: string[]; package: string | undefined; command: string | undefined };
  "tool-broken": { tool: string; binaries: string[]; package: string };
  "ok:nothing-to-install": Nothing;
  "ok:sources": { manager: "apt" | "yum"; names: string[] };
  "ok:sources-answer": { count: number; notAsked: string[] };
  "ok:packages-listed": { packages: string[] };
  "sources-unknown": { reason: string };
  "sources-none": { manager: "apt" | "yum" };
  "sources-unreachable": { problems: SourceProblem[]; asked: number };
  "sources-unresolved": { problems: SourceProblem[]; asked: number };
  "sources-broken": { problems: SourceProblem[]; asked: number };
  "sources-not-asked": { names: string[] };
  "packages-not-listed": { packages: string[] };
  "packages-not-looked-up": { packages: string[] };
  "tool-not-checked": { tool: string; reason: string };
  // the run itself
  "prerequisite-failed": { needs: string };
  "not-asked-for": Nothing;
  "deadline-exceeded": { deadlineMs: number };
  interrupted: Nothing;
  "machine-too-busy": Nothing;
  "internal-error": { error: string };
}

export type MessageKey = keyof Messages;
export type PassKey = Extract<MessageKey, `ok:${string}`>;
/** Cause codes: what `code` holds when it is not "ok". */
export type CauseCode = Exclude<MessageKey, PassKey>;

export interface Message<K extends MessageKey = MessageKey> {
  key: K;
  args: Messages[K];
}

/** Any message, its arguments tied to its key. */
export type AnyMessage = { [K in MessageKey]: Message<K> }[MessageKey];

export function codeOf(key: MessageKey): CauseCode | "ok" {
  return key.startsWith("ok:") ? "ok" : (key as CauseCode);
}

/** Shares of packets, from 0 to 1; each way by itself where it was measured. */
export interface LineLoss {
  loss: number;
  low: number;
  high: number;
  sent: number;
  there: number | undefined;
  back: number | undefined;
}

/** Milliseconds. */
export interface LineRoundTrip {
  min: number;
  median: number;
  max: number;
  connections: number;
}

/** What a check asks, as a title that reads well beside a pass and beside a failure. */
export interface Titles {
  resolves: { host: string };
  "resolver-answers": { server: string };
  connects: { host: string; port: number };
  "tls-is-trusted": { host: string; port: number };
  "answers-http": { host: string; port: number };
  "udp-answers": { host: string; port: number };
  "is-the-service": { host: string; port: number };
  "package-exists": { host: string };
  "realm-is-reachable": { host: string };
  "realm-resolves": { host: string };
  "realm-answers": { host: string };
  "layer-is-pulled": { host: string };
  "is-an-api-server": { host: string; port: number };
  "api-server-given": Nothing;
  "ntp-answers": { host: string };
  "clock-is-right": Nothing;
  "clock-service-synchronised": Nothing;
  "port-is-free": { port: number; protocol: string; owner: PortOwner };
  "port-is-reachable": { port: number; protocol: string; owner: PortOwner };
  "tool-is-installed": { tool: string };
  "sources-are-configured": Nothing;
  "sources-answer": Nothing;
  "packages-are-listed": Nothing;
  "port-passes-filter": { port: number; protocol: string };
  "has-route": { to: string };
  "gateway-answers": Nothing;
  "link-is-well": Nothing;
  "no-overlay": Nothing;
  "output-passes-filter": Nothing;
  "no-proxy": Nothing;
  "resolv-conf-is-read": Nothing;
  "one-way-back": Nothing;
  "nothing-redirected": Nothing;
  "containers-keep-source": { cidr: string };
  "no-overlap": Nothing;
  "host-name-is-valid": Nothing;
  "host-name-address": Nothing;
  "system-is-supported": Nothing;
  "no-leftovers": Nothing;
  "line-loss": Nothing;
  "line-round-trip": Nothing;
  "every-flow-passes": Nothing;
  "idle-connection-lives": Nothing;
  "containers-are-routed": { cidr: string };
  "port-is-let-out": { port: number; protocol: string };
  "gateway-speaks-bgp": Nothing;
}
export type TitleKey = keyof Titles;
export type AnyTitle = { [K in TitleKey]: { key: K; args: Titles[K] } }[TitleKey];

/** What keeps a file of trusted roots from being one. */
export type RootsProblem = "no-certificate" | "malformed-certificate" | { errno: string };
