import { InvalidArgumentError, Option, type Command } from "commander";
import { REPORT_FORMATS, type ReportFormat } from "../render/formats.ts";
import { LANGUAGES, type Language } from "../catalogue/words/languages.ts";
import { REFLECTOR_PORT } from "../catalogue/ports.ts";
import { SYNTAXES, type Syntax } from "../render/snippets.ts";
import * as values from "./values.ts";

const FORMATS = Object.keys(REPORT_FORMATS) as ReportFormat[];
const COMPARE_FORMATS = ["text", "json"] as const;
const PLAN_FORMATS = ["text", "json", "markdown", "csv"] as const;

/** What the options parse to. Every field is absent until the user gives it, so that defaults have one place. */
export interface SiteOptions {
  region?: string;
  clusterVersion?: ReturnType<typeof values.clusterVersion>;
  networkPlugin?: ReturnType<typeof values.networkPlugin>;
  apiServer?: ReturnType<typeof values.hostPort>;
  vpcCidr?: string[];
  dataCenterCidr?: string[];
  containerCidr?: string[];
  podCidr?: string[];
  serviceCidr?: string[];
  cloudServiceCidr?: string[];
  selfHostNtp?: boolean;
  ntpServer?: string[];
  config?: string;
  joinCommand?: string;
}

export interface OutputOptions {
  lang?: Language;
  /** commander's negation of --no-color: true unless given. */
  color: boolean;
}

export interface CheckOptions extends SiteOptions, RenderOptions {
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
  save?: string[];
  strict?: boolean;
  caFile?: string;
  progress: boolean;
  /** Seconds. */
  wait?: number;
  watch?: boolean;
  /** commander's negation of --no-diagnosis. */
  diagnosis: boolean;
}

export interface ReflectorCommandOptions {
  allow?: string[];
  keyFile?: string;
  listen?: ReturnType<typeof values.reflectorAddress>;
  /** Minutes. */
  for?: number;
  service?: ReturnType<typeof values.hostPort>[];
  newKey?: string;
}

/** How a report is shown. */
export interface RenderOptions extends OutputOptions {
  format?: ReportFormat;
  quiet?: boolean;
  verbose?: boolean;
  /** true: names alone. */
  redact?: true | "addresses";
}

export interface ReportCommandOptions extends RenderOptions {
  rediagnose?: boolean;
}

export interface CompareCommandOptions extends OutputOptions {
  format?: (typeof COMPARE_FORMATS)[number];
}

export interface PlanCommandOptions extends SiteOptions, OutputOptions {
  format?: (typeof PLAN_FORMATS)[number];
  fineGrained?: boolean;
  snippets?: Syntax[];
}

export function addSiteOptions(command: Command): Command {
  return command
    .addOption(once("--region <id>", "region ID, such as cn-hangzhou", values.region))
    .addOption(
      once(
        "--cluster-version <x.y[.z]>",
        "TCP 443 from 1.26 on, TCP 80 before (default: 1.26 or later)",
        values.clusterVersion,
      ),
    )
    .addOption(once("--network-plugin <name>", "flannel or terway-edge (default: flannel)", values.networkPlugin))
    .addOption(
      once(
        "--api-server <host[:port]>",
        "the cluster's API server internal endpoint (default port: 6443)",
        values.hostPort,
      ),
    )
    .addOption(many("--vpc-cidr <cidr>", "CIDR block of the VPC", values.cidr))
    .addOption(many("--data-center-cidr <cidr>", "CIDR block of the data centre", values.cidr))
    .addOption(many("--container-cidr <cidr>", "CIDR block of edge containers (Terway Edge)", values.cidr))
    .addOption(many("--pod-cidr <cidr>", "CIDR block of the cluster's pods", values.cidr))
    .addOption(many("--service-cidr <cidr>", "CIDR block of the cluster's Services", values.cidr))
    .addOption(
      many(
        "--cloud-service-cidr <cidr>",
        "what the site routes for cloud services (default: 100.0.0.0/8)",
        values.cidr,
      ),
    )
    .addOption(new Option("--self-host-ntp", "judge the local time service instead of the public NTP servers"))
    .addOption(many("--ntp-server <host>", "NTP server instead of the public ones", values.hostOverIpv4))
    .addOption(
      once("--config <file>", "settings as YAML or JSON; options and EDGE_PREFLIGHT_* variables win", values.text),
    )
    .addOption(
      once(
        "--join-command <file|->",
        "the console's join command, to read region, version, plug-in and NTP setting from; its token is not kept",
        values.text,
      ),
    );
}

function addOutputOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(
      once(
        "--format <name>",
        `what goes to standard output: ${formats.join(", ")} (default: text)`,
        values.oneOf(formats),
      ),
    )
    .addOption(language())
    .addOption(new Option("--no-color", "no colours, as with the variable NO_COLOR"));
}

