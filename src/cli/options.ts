import type { Command } from "commander";
import {
  extensionsOf,
  FLEET_FORMATS,
  PRINTED_FORMATS,
  EXTENSIONS,
  type FleetFormat,
  type ReportFormat,
} from "../render/report-formats.ts";
import { API_SERVER_PORT } from "../catalogue/endpoints.ts";
import { LANGUAGES, type Language } from "../catalogue/words/languages.ts";
import { REFLECTOR_PORT } from "../catalogue/ports.ts";
import { DEFAULT_CLOUD_SERVICE_CIDR } from "../catalogue/ranges.ts";
import { NETWORK_PLUGINS, type ClusterIds, type Limits, type NetworkPlugin, type OwnEndpoint } from "../model/site.ts";
import { SYNTAXES, type Syntax } from "../plan/snippets/snippets.ts";
import { DEFAULTS } from "./settings/defaults.ts";
import type { DescribedOption, OptionMaker } from "./option.ts";
import * as values from "./values.ts";

const COMPARE_FORMATS = ["text", "json"] as const;
const PLAN_FORMATS = ["text", "json", "markdown", "csv"] as const;

/** What the options parse to. Every field is absent until the user gives it, so that defaults have one place. */
export interface SiteOptions {
  region?: string;
  clusterVersion?: ReturnType<typeof values.clusterVersion>;
  networkPlugin?: NetworkPlugin;
  apiServer?: ReturnType<typeof values.hostPort>;
  vpcCidr?: string[];
  dataCenterCidr?: string[];
  containerCidr?: string[];
  podCidr?: string[];
  serviceCidr?: string[];
  cloudServiceCidr?: string[];
  selfHostNtp?: boolean;
  ntpServer?: string[];
  endpoint?: OwnEndpoint[];
  config?: string;
  joinCommand?: string;
  cluster?: string;
  /** Read from the cluster's detail. */
  clusterIds?: ClusterIds;
}

export interface CloudOption {
  cloud?: string[];
}

export interface LanguageOption {
  lang?: Language;
}

export interface OutputOptions extends LanguageOption {
  /** commander's negation of --no-color: true unless given. */
  color: boolean;
}

export interface CheckOptions extends SiteOptions, RenderOptions, CloudOption {
  dnsServer?: string[];
  hop?: ReturnType<typeof values.hopDeclaration>[];
  interface?: string;
  sourceIp?: string;
  reflector?: ReturnType<typeof values.reflectorAddress>;
  reflectorKeyFile?: string;
  only?: string[];
  skip?: string[];
  timeout?: number;
  retries?: number;
  deadline?: number;
  thorough?: boolean;
  /** Percent. */
  lineLoss?: Limits;
  /** Milliseconds. */
  lineRtt?: Limits;
  save?: string[];
  force?: boolean;
  /** Of what a reader of the report must know that it came from no command line. */
  setElsewhere?: SetElsewhere[];
  strict?: boolean;
  debug?: boolean;
  caFile?: string;
  progress: boolean;
  /** Seconds. */
  wait?: number;
  watch?: boolean;
  /** commander's negation of --no-diagnosis. */
  diagnosis: boolean;
}

export interface ReflectorCommandOptions extends LanguageOption {
  allow?: string[];
  keyFile?: string;
  listen?: ReturnType<typeof values.reflectorAddress>;
  /** Minutes. */
  for?: number;
  service?: ReturnType<typeof values.hostPort>[];
  containerCidr?: string[];
  newKey?: string;
  /** The address whose own key is written. */
  forNode?: string;
  nodeKeys?: boolean;
}

/** A setting from a file or a variable. */
export interface SetElsewhere {
  /** Its long name without dashes. */
  option: string;
  values: string[];
  /** As a reader would look for it. */
  place: string;
}

/** How a report is shown. */
export interface RenderOptions extends OutputOptions {
  format?: ReportFormat;
  quiet?: boolean;
  verbose?: boolean;
  /** true: names alone. */
  redact?: true | "addresses";
}

export interface MergeCommandOptions extends RenderOptions, CloudOption {}

