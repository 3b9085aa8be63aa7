import type { LookAlike } from "../../model/look-alike.ts";
import type { RootsProblem } from "../../model/message.ts";
import type { CommandLineWords, FileKind } from "./command-line-words.ts";

const list = (words: readonly string[]) => words.join(", ");
const UNITS = { milliseconds: " of milliseconds", seconds: " of seconds", minutes: " of minutes", times: "" };
const FILES: Record<FileKind, string> = {
  report: "a report saved as JSON",
  log: "what edge-preflight reflector has printed",
  key: "a file from reflector --new-key",
  settings: "a file of YAML or JSON",
  "join-command": "the console's join command, as it was copied",
};
const roots = (problem: RootsProblem) =>
  problem === "no-certificate"
    ? "it holds no certificate"
    : problem === "malformed-certificate"
      ? "it holds a malformed certificate"
      : `it cannot be read (${problem.errno})`;

export const EN_COMMAND_LINE: CommandLineWords = {
  program: "Tells whether this server can join an Alibaba Cloud ACK Edge cluster over a dedicated line.",
  commands: {
    check: "the preflight (default)",
    plan: "what each device must route and allow for this site; no network traffic",
    init: "ask a few questions and write a file for --config",
    report: "render a saved report again, or diagnose it again; no network traffic",
    compare: "what changed between two saved reports; exit code 1 where something fails that did not",
    reflector: "the counterpart on a host in the VPC: tries the way to the nodes that ask for it",
    merge: "join a saved report and what a reflector saw on its account; no network traffic",
    explain: "what a cause code or a misconfiguration means and how to mend it",
    completion: "print a script that completes commands and options in a shell",
    manual: "print the manual page: edge-preflight manual | man -l -",
    help: "print the help of a command",
  },
  arguments: {
    newFile: "the new file (default: edge-preflight.yaml)",
    report: "a report saved as JSON",
    older: "a report saved as JSON",
    later: "a later one",
    reflectorLog: "what the reflector has printed",
    explained: "such as connect-timed-out or vbr.inbound.data-center",
    shell: "bash, zsh or fish",
  },
  options: {
    version: "print the version",
    help: "print this help",
    region: "region ID, such as cn-hangzhou",
    "cluster-version": "TCP 443 from 1.26 on, TCP 80 before",
    "network-plugin": "network plug-in",
    "api-server": "the cluster's API server internal endpoint",
    "vpc-cidr": "CIDR block of the VPC",
    "data-center-cidr": "CIDR block of the data centre",
    "container-cidr": "CIDR block of edge containers (Terway Edge)",
    "pod-cidr": "CIDR block of the cluster's pods",
    "service-cidr": "CIDR block of the cluster's Services",
    "cloud-service-cidr": "what the site routes for cloud services",
    "self-host-ntp": "judge the local time service instead of the public NTP servers",
    "ntp-server": "NTP server instead of the public ones",
    config: "settings as YAML or JSON; options and EDGE_PREFLIGHT_* variables win",
    "join-command":
      "the console's join command, to read region, version, plug-in and NTP setting from; its token is not kept",
    "dns-server": "DNS server to ask besides those of resolv.conf",
    hop: "whose an address on the path is",
    interface: "network interface to send from",
    "source-ip": "address of this node to send from",
    reflector: "a reflector in the VPC, to verify the way to this node",
    "reflector-key-file": "the key that the reflector was started with",
    only: "run only checks whose ID matches, such as 'dns.*'",
    skip: "leave out checks whose ID matches",
    timeout: "time for one attempt",
    retries: "further attempts after a silent one",
    deadline: "time for the whole run",
    wait: "run again until ready, or until so many seconds are over",
    watch: "keep running again, with what has changed since the last time",
    save: "write the report as well",
    force: "let --save replace a file that is no report",
    redact: "hide host names and MAC addresses; with --redact=addresses IP addresses as well",
    "no-diagnosis": "checks only: no look at the path",
    strict: "warnings and unverified required checks count as failures",
    "ca-file": "roots to trust besides the system's CA store",
    quiet: "only failures and the verdict",
    verbose: "how long each check took",
    "no-progress": "no progress on standard error",
    format: "what goes to standard output",
    lang: "language",
    "no-color": "no colours, as with the variable NO_COLOR",
    rediagnose: "infer the findings again from the recorded observations",
    "fine-grained": "the documented ranges and ports one by one instead of the cloud-service range",
    snippets: "add commands for switch and firewall, as examples to review",
    allow: "CIDR block of the nodes: nobody else is heard or sent to",
    "key-file": "the key that the nodes have too",
    listen: "address to listen on, UDP",
    for: "stop by itself after so long",
    service: "a service in the VPC that nodes may have tried, such as the API server",
    "node-keys": "each node has a key of its own, written by --new-key and --for-node",
    "new-key": "only write a new key file, readable by its owner alone",
    "for-node": "with --new-key and --key-file: the key of the node with this IPv4 address",
  },
  option: ({ what, accepted, preset, repeatable }) =>
    [
      what,
      accepted.length > 0 ? `: ${list(accepted)}` : "",
      preset === undefined ? "" : ` (default: ${preset})`,
      repeatable ? "; repeatable" : "",
    ].join(""),
  presets: { clusterVersion: "1.26 or later", language: "as LC_ALL or LANG says", port: (port) => `port ${port}` },
  help: {
    usage: "Usage:",
    arguments: "Arguments:",
    options: "Options:",
    commands: "Commands:",
    examples: "Examples:",
    ofACommand: "Options of a command: edge-preflight check --help",
    see: "(see --help)",
  },
  values: {
    lookAlike: (found) => `It ${holdsLookAlike(found)}.`,
    region: (nearest) => `Not a known region ID; nearest: ${list(nearest)}.`,
    clusterVersion: "Give the cluster's Kubernetes version, such as 1.30 or 1.30.7-aliyun.1.",
    hostPort: (port) => `Give a host name or an address, with an optional port: 192.168.0.10:${port}.`,
    reflectorAddress: (port) => `Give an IPv4 address, with an optional port: 192.168.0.20:${port}.`,
    port: "A port is a number from 1 to 65535.",
    host: "Not a host name or an IP address.",
    hostOverIpv4: "Not a host name or an IPv4 address.",
    ip: "Not an IP address, such as 10.0.0.53.",
    ipv4: "Not an IPv4 address, such as 10.0.0.5.",
    cidr: "Not an IPv4 CIDR block, such as 192.168.0.0/16.",
    hostBits: (meant) => `It has host bits set; the block is ${meant}.`,
    hop: (devices) => `Give <device>=<ip|cidr>, such as firewall=10.0.12.2; devices: ${list(devices)}.`,
    wholeNumber: (unit, min, max) => `A whole number${UNITS[unit]} from ${min} to ${max}.`,
    accepted: (words) => `Accepted: ${list(words)}.`,
    empty: "It is empty.",
    givenTwice: "It was given twice; it is accepted once.",
    oneValue: "It takes one value.",
    needed: "It is needed.",
  },
  usage: {
    unknownCommand: (name, commands) => `unknown command '${name}'; accepted: ${list(commands)}`,
    unknownOption: (name, nearest) => `unknown option '${name}'; nearest: ${list(nearest)}`,
    missingArgument: (name) => `missing required argument '${name}'`,
    missingValue: (flags) => `option '${flags}' argument missing`,
    tooManyArguments: (first) => `too many arguments, from '${first}' on`,
    optionValue: (flags, value, why) => `option '${flags}' argument '${value}' is invalid. ${why}`,
    at: (place, why) => `${place}: ${why}`,
    line: (place, line) => `${place}, line ${line}`,
    regionNeeded: "--region is required: a region ID such as cn-hangzhou",
    reflectorNeeded: "--reflector is required with --reflector-key-file: the reflector's address",
    reflectorKeyNeeded:
      "--reflector-key-file is required with --reflector: the key that the reflector was started with",
    noInterface: (name, names) => `--interface '${name}': no such interface with an address; accepted: ${list(names)}`,
    notAnAddressOf: (ip, interfaceName, addresses) =>
      `--source-ip '${ip}': not an address of ${interfaceName ?? "this node"}; accepted: ${list(addresses)}`,
    noIpv4: (interfaceName) => `--interface '${interfaceName}': it has no IPv4 address`,
    caFile: (file, problem) => `--ca-file '${file}': ${roots(problem)}; accepted: a file of PEM certificates`,
    watchFormats: "--watch shows one report after the other; accepted with it: --format text, --format ndjson",
    notDiagnosable: (file, at, value) => `'${file}' cannot be diagnosed: it has '${value}' at ${at}`,
    saveUnread: (file, errno) => `--save '${file}' is there and cannot be looked at (${errno}); give another name`,
    saveNoReport: (file) => `--save '${file}' is there and is no report; give another name, or --force to replace it`,
    saveExtension: (file, extensions) =>
      `--save '${file}': the extension says the format; accepted: ${list(extensions)}`,
    noSuchCheck: (option, pattern, nearest) =>
      `${option} '${pattern}': no check has such an ID; nearest: ${list(nearest)}`,
    notExplained: (name, nearest) =>
      `'${name}' is neither a cause code nor a misconfiguration; nearest: ${list(nearest)}`,
    noShell: (shells) => `no completion for that shell; accepted: ${list(shells)}`,
    unreadable: (file, errno, expected) => `'${file}' cannot be read (${errno}); accepted: ${FILES[expected]}`,
    unwritable: (file, errno) => `'${file}' cannot be written (${errno})`,
    notANewFile: (file, errno) => `'${file}' cannot be written (${errno}); accepted: the name of a new file`,
    lookAlike: (argument, found) => `'${argument}' ${holdsLookAlike(found)}`,
    notAReport: (file, schemaVersion, reason) => `'${file}' is not a report of schema ${schemaVersion}: ${reason}`,
    notJson: (file) => `'${file}' is not JSON; accepted: a report saved with --save <file>.json or --format json`,
    notALog: (file) => `'${file}' is no reflector's log; accepted: ${FILES.log}`,
    keyFile: {
      "no-key": (file) => `'${file}' holds no key; accepted: ${FILES.key}`,
      "open-to-others": (file) => `others can read or write the key '${file}'; run: chmod 600 ${file}`,
      "another-owner": (file) => `the key '${file}' belongs to another user; run: chown "$(id -u)" ${file}`,
    },
    newKeyNeeded: "--new-key is required with --for-node: the file to write that node's key to",
    madeWithoutReflector: (file) => `'${file}' was made without --reflector; there is nothing to join`,
    nothingToJoin: (runId) =>
      `nothing to join: the log says nothing of run ${runId}, or the node has heard the reflector itself`,
    keyFileNeeded: "--key-file is required: a file that --new-key <file> has written, the same on the nodes",
    allowNeeded: "--allow is required: the CIDR block of the nodes, such as 10.1.0.0/16",
    cannotListen: (address, errno) => `--listen ${address}: cannot be listened on (${errno})`,
    answersEnded: (question) => `the input ended before '${question}' was answered`,
    notYaml: (code) =>
      code === "DUPLICATE_KEY"
        ? "a setting that stands there twice; accepted: each once"
        : `it is malformed (${code}); accepted: YAML or JSON`,
    noSettings: "it holds no settings; accepted: lines such as region: cn-hangzhou",
    noSuchSetting: (name, nearest) =>
      name === undefined ? "this is no setting" : `no setting '${name}'; nearest: ${list(nearest)}`,
    noAlias: "an alias is not accepted; accepted: a text, or a list of them",
    noValue: "it needs a value; accepted: a text, or a list of them",
    noRegionInJoinCommand: `--join-command: no region in it; accepted: ${FILES["join-command"]}`,
  },
  remarks: {
    variableIgnored: (name, nearest) => `${name} is ignored: no such setting; nearest: ${list(nearest)}`,
    caIgnored: (problem) => `NODE_EXTRA_CA_CERTS is ignored: ${roots(problem)}`,
    nodeSpecUnread: (found) =>
      `--join-command: nothing of its --node-spec could be read${found === undefined ? "" : `: the command ${holdsLookAlike(found)}`}; give --network-plugin, --interface and --self-host-ntp where they differ from what is assumed`,
    publicMode: (mode) =>
      `--join-command: the interconnection mode is '${mode}', not 'private': such a node joins without the dedicated line`,
    notPrinted: (errno) => `the report could not be printed (${errno})`,
    notSaved: (file, errno) => `--save '${file}' could not be written (${errno})`,
    logNotWritten: (errno) => `the log could not be written (${errno})`,
    settingsWritten: (file) => `written; now: edge-preflight --config ${file}`,
  },
  questions: {
    region: "Region of the cluster, such as cn-hangzhou",
    "api-server": "API server internal endpoint, such as 192.168.0.10",
    "cluster-version": "Cluster version, such as 1.30.7-aliyun.1",
    "network-plugin": "Network plug-in: flannel or terway-edge",
    "vpc-cidr": "CIDR blocks of the VPC, separated by commas",
    "data-center-cidr": "CIDR blocks of the data centre, separated by commas",
  },
  mayStayEmpty: " (may stay empty)",
  settingsFileHead: "Settings of edge-preflight; every long option of check is one.",
  progress: { begun: "asking", of: (finished, total) => `${finished} of ${total} checks` },
  manual: {
    name: "NAME",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    commands: "COMMANDS",
    exitStatus: "EXIT STATUS",
    environment: "ENVIRONMENT",
    purpose: "tells whether this server can join an ACK Edge cluster",
    placeholders: "[\\fIcommand\\fR] [\\fIoptions\\fR]",
    promise: "Every check that fails names the device most likely misconfigured and the setting to make there.",
    exitCodes: {
      ready: "Ready: no required check failed.",
      notReady: "Not ready: at least one required check failed.",
      usage: "The options or settings are wrong; nothing was asked.",
      unfinished: "The run could not finish, or a report could not be saved; what is known is still reported.",
      interrupted: "Interrupted.",
      terminated: "Terminated.",
    },
    variables: {
      settings: "Settings, by the names of the options: EDGE_PREFLIGHT_VPC_CIDR for --vpc-cidr.",
      roots: "A file of roots to trust besides the system's CA store.",
      noColor: "No colours, whatever its value.",
      locale: "The language: Chinese or English.",
    },
    fullStop: ".",
  },
};

function holdsLookAlike({ found, code, meant }: LookAlike): string {
  return meant === ""
    ? `holds an invisible character (${code})`
    : `holds '${found}' (${code}), where '${meant}' is meant`;
}
