import { evidenceOf } from "../../src/evidence.ts";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import dnsPacket from "dns-packet";
import { en, zh } from "../support/words.ts";
import { findRegion } from "../../src/catalogue/regions.ts";
import { identify } from "../../src/checks/shared/identity.ts";
import { readCloud } from "../../src/cloud/read.ts";
import { compareReports } from "../../src/compare.ts";
import { diagnose, infer } from "../../src/diagnosis/diagnose.ts";
import { withReflectorLog } from "../../src/merge.ts";
import type { Report } from "../../src/model/report.ts";
import { kindOfSave, parseIptablesSave } from "../../src/packet-filter/iptables.ts";
import { parseNftListing, parseNftRuleset } from "../../src/packet-filter/nft.ts";
import { ANYWHERE, judgeOutbound } from "../../src/packet-filter/connection.ts";
import { dns } from "../../src/probes/dns.ts";
import { ownNamesIn, Redactor, withoutSecrets } from "../../src/redaction.ts";
import { parseLog } from "../../src/reflector/log.ts";
import { PRINTED_FORMATS } from "../../src/render/report-formats.ts";
import { renderReport } from "../../src/render/report.ts";
import { weakDigestOf } from "../../src/wire/certificate-signature.ts";
import { isIp, isIpv4, networkOf, parseIpv4Cidr } from "../../src/wire/cidr.ts";
import { decodeControl } from "../../src/wire/error-queue.ts";
import { globMatcher } from "../../src/wire/glob.ts";
import { decodeEchoReply, decodeQuotedRequest, echoRequest } from "../../src/wire/icmp-echo.ts";
import { parseRouteGet } from "../../src/wire/ip-route.ts";
import { readJoinCommand, shellWords } from "../../src/wire/join-command.ts";
import { lookAlikeIn } from "../../src/wire/look-alikes.ts";
import { nearest } from "../../src/wire/nearest.ts";
import {
  parseInterfaceCounters,
  parseNeighbours,
  parseNetstatCounter,
  parseRoutes,
  parseSockets,
} from "../../src/wire/proc-net.ts";
import { parseEnvironmentFile, parseUnitEnvironment, proxyFor } from "../../src/wire/proxies.ts";
import { answerOf } from "../../src/wire/reflector-answer.ts";
import {
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
  equalBytes,
  NO_SERVICE,
  vxlanToken,
  type MessageAuthenticator,
} from "../../src/wire/reflector-message.ts";
import { wrongAddressIn } from "../../src/wire/report-values.ts";
import { parseDpkgStatus, parseHosts, parseOsRelease, parseResolvConf } from "../../src/wire/system-files.ts";
import { decodeQuotedTcp } from "../../src/wire/tcp-header.ts";
import { printable } from "../../src/wire/text.ts";
import { parseNtpReply } from "../../src/world/ntp.ts";
import { certificatesIn } from "../../src/world/trust.ts";
import { filesOf } from "../cloud/export.ts";
import { SAMPLES } from "../cloud/samples.ts";
import { recordedCases } from "../sites/case.ts";
import type { Draw } from "../sites/random.ts";
import { hostileReport } from "../support/hostile.ts";
import { loopbackWorld } from "../support/servers.ts";
import { mutatedJson, mutatedBytes, mutatedText } from "./mutate.ts";

/** Something that takes what others have made. It neither throws nor takes long, whatever that is. */
export interface Reader {
  name: string;
  /** Reads one input drawn from its seeds. */
  read: (draw: Draw) => unknown;
  /** How much longer one takes than that of a decoder: so many fewer are tried. */
  cost?: number;
}

const ofBytes = (name: string, seeds: readonly Uint8Array[], read: (bytes: Uint8Array) => unknown): Reader => ({
  name,
  read: (draw) => read(mutatedBytes(draw.one(seeds), draw)),
});
const ofText = (name: string, seeds: readonly string[], read: (text: string) => unknown, cost?: number): Reader => ({
  name,
  read: (draw) => read(mutatedText(draw.one(seeds), draw)),
  ...(cost !== undefined && { cost }),
});

const sign = (message: Uint8Array) => Uint8Array.from(createHmac("sha256", "key").update(message).digest());
const SEAL: MessageAuthenticator = { sign, verify: (message, mac) => equalBytes(sign(message), mac) };
/** Who has the key can seal anything. */
const resealed = (bytes: Uint8Array) => {
  const message = Buffer.from(bytes);
  if (message.length >= 32) message.set(sign(message.subarray(0, -32)), message.length - 32);
  return message;
};

