/**
 * A network as data: hosts, the cables between them, what each host routes, filters and serves. A scenario is a patch to
 * this data, made before the lab is built from it.
 */
export interface Topology {
  hosts: Record<string, Host>;
  links: Link[];
}

export interface Host {
  /** Passes packets on. */
  router?: true;
  /** A bridge between its cables, like a transparent firewall. It has no address and is no hop; nft filters it in the bridge family. */
  bridge?: true;
  /** The least time between two ICMP errors to one address, in milliseconds; 1000 is Linux's default. */
  icmpErrorEveryMs?: number;
  /** Further addresses, on the loopback interface: a service's virtual addresses. */
  addresses?: string[];
  routes?: Route[];
  /** nftables rules by hook; what no rule matches is accepted. */
  filter?: Partial<Record<FilterHook, string[]>>;
  /** nftables rules that translate destinations before routing. */
  nat?: string[];
  /** Neighbours towards which this host puts its own address in the place of the senders'. */
  masquerade?: string[];
  services?: Service[];
}

export type FilterHook = "prerouting" | "input" | "forward" | "output";

export interface Route {
  to: string;
  /** Several: equal-cost routes, chosen by address and port. */
  via?: string | string[];
  /** A route that refuses instead of leading somewhere. */
  type?: "unreachable" | "blackhole" | "prohibit" | "throw";
}

/** A cable: one end a host, interface names are the other end's. Addresses with their prefix. */
export interface Link {
  ends: [LinkEnd, LinkEnd];
  mtu?: number;
  /** Of a second cable between the same hosts; part of its interfaces' names. */
  number?: number;
  /** In each direction; needs /dev/net/tun and a C compiler. */
  delayMs?: number;
  /** Shares of packets that are lost at random, from the first end to the second and back; as the seed says. Needs the same. */
  loss?: { there: number; back: number; seed: number };
}
export interface LinkEnd {
  host: string;
  /** Empty at a bridge. */
  address: string;
}

export type Service = DnsService | HttpService | NtpService | ReflectorService | OddService;

/** One of odd-server.mjs: what it does, and what that takes behind its address. */
export interface OddService {
  kind: "odd";
  does: string;
  ip: string;
  port: number;
  protocol: "tcp" | "udp";
  takes?: string[];
}

export interface DnsService {
  kind: "dns";
  listen: string[];
  /** Names and their addresses. */
  records?: Record<string, string[]>;
  /** Zones and the servers that know them; "" is everything else. */
  forward?: Record<string, string>;
  /** Answers every query with this code and knows nothing. */
  rcode?: "SERVFAIL" | "REFUSED";
}

export interface HttpService {
  kind: "http";
  listen: string[];
  sites: HttpSite[];
}

/** A virtual host of the HTTP server: a name on some ports, secured by a certificate of the lab. */
export interface HttpSite {
  name: string;
  ports: number[];
  tlsPorts: number[];
  certificate: CertificateSpec;
  /** nginx `location` blocks. */
  locations: string;
}

export interface CertificateSpec {
  issuer: "lab" | "cluster" | "stranger";
  names: string[];
  expired?: true;
}

export interface NtpService {
  kind: "ntp";
  /** Without a time source of its own it answers as unsynchronised. */
  synchronised: boolean;
}

/** The tool's own counterpart, with the lab's key; what it prints is the host's log. */
export interface ReflectorService {
  kind: "reflector";
  listen: string;
  allow: string[];
  /** Hosts with ports. */
  services?: string[];
  /** Blocks of containers that it may walk towards. */
  containers?: string[];
}
