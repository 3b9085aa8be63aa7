import type { FilterDoubt, Messages, ResolverAnswer, TlsAlert } from "../../model/message.ts";
import type { Outcome } from "../../model/probe.ts";
import { EN_COMMAND_LINE } from "./en-command-line.ts";
import { EN_MISCONFIGURATIONS } from "./en-misconfigurations.ts";
import { at, day, FILTER_COMMANDS, isAddress, ms, portText, reflectorCommands, seconds } from "./format.ts";
import type { Words } from "./words.ts";

type Connection = Messages["connect-timed-out"];
type Certificate = Messages["tls-expired"];
type HttpAnswer = Messages["ok:http"];

const ignoredBecause = {
  keyword: "the line must begin with the word, and a blank or tab must follow",
  address: "what follows is no address",
  "too-many": "it is the fourth or later",
} as const;
const list = (items: readonly string[]) => items.join(", ");
const times = (count: number) => (count === 1 ? "1 attempt" : `${count} attempts`);
const span = (offsetMs: number) => {
  const off = Math.abs(offsetMs);
  if (off < 1000) return `${Math.round(off)} ms`;
  if (off < 300_000) return seconds(off);
  if (off < 7_200_000) return `${Math.round(off / 60_000)} min`;
  return off < 172_800_000 ? `${(off / 3_600_000).toFixed(1)} hours` : `${Math.round(off / 86_400_000)} days`;
};
/** A positive offset means that the server is ahead, so this node is behind. */
const clock = (offsetMs: number) =>
  Math.round(offsetMs) === 0 ? "exact" : `${span(offsetMs)} ${offsetMs > 0 ? "behind" : "ahead"}`;
const some = ({ failed, asked }: Connection) => (asked > 1 ? ` (${failed} of ${asked} addresses)` : "");

const REFUSALS: Record<TlsAlert, string> = {
  version: "it speaks no version of TLS that is offered",
  "client-certificate": "it demands a certificate of the client",
  name: "it does not know the name",
  "nothing-in-common": "it takes nothing of what is offered, or demands a certificate of the client",
  access: "it does not let this node in",
};
const refusal = ({ alert }: { alert?: TlsAlert }) => (alert === undefined ? "it does not say why" : REFUSALS[alert]);