const NAME = "cs-anony-vpc.cn-hangzhou.aliyuncs.com";
const REQUEST = {
  run: "3f0c5a52-0a3e-4c54-9f0c-2f3f6f3c9a11",
  sentAtMs: 1,
  source: "10.1.1.10",
  nonce: new Uint8Array(16),
  ask: "connect",
  protocol: "tcp",
  port: 10250,
  service: NO_SERVICE,
  size: 512,
} as const;

const DNS_REPLY = dnsPacket.encode({
  type: "response",
  id: 7,
  flags: dnsPacket.RECURSION_DESIRED,
  questions: [{ type: "A", name: NAME }],
  answers: [
    { type: "CNAME", name: NAME, data: "a.example.com" },
    { type: "A", name: "a.example.com", data: "100.103.42.233", ttl: 60 },
    { type: "TXT", name: "a.example.com", data: "text" },
  ],
});

async function readDns(reply: Uint8Array): Promise<unknown> {
  const bytes = Buffer.from(reply);
  // With the ID that was asked for: anything else is not even looked at.
  if (bytes.length >= 2) bytes.writeUInt16BE(7, 0);
  const answered = () => Promise.resolve({ ok: true as const, value: bytes });
  const world = { ...loopbackWorld(), random: { uint16: () => 7, uuid: () => "" } };
  return await dns(
    { probe: "dns", server: { ip: "127.0.0.1", port: 53 }, name: NAME, type: "A" },
    { ...world, exchangeUdp: answered, exchangeDnsOverTcp: answered },
    AbortSignal.timeout(10_000),
  );
}

const NTP_REPLY = Buffer.from(
  "24020ae9000002a90000040ac0a80a01e5a3b1c2d3e4f5060000000000000000e5a3b1c2d3e4f506e5a3b1c2d3e4f507",
  "hex",
);
/** Control messages of an ICMP time exceeded, as the kernel queues them. */
const CONTROL = Buffer.alloc(64);
CONTROL.writeBigUInt64LE(48n, 0);
CONTROL.writeUInt32LE(11, 12);
CONTROL.writeUInt32LE(113, 16);
CONTROL.writeUInt8(2, 20);
CONTROL.writeUInt8(11, 21);

const NFT = JSON.stringify({
  nftables: [
    { metainfo: { version: "1.0.6", json_schema_version: 1 } },
    { table: { family: "inet", name: "filter", handle: 1 } },
    {
      chain: {
        family: "inet",
        table: "filter",
        name: "output",
        handle: 1,
        type: "filter",
        hook: "output",
        prio: 0,
        policy: "drop",
      },
    },
    {
      set: {
        family: "inet",
        name: "allowed",
        table: "filter",
        type: "ipv4_addr",
        flags: ["interval"],
        elem: [{ prefix: { addr: "10.0.0.0", len: 8 } }],
      },
    },
    {
      rule: {
        family: "inet",
        table: "filter",
        chain: "output",
        handle: 2,
        expr: [
          { match: { op: "==", left: { payload: { protocol: "ip", field: "daddr" } }, right: "@allowed" } },
          { match: { op: "in", left: { ct: { key: "state" } }, right: ["established", "new"] } },
          { counter: { packets: 1, bytes: 2 } },
          { accept: null },
        ],
      },
    },
  ],
});
const NFT_LISTING =
  "table inet filter { # handle 1\n\tchain output { # handle 1\n\t\ttype filter hook output priority filter; policy drop;\n\t\tip daddr @allowed accept # handle 2\n\t}\n}\n";
const IPTABLES = `# Generated by iptables-save v1.8.9 (nf_tables)
*filter
:INPUT ACCEPT [0:0]
:OUTPUT DROP [0:0]
:CHECK - [0:0]
-A OUTPUT -d 10.0.0.0/8 -p tcp -m multiport --dports 443,6443:6450 -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT
-A OUTPUT ! -o lo -m comment --comment "two words" -j CHECK
-A CHECK -m set --match-set names dst -j REJECT --reject-with icmp-port-unreachable
COMMIT
`;
const TARGET = { ip: "100.103.42.233", port: 443, protocol: "tcp" } as const;
const ROUTE = { interface: "eth0", own: ANYWHERE };

