import type { CauseCode, MessageKey, Messages, PassKey, PortOwner, TitleKey, Titles } from "../../model/message.ts";
import type { Device } from "../../model/device.ts";
import type { DeviceSetting } from "../../model/plan.ts";
import type { ActionOwner, Finding, Group, Redaction, Status, Verdict } from "../../model/report.ts";
import type { ServiceEndpoint } from "../endpoints.ts";
import type { CommandLineWords } from "./command-line-words.ts";
import type { FleetWords } from "./fleet.ts";
import type { EvidenceKey, EvidenceWords, MisconfigurationWords, Owner } from "./misconfiguration-words.ts";

/** What a message says in one language: one sentence, and for a cause what to do about it. */
type PassWords<K extends PassKey> = (args: Messages[K]) => string;
interface CauseWords<K extends CauseCode> {
  message: (args: Messages[K]) => string;
  remedy: (args: Messages[K]) => string;
}

/** Every word a person reads in a report. A key without words does not compile. */
export interface Words {
  /** BCP 47. */
  language: string;
  titles: { [K in TitleKey]: (args: Titles[K]) => string };
  messages: { [K in MessageKey]: K extends PassKey ? PassWords<K> : K extends CauseCode ? CauseWords<K> : never };
  /** A message of a pass, and at which attempt. */
  atAttempt: (args: { text: string; attempts: number }) => string;
  /** What a run took for granted because nobody said it. */
  assumptions: Record<Assumption, (args: { region: string }) => string>;
  /** A setting that came from a file or a variable, among the assumptions. */
  setElsewhere: (args: { option: string; values: readonly string[]; place: string }) => string;
  groups: Record<Group, string>;
  statuses: Record<Status, string>;
  verdicts: Record<Verdict, string>;
  /** The first line of a report: the verdict, and what is in the way. */
  answers: {
    inTheWay: (verdict: Verdict, args: { title: string; percent: number; more: number }) => string;
    /** No finding says why: the first failing check says what, and how many more there are. */
    failed: (verdict: Verdict, args: { message: string; more: number }) => string;
    unexplained: (verdict: Verdict, args: { checks: number }) => string;
    /** Nothing failed, and the user wants to be sure of more. */
    notVerified: (verdict: Verdict, args: { checks: number }) => string;
  };
  /** Small pieces that are put together in every form of a report. */
  phrases: {
    /** A device, and which one where there may be several. */
    device: (args: { device: string; at: string | undefined }) => string;
    sure: (args: { verdict: string; percent: number }) => string;
    /** A suspect with what it would be at fault for, where that is to be said. */
    alternative: (args: { device: string; percent: number; title: string | undefined }) => string;
    cause: (args: { kind: string; what: string; text: string }) => string;
    /** Whose word it is, or what it is about. */
    about: (args: { what: string; text: string }) => string;
    firstAndMore: (args: { first: string; more: number }) => string;
    moreMessages: (count: number) => string;
    /** Where a device answered: on the way to a destination, so many hops away, at this address. */
    hop: (args: { destination: string; ttl: number; address: string; time: string | undefined }) => string;
    /** Clauses beside each other. */
    clauses: (all: readonly string[]) => string;
  };
  /** For a line with all groups in it. */
  shortGroups: Record<Group, string>;
  /** As a heading over what they have to do. */
  actionOwners: Record<ActionOwner, string>;
  devices: Record<Device, string>;
  /** For drawing the path on one line. */
  shortDevices: Record<Device, string>;
  purposes: Record<ServiceEndpoint["purpose"] | "api-server" | "ntp" | "vpc-resolvers", string>;
  portOwners: Record<PortOwner, string>;
  labels: {
    node: string;
    kernel: string;
    site: string;
    cluster: string;
    currentVersion: string;
    dnsServers: string;
    none: string;
    run: string;
    assumed: string;
    catalogueOf: string;
    redacted: (hidden: Redaction) => string;
    fixed: string;
    broken: string;
    stillFailing: string;
    changed: string;
    newAddresses: string;
    slower: string;
    worseLine: string;
    loss: string;
    roundTrip: string;
    unchanged: string;
    absent: string;
    sinceLastRound: string;
    /** Of --wait, one line each: how it stands at first, and what has turned in a later round. */
    firstRound: (args: { answer: string; pauseS: number; leftS: number }) => string;
    turned: (args: { round: number; fixed: string | undefined; broken: string | undefined; answer: string }) => string;
    /** Of --watch: which round this is, and what does not fit on the screen. */
    round: (args: { round: number; time: string }) => string;
    moreLines: (count: number) => string;
    findings: string;
    status: string;
    check: string;
    result: string;
    filter: string;
    madeBy: string;
    /** What a device is in a drawing of the path. */
    parts: { suspect: string; alternative: string };
    checks: string;
    cause: string;
    device: string;
    remedy: string;
    notVerified: string;
    paths: string;
    /** Where a run's time went. */
    time: string;
    phases: Record<"node" | "names" | "services" | "path" | "data" | "reflector", string>;
    pathReached: string;
    pathSilent: string;
    pathSilentBeyond: (address: string) => string;
    pathEndedBy: (address: string) => string;
    against: string;
    confirm: string;
    orElse: string;
    /** Labels of a finding's block. */
    fault: string;
    fix: string;
    settle: string;
    why: string;
    mends: string;
    mendsChecks: (args: { failing: number; waiting: number }) => string;
    also: string;
    warning: string;
    toVerify: string;
    hint: string;
    actions: string;
    /** Of the page: over the drawings, over a device's parts, and of its filter. */
    branches: Record<"line" | "internet" | "dns", string>;
    devices: string;
    settings: string;
    suspectedOf: string;
    /** What no known fault stands for. */
    somethingElse: string;
    /** Of an action: what was seen that asks for it, and from where. */
    observed: string;
    hops: string;
    nothingKnown: string;
    owner: string;
    all: string;
    actionsAbout: (args: { host: string; region: string; run: string; at: string }) => string;
    looksLike: string;
    means: string;
    forExample: string;
    standsFor: string;
    planFor: string;
    planDirections: string;
    endpoints: string;
    inbound: string;
    from: string;
    noRanges: string;
    publicAddress: string;
    notDocumented: (region: string, what: "oss" | "registry") => string;
    optional: string;
    direction: string;
    kind: string;
    setting: string;
    protocol: string;
    source: string;
    destination: string;
    ports: string;
    exampleFor: (syntax: string) => string;
    directions: Record<DeviceSetting["direction"], string>;
    kinds: Record<DeviceSetting["kind"], string>;
  };
  /** The sentences of the device tables; `destination` and `source` are CIDR blocks or placeholders for them. */
  settings: { [K in keyof SettingWords]: (args: SettingWords[K]) => string } & {
    addressesOf: (host: string) => string;
    ownEndpoint: (name: string) => string;
  };
  nextHops: Record<NextHop, string>;
  /** What stands beside commands for the cloud's devices. */
  /** Of the script that collects the cloud's configuration. */
  collect: { purpose: string; policy: string; clusterNeeded: string; refused: string; done: string };
  cloudNotes: { services: string; networkAcl: string; dryRun: string };
  misconfigurations: MisconfigurationWords;
  evidence: { [K in EvidenceKey]: (args: EvidenceWords[K]) => string };
  owners: Record<Owner, string>;
  findingVerdicts: Record<Finding["verdict"], string>;
  /** Of many nodes at once. */
  fleet: FleetWords;
  commandLine: CommandLineWords;
}

export type Assumption = "registry-ranges" | "oss-ranges" | "cluster-version" | "network-plugin";

/** What a line in a device's configuration is about, with the site's own values. */
export interface SettingWords {
  "route-to-cloud": { destination: string; via: string; wide: boolean };
  "route-to-site": { destination: string; via: string };
  "bgp-containers": { destination: string };
  "vpc-routes-by-itself": { destination: string };
  "allow-to-cloud": { destination: string; wide: boolean };
  "allow-service": { service: string; destination: string; ports: string };
  "allow-from-cloud": { source: string; destination: string; ports: string; fineGrained: boolean };
  "allow-flannel": { source: string; destination: string };
  "allow-site": { source: string; ports: string; fineGrained: boolean };
  "allow-in-network-acl": { source: string; destination: string };
  "allow-in-balancer-acl": { source: string; ports: string };
}

/** Where a route leads. */
export type NextHop = "vbr" | "ecr-cen-or-vpc" | "vpc" | "servers" | "core-switch" | "ecr-cen";
