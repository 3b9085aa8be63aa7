import type { ProbeName } from "../../model/probe.ts";
import type { LookAlike } from "../../model/look-alike.ts";
import type { InvalidReason } from "../../model/fleet.ts";
import type { RootsProblem } from "../../model/message.ts";

/** What the command line says apart from reports: help, questions, remarks, and what is wrong with an input. */
export interface CommandLineWords {
  program: string;
  commands: Record<CommandName, string>;
  arguments: Record<ArgumentName, string>;
  options: Record<OptionName, string>;
  /** An option's description with what it accepts and what holds without it. */
  option: (about: {
    what: string;
    accepted: readonly string[];
    preset: string | undefined;
    repeatable: boolean;
  }) => string;
  presets: { clusterVersion: string; language: string; port: (port: number) => string };
  help: {
    usage: string;
    arguments: string;
    options: string;
    commands: string;
    examples: string;
    ofACommand: string;
    /** Behind what is wrong with an input. */
    see: string;
  };
  /** Why a value is not accepted, and what is. */
  values: ValueWords;
  /** What is wrong with an input, and what is accepted. */
  usage: UsageWords;
  warnings: WarningWords;
  questions: Record<QuestionKey, string>;
  mayStayEmpty: string;
  settingsFileHead: string;
  progress: {
    begun: string;
    of: (finished: number, total: number) => string;
    /** What is being waited for, by its kind: a name, or an address with its port. */
    waiting: Record<ProbeName, (target: string) => string>;
    waitingFor: (args: { done: string; what: string; seconds: number }) => string;
  };
  manual: {
    name: string;
    synopsis: string;
    description: string;
    commands: string;
    exitStatus: string;
    environment: string;
    /** Behind the name. */
    purpose: string;
    placeholders: string;
    promise: string;
    exitCodes: Record<"ready" | "notReady" | "usage" | "unfinished" | "interrupted" | "terminated", string>;
    variables: Record<"settings" | "roots" | "noColor" | "locale", string>;
    fullStop: string;
  };
}

export type CommandName =
  | "check"
  | "plan"
  | "init"
  | "report"
  | "compare"
  | "reflector"
  | "merge"
  | "fleet"
  | "explain"
  | "completion"
  | "manual"
  | "help";

export type ArgumentName =
  "newFile" | "report" | "older" | "later" | "reflectorLog" | "reports" | "explained" | "shell";

export type OptionName =
  | "version"
  | "help"
  | "region"
  | "cluster-version"
  | "network-plugin"
  | "api-server"
  | "vpc-cidr"
  | "data-center-cidr"
  | "container-cidr"
  | "pod-cidr"
  | "service-cidr"
  | "cloud-service-cidr"
  | "self-host-ntp"
  | "ntp-server"
  | "config"
  | "join-command"
  | "cluster"
  | "cloud"
  | "cloud-commands"
  | "dns-server"
  | "hop"
  | "interface"
  | "source-ip"
  | "reflector"
  | "reflector-key-file"
  | "only"
  | "skip"
  | "timeout"
  | "retries"
  | "deadline"
  | "endpoint"
  | "thorough"
  | "line-loss"
  | "line-rtt"
  | "wait"
  | "watch"
  | "save"
  | "force"
  | "redact"
  | "no-diagnosis"
  | "strict"
  | "ca-file"
  | "quiet"
  | "verbose"
  | "debug"
  | "no-progress"
  | "format"
  | "lang"
  | "no-color"
  | "rediagnose"
  | "fine-grained"
  | "snippets"
  | "allow"
  | "key-file"
  | "listen"
  | "for"
  | "service"
  | "node-keys"
  | "new-key"
  | "for-node"
  | "inventory"
  | "labels"
  | "max-not-ready";

export type QuestionKey =
  "region" | "api-server" | "cluster-version" | "network-plugin" | "vpc-cidr" | "data-center-cidr";

export interface ValueWords {
  lookAlike: (found: LookAlike) => string;
  region: (nearest: readonly string[]) => string;
  clusterVersion: string;
  hostPort: (port: number) => string;
  reflectorAddress: (port: number) => string;
  port: string;
  host: string;
  hostOverIpv4: string;
  ip: string;
  ipv4: string;
  cidr: string;
  hostBits: (meant: string) => string;
  hop: (devices: readonly string[]) => string;
  endpoint: (schemes: readonly string[], branches: readonly string[]) => string;
  endpointPort: (scheme: string) => string;
  wholeNumber: (unit: "milliseconds" | "seconds" | "minutes" | "times", min: number, max: number) => string;
  limits: (unit: "percent" | "milliseconds", max: number) => string;
  accepted: (words: readonly string[]) => string;
  empty: string;
  givenTwice: string;
  oneValue: string;
  needed: string;
}