const WHOLE: Report = {
  ...hostileReport(),
  node: {
    hostname: "edge-7",
    os: { platform: "linux", distribution: "Debian GNU/Linux", release: "12" },
    hardware: { cpus: 2, memoryBytes: 4e9, swapBytes: 0 },
    kernel: "6.1.0",
    arch: "x64",
    interfaces: [],
    routes: [],
    resolvers: ["10.1.2.53"],
    privileged: true,
    clock: { now: "2026-01-02T03:04:05.678Z", timezone: "UTC" },
  },
};
/** Recorded runs, with what was left out of the recording. */
const REPORTS = recordedCases(path.resolve(import.meta.dirname, "../sites/recorded.ndjson.gz"))
  .slice(0, 12)
  .map(({ report }): Report => ({ ...WHOLE, ...report }))
  // Half of them beside what the cloud says.
  .map((report, index) => (index % 2 === 0 ? { ...report, cloud: readCloud(filesOf(SAMPLES)).configuration } : report));
/** As the build has derived it. */
const SCHEMA = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, "../../dist/report.schema.json"), "utf8"),
) as object;
const validate = new Ajv({ allowUnionTypes: true }).compile<Report>(SCHEMA);

/** What `report`, `merge` and `compare` do with a file; what the schema does not accept they refuse. */
function readReport(draw: Draw): string {
  const report = mutatedJson(draw.one(REPORTS), draw);
  if (!validate(report) || findRegion(report.site.region) === undefined || wrongAddressIn(report) !== undefined)
    return "refused";
  const words = draw.one([en, zh]);
  const { findings, checks, paths } = diagnose(infer(evidenceOf(report)), words);
  const again = { ...report, checks, paths, diagnosis: { ...report.diagnosis, findings } };
  const redacted = new Redactor(ownNamesIn(again)).report(withoutSecrets(again));
  compareReports(report, redacted);
  withReflectorLog(report, parseLog(LOG), words);
  return renderReport(redacted, draw.one(PRINTED_FORMATS), { width: draw.one([40, 80, 200]), colour: false, words });
}

const LOG = `{"event":"started","at":"2026-01-01T00:00:00.000Z","listen":"0.0.0.0:8479","allow":["10.0.0.0/8"],"services":[]}
{"event":"done","at":"2026-01-02T03:04:06.000Z","run":"3f0c5a52-0a3e-4c54-9f0c-2f3f6f3c9a11","from":"10.1.1.10","ask":"connect","protocol":"tcp","port":10250,"saw":"timed-out"}
`;
const HTML = `<!doctype html><html><head><meta charset="gbk"><title>Blocked</title></head><body>policy</body></html>`;
const CHALLENGE = `Bearer realm="https://dockerauth.cn-hangzhou.aliyuncs.com/auth",service="registry", Basic realm=x`;
const UNIT = `[Service]\nEnvironment="HTTP_PROXY=http://10.0.0.8:3128" 'NO_PROXY=a,.b,10.0.0.0/8'\nEnvironment=\\\n A=1\n`;

