import type { LookAlike } from "../../model/look-alike.ts";
import type {
  ClockSource,
  FilterDoubt,
  HttpSign,
  Messages,
  ResolverAnswer,
  RootsProblem,
  TlsAlert,
} from "../../model/message.ts";
import type { Outcome } from "../../model/probe.ts";
import type { CloudValue, FileKind } from "./command-line-words.ts";
import type { CloudSource, CloudState } from "./misconfiguration-words.ts";
import { reflectorCommands, at, FILTER_COMMANDS, seconds } from "./format.ts";

/** Pieces of English sentences that several of them share. */

type Connection = Messages["connect-timed-out"];
type Certificate = Messages["tls-expired"];
type HttpAnswer = Messages["ok:http"];
const ALL_OF = new Intl.ListFormat("en-GB", { type: "conjunction", style: "narrow" });
const ONE_OF = new Intl.ListFormat("en-GB", { type: "disjunction" });
const NUMBER = new Intl.NumberFormat("en-GB");
export const list = (items: readonly string[]) => ALL_OF.format(items);
export const either = (items: readonly string[]) => ONE_OF.format(items);
export const number = (value: number) => NUMBER.format(value);
export const ignoredBecause = {
  keyword: "the line must begin with the word, and a blank or tab must follow",
  address: "what follows is no address",
  "too-many": "it is the fourth or later",
} as const;
export const times = (count: number) => (count === 1 ? "1 attempt" : `${count} attempts`);
export const span = (offsetMs: number) => {
  const off = Math.abs(offsetMs);
  if (off < 1000) return `${Math.round(off)} ms`;
  if (off < 300_000) return seconds(off);
  if (off < 7_200_000) return `${Math.round(off / 60_000)} min`;
  return off < 172_800_000 ? `${(off / 3_600_000).toFixed(1)} hours` : `${Math.round(off / 86_400_000)} days`;
};
/** A positive offset means that the server is ahead, so this node is behind. */
export const clock = (offsetMs: number) =>
  Math.round(offsetMs) === 0 ? "exact" : `${span(offsetMs)} ${offsetMs > 0 ? "behind" : "ahead"}`;
export const clockSource = ({ by, host }: ClockSource) => (by === "ntp" ? `NTP ${host}` : `HTTP Date of ${host}`);
export const some = ({ failed, asked }: Connection) => (asked > 1 ? ` (${failed} of ${asked} addresses)` : "");
export const REFUSALS: Record<TlsAlert, string> = {
  version: "it speaks no version of TLS that is offered",
  "client-certificate": "it demands a certificate of the client",
  name: "it does not know the name",
  "nothing-in-common": "it takes nothing of what is offered, or demands a certificate of the client",
  access: "it does not let this node in",
};
export const refusal = ({ alert }: { alert?: TlsAlert }) =>
  alert === undefined ? "it does not say why" : REFUSALS[alert];
export const OUTCOMES: Partial<Record<Outcome | "not-asked", string>> = {
  "no-data": "an empty answer",
  nxdomain: "no such name",
  servfail: "server failure",
  "dns-refused": "refused to answer",
  "dns-error": "an error",
  malformed: "a malformed answer",
  "timed-out": "no answer",
  refused: "nothing listens there",
  reset: "connection reset",
  unreachable: "unreachable",
  "local-error": "could not be sent",
  "not-asked": "not asked",
};
export const said = ({ server, outcome, addresses }: ResolverAnswer) =>
  `${server}: ${outcome === "answer" ? list(addresses) : (OUTCOMES[outcome] ?? outcome)}`;
export const answers = (all: ResolverAnswer[]) => all.map(said).join("; ") || "it has no DNS server";
export const noAnswer = (args: Connection, what: string) =>
  `${what} ${at(args)}${some(args)} in ${times(args.attempts)} of ${seconds(args.timeoutMs)}`;
export const allow = ({ address, port }: Connection) =>
  `Allow TCP ${port} from this node to ${address}, and check that every device on the line has a route to it and back.`;
export const inspection =
  "If a firewall inspects TLS here, exempt this name from inspection; if the issuer is Alibaba Cloud's own, update the system's CA certificates (package ca-certificates).";
export const setClock = "Set this node's clock (chronyc makestep), then check that its time service runs.";
export function signText(sign: HttpSign): string {
  switch (sign.kind) {
    case "said":
      return sign.text;
    case "server":
      return sign.value === undefined ? "no Server header" : `Server ${sign.value}`;
    case "page":
      return `page "${sign.title}"`;
    case "redirect":
      return `redirect to ${sign.to}`;
    case "status":
      return `status ${sign.status}`;
    case "not-of":
      return `no header of ${sign.service}`;
  }
}
export const answered = ({ status, sign }: HttpAnswer) =>
  sign.kind === "status" ? signText(sign) : `status ${status}, ${signText(sign)}`;