export interface ReportCommandOptions extends RenderOptions, CloudOption {
  rediagnose?: boolean;
}

export interface FleetCommandOptions extends OutputOptions, CloudOption {
  format?: FleetFormat;
  inventory?: string;
  labels?: string;
  maxNotReady?: ReturnType<typeof values.countOrShare>;
  save?: string[];
  force?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

export interface CompareCommandOptions extends OutputOptions {
  format?: (typeof COMPARE_FORMATS)[number];
}

export interface PlanCommandOptions extends SiteOptions, OutputOptions, CloudOption {
  format?: (typeof PLAN_FORMATS)[number];
  fineGrained?: boolean;
  snippets?: Syntax[];
  cloudCommands?: boolean;
}

export function addSiteOptions(command: Command, make: OptionMaker): Command {
  const options = [
    make.once("region", "<id>", values.region),
    make.once("cluster-version", "<x.y[.z]>", values.clusterVersion, { preset: make.words.presets.clusterVersion }),
    make.once("network-plugin", "<name>", values.oneOf(NETWORK_PLUGINS), {
      accepted: NETWORK_PLUGINS,
      preset: DEFAULTS.networkPlugin,
    }),
    make.once("api-server", "<host[:port]>", values.hostPort, { preset: make.words.presets.port(API_SERVER_PORT) }),
    make.many("vpc-cidr", "<cidr>", values.cidr),
    make.many("data-center-cidr", "<cidr>", values.cidr),
    make.many("container-cidr", "<cidr>", values.cidr),
    make.many("pod-cidr", "<cidr>", values.cidr),
    make.many("service-cidr", "<cidr>", values.cidr),
    make.many("cloud-service-cidr", "<cidr>", values.cidr, { preset: DEFAULT_CLOUD_SERVICE_CIDR }),
    make.flag("self-host-ntp"),
    make.many("ntp-server", "<host>", values.hostOverIpv4),
    make.many("endpoint", "<name>=<scheme>://<host>[:port]", values.endpoint),
    make.once("config", "<file>", values.text, { isFile: true }),
    make.once("join-command", "<file|->", values.text, { isFile: true }),
    make.once("cluster", "<file|->", values.text, { isFile: true }),
  ];
  return adding(command, options);
}

function addOutputOptions(command: Command, make: OptionMaker, formats: readonly string[]): Command {
  return adding(command, [
    make.once("format", "<name>", values.oneOf(formats), { accepted: formats, preset: "text" }),
    language(make),
    make.flag("no-color"),
  ]);
}

export function addCheckOptions(command: Command, make: OptionMaker): Command {
  addSiteOptions(command, make);
  adding(command, [
    make.many("dns-server", "<ip>", values.ip),
    make.many("hop", "<device>=<ip|cidr>", values.hopDeclaration, { accepted: values.HOP_DEVICES }),
    make.once("interface", "<name>", values.text),
    make.once("source-ip", "<ip>", values.ipv4),
    make.once("reflector", "<ip[:port]>", values.reflectorAddress, { preset: make.words.presets.port(REFLECTOR_PORT) }),
    make.once("reflector-key-file", "<file>", values.text, { isFile: true }),
    cloud(make),
    make.many("only", "<pattern>", values.text),
    make.many("skip", "<pattern>", values.text),
    make.once("timeout", "<ms>", values.wholeNumber("milliseconds", 50, 60_000), { preset: DEFAULTS.timeoutMs }),
    make.once("retries", "<n>", values.wholeNumber("times", 0, 10), { preset: DEFAULTS.retries }),
    make.once("deadline", "<s>", values.wholeNumber("seconds", 1, 3_600), { preset: DEFAULTS.deadlineS }),
    make.flag("thorough"),
    make.once("line-loss", "<warn,fail>", values.limits("percent", 100), { preset: limitsText(DEFAULTS.lineLoss) }),
    make.once("line-rtt", "<warn,fail>", values.limits("milliseconds", 60_000), {
      preset: limitsText(DEFAULTS.lineRtt),
    }),
    make.once("wait", "<s>", values.wholeNumber("seconds", 1, 86_400)),
    make.flag("watch"),
    make.many("save", "<file>", values.text, { accepted: Object.values(EXTENSIONS), isFile: true }),
    make.flag("force"),
    redact(make),
    make.flag("no-diagnosis"),
    make.flag("strict"),
    make.once("ca-file", "<pem>", values.text, { isFile: true }),
    make.flag("quiet"),
    make.flag("verbose"),
    make.flag("debug"),
    make.flag("no-progress"),
  ]);
  return addOutputOptions(command, make, PRINTED_FORMATS);
}

function limitsText({ warn, fail }: Limits): string {
  return `${warn},${fail}`;
}

export function addReflectorOptions(command: Command, make: OptionMaker): Command {
  return adding(command, [
    make.many("allow", "<cidr>", values.cidr),
    make.once("key-file", "<file>", values.text, { isFile: true }),
    make.once("listen", "<ip[:port]>", values.reflectorAddress, { preset: `0.0.0.0:${REFLECTOR_PORT}` }),
    make.once("for", "<minutes>", values.wholeNumber("minutes", 1, 1_440), { preset: DEFAULTS.reflectorMinutes }),
    make.many("service", "<host[:port]>", values.hostPort),
    make.many("container-cidr", "<cidr>", values.cidr),
    make.flag("node-keys"),
    make.once("new-key", "<file>", values.text, { isFile: true }),
    make.once("for-node", "<ip>", values.ipv4),
    language(make),
  ]);
}

export function addReportOptions(command: Command, make: OptionMaker): Command {
  return adding(addRenderOptions(command, make), [make.flag("rediagnose"), cloud(make)]);
}

export function addMergeOptions(command: Command, make: OptionMaker): Command {
  return adding(addRenderOptions(command, make), [cloud(make)]);
}

function addRenderOptions(command: Command, make: OptionMaker): Command {
  addOutputOptions(command, make, PRINTED_FORMATS);
  return adding(command, [redact(make), make.flag("quiet"), make.flag("verbose")]);
}

export function addFleetOptions(command: Command, make: OptionMaker): Command {
  addOutputOptions(command, make, FLEET_FORMATS);
  return adding(command, [
    make.once("inventory", "<file>", values.text, { isFile: true }),
    make.once("labels", "<csv>", values.text, { isFile: true }),
    make.once("max-not-ready", "<n|n%>", values.countOrShare, { preset: 0 }),
    cloud(make),
    make.many("save", "<file>", values.text, { accepted: extensionsOf(FLEET_FORMATS), isFile: true }),
    make.flag("force"),
    make.flag("quiet"),
    make.flag("verbose"),
  ]);
}

export function addPlanOptions(command: Command, make: OptionMaker): Command {
  addSiteOptions(command, make);
  adding(command, [
    make.flag("fine-grained"),
    make.many("snippets", "<syntax>", values.oneOf(SYNTAXES), { accepted: SYNTAXES }),
    make.flag("cloud-commands"),
    cloud(make),
  ]);
  return addOutputOptions(command, make, PLAN_FORMATS);
}

export function addCompareOptions(command: Command, make: OptionMaker): Command {
  return addOutputOptions(command, make, COMPARE_FORMATS);
}

/** For commands that only speak. */
export function addLanguageOption(command: Command, make: OptionMaker): Command {
  return adding(command, [language(make)]);
}

function language(make: OptionMaker): DescribedOption {
  return make.once("lang", "<language>", values.oneOf(LANGUAGES), {
    accepted: LANGUAGES,
    preset: make.words.presets.language,
  });
}

function cloud(make: OptionMaker): DescribedOption {
  return make.many("cloud", "<file|folder>", values.text, { isFile: true });
}

function redact(make: OptionMaker): DescribedOption {
  return make.once("redact", "[addresses]", values.oneOf(["addresses"]));
}

function adding(command: Command, options: readonly DescribedOption[]): Command {
  for (const option of options) command.addOption(option);
  return command;
}
