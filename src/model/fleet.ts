import type { Action, Finding, Group, Report, Verdict } from "./report.ts";

export const FLEET_SCHEMA_VERSION = "1.0";

/** Many reports in one statement, as `fleet --format json` prints it. Additions raise the minor version of the schema. */
export interface Fleet {
  schemaVersion: typeof FLEET_SCHEMA_VERSION;
  tool: Report["tool"];
  /** By ID. */
  nodes: FleetNode[];
  summary: Record<FleetVerdict, number>;
  /** Whether no more nodes are not ready than was allowed; `missing` and `incomplete` count as not ready. */
  threshold: { notReady: number; allowed: number; met: boolean };
  /** By how many nodes they explain, then by certainty. */
  findings: FleetFinding[];
  /** What to do, once for the fleet: what mends most nodes first. */
  actions: FleetAction[];
  duplicates: FleetDuplicate[];
  /** What else was found in the place of reports. */
  invalid: { file: string; reason: InvalidReason }[];
  /** Which versions of the tool and of its reports the statement is made of. */
  versions: { version: string; schemaVersion: string; nodes: number }[];
}

export type FleetVerdict = Verdict | "missing";
export const FLEET_VERDICTS: readonly FleetVerdict[] = ["ready", "not-ready", "incomplete", "missing"];

export interface FleetNode {
  /** The host's name; with its address where several have the same name. */
  id: string;
  hostname: string;
  /** IPv4, the one that it sends from first. */
  addresses: string[];
  verdict: FleetVerdict;
  runId?: string;
  /** ISO 8601. */
  startedAt?: string;
  labels: Record<string, string>;
  /** How many checks of each group passed and failed; a group of which nothing was asked is absent. */
  groups: Partial<Record<Group, { passed: number; failed: number }>>;
  /** Which of the findings are about it, by their place in the list. */
  findings: number[];
}

export interface FleetFinding extends Finding {
  /** Those that it explains, by ID. */
  nodes: string[];
  /** Nodes that use the same device in the same way and pass: why it is not wider. */
  clearedBy: string[];
  /** What the failing nodes share and the passing ones do not. */
  common: CommonAttribute[];
}

export const ATTRIBUTE_KINDS = ["all", "gateway", "subnet", "resolver", "way", "label", "os"] as const;
export type AttributeKind = (typeof ATTRIBUTE_KINDS)[number];

export interface CommonAttribute {
  kind: AttributeKind;
  /** Of a label `name=value`; of `all` empty. */
  value: string;
}

export interface FleetAction extends Action {
  /** The nodes that it mends, by ID. */
  nodes: string[];
}

export interface FleetDuplicate {
  kind: "hostname" | "address" | "run";
  value: string;
  /** By ID; of one run that was found several times, the files. */
  nodes: string[];
}

/** Why there is no report in a file, or in a line of standard input. */
export type InvalidReason =
  | "empty-folder"
  | "unreadable"
  | "too-large"
  | "bad-gzip"
  | "not-json"
  | "not-a-report"
  | "other-schema"
  | "wrong-shape";
