import type { FilterDoubt, Messages, ResolverAnswer, TlsAlert } from "../../model/message.ts";
import type { Outcome } from "../../model/probe.ts";
import { at, day, FILTER_COMMANDS, isAddress, ms, portText, reflectorCommands, seconds } from "./format.ts";
import type { Words } from "./words.ts";
import { ZH_COMMAND_LINE } from "./zh-command-line.ts";
import { ZH_MISCONFIGURATIONS } from "./zh-misconfigurations.ts";

type Connection = Messages["connect-timed-out"];
type Certificate = Messages["tls-expired"];
type HttpAnswer = Messages["ok:http"];

const ignoredBecause = {
  keyword: "该词必须在行首，其后是空格或制表符",
  address: "其后不是地址",
  "too-many": "已超过三个",
} as const;
const list = (items: readonly string[]) => items.join("、");
const times = (count: number) => `${count} 次尝试`;
const span = (offsetMs: number) => {
  const off = Math.abs(offsetMs);
  if (off < 1000) return `${Math.round(off)} ms`;
  if (off < 300_000) return seconds(off);
  if (off < 7_200_000) return `${Math.round(off / 60_000)} 分钟`;
  return off < 172_800_000 ? `${(off / 3_600_000).toFixed(1)} 小时` : `${Math.round(off / 86_400_000)} 天`;
};
const clock = (offsetMs: number) =>
  Math.round(offsetMs) === 0 ? "准确" : `${offsetMs > 0 ? "慢" : "快"} ${span(offsetMs)}`;
const some = ({ failed, asked }: Connection) => (asked > 1 ? `（${asked} 个地址中的 ${failed} 个）` : "");

const REFUSALS: Record<TlsAlert, string> = {
  version: "所提供的 TLS 版本它都不支持",
  "client-certificate": "它要求客户端证书",
  name: "它不认识该域名",
  "nothing-in-common": "所提供的它都不接受，或要求客户端证书",
  access: "它不允许本节点访问",
};
const refusal = ({ alert }: { alert?: TlsAlert }) => (alert === undefined ? "未说明原因" : REFUSALS[alert]);

const OUTCOMES: Partial<Record<Outcome | "not-asked", string>> = {
  "no-data": "应答为空",
  nxdomain: "域名不存在",
  servfail: "服务器失败",
  "dns-refused": "拒绝应答",
  "dns-error": "错误",
  malformed: "应答格式错误",
  "timed-out": "没有应答",
  refused: "没有监听",
  reset: "连接被重置",
  unreachable: "不可达",
  "local-error": "无法发送",
  "not-asked": "未询问",
};
const said = ({ server, outcome, addresses }: ResolverAnswer) =>
  `${server}：${outcome === "answer" ? list(addresses) : (OUTCOMES[outcome] ?? outcome)}`;
const answers = (all: ResolverAnswer[]) => all.map(said).join("；") || "没有配置 DNS 服务器";
const named = ({ host, answers: all }: Messages["dns-nxdomain"], what: string) =>
  `${host} ${what}（${answers(all)}）。`;

const noAnswer = (args: Connection, what: string) =>
  `${what}${at(args)}${some(args)}，${times(args.attempts)}，每次 ${seconds(args.timeoutMs)}`;
const allow = ({ address, port }: Connection) =>
  `放行本节点到 ${address} 的 TCP ${port}，并检查专线上的每个设备都有去程和回程路由。`;
const inspection =
  "如果防火墙在此解密 TLS，请将该域名排除在外；如果签发者是阿里云自己的，请更新系统的 CA 证书（软件包 ca-certificates）。";
const setClock = "校准本节点的时钟（chronyc makestep），并确认时间服务在运行。";
const answered = ({ status, sign }: HttpAnswer) => `状态 ${status}，${sign}`;
const SHOWN_NAMES = 3;
const firstOf = (names: readonly string[]) =>
  names.length === 0
    ? "没有任何名称"
    : list(names.slice(0, SHOWN_NAMES)) + (names.length > SHOWN_NAMES ? ` 等 ${names.length} 个` : "");
const certificateOf = ({ subject }: Certificate) => `证书（${subject}）`;
const bypass = "将阿里云的内网域名和网段排除在代理或认证门户之外，让节点的流量原样通过。";
const forward = (host: string) =>
  `让本地 DNS 服务器将 ${host} 转发到 VPC 的解析服务器（100.100.2.136、100.100.2.138），或通过 PrivateZone 解析。`;
const WHOLE_VERSION = "按控制台显示的完整版本给出 --cluster-version，例如 1.30.7-aliyun.1。";
const AS_ROOT = "以 root 身份运行。";
const holderText = (holder: string) =>
  holder === "unknown" ? "当前用户无权查看的程序" : holder === "kernel" ? "内核" : holder;
const ICMP_CODES = { net: "没有路由", host: "主机不可达", prohibited: "被禁止" };
const COVERED = "100.64.0.0/10 覆盖云服务的所有文档网段。";

const VERDICT_WORDS = { ready: "就绪", "not-ready": "未就绪", incomplete: "未完成" } as const;

