import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import { portText } from "./format.ts";
import type { DeepSpoken, SubjectWords } from "./spoken.ts";
import type { Words } from "./words.ts";

/** What listens on each of the ports. */
export const PORT_OWNERS = {
  kubelet: { en: "kubelet", zh: "kubelet" },
  "kubelet-read-only": { en: "kubelet (read-only)", zh: "kubelet（只读）" },
  "node-exporter": { en: "Node-Exporter", zh: "Node-Exporter" },
  "gpu-exporter": { en: "the GPU exporter", zh: "GPU Exporter" },
  flannel: { en: "Flannel (VXLAN)", zh: "Flannel（VXLAN）" },
} satisfies DeepSpoken<Words["portOwners"]>;

/** The ports that the cloud connects to, and the reflector that tries them. */
export const PORTS = {
  titles: {
    "port-is-free": {
      en: (args) => `${portText(args)} is free for ${PORT_OWNERS[args.owner].en}`,
      zh: (args) => `${portText(args)} 空闲，可供 ${PORT_OWNERS[args.owner].zh} 使用`,
    },
    "port-is-let-out": {
      en: ({ port, protocol }) => `${portText({ protocol, port })} gets out to the VPC`,
      zh: ({ port, protocol }) => `${portText({ protocol, port })} 能发到 VPC`,
    },
    "port-is-reachable": {
      en: (args) => `${portText(args)} can be reached from the cloud`,
      zh: (args) => `从云上可以到达 ${portText(args)}`,
    },
    "port-passes-filter": {
      en: (args) => `This node's own filter lets ${portText(args)} in`,
      zh: (args) => `本节点自己的过滤规则放行 ${portText(args)}`,
    },
  },
  messages: {
    "ok:port-free": { en: () => "free", zh: () => "空闲" },
    "port-in-use": {
      message: {
        en: (args) =>
          `${portText(args)} is held by ${en.holderText(args.holder)}; ${PORT_OWNERS[args.expected].en} needs it.`,
        zh: (args) =>
          `${portText(args)} 被 ${zh.holderText(args.holder)} 占用；${PORT_OWNERS[args.expected].zh} 需要它。`,
      },
      remedy: {
        en: ({ port, protocol }) =>
          `Stop that program or move it to another port (ss -l${protocol === "tcp" ? "t" : "u"}np 'sport = :${port}').`,
        zh: ({ port, protocol }) =>
          `停止该程序或让它使用别的端口（ss -l${protocol === "tcp" ? "t" : "u"}np 'sport = :${port}'）。`,
      },
    },
    "node-already-joined": {
      message: {
        en: (args) =>
          `${portText(args)} is held by ${en.holderText(args.holder)}: this node seems to have joined a cluster.`,
        zh: (args) => `${portText(args)} 被 ${zh.holderText(args.holder)} 占用：本节点似乎已接入集群。`,
      },
      remedy: {
        en: () => "If it should join another one, run edgeadm reset first.",
        zh: () => "如果要接入另一个集群，请先运行 edgeadm reset。",
      },
    },
    "port-not-checked": {
      message: {
        en: (args) => `${portText(args)} could not be tried (${args.errno}).`,
        zh: (args) => `无法测试 ${portText(args)}（${args.errno}）。`,
      },
      remedy: { en: () => "Run as root.", zh: () => zh.AS_ROOT },
    },
    "ok:inbound-arrived": {
      en: ({ reflector }) => `came in from ${reflector}`,
      zh: ({ reflector }) => `已收到来自 ${reflector} 的报文`,
    },
    "ok:inbound-open": {
      en: ({ reflector }) => `in use, and opened from ${reflector}`,
      zh: ({ reflector }) => `正在使用，并可从 ${reflector} 打开`,
    },
    "inbound-timed-out": {
      message: {
        en: (args) => `${args.reflector} sent to ${portText(args)} of this node, and nothing arrived.`,
        zh: (args) => `${args.reflector} 向本节点的 ${portText(args)} 发送，但没有任何报文到达。`,
      },
      remedy: {
        en: () =>
          "Let it in from the VPC to this node: inbound on the firewall, outbound in the security group, and in this node's own filter.",
        zh: () => "放行从 VPC 到本节点的流量：防火墙入方向、安全组出方向，以及本节点自己的过滤规则。",
      },
    },
    "inbound-refused": {
      message: {
        en: (args) => `${args.reflector} was refused at ${portText(args)}, where this node listened.`,
        zh: (args) => `本节点正在监听 ${portText(args)}，${args.reflector} 却被拒绝。`,
      },
      remedy: {
        en: () => "Find the device on the path from the VPC that rejects it: such a reset comes from a firewall.",
        zh: () => "找出从 VPC 来的路径上是什么在拒绝：这样的重置来自防火墙。",
      },
    },
    "inbound-unreachable": {
      message: {
        en: (args) => `${args.reflector} was told that ${portText(args)} of this node is unreachable.`,
        zh: (args) => `${args.reflector} 被告知本节点的 ${portText(args)} 不可达。`,
      },
      remedy: {
        en: () =>
          "Route the data centre's blocks back on the VPC route table, the transit router and the VBR, and see what rejects the port.",
        zh: () => "在 VPC 路由表、转发路由器和 VBR 上配置返回数据中心网段的路由，并查看是什么拒绝了该端口。",
      },
    },
    "inbound-large-lost": {
      message: {
        en: (args) => `Small packets from ${args.reflector} to ${portText(args)} arrive, full-size ones are lost.`,
        zh: (args) => `从 ${args.reflector} 到 ${portText(args)} 的小报文能到达，满长报文丢失。`,
      },
      remedy: {
        en: () => "Carry an MTU of 1500 on the whole way, or give Flannel a smaller one.",
        zh: () => "让整条路径承载 1500 的 MTU，或为 Flannel 设置更小的 MTU。",
      },
    },
    "ok:outbound-arrives": {
      en: ({ reflector }) => `arrives at ${reflector}, full-size as well`,
      zh: ({ reflector }) => `能到达 ${reflector}，满长报文也能到达`,
    },
    "outbound-not-verified": {
      message: {
        en: ({ port, protocol, destinations }) =>
          `Cannot be tested from this server alone; allow ${portText({ protocol, port })} to ${destinations.join(", ") || "the VPC"}.`,
        zh: ({ port, protocol, destinations }) =>
          `仅从本服务器无法测试；请放行到 ${destinations.join("、") || "VPC"} 的 ${portText({ protocol, port })}。`,
      },
      remedy: {
        en: ({ port, protocol }) => `Use a reflector, as for inbound.${protocol}-${port}.reachable.`,
        zh: ({ port, protocol }) => `使用反射器，与 inbound.${protocol}-${port}.reachable 相同。`,
      },
    },
    "outbound-lost": {
      message: {
        en: ({ port, protocol, reflector }) =>
          `What this server sends to ${portText({ protocol, port })} of ${reflector.split(":")[0] ?? ""} does not arrive.`,
        zh: ({ port, protocol, reflector }) =>
          `本服务器发往 ${reflector.split(":")[0] ?? ""} 的 ${portText({ protocol, port })} 的报文没有到达。`,
      },
      remedy: {
        en: ({ port, protocol }) =>
          `Allow ${portText({ protocol, port })} from this server to the VPC on the firewall and in the security group.`,
        zh: ({ port, protocol }) => `在防火墙和安全组中放行本服务器到 VPC 的 ${portText({ protocol, port })}。`,
      },
    },
    "outbound-large-lost": {
      message: {
        en: ({ port, protocol }) =>
          `Full-size packets to ${portText({ protocol, port })} in the VPC are lost, small ones arrive.`,
        zh: ({ port, protocol }) => `到 VPC 的 ${portText({ protocol, port })} 满长报文丢失，小报文能到达。`,
      },
      remedy: {
        en: () => "Carry packets of 1,500 bytes on the whole way to the VPC, tunnels included.",
        zh: () => "使到 VPC 的整条路径（包括隧道）都能承载 1500 字节的报文。",
      },
    },
    "inbound-translated": {
      message: {
        en: (args) =>
          `${args.reflector} sees this node as ${args.source}: its address is translated on the path, so ${portText(args)} cannot be reached from the VPC.`,
        zh: (args) =>
          `${args.reflector} 看到的本节点是 ${args.source}：地址在途中被转换，因此从 VPC 不能到达 ${portText(args)}。`,
      },
      remedy: {
        en: () => "Route the data centre's blocks over the line without source NAT, and route them back from the VPC.",
        zh: () => "让数据中心网段经专线而不做源地址转换，并从 VPC 配置回程路由。",
      },
    },
    "reflector-unheard": {
      message: {
        en: ({ reflector, run, reached }) =>
          reached === undefined
            ? `No answer from the reflector at ${reflector} (run ${run}).`
            : reached
              ? `The reflector at ${reflector} answered, and the answer was lost (run ${run}).`
              : `No request of run ${run} reached the reflector at ${reflector}.`,
        zh: ({ reflector, run, reached }) =>
          reached === undefined
            ? `${reflector} 处的反射器没有应答（运行 ${run}）。`
            : reached
              ? `${reflector} 处的反射器已应答，但应答丢失（运行 ${run}）。`
              : `运行 ${run} 没有任何请求到达 ${reflector} 处的反射器。`,
      },
      remedy: {
        en: () =>
          "Check that it runs with the same key, that UDP to it is allowed and that both clocks agree to a minute; then add its log: edge-preflight merge report.json reflector.log",
        zh: () =>
          "确认它在运行、密钥相同、到它的 UDP 已放行、双方时钟相差不超过一分钟；然后合并它的日志：edge-preflight merge report.json reflector.log",
      },
    },
    "reflector-inconclusive": {
      message: {
        en: (args) => `${args.reflector} could not try ${portText(args)} (${args.outcome}).`,
        zh: (args) => `${args.reflector} 无法测试 ${portText(args)}（${args.outcome}）。`,
      },
      remedy: {
        en: () => "Look at the reflector's log, and run this again.",
        zh: () => "查看反射器的日志，然后再运行一次。",
      },
    },
    "inbound-not-verified": {
      message: {
        en: ({ sources }) =>
          `Cannot be tested from this server alone; allow the port from ${en.list(sources) || "the VPC's CIDR blocks"}.`,
        zh: ({ sources }) => `从节点上看不到；请对 ${zh.list(sources) || "VPC 网段"} 开放。`,
      },
      remedy: {
        en: ({ nodes }) => en.startReflector(nodes),
        zh: ({ nodes }) => zh.startReflector(nodes),
      },
    },
    "ok:port-filter": {
      en: ({ source }) => `lets it in from ${source}`,
      zh: ({ source }) => `放行来自 ${source} 的流量`,
    },
    "port-replies-filtered": {
      message: {
        en: (args) => `This node's own filter drops the replies of ${portText(args)} to ${args.source} (${args.rule}).`,
        zh: (args) => `本节点自己的过滤规则丢弃 ${portText(args)} 发往 ${args.source} 的应答（${args.rule}）。`,
      },
      remedy: {
        en: () => "Accept established connections first in this node's OUTPUT rules.",
        zh: () => "在本节点的 OUTPUT 规则中先接受已建立的连接。",
      },
    },
    "port-filtered": {
      message: {
        en: (args) =>
          `This node's own filter drops ${portText(args)} from ${args.source}${args.apiServer === undefined ? "" : `, so from the API server at ${args.apiServer} as well`} (${args.rule}).`,
        zh: (args) =>
          `本节点自己的过滤规则丢弃来自 ${args.source} 的 ${portText(args)}${args.apiServer === undefined ? "" : `，包括来自 API Server ${args.apiServer} 的`}（${args.rule}）。`,
      },
      remedy: {
        en: (args) =>
          `Allow ${portText(args)} from ${args.source} in this node's firewall (nftables, iptables, firewalld or ufw).`,
        zh: (args) =>
          `在本节点的防火墙（nftables、iptables、firewalld 或 ufw）中放行来自 ${args.source} 的 ${portText(args)}。`,
      },
    },
    "port-filter-unknown": {
      message: {
        en: (args) =>
          `Whether this node's own filter lets ${portText(args)} in cannot be told: ${en.filterDoubt(args.why)}.`,
        zh: (args) => `无法判断本节点自己的过滤是否放行 ${portText(args)}：${zh.filterDoubt(args.why)}。`,
      },
      remedy: { en: ({ why }) => en.filterDoubtRemedy(why), zh: ({ why }) => zh.filterDoubtRemedy(why) },
    },
  },
} satisfies SubjectWords;
