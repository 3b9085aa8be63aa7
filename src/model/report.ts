import type { CloudConfiguration } from "./cloud.ts";
import type { Device } from "./device.ts";
import type { AnyObservation, ClockState } from "./probe.ts";
import type { Site } from "./site.ts";

export const SCHEMA_VERSION = "1.1";
/** Reports of these versions are read as well. */
export const EARLIER_SCHEMA_VERSIONS: readonly string[] = ["1.0"];

export const GROUPS = [
  "dns",
  "control-plane",
  "oss",
  "registry",
  "api-server",
  "ntp",
  "inbound",
  "tools",
  "host",
  "line",
  "own",
] as const;
export type Group = (typeof GROUPS)[number];

/**
 * `blocked`: a prerequisite failed, so it was not asked. `unverified`: this vantage cannot know, never a "no".
 * `skipped`: the user asked for that.
 */
export const STATUSES = ["pass", "fail", "warn", "unverified", "blocked", "skipped"] as const;
export type Status = (typeof STATUSES)[number];

/** "<group>.<subject>.<aspect>", such as "control-plane.cs-anony-vpc.tcp-443". */
export type CheckId = string;

/** "<group>.<subject>": checks of one endpoint share it. */
export function subjectOf(id: CheckId): string {
  return id.split(".").slice(0, 2).join(".");
}

export interface Endpoint {
  host?: string;
  address?: string;
  port?: number;
  protocol?: "tcp" | "udp";
}

export interface CheckResult {
  id: CheckId;
  group: Group;
  title: string;
  status: Status;
  required: boolean;
  /** "ok", or a stable cause code such as "connect-timed-out". */
  code: string;
  /** One sentence, with the observed value also when it passed. */
  message: string;
  /** Of a check that passed: more than one where the first was in vain. */
  attempts?: number;
  endpoint?: Endpoint;
  /** The device most likely at fault; on fail and on warn. */
  device?: Device;
  remedy?: string;
  durationMs: number;
  /** The observations that it was judged from, by their place in the report's list of them. */
  judgedFrom?: number[];
}

export type Verdict = "ready" | "not-ready" | "incomplete";

export interface NetworkInterface {
  name: string;
  mac: string;
  addresses: string[];
  mtu?: number;
}

export interface Route {
  destination: string;
  gateway?: string;
  interface: string;
  metric: number;
}

export interface NodeFacts {
  hostname: string;
  os: { distribution: string; release: string; platform: string };
  hardware: { cpus: number; memoryBytes: number; swapBytes: number };
  kernel: string;
  arch: string;
  interfaces: NetworkInterface[];
  routes: Route[];
  resolvers: string[];
  privileged: boolean;
  /** The service that keeps the time, where one answers. */
  clock: { now: string; timezone: string; service?: { name: string; state: ClockState } };
}

export interface Suspect {
  device: Device;
  misconfiguration: string;
  direction: "outbound" | "inbound" | "both" | "none";
  probability: number;
  title: string;
  remedy: string;
  evidence: string[];
  contradicting: string[];
  confirmWith?: string;
  /** Which one, where there are several: the address of its hop. */
  at?: string;
}

/** A suspect that is less probable than this is named, and nobody is sent there yet. */
export const WORTH_LOOKING_AT = 0.1;

export interface Finding {
  verdict: "confirmed" | "likely" | "ambiguous" | "unexplained";
  explains: CheckId[];
  suspects: Suspect[];
}

/** Who has a device in hand, in the order in which a report names them. */
export const ACTION_OWNERS = ["server", "dns", "network", "firewall", "cloud", "service"] as const;
export type ActionOwner = (typeof ACTION_OWNERS)[number];

/** Commands that make a setting: an example to review, with what only the device's owner knows in angle brackets. */
export interface DeviceCommands {
  syntax: "shell" | "aliyun-cli" | "terraform" | "cisco-ios" | "huawei-vrp" | "h3c-comware" | "nftables";
  lines: string[];
}

/** What a person has to do. Everything that there is to do stands in one of these, once. */
export interface Action {
  owner: ActionOwner;
  device: Device;
  /** An imperative sentence with this site's own values. */
  text: string;
  /** What settles whether it is this. */
  confirmWith?: string;
  /** The failing checks and warnings that it mends. */
  explains: CheckId[];
  /** The same as commands, one entry for each syntax that the device may have. */
  commands?: DeviceCommands[];
}

export interface Hop {
  ttl: number;
  address?: string;
  device?: Device;
  rttMs?: number;
  reply?: string;
}

/** A share of packets with its 99 % confidence interval, each from 0 to 1. */
export interface LossEstimate {
  ratio: number;
  low: number;
  high: number;
}

/** How good the way to the cloud is: the kernel's own figures of the connections that were made anyway, and of trains of segments. */
export interface Line {
  /** TCP connections that were opened over it. */
  connections: number;
  /** Between a SYN and its answer, over these connections. */
  rttMs: { min: number; median: number; max: number };
  /** The mean deviation of the round trip on one connection, RFC 6298; absent where too few segments were timed. */
  jitterMs?: number;
  /** SYNs and segments with data, those sent again included. */
  sent: number;
  /** Those sent again, since they or their acknowledgements were lost. */
  retransmitted: number;
  /** Of the segments sent, the share that was lost on the way there or whose acknowledgement was lost on the way back. */
  lossRatio?: number;
  lossInterval?: { low: number; high: number };
  /** The same for each way by itself; absent without trains, or where the other side does not say what came twice. */
  lossThere?: LossEstimate;
  lossBack?: LossEstimate;
}

export interface Path {
  destination: { address: string; port: number; protocol: "tcp" | "udp" | "icmp" };
  reached: boolean;
  hops: Hop[];
}

/** What the checks amount to. */
export type Conclusion = Pick<Report, "verdict" | "summary" | "checks" | "diagnosis" | "paths">;

/** The JSON report. Additions raise the minor version of the schema; a removed or changed field raises the major one. */
export interface Report {
  schemaVersion: typeof SCHEMA_VERSION;
  tool: { name: "edge-preflight"; version: string; catalogue: string };
  run: {
    id: string;
    startedAt: string;
    durationMs: number;
    arguments: string[];
    assumptions: string[];
    /** Wherever it was asked for: on the command line, in a file, by a variable. */
    strict?: true;
    noDiagnosis?: true;
  };
  node: NodeFacts;
  site: Site;
  verdict: Verdict;
  summary: Record<Status, number>;
  checks: CheckResult[];
  diagnosis: { findings: Finding[]; actions: Action[]; notTested: string[] };
  line?: Line;
  paths: Path[];
  observations: AnyObservation[];
  /** What the cloud's API said of its own devices, where an export was given: read, and without anything secret. */
  cloud?: CloudConfiguration;
  redaction?: Redaction;
}

/** What was hidden, so that whoever reads the report knows that it was: how many of each. */
export interface Redaction {
  hostNames: number;
  macAddresses: number;
  addresses: number;
}