/** What a user has written comes in printable, and so bounded: it must not crowd out the reason behind it. */
export interface UsageWords {
  unknownCommand: (name: string, commands: readonly string[]) => string;
  unknownOption: (name: string, nearest: readonly string[]) => string;
  missingArgument: (name: string) => string;
  missingValue: (flags: string) => string;
  tooManyArguments: (first: string) => string;
  commandComesFirst: (command: string) => string;
  optionValue: (flags: string, value: string, why: string) => string;
  /** An input with the place where it stands. */
  at: (place: string, why: string) => string;
  line: (place: string, line: number) => string;
  regionNeeded: string;
  reflectorNeeded: string;
  endpointTwice: (name: string) => string;
  reflectorKeyNeeded: string;
  noInterface: (name: string, names: readonly string[]) => string;
  notAnAddressOf: (ip: string, interfaceName: string | undefined, addresses: readonly string[]) => string;
  noIpv4: (interfaceName: string) => string;
  caFile: (file: string, problem: RootsProblem) => string;
  watchFormats: string;
  saveExtension: (file: string, extensions: readonly string[]) => string;
  notDiagnosable: (file: string, at: string, value: string) => string;
  saveUnread: (file: string, errno: string) => string;
  saveNoReport: (file: string) => string;
  noSuchCheck: (option: string, pattern: string, nearest: readonly string[]) => string;
  notExplained: (name: string, nearest: readonly string[]) => string;
  noShell: (shells: readonly string[]) => string;
  unreadable: (file: string, errno: string, expected: FileKind) => string;
  unwritable: (file: string, errno: string) => string;
  notANewFile: (file: string, errno: string) => string;
  lookAlike: (argument: string, found: LookAlike) => string;
  notAReport: (file: string, schemaVersion: string, reason: string) => string;
  notJson: (file: string) => string;
  notALog: (file: string) => string;
  fleet: {
    /** Nothing that was found is a report. */
    noReports: (args: { found: number; first: string | undefined; reason: InvalidReason | undefined }) => string;
    maxNotReady: string;
    noHosts: (file: string) => string;
    labelsHead: (file: string) => string;
    labelsRow: (file: string, line: number) => string;
  };
  keyFile: Record<"no-key" | "open-to-others" | "another-owner", (file: string) => string>;
  newKeyNeeded: string;
  madeWithoutReflector: (file: string) => string;
  nothingToJoin: (runId: string) => string;
  keyFileNeeded: string;
  allowNeeded: string;
  cannotListen: (address: string, errno: string) => string;
  answersEnded: (question: string) => string;
  notYaml: (code: string) => string;
  noSettings: string;
  noSuchSetting: (name: string | undefined, nearest: readonly string[]) => string;
  noAlias: string;
  noValue: string;
  noRegionInJoinCommand: string;
  /** Only one option can take what comes through a pipe. */
  oneStandardInput: (options: readonly string[]) => string;
  notACluster: (file: string) => string;
  mergeNeedsMore: string;
  cloud: {
    nothingInFolder: (folder: string) => string;
    tooMany: (folder: string, most: number) => string;
    notJson: (file: string) => string;
    notRecognised: (file: string) => string;
    wrongShape: (args: { file: string; place: string; expected: CloudValue }) => string;
  };
}

/** What a place of an answer of the cloud's API must hold. */
export type CloudValue =
  "text" | "word" | "id" | "ip" | "block" | "flag" | "number" | "ports" | "time" | "list" | "object" | "json";

/** A file given by its name, and what was hoped to be in it. */
export type FileKind =
  "report" | "reports" | "inventory" | "labels" | "log" | "key" | "settings" | "join-command" | "cluster" | "cloud";

export interface WarningWords {
  variableIgnored: (name: string, nearest: readonly string[]) => string;
  caIgnored: (problem: RootsProblem) => string;
  publicMode: (mode: string) => string;
  nodeSpecUnread: (found: LookAlike | undefined) => string;
  notPrinted: (errno: string) => string;
  notSaved: (file: string, errno: string) => string;
  logNotWritten: (errno: string) => string;
  settingsWritten: (file: string) => string;
  clusterLacks: (options: readonly string[]) => string;
  clusterProfile: (profile: string) => string;
  cloudRefused: (file: string, code: string) => string;
  cloudNotUsed: (file: string) => string;
  cloudForeign: (args: {
    files: string;
    what: "region" | "vpc" | "api-server";
    found: string;
    wanted: string;
  }) => string;
  cloudSaysNothing: string;
}