const OUTCOMES: Partial<Record<Outcome | "not-asked", string>> = {
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
const said = ({ server, outcome, addresses }: ResolverAnswer) =>
  `${server}: ${outcome === "answer" ? list(addresses) : (OUTCOMES[outcome] ?? outcome)}`;
const answers = (all: ResolverAnswer[]) => all.map(said).join("; ") || "it has no DNS server";

const noAnswer = (args: Connection, what: string) =>
  `${what} ${at(args)}${some(args)} in ${times(args.attempts)} of ${seconds(args.timeoutMs)}`;
const allow = ({ address, port }: Connection) =>
  `Allow TCP ${port} from this node to ${address}, and check that every device on the line has a route to it and back.`;
const inspection =
  "If a firewall inspects TLS here, exempt this name from inspection; if the issuer is Alibaba Cloud's own, update the system's CA certificates (package ca-certificates).";
const setClock = "Set this node's clock (chronyc makestep), then check that its time service runs.";
const answered = ({ status, sign }: HttpAnswer) => `status ${status}, ${sign}`;
const SHOWN_NAMES = 3;
const firstOf = (names: readonly string[]) =>
  names.length === 0
    ? "no name at all"
    : list(names.slice(0, SHOWN_NAMES)) + (names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : "");
const certificateOf = ({ subject }: Certificate) => `The certificate (${subject})`;
const bypass =
  "Exempt Alibaba Cloud's private names and ranges from the proxy or portal, and let the node's traffic pass untouched.";
const forward = (host: string) =>
  `Let the on-premises DNS server forward ${host} to the VPC's resolvers (100.100.2.136, 100.100.2.138), or resolve it through PrivateZone.`;

const VERDICT_WORDS = { ready: "READY", "not-ready": "NOT READY", incomplete: "INCOMPLETE" } as const;

export const en: Words = {
  language: "en",
  titles: {
    resolves: ({ host }) => `${host} resolves`,
    "resolver-answers": ({ server }) => `DNS server ${server} answers`,
    connects: ({ host, port }) => `${host} accepts TCP ${port}`,
    "tls-is-trusted": ({ host, port }) => `${host} is trusted on ${port}`,
    "is-the-service": ({ host, port }) => `${host} answers as itself on ${port}`,
    "package-exists": () => "edgeadm can be downloaded",
    "realm-is-reachable": ({ host }) => `${host} names its token service`,
    "realm-resolves": ({ host }) => `Token service of ${host} resolves`,
    "realm-answers": ({ host }) => `Token service of ${host} accepts TCP 443`,
    "is-an-api-server": ({ host, port }) => `${host}:${port} is a Kubernetes API server`,
    "api-server-given": () => "API server accepts TCP 6443",
    "ntp-answers": ({ host }) => `${host} gives the time`,
    "clock-is-right": () => "This node's clock is right",
    "clock-service-synchronised": () => "The local time service is synchronised",
    "port-is-free": (args) => `${portText(args)} is free for ${en.portOwners[args.owner]}`,
    "port-is-reachable": (args) => `${portText(args)} can be reached from the cloud`,
    "port-passes-filter": (args) => `This node's own filter lets ${portText(args)} in`,
    "has-route": ({ to }) => `This node has a route to ${to}`,
    "gateway-answers": () => "The gateway answers on the local network",
    "link-is-well": () => "The network interface is well",
    "no-overlay": () => "No overlay network takes the cloud services' range",
    "output-passes-filter": () => "This node's own filter lets its connections out",
    "one-way-back": () => "What comes from the cloud is answered the way it came",
    "nothing-redirected": () => "No rule of this node sends its connections elsewhere",
    "resolv-conf-is-read": () => "The C library reads every line of resolv.conf as it is meant",
    "no-proxy": () => "No proxy setting catches the cluster's traffic",
    "no-overlap": () => "No route of this node overlaps the cluster's ranges",
    "host-name-is-valid": () => "The host name can be a node's name",
    "host-name-address": () => "The host name leads to this node's address",
    "system-is-supported": () => "The operating system is supported",
    "no-leftovers": () => "No earlier join has left anything",
    "tool-is-installed": ({ tool }) => `${tool} is installed`,
  },
  messages: {
    "ok:resolves": ({ addresses, source, server }) =>
      source === "literal"
        ? `${list(addresses)}, an address`
        : `${list(addresses)} (${source === "hosts-file" ? "/etc/hosts" : server})`,
    "ok:resolver": ({ answered: count, asked, durationMs }) =>
      `answered ${count} of ${asked} names within ${ms(durationMs)}`,
    "dns-nxdomain": {
      message: (args) => named(args, "does not exist"),
      remedy: ({ host }) => forward(host),
    },
    "dns-servfail": {
      message: (args) => named(args, "could not be looked up (server failure)"),
      remedy: ({ host }) => `The DNS server could not reach its own upstream. ${forward(host)}`,
    },
    "dns-refused": {
      message: (args) => named(args, "was refused"),
      remedy: ({ host }) => `Allow this node as a client of the DNS server. ${forward(host)}`,
    },
    "dns-error": {
      message: (args) => named(args, "was answered with an error"),
      remedy: ({ host }) => forward(host),
    },
    "dns-no-data": {
      message: (args) => named(args, "exists but has no IPv4 address"),
      remedy: ({ host }) =>
        `${forward(host)} A resolver with rebinding protection strips answers in 100.64.0.0/10: exempt aliyuncs.com from it.`,
    },
    "dns-malformed": {
      message: (args) => named(args, "was answered with a malformed message"),
      remedy: ({ host }) => forward(host),
    },
    "dns-timed-out": {
      message: (args) => named(args, "was not answered"),
      remedy: () =>
        "Check that the DNS server runs, that UDP and TCP 53 to it are allowed, and that it can reach its own upstream over the line.",
    },
    "dns-server-unreachable": {
      message: (args) => named(args, "could not be asked"),
      remedy: () => "Start the DNS service on that server, or correct the name servers in /etc/resolv.conf.",
    },
    "dns-no-server": {
      message: ({ host }) => `No DNS server is configured, so ${host} cannot be resolved.`,
      remedy: () => "Put the site's DNS server into /etc/resolv.conf (or the network manager's settings).",
    },
    "dns-public-address": {
      message: ({ host, addresses, ranges }) =>
        `${host} resolves to the public address ${list(addresses)}; over a dedicated line it lies in ${list(ranges)}.`,
      remedy: ({ host }) => `${forward(host)} The answer came from a public view of the name.`,
    },
    "dns-unusable-address": {
      message: ({ host, addresses }) => `${host} resolves to ${list(addresses)}, an address that no service can have.`,
      remedy: () =>
        "A DNS filter or a stale record answers for the name: exempt it from filtering, or correct the record.",
    },
    "dns-same-answer-for-all": {
      message: ({ host, addresses, server, others }) =>
        `${server} gives ${list(addresses)} for ${host}, and the same for ${list(others)}: something answers every name alike, such as a portal or a block list.`,
      remedy: () =>
        "Exempt aliyuncs.com and the NTP servers' names there, or let the DNS server ask the VPC's (100.100.2.136, 100.100.2.138) for them.",
    },
    "dns-server-by-chance": {
      message: ({ host, server, addresses, astray }) =>
        `${host} is ${list(addresses)} by ${server}, but ${list(astray.map((one) => `${list(one.addresses)} by ${one.server}`))}; with "options rotate" in /etc/resolv.conf each look-up asks another server.`,
      remedy: ({ host }) =>
        `${forward(host)} Until each server gives the same, remove "rotate" and put the right server first.`,
    },
    "dns-outside-documented-ranges": {
      message: ({ host, addresses, ranges, vpcKnown }) =>
        `${host} resolves to ${list(addresses)}, outside the documented ${list(ranges)}${vpcKnown ? " and the VPC's CIDR blocks" : ""}.`,
      remedy: ({ vpcKnown }) =>
        vpcKnown
          ? "Check who answers for the name; if the address is right, route it and allow it on every device as well."
          : "If it is a PrivateLink endpoint, name the VPC with --vpc-cidr; else check who answers for the name.",
    },
    "dns-pinned-in-hosts-file": {
      message: ({ host, addresses, answers: all }) =>
        `/etc/hosts pins ${host} to ${list(addresses)}, and DNS does not confirm it (${answers(all)}).`,
      remedy: ({ host }) => `The service's address can change: ${forward(host)} Then remove the line from /etc/hosts.`,
    },
    "dns-answer-only-from-option": {
      message: ({ host, addresses, server, answers: all }) =>
        `${host} resolves only at --dns-server ${server} (${list(addresses)}), not for this node (${answers(all)}).`,
      remedy: ({ host, server }) => `${forward(host)} Or let this node ask ${server}.`,
    },
    "dns-public-ipv6-address": {
      message: ({ host, addresses }) =>
        `${host} has the public IPv6 address ${list(addresses)} besides its private one, and programs may prefer it.`,
      remedy: () => "Let the DNS server answer AAAA for this name from the VPC's resolvers as well, which have none.",
    },
    "dns-resolvers-unknown": {
      message: ({ host, reason }) => `${host} was not asked for: /etc/resolv.conf cannot be read (${reason}).`,
      remedy: () => "Make /etc/resolv.conf readable, or run as root.",
    },
    "dns-resolver-lacks-names": {
      message: ({ server, lacking, asked, outcome }) =>
        `${server} has no answer for ${lacking.length} of ${asked} names (${OUTCOMES[outcome] ?? outcome}): ${list(lacking)}.`,
      remedy: () =>
        "Let this DNS server forward aliyuncs.com's private names to the VPC's resolvers (100.100.2.136, 100.100.2.138).",
    },
    "dns-resolver-leads-astray": {
      message: ({ server, names, addresses, others }) =>
        `${server} gives ${list(addresses)} for ${list(names)}, where no such service is; ${list(others)} gives other addresses.`,
      remedy: ({ server }) =>
        `Let ${server} forward aliyuncs.com to the VPC's DNS servers (100.100.2.136, 100.100.2.138), or take it out of /etc/resolv.conf: it is asked as soon as the one before it is slow.`,
    },
    "dns-resolver-silent": {
      message: ({ server, outcome }) => `${server} answers no query (${OUTCOMES[outcome] ?? outcome}).`,
      remedy: ({ server }) =>
        `Start the DNS service on ${server} and allow UDP and TCP 53 to it, or take it out of /etc/resolv.conf.`,
    },
    "endpoint-not-in-region": {
      message: ({ host }) =>
        `${host} does not exist; this endpoint is not available in some regions and can be skipped.`,
      remedy: () => "Nothing to do unless the region is known to have it.",
    },
    "ok:connects": ({ addresses, port, connectMs }) =>
      `${list(addresses)} accept${addresses.length === 1 ? "s" : ""} TCP ${port} within ${ms(connectMs)}`,
    "connect-refused": {
      message: (args) => `${at(args)}${some(args)} refused the connection.`,
      remedy: ({ address, port }) =>
        `Either nothing listens on ${address}:${port}, or a firewall rejects it with a reset: check the port, then the firewall's rule for TCP ${port}.`,
    },
    "connect-reset": {
      message: (args) => `${at(args)}${some(args)} reset the connection while it was being opened.`,
      remedy: allow,
    },
    "connect-timed-out": { message: (args) => `${noAnswer(args, "No answer from")}.`, remedy: allow },
    "connect-unreachable": {
      message: (args) => `${at(args)}${some(args)} is unreachable (${args.errno}).`,
      remedy: ({ address }) =>
        `A device on the way has no route to ${address}, or this node has none: check "ip route get ${address}", then the core switch.`,
    },
    "connect-local-error": {
      message: (args) => `This node could not send to ${at(args)} (${args.errno}).`,
      remedy: ({ address }) =>
        `Look for a blackhole or prohibit route and for a local filter: "ip route get ${address}", "nft list ruleset".`,
    },
    "ok:tls": ({ protocol, issuer, notAfter }) => `${protocol}, issued by ${issuer}, valid until ${day(notAfter)}`,
    "ok:tls-private-ca": ({ protocol, issuer, notAfter }) =>
      `${protocol}, issued by the cluster's own ${issuer}, valid until ${day(notAfter)}`,
    "tls-timed-out": {
      message: (args) => `${noAnswer(args, "TCP opens but the TLS handshake stalls with")}.`,
      remedy: () =>
        "Large packets or TLS itself are dropped on the way: check the path MTU (1,500 octets on the line) and the firewall's TLS inspection.",
    },
    "tls-closed": {
      message: (args) => `${at(args)}${some(args)} closed the connection during the TLS handshake (${args.errno}).`,
      // An address is sent without a name (SNI) that a filter could look at.
      remedy: ({ host }) =>
        isAddress(host)
          ? "Look at the load balancer before it: it may have no healthy server behind it."
          : `A device that inspects TLS ends it: allow ${host} by name (SNI) on the firewall.`,
    },
    "tls-alert": {
      message: (args) => `${at(args)}${some(args)} refused the TLS handshake: ${refusal(args)} (${args.errno}).`,
      remedy: ({ host, alert }) =>
        alert === "version" || alert === "nothing-in-common"
          ? `The service speaks TLS 1.2 and 1.3: look for a device on the way to ${host} that takes TLS apart, and exempt ${host} from it.`
          : `The service refuses nobody like this: check that ${host} resolves to it, and exempt ${host} from the firewall's TLS inspection.`,
    },
    "tls-not-tls": {
      message: (args) => `${at(args)}${some(args)} does not speak TLS (${args.errno}).`,
      remedy: ({ port }) => `Something else answers on TCP ${port}: a proxy, a portal, or the wrong port.`,
    },
    "tls-untrusted-issuer": {
      message: (args) => `${certificateOf(args)} is issued by ${args.issuer}, which this system does not trust.`,
      remedy: () => inspection,
    },
    "tls-no-ca-store": {
      message: () => "This system has no CA certificates, so no certificate can be trusted.",
      remedy: () => "Install the package ca-certificates.",
    },
    "tls-expired": {
      message: (args) => `${certificateOf(args)} expired on ${day(args.notAfter)}.`,
      remedy: () => `${setClock} If the clock is right, the certificate is not Alibaba Cloud's: see who issued it.`,
    },
    "tls-not-yet-valid": {
      message: (args) => `${certificateOf(args)} is valid only from ${day(args.notBefore)}.`,
      remedy: () => setClock,
    },
    "tls-wrong-name": {
      message: (args) => `${certificateOf(args)} is not for ${args.host} but for ${firstOf(args.names)}.`,
      remedy: ({ host, address }) =>
        `${address} is not ${host}, or something answers in its place: check the DNS record and the firewall's TLS inspection.`,
    },
    "tls-invalid": {
      message: (args) => `${certificateOf(args)} does not verify (${args.verifyError}).`,
      remedy: () => inspection,
    },
    "tls-weak-signature": {
      message: (args) =>
        `${certificateOf(args)} is signed over ${args.digest}, which OpenSSL and containerd do not accept any more.`,
      remedy: ({ issuer }) =>
        `Alibaba Cloud signs over stronger digests: exempt the name from the TLS inspection of ${issuer}.`,
    },
    "ok:http": answered,
    "ok:package": ({ path, octets }) => `${path}, ${octets} octets`,
    "ok:realm": ({ realm }) => realm,
    "tls-root-missing": {
      message: (args) =>
        `${certificateOf(args)} chains to a public root that this system's CA store lacks (${args.issuer}).`,
      remedy: () => "Update the package ca-certificates: the store is older than the certificate.",
    },
    "tls-intermediate-missing": {
      message: (args) =>
        `${certificateOf(args)} comes without the certificate of ${args.issuer}, which stands between it and a root.`,
      remedy: ({ host }) => `Have the operator of ${host} send the whole chain.`,
    },
    "tls-without-names": {
      message: (args) => `${certificateOf(args)} has no subjectAltName, which containerd and kubelet refuse.`,
      remedy: ({ host }) => `Have the certificate of ${host} issued anew with its names in subjectAltName.`,
    },
    "tls-authority-expired": {
      message: (args) =>
        `The certificate of the authority ${args.subject}, ${args.depth} above that of ${args.host}, expired on ${day(args.notAfter)}.`,
      remedy: ({ host }) => `Have the operator of ${host} send a chain whose authorities are valid.`,
    },
    "tls-out-of-time-here": {
      message: (args) =>
        `${certificateOf(args)} is valid at ${args.said}, which is the time by ${args.host}; this node's clock says ${args.own}.`,
      remedy: () => setClock,
    },
    "service-denies": {
      message: (args) =>
        `${at(args)} is the service and denies this node by a rule of its own (status ${args.status}, ${args.sign}).`,
      remedy: () => "Have its owner allow this site in the policy or access list that it names; the way there is open.",
    },
    "oss-other-endpoint": {
      message: (args) => `${at(args)} is OSS of another place: it sends requests to ${args.endpoint}.`,
      remedy: ({ host }) => `Find out why ${host} leads there: the DNS server's answer, or an entry in /etc/hosts.`,
    },
    "package-not-told": {
      message: ({ path, status }) => `Whether ${path} is there was not told (status ${status}).`,
      remedy: () => "Ask again later; if it stays so, check who may read that bucket.",
    },
    "ntp-other-sender": {
      message: ({ host, address }) =>
        `${host} was asked at ${address} and answers from another address, which chrony and ntpd drop.`,
      remedy: () => "Let the server answer from the address that it is asked at, or use that other address.",
    },
    "ntp-server-wrong": {
      message: ({ server, offsetMs, agree }) =>
        `${server} is ${span(offsetMs)} off; this node's clock agrees with ${list(agree)}.`,
      remedy: () => "Leave this node's clock as it is. Mend that time server, or use another one.",
    },
    "dns-tcp-blocked": {
      message: (args) =>
        `The answer for ${args.host} is too long for UDP, and TCP 53 is not answered (${answers(args.answers)}).`,
      remedy: () => "Allow TCP 53 beside UDP 53 from this site to its DNS servers.",
    },
    "dns-aaaa-unanswered": {
      message: ({ server, names, seconds }) =>
        `${server} does not answer for IPv6 addresses (AAAA) of ${list(names)}: each look-up of a program takes ${seconds} s longer.`,
      remedy: () => "Let the DNS server answer AAAA questions, if only with an empty answer; a firewall may drop them.",
    },
    "http-timed-out": {
      message: (args) => `${noAnswer(args, "The connection opens but no HTTP answer comes from")}.`,
      remedy: () =>
        "A firewall that filters HTTP, or a proxy that accepts connections for others, holds the request back; large packets may be dropped.",
    },
    "http-closed": {
      message: (args) => `${at(args)}${some(args)} closed the connection instead of answering (${args.errno}).`,
      remedy: ({ host }) => `A device that inspects HTTP ends it: allow ${host} on the firewall's application filter.`,
    },
    "http-malformed": {
      message: (args) => `${at(args)}${some(args)} did not answer in HTTP (${args.errno}).`,
      remedy: ({ port }) => `Something else answers on TCP ${port}.`,
    },
    "http-proxy-answered": {
      message: (args) => `A proxy answered in place of ${args.host} (${answered(args)}).`,
      remedy: () => bypass,
    },
    "http-portal-page": {
      message: (args) => `A portal or block page answered in place of ${args.host} (${answered(args)}).`,
      remedy: () => bypass,
    },
    "http-not-the-service": {
      message: (args) => `${at(args)} answers, but not as ${args.host} (${answered(args)}).`,
      remedy: ({ host }) => `Check that ${host} is the right name and port, and that nothing answers in its place.`,
    },
    "http-server-error": {
      message: (args) => `${args.host} answers with an error of its own (${answered(args)}).`,
      remedy: () => "The way is open; the service is not well. Try again, then open a ticket with this report.",
    },
    "package-not-found": {
      message: ({ path }) => `There is no ${path}.`,
      remedy: () => "Give --cluster-version exactly as the console shows it, such as 1.30.7-aliyun.1.",
    },
    "package-version-incomplete": {
      message: ({ version }) => `Not looked for: ${version} is not a full version.`,
      remedy: () => "Give --cluster-version exactly as the console shows it, such as 1.30.7-aliyun.1.",
    },
    "realm-unexpected": {
      message: ({ host, realm, expected }) =>
        `${host} sends clients for a token to ${realm}, not to ${list(expected)}.`,
      remedy: ({ realm }) => `Route and allow ${realm} as well: images are pulled with a token from there.`,
    },
    "ok:api-server": ({ version }) => version,
    "api-server-not-given": {
      message: () => "Not asked: the API server's internal endpoint was not given.",
      remedy: () => "Give --api-server <address>; the console shows it on the cluster's Basic Information tab.",
    },
    "api-server-not-ready": {
      message: (args) => `The API server at ${at(args)} says that it is not ready (status ${args.status}).`,
      remedy: () => "The way is open; wait until the cluster is ready.",
    },
    "api-server-version-differs": {
      message: ({ version, expected }) => `The API server is ${version}, not ${expected}.`,
      remedy: ({ version }) =>
        `Give --cluster-version ${version.replace(/^v/, "")}: ports and the install package depend on it.`,
    },
    "ok:ntp": ({ address, stratum, offsetMs, delayMs }) =>
      `${address}, stratum ${stratum}, clock ${clock(offsetMs)}, round trip ${ms(delayMs)}`,
    "ok:clock": ({ offsetMs, source }) => `${clock(offsetMs)} by ${source}`,
    "ok:clock-service": ({ service, offsetMs }) =>
      `${service} is synchronised${offsetMs === undefined ? "" : `, clock ${clock(offsetMs)}`}`,
    "ntp-timed-out": {
      message: ({ host, address, attempts, timeoutMs }) =>
        `No answer from ${host} (${address}) on UDP 123 in ${times(attempts)} of ${seconds(timeoutMs)}.`,
      remedy: ({ address }) =>
        `Allow UDP 123 from this node to ${address}, or keep time on the premises and pass --self-host-ntp.`,
    },
    "ntp-unreachable": {
      message: ({ host, address, errno }) => `${host} (${address}) could not be asked (${errno}).`,
      remedy: ({ address }) =>
        `Give this node a route to ${address}, or keep time on the premises and pass --self-host-ntp.`,
    },
    "ntp-malformed": {
      message: ({ host, address }) => `${host} (${address}) sent something that is no answer to an NTP request.`,
      remedy: () => "Something on the way answers UDP 123 in the server's place.",
    },
    "ntp-kiss-of-death": {
      message: ({ host, address, kiss }) => `${host} (${address}) refuses to give the time (kiss code ${kiss}).`,
      remedy: () => "The server limits how often it is asked: ask less often, or use another one.",
    },
    "ntp-local-clock": {
      message: ({ host, address, stratum }) =>
        `${host} (${address}) gives the time of its own clock (stratum ${stratum}), for it hears no other.`,
      remedy: () => "Let that server reach its own time source: its clock drifts, and this node's with it.",
    },
    "ntp-denied": {
      message: ({ host, address, kiss }) => `${host} (${address}) does not serve this node (kiss code ${kiss}).`,
      remedy: ({ host }) =>
        `Let this node's network in on ${host} (chrony: allow, ntpd: restrict), or use another one.`,
    },
    "ntp-unsynchronised": {
      message: ({ host, address, stratum }) =>
        `${host} (${address}) answers but has no time itself (stratum ${stratum}).`,
      remedy: () => "Let that server reach its own time source, or use another one.",
    },
    "clock-skewed": {
      message: ({ offsetMs, source }) => `This node's clock is ${clock(offsetMs)} by ${source}.`,
      remedy: () => setClock,
    },
    "clock-far-off": {
      message: ({ offsetMs, source }) =>
        `This node's clock is ${clock(offsetMs)} by ${source}; beyond 300 s the cluster's certificates and tokens are not valid on it.`,
      remedy: () => setClock,
    },
    "clock-unknown": {
      message: () => "Neither NTP nor a service told the time, so the clock could not be compared.",
      remedy: () => "Mend NTP or the way to the services first.",
    },
    "ntp-servers-disagree": {
      message: ({ readings }) =>
        `The time sources contradict each other: ${list(readings.map(({ source, offsetMs }) => `clock ${clock(offsetMs)} by ${source}`))}.`,
      remedy: () => "Find the source that is wrong and leave it out; a third one decides which (--ntp-server).",
    },
    "clock-service-unsynchronised": {
      message: ({ service }) => `${service} runs but is not synchronised.`,
      remedy: () => "Give it a time source that this node can reach (chronyc sources).",
    },
    "clock-service-not-found": {
      message: () => "No local time service answers (chronyd, ntpd, systemd-timesyncd).",
      remedy: () => "Install and start chrony with the site's own time source.",
    },
    "ok:port-free": () => "free",
    "port-in-use": {
      message: (args) =>
        `${portText(args)} is held by ${holderText(args.holder)}; ${en.portOwners[args.expected]} needs it.`,
      remedy: ({ port, protocol }) =>
        `Stop that program or move it to another port (ss -l${protocol === "tcp" ? "t" : "u"}np 'sport = :${port}').`,
    },
    "node-already-joined": {
      message: (args) =>
        `${portText(args)} is held by ${holderText(args.holder)}: this node seems to have joined a cluster.`,
      remedy: () => "If it should join another one, run edgeadm reset first.",
    },
    "port-not-checked": {
      message: (args) => `${portText(args)} could not be tried (${args.errno}).`,
      remedy: () => "Run as root.",
    },
    "ok:inbound-arrived": ({ reflector }) => `came in from ${reflector}`,
    "ok:inbound-open": ({ reflector }) => `in use, and opened from ${reflector}`,
    "inbound-timed-out": {
      message: (args) => `${args.reflector} sent to ${portText(args)} of this node, and nothing arrived.`,
      remedy: () =>
        "Let it in from the VPC to this node: inbound on the firewall, outbound in the security group, and in this node's own filter.",
    },
    "inbound-refused": {
      message: (args) => `${args.reflector} was refused at ${portText(args)}, where this node listened.`,
      remedy: () => "Find what rejects it on the way from the VPC: such a reset is a firewall's.",
    },
    "inbound-unreachable": {
      message: (args) => `${args.reflector} was told that ${portText(args)} of this node is unreachable.`,
      remedy: () =>
        "Route the data centre's blocks back on the VPC route table, the transit router and the VBR, and see what rejects the port.",
    },
    "inbound-large-lost": {
      message: (args) => `Small packets from ${args.reflector} to ${portText(args)} arrive, full-size ones are lost.`,
      remedy: () => "Carry an MTU of 1500 on the whole way, or give Flannel a smaller one.",
    },
    "inbound-translated": {
      message: (args) =>
        `${args.reflector} hears this node as ${args.source}: its address is translated on the way, so ${portText(args)} cannot be reached from the VPC.`,
      remedy: () =>
        "Route the data centre's blocks over the line without source NAT, and route them back from the VPC.",
    },
    "reflector-unheard": {
      message: ({ reflector, run, reached }) =>
        reached === undefined
          ? `No answer from the reflector at ${reflector} (run ${run}).`
          : reached
            ? `The reflector at ${reflector} has answered, and its answer is lost (run ${run}).`
            : `Nothing of run ${run} has come to the reflector at ${reflector}.`,
      remedy: () =>
        "See that it runs, with the same key, that UDP to it is allowed and that both clocks agree to a minute; then join its log: edge-preflight merge report.json reflector.log",
    },
    "reflector-inconclusive": {
      message: (args) => `${args.reflector} could not try ${portText(args)} (${args.outcome}).`,
      remedy: () => "Look at the reflector's log, and run this again.",
    },
    "inbound-not-verified": {
      message: ({ sources }) => `Cannot be seen from the node; open it to ${list(sources) || "the VPC's CIDR blocks"}.`,
      remedy: ({ nodes }) =>
        `On a host in the VPC: ${reflectorCommands(nodes, "<data-centre CIDR>")}; then here, with a copy of edge.key: --reflector <its address> --reflector-key-file edge.key`,
    },
    "ok:port-filter": ({ source }) => `lets it in from ${source}`,
    "port-filtered": {
      message: (args) =>
        `This node's own filter drops ${portText(args)} from ${args.source}${args.apiServer === undefined ? "" : `, so from the API server at ${args.apiServer} as well`} (${args.rule}).`,
      remedy: (args) =>
        `Allow ${portText(args)} from ${args.source} in this node's firewall (nftables, iptables, firewalld or ufw).`,
    },
    "port-filter-unknown": {
      message: (args) =>
        `Whether this node's own filter lets ${portText(args)} in cannot be told: ${filterDoubt(args.why)}.`,
      remedy: ({ why }) => filterDoubtRemedy(why),
    },
    "ok:route": ({ via, interface: name, source }) => `via ${via}, ${name}, from ${source}`,
    "ok:gateway": ({ gateway }) => gateway,
    "ok:link": ({ name, mtu }) => `${name}, MTU ${mtu}`,
    "ok:nothing-found": () => "none",
    "ok:output-filter": ({ destinations }) => `lets connections to ${destinations} destinations out`,
    "ok:host-name": ({ hostname }) => hostname,
    "ok:system": ({ system, kernel }) => `${system}, kernel ${kernel}`,
    "no-route": {
      message: ({ to }) => `This node has no route to ${to}.`,
      remedy: () => "Set the default route, or a route for the VPC and the cloud services, to the core switch.",
    },
    "several-default-routes": {
      message: ({ interfaces, answersBy, strict, dropped }) =>
        `There are default routes by ${list(interfaces)}; the cloud is answered by ${answersBy}, and what comes in by another ${strict.length > 0 ? `is dropped by the reverse-path filter of ${list(strict)} (${dropped} so far)` : "is answered by a way that stateful firewalls do not know"}.`,
      remedy: ({ answersBy }) =>
        `Keep one default route, or add routes for the VPC and the cloud services by ${answersBy}, and let the cloud connect to the address there.`,
    },
    "traffic-redirected": {
      message: ({ destinations, rule }) =>
        `A rule of this node may send connections to ${list(destinations)} elsewhere (${rule}).`,
      remedy: () => "Remove it, or exempt the VPC and 100.64.0.0/10 from it.",
    },
    "route-unknown": {
      message: ({ to, reason }) => `The route to ${to} could not be found out (${reason}).`,
      remedy: () => "Install iproute.",
    },
    "gateway-silent": {
      message: ({ gateway, interface: name }) => `The gateway ${gateway} does not answer on ${name} (no ARP reply).`,
      remedy: () => "Check cable, VLAN and switch port, and the gateway's address.",
    },
    "gateway-unknown": {
      message: ({ gateway }) => `Nothing was sent by way of ${gateway} that would show whether it answers.`,
      remedy: () => "Run the whole preflight.",
    },
    "link-unknown": {
      message: ({ name }) => `The MTU of ${name} could not be read.`,
      remedy: ({ name }) => `See it with: ip link show ${name}.`,
    },
    "link-narrow": {
      message: ({ name, mtu }) => `${name} has an MTU of ${mtu}; the line and Flannel are made for 1500.`,
      remedy: ({ name }) => `Set the MTU of ${name} to 1500 unless the network is known to be narrower.`,
    },
    "link-jumbo": {
      message: ({ name, mtu }) =>
        `${name} has an MTU of ${mtu}; the line carries 1500, so larger packets must be refused on the way and not lost.`,
      remedy: ({ name }) =>
        `Set the MTU of ${name} to 1500, or let ICMP "fragmentation needed" through every firewall.`,
    },
    "link-errors": {
      message: ({ name, errors, packets }) => `${name} has counted ${errors} errors in ${packets} packets.`,
      remedy: () => "Check cable, transceiver and the switch port's duplex setting.",
    },
    "overlay-on-cloud-range": {
      message: ({ names }) => `${list(names)} has addresses in 100.64.0.0/10, where the cloud services are.`,
      remedy: () =>
        "Stop that overlay (such as Tailscale) on this node, or keep its routes and filters away from the cloud services' ranges.",
    },
    "overlay-drops-cloud": {
      message: ({ rule }) => `This node drops what comes back from the cloud services (${rule}).`,
      remedy: () => "Stop the overlay that made the rule (such as Tailscale), or remove the rule for 100.64.0.0/10.",
    },
    "local-filter-drops": {
      message: ({ destinations, rule }) =>
        `This node's own filter drops connections to ${list(destinations)} (${rule}).`,
      remedy: () => "Allow them in this node's OUTPUT rules.",
    },
    "local-filter-unknown": {
      message: ({ why }) => `Whether this node's own filter lets connections out cannot be told: ${filterDoubt(why)}.`,
      remedy: ({ why }) => filterDoubtRemedy(why),
    },
    "answers-filtered": {
      message: ({ destinations, rule }) => `This node's own filter drops what ${list(destinations)} answers (${rule}).`,
      remedy: () => "Let answers in: accept established connections first in this node's INPUT rules.",
    },
    "proxy-catches-cluster": {
      message: ({ ways }) =>
        `${ways.map(({ program, source, proxy, hosts }) => `${program} would ask ${list(hosts)} by way of the proxy ${proxy} (${source === "environment" ? "the environment" : source})`).join("; ")}.`,
      remedy: ({ missing }) =>
        `Add ${list(missing)} to no_proxy and NO_PROXY there, without "*", which wget and curl do not read; or unset the proxy for the join.`,
    },
    "route-overlaps-cluster": {
      message: ({ overlaps }) => `The cluster's ranges are taken on this node: ${list(overlaps)}.`,
      remedy: () =>
        "Remove the route or change the name server; the cluster's own ranges can be changed only by creating it anew.",
    },
    "host-name-invalid": {
      message: ({ hostname }) =>
        `${hostname} cannot be a node's name: lower-case letters, digits, "-" and "." only, and not localhost.`,
      remedy: () => "Change it (hostnamectl set-hostname), or set nodeNameOverride in the join command.",
    },
    "host-name-on-loopback": {
      message: ({ hostname, address }) =>
        `/etc/hosts leads ${hostname} to ${address}, which the join would take for the node's address.`,
      remedy: ({ hostname }) => `Give ${hostname} this node's own address in /etc/hosts, or remove the line.`,
    },
    "system-unknown": {
      message: () => "There is no /etc/os-release, so the operating system is not known.",
      remedy: () => "Compare it with the list in ACK Edge's documentation.",
    },
    "system-not-listed": {
      message: ({ system }) => `${system} is not among the supported operating systems; the join may refuse it.`,
      remedy: () => "Use a listed one, such as Ubuntu 22.04, Alibaba Cloud Linux 3 or RHEL 9.3.",
    },
    "kernel-not-listed": {
      message: ({ system, kernel, kernels }) =>
        `${system} is supported with kernel ${list(kernels)}; this one is ${kernel}.`,
      remedy: ({ kernels }) => `Boot a kernel of ${list(kernels)}, or ask Alibaba Cloud whether this one will do.`,
    },
    "resolv-conf-without-server": {
      message: ({ server }) => `/etc/resolv.conf names no DNS server, so the C library asks ${server}.`,
      remedy: () => "Name the site's DNS servers in /etc/resolv.conf, or run a DNS server on this node.",
    },
    "resolv-conf-unknown": {
      message: ({ reason }) => `/etc/resolv.conf cannot be read (${reason}).`,
      remedy: () => "Make /etc/resolv.conf readable, or run as root.",
    },
    "ok:resolv-conf": ({ servers }) => list(servers),
    "resolv-conf-line-ignored": {
      message: ({ lines, servers }) =>
        `The C library does not read ${list(lines.map(({ line, text, why }) => `line ${line} of /etc/resolv.conf as it may be meant ("${text}": ${ignoredBecause[why]})`))}; it asks ${list(servers)}.`,
      remedy: () =>
        'Write each server on a line of its own that begins with "nameserver", then one blank and the address; no more than three, with Unix line ends.',
    },
    "system-not-for-cluster": {
      message: ({ system, cluster }) => `${system} is supported, but not for cluster version ${cluster}.`,
      remedy: () => "See the list of operating systems in ACK Edge's documentation, by cluster version.",
    },
    "leftovers-of-a-join": {
      message: ({ paths }) => `An earlier join has left ${list(paths)}.`,
      remedy: () => "Run edgeadm reset before joining again.",
    },
    "dns-answer-stripped": {
      message: ({ server, names, others }) =>
        `${server} gives no addresses for ${list(names)}, although ${list(others)} does: it strips answers in 100.64.0.0/10.`,
      remedy: () =>
        "Exempt aliyuncs.com from its protection against DNS rebinding (private-domain in Unbound, rebind-domain-ok in dnsmasq).",
    },
    "ok:tool": ({ path }) => path,
    "tool-missing": {
      message: ({ binaries, package: name }) =>
        `${binaries.join(" or ")} was not found${name === undefined ? "" : ` (package ${name})`}.`,
      remedy: ({ command, tool }) =>
        command === undefined ? `Install ${tool} with this system's package manager.` : `Run: ${command}`,
    },
    "tool-broken": {
      message: ({ binaries, package: name }) =>
        `Package ${name} is installed, but ${binaries.join(" or ")} was not found.`,
      remedy: ({ package: name }) => `Install the package ${name} again.`,
    },
    "tool-not-checked": {
      message: ({ tool, reason }) => `Whether ${tool} is installed could not be found out (${reason}).`,
      remedy: () => "Run as root.",
    },
    "prerequisite-failed": {
      message: ({ needs }) => `not judged: needs ${needs}`,
      remedy: ({ needs }) => `Mend ${needs} first.`,
    },
    "not-asked-for": { message: () => "Left out by the settings.", remedy: () => "Nothing to do." },
    "deadline-exceeded": {
      message: ({ deadlineMs }) => `Not finished within the ${seconds(deadlineMs)} of --deadline.`,
      remedy: () => "Give the run more time with --deadline.",
    },
    interrupted: { message: () => "Not finished when the run was interrupted.", remedy: () => "Run it again." },
    "machine-too-busy": {
      message: () => "Not known: this server was too busy for the tool to read the answers.",
      remedy: () => "Run it again when the server has less to do; `uptime` shows its load.",
    },
    "internal-error": {
      message: ({ error }) => `edge-preflight itself failed here (${error}).`,
      remedy: () => "Report this with the JSON report; it is a fault of the tool, not of the network.",
    },
  },
  assumptions: {
    "registry-ranges": ({ region }) => `no registry ranges are documented for ${region}; 100.64.0.0/10 is expected`,
    "oss-ranges": ({ region }) => `no OSS ranges are documented for ${region}; 100.64.0.0/10 is expected`,
    "cluster-version": () => "the cluster's version is 1.26 or later (--cluster-version)",
    "network-plugin": () => "the network plug-in is Flannel (--network-plugin)",
  },
  setElsewhere: ({ option, values, place }) => `--${option} ${list(values)} (${place})`,
  groups: {
    dns: "DNS",
    "control-plane": "Control plane",
    oss: "Object storage (OSS)",
    registry: "Image registry",
    "api-server": "API server",
    ntp: "Time (NTP)",
    inbound: "Inbound ports",
    tools: "System tools",
    host: "Host",
  },
  statuses: {
    pass: "pass",
    fail: "FAIL",
    warn: "warn",
    unverified: "unverified",
    blocked: "blocked",
    skipped: "skipped",
  },
  verdicts: {
    ready: "READY: this server can join the cluster",
    "not-ready": "NOT READY: this server cannot join the cluster",
    incomplete: "INCOMPLETE: the run did not finish",
  },
  answers: {
    inTheWay: (verdict, { title, percent, more }) =>
      `${VERDICT_WORDS[verdict]}: ${title} (${percent} %)${more === 0 ? "" : `, and ${more} more`}`,
    failed: (verdict, { checks }) =>
      `${VERDICT_WORDS[verdict]}: ${checks === 1 ? "a check" : `${checks} checks`} failed, see below`,
    unexplained: (verdict, { checks }) =>
      `${VERDICT_WORDS[verdict]}: ${checks === 1 ? "a check" : `${checks} checks`} failed, and no known fault explains it well`,
  },
  phrases: {
    device: ({ device, at }) => (at === undefined ? device : `${device} (${at})`),
    sure: ({ verdict, percent }) => `${verdict}, ${percent} %`,
    alternative: ({ device, percent, title }) => `${device}, ${percent} %${title === undefined ? "" : `: ${title}`}`,
    about: ({ what, text }) => `${what}: ${text}`,
    cause: ({ kind, what, text }) => `${kind}, ${what}: ${text}`,
    firstAndMore: ({ first, more }) => (more === 0 ? first : `${first} and ${more} more`),
    moreMessages: (count) => ` (and ${count} more)`,
    clauses: (all) => all.join("; "),
  },
  shortGroups: {
    dns: "DNS",
    "control-plane": "control plane",
    oss: "OSS",
    registry: "registry",
    "api-server": "API server",
    ntp: "time",
    inbound: "inbound",
    tools: "tools",
    host: "host",
  },
  actionOwners: {
    server: "On this server",
    dns: "DNS team",
    network: "Network team",
    firewall: "Firewall team",
    cloud: "Cloud team",
    service: "Who runs the service",
  },
  devices: {
    node: "this node",
    dns: "DNS server",
    "core-switch": "core switch",
    firewall: "data-centre firewall",
    vbr: "VBR",
    "ecr-cen": "ECR or CEN transit router",
    "vpc-route-table": "VPC route table",
    "security-group": "VPC security group",
    service: "service",
  },
  shortDevices: {
    node: "node",
    dns: "DNS",
    "core-switch": "switch",
    firewall: "firewall",
    vbr: "VBR",
    "ecr-cen": "ECR/CEN",
    "vpc-route-table": "VPC",
    "security-group": "SG",
    service: "service",
  },
  purposes: {
    "control-plane": "Container Service control plane",
    "install-packages": "install packages: edgeadm, kubelet, CNI, runtime, edgehub",
    "registry-auth": "tokens for pulling images",
    "registry-auth-enterprise": "tokens for pulling images, Enterprise Edition; not in every region",
    "image-layers": "image layers",
    "registry-personal": "image registry, Personal Edition",
    "registry-add-ons": "image registry of the system add-ons",
    "api-server": "API server of the cluster",
    ntp: "time",
    "vpc-resolvers": "resolvers of the VPC, for the on-premises DNS servers",
  },
  portOwners: {
    kubelet: "kubelet",
    "kubelet-read-only": "kubelet (read-only)",
    "node-exporter": "Node-Exporter",
    "gpu-exporter": "the GPU exporter",
    flannel: "Flannel (VXLAN)",
  },
  labels: {
    node: "node",
    kernel: "kernel",
    site: "site",
    cluster: "cluster",
    currentVersion: "1.26 or later",
    dnsServers: "DNS servers",
    none: "none",
    run: "run",
    assumed: "assumed",
    catalogueOf: "endpoint data of",
    redacted: ({ hostNames, macAddresses, addresses }) =>
      `redacted: ${hostNames} host names, ${macAddresses} MAC addresses, ${addresses} IP addresses`,
    fixed: "Fixed",
    broken: "Fails now",
    stillFailing: "Still failing",
    changed: "Otherwise changed",
    newAddresses: "Other addresses",
    slower: "Slower",
    unchanged: "Nothing has changed.",
    absent: "absent",
    sinceLastRound: "Since the last round:",
    waiting: (round, counts, pauseS, leftS) =>
      `round ${round}: not ready (${counts}); again in ${pauseS} s, ${leftS} s left`,
    findings: "Findings",
    status: "Status",
    check: "Check",
    result: "Result",
    filter: "Filter",
    madeBy: "Made by edge-preflight. Nothing in this page is loaded from elsewhere.",
    parts: { suspect: "most likely at fault", alternative: "cannot be told apart from it" },
    checks: "checks",
    cause: "cause",
    device: "device",
    remedy: "remedy",
    notVerified: "not verified:",
    paths: "Paths",
    pathReached: "reached",
    pathSilent: "nothing answers",
    pathSilentBeyond: (address) => `nothing answers beyond ${address}`,
    pathEndedBy: (address) => `ended by ${address}`,
    against: "Against",
    confirm: "confirm",
    orElse: "Or else",
    fault: "Fault",
    fix: "Fix",
    settle: "Check",
    why: "Why",
    mends: "Mends",
    mendsChecks: ({ failing, waiting }) =>
      `${failing} failing ${failing === 1 ? "check" : "checks"}${waiting === 0 ? "" : `, ${waiting} that ${waiting === 1 ? "waits" : "wait"} for ${failing === 1 ? "it" : "them"}`}`,
    also: "Also",
    warning: "warning",
    toVerify: "to verify",
    hint: "--verbose shows every check; --save report.html makes a page for the ticket",
    actions: "Who has to do what",
    actionsAbout: ({ host, region, run }) =>
      `For server ${host}, which is to join an ACK Edge cluster in ${region} (run ${run}).`,
    looksLike: "looks like",
    means: "means",
    forExample: "for example",
    standsFor: "stands for",
    planFor: "What the network must route and allow for ACK Edge in",
    planDirections: "Outbound is from the node to the cloud, inbound from the cloud to the node.",
    endpoints: "Endpoints that the nodes open connections to",
    inbound: "Ports that the cloud opens connections to",
    from: "from",
    noRanges: "no range documented, inside 100.64.0.0/10",
    publicAddress: "a public address",
    notDocumented: (region, what) =>
      `The reference documents no ${what === "oss" ? "OSS" : "registry"} ranges for ${region}; expect addresses in 100.64.0.0/10.`,
    optional: "optional",
    direction: "direction",
    kind: "kind",
    setting: "setting",
    protocol: "protocol",
    source: "source",
    destination: "destination",
    ports: "ports",
    exampleFor: (syntax) => `An example in the syntax of ${syntax}, to review before use:`,
    directions: { outbound: "outbound", inbound: "inbound" },
    kinds: { route: "route", allow: "allow", bgp: "BGP" },
  },
  settings: {
    addressesOf: (host) => `the addresses of ${host}`,
    "route-to-cloud": ({ destination, via, wide }) => `Route ${destination} to ${via}.${wide ? ` ${COVERED}` : ""}`,
    "route-to-site": ({ destination, via }) => `Route ${destination} back to ${via}.`,
    "bgp-containers": ({ destination }) =>
      `Configure BGP (TCP 179) with the nodes, on this switch and the access switches, so that Terway Edge can advertise ${destination}.`,
    "vpc-routes-by-itself": ({ destination }) => `Nothing to set: the VPC routes to ${destination} by itself.`,
    "allow-to-cloud": ({ destination, wide }) => `Allow the nodes to ${destination}.${wide ? ` ${COVERED}` : ""}`,
    "allow-service": ({ service, destination, ports }) => `Allow the nodes to ${destination}, ${ports} (${service}).`,
    "allow-from-cloud": ({ source, destination, ports, fineGrained }) =>
      `Allow ${source} to ${destination}, ${fineGrained ? ports : `at least ${ports}`}.`,
    "allow-flannel": ({ source, destination }) => `Allow UDP 8472 (Flannel) from ${source} to ${destination}.`,
    "allow-site": ({ source, ports, fineGrained }) =>
      `Allow ${source} in, ${fineGrained ? ports : `at least ${ports}`}.`,
  },
  nextHops: {
    vbr: "the VBR",
    "ecr-cen-or-vpc": "the ECR, the CEN instance or the VPC",
    vpc: "the VPC",
    servers: "the servers",
    "core-switch": "the core switch, through the firewall",
    "ecr-cen": "the ECR or CEN instance",
  },
  misconfigurations: EN_MISCONFIGURATIONS,
  commandLine: EN_COMMAND_LINE,
  evidence: {
    "walk-ends": ({ destination, last, ttl }) =>
      `packets to ${destination}: ${last} (hop ${ttl}) answers, nothing beyond it`,
    "walk-silent": ({ destination }) => `packets to ${destination}: no hop answers at all`,
    signed: ({ destination, address, code }) =>
      `${address} itself says of packets to ${destination}: ${ICMP_CODES[code]}`,
    "reset-from-nearer": ({ destination, routers, whole }) =>
      `the reset in the name of ${destination} comes from ${routers} routers away, the destination is ${whole} away`,
    refused: ({ destination }) => `${destination} refuses the connection`,
    "same-path-works": ({ destination }) => `${destination} answers over the same path`,
    "no-answer": ({ destination }) => `no answer from ${destination}`,
    unreachable: ({ destination }) => `${destination} is said to be unreachable`,
    "hop-answers": ({ address }) => `${address} answers on its own address`,
    "echo-answers": ({ address }) => `${address} answers an echo request`,
    "hop-silent": ({ address }) => `${address} does not answer on its own address`,
    "local-error": ({ destination }) => `packets to ${destination} do not leave this node`,
    stalls: ({ destination }) => `${destination} opens the connection, then nothing more comes`,
    intercepted: ({ destination }) => `the certificate at ${destination} is from an issuer that is not trusted`,
    "large-lost": ({ destination, backward }) =>
      `full-size packets ${backward ? "from" : "to"} ${destination} are lost, small ones pass`,
    "data-ends": ({ destination, ttl }) =>
      `data to ${destination} ${ttl === undefined ? "is lost on the way" : `ends at hop ${ttl}`}`,
    "name-fails": ({ server }) => `${server} does not resolve the cloud's names`,
    "server-answers": ({ server }) => `${server} itself is up: it answers what it need not ask others`,
    "off-path": ({ destination, address, ttl }) =>
      `packets to ${destination} come to ${address} (hop ${ttl}), which is not on the way that works`,
    "answer-misplaced": ({ name, addresses }) => `${name} resolves to ${addresses}, where no cloud service is`,
    "own-route": ({ destination }) =>
      `this node sends packets to ${destination} by another link than the one to its gateway`,
    "reflected-lost": ({ reflector, port }) => `what ${reflector} sends to ${port} of this node does not arrive`,
    "reflected-rejected": ({ reflector, port }) => `${reflector} is refused at ${port}, where this node listened`,
    "reflected-large-lost": ({ reflector, port }) =>
      `full-size packets from ${reflector} to ${port} are lost, small ones arrive`,
    "reflected-arrives": ({ reflector, port }) => `what ${reflector} sends to ${port} arrives`,
    "reverse-ends": ({ reflector, last, ttl }) =>
      `on the way back from ${reflector}: ${last} (hop ${ttl} from there) answers, nothing nearer to this node`,
    "reverse-signed": ({ reflector, address, code }) =>
      `${address} itself says to ${reflector} of packets to this node: ${ICMP_CODES[code]}`,
    "reverse-silent": ({ reflector }) => `no hop answers on the way back from ${reflector}`,
    "answer-lost": ({ reflector }) => `requests come to ${reflector}, its answers do not come back`,
    "service-from-vpc": ({ service, reflector, open }) =>
      `from ${reflector}, ${service} ${open ? "is open" : "does not open either"}`,
  },
  owners: {
    node: "on this node",
    network: "network team",
    firewall: "firewall team",
    cloud: "cloud team",
    dns: "DNS team",
  },
  findingVerdicts: {
    confirmed: "confirmed",
    likely: "likely",
    ambiguous: "ambiguous",
    unexplained: "unexplained",
  },
};

const ICMP_CODES = { net: "no route", host: "host unreachable", prohibited: "prohibited" };

const COVERED = "100.64.0.0/10 covers every documented range of the cloud services.";

function named({ host, answers: all }: Messages["dns-nxdomain"], what: string): string {
  return `${host} ${what} (${answers(all)}).`;
}

function holderText(holder: string): string {
  if (holder === "unknown") return "a program that this user may not see";
  return holder === "kernel" ? "the kernel" : holder;
}

function filterDoubt(why: FilterDoubt): string {
  switch (why.kind) {
    case "permission":
      return "only root may read its rules";
    case "unread":
      return `its ${why.what} rules could not be read`;
    case "rule":
      return `it depends on more than is known here: ${why.rule}`;
  }
}

function filterDoubtRemedy(why: FilterDoubt): string {
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