export const SHOWN_NAMES = 3;
export const firstOf = (names: readonly string[]) =>
  names.length === 0
    ? "no name at all"
    : list(names.slice(0, SHOWN_NAMES)) + (names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : "");
export const certificateOf = ({ subject }: Certificate) => `The certificate (${subject})`;
export const bypass =
  "Exempt Alibaba Cloud's private names and ranges from the proxy or portal, and let the node's traffic pass untouched.";
export const forward = (host: string) =>
  `Let the on-premises DNS server forward ${host} to the VPC's resolvers (100.100.2.136, 100.100.2.138), or resolve it through PrivateZone.`;
export const VERDICT_WORDS = { ready: "READY", "not-ready": "NOT READY", incomplete: "INCOMPLETE" } as const;
export const ICMP_CODES = { net: "no route", host: "host unreachable", prohibited: "prohibited" };
export const COVERED = "100.64.0.0/10 covers every documented range of the cloud services.";
export function named({ host, answers: all }: Messages["dns-nxdomain"], what: string): string {
  return `${host} ${what} (${answers(all)}).`;
}
export function holderText(holder: string): string {
  if (holder === "unknown") return "a program that this user may not see";
  return holder === "kernel" ? "the kernel" : holder;
}
export function filterDoubt(why: FilterDoubt): string {
  switch (why.kind) {
    case "permission":
      return "only root may read its rules";
    case "unread":
      return `its ${why.what} rules could not be read`;
    case "rule":
      return `it depends on more than is known here: ${why.rule}`;
  }
}
export function filterDoubtRemedy(why: FilterDoubt): string {
  switch (why.kind) {
    case "permission":
      return "Run as root, so that the rules can be read.";
    case "unread":
      return why.missing === undefined
        ? `Look at them with: ${FILTER_COMMANDS[why.what]}.`
        : `Install ${why.missing}, so that they can be read, and run this again.`;
    case "rule":
      return "Look at that rule, and put one before it that accepts this traffic.";
  }
}

export const UNITS = { milliseconds: " of milliseconds", seconds: " of seconds", minutes: " of minutes", times: "" };
export const FILES: Record<FileKind, string> = {
  report: "a report saved as JSON",
  log: "what edge-preflight reflector has printed",
  key: "a file from reflector --new-key",
  settings: "a file of YAML or JSON",
  "join-command": "the console's join command, as it was copied",
  cluster: "what aliyun cs GET /clusters/<id> has printed",
  reports: "a report saved as JSON, a folder of them, or - for standard input",
  inventory: "a text file with one host name or address a line",
  labels: "a CSV file with a header, its first column the host",
  cloud: "answers of the cloud's API as JSON, such as the folder that the script of plan --cloud-commands writes",
};
export const roots = (problem: RootsProblem) =>
  problem === "no-certificate"
    ? "it contains no certificate"
    : problem === "malformed-certificate"
      ? "it contains a malformed certificate"
      : `it cannot be read (${problem.errno})`;
export function holdsLookAlike({ found, code, meant }: LookAlike): string {
  return meant === ""
    ? `contains an invisible character (${code})`
    : `contains '${found}' (${code}) instead of '${meant}'`;
}

/** What the cloud's configuration is called where it is quoted. */
export function cloudExport({ files, exportedAt }: CloudSource): string {
  return exportedAt === undefined ? `the cloud's export (${files})` : `the cloud's export of ${exportedAt} (${files})`;
}

const CLOUD_STATES = {
  "not-attached": "not attached",
  "not-associated": "not associated with a route table",
  "no-listener": "without a listener",
};

/** The API's own word where it has one. */
export function cloudState({ own, said }: CloudState): string {
  return own === undefined ? said : CLOUD_STATES[own];
}

/** What a place of an answer of the cloud's API must hold. */
export const CLOUD_VALUES: Record<CloudValue, string> = {
  text: "a text",
  word: "a word",
  id: "an ID",
  ip: "an IP address",
  block: "a CIDR block",
  flag: "true or false",
  number: "a whole number",
  ports: "a range of ports",
  time: "a time such as 2026-01-31T08:00:00Z",
  list: "a list",
  object: "an object",
  json: "JSON as a text",
};

export const CLOUD_PARTS = { region: "region", vpc: "VPC", "api-server": "API server" };

/** The steps of a pull, before the host that takes them. */
export const PULL_STEPS = {
  manifest: "the manifest from",
  token: "the token from",
  layer: "the layer from",
  storage: "the layer's storage",
} as const;

export function startReflector(nodes: readonly string[], containers?: string): string {
  return `On a host in the VPC: ${reflectorCommands(nodes, "<data-centre CIDR>", containers)}; then here, with a copy of edge.key: --reflector <its address> --reflector-key-file edge.key`;
}
