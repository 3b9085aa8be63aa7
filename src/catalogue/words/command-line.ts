import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import { FLEET } from "./fleet.ts";
import type { DeepSpoken } from "./spoken.ts";
import type { CommandLineWords } from "./command-line-words.ts";

/** What the command line says apart from reports. */
export const COMMAND_LINE: DeepSpoken<CommandLineWords> = {
  program: {
    en: "Tells whether this server can join an Alibaba Cloud ACK Edge cluster over a dedicated line.",
    zh: "判断这台服务器能否通过专线接入阿里云 ACK Edge 集群。",
  },
  commands: {
    check: { en: "the preflight (default)", zh: "接入前检查（默认）" },
    plan: {
      en: "what each device must route and allow for this site; no network traffic",
      zh: "各设备必须为此站点路由和放行的内容；不产生网络流量",
    },
    init: { en: "ask a few questions and write a file for --config", zh: "询问几个问题，写出供 --config 使用的文件" },
    report: {
      en: "render a saved report again, or diagnose it again; no network traffic",
      zh: "重新呈现或重新诊断已保存的报告；不产生网络流量",
    },
    compare: {
      en: "what changed between two saved reports; exit code 1 if a check fails that did not before",
      zh: "两份已保存的报告之间的变化；出现新的失败时退出码为 1",
    },
    reflector: {
      en: "run on a host in the VPC: test the path from there to the nodes that ask",
      zh: "在 VPC 内的主机上运行：应节点的请求测试到节点的路径",
    },
    merge: {
      en: "add a reflector's log, or the cloud's configuration, to a saved report; no network traffic",
      zh: "将反射器日志或云上配置合并到已保存的报告；不产生网络流量",
    },
    fleet: {
      en: "one statement from the reports of many nodes; no network traffic",
      zh: "由多个节点的报告得出一份结论；不产生网络流量",
    },
    explain: {
      en: "what a cause code or a misconfiguration means and how to fix it",
      zh: "原因代码或错误配置的含义及修复方法",
    },
    completion: {
      en: "print a script that completes commands and options in a shell",
      zh: "输出 shell 中补全命令和选项的脚本",
    },
    manual: {
      en: "print the manual page: edge-preflight manual | man -l -",
      zh: "输出手册页：edge-preflight manual | man -l -",
    },
    help: { en: "print the help of a command", zh: "输出某个命令的帮助" },
  },
  arguments: {
    newFile: { en: "the new file (default: edge-preflight.yaml)", zh: "新文件（默认：edge-preflight.yaml）" },
    report: { en: "a report saved as JSON", zh: "以 JSON 保存的报告" },
    older: { en: "a report saved as JSON", zh: "以 JSON 保存的报告" },
    later: { en: "a later one", zh: "较新的一份" },
    reflectorLog: { en: "what the reflector has printed", zh: "反射器输出的内容" },
    reports: {
      en: "reports saved as JSON, folders of them, or - for standard input with one a line",
      zh: "以 JSON 保存的报告、其所在目录，或用 - 表示标准输入（每行一份）",
    },
    explained: {
      en: "such as connect-timed-out or vbr.inbound.data-center",
      zh: "例如 connect-timed-out 或 vbr.inbound.data-center",
    },
    shell: { en: "bash, zsh or fish", zh: "bash、zsh 或 fish" },
  },
  options: {
    version: { en: "print the version", zh: "输出版本" },
    help: { en: "print this help", zh: "输出此帮助" },
    region: { en: "region ID, such as cn-hangzhou", zh: "地域 ID，例如 cn-hangzhou" },
    "cluster-version": {
      en: "version of the cluster: 1.26 and later use TCP 443, earlier ones TCP 80",
      zh: "集群版本：1.26 及以后使用 TCP 443，之前使用 TCP 80",
    },
    "network-plugin": { en: "network plug-in", zh: "网络插件" },
    "api-server": { en: "the cluster's API server internal endpoint", zh: "集群的 API Server 内网端点" },
    "vpc-cidr": { en: "CIDR block of the VPC", zh: "VPC 的网段" },
    "data-center-cidr": { en: "CIDR block of the data centre", zh: "数据中心的网段" },
    "container-cidr": { en: "CIDR block of edge containers (Terway Edge)", zh: "边缘容器的网段（Terway Edge）" },
    "pod-cidr": { en: "CIDR block of the cluster's pods", zh: "集群 Pod 的网段" },
    "service-cidr": { en: "CIDR block of the cluster's Services", zh: "集群 Service 的网段" },
    "cloud-service-cidr": { en: "CIDR block that the site routes to the cloud services", zh: "站点为云服务路由的网段" },
    "self-host-ntp": {
      en: "check the local time service instead of the public NTP servers",
      zh: "检查本地时间服务，而不是公共 NTP 服务器",
    },
    "ntp-server": { en: "NTP server instead of the public ones", zh: "代替公共 NTP 服务器" },
    endpoint: {
      en: "an endpoint of your own to check as well, such as mirror=https://mirror.corp.example: https, http, tcp, udp or ntp; add #line, #internet or #site where its address does not tell which way it is",
      zh: "另外要检查的自有端点，例如 mirror=https://mirror.corp.example：https、http、tcp、udp 或 ntp；地址不足以判断方向时加上 #line、#internet 或 #site",
    },
    config: {
      en: "settings as YAML or JSON; options and EDGE_PREFLIGHT_* variables win",
      zh: "YAML 或 JSON 格式的设置；选项和 EDGE_PREFLIGHT_* 变量优先",
    },
    "join-command": {
      en: "the console's join command, to read region, version, plug-in and NTP setting from; its token is not kept",
      zh: "控制台的接入命令，从中读取地域、版本、插件和 NTP 设置；其中的令牌不会保留",
    },
    cluster: {
      en: "the cluster's detail as the API prints it (aliyun cs GET /clusters/<id>), to read region, version, plug-in, CIDR blocks and API server from",
      zh: "API 输出的集群详情（aliyun cs GET /clusters/<id>），从中读取地域、版本、插件、网段和 API Server",
    },
    cloud: {
      en: "what the cloud's API says of VBR, transit router, route tables and rules, as 'plan --cloud-commands' collects it: evidence for the diagnosis",
      zh: "云 API 对 VBR、转发路由器、路由表和规则的说明（由 'plan --cloud-commands' 收集），作为诊断的证据",
    },
    "cloud-commands": {
      en: "print a shell script instead: read-only calls that collect what --cloud reads, and the RAM policy for them",
      zh: "改为输出 shell 脚本：收集 --cloud 所需内容的只读调用，以及所需的 RAM 权限策略",
    },
    "dns-server": {
      en: "DNS server to ask besides those of resolv.conf",
      zh: "除 resolv.conf 之外再询问的 DNS 服务器",
    },
    hop: { en: "device that an address on the path belongs to", zh: "路径上的地址属于哪个设备" },
    interface: { en: "network interface to send from", zh: "发送所用的网络接口" },
    "source-ip": { en: "address of this node to send from", zh: "发送所用的本节点地址" },
    reflector: {
      en: "address of a reflector in the VPC, to verify the inbound ports",
      zh: "VPC 内的反射器，用于验证到本节点的方向",
    },
    "reflector-key-file": { en: "the key that the reflector was started with", zh: "启动反射器时所用的密钥" },
    only: { en: "run only checks whose ID matches, such as 'dns.*'", zh: "只运行 ID 匹配的检查，例如 'dns.*'" },
    skip: { en: "leave out checks whose ID matches", zh: "跳过 ID 匹配的检查" },
    timeout: { en: "time for one attempt", zh: "一次尝试的时间" },
    retries: { en: "further attempts after a silent one", zh: "没有应答时再尝试的次数" },
    deadline: { en: "time for the whole run", zh: "整个运行的时间" },
    thorough: {
      en: "also what takes some seconds longer although nothing was missed: how many packets the line loses, whether a parallel way is dead, whether package sources answer and an image's layer can be pulled; with a --deadline of 70 or 310 also whether idle connections live",
      zh: "即使没有异常，也做耗时较长的检查：专线的丢包率、并行路径是否中断、软件源是否可用、镜像层能否拉取；--deadline 为 70 或 310 时还测试空闲连接",
    },
    "line-loss": {
      en: "percent of lost packets on the line from which on to warn, and to fail",
      zh: "专线丢包率（百分比）从多少开始警告、从多少开始失败",
    },
    "line-rtt": {
      en: "milliseconds there and back over the line from which on to warn, and to fail",
      zh: "专线往返时延（毫秒）从多少开始警告、从多少开始失败",
    },
    wait: {
      en: "run again until ready, or until the given seconds have passed",
      zh: "重复运行，直到就绪或超过这么多秒",
    },
    watch: {
      en: "run again and again, and show what has changed",
      zh: "不断重复运行，并显示与上一轮相比的变化",
    },
    save: { en: "write the report as well", zh: "同时写出报告" },
    force: {
      en: "let --save overwrite a file that is not a report",
      zh: "即使 --save 的文件已存在且不是报告，也将其覆盖",
    },
    redact: {
      en: "hide host names and MAC addresses; with --redact=addresses IP addresses as well",
      zh: "隐藏主机名和 MAC 地址；--redact=addresses 还隐藏 IP 地址",
    },
    "no-diagnosis": { en: "checks only: do not investigate the path", zh: "只做检查，不诊断路径" },
    strict: { en: "warnings and unverified required checks count as failures", zh: "警告和未验证的必需检查都算失败" },
    "ca-file": { en: "roots to trust besides the system's CA store", zh: "除系统 CA 证书库之外信任的根证书" },
    quiet: { en: "only failures and the verdict", zh: "只显示失败和结论" },
    verbose: {
      en: "show every check and how long it took, and where the time went",
      zh: "显示每项检查及其用时，以及时间花在何处",
    },
    debug: {
      en: "print every question and its answer on standard error, and where an internal error comes from; passwords and tokens are masked",
      zh: "在标准错误输出每个问题及其应答，以及内部错误的来源；密码和令牌会被屏蔽",
    },
    "no-progress": { en: "no progress on standard error", zh: "不在标准错误上显示进度" },
    format: { en: "what goes to standard output", zh: "标准输出的格式" },
    lang: { en: "language", zh: "语言" },
    "no-color": { en: "no colours, as with the variable NO_COLOR", zh: "不使用颜色，与变量 NO_COLOR 相同" },
    rediagnose: { en: "infer the findings again from the recorded observations", zh: "根据记录的观测重新推断结论" },
    "fine-grained": {
      en: "the documented ranges and ports one by one instead of the cloud-service range",
      zh: "逐一列出文档中的网段和端口，而不是云服务网段",
    },
    snippets: {
      en: "add commands for switch, firewall or the cloud's devices, as examples to review",
      zh: "附上交换机、防火墙或云上设备的命令，作为需要审阅的示例",
    },
    allow: {
      en: "CIDR block of the nodes: requests from other addresses are ignored",
      zh: "节点的网段：忽略来自其他地址的请求",
    },
    "key-file": { en: "the key that the nodes have too", zh: "节点也持有的密钥" },
    listen: { en: "address to listen on, UDP", zh: "监听的地址，UDP" },
    for: { en: "stop after this time", zh: "这么久之后自行停止" },
    service: {
      en: "service in the VPC that nodes may ask the reflector to test, such as the API server",
      zh: "节点可以请反射器测试的 VPC 内服务，例如 API Server",
    },
    "node-keys": {
      en: "each node has a key of its own, written by --new-key and --for-node",
      zh: "每个节点使用各自的密钥，由 --new-key 和 --for-node 写出",
    },
    "new-key": {
      en: "only write a new key file, readable by its owner alone",
      zh: "只写出新的密钥文件，仅其所有者可读",
    },
    "for-node": {
      en: "with --new-key and --key-file: the key of the node with this IPv4 address",
      zh: "与 --new-key 和 --key-file 一起使用：写出该 IPv4 地址的节点的密钥",
    },
    inventory: {
      en: "the hosts that should have a report, one a line; those without one count as not ready",
      zh: "应有报告的主机，每行一个；没有报告的主机计为未就绪",
    },
    labels: {
      en: "CSV with a header: the host, then labels of it such as rack or switch, to find what failing nodes share",
      zh: "带表头的 CSV：主机及其标签（例如机架、交换机），用于找出失败节点的共同点",
    },
    "max-not-ready": {
      en: "how many nodes may be not ready, as a number or a share: exit code 1 if there are more",
      zh: "允许未就绪的节点数或比例；超过时退出码为 1",
    },
  },
  option: {
    en: ({ what, accepted, preset, repeatable }) =>
      [
        what,
        accepted.length > 0 ? `: ${en.list(accepted)}` : "",
        preset === undefined ? "" : ` (default: ${preset})`,
        repeatable ? "; repeatable" : "",
      ].join(""),
    zh: ({ what, accepted, preset, repeatable }) =>
      [
        what,
        accepted.length > 0 ? `：${zh.list(accepted)}` : "",
        preset === undefined ? "" : `（默认：${preset}）`,
        repeatable ? "；可重复" : "",
      ].join(""),
  },
  presets: {
    clusterVersion: { en: "1.26 or later", zh: "1.26 或更高" },
    language: { en: "as LC_ALL or LANG says", zh: "取自 LC_ALL 或 LANG" },
    port: { en: (port) => `port ${port}`, zh: (port) => `端口 ${port}` },
  },
  help: {
    usage: { en: "Usage:", zh: "用法：" },
    arguments: { en: "Arguments:", zh: "参数：" },
    options: { en: "Options:", zh: "选项：" },
    commands: { en: "Commands:", zh: "命令：" },
    examples: { en: "Examples:", zh: "示例：" },
    ofACommand: {
      en: "Options of a command: edge-preflight check --help",
      zh: "某个命令的选项：edge-preflight check --help",
    },
    see: { en: "(see --help)", zh: "（参见 --help）" },
  },
  values: {
    lookAlike: { en: (found) => `It ${en.holdsLookAlike(found)}.`, zh: (found) => `其中${zh.holdsLookAlike(found)}。` },
    region: {
      en: (nearest) => `Not a known region ID. Did you mean ${en.either(nearest)}?`,
      zh: (nearest) => `不是已知的地域 ID。是否指 ${zh.either(nearest)}？`,
    },
    clusterVersion: {
      en: "Give the cluster's Kubernetes version, such as 1.30 or 1.30.7-aliyun.1.",
      zh: "请给出集群的 Kubernetes 版本，例如 1.30 或 1.30.7-aliyun.1。",
    },
    hostPort: {
      en: (port) => `Give a host name or an address, with an optional port: 192.168.0.10:${port}.`,
      zh: (port) => `请给出主机名或地址，端口可选：192.168.0.10:${port}。`,
    },
    reflectorAddress: {
      en: (port) => `Give an IPv4 address, with an optional port: 192.168.0.20:${port}.`,
      zh: (port) => `请给出 IPv4 地址，端口可选：192.168.0.20:${port}。`,
    },
    port: { en: "A port is a number from 1 to 65535.", zh: "端口是 1 到 65535 的数字。" },
    host: { en: "Not a host name or an IP address.", zh: "不是主机名或 IP 地址。" },
    hostOverIpv4: { en: "Not a host name or an IPv4 address.", zh: "不是主机名或 IPv4 地址。" },
    ip: { en: "Not an IP address, such as 10.0.0.53.", zh: "不是 IP 地址，应例如 10.0.0.53。" },
    ipv4: { en: "Not an IPv4 address, such as 10.0.0.5.", zh: "不是 IPv4 地址，应例如 10.0.0.5。" },
    cidr: { en: "Not an IPv4 CIDR block, such as 192.168.0.0/16.", zh: "不是 IPv4 网段，应例如 192.168.0.0/16。" },
    hostBits: {
      en: (meant) => `It has host bits set; the block is ${meant}.`,
      zh: (meant) => `设置了主机位；网段应为 ${meant}。`,
    },
    hop: {
      en: (devices) => `Give <device>=<ip|cidr>, such as firewall=10.0.12.2; devices: ${en.list(devices)}.`,
      zh: (devices) => `请给出 <device>=<ip|cidr>，例如 firewall=10.0.12.2；设备：${zh.list(devices)}。`,
    },
    endpoint: {
      en: (schemes, branches) =>
        `Give <name>=<scheme>://<host>[:port], such as mirror=https://mirror.corp.example:8443; name: up to 32 small letters, digits and single hyphens; schemes: ${en.list(schemes)}. ${en.list(branches.map((branch) => `#${branch}`))} may follow.`,
      zh: (schemes, branches) =>
        `请给出 <name>=<scheme>://<host>[:port]，例如 mirror=https://mirror.corp.example:8443；名称：最多 32 个小写字母、数字和单个连字符；协议：${zh.list(schemes)}。其后可加 ${zh.list(branches.map((branch) => `#${branch}`))}。`,
    },
    endpointPort: {
      en: (scheme) => `With ${scheme} a port is needed, such as ${scheme}://10.1.2.90:1947.`,
      zh: (scheme) => `使用 ${scheme} 时必须给出端口，例如 ${scheme}://10.1.2.90:1947。`,
    },
    wholeNumber: {
      en: (unit, min, max) => `A whole number${en.UNITS[unit]} from ${min} to ${max}.`,
      zh: (unit, min, max) => `应为 ${min} 到 ${max} 的整数${zh.UNITS[unit]}。`,
    },
    limits: {
      en: (unit, max) =>
        `Two numbers of ${unit} such as 1,5: from which on to warn, and from which on to fail; each above 0 and at most ${max}, the second not below the first.`,
      zh: (unit, max) =>
        `应为两个数（${unit === "percent" ? "百分比" : "毫秒"}），例如 1,5：从哪里开始警告，从哪里开始失败；大于 0 且不超过 ${max}，第二个不小于第一个。`,
    },
    accepted: { en: (words) => `Accepted: ${en.list(words)}.`, zh: (words) => `可接受：${zh.list(words)}。` },
    empty: { en: "It is empty.", zh: "为空。" },
    givenTwice: { en: "It was given twice; it is accepted once.", zh: "给出了两次；只接受一次。" },
    oneValue: { en: "It takes one value.", zh: "只接受一个值。" },
    needed: { en: "It is needed.", zh: "这是必需的。" },
  },
  usage: {
    unknownCommand: {
      en: (name, commands) => `unknown command '${name}'; accepted: ${en.list(commands)}`,
      zh: (name, commands) => `未知命令 '${name}'；可接受：${zh.list(commands)}`,
    },
    unknownOption: {
      en: (name, nearest) => `unknown option '${name}'. Did you mean ${en.either(nearest)}?`,
      zh: (name, nearest) => `未知选项 '${name}'。是否指 ${zh.either(nearest)}？`,
    },
    missingArgument: { en: (name) => `missing required argument '${name}'`, zh: (name) => `缺少必需的参数 '${name}'` },
    missingValue: { en: (flags) => `option '${flags}' argument missing`, zh: (flags) => `选项 '${flags}' 缺少值` },
    commandComesFirst: {
      en: (command) => `put '${command}' first: edge-preflight ${command} ...`,
      zh: (command) => `请把 '${command}' 放在最前面：edge-preflight ${command} ...`,
    },
    tooManyArguments: {
      en: (first) => `too many arguments, from '${first}' on`,
      zh: (first) => `参数过多，从 '${first}' 起`,
    },
    optionValue: {
      en: (flags, value, why) => `option '${flags}' argument '${value}' is invalid. ${why}`,
      zh: (flags, value, why) => `选项 '${flags}' 的值 '${value}' 无效。${why}`,
    },
    at: { en: (place, why) => `${place}: ${why}`, zh: (place, why) => `${place}：${why}` },
    line: { en: (place, line) => `${place}, line ${line}`, zh: (place, line) => `${place} 第 ${line} 行` },
    regionNeeded: {
      en: "--region is required: a region ID such as cn-hangzhou",
      zh: "需要 --region：地域 ID，例如 cn-hangzhou",
    },
    endpointTwice: {
      en: (name) => `--endpoint ${name} is given twice. Give each endpoint a name of its own.`,
      zh: (name) => `--endpoint ${name} 给出了两次。请给每个端点不同的名称。`,
    },
    reflectorNeeded: {
      en: "--reflector is required with --reflector-key-file: the reflector's address",
      zh: "使用 --reflector-key-file 时需要 --reflector：反射器的地址",
    },
    reflectorKeyNeeded: {
      en: "--reflector-key-file is required with --reflector: the key that the reflector was started with",
      zh: "使用 --reflector 时需要 --reflector-key-file：启动反射器时所用的密钥",
    },
    noInterface: {
      en: (name, names) => `--interface '${name}': no such interface with an address; accepted: ${en.list(names)}`,
      zh: (name, names) => `--interface '${name}'：没有这个带地址的接口；可接受：${zh.list(names)}`,
    },
    notAnAddressOf: {
      en: (ip, interfaceName, addresses) =>
        `--source-ip '${ip}': not an address of ${interfaceName ?? "this node"}; accepted: ${en.list(addresses)}`,
      zh: (ip, interfaceName, addresses) =>
        `--source-ip '${ip}'：不是${interfaceName === undefined ? "本节点" : ` ${interfaceName} `}的地址；可接受：${zh.list(addresses)}`,
    },
    noIpv4: {
      en: (interfaceName) => `--interface '${interfaceName}': it has no IPv4 address`,
      zh: (interfaceName) => `--interface '${interfaceName}'：没有 IPv4 地址`,
    },
    caFile: {
      en: (file, problem) => `--ca-file '${file}': ${en.roots(problem)}; accepted: a file of PEM certificates`,
      zh: (file, problem) => `--ca-file '${file}'：${zh.roots(problem)}；可接受：PEM 证书文件`,
    },
    watchFormats: {
      en: "--watch shows one report after the other; accepted with it: --format text, --format ndjson",
      zh: "--watch 逐轮显示报告；可同时使用：--format text、--format ndjson",
    },
    notDiagnosable: {
      en: (file, at, value) => `'${file}' cannot be diagnosed: it has '${value}' at ${at}`,
      zh: (file, at, value) => `无法诊断 '${file}'：${at} 处的值为 '${value}'`,
    },
    saveUnread: {
      en: (file, errno) => `--save '${file}' exists and cannot be read (${errno}); give another name`,
      zh: (file, errno) => `--save '${file}' 已存在，但无法读取（${errno}）；请换一个文件名`,
    },
    saveNoReport: {
      en: (file) => `--save '${file}' exists and is not a report; give another name, or --force to overwrite it`,
      zh: (file) => `--save '${file}' 已存在，且不是报告；请换一个文件名，或用 --force 覆盖`,
    },
    saveExtension: {
      en: (file, extensions) => `--save '${file}': the extension decides the format; accepted: ${en.list(extensions)}`,
      zh: (file, extensions) => `--save '${file}'：格式由扩展名决定；可接受：${zh.list(extensions)}`,
    },
    noSuchCheck: {
      en: (option, pattern, nearest) =>
        `${option} '${pattern}': no check has such an ID. Did you mean ${en.either(nearest)}?`,
      zh: (option, pattern, nearest) => `${option} '${pattern}'：没有这样的检查 ID。是否指 ${zh.either(nearest)}？`,
    },
    notExplained: {
      en: (name, nearest) =>
        `'${name}' is neither a cause code nor a misconfiguration. Did you mean ${en.either(nearest)}?`,
      zh: (name, nearest) => `'${name}' 既不是原因代码，也不是错误配置。是否指 ${zh.either(nearest)}？`,
    },
    noShell: {
      en: (shells) => `no completion for that shell; accepted: ${en.list(shells)}`,
      zh: (shells) => `没有该 shell 的补全；可接受：${zh.list(shells)}`,
    },
    unreadable: {
      en: (file, errno, expected) => `'${file}' cannot be read (${errno}); accepted: ${en.FILES[expected]}`,
      zh: (file, errno, expected) => `无法读取 '${file}'（${errno}）；可接受：${zh.FILES[expected]}`,
    },
    unwritable: {
      en: (file, errno) => `'${file}' cannot be written (${errno})`,
      zh: (file, errno) => `无法写入 '${file}'（${errno}）`,
    },
    notANewFile: {
      en: (file, errno) => `'${file}' cannot be written (${errno}); accepted: the name of a new file`,
      zh: (file, errno) => `无法写入 '${file}'（${errno}）；可接受：新文件的名称`,
    },
    lookAlike: {
      en: (argument, found) => `'${argument}' ${en.holdsLookAlike(found)}`,
      zh: (argument, found) => `'${argument}' 中${zh.holdsLookAlike(found)}`,
    },
    notAReport: {
      en: (file, schemaVersion, reason) => `'${file}' is not a report of schema ${schemaVersion}: ${reason}`,
      zh: (file, schemaVersion, reason) => `'${file}' 不是 schema ${schemaVersion} 的报告：${reason}`,
    },
    notJson: {
      en: (file) => `'${file}' is not JSON; accepted: a report saved with --save <file>.json or --format json`,
      zh: (file) => `'${file}' 不是 JSON；可接受：用 --save <file>.json 或 --format json 保存的报告`,
    },
    fleet: {
      noReports: {
        en: ({ found, first, reason }) =>
          first === undefined || reason === undefined
            ? "no report was found"
            : `no report was found; '${first}': ${FLEET.invalid[reason].en}${found > 1 ? `, and so on for ${found} files` : ""}; accepted: reports saved with --format json`,
        zh: ({ found, first, reason }) =>
          first === undefined || reason === undefined
            ? "没有找到报告"
            : `没有找到报告；'${first}'：${FLEET.invalid[reason].zh}${found > 1 ? `，共 ${found} 个文件` : ""}；可接受：以 --format json 保存的报告`,
      },
      maxNotReady: {
        en: "Accepted: a number of nodes, such as 3, or a share, such as 5%.",
        zh: "可接受：节点数，例如 3；或比例，例如 5%。",
      },
      noHosts: {
        en: (file) => `'${file}' names no host; accepted: ${en.FILES.inventory}`,
        zh: (file) => `'${file}' 中没有主机；可接受：${zh.FILES.inventory}`,
      },
      labelsHead: {
        en: (file) => `'${file}' has no header with a host column and labels; accepted: ${en.FILES.labels}`,
        zh: (file) => `'${file}' 没有含主机列和标签的表头；可接受：${zh.FILES.labels}`,
      },
      labelsRow: {
        en: (file, line) =>
          `'${file}', line ${line}: not a row of CSV as the header has it; accepted: ${en.FILES.labels}`,
        zh: (file, line) => `'${file}' 第 ${line} 行：与表头不符的 CSV 行；可接受：${zh.FILES.labels}`,
      },
    },
    notALog: {
      en: (file) => `'${file}' is no reflector's log; accepted: ${en.FILES.log}`,
      zh: (file) => `'${file}' 不是反射器的日志；可接受：${zh.FILES.log}`,
    },
    keyFile: {
      "no-key": {
        en: (file) => `'${file}' contains no key; accepted: ${en.FILES.key}`,
        zh: (file) => `'${file}' 中没有密钥；可接受：${zh.FILES.key}`,
      },
      "open-to-others": {
        en: (file) => `others can read or write the key '${file}'; run: chmod 600 ${file}`,
        zh: (file) => `其他用户可以读取或修改密钥文件 '${file}'；请执行：chmod 600 ${file}`,
      },
      "another-owner": {
        en: (file) => `the key '${file}' belongs to another user; run: chown "$(id -u)" ${file}`,
        zh: (file) => `密钥文件 '${file}' 属于其他用户；请执行：chown "$(id -u)" ${file}`,
      },
    },
    newKeyNeeded: {
      en: "--new-key is required with --for-node: the file to write that node's key to",
      zh: "使用 --for-node 时需要 --new-key：写出该节点密钥的文件",
    },
    madeWithoutReflector: {
      en: (file) => `'${file}' was made without --reflector; there is nothing to add`,
      zh: (file) => `'${file}' 生成时没有使用 --reflector；没有可合并的内容`,
    },
    nothingToJoin: {
      en: (runId) => `nothing to add: the log has no entry for run ${runId}, or the node received the answers itself`,
      zh: (runId) => `没有可合并的内容：日志中没有运行 ${runId}，或者节点自己已收到反射器的应答`,
    },
    keyFileNeeded: {
      en: "--key-file is required: a file that --new-key <file> has written, the same on the nodes",
      zh: "需要 --key-file：由 --new-key <file> 写出的文件，与节点上的相同",
    },
    allowNeeded: {
      en: "--allow is required: the CIDR block of the nodes, such as 10.1.0.0/16",
      zh: "需要 --allow：节点的网段，例如 10.1.0.0/16",
    },
    cannotListen: {
      en: (address, errno) => `--listen ${address}: cannot listen there (${errno})`,
      zh: (address, errno) => `--listen ${address}：无法监听（${errno}）`,
    },
    answersEnded: {
      en: (question) => `the input ended before '${question}' was answered`,
      zh: (question) => `尚未回答 '${question}'，输入就结束了`,
    },
    notYaml: {
      en: (code) =>
        code === "DUPLICATE_KEY"
          ? "a setting is given twice; accepted: each once"
          : `it is malformed (${code}); accepted: YAML or JSON`,
      zh: (code) =>
        code === "DUPLICATE_KEY" ? "同一设置出现两次；可接受：每项一次" : `格式错误（${code}）；可接受：YAML 或 JSON`,
    },
    noSettings: {
      en: "it contains no settings; accepted: lines such as region: cn-hangzhou",
      zh: "其中没有设置；可接受：例如 region: cn-hangzhou 这样的行",
    },
    noSuchSetting: {
      en: (name, nearest) =>
        name === undefined ? "this is no setting" : `no setting '${name}'. Did you mean ${en.either(nearest)}?`,
      zh: (name, nearest) => (name === undefined ? "这不是设置" : `没有设置 '${name}'。是否指 ${zh.either(nearest)}？`),
    },
    noAlias: {
      en: "an alias is not accepted; accepted: a text, or a list of them",
      zh: "不接受别名；可接受：文本，或文本列表",
    },
    noValue: {
      en: "it needs a value; accepted: a text, or a list of them",
      zh: "需要一个值；可接受：文本，或文本列表",
    },
    noRegionInJoinCommand: {
      en: `--join-command: no region in it; accepted: ${en.FILES["join-command"]}`,
      zh: `--join-command：其中没有地域；可接受：${zh.FILES["join-command"]}`,
    },
    oneStandardInput: {
      en: (options) => `${en.list(options)}: only one of them can read standard input (-)`,
      zh: (options) => `${zh.list(options)}：只有一个可以读取标准输入（-）`,
    },
    notACluster: {
      en: (file) => `--cluster '${file}': no cluster's detail; accepted: ${en.FILES.cluster}`,
      zh: (file) => `--cluster '${file}'：不是集群详情；可接受：${zh.FILES.cluster}`,
    },
    mergeNeedsMore: {
      en: "nothing to add; give a reflector's log, or --cloud <file|folder>",
      zh: "没有可合并的内容；请给出反射器日志，或 --cloud <file|folder>",
    },
    cloud: {
      nothingInFolder: {
        en: (folder) => `--cloud '${folder}': no file in it can be used; accepted: ${en.FILES.cloud}`,
        zh: (folder) => `--cloud '${folder}'：其中没有可用的文件；可接受：${zh.FILES.cloud}`,
      },
      tooMany: {
        en: (folder, most) => `--cloud '${folder}': more than ${most} files`,
        zh: (folder, most) => `--cloud '${folder}'：文件超过 ${most} 个`,
      },
      notJson: {
        en: (file) => `--cloud '${file}': not JSON; accepted: ${en.FILES.cloud}`,
        zh: (file) => `--cloud '${file}'：不是 JSON；可接受：${zh.FILES.cloud}`,
      },
      notRecognised: {
        en: (file) => `--cloud '${file}': none of the API's answers that are read; accepted: ${en.FILES.cloud}`,
        zh: (file) => `--cloud '${file}'：不是可读取的 API 应答；可接受：${zh.FILES.cloud}`,
      },
      wrongShape: {
        en: ({ file, place, expected }) => `--cloud '${file}': ${en.CLOUD_VALUES[expected]} is expected at ${place}`,
        zh: ({ file, place, expected }) => `--cloud '${file}'：${place} 处应为${zh.CLOUD_VALUES[expected]}`,
      },
    },
  },
  warnings: {
    variableIgnored: {
      en: (name, nearest) => `${name} is ignored: no such setting. Did you mean ${en.either(nearest)}?`,
      zh: (name, nearest) => `忽略 ${name}：没有这样的设置。是否指 ${zh.either(nearest)}？`,
    },
    caIgnored: {
      en: (problem) => `NODE_EXTRA_CA_CERTS is ignored: ${en.roots(problem)}`,
      zh: (problem) => `忽略 NODE_EXTRA_CA_CERTS：${zh.roots(problem)}`,
    },
    nodeSpecUnread: {
      en: (found) =>
        `--join-command: its --node-spec could not be read${found === undefined ? "" : `: the command ${en.holdsLookAlike(found)}`}; give --network-plugin, --interface and --self-host-ntp where they differ from what is assumed`,
      zh: (found) =>
        `--join-command：无法读取其中的 --node-spec${found === undefined ? "" : `：命令中${zh.holdsLookAlike(found)}`}；若与假定不同，请给出 --network-plugin、--interface 和 --self-host-ntp`,
    },
    publicMode: {
      en: (mode) =>
        `--join-command: the interconnection mode is '${mode}', not 'private': such a node joins without the dedicated line`,
      zh: (mode) => `--join-command：互联模式为 '${mode}'，不是 'private'：这样的节点接入时不经过专线`,
    },
    notPrinted: {
      en: (errno) => `the report could not be printed (${errno})`,
      zh: (errno) => `无法输出报告（${errno}）`,
    },
    notSaved: {
      en: (file, errno) => `--save '${file}' could not be written (${errno})`,
      zh: (file, errno) => `无法写入 --save '${file}'（${errno}）`,
    },
    logNotWritten: {
      en: (errno) => `the log could not be written (${errno})`,
      zh: (errno) => `无法写入日志（${errno}）`,
    },
    clusterLacks: {
      en: (options) => `--cluster: it does not tell ${en.list(options)}; give them as options`,
      zh: (options) => `--cluster：其中没有 ${zh.list(options)}；请用选项给出`,
    },
    clusterProfile: {
      en: (profile) => `--cluster: its profile is '${profile}', not 'Edge': servers of a data centre cannot join it`,
      zh: (profile) => `--cluster：集群的 profile 为 '${profile}'，不是 'Edge'：数据中心的服务器无法接入`,
    },
    cloudRefused: {
      en: (file, code) => `--cloud '${file}': the API refused to answer (${code}); it is not used`,
      zh: (file, code) => `--cloud '${file}'：API 拒绝应答（${code}）；未使用`,
    },
    cloudNotUsed: {
      en: (file) => `--cloud '${file}': none of the API's answers that are read; it is not used`,
      zh: (file) => `--cloud '${file}'：不是可读取的 API 应答；未使用`,
    },
    cloudForeign: {
      en: ({ files, what, found, wanted }) =>
        `--cloud '${files}': it is about ${en.CLOUD_PARTS[what]} ${found}, and this site's is ${wanted}; it is not used`,
      zh: ({ files, what, found, wanted }) =>
        `--cloud '${files}'：其${zh.CLOUD_PARTS[what]}为 ${found}，而本站点为 ${wanted}；未使用`,
    },
    cloudSaysNothing: {
      en: "--cloud: nothing in it is about this site; the diagnosis goes on without it",
      zh: "--cloud：其中没有与本站点有关的内容；诊断时不使用",
    },
    settingsWritten: {
      en: (file) => `written; now: edge-preflight --config ${file}`,
      zh: (file) => `已写入；接下来：edge-preflight --config ${file}`,
    },
  },
  questions: {
    region: { en: "Region of the cluster, such as cn-hangzhou", zh: "集群所在地域，例如 cn-hangzhou" },
    "api-server": {
      en: "API server internal endpoint, such as 192.168.0.10",
      zh: "API Server 内网端点，例如 192.168.0.10",
    },
    "cluster-version": { en: "Cluster version, such as 1.30.7-aliyun.1", zh: "集群版本，例如 1.30.7-aliyun.1" },
    "network-plugin": { en: "Network plug-in: flannel or terway-edge", zh: "网络插件：flannel 或 terway-edge" },
    "vpc-cidr": { en: "CIDR blocks of the VPC, separated by commas", zh: "VPC 的网段，以逗号分隔" },
    "data-center-cidr": { en: "CIDR blocks of the data centre, separated by commas", zh: "数据中心的网段，以逗号分隔" },
  },
  mayStayEmpty: { en: " (may stay empty)", zh: "（可留空）" },
  settingsFileHead: {
    en: "Settings of edge-preflight; every long option of check is one.",
    zh: "edge-preflight 的设置；check 的每个长选项都可以写在这里。",
  },
  progress: {
    begun: { en: "asking", zh: "正在询问" },
    of: {
      en: (finished, total) => `${finished} of ${total} checks`,
      zh: (finished, total) => `已完成 ${finished} / ${total} 项检查`,
    },
    waiting: {
      dns: { en: (target) => `DNS answer for ${target}`, zh: (target) => `等待 ${target} 的 DNS 应答` },
      http: { en: (target) => `answer of ${target}`, zh: (target) => `等待 ${target} 的应答` },
      ntp: { en: (target) => `time from ${target}`, zh: (target) => `等待 ${target} 的时间` },
      udp: { en: (target) => `UDP answer of ${target}`, zh: (target) => `等待 ${target} 的 UDP 应答` },
      tcp: { en: (target) => `TCP connection to ${target}`, zh: (target) => `等待到 ${target} 的 TCP 连接` },
      hops: { en: (target) => `traceroute to ${target}`, zh: (target) => `逐跳探测到 ${target} 的路径` },
      echo: { en: (target) => `ICMP echo of ${target}`, zh: (target) => `等待 ${target} 的 ICMP 回显` },
      distance: { en: (target) => `distance of ${target}`, zh: (target) => `测量到 ${target} 的距离` },
      inband: { en: (target) => `data to ${target} hop by hop`, zh: (target) => `逐跳发送到 ${target} 的数据` },
      flows: { en: (target) => `parallel ways to ${target}`, zh: (target) => `探测到 ${target} 的并行路径` },
      "image-layer": { en: () => "a layer of an image", zh: () => "拉取镜像层" },
      "package-index": { en: () => "this server's package sources", zh: () => "查询本服务器的软件源" },
      idle: { en: (target) => `idle connection to ${target}`, zh: (target) => `保持到 ${target} 的空闲连接` },
      train: { en: (target) => `loss on the way to ${target}`, zh: (target) => `测量到 ${target} 的丢包` },
      mtu: { en: (target) => `path MTU to ${target}`, zh: (target) => `测量到 ${target} 的路径 MTU` },
      reflect: { en: (target) => `reflector ${target}`, zh: (target) => `等待反射器 ${target}` },
      route: { en: () => "this server's routes", zh: () => "读取本服务器的路由" },
      host: { en: () => "this server's settings", zh: () => "读取本服务器的设置" },
      files: { en: () => "this server's files", zh: () => "读取本服务器的文件" },
      tool: { en: () => "this server's tools", zh: () => "查找本服务器的工具" },
      listener: { en: () => "this server's ports", zh: () => "检查本服务器的端口" },
    },
    waitingFor: {
      en: ({ done, what, seconds }) => `${done}; ${what}, ${seconds} s`,
      zh: ({ done, what, seconds }) => `${done}；${what}，${seconds} 秒`,
    },
  },
  manual: {
    name: { en: "NAME", zh: "名称" },
    synopsis: { en: "SYNOPSIS", zh: "用法" },
    description: { en: "DESCRIPTION", zh: "说明" },
    commands: { en: "COMMANDS", zh: "命令" },
    exitStatus: { en: "EXIT STATUS", zh: "退出码" },
    environment: { en: "ENVIRONMENT", zh: "环境变量" },
    purpose: {
      en: "tells whether this server can join an ACK Edge cluster",
      zh: "判断这台服务器能否接入 ACK Edge 集群",
    },
    placeholders: { en: "[\\fIcommand\\fR] [\\fIoptions\\fR]", zh: "[\\fI命令\\fR] [\\fI选项\\fR]" },
    promise: {
      en: "Every check that fails names the device most likely misconfigured and the setting to make there.",
      zh: "每项失败的检查都会指出最可能配置错误的设备，以及应在那里进行的设置。",
    },
    exitCodes: {
      ready: { en: "Ready: no required check failed.", zh: "就绪：没有必需的检查失败。" },
      notReady: { en: "Not ready: at least one required check failed.", zh: "未就绪：至少有一项必需的检查失败。" },
      usage: { en: "The options or settings are wrong; nothing was asked.", zh: "选项或设置有误；没有发出任何询问。" },
      unfinished: {
        en: "The run could not finish, or a report could not be saved; what is known is still reported.",
        zh: "运行未能完成，或报告未能保存；已知的内容仍会报告。",
      },
      interrupted: { en: "Interrupted.", zh: "被中断。" },
      terminated: { en: "Terminated.", zh: "被终止。" },
    },
    variables: {
      settings: {
        en: "Settings, by the names of the options: EDGE_PREFLIGHT_VPC_CIDR for --vpc-cidr.",
        zh: "设置，以选项命名：EDGE_PREFLIGHT_VPC_CIDR 对应 --vpc-cidr。",
      },
      roots: {
        en: "A file of roots to trust besides the system's CA store.",
        zh: "除系统 CA 证书库之外信任的根证书文件。",
      },
      noColor: { en: "No colours, whatever its value.", zh: "不使用颜色，无论其值为何。" },
      locale: { en: "The language: Chinese or English.", zh: "语言：中文或英文。" },
    },
    fullStop: { en: ".", zh: "。" },
  },
};