export function addCheckOptions(command: Command): Command {
  return addOutputOptions(
    addSiteOptions(command)
      .addOption(many("--dns-server <ip>", "DNS server to ask besides those of resolv.conf", values.ip))
      .addOption(
        many(
          "--hop <device>=<ip|cidr>",
          `whose an address on the path is: ${values.HOP_DEVICES.join(", ")}`,
          values.hopDeclaration,
        ),
      )
      .addOption(once("--interface <name>", "network interface to send from", values.text))
      .addOption(once("--source-ip <ip>", "address of this node to send from", values.ipv4))
      .addOption(
        once(
          "--reflector <ip[:port]>",
          `a reflector in the VPC, to verify the way to this node (default port: ${REFLECTOR_PORT})`,
          values.reflectorAddress,
        ),
      )
      .addOption(once("--reflector-key-file <file>", "the key that the reflector was started with", values.text))
      .addOption(many("--only <pattern>", "run only checks whose ID matches, such as 'dns.*'", values.text))
      .addOption(many("--skip <pattern>", "leave out checks whose ID matches", values.text))
      .addOption(
        once("--timeout <ms>", "time for one attempt (default: 3000)", values.wholeNumber("milliseconds", 50, 60_000)),
      )
      .addOption(
        once("--retries <n>", "further attempts after a silent one (default: 1)", values.wholeNumber("", 0, 10)),
      )
      .addOption(
        once("--deadline <s>", "time for the whole run (default: 60)", values.wholeNumber("seconds", 1, 3_600)),
      )
      .addOption(
        once(
          "--wait <s>",
          "run again until ready, or until so many seconds are over",
          values.wholeNumber("seconds", 1, 86_400),
        ),
      )
      .addOption(new Option("--watch", "keep running again, with what has changed since the last time"))
      .addOption(
        many("--save <file>", `write the report as well: ${Object.values(REPORT_FORMATS).join(", ")}`, values.text),
      )
      .addOption(redact())
      .addOption(new Option("--no-diagnosis", "checks only: no look at the path"))
      .addOption(new Option("--strict", "warnings and unverified required checks count as failures"))
      .addOption(once("--ca-file <pem>", "roots to trust besides the system's CA store", values.text))
      .addOption(new Option("--quiet", "only failures and the verdict"))
      .addOption(new Option("--verbose", "how long each check took"))
      .addOption(new Option("--no-progress", "no progress on standard error")),
    FORMATS,
  );
}

export function addReflectorOptions(command: Command): Command {
  return command
    .addOption(many("--allow <cidr>", "CIDR block of the nodes: nobody else is heard or sent to", values.cidr))
    .addOption(once("--key-file <file>", "the key that the nodes have too", values.text))
    .addOption(
      once(
        "--listen <ip[:port]>",
        `address to listen on, UDP (default: 0.0.0.0:${REFLECTOR_PORT})`,
        values.reflectorAddress,
      ),
    )
    .addOption(
      once("--for <minutes>", "stop by itself after so long (default: 60)", values.wholeNumber("minutes", 1, 1_440)),
    )
    .addOption(
      many(
        "--service <host[:port]>",
        "a service in the VPC that nodes may have tried, such as the API server",
        values.hostPort,
      ),
    )
    .addOption(once("--new-key <file>", "only write a new key file, readable by its owner alone", values.text));
}

export function addReportOptions(command: Command): Command {
  return addRenderOptions(command).addOption(
    new Option("--rediagnose", "infer the findings again from the recorded observations"),
  );
}

export function addRenderOptions(command: Command): Command {
  return addOutputOptions(command, FORMATS)
    .addOption(redact())
    .addOption(new Option("--quiet", "only failures and the verdict"))
    .addOption(new Option("--verbose", "how long each check took"));
}

export function addPlanOptions(command: Command): Command {
  return addOutputOptions(
    addSiteOptions(command)
      .addOption(
        new Option("--fine-grained", "the documented ranges and ports one by one instead of the cloud-service range"),
      )
      .addOption(
        many(
          "--snippets <syntax>",
          `add commands for switch and firewall, as examples to review: ${SYNTAXES.join(", ")}`,
          values.oneOf(SYNTAXES),
        ),
      ),
    PLAN_FORMATS,
  );
}

export function language(): Option {
  return once(
    "--lang <language>",
    `${Object.keys(LANGUAGES).join(" or ")} (default: as LC_ALL or LANG says)`,
    values.oneOf(Object.keys(LANGUAGES)),
  );
}

function redact(): Option {
  return new Option(
    "--redact [addresses]",
    "hide host names and MAC addresses; with --redact=addresses IP addresses as well",
  ).argParser(values.oneOf(["addresses"]));
}

export function addCompareOptions(command: Command): Command {
  return addOutputOptions(command, COMPARE_FORMATS);
}

/** An option that is given once; commander alone would let the last one win in silence. */
function once(flags: string, description: string, parse: (text: string) => unknown): Option {
  return new Option(flags, description).argParser((text: string, previous: unknown) => {
    if (previous !== undefined) throw new InvalidArgumentError("It was given twice; it is accepted once.");
    return parse(text);
  });
}

function many(flags: string, description: string, parse: (text: string) => unknown): Option {
  return new Option(flags, `${description}; repeatable`).argParser((text: string, previous: unknown[] | undefined) => [
    ...(previous ?? []),
    parse(text),
  ]);
}
