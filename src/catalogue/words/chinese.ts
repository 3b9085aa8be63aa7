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

/** Pieces of Chinese sentences that several of them share. */

type Connection = Messages["connect-timed-out"];
type Certificate = Messages["tls-expired"];
type HttpAnswer = Messages["ok:http"];
const ALL_OF = new Intl.ListFormat("zh-CN", { type: "conjunction", style: "narrow" });
const ONE_OF = new Intl.ListFormat("zh-CN", { type: "disjunction" });
const NUMBER = new Intl.NumberFormat("zh-CN");
export const list = (items: readonly string[]) => ALL_OF.format(items);
/** With the blanks that Chinese text puts between its own characters and Latin ones. */
export const either = (items: readonly string[]) =>
  ONE_OF.formatToParts(items)
    .map(({ type, value }) => (type === "literal" && value !== "、" ? ` ${value} ` : value))
    .join("");
export const number = (value: number) => NUMBER.format(value);
export const ignoredBecause = {
  keyword: "该词必须在行首，其后是空格或制表符",
  address: "其后不是地址",
  "too-many": "已超过三个",
} as const;
export const times = (count: number) => `${count} 次尝试`;
export const span = (offsetMs: number) => {
  const off = Math.abs(offsetMs);
  if (off < 1000) return `${Math.round(off)} ms`;
  if (off < 300_000) return seconds(off);
  if (off < 7_200_000) return `${Math.round(off / 60_000)} 分钟`;
  return off < 172_800_000 ? `${(off / 3_600_000).toFixed(1)} 小时` : `${Math.round(off / 86_400_000)} 天`;
};
export const clock = (offsetMs: number) =>
  Math.round(offsetMs) === 0 ? "准确" : `${offsetMs > 0 ? "慢" : "快"} ${span(offsetMs)}`;
