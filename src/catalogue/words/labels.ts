import type { DeepSpoken } from "./spoken.ts";
import type { Words } from "./words.ts";

/** Headings, column heads and other single words. */
export const LABELS: DeepSpoken<Words["labels"]> = {
  node: { en: "node", zh: "节点" },
  kernel: { en: "kernel", zh: "内核" },
  site: { en: "site", zh: "站点" },
  cluster: { en: "cluster", zh: "集群" },
  currentVersion: { en: "1.26 or later", zh: "1.26 或更高" },
  dnsServers: { en: "DNS servers", zh: "DNS 服务器" },
  none: { en: "none", zh: "无" },
  run: { en: "run", zh: "运行" },
  assumed: { en: "assumed", zh: "假定" },
  catalogueOf: { en: "endpoint data of", zh: "端点数据日期" },
  redacted: {
    en: ({ hostNames, macAddresses, addresses }) =>
      `redacted: ${hostNames} host names, ${macAddresses} MAC addresses, ${addresses} IP addresses`,
    zh: ({ hostNames, macAddresses, addresses }) =>
      `已隐去：${hostNames} 个主机名，${macAddresses} 个 MAC 地址，${addresses} 个 IP 地址`,
  },
  fixed: { en: "Fixed", zh: "已修复" },
  broken: { en: "Fails now", zh: "新失败" },
  stillFailing: { en: "Still failing", zh: "仍然失败" },
  changed: { en: "Otherwise changed", zh: "其他变化" },
  newAddresses: { en: "Other addresses", zh: "地址变化" },
  slower: { en: "Slower", zh: "变慢" },
  worseLine: { en: "The line is worse", zh: "专线变差" },
  loss: { en: "packets lost", zh: "丢包率" },
  roundTrip: { en: "round trip", zh: "往返时延" },
  unchanged: { en: "Nothing has changed.", zh: "没有变化。" },
  absent: { en: "absent", zh: "不存在" },
  sinceLastRound: { en: "Since the last round:", zh: "与上一轮相比：" },
  firstRound: {
    en: ({ answer, pauseS, leftS }) => `${answer.replace(/\.$/, "")}; trying again every ${pauseS} s for ${leftS} s`,
    zh: ({ answer, pauseS, leftS }) => `${answer.replace(/。$/, "")}；每 ${pauseS} 秒重试，剩余 ${leftS} 秒`,
  },
  turned: {
    en: ({ round, fixed, broken, answer }) =>
      `round ${round}: ${[fixed === undefined ? [] : `${fixed} fixed`, broken === undefined ? [] : `${broken} failing now`, answer].flat().join("; ")}`,
    zh: ({ round, fixed, broken, answer }) =>
      `第 ${round} 轮：${[fixed === undefined ? [] : `已修复 ${fixed}`, broken === undefined ? [] : `新增失败 ${broken}`, answer].flat().join("；")}`,
  },
  round: { en: ({ round, time }) => `round ${round}, ${time}`, zh: ({ round, time }) => `第 ${round} 轮，${time}` },
  moreLines: {
    en: (count) => `... ${count} more lines: make the window taller, or run without --watch`,
    zh: (count) => `……还有 ${count} 行：请增大窗口，或不带 --watch 运行`,
  },
  findings: { en: "Findings", zh: "结论" },
  status: { en: "Status", zh: "状态" },
  check: { en: "Check", zh: "检查" },
  result: { en: "Result", zh: "结果" },
  filter: { en: "Filter", zh: "筛选" },
  madeBy: {
    en: "Made by edge-preflight. Nothing in this page is loaded from elsewhere.",
    zh: "由 edge-preflight 生成。本页不从别处加载任何内容。",
  },
  parts: {
    suspect: { en: "most likely at fault", zh: "最可能有问题" },
    alternative: { en: "cannot be told apart from it", zh: "无法与之区分" },
  },
  checks: { en: "checks", zh: "检查" },
  cause: { en: "cause", zh: "原因" },
  device: { en: "device", zh: "设备" },
  remedy: { en: "remedy", zh: "处理" },
  notVerified: { en: "not verified:", zh: "未验证：" },
  paths: { en: "Paths", zh: "路径" },
  pathReached: { en: "reached", zh: "已到达" },
  pathSilent: { en: "nothing answers", zh: "没有应答" },
  pathSilentBeyond: {
    en: (address) => `nothing answers beyond ${address}`,
    zh: (address) => `${address} 之后没有应答`,
  },
  pathEndedBy: { en: (address) => `ended by ${address}`, zh: (address) => `被 ${address} 终止` },
  against: { en: "Against", zh: "反证" },
  confirm: { en: "confirm", zh: "确认" },
  orElse: { en: "Or else", zh: "或者" },
  fault: { en: "Fault", zh: "故障" },
  fix: { en: "Fix", zh: "处理" },
  settle: { en: "Check", zh: "确认" },
  why: { en: "Why", zh: "依据" },
  mends: { en: "Mends", zh: "解决" },
  mendsChecks: {
    en: ({ failing, waiting }) =>
      `${failing} failing ${failing === 1 ? "check" : "checks"}${waiting === 0 ? "" : `, ${waiting} that ${waiting === 1 ? "waits" : "wait"} for ${failing === 1 ? "it" : "them"}`}`,
    zh: ({ failing, waiting }) => `${failing} 项失败的检查${waiting === 0 ? "" : `，以及等待它们的 ${waiting} 项`}`,
  },
  also: { en: "Also", zh: "另外" },
  warning: { en: "warning", zh: "警告" },
  toVerify: { en: "to verify", zh: "验证方法" },
  hint: {
    en: "--verbose shows every check; --save report.html makes a page for the ticket",
    zh: "--verbose 显示每一项检查；--save report.html 生成可附在工单中的页面",
  },
  actions: { en: "Who has to do what", zh: "各方要做的事" },
  branches: {
    line: { en: "To the cloud, over the dedicated line", zh: "经专线到云端" },
    internet: { en: "To the time servers, over the Internet", zh: "经互联网到时间服务器" },
    dns: { en: "To the DNS server", zh: "到 DNS 服务器" },
  },
  devices: { en: "Devices", zh: "设备" },
  settings: { en: "Needs for this site", zh: "本站点需要的设置" },
  somethingElse: { en: "something else", zh: "其他原因" },
  observed: { en: "Observed", zh: "观测" },
  suspectedOf: { en: "Suspected of", zh: "嫌疑" },
  hops: { en: "Answers at", zh: "应答位置" },
  nothingKnown: { en: "Nothing in this report is about it.", zh: "本报告没有关于它的内容。" },
  owner: { en: "Owner", zh: "负责人" },
  all: { en: "all", zh: "全部" },
  actionsAbout: {
    en: ({ host, region, run, at }) =>
      `For server ${host}, which is to join an ACK Edge cluster in ${region} (run ${run}, ${at}).`,
    zh: ({ host, region, run, at }) => `服务器 ${host}，将接入 ${region} 的 ACK Edge 集群（运行 ${run}，${at}）。`,
  },
  looksLike: { en: "looks like", zh: "表现" },
  means: { en: "means", zh: "含义" },
  forExample: { en: "for example", zh: "例如" },
  standsFor: { en: "stands for", zh: "对应" },
  planFor: {
    en: "What the network must route and allow for ACK Edge in",
    zh: "为 ACK Edge，网络必须路由和放行的内容，地域",
  },
  planDirections: {
    en: "Outbound is from the node to the cloud, inbound from the cloud to the node.",
    zh: "出方向为节点到云，入方向为云到节点。",
  },
  endpoints: { en: "Endpoints that the nodes open connections to", zh: "节点要连接的端点" },
  inbound: { en: "Ports that the cloud opens connections to", zh: "云上要连接的端口" },
  from: { en: "from", zh: "来自" },
  noRanges: { en: "no range documented, inside 100.64.0.0/10", zh: "没有文档网段，在 100.64.0.0/10 之内" },
  publicAddress: { en: "a public address", zh: "公网地址" },
  notDocumented: {
    en: (region, what) =>
      `The reference documents no ${what === "oss" ? "OSS" : "registry"} ranges for ${region}; expect addresses in 100.64.0.0/10.`,
    zh: (region, what) =>
      `参考文档没有给出 ${region} 的${what === "oss" ? " OSS " : "镜像仓库"}网段；地址应在 100.64.0.0/10 之内。`,
  },
  optional: { en: "optional", zh: "可选" },
  direction: { en: "direction", zh: "方向" },
  kind: { en: "kind", zh: "类型" },
  setting: { en: "setting", zh: "设置" },
  protocol: { en: "protocol", zh: "协议" },
  source: { en: "source", zh: "源" },
  destination: { en: "destination", zh: "目的" },
  ports: { en: "ports", zh: "端口" },
  exampleFor: {
    en: (syntax) => `An example in the syntax of ${syntax}, to review before use:`,
    zh: (syntax) => `${syntax} 语法的示例，使用前请审阅：`,
  },
  directions: {
    outbound: { en: "outbound", zh: "出方向" },
    inbound: { en: "inbound", zh: "入方向" },
  },
  kinds: {
    route: { en: "route", zh: "路由" },
    allow: { en: "allow", zh: "放行" },
    bgp: { en: "BGP", zh: "BGP" },
  },
};