export const zh: Words = {
  language: "zh-CN",
  titles: {
    resolves: ({ host }) => `${host} 可以解析`,
    "resolver-answers": ({ server }) => `DNS 服务器 ${server} 有应答`,
    connects: ({ host, port }) => `${host} 接受 TCP ${port}`,
    "tls-is-trusted": ({ host, port }) => `${host} 在 ${port} 上受信任`,
    "is-the-service": ({ host, port }) => `${host} 在 ${port} 上以本身应答`,
    "package-exists": () => "可以下载 edgeadm",
    "realm-is-reachable": ({ host }) => `${host} 给出了令牌服务`,
    "realm-resolves": ({ host }) => `${host} 的令牌服务可以解析`,
    "realm-answers": ({ host }) => `${host} 的令牌服务接受 TCP 443`,
    "is-an-api-server": ({ host, port }) => `${host}:${port} 是 Kubernetes API Server`,
    "api-server-given": () => "API Server 接受 TCP 6443",
    "ntp-answers": ({ host }) => `${host} 给出时间`,
    "clock-is-right": () => "本节点的时钟正确",
    "clock-service-synchronised": () => "本地时间服务已同步",
    "port-is-free": (args) => `${portText(args)} 空闲，可供 ${zh.portOwners[args.owner]} 使用`,
    "port-is-reachable": (args) => `从云上可以到达 ${portText(args)}`,
    "port-passes-filter": (args) => `本节点自己的过滤规则放行 ${portText(args)}`,
    "has-route": ({ to }) => `本节点有到 ${to} 的路由`,
    "gateway-answers": () => "网关在本地网络上有应答",
    "link-is-well": () => "网络接口正常",
    "no-overlay": () => "没有叠加网络占用云服务的网段",
    "output-passes-filter": () => "本节点自己的过滤规则放行其连接",
    "one-way-back": () => "来自云端的流量按原路应答",
    "nothing-redirected": () => "本节点没有将连接转向别处的规则",
    "resolv-conf-is-read": () => "C 库按其本意读取 resolv.conf 的每一行",
    "no-proxy": () => "没有代理设置截走集群的流量",
    "no-overlap": () => "本节点没有与集群网段重叠的路由",
    "host-name-is-valid": () => "主机名可以作为节点名",
    "host-name-address": () => "主机名指向本节点的地址",
    "system-is-supported": () => "操作系统受支持",
    "no-leftovers": () => "没有以前接入的残留",
    "tool-is-installed": ({ tool }) => `已安装 ${tool}`,
  },
  messages: {
    "ok:resolves": ({ addresses, source, server }) =>
      source === "literal"
        ? `${list(addresses)}，是地址`
        : `${list(addresses)}（${source === "hosts-file" ? "/etc/hosts" : server}）`,
    "ok:resolver": ({ answered: count, asked, durationMs }) =>
      `在 ${ms(durationMs)} 内应答了 ${asked} 个域名中的 ${count} 个`,
    "dns-nxdomain": { message: (args) => named(args, "不存在"), remedy: ({ host }) => forward(host) },
    "dns-servfail": {
      message: (args) => named(args, "无法查询（服务器失败）"),
      remedy: ({ host }) => `DNS 服务器到不了它自己的上游。${forward(host)}`,
    },
    "dns-refused": {
      message: (args) => named(args, "被拒绝"),
      remedy: ({ host }) => `允许本节点作为该 DNS 服务器的客户端。${forward(host)}`,
    },
    "dns-error": { message: (args) => named(args, "的应答是错误"), remedy: ({ host }) => forward(host) },
    "dns-no-data": {
      message: (args) => named(args, "存在，但没有 IPv4 地址"),
      remedy: ({ host }) =>
        `${forward(host)}有重绑定保护的解析器会去掉 100.64.0.0/10 中的应答：请将 aliyuncs.com 排除在外。`,
    },
    "dns-malformed": { message: (args) => named(args, "的应答格式错误"), remedy: ({ host }) => forward(host) },
    "dns-timed-out": {
      message: (args) => named(args, "没有得到应答"),
      remedy: () => "检查 DNS 服务器是否运行、到它的 UDP 和 TCP 53 是否放行，以及它能否经专线到达自己的上游。",
    },
    "dns-server-unreachable": {
      message: (args) => named(args, "无法询问"),
      remedy: () => "启动该服务器上的 DNS 服务，或更正 /etc/resolv.conf 中的服务器。",
    },
    "dns-no-server": {
      message: ({ host }) => `没有配置 DNS 服务器，因此无法解析 ${host}。`,
      remedy: () => "将站点的 DNS 服务器写入 /etc/resolv.conf（或网络管理器的设置）。",
    },
    "dns-public-address": {
      message: ({ host, addresses, ranges }) =>
        `${host} 解析为公网地址 ${list(addresses)}；经专线它应在 ${list(ranges)} 中。`,
      remedy: ({ host }) => `${forward(host)}该应答来自域名的公网视图。`,
    },
    "dns-unusable-address": {
      message: ({ host, addresses }) => `${host} 解析为 ${list(addresses)}，任何服务都不可能有这样的地址。`,
      remedy: () => "DNS 过滤器或过期的记录在代为应答：请将该域名排除在过滤之外，或更正记录。",
    },
    "dns-same-answer-for-all": {
      message: ({ host, addresses, server, others }) =>
        `${server} 对 ${host} 给出 ${list(addresses)}，对 ${list(others)} 也一样：有东西对所有域名给出同一应答，例如认证门户或屏蔽列表。`,
      remedy: () =>
        "在那里将 aliyuncs.com 和 NTP 服务器的域名排除，或让该 DNS 服务器向 VPC 的 DNS（100.100.2.136、100.100.2.138）查询它们。",
    },
    "dns-server-by-chance": {
      message: ({ host, server, addresses, astray }) =>
        `${server} 对 ${host} 给出 ${list(addresses)}，而 ${list(astray.map((one) => `${one.server} 给出 ${list(one.addresses)}`))}；/etc/resolv.conf 中有 "options rotate"，每次查询换一个服务器。`,
      remedy: ({ host }) => `${forward(host)}在各服务器给出相同应答之前，去掉 "rotate"，并把正确的服务器放在最前。`,
    },
    "dns-outside-documented-ranges": {
      message: ({ host, addresses, ranges, vpcKnown }) =>
        `${host} 解析为 ${list(addresses)}，不在文档网段 ${list(ranges)}${vpcKnown ? "和 VPC 网段" : ""}之内。`,
      remedy: ({ vpcKnown }) =>
        vpcKnown
          ? "检查是谁在应答该域名；如果地址正确，也要在每个设备上为它配置路由并放行。"
          : "如果是 PrivateLink 终端节点，请用 --vpc-cidr 给出 VPC；否则检查是谁在应答该域名。",
    },
    "dns-pinned-in-hosts-file": {
      message: ({ host, addresses, answers: all }) =>
        `/etc/hosts 将 ${host} 固定为 ${list(addresses)}，DNS 不能证实（${answers(all)}）。`,
      remedy: ({ host }) => `服务的地址可能变化：${forward(host)}然后从 /etc/hosts 中删除该行。`,
    },
    "dns-answer-only-from-option": {
      message: ({ host, addresses, server, answers: all }) =>
        `${host} 只在 --dns-server ${server} 处能解析（${list(addresses)}），本节点不能（${answers(all)}）。`,
      remedy: ({ host, server }) => `${forward(host)}或让本节点询问 ${server}。`,
    },
    "dns-public-ipv6-address": {
      message: ({ host, addresses }) =>
        `${host} 除内网地址外还有公网 IPv6 地址 ${list(addresses)}，程序可能优先使用它。`,
      remedy: () => "让 DNS 服务器对该域名的 AAAA 查询也由 VPC 的解析服务器应答，那里没有这样的地址。",
    },
    "dns-resolvers-unknown": {
      message: ({ host, reason }) => `没有询问 ${host}：无法读取 /etc/resolv.conf（${reason}）。`,
      remedy: () => "使 /etc/resolv.conf 可读，或以 root 身份运行。",
    },
    "dns-resolver-lacks-names": {
      message: ({ server, lacking, asked, outcome }) =>
        `${server} 对 ${asked} 个域名中的 ${lacking.length} 个没有答案（${OUTCOMES[outcome] ?? outcome}）：${list(lacking)}。`,
      remedy: () =>
        "让该 DNS 服务器将 aliyuncs.com 的内网域名转发到 VPC 的解析服务器（100.100.2.136、100.100.2.138）。",
    },
    "dns-resolver-leads-astray": {
      message: ({ server, names, addresses, others }) =>
        `${server} 对 ${list(names)} 给出 ${list(addresses)}，那里没有该服务；${list(others)} 给出的是别的地址。`,
      remedy: ({ server }) =>
        `让 ${server} 将 aliyuncs.com 转发到 VPC 的 DNS（100.100.2.136、100.100.2.138），或将它移出 /etc/resolv.conf：前一个服务器稍慢就会问到它。`,
    },
    "dns-resolver-silent": {
      message: ({ server, outcome }) => `${server} 不应答任何查询（${OUTCOMES[outcome] ?? outcome}）。`,
      remedy: ({ server }) =>
        `启动 ${server} 上的 DNS 服务并放行到它的 UDP 和 TCP 53，或把它从 /etc/resolv.conf 中去掉。`,
    },
    "endpoint-not-in-region": {
      message: ({ host }) => `${host} 不存在；某些地域没有该端点，可以忽略。`,
      remedy: () => "除非已知该地域有此端点，否则无需处理。",
    },
    "ok:connects": ({ addresses, port, connectMs }) => `${list(addresses)} 在 ${ms(connectMs)} 内接受 TCP ${port}`,
    "connect-refused": {
      message: (args) => `${at(args)}${some(args)} 拒绝了连接。`,
      remedy: ({ address, port }) =>
        `要么 ${address}:${port} 上没有监听，要么防火墙以重置拒绝：先检查端口，再检查防火墙针对 TCP ${port} 的规则。`,
    },
    "connect-reset": {
      message: (args) => `${at(args)}${some(args)} 在建立连接时将其重置。`,
      remedy: allow,
    },
    "connect-timed-out": { message: (args) => `${noAnswer(args, "没有应答：")}。`, remedy: allow },
    "connect-unreachable": {
      message: (args) => `${at(args)}${some(args)} 不可达（${args.errno}）。`,
      remedy: ({ address }) =>
        `路径上的设备或本节点没有到 ${address} 的路由：查看“ip route get ${address}”，然后查看核心交换机。`,
    },
    "connect-local-error": {
      message: (args) => `本节点无法向 ${at(args)} 发送（${args.errno}）。`,
      remedy: ({ address }) => `查找黑洞或禁止路由以及本地过滤规则：“ip route get ${address}”、“nft list ruleset”。`,
    },
    "ok:tls": ({ protocol, issuer, notAfter }) => `${protocol}，由 ${issuer} 签发，有效期至 ${day(notAfter)}`,
    "ok:tls-private-ca": ({ protocol, issuer, notAfter }) =>
      `${protocol}，由集群自己的 ${issuer} 签发，有效期至 ${day(notAfter)}`,
    "tls-timed-out": {
      message: (args) => `${noAnswer(args, "TCP 能建立，但 TLS 握手停住：")}。`,
      remedy: () => "大报文或 TLS 本身在途中被丢弃：检查路径 MTU（专线上为 1500 字节）和防火墙的 TLS 检查。",
    },
    "tls-closed": {
      message: (args) => `${at(args)}${some(args)} 在 TLS 握手期间关闭了连接（${args.errno}）。`,
      // An address is sent without a name (SNI) that a filter could look at.
      remedy: ({ host }) =>
        isAddress(host)
          ? "检查其前面的负载均衡：可能没有健康的后端服务器。"
          : `检查 TLS 的设备中断了它：在防火墙上按域名（SNI）放行 ${host}。`,
    },
    "tls-alert": {
      message: (args) => `${at(args)}${some(args)} 拒绝了 TLS 握手：${refusal(args)}（${args.errno}）。`,
      remedy: ({ host, alert }) =>
        alert === "version" || alert === "nothing-in-common"
          ? `该服务支持 TLS 1.2 和 1.3：找出通往 ${host} 途中拆解 TLS 的设备，将 ${host} 排除在外。`
          : `该服务不会这样拒绝：检查 ${host} 是否解析到它，并将 ${host} 排除在防火墙的 TLS 检查之外。`,
    },
    "tls-not-tls": {
      message: (args) => `${at(args)}${some(args)} 不使用 TLS（${args.errno}）。`,
      remedy: ({ port }) => `TCP ${port} 上应答的是别的东西：代理、认证门户，或端口不对。`,
    },
    "tls-untrusted-issuer": {
      message: (args) => `${certificateOf(args)}由 ${args.issuer} 签发，本系统不信任它。`,
      remedy: () => inspection,
    },
    "tls-no-ca-store": {
      message: () => "本系统没有 CA 证书，因此不能信任任何证书。",
      remedy: () => "安装软件包 ca-certificates。",
    },
    "tls-expired": {
      message: (args) => `${certificateOf(args)}已于 ${day(args.notAfter)} 过期。`,
      remedy: () => `${setClock}如果时钟正确，则证书不是阿里云的：查看是谁签发的。`,
    },
    "tls-not-yet-valid": {
      message: (args) => `${certificateOf(args)}从 ${day(args.notBefore)} 起才有效。`,
      remedy: () => setClock,
    },
    "tls-wrong-name": {
      message: (args) => `${certificateOf(args)}不属于 ${args.host}，而属于 ${firstOf(args.names)}。`,
      remedy: ({ host, address }) =>
        `${address} 不是 ${host}，或有别的东西代为应答：检查 DNS 记录和防火墙的 TLS 检查。`,
    },
    "tls-invalid": {
      message: (args) => `${certificateOf(args)}未通过验证（${args.verifyError}）。`,
      remedy: () => inspection,
    },
    "tls-weak-signature": {
      message: (args) => `${certificateOf(args)}以 ${args.digest} 签名，OpenSSL 和 containerd 已不再接受。`,
      remedy: ({ issuer }) => `阿里云使用更强的摘要算法：将该域名排除在 ${issuer} 的 TLS 检查之外。`,
    },
    "ok:http": answered,
    "ok:package": ({ path, octets }) => `${path}，${octets} 字节`,
    "ok:realm": ({ realm }) => realm,
    "tls-root-missing": {
      message: (args) => `${certificateOf(args)}链到一个公共根证书，而本系统的 CA 库中没有它（${args.issuer}）。`,
      remedy: () => "更新 ca-certificates 软件包：CA 库比证书旧。",
    },
    "tls-intermediate-missing": {
      message: (args) => `${certificateOf(args)}没有附带 ${args.issuer} 的证书，缺少通向根证书的中间证书。`,
      remedy: ({ host }) => `请 ${host} 的运营方发送完整的证书链。`,
    },
    "tls-without-names": {
      message: (args) => `${certificateOf(args)}没有 subjectAltName，containerd 和 kubelet 不接受。`,
      remedy: ({ host }) => `重新签发 ${host} 的证书，在 subjectAltName 中写明名称。`,
    },
    "tls-authority-expired": {
      message: (args) =>
        `${args.host} 的证书之上第 ${args.depth} 级颁发机构 ${args.subject} 的证书已于 ${day(args.notAfter)} 过期。`,
      remedy: ({ host }) => `请 ${host} 的运营方发送颁发机构有效的证书链。`,
    },
    "tls-out-of-time-here": {
      message: (args) =>
        `${certificateOf(args)}在 ${args.said} 有效，那是 ${args.host} 给出的时间；本节点的时钟为 ${args.own}。`,
      remedy: () => setClock,
    },
    "service-denies": {
      message: (args) => `${at(args)} 是该服务，并按自己的规则拒绝本节点（状态 ${args.status}，${args.sign}）。`,
      remedy: () => "请其所有者在所指的策略或访问列表中放行本站点；网络路径是通的。",
    },
    "oss-other-endpoint": {
      message: (args) => `${at(args)} 是别处的 OSS：它要求访问 ${args.endpoint}。`,
      remedy: ({ host }) => `查明 ${host} 为何指向那里：DNS 服务器的回答，或 /etc/hosts 中的条目。`,
    },
    "package-not-told": {
      message: ({ path, status }) => `无法得知 ${path} 是否存在（状态 ${status}）。`,
      remedy: () => "稍后再试；若仍如此，检查谁可以读取该 bucket。",
    },
    "ntp-other-sender": {
      message: ({ host, address }) =>
        `向 ${address}（${host}）询问时间，应答却来自另一个地址；chrony 和 ntpd 会丢弃它。`,
      remedy: () => "让服务器从被询问的地址应答，或改用那个地址。",
    },
    "ntp-server-wrong": {
      message: ({ server, offsetMs, agree }) =>
        `${server} 偏差 ${span(offsetMs)}；本节点的时钟与 ${list(agree)} 一致。`,
      remedy: () => "不要改动本节点的时钟。修复该时间服务器，或改用其他服务器。",
    },
    "dns-tcp-blocked": {
      message: (args) => `${args.host}：应答超过 UDP 的长度，而 TCP 53 没有应答：${answers(args.answers)}。`,
      remedy: () => "在 UDP 53 之外，也放行本站点到 DNS 服务器的 TCP 53。",
    },
    "dns-aaaa-unanswered": {
      message: ({ server, names, seconds }) =>
        `${server} 不回答 ${list(names)} 的 IPv6 地址（AAAA）：程序的每次解析要多等 ${seconds} 秒。`,
      remedy: () => "让 DNS 服务器回答 AAAA 查询（空应答也可）；可能是防火墙丢弃了它们。",
    },
    "http-timed-out": {
      message: (args) => `${noAnswer(args, "连接能建立，但没有 HTTP 应答：")}。`,
      remedy: () => "过滤 HTTP 的防火墙或代为接受连接的代理拦住了请求；也可能丢弃了大报文。",
    },
    "http-closed": {
      message: (args) => `${at(args)}${some(args)} 没有应答就关闭了连接（${args.errno}）。`,
      remedy: ({ host }) => `检查 HTTP 的设备中断了它：在防火墙的应用过滤中放行 ${host}。`,
    },
    "http-malformed": {
      message: (args) => `${at(args)}${some(args)} 的应答不是 HTTP（${args.errno}）。`,
      remedy: ({ port }) => `TCP ${port} 上应答的是别的东西。`,
    },
    "http-proxy-answered": {
      message: (args) => `代理代替 ${args.host} 应答（${answered(args)}）。`,
      remedy: () => bypass,
    },
    "http-portal-page": {
      message: (args) => `认证门户或拦截页面代替 ${args.host} 应答（${answered(args)}）。`,
      remedy: () => bypass,
    },
    "http-not-the-service": {
      message: (args) => `${at(args)} 有应答，但不是 ${args.host} 的（${answered(args)}）。`,
      remedy: ({ host }) => `检查 ${host} 的域名和端口是否正确，以及是否有别的东西代为应答。`,
    },
    "http-server-error": {
      message: (args) => `${args.host} 以自身的错误应答（${answered(args)}）。`,
      remedy: () => "路径是通的，服务不正常。稍后重试，然后附上本报告提交工单。",
    },
    "package-not-found": { message: ({ path }) => `没有 ${path}。`, remedy: () => WHOLE_VERSION },
    "package-version-incomplete": {
      message: ({ version }) => `没有查找：${version} 不是完整版本。`,
      remedy: () => WHOLE_VERSION,
    },
    "realm-unexpected": {
      message: ({ host, realm, expected }) => `${host} 让客户端到 ${realm} 取令牌，而不是 ${list(expected)}。`,
      remedy: ({ realm }) => `也要为 ${realm} 配置路由并放行：拉取镜像需要来自那里的令牌。`,
    },
    "ok:api-server": ({ version }) => version,
    "api-server-not-given": {
      message: () => "没有询问：没有给出 API Server 的内网端点。",
      remedy: () => "给出 --api-server <地址>；它在控制台集群的“基本信息”页上。",
    },
    "api-server-not-ready": {
      message: (args) => `${at(args)} 处的 API Server 表示尚未就绪（状态 ${args.status}）。`,
      remedy: () => "路径是通的；等待集群就绪。",
    },
    "api-server-version-differs": {
      message: ({ version, expected }) => `API Server 的版本是 ${version}，不是 ${expected}。`,
      remedy: ({ version }) => `给出 --cluster-version ${version.replace(/^v/, "")}：端口和安装包取决于它。`,
    },
    "ok:ntp": ({ address, stratum, offsetMs, delayMs }) =>
      `${address}，层级 ${stratum}，时钟${clock(offsetMs)}，往返 ${ms(delayMs)}`,
    "ok:clock": ({ offsetMs, source }) => `${clock(offsetMs)}（依据 ${source}）`,
    "ok:clock-service": ({ service, offsetMs }) =>
      `${service} 已同步${offsetMs === undefined ? "" : `，时钟${clock(offsetMs)}`}`,
    "ntp-timed-out": {
      message: ({ host, address, attempts, timeoutMs }) =>
        `${host}（${address}）在 UDP 123 上没有应答：${times(attempts)}，每次 ${seconds(timeoutMs)}。`,
      remedy: ({ address }) => `放行本节点到 ${address} 的 UDP 123，或自行对时并使用 --self-host-ntp。`,
    },
    "ntp-unreachable": {
      message: ({ host, address, errno }) => `无法询问 ${host}（${address}）（${errno}）。`,
      remedy: ({ address }) => `为本节点配置到 ${address} 的路由，或自行对时并使用 --self-host-ntp。`,
    },
    "ntp-malformed": {
      message: ({ host, address }) => `${host}（${address}）发来的不是 NTP 应答。`,
      remedy: () => "途中有别的东西代替服务器应答 UDP 123。",
    },
    "ntp-kiss-of-death": {
      message: ({ host, address, kiss }) => `${host}（${address}）拒绝给出时间（kiss 代码 ${kiss}）。`,
      remedy: () => "该服务器限制询问频率：降低频率，或换一个。",
    },
    "ntp-local-clock": {
      message: ({ host, address, stratum }) =>
        `${host}（${address}）给出的是它自己时钟的时间（层级 ${stratum}），因为它没有时间源。`,
      remedy: () => "让该服务器能到达它自己的时间源：它的时钟会漂移，本节点也随之漂移。",
    },
    "ntp-denied": {
      message: ({ host, address, kiss }) => `${host}（${address}）不为本节点服务（kiss 代码 ${kiss}）。`,
      remedy: ({ host }) => `在 ${host} 上放行本节点的网段（chrony：allow，ntpd：restrict），或换一个。`,
    },
    "ntp-unsynchronised": {
      message: ({ host, address, stratum }) => `${host}（${address}）有应答，但自己没有时间（层级 ${stratum}）。`,
      remedy: () => "让该服务器能到达它自己的时间源，或换一个。",
    },
    "clock-skewed": {
      message: ({ offsetMs, source }) => `本节点的时钟${clock(offsetMs)}（依据 ${source}）。`,
      remedy: () => setClock,
    },
    "clock-far-off": {
      message: ({ offsetMs, source }) =>
        `本节点的时钟${clock(offsetMs)}（依据 ${source}）；超过 300 s 后，集群的证书和令牌在本节点上无效。`,
      remedy: () => setClock,
    },
    "clock-unknown": {
      message: () => "NTP 和服务都没有给出时间，因此无法比较时钟。",
      remedy: () => "先修复 NTP 或到服务的路径。",
    },
    "ntp-servers-disagree": {
      message: ({ readings }) =>
        `时间源互相矛盾：${list(readings.map(({ source, offsetMs }) => `依据 ${source} 时钟${clock(offsetMs)}`))}。`,
      remedy: () => "找出错误的时间源并排除；第三个时间源可以判定（--ntp-server）。",
    },
    "clock-service-unsynchronised": {
      message: ({ service }) => `${service} 在运行，但没有同步。`,
      remedy: () => "给它一个本节点能到达的时间源（chronyc sources）。",
    },
    "clock-service-not-found": {
      message: () => "没有本地时间服务应答（chronyd、ntpd、systemd-timesyncd）。",
      remedy: () => "安装并启动 chrony，使用站点自己的时间源。",
    },
    "ok:port-free": () => "空闲",
    "port-in-use": {
      message: (args) =>
        `${portText(args)} 被 ${holderText(args.holder)} 占用；${zh.portOwners[args.expected]} 需要它。`,
      remedy: ({ port, protocol }) =>
        `停止该程序或让它使用别的端口（ss -l${protocol === "tcp" ? "t" : "u"}np 'sport = :${port}'）。`,
    },
    "node-already-joined": {
      message: (args) => `${portText(args)} 被 ${holderText(args.holder)} 占用：本节点似乎已接入集群。`,
      remedy: () => "如果要接入另一个集群，请先运行 edgeadm reset。",
    },
    "port-not-checked": { message: (args) => `无法测试 ${portText(args)}（${args.errno}）。`, remedy: () => AS_ROOT },
    "ok:inbound-arrived": ({ reflector }) => `已收到来自 ${reflector} 的报文`,
    "ok:inbound-open": ({ reflector }) => `正在使用，并可从 ${reflector} 打开`,
    "inbound-timed-out": {
      message: (args) => `${args.reflector} 向本节点的 ${portText(args)} 发送，但没有任何报文到达。`,
      remedy: () => "放行从 VPC 到本节点的流量：防火墙入方向、安全组出方向，以及本节点自己的过滤规则。",
    },
    "inbound-refused": {
      message: (args) => `本节点正在监听 ${portText(args)}，${args.reflector} 却被拒绝。`,
      remedy: () => "找出从 VPC 来的路径上是什么在拒绝：这样的重置来自防火墙。",
    },
    "inbound-unreachable": {
      message: (args) => `${args.reflector} 被告知本节点的 ${portText(args)} 不可达。`,
      remedy: () => "在 VPC 路由表、转发路由器和 VBR 上配置返回数据中心网段的路由，并查看是什么拒绝了该端口。",
    },
    "inbound-large-lost": {
      message: (args) => `从 ${args.reflector} 到 ${portText(args)} 的小报文能到达，满长报文丢失。`,
      remedy: () => "让整条路径承载 1500 的 MTU，或为 Flannel 设置更小的 MTU。",
    },
    "inbound-translated": {
      message: (args) =>
        `${args.reflector} 看到的本节点是 ${args.source}：地址在途中被转换，因此从 VPC 不能到达 ${portText(args)}。`,
      remedy: () => "让数据中心网段经专线而不做源地址转换，并从 VPC 配置回程路由。",
    },
    "reflector-unheard": {
      message: ({ reflector, run, reached }) =>
        reached === undefined
          ? `${reflector} 处的反射端没有应答（运行 ${run}）。`
          : reached
            ? `${reflector} 处的反射端已应答，但应答丢失（运行 ${run}）。`
            : `运行 ${run} 没有任何请求到达 ${reflector} 处的反射端。`,
      remedy: () =>
        "确认它在运行、密钥相同、到它的 UDP 已放行、双方时钟相差不超过一分钟；然后合并它的日志：edge-preflight merge report.json reflector.log",
    },
    "reflector-inconclusive": {
      message: (args) => `${args.reflector} 无法测试 ${portText(args)}（${args.outcome}）。`,
      remedy: () => "查看反射端的日志，然后再运行一次。",
    },
    "inbound-not-verified": {
      message: ({ sources }) => `从节点上看不到；请对 ${list(sources) || "VPC 网段"} 开放。`,
      remedy: ({ nodes }) =>
        `在 VPC 中的一台主机上：${reflectorCommands(nodes, "<数据中心网段>")}；然后在这里，用 edge.key 的副本：--reflector <它的地址> --reflector-key-file edge.key`,
    },
    "ok:port-filter": ({ source }) => `放行来自 ${source} 的流量`,
    "port-filtered": {
      message: (args) =>
        `本节点自己的过滤规则丢弃来自 ${args.source} 的 ${portText(args)}${args.apiServer === undefined ? "" : `，包括来自 API Server ${args.apiServer} 的`}（${args.rule}）。`,
      remedy: (args) =>
        `在本节点的防火墙（nftables、iptables、firewalld 或 ufw）中放行来自 ${args.source} 的 ${portText(args)}。`,
    },
    "port-filter-unknown": {
      message: (args) => `无法判断本节点自己的过滤是否放行 ${portText(args)}：${filterDoubt(args.why)}。`,
      remedy: ({ why }) => filterDoubtRemedy(why),
    },
    "ok:route": ({ via, interface: name, source }) => `经 ${via}，${name}，源 ${source}`,
    "ok:gateway": ({ gateway }) => gateway,
    "ok:link": ({ name, mtu }) => `${name}，MTU ${mtu}`,
    "ok:nothing-found": () => "没有",
    "ok:output-filter": ({ destinations }) => `放行到 ${destinations} 个目的的连接`,
    "ok:host-name": ({ hostname }) => hostname,
    "ok:system": ({ system, kernel }) => `${system}，内核 ${kernel}`,
    "no-route": {
      message: ({ to }) => `本节点没有到 ${to} 的路由。`,
      remedy: () => "将默认路由，或到 VPC 和云服务的路由，指向核心交换机。",
    },
    "several-default-routes": {
      message: ({ interfaces, answersBy, strict, dropped }) =>
        `${list(interfaces)} 上都有默认路由；对云端的应答从 ${answersBy} 发出，而从其他接口进入的流量${strict.length > 0 ? `会被 ${list(strict)} 的反向路径过滤丢弃（至今 ${dropped} 个）` : "会沿有状态防火墙不认识的路径应答"}。`,
      remedy: ({ answersBy }) =>
        `只保留一条默认路由，或为 VPC 和云服务添加经 ${answersBy} 的路由，并让云端连接该接口的地址。`,
    },
    "traffic-redirected": {
      message: ({ destinations, rule }) => `本节点的一条规则可能将到 ${list(destinations)} 的连接转向别处（${rule}）。`,
      remedy: () => "删除该规则，或将 VPC 和 100.64.0.0/10 排除在外。",
    },
    "route-unknown": {
      message: ({ to, reason }) => `无法得知到 ${to} 的路由（${reason}）。`,
      remedy: () => "安装 iproute。",
    },
    "gateway-silent": {
      message: ({ gateway, interface: name }) => `网关 ${gateway} 在 ${name} 上没有应答（没有 ARP 应答）。`,
      remedy: () => "检查网线、VLAN 和交换机端口，以及网关地址。",
    },
    "gateway-unknown": {
      message: ({ gateway }) => `没有经 ${gateway} 发送过可以看出它是否应答的报文。`,
      remedy: () => "运行完整的预检。",
    },
    "link-unknown": {
      message: ({ name }) => `无法读取 ${name} 的 MTU。`,
      remedy: ({ name }) => `用此命令查看：ip link show ${name}。`,
    },
    "link-narrow": {
      message: ({ name, mtu }) => `${name} 的 MTU 为 ${mtu}；专线和 Flannel 按 1500 设计。`,
      remedy: ({ name }) => `将 ${name} 的 MTU 设为 1500，除非已知网络更窄。`,
    },
    "link-jumbo": {
      message: ({ name, mtu }) => `${name} 的 MTU 为 ${mtu}；专线承载 1500，更大的报文在途中应被拒绝而不是丢失。`,
      remedy: ({ name }) => `将 ${name} 的 MTU 设为 1500，或让每个防火墙放行 ICMP“需要分片”。`,
    },
    "link-errors": {
      message: ({ name, errors, packets }) => `${name} 在 ${packets} 个报文中有 ${errors} 个错误。`,
      remedy: () => "检查网线、光模块和交换机端口的双工设置。",
    },
    "overlay-on-cloud-range": {
      message: ({ names }) => `${list(names)} 的地址在 100.64.0.0/10 中，那是云服务的网段。`,
      remedy: () => "在本节点上停用该叠加网络（例如 Tailscale），或使其路由和过滤规则避开云服务的网段。",
    },
    "overlay-drops-cloud": {
      message: ({ rule }) => `本节点丢弃云服务返回的报文（${rule}）。`,
      remedy: () => "停用产生该规则的叠加网络（例如 Tailscale），或删除针对 100.64.0.0/10 的规则。",
    },
    "local-filter-drops": {
      message: ({ destinations, rule }) => `本节点自己的过滤规则丢弃到 ${list(destinations)} 的连接（${rule}）。`,
      remedy: () => "在本节点的 OUTPUT 规则中放行。",
    },
    "local-filter-unknown": {
      message: ({ why }) => `无法判断本节点自己的过滤是否放行连接：${filterDoubt(why)}。`,
      remedy: ({ why }) => filterDoubtRemedy(why),
    },
    "answers-filtered": {
      message: ({ destinations, rule }) => `本节点自己的过滤规则丢弃 ${list(destinations)} 的应答（${rule}）。`,
      remedy: () => "放行应答：在本节点的 INPUT 规则中先接受已建立的连接。",
    },
    "proxy-catches-cluster": {
      message: ({ ways }) =>
        `${ways.map(({ program, source, proxy, hosts }) => `${program} 将经代理 ${proxy} 访问 ${list(hosts)}（${source === "environment" ? "环境变量" : source}）`).join("；")}。`,
      remedy: ({ missing }) =>
        `在该处将 ${list(missing)} 加入 no_proxy 和 NO_PROXY，不要用 "*"（wget 和 curl 不识别）；或在接入时取消代理。`,
    },
    "route-overlaps-cluster": {
      message: ({ overlaps }) => `集群的网段在本节点上已被占用：${list(overlaps)}。`,
      remedy: () => "删除该路由或更换域名服务器；集群自己的网段只有重建集群才能改变。",
    },
    "host-name-invalid": {
      message: ({ hostname }) => `${hostname} 不能作为节点名：只能有小写字母、数字、“-”和“.”，且不能是 localhost。`,
      remedy: () => "更改主机名（hostnamectl set-hostname），或在接入命令中设置 nodeNameOverride。",
    },
    "host-name-on-loopback": {
      message: ({ hostname, address }) => `/etc/hosts 将 ${hostname} 指向 ${address}，接入程序会把它当作节点的地址。`,
      remedy: ({ hostname }) => `在 /etc/hosts 中为 ${hostname} 写上本节点自己的地址，或删除该行。`,
    },
    "system-unknown": {
      message: () => "没有 /etc/os-release，因此不知道操作系统。",
      remedy: () => "与 ACK Edge 文档中的列表核对。",
    },
    "system-not-listed": {
      message: ({ system }) => `${system} 不在受支持的操作系统之列；接入可能会被拒绝。`,
      remedy: () => "使用列表中的系统，例如 Ubuntu 22.04、Alibaba Cloud Linux 3 或 RHEL 9.3。",
    },
    "kernel-not-listed": {
      message: ({ system, kernel, kernels }) => `${system} 支持的内核是 ${list(kernels)}；本机是 ${kernel}。`,
      remedy: ({ kernels }) => `使用 ${list(kernels)} 的内核启动，或向阿里云确认此内核是否可用。`,
    },
    "resolv-conf-without-server": {
      message: ({ server }) => `/etc/resolv.conf 没有写明 DNS 服务器，C 库因此询问 ${server}。`,
      remedy: () => "在 /etc/resolv.conf 中写明站点的 DNS 服务器，或在本节点上运行 DNS 服务器。",
    },
    "resolv-conf-unknown": {
      message: ({ reason }) => `无法读取 /etc/resolv.conf（${reason}）。`,
      remedy: () => "使 /etc/resolv.conf 可读，或以 root 身份运行。",
    },
    "ok:resolv-conf": ({ servers }) => list(servers),
    "resolv-conf-line-ignored": {
      message: ({ lines, servers }) =>
        `C 库没有按其本意读取 /etc/resolv.conf 的${list(lines.map(({ line, text, why }) => `第 ${line} 行（"${text}"：${ignoredBecause[why]}）`))}；它询问的是 ${list(servers)}。`,
      remedy: () => '每个服务器单独一行，以 "nameserver" 开头，后跟一个空格和地址；不超过三个，使用 Unix 换行符。',
    },
    "system-not-for-cluster": {
      message: ({ system, cluster }) => `${system} 受支持，但不适用于集群版本 ${cluster}。`,
      remedy: () => "查看 ACK Edge 文档中按集群版本列出的操作系统。",
    },
    "leftovers-of-a-join": {
      message: ({ paths }) => `以前的接入留下了 ${list(paths)}。`,
      remedy: () => "再次接入之前运行 edgeadm reset。",
    },
    "dns-answer-stripped": {
      message: ({ server, names, others }) =>
        `${server} 对 ${list(names)} 不给出地址，而 ${list(others)} 给出：它去掉了 100.64.0.0/10 中的应答。`,
      remedy: () =>
        "将 aliyuncs.com 排除在它的 DNS 重绑定保护之外（Unbound 的 private-domain，dnsmasq 的 rebind-domain-ok）。",
    },
    "ok:tool": ({ path }) => path,
    "tool-missing": {
      message: ({ binaries, package: name }) =>
        `没有找到 ${binaries.join(" 或 ")}${name === undefined ? "" : `（软件包 ${name}）`}。`,
      remedy: ({ command, tool }) => (command === undefined ? `用本系统的包管理器安装 ${tool}。` : `运行：${command}`),
    },
    "tool-broken": {
      message: ({ binaries, package: name }) => `已安装软件包 ${name}，但没有找到 ${binaries.join(" 或 ")}。`,
      remedy: ({ package: name }) => `重新安装软件包 ${name}。`,
    },
    "tool-not-checked": {
      message: ({ tool, reason }) => `无法得知是否已安装 ${tool}（${reason}）。`,
      remedy: () => AS_ROOT,
    },
    "prerequisite-failed": {
      message: ({ needs }) => `未判定：需要 ${needs}`,
      remedy: ({ needs }) => `先修复 ${needs}。`,
    },
    "not-asked-for": { message: () => "按设置不做。", remedy: () => "无需处理。" },
    "deadline-exceeded": {
      message: ({ deadlineMs }) => `未能在 --deadline 的 ${seconds(deadlineMs)} 内完成。`,
      remedy: () => "用 --deadline 给出更多时间。",
    },
    interrupted: { message: () => "运行被中断时尚未完成。", remedy: () => "再运行一次。" },
    "machine-too-busy": {
      message: () => "未知：本服务器过于繁忙，工具未能读取应答。",
      remedy: () => "请在服务器负载降低后再运行一次；`uptime` 显示其负载。",
    },
    "internal-error": {
      message: ({ error }) => `edge-preflight 自身在此失败（${error}）。`,
      remedy: () => "请附上 JSON 报告反馈；这是工具的问题，不是网络的问题。",
    },
  },
  assumptions: {
    "registry-ranges": ({ region }) => `没有 ${region} 的镜像仓库文档网段；预期在 100.64.0.0/10 之内`,
    "oss-ranges": ({ region }) => `没有 ${region} 的 OSS 文档网段；预期在 100.64.0.0/10 之内`,
    "cluster-version": () => "集群版本为 1.26 或更高（--cluster-version）",
    "network-plugin": () => "网络插件为 Flannel（--network-plugin）",
  },
  setElsewhere: ({ option, values, place }) => `--${option} ${list(values)}（${place}）`,
  groups: {
    dns: "DNS",
    "control-plane": "管控",
    oss: "对象存储（OSS）",
    registry: "镜像仓库",
    "api-server": "API Server",
    ntp: "时间（NTP）",
    inbound: "入方向端口",
    tools: "系统工具",
    host: "主机",
  },
  statuses: {
    pass: "通过",
    fail: "失败",
    warn: "警告",
    unverified: "未验证",
    blocked: "受阻",
    skipped: "跳过",
  },
  verdicts: {
    ready: "就绪：本服务器可以接入集群",
    "not-ready": "未就绪：本服务器不能接入集群",
    incomplete: "未完成：运行没有结束",
  },
  answers: {
    inTheWay: (verdict, { title, percent, more }) =>
      `${VERDICT_WORDS[verdict]}：${title}（${percent} %）${more === 0 ? "" : `，另有 ${more} 处`}`,
    failed: (verdict, { checks }) => `${VERDICT_WORDS[verdict]}：${checks} 项检查失败，见下文`,
    unexplained: (verdict, { checks }) => `${VERDICT_WORDS[verdict]}：${checks} 项检查失败，已知故障均不能很好地解释`,
  },
  phrases: {
    device: ({ device, at }) => (at === undefined ? device : `${device}（${at}）`),
    sure: ({ verdict, percent }) => `${verdict}，${percent} %`,
    alternative: ({ device, percent, title }) => `${device}，${percent} %${title === undefined ? "" : `：${title}`}`,
    about: ({ what, text }) => `${what}：${text}`,
    cause: ({ kind, what, text }) => `${kind}，${what}：${text}`,
    firstAndMore: ({ first, more }) => (more === 0 ? first : `${first} 等 ${more + 1} 项`),
    moreMessages: (count) => `（另有 ${count} 条）`,
    clauses: (all) => all.join("；"),
  },
  shortGroups: {
    dns: "DNS",
    "control-plane": "管控",
    oss: "OSS",
    registry: "镜像仓库",
    "api-server": "API Server",
    ntp: "时间",
    inbound: "入方向",
    tools: "工具",
    host: "主机",
  },
  actionOwners: {
    server: "在本服务器上",
    dns: "DNS 团队",
    network: "网络团队",
    firewall: "防火墙团队",
    cloud: "云团队",
    service: "服务的负责人",
  },
  devices: {
    node: "本节点",
    dns: "DNS 服务器",
    "core-switch": "核心交换机",
    firewall: "数据中心防火墙",
    vbr: "VBR",
    "ecr-cen": "ECR 或 CEN 转发路由器",
    "vpc-route-table": "VPC 路由表",
    "security-group": "VPC 安全组",
    service: "服务",
  },
  shortDevices: {
    node: "节点",
    dns: "DNS",
    "core-switch": "交换机",
    firewall: "防火墙",
    vbr: "VBR",
    "ecr-cen": "ECR/CEN",
    "vpc-route-table": "VPC",
    "security-group": "安全组",
    service: "服务",
  },
  purposes: {
    "control-plane": "容器服务管控",
    "install-packages": "安装包：edgeadm、kubelet、CNI、运行时、edgehub",
    "registry-auth": "拉取镜像的令牌",
    "registry-auth-enterprise": "拉取镜像的令牌（企业版）；不是每个地域都有",
    "image-layers": "镜像层",
    "registry-personal": "镜像仓库（个人版）",
    "registry-add-ons": "系统组件的镜像仓库",
    "api-server": "集群的 API Server",
    ntp: "时间",
    "vpc-resolvers": "VPC 的解析服务器，供本地 DNS 服务器使用",
  },
  portOwners: {
    kubelet: "kubelet",
    "kubelet-read-only": "kubelet（只读）",
    "node-exporter": "Node-Exporter",
    "gpu-exporter": "GPU Exporter",
    flannel: "Flannel（VXLAN）",
  },
  labels: {
    node: "节点",
    kernel: "内核",
    site: "站点",
    cluster: "集群",
    currentVersion: "1.26 或更高",
    dnsServers: "DNS 服务器",
    none: "无",
    run: "运行",
    assumed: "假定",
    catalogueOf: "端点数据日期",
    redacted: ({ hostNames, macAddresses, addresses }) =>
      `已隐去：${hostNames} 个主机名，${macAddresses} 个 MAC 地址，${addresses} 个 IP 地址`,
    fixed: "已修复",
    broken: "新失败",
    stillFailing: "仍然失败",
    changed: "其他变化",
    newAddresses: "地址变化",
    slower: "变慢",
    unchanged: "没有变化。",
    absent: "不存在",
    sinceLastRound: "与上一轮相比：",
    waiting: (round, counts, pauseS, leftS) =>
      `第 ${round} 轮：未就绪（${counts}）；${pauseS} s 后再试，还剩 ${leftS} s`,
    findings: "结论",
    status: "状态",
    check: "检查",
    result: "结果",
    filter: "筛选",
    madeBy: "由 edge-preflight 生成。本页不从别处加载任何内容。",
    parts: { suspect: "最可能有问题", alternative: "无法与之区分" },
    checks: "检查",
    cause: "原因",
    device: "设备",
    remedy: "处理",
    notVerified: "未验证：",
    paths: "路径",
    pathReached: "已到达",
    pathSilent: "没有应答",
    pathSilentBeyond: (address) => `${address} 之后没有应答`,
    pathEndedBy: (address) => `被 ${address} 终止`,
    against: "反证",
    confirm: "确认",
    orElse: "或者",
    fault: "故障",
    fix: "处理",
    settle: "确认",
    why: "依据",
    mends: "解决",
    mendsChecks: ({ failing, waiting }) =>
      `${failing} 项失败的检查${waiting === 0 ? "" : `，以及等待它们的 ${waiting} 项`}`,
    also: "另外",
    warning: "警告",
    toVerify: "验证方法",
    hint: "--verbose 显示每一项检查；--save report.html 生成可附在工单中的页面",
    actions: "各方要做的事",
    actionsAbout: ({ host, region, run }) => `服务器 ${host}，将接入 ${region} 的 ACK Edge 集群（运行 ${run}）。`,
    looksLike: "表现",
    means: "含义",
    forExample: "例如",
    standsFor: "对应",
    planFor: "为 ACK Edge，网络必须路由和放行的内容，地域",
    planDirections: "出方向为节点到云，入方向为云到节点。",
    endpoints: "节点要连接的端点",
    inbound: "云上要连接的端口",
    from: "来自",
    noRanges: "没有文档网段，在 100.64.0.0/10 之内",
    publicAddress: "公网地址",
    notDocumented: (region, what) =>
      `参考文档没有给出 ${region} 的${what === "oss" ? " OSS " : "镜像仓库"}网段；地址应在 100.64.0.0/10 之内。`,
    optional: "可选",
    direction: "方向",
    kind: "类型",
    setting: "设置",
    protocol: "协议",
    source: "源",
    destination: "目的",
    ports: "端口",
    exampleFor: (syntax) => `${syntax} 语法的示例，使用前请审阅：`,
    directions: { outbound: "出方向", inbound: "入方向" },
    kinds: { route: "路由", allow: "放行", bgp: "BGP" },
  },
  settings: {
    addressesOf: (host) => `${host} 的地址`,
    "route-to-cloud": ({ destination, via, wide }) => `将 ${destination} 路由到${via}。${wide ? COVERED : ""}`,
    "route-to-site": ({ destination, via }) => `将 ${destination} 的回程路由指向${via}。`,
    "bgp-containers": ({ destination }) =>
      `在本交换机和接入交换机上与节点配置 BGP（TCP 179），以便 Terway Edge 通告 ${destination}。`,
    "vpc-routes-by-itself": ({ destination }) => `无需设置：VPC 自身路由到 ${destination}。`,
    "allow-to-cloud": ({ destination, wide }) => `放行节点到 ${destination}。${wide ? COVERED : ""}`,
    "allow-service": ({ service, destination, ports }) => `放行节点到 ${destination}，${ports}（${service}）。`,
    "allow-from-cloud": ({ source, destination, ports, fineGrained }) =>
      `放行 ${source} 到 ${destination}，${fineGrained ? ports : `至少 ${ports}`}。`,
    "allow-flannel": ({ source, destination }) => `放行 UDP 8472（Flannel），从 ${source} 到 ${destination}。`,
    "allow-site": ({ source, ports, fineGrained }) => `放行 ${source} 进入，${fineGrained ? ports : `至少 ${ports}`}。`,
  },
  nextHops: {
    vbr: " VBR",
    "ecr-cen-or-vpc": " ECR、CEN 实例或 VPC",
    vpc: " VPC",
    servers: "服务器",
    "core-switch": "核心交换机（经过防火墙）",
    "ecr-cen": " ECR 或 CEN 实例",
  },
  misconfigurations: ZH_MISCONFIGURATIONS,
  commandLine: ZH_COMMAND_LINE,
  evidence: {
    "walk-ends": ({ destination, last, ttl }) => `到 ${destination} 的报文：${last}（第 ${ttl} 跳）有应答，之后没有`,
    "walk-silent": ({ destination }) => `到 ${destination} 的报文：没有任何一跳应答`,
    signed: ({ destination, address, code }) => `${address} 自己对到 ${destination} 的报文说：${ICMP_CODES[code]}`,
    "reset-from-nearer": ({ destination, routers, whole }) =>
      `以 ${destination} 名义的重置来自 ${routers} 个路由器之外，而目的在 ${whole} 个之外`,
    refused: ({ destination }) => `${destination} 拒绝连接`,
    "same-path-works": ({ destination }) => `${destination} 经同一路径有应答`,
    "no-answer": ({ destination }) => `${destination} 没有应答`,
    unreachable: ({ destination }) => `${destination} 被报告为不可达`,
    "hop-answers": ({ address }) => `${address} 对自己的地址有应答`,
    "echo-answers": ({ address }) => `${address} 对 ping 有应答`,
    "hop-silent": ({ address }) => `${address} 对自己的地址没有应答`,
    "local-error": ({ destination }) => `到 ${destination} 的报文没有离开本节点`,
    stalls: ({ destination }) => `${destination} 打开连接，之后再无数据`,
    intercepted: ({ destination }) => `${destination} 处的证书来自不受信任的签发者`,
    "large-lost": ({ destination, backward }) =>
      `${backward ? "来自" : "到"} ${destination} 的满长报文丢失，小报文能通过`,
    "data-ends": ({ destination, ttl }) =>
      `到 ${destination} 的数据${ttl === undefined ? "在途中丢失" : `止于第 ${ttl} 跳`}`,
    "name-fails": ({ server }) => `${server} 不能解析云上的域名`,
    "server-answers": ({ server }) => `${server} 本身正常：无需转发的查询有应答`,
    "off-path": ({ destination, address, ttl }) =>
      `到 ${destination} 的报文到了 ${address}（第 ${ttl} 跳），它不在正常的路径上`,
    "answer-misplaced": ({ name, addresses }) => `${name} 解析为 ${addresses}，云服务不在这些地址上`,
    "own-route": ({ destination }) => `本节点发往 ${destination} 的报文走的不是通向其网关的链路`,
    "reflected-lost": ({ reflector, port }) => `${reflector} 发往本节点 ${port} 的报文没有到达`,
    "reflected-rejected": ({ reflector, port }) => `本节点正在监听 ${port}，${reflector} 却被拒绝`,
    "reflected-large-lost": ({ reflector, port }) => `从 ${reflector} 到 ${port} 的满长报文丢失，小报文能到达`,
    "reflected-arrives": ({ reflector, port }) => `${reflector} 发往 ${port} 的报文能到达`,
    "reverse-ends": ({ reflector, last, ttl }) =>
      `从 ${reflector} 返回的路径：${last}（从那里数第 ${ttl} 跳）有应答，离本节点更近的没有`,
    "reverse-signed": ({ reflector, address, code }) =>
      `${address} 自己对 ${reflector} 说到本节点的报文：${ICMP_CODES[code]}`,
    "reverse-silent": ({ reflector }) => `从 ${reflector} 返回的路径上没有任何一跳应答`,
    "answer-lost": ({ reflector }) => `请求能到达 ${reflector}，它的应答回不来`,
    "service-from-vpc": ({ service, reflector, open }) =>
      `从 ${reflector} 看，${service} ${open ? "是开放的" : "也打不开"}`,
  },
  owners: {
    node: "在本节点上",
    network: "网络团队",
    firewall: "防火墙团队",
    cloud: "云团队",
    dns: "DNS 团队",
  },
  findingVerdicts: {
    confirmed: "已证实",
    likely: "很可能",
    ambiguous: "不确定",
    unexplained: "无法解释",
  },
};

function filterDoubt(why: FilterDoubt): string {
  switch (why.kind) {
    case "permission":
      return "只有 root 能读取其规则";
    case "unread":
      return `无法读取其 ${why.what} 规则`;
    case "rule":
      return `取决于此处不知道的条件：${why.rule}`;
  }
}

function filterDoubtRemedy(why: FilterDoubt): string {
  switch (why.kind) {
    case "permission":
      return "以 root 身份运行以便读取规则。";
    case "unread":
      return why.missing === undefined
        ? `用此命令查看：${FILTER_COMMANDS[why.what]}。`
        : `安装 ${why.missing} 以便读取规则，然后重新运行。`;
    case "rule":
      return "查看该规则，并在它之前加一条放行此流量的规则。";
  }
}
