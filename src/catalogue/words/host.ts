import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { SubjectWords } from "./spoken.ts";

/** This node: its links, routes, filters, settings and system. */
export const HOST = {
  titles: {
    "has-route": { en: ({ to }) => `This node has a route to ${to}`, zh: ({ to }) => `本节点有到 ${to} 的路由` },
    "gateway-speaks-bgp": { en: () => "The gateway speaks BGP", zh: () => "网关支持 BGP" },
    "gateway-answers": { en: () => "The gateway answers on the local network", zh: () => "网关在本地网络上有应答" },
    "link-is-well": {
      en: () => "The network interface has the usual MTU and no errors",
      zh: () => "网络接口 MTU 正常且无错误",
    },
    "no-overlay": {
      en: () => "No overlay network takes the cloud services' range",
      zh: () => "没有叠加网络占用云服务的网段",
    },
    "output-passes-filter": {
      en: () => "This node's own filter lets its connections out",
      zh: () => "本节点自己的过滤规则放行其连接",
    },
    "one-way-back": {
      en: () => "Replies to the cloud leave by the interface that the requests came in by",
      zh: () => "来自云端的流量按原路应答",
    },
    "nothing-redirected": {
      en: () => "No rule of this node sends its connections elsewhere",
      zh: () => "本节点没有将连接转向别处的规则",
    },
    "containers-keep-source": {
      en: ({ cidr }) => `Containers of ${cidr} reach the VPC with their own addresses`,
      zh: ({ cidr }) => `${cidr} 的容器用自己的地址访问 VPC`,
    },
    "resolv-conf-is-read": {
      en: () => "The C library reads every line of resolv.conf as it is meant",
      zh: () => "C 库按其本意读取 resolv.conf 的每一行",
    },
    "no-proxy": { en: () => "No proxy setting catches the cluster's traffic", zh: () => "没有代理设置截走集群的流量" },
    "no-overlap": {
      en: () => "No route of this node overlaps the cluster's ranges",
      zh: () => "本节点没有与集群网段重叠的路由",
    },
    "host-name-is-valid": { en: () => "The host name can be a node's name", zh: () => "主机名可以作为节点名" },
    "host-name-address": { en: () => "The host name leads to this node's address", zh: () => "主机名指向本节点的地址" },
    "system-is-supported": { en: () => "The operating system is supported", zh: () => "操作系统受支持" },
    "no-leftovers": { en: () => "No earlier join has left anything", zh: () => "没有以前接入的残留" },
  },
  messages: {
    "ok:route": {
      en: ({ via, interface: name, source }) =>
        via === undefined ? `on the link ${name}, from ${source}` : `via ${via}, ${name}, from ${source}`,
      zh: ({ via, interface: name, source }) =>
        via === undefined ? `在链路 ${name} 上，源 ${source}` : `经 ${via}，${name}，源 ${source}`,
    },
    "ok:gateway": {
      en: ({ gateway }) => gateway ?? "none needed: the destination is on the link",
      zh: ({ gateway }) => gateway ?? "不需要网关：目的地在本链路上",
    },
    "ok:link": { en: ({ name, mtu }) => `${name}, MTU ${mtu}`, zh: ({ name, mtu }) => `${name}，MTU ${mtu}` },
    "ok:nothing-found": { en: () => "none", zh: () => "没有" },
    "ok:output-filter": {
      en: ({ destinations }) => `lets connections to ${destinations} destinations out`,
      zh: ({ destinations }) => `放行到 ${destinations} 个目的的连接`,
    },
    "ok:host-name": { en: ({ hostname }) => hostname, zh: ({ hostname }) => hostname },
    "ok:system": {
      en: ({ system, kernel }) => `${system}, kernel ${kernel}`,
      zh: ({ system, kernel }) => `${system}，内核 ${kernel}`,
    },
    "no-route": {
      message: { en: ({ to }) => `This node has no route to ${to}.`, zh: ({ to }) => `本节点没有到 ${to} 的路由。` },
      remedy: {
        en: () => "Set the default route, or a route for the VPC and the cloud services, to the core switch.",
        zh: () => "将默认路由，或到 VPC 和云服务的路由，指向核心交换机。",
      },
    },
    "several-default-routes": {
      message: {
        en: ({ interfaces, answersBy, strict, dropped }) =>
          `There are default routes by ${en.list(interfaces)}; the cloud is answered by ${answersBy}, and what comes in by another ${strict.length > 0 ? `is dropped by the reverse-path filter of ${en.list(strict)} (${dropped} so far)` : "is answered by a way that stateful firewalls do not know"}.`,
        zh: ({ interfaces, answersBy, strict, dropped }) =>
          `${zh.list(interfaces)} 上都有默认路由；对云端的应答从 ${answersBy} 发出，而从其他接口进入的流量${strict.length > 0 ? `会被 ${zh.list(strict)} 的反向路径过滤丢弃（至今 ${dropped} 个）` : "会沿有状态防火墙不认识的路径应答"}。`,
      },
      remedy: {
        en: ({ answersBy }) =>
          `Keep one default route, or add routes for the VPC and the cloud services by ${answersBy}, and let the cloud connect to the address there.`,
        zh: ({ answersBy }) =>
          `只保留一条默认路由，或为 VPC 和云服务添加经 ${answersBy} 的路由，并让云端连接该接口的地址。`,
      },
    },
    "traffic-redirected": {
      message: {
        en: ({ destinations, rule }) =>
          `A rule of this node may send connections to ${en.list(destinations)} elsewhere (${rule}).`,
        zh: ({ destinations, rule }) => `本节点的一条规则可能将到 ${zh.list(destinations)} 的连接转向别处（${rule}）。`,
      },
      remedy: {
        en: () => "Remove it, or exempt the VPC and 100.64.0.0/10 from it.",
        zh: () => "删除该规则，或将 VPC 和 100.64.0.0/10 排除在外。",
      },
    },
    "containers-masqueraded": {
      message: {
        en: ({ containers, destinations, rule }) =>
          `A rule of this node may put its own address in the place of the containers' (${containers}) on the way to ${en.list(destinations)} (${rule}).`,
        zh: ({ containers, destinations, rule }) =>
          `本节点的一条规则可能在去往 ${zh.list(destinations)} 时用本节点的地址替换容器（${containers}）的地址（${rule}）。`,
      },
      remedy: {
        en: ({ containers, destinations }) =>
          `Exempt packets from ${containers} to ${en.list(destinations)} from the translation: network policies and access lists in the VPC see this node otherwise.`,
        zh: ({ containers, destinations }) =>
          `将 ${containers} 到 ${zh.list(destinations)} 的报文排除在地址转换之外，否则 VPC 中的网络策略和访问列表只看到本节点。`,
      },
    },
    "route-unknown": {
      message: {
        en: ({ to, reason }) => `The route to ${to} could not be found out (${reason}).`,
        zh: ({ to, reason }) => `无法得知到 ${to} 的路由（${reason}）。`,
      },
      remedy: {
        en: ({ reason }) =>
          reason === "no-ip-command"
            ? "Install iproute."
            : "Let this user read the routing tables: /proc/net/route and the settings below /proc/sys/net/ipv4/conf.",
        zh: ({ reason }) =>
          reason === "no-ip-command"
            ? "安装 iproute。"
            : "允许此用户读取路由表：/proc/net/route 以及 /proc/sys/net/ipv4/conf 下的设置。",
      },
    },
    "ok:bgp": {
      en: ({ gateway }) => `${gateway} accepts TCP 179; whether it peers with this node shows after the join`,
      zh: ({ gateway }) => `${gateway} 接受 TCP 179；是否与本节点建立对等在接入后才能确认`,
    },
    "bgp-refused": {
      message: {
        en: ({ gateway }) => `The gateway ${gateway} refuses TCP 179: it speaks no BGP with this node.`,
        zh: ({ gateway }) => `网关 ${gateway} 拒绝 TCP 179：它不与本节点运行 BGP。`,
      },
      remedy: {
        en: ({ containers }) =>
          `Configure BGP on the switch with this node as a peer, and accept ${containers.join(", ") || "the container CIDR"} from it.`,
        zh: ({ containers }) =>
          `在交换机上配置以本节点为对等体的 BGP，并接受其通告的 ${containers.join("、") || "容器网段"}。`,
      },
    },
    "bgp-silent": {
      message: {
        en: ({ gateway }) =>
          `The gateway ${gateway} does not answer on TCP 179. Many switches answer only peers that they know, so this is no proof.`,
        zh: ({ gateway }) =>
          `网关 ${gateway} 在 TCP 179 上没有应答。许多交换机只应答已配置的对等体，因此不能作为证据。`,
      },
      remedy: {
        en: ({ containers }) =>
          `Check on the switch that this node is configured as a BGP peer and that ${containers.join(", ") || "the container CIDR"} is accepted from it.`,
        zh: ({ containers }) =>
          `在交换机上确认已将本节点配置为 BGP 对等体，并接受其通告的 ${containers.join("、") || "容器网段"}。`,
      },
    },
    "bgp-no-gateway": {
      message: {
        en: () => "This node sends to the cloud without a gateway, so there is no switch to ask for BGP.",
        zh: () => "本节点不经网关即可到达云端，因此没有可询问 BGP 的交换机。",
      },
      remedy: {
        en: () => "Check on the switches that they peer with this node by BGP.",
        zh: () => "在交换机上确认已与本节点建立 BGP 对等。",
      },
    },
    "gateway-silent": {
      message: {
        en: ({ gateway, interface: name }) => `The gateway ${gateway} does not answer on ${name} (no ARP reply).`,
        zh: ({ gateway, interface: name }) => `网关 ${gateway} 在 ${name} 上没有应答（没有 ARP 应答）。`,
      },
      remedy: {
        en: () => "Check cable, VLAN and switch port, and the gateway's address.",
        zh: () => "检查网线、VLAN 和交换机端口，以及网关地址。",
      },
    },
    "gateway-without-route": {
      message: {
        en: ({ to }) => `This node has no route to ${to}, so there is no gateway to look at.`,
        zh: ({ to }) => `本节点没有到 ${to} 的路由，因此没有可检查的网关。`,
      },
      remedy: { en: () => "Set the route first.", zh: () => "请先设置路由。" },
    },
    "gateway-unknown": {
      message: {
        en: ({ gateway }) => `Nothing was sent by way of ${gateway} that would show whether it answers.`,
        zh: ({ gateway }) => `没有经 ${gateway} 发送过可以看出它是否应答的报文。`,
      },
      remedy: { en: () => "Run the whole preflight.", zh: () => "运行完整的预检。" },
    },
    "link-unknown": {
      message: {
        en: ({ name }) => `The MTU of ${name ?? "the network interface"} could not be read.`,
        zh: ({ name }) => `无法读取 ${name ?? "网络接口"} 的 MTU。`,
      },
      remedy: {
        en: ({ name }) => `Run: ip link show ${name ?? ""}`.trimEnd(),
        zh: ({ name }) => `请执行：ip link show ${name ?? ""}`.trimEnd(),
      },
    },
    "link-narrow": {
      message: {
        en: ({ name, mtu }) => `${name} has an MTU of ${mtu}; the line and Flannel are made for 1500.`,
        zh: ({ name, mtu }) => `${name} 的 MTU 为 ${mtu}；专线和 Flannel 按 1500 设计。`,
      },
      remedy: {
        en: ({ name }) => `Set the MTU of ${name} to 1500 unless the network is known to be narrower.`,
        zh: ({ name }) => `将 ${name} 的 MTU 设为 1500，除非已知网络更窄。`,
      },
    },
    "link-jumbo": {
      message: {
        en: ({ name, mtu }) =>
          `${name} has an MTU of ${mtu}; the line carries 1500, so a device on the path must reject larger packets with an ICMP error instead of dropping them.`,
        zh: ({ name, mtu }) => `${name} 的 MTU 为 ${mtu}；专线承载 1500，更大的报文在途中应被拒绝而不是丢失。`,
      },
      remedy: {
        en: ({ name }) => `Set the MTU of ${name} to 1500, or let ICMP "fragmentation needed" through every firewall.`,
        zh: ({ name }) => `将 ${name} 的 MTU 设为 1500，或让每个防火墙放行 ICMP“需要分片”。`,
      },
    },
    "link-errors": {
      message: {
        en: ({ name, errors, packets }) =>
          `${name} has counted ${en.number(errors)} errors in ${en.number(packets)} packets.`,
        zh: ({ name, errors, packets }) => `${name} 在 ${zh.number(packets)} 个报文中有 ${zh.number(errors)} 个错误。`,
      },
      remedy: {
        en: () => "Check cable, transceiver and the switch port's duplex setting.",
        zh: () => "检查网线、光模块和交换机端口的双工设置。",
      },
    },
    "overlay-on-cloud-range": {
      message: {
        en: ({ names }) => `${en.list(names)} has addresses in 100.64.0.0/10, where the cloud services are.`,
        zh: ({ names }) => `${zh.list(names)} 的地址在 100.64.0.0/10 中，那是云服务的网段。`,
      },
      remedy: {
        en: () =>
          "Stop that overlay (such as Tailscale) on this node, or keep its routes and filters away from the cloud services' ranges.",
        zh: () => "在本节点上停用该叠加网络（例如 Tailscale），或使其路由和过滤规则避开云服务的网段。",
      },
    },
    "overlay-drops-cloud": {
      message: {
        en: ({ rule }) => `This node drops what comes back from the cloud services (${rule}).`,
        zh: ({ rule }) => `本节点丢弃云服务返回的报文（${rule}）。`,
      },
      remedy: {
        en: () => "Stop the overlay that made the rule (such as Tailscale), or remove the rule for 100.64.0.0/10.",
        zh: () => "停用产生该规则的叠加网络（例如 Tailscale），或删除针对 100.64.0.0/10 的规则。",
      },
    },
    "local-filter-drops": {
      message: {
        en: ({ destinations, rule }) =>
          `This node's own filter drops connections to ${en.list(destinations)} (${rule}).`,
        zh: ({ destinations, rule }) => `本节点自己的过滤规则丢弃到 ${zh.list(destinations)} 的连接（${rule}）。`,
      },
      remedy: { en: () => "Allow them in this node's OUTPUT rules.", zh: () => "在本节点的 OUTPUT 规则中放行。" },
    },
    "local-filter-unknown": {
      message: {
        en: ({ why }) => `Whether this node's own filter lets connections out cannot be told: ${en.filterDoubt(why)}.`,
        zh: ({ why }) => `无法判断本节点自己的过滤是否放行连接：${zh.filterDoubt(why)}。`,
      },
      remedy: { en: ({ why }) => en.filterDoubtRemedy(why), zh: ({ why }) => zh.filterDoubtRemedy(why) },
    },
    "answers-filtered": {
      message: {
        en: ({ destinations, rule }) => `This node's own filter drops what ${en.list(destinations)} answers (${rule}).`,
        zh: ({ destinations, rule }) => `本节点自己的过滤规则丢弃 ${zh.list(destinations)} 的应答（${rule}）。`,
      },
      remedy: {
        en: () => "Let answers in: accept established connections first in this node's INPUT rules.",
        zh: () => "放行应答：在本节点的 INPUT 规则中先接受已建立的连接。",
      },
    },
    "proxy-catches-cluster": {
      message: {
        en: ({ ways }) =>
          `${ways.map(({ program, source, proxy, hosts }) => `${program} would ask ${en.list(hosts)} by way of the proxy ${proxy} (${source === "environment" ? "the environment" : source})`).join("; ")}.`,
        zh: ({ ways }) =>
          `${ways.map(({ program, source, proxy, hosts }) => `${program} 将经代理 ${proxy} 访问 ${zh.list(hosts)}（${source === "environment" ? "环境变量" : source}）`).join("；")}。`,
      },
      remedy: {
        en: ({ missing }) =>
          `Add ${en.list(missing)} to no_proxy and NO_PROXY there, without "*", which wget and curl do not read; or unset the proxy for the join.`,
        zh: ({ missing }) =>
          `在该处将 ${zh.list(missing)} 加入 no_proxy 和 NO_PROXY，不要用 "*"（wget 和 curl 不识别）；或在接入时取消代理。`,
      },
    },
    "route-overlaps-cluster": {
      message: {
        en: ({ overlaps }) => `The cluster's ranges are taken on this node: ${en.list(overlaps)}.`,
        zh: ({ overlaps }) => `集群的网段在本节点上已被占用：${zh.list(overlaps)}。`,
      },
      remedy: {
        en: () =>
          "Remove the route or change the name server; the cluster's own ranges can be changed only by creating it anew.",
        zh: () => "删除该路由或更换域名服务器；集群自己的网段只有重建集群才能改变。",
      },
    },
    "host-name-invalid": {
      message: {
        en: ({ hostname }) =>
          `${hostname} cannot be a node's name: lower-case letters, digits, "-" and "." only, and not localhost.`,
        zh: ({ hostname }) => `${hostname} 不能作为节点名：只能有小写字母、数字、“-”和“.”，且不能是 localhost。`,
      },
      remedy: {
        en: () => "Change it (hostnamectl set-hostname), or set nodeNameOverride in the join command.",
        zh: () => "更改主机名（hostnamectl set-hostname），或在接入命令中设置 nodeNameOverride。",
      },
    },
    "host-name-on-loopback": {
      message: {
        en: ({ hostname, address }) =>
          `/etc/hosts leads ${hostname} to ${address}, which the join would take for the node's address.`,
        zh: ({ hostname, address }) => `/etc/hosts 将 ${hostname} 指向 ${address}，接入程序会把它当作节点的地址。`,
      },
      remedy: {
        en: ({ hostname }) => `Give ${hostname} this node's own address in /etc/hosts, or remove the line.`,
        zh: ({ hostname }) => `在 /etc/hosts 中为 ${hostname} 写上本节点自己的地址，或删除该行。`,
      },
    },
    "system-unknown": {
      message: {
        en: () => "There is no /etc/os-release, so the operating system is not known.",
        zh: () => "没有 /etc/os-release，因此不知道操作系统。",
      },
      remedy: {
        en: () => "Compare it with the list in ACK Edge's documentation.",
        zh: () => "与 ACK Edge 文档中的列表核对。",
      },
    },
    "system-not-listed": {
      message: {
        en: ({ system }) => `${system} is not among the supported operating systems; the join may refuse it.`,
        zh: ({ system }) => `${system} 不在受支持的操作系统之列；接入可能会被拒绝。`,
      },
      remedy: {
        en: () => "Use a listed one, such as Ubuntu 22.04, Alibaba Cloud Linux 3 or RHEL 9.3.",
        zh: () => "使用列表中的系统，例如 Ubuntu 22.04、Alibaba Cloud Linux 3 或 RHEL 9.3。",
      },
    },
    "kernel-not-listed": {
      message: {
        en: ({ system, kernel, kernels }) =>
          `${system} is supported with kernel ${en.list(kernels)}; this one is ${kernel}.`,
        zh: ({ system, kernel, kernels }) => `${system} 支持的内核是 ${zh.list(kernels)}；本机是 ${kernel}。`,
      },
      remedy: {
        en: ({ kernels }) =>
          `Boot a kernel of ${en.list(kernels)}, or ask Alibaba Cloud whether this one is supported.`,
        zh: ({ kernels }) => `使用 ${zh.list(kernels)} 的内核启动，或向阿里云确认此内核是否可用。`,
      },
    },
    "resolv-conf-without-server": {
      message: {
        en: ({ server }) => `/etc/resolv.conf names no DNS server, so the C library asks ${server}.`,
        zh: ({ server }) => `/etc/resolv.conf 没有写明 DNS 服务器，C 库因此询问 ${server}。`,
      },
      remedy: {
        en: () => "Name the site's DNS servers in /etc/resolv.conf, or run a DNS server on this node.",
        zh: () => "在 /etc/resolv.conf 中写明站点的 DNS 服务器，或在本节点上运行 DNS 服务器。",
      },
    },
    "resolv-conf-unknown": {
      message: {
        en: ({ reason }) => `/etc/resolv.conf cannot be read (${reason}).`,
        zh: ({ reason }) => `无法读取 /etc/resolv.conf（${reason}）。`,
      },
      remedy: {
        en: () => "Make /etc/resolv.conf readable, or run as root.",
        zh: () => "使 /etc/resolv.conf 可读，或以 root 身份运行。",
      },
    },
    "ok:resolv-conf": { en: ({ servers }) => en.list(servers), zh: ({ servers }) => zh.list(servers) },
    "resolv-conf-line-ignored": {
      message: {
        en: ({ lines, servers }) =>
          `The C library does not read ${en.list(lines.map(({ line, text, why }) => `line ${line} of /etc/resolv.conf as it may be meant ("${text}": ${en.ignoredBecause[why]})`))}; it asks ${en.list(servers)}.`,
        zh: ({ lines, servers }) =>
          `C 库没有按其本意读取 /etc/resolv.conf 的${zh.list(lines.map(({ line, text, why }) => `第 ${line} 行（"${text}"：${zh.ignoredBecause[why]}）`))}；它询问的是 ${zh.list(servers)}。`,
      },
      remedy: {
        en: () =>
          'Write each server on a line of its own that begins with "nameserver", then one blank and the address; no more than three, with Unix line ends.',
        zh: () => '每个服务器单独一行，以 "nameserver" 开头，后跟一个空格和地址；不超过三个，使用 Unix 换行符。',
      },
    },
    "system-not-for-cluster": {
      message: {
        en: ({ system, cluster }) => `${system} is supported, but not for cluster version ${cluster}.`,
        zh: ({ system, cluster }) => `${system} 受支持，但不适用于集群版本 ${cluster}。`,
      },
      remedy: {
        en: () => "See the list of operating systems in ACK Edge's documentation, by cluster version.",
        zh: () => "查看 ACK Edge 文档中按集群版本列出的操作系统。",
      },
    },
    "leftovers-of-a-join": {
      message: {
        en: ({ paths }) => `An earlier join has left ${en.list(paths)}.`,
        zh: ({ paths }) => `以前的接入留下了 ${zh.list(paths)}。`,
      },
      remedy: { en: () => "Run edgeadm reset before joining again.", zh: () => "再次接入之前运行 edgeadm reset。" },
    },
  },
} satisfies SubjectWords;
