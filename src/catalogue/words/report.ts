import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeepSpoken } from "./spoken.ts";
import type { Words } from "./words.ts";

/** What every form of a report says around its checks and findings. */
export const REPORT: DeepSpoken<
  Pick<
    Words,
    | "assumptions"
    | "setElsewhere"
    | "atAttempt"
    | "groups"
    | "shortGroups"
    | "statuses"
    | "verdicts"
    | "answers"
    | "findingVerdicts"
    | "phrases"
    | "devices"
    | "shortDevices"
    | "actionOwners"
    | "owners"
  >
> = {
  assumptions: {
    "registry-ranges": {
      en: ({ region }) => `no registry ranges are documented for ${region}; 100.64.0.0/10 is expected`,
      zh: ({ region }) => `没有 ${region} 的镜像仓库文档网段；预期在 100.64.0.0/10 之内`,
    },
    "oss-ranges": {
      en: ({ region }) => `no OSS ranges are documented for ${region}; 100.64.0.0/10 is expected`,
      zh: ({ region }) => `没有 ${region} 的 OSS 文档网段；预期在 100.64.0.0/10 之内`,
    },
    "cluster-version": {
      en: () => "the cluster's version is 1.26 or later (--cluster-version)",
      zh: () => "集群版本为 1.26 或更高（--cluster-version）",
    },
    "network-plugin": {
      en: () => "the network plug-in is Flannel (--network-plugin)",
      zh: () => "网络插件为 Flannel（--network-plugin）",
    },
  },
  atAttempt: {
    en: ({ text, attempts }) => `${text} (only at attempt ${attempts})`,
    zh: ({ text, attempts }) => `${text}（第 ${attempts} 次尝试才应答）`,
  },
  setElsewhere: {
    en: ({ option, values, place }) => `--${option} ${en.list(values)} (${place})`,
    zh: ({ option, values, place }) => `--${option} ${zh.list(values)}（${place}）`,
  },
  groups: {
    dns: { en: "DNS", zh: "DNS" },
    "control-plane": { en: "Control plane", zh: "管控" },
    oss: { en: "Object storage (OSS)", zh: "对象存储（OSS）" },
    registry: { en: "Image registry", zh: "镜像仓库" },
    "api-server": { en: "API server", zh: "API Server" },
    ntp: { en: "Time (NTP)", zh: "时间（NTP）" },
    inbound: { en: "Inbound ports", zh: "入方向端口" },
    tools: { en: "System tools", zh: "系统工具" },
    host: { en: "Host", zh: "主机" },
    line: { en: "Line", zh: "专线" },
    own: { en: "Own endpoints", zh: "自有端点" },
  },
  shortGroups: {
    dns: { en: "DNS", zh: "DNS" },
    "control-plane": { en: "control plane", zh: "管控" },
    oss: { en: "OSS", zh: "OSS" },
    registry: { en: "registry", zh: "镜像仓库" },
    "api-server": { en: "API server", zh: "API Server" },
    ntp: { en: "time", zh: "时间" },
    inbound: { en: "inbound", zh: "入方向" },
    tools: { en: "tools", zh: "工具" },
    host: { en: "host", zh: "主机" },
    line: { en: "line", zh: "专线" },
    own: { en: "own", zh: "自有" },
  },
  statuses: {
    pass: { en: "pass", zh: "通过" },
    fail: { en: "FAIL", zh: "失败" },
    warn: { en: "warn", zh: "警告" },
    unverified: { en: "unverified", zh: "未验证" },
    blocked: { en: "blocked", zh: "受阻" },
    skipped: { en: "skipped", zh: "跳过" },
  },
  verdicts: {
    ready: { en: "READY: this server can join the cluster", zh: "就绪：本服务器可以接入集群" },
    "not-ready": { en: "NOT READY: this server cannot join the cluster", zh: "未就绪：本服务器不能接入集群" },
    incomplete: { en: "INCOMPLETE: the run did not finish", zh: "未完成：运行没有结束" },
  },
  answers: {
    inTheWay: {
      en: (verdict, { title, percent, more }) =>
        `${en.VERDICT_WORDS[verdict]}: ${title} (${percent} %)${more === 0 ? "" : `, and ${more} more`}`,
      zh: (verdict, { title, percent, more }) =>
        `${zh.VERDICT_WORDS[verdict]}：${title}（${percent} %）${more === 0 ? "" : `，另有 ${more} 处`}`,
    },
    failed: {
      en: (verdict, { message, more }) =>
        `${en.VERDICT_WORDS[verdict]}: ${message}${more === 0 ? "" : ` (and ${more} more failed)`}`,
      zh: (verdict, { message, more }) =>
        `${zh.VERDICT_WORDS[verdict]}：${message}${more === 0 ? "" : `（另有 ${more} 项失败）`}`,
    },
    notVerified: {
      en: (verdict, { checks }) =>
        `${en.VERDICT_WORDS[verdict]}: nothing failed, but ${checks === 1 ? "1 required check is" : `${checks} required checks are`} not verified or warn (--strict)`,
      zh: (verdict, { checks }) =>
        `${zh.VERDICT_WORDS[verdict]}：没有失败，但有 ${checks} 项必需的检查未验证或有警告（--strict）`,
    },
    unexplained: {
      en: (verdict, { checks }) =>
        `${en.VERDICT_WORDS[verdict]}: ${checks === 1 ? "a check" : `${checks} checks`} failed, and no known fault explains it well`,
      zh: (verdict, { checks }) => `${zh.VERDICT_WORDS[verdict]}：${checks} 项检查失败，已知故障均不能很好地解释`,
    },
  },
  findingVerdicts: {
    confirmed: { en: "confirmed", zh: "已证实" },
    likely: { en: "likely", zh: "很可能" },
    ambiguous: { en: "ambiguous", zh: "不确定" },
    unexplained: { en: "unexplained", zh: "无法解释" },
  },
  phrases: {
    device: {
      en: ({ device, at }) => (at === undefined ? device : `${device} (${at})`),
      zh: ({ device, at }) => (at === undefined ? device : `${device}（${at}）`),
    },
    sure: {
      en: ({ verdict, percent }) => `${verdict}, ${percent} %`,
      zh: ({ verdict, percent }) => `${verdict}，${percent} %`,
    },
    alternative: {
      en: ({ device, percent, title }) => `${device}, ${percent} %${title === undefined ? "" : `: ${title}`}`,
      zh: ({ device, percent, title }) => `${device}，${percent} %${title === undefined ? "" : `：${title}`}`,
    },
    about: { en: ({ what, text }) => `${what}: ${text}`, zh: ({ what, text }) => `${what}：${text}` },
    cause: {
      en: ({ kind, what, text }) => `${kind}, ${what}: ${text}`,
      zh: ({ kind, what, text }) => `${kind}，${what}：${text}`,
    },
    firstAndMore: {
      en: ({ first, more }) => (more === 0 ? first : `${first} and ${more} more`),
      zh: ({ first, more }) => (more === 0 ? first : `${first} 等 ${more + 1} 项`),
    },
    moreMessages: { en: (count) => ` (and ${count} more)`, zh: (count) => `（另有 ${count} 条）` },
    hop: {
      en: ({ destination, ttl, address, time }) =>
        `to ${destination}: hop ${ttl}, ${address}${time === undefined ? "" : `, ${time}`}`,
      zh: ({ destination, ttl, address, time }) =>
        `到 ${destination}：第 ${ttl} 跳，${address}${time === undefined ? "" : `，${time}`}`,
    },
    clauses: {
      en: (all) => all.map((each, index) => (index < all.length - 1 ? each.replace(/\.$/, "") : each)).join("; "),
      zh: (all) => all.map((each, index) => (index < all.length - 1 ? each.replace(/。$/, "") : each)).join("；"),
    },
  },
  devices: {
    node: { en: "this node", zh: "本节点" },
    dns: { en: "DNS server", zh: "DNS 服务器" },
    "core-switch": { en: "core switch", zh: "核心交换机" },
    firewall: { en: "data-centre firewall", zh: "数据中心防火墙" },
    vbr: { en: "VBR", zh: "VBR" },
    "ecr-cen": { en: "ECR or CEN transit router", zh: "ECR 或 CEN 转发路由器" },
    "vpc-route-table": { en: "VPC route table", zh: "VPC 路由表" },
    "security-group": { en: "VPC security group", zh: "VPC 安全组" },
    service: { en: "service", zh: "服务" },
  },
  shortDevices: {
    node: { en: "node", zh: "节点" },
    dns: { en: "DNS", zh: "DNS" },
    "core-switch": { en: "switch", zh: "交换机" },
    firewall: { en: "firewall", zh: "防火墙" },
    vbr: { en: "VBR", zh: "VBR" },
    "ecr-cen": { en: "ECR/CEN", zh: "ECR/CEN" },
    "vpc-route-table": { en: "VPC", zh: "VPC" },
    "security-group": { en: "SG", zh: "安全组" },
    service: { en: "service", zh: "服务" },
  },
  actionOwners: {
    server: { en: "On this server", zh: "在本服务器上" },
    dns: { en: "DNS team", zh: "DNS 团队" },
    network: { en: "Network team", zh: "网络团队" },
    firewall: { en: "Firewall team", zh: "防火墙团队" },
    cloud: { en: "Cloud team", zh: "云团队" },
    service: { en: "Who runs the service", zh: "服务的负责人" },
  },
  owners: {
    node: { en: "on this node", zh: "在本节点上" },
    network: { en: "network team", zh: "网络团队" },
    firewall: { en: "firewall team", zh: "防火墙团队" },
    cloud: { en: "cloud team", zh: "云团队" },
    dns: { en: "DNS team", zh: "DNS 团队" },
  },
};