export const clockSource = ({ by, host }: ClockSource) => (by === "ntp" ? `NTP ${host}` : `${host} 的 HTTP Date`);
export const some = ({ failed, asked }: Connection) => (asked > 1 ? `（${asked} 个地址中的 ${failed} 个）` : "");
export const REFUSALS: Record<TlsAlert, string> = {
  version: "所提供的 TLS 版本它都不支持",
  "client-certificate": "它要求客户端证书",
  name: "它不认识该域名",
  "nothing-in-common": "所提供的它都不接受，或要求客户端证书",
  access: "它不允许本节点访问",
};
export const refusal = ({ alert }: { alert?: TlsAlert }) => (alert === undefined ? "未说明原因" : REFUSALS[alert]);
export const OUTCOMES: Partial<Record<Outcome | "not-asked", string>> = {
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
export const said = ({ server, outcome, addresses }: ResolverAnswer) =>
  `${server}：${outcome === "answer" ? list(addresses) : (OUTCOMES[outcome] ?? outcome)}`;
export const answers = (all: ResolverAnswer[]) => all.map(said).join("；") || "没有配置 DNS 服务器";
export const named = ({ host, answers: all }: Messages["dns-nxdomain"], what: string) =>
  `${host} ${what}（${answers(all)}）。`;
export const noAnswer = (args: Connection, what: string) =>
  `${what}${at(args)}${some(args)}，${times(args.attempts)}，每次 ${seconds(args.timeoutMs)}`;
export const allow = ({ address, port }: Connection) =>
  `放行本节点到 ${address} 的 TCP ${port}，并检查专线上的每个设备都有去程和回程路由。`;
export const inspection =
  "如果防火墙在此解密 TLS，请将该域名排除在外；如果签发者是阿里云自己的，请更新系统的 CA 证书（软件包 ca-certificates）。";
export const setClock = "校准本节点的时钟（chronyc makestep），并确认时间服务在运行。";
export function signText(sign: HttpSign): string {
  switch (sign.kind) {
    case "said":
      return sign.text;
    case "server":
      return sign.value === undefined ? "没有 Server 头" : `Server ${sign.value}`;
    case "page":
      return `页面“${sign.title}”`;
    case "redirect":
      return `重定向到 ${sign.to}`;
    case "status":
      return `状态 ${sign.status}`;
    case "not-of":
      return `没有 ${sign.service} 的响应头`;
  }
}
export const answered = ({ status, sign }: HttpAnswer) =>
  sign.kind === "status" ? signText(sign) : `状态 ${status}，${signText(sign)}`;
export const SHOWN_NAMES = 3;
export const firstOf = (names: readonly string[]) =>
  names.length === 0
    ? "没有任何名称"
    : list(names.slice(0, SHOWN_NAMES)) + (names.length > SHOWN_NAMES ? ` 等 ${names.length} 个` : "");
export const certificateOf = ({ subject }: Certificate) => `证书（${subject}）`;
export const bypass = "将阿里云的内网域名和网段排除在代理或认证门户之外，让节点的流量原样通过。";
export const forward = (host: string) =>
  `让本地 DNS 服务器将 ${host} 转发到 VPC 的 DNS 服务器（100.100.2.136、100.100.2.138），或通过 PrivateZone 解析。`;
export const WHOLE_VERSION = "按控制台显示的完整版本给出 --cluster-version，例如 1.30.7-aliyun.1。";
export const AS_ROOT = "以 root 身份运行。";
export const holderText = (holder: string) =>
  holder === "unknown" ? "当前用户无权查看的程序" : holder === "kernel" ? "内核" : holder;
export const ICMP_CODES = { net: "没有路由", host: "主机不可达", prohibited: "被禁止" };
export const COVERED = "100.64.0.0/10 覆盖云服务的所有文档网段。";
export const VERDICT_WORDS = { ready: "就绪", "not-ready": "未就绪", incomplete: "未完成" } as const;
export function filterDoubt(why: FilterDoubt): string {
  switch (why.kind) {
    case "permission":
      return "只有 root 能读取其规则";
    case "unread":
      return `无法读取其 ${why.what} 规则`;
    case "rule":
      return `取决于此处不知道的条件：${why.rule}`;
  }
}
export function filterDoubtRemedy(why: FilterDoubt): string {
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

export const UNITS = { milliseconds: "（毫秒）", seconds: "（秒）", minutes: "（分钟）", times: "" };
export const FILES: Record<FileKind, string> = {
  report: "以 JSON 保存的报告",
  log: "edge-preflight reflector 输出的内容",
  key: "由 reflector --new-key 生成的文件",
  settings: "YAML 或 JSON 文件",
  "join-command": "控制台的接入命令，原样粘贴",
  cluster: "aliyun cs GET /clusters/<id> 的输出",
  reports: "以 JSON 保存的报告、其所在目录，或用 - 表示标准输入",
  inventory: "文本文件，每行一个主机名或地址",
  labels: "带表头的 CSV 文件，第一列为主机",
  cloud: "云 API 的 JSON 应答，例如 plan --cloud-commands 的脚本写出的目录",
};
export const roots = (problem: RootsProblem) =>
  problem === "no-certificate"
    ? "其中没有证书"
    : problem === "malformed-certificate"
      ? "其中有格式错误的证书"
      : `无法读取（${problem.errno}）`;
export function holdsLookAlike({ found, code, meant }: LookAlike): string {
  return meant === "" ? `含有不可见字符（${code}）` : `含有 '${found}'（${code}），应为 '${meant}'`;
}

/** 引用云上配置时的叫法。 */
export function cloudExport({ files, exportedAt }: CloudSource): string {
  return exportedAt === undefined ? `云上导出（${files}）` : `${exportedAt} 的云上导出（${files}）`;
}

const CLOUD_STATES = {
  "not-attached": "未连接",
  "not-associated": "未关联路由表",
  "no-listener": "没有监听",
};

/** API 自己有说法时用 API 的说法。 */
export function cloudState({ own, said }: CloudState): string {
  return own === undefined ? said : CLOUD_STATES[own];
}

/** 云 API 应答中某处应有的内容。 */
export const CLOUD_VALUES: Record<CloudValue, string> = {
  text: "文本",
  word: "单词",
  id: " ID",
  ip: " IP 地址",
  block: "网段",
  flag: " true 或 false",
  number: "整数",
  ports: "端口范围",
  time: "时间，例如 2026-01-31T08:00:00Z",
  list: "列表",
  object: "对象",
  json: "文本形式的 JSON",
};

export const CLOUD_PARTS = { region: "地域", vpc: " VPC ", "api-server": " API Server " };

export const PULL_STEPS = {
  manifest: "清单来自的",
  token: "令牌来自的",
  layer: "镜像层来自的",
  storage: "镜像层存储",
} as const;

export function startReflector(nodes: readonly string[], containers?: string): string {
  return `在 VPC 中的一台主机上：${reflectorCommands(nodes, "<数据中心网段>", containers)}；然后在这里，用 edge.key 的副本：--reflector <它的地址> --reflector-key-file edge.key`;
}