export const READERS: readonly Reader[] = [
  {
    name: "answer of the cloud's API",
    read: (draw) => {
      const name = draw.one(Object.keys(SAMPLES));
      return readCloud([{ name: `${name}.json`, text: mutatedText(JSON.stringify(SAMPLES[name]), draw) }]);
    },
  },
  ofBytes("DNS message", [DNS_REPLY], readDns),
  ofBytes("NTP reply", [NTP_REPLY], (bytes) => parseNtpReply(Buffer.from(bytes))),
  ofBytes("ICMP echo reply", [echoRequest(1, { sequence: 1, payload: new Uint8Array(8) })], (bytes) => [
    decodeEchoReply(bytes),
    decodeQuotedRequest(bytes),
  ]),
  ofBytes("control message of the error queue", [CONTROL], decodeControl),
  ofBytes("quoted TCP header", [Buffer.alloc(40, 1)], decodeQuotedTcp),
  ofBytes("certificate", [Buffer.from("308201003081ab020101300d06092a864886f70d0101050500", "hex")], weakDigestOf),
  ofBytes("reflector request", [encodeRequest(REQUEST, SEAL)], (bytes) => decodeRequest(resealed(bytes), () => SEAL)),
  ofBytes("reflector reply", [encodeReply(REQUEST, { saw: "open", hops: [[1, "silent"]] }, SEAL)], (bytes) =>
    answerOf(decodeReply(resealed(bytes), REQUEST.nonce, SEAL)),
  ),
  ofBytes("VXLAN packet", [new Uint8Array(60)], vxlanToken),
  ofText("resolv.conf", ["nameserver 10.1.2.53\nsearch plant.example.com\noptions ndots:2 rotate\n"], parseResolvConf),
  ofText("hosts", ["127.0.0.1 localhost\n100.103.42.233 cs-anony-vpc # x\n::1 six\n"], parseHosts),
  ofText("os-release", ['NAME="Debian"\nVERSION_ID="12"\nID=debian\nPRETTY_NAME=\'x\'\n'], parseOsRelease),
  ofText(
    "dpkg status",
    ["Package: chrony\nStatus: install ok installed\n\nPackage: wget\nStatus: deinstall\n"],
    parseDpkgStatus,
  ),
  ofText("/etc/environment", ['http_proxy="http://u:p@proxy:3128"\nexport NO_PROXY=a,.b,10.0.0.0/8\n'], (text) => {
    const variables = parseEnvironmentFile(text);
    for (const reader of ["wget", "curl", "go"] as const)
      proxyFor(reader, variables, { scheme: "https", host: NAME, port: 443 });
  }),
  ofText("systemd unit", [UNIT], (text) => parseUnitEnvironment(text, shellWords)),
  ofText(
    "join command",
    [
      `wget http://aliacs-k8s-cn-hangzhou.oss-x/attach/1.30.7/x; ./edgeadm join --region=cn-hangzhou --node-spec='{"a":1}'`,
    ],
    readJoinCommand,
  ),
  ofText("/proc/net/tcp", ["  sl\n   0: 0100007F:0016 00000000:0000 0A 0:0 0:0 0 0 0 12345\n"], parseSockets),
  ofText(
    "/proc/net/route",
    ["Iface\tDestination\tGateway\neth0\t00000000\t0101010A\t0003\t0\t0\t0\t00000000\n"],
    parseRoutes,
  ),
  ofText("/proc/net/arp", ["IP\n10.1.1.1 0x1 0x2 52:54:00:00:00:01 * eth0\n"], parseNeighbours),
  ofText("/proc/net/dev", ["Inter-|\n eth0: 1 2 3 4 0 0 0 0 5 6 7 8\n"], parseInterfaceCounters),
  ofText("/proc/net/netstat", ["TcpExt: A IPReversePathFilter\nTcpExt: 1 2\n"], (text) =>
    parseNetstatCounter(text, "A"),
  ),
  ofText(
    "ip route get",
    [
      '[{"dst":"1.2.3.4","gateway":"10.0.0.1","dev":"eth0","prefsrc":"10.0.0.2"}]',
      "1.2.3.4 via 10.0.0.1 dev eth0 src 10.0.0.2",
    ],
    parseRouteGet,
  ),
  ofText("iptables-save", [IPTABLES], (text) => {
    const { chains } = parseIptablesSave(text, kindOfSave(text));
    judgeOutbound({ chains: [...chains], sets: [], bridges: [] }, TARGET, ROUTE);
  }),
  ofText("nft -j list ruleset", [NFT], (text) => {
    const parsed = parseNftRuleset([text], parseNftListing(NFT_LISTING));
    if (parsed !== undefined) judgeOutbound({ ...parsed, bridges: [] }, TARGET, ROUTE);
  }),
  ofText("nft -a list ruleset", [NFT_LISTING], parseNftListing),
  ofText(
    "HTTP answer",
    [HTML, "<Error><Code>AccessDenied</Code></Error>", '{"errors":[{"code":"DENIED"}]}'],
    (body) => {
      for (const identity of ["oss", "registry", "control-plane", "registry-auth"] as const)
        identify(identity, NAME, { status: 403, headers: { "content-type": "text/html" }, body } as never);
    },
  ),
  ofText("challenge of a registry", [CHALLENGE], (challenge) =>
    identify("registry", NAME, { status: 401, headers: { "www-authenticate": challenge }, body: "" } as never),
  ),
  ofText("reflector log", [LOG], (text) => parseLog(text).map(answerOf)),
  ofText("trusted roots", ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"], certificatesIn),
  ofText("addresses", ["10.0.0.0/8", "fd00::1", "10.1.2.3"], (text) => [
    isIp(text),
    isIpv4(text),
    networkOf(text),
    parseIpv4Cidr(text),
  ]),
  ofText("pattern over checks", ["dns.*", "*.tcp-443", "a?c"], (text) => globMatcher(text)(`${NAME}.tcp-443`)),
  ofText("words of a person", ["cn-hangzou", "--regoin"], (text) => [
    nearest(text, ["region", "cn-hangzhou"]),
    lookAlikeIn(text),
    printable(text),
  ]),
  ofText("credentials", ["http://u:p@proxy", "Authorization: Basic dTpw", "token=abc"], withoutSecrets),
  { name: "report", read: readReport, cost: 8 },
];
