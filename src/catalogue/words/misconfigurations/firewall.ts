import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeviceWords } from "../spoken.ts";

export const FIREWALL = {
  "firewall.outbound.all": { en: en.allowOut("all traffic to the cloud"), zh: zh.allowOut("到云上的任何流量") },
  "firewall.outbound.vpc": { en: en.allowOut("connections to the VPC"), zh: zh.allowOut("到 VPC 的连接") },
  "firewall.outbound.cloud-services": {
    en: en.allowOut("connections to the cloud services"),
    zh: zh.allowOut("到云服务的连接"),
  },
  "firewall.outbound.control-plane": {
    en: en.allowOut("connections to the control plane"),
    zh: zh.allowOut("到管控的连接"),
  },
  "firewall.outbound.oss": { en: en.allowOut("connections to object storage"), zh: zh.allowOut("到对象存储的连接") },
  "firewall.outbound.registry": {
    en: en.allowOut("connections to the image registry"),
    zh: zh.allowOut("到镜像仓库的连接"),
  },
  "firewall.outbound.api-server": {
    en: en.allowOut("connections to the API server"),
    zh: zh.allowOut("到 API Server 的连接"),
  },
  "firewall.outbound.port": { en: en.allowOut(), zh: zh.allowOut() },
  "firewall.outbound.resolvers": {
    en: en.allowOut("queries to the VPC's resolvers"),
    zh: zh.allowOut("到 VPC 的 DNS 服务器的查询"),
  },
  "firewall.outbound.dns": { en: en.allowOut("DNS queries"), zh: zh.allowOut(" DNS 查询") },
  "firewall.outbound.ntp": { en: en.allowOut("time queries"), zh: zh.allowOut("对时查询") },
  "firewall.outbound.internet": { en: en.allowOut("packets to the Internet"), zh: zh.allowOut("到互联网的报文") },
  "firewall.outbound.own": { en: en.allowOut("an endpoint of your own"), zh: zh.allowOut("到自有端点的流量") },
  "firewall.outbound.flannel": { en: en.allowOut("Flannel's packets"), zh: zh.allowOut(" Flannel 的报文") },
  "firewall.inbound.all": { en: en.allowIn("all traffic"), zh: zh.allowIn("任何流量") },
  "firewall.inbound.vpc": { en: en.allowIn("packets"), zh: zh.allowIn("报文") },
  "firewall.inbound.cloud-services": { en: en.allowIn("packets"), zh: zh.allowIn("报文") },
  "firewall.inbound.port": { en: en.allowIn("replies"), zh: zh.allowIn("应答") },
  "firewall.inbound.connections": {
    en: en.allowIn("the cloud's connections to this node"),
    zh: zh.allowIn("云上到本节点的连接"),
  },
  "firewall.inbound.kubelet": {
    en: en.allowIn("the API server's connections to kubelet"),
    zh: zh.allowIn(" API Server 到 kubelet 的连接"),
  },
  "firewall.inbound.node-exporter": {
    en: en.allowIn("Prometheus' connections to Node-Exporter"),
    zh: zh.allowIn(" Prometheus 到 Node-Exporter 的连接"),
  },
  "firewall.inbound.flannel": { en: en.allowIn("Flannel's packets"), zh: zh.allowIn(" Flannel 报文") },
  "firewall.route.containers": {
    en: en.containersBack("the firewall", "the core switch", "firewall"),
    zh: zh.containersBack("防火墙", "核心交换机", "firewall"),
  },
  "firewall.route.vpc": {
    en: en.routeToCloud("the firewall", "the VBR", "firewall", en.routesOfFirewall),
    zh: zh.routeToCloud("防火墙", " VBR", "firewall", zh.routesOfFirewall),
  },
  "firewall.route.cloud-services": {
    en: en.routeToCloud("the firewall", "the VBR", "firewall", en.routesOfFirewall),
    zh: zh.routeToCloud("防火墙", " VBR", "firewall", zh.routesOfFirewall),
  },
  "firewall.route.all": {
    en: en.routeToCloud("the firewall", "the VBR", "firewall", en.routesOfFirewall),
    zh: zh.routeToCloud("防火墙", " VBR", "firewall", zh.routesOfFirewall),
  },
  "firewall.route.data-center": {
    en: en.routeBack(
      "the firewall",
      "the core switch",
      "firewall",
      () => "show the firewall's route for this node's address",
    ),
    zh: zh.routeBack("防火墙", "核心交换机", "firewall", () => "查看防火墙上到本节点地址的路由"),
  },
  "firewall.asymmetric-return": {
    en: {
      title: () => "replies bypass the firewall, so it drops the rest of the connection as out of state",
      looksLike: "Connections open, then all data is lost from the firewall on.",
      remedy: () =>
        "Route both directions through the same firewall, or turn off its state check for this site's packets.",
      confirm: () => "look for out-of-state drops of this node's connections in the firewall's log",
      owner: "firewall",
    },
    zh: {
      title: () => "应答绕过防火墙返回，防火墙把后续报文当作无状态报文丢弃",
      looksLike: "连接能建立，之后从防火墙起所有数据丢失。",
      remedy: () => "让两个方向经过同一台防火墙，或允许它放行只看到一半的连接。",
      confirm: () => "在防火墙日志中查找本节点连接因状态不符被丢弃的记录",
      owner: "firewall",
    },
  },
  "firewall.tls-inspection": {
    en: {
      title: ({ destination }) => `a device on the path intercepts TLS to ${destination} with a certificate of its own`,
      looksLike: "Certificates come from an issuer that no system trusts, often from a nearer device than the service.",
      remedy: ({ destination }) => `Exempt ${destination} and 100.64.0.0/10 from TLS inspection and portals.`,
      confirm: () => "openssl s_client -connect <address>:443 -servername <name>, and compare the issuer",
      owner: "firewall",
    },
    zh: {
      title: ({ destination }) => `路径上有设备解开到 ${destination} 的 TLS，并用自己的 CA 签发证书`,
      looksLike: "证书由任何系统都不信任的机构签发，往往来自比服务更近的地方。",
      remedy: ({ destination }) => `将 ${destination} 和 100.64.0.0/10 排除在 TLS 解密和认证门户之外。`,
      confirm: () => "openssl s_client -connect <地址>:443 -servername <域名>，对比签发者",
      owner: "firewall",
    },
  },
  "firewall.proxy": {
    en: {
      title: ({ ports }) => `a transparent proxy takes the connections on ${ports}`,
      looksLike: "Connections open at the distance of the proxy, and no answer follows.",
      remedy: ({ destination }) => `Exempt ${destination} from the transparent proxy.`,
      confirm: () => "look at the firewall's redirection and proxy rules",
      owner: "firewall",
    },
    zh: {
      title: ({ ports }) => `透明代理接管了 ${ports} 上的连接`,
      looksLike: "连接在代理处就建立了，之后没有结果。",
      remedy: ({ destination }) => `将 ${destination} 排除在透明代理之外。`,
      confirm: () => "查看防火墙的重定向和代理规则",
      owner: "firewall",
    },
  },
  "firewall.source-nat": {
    en: {
      title: () => "this node's address is translated on its way to the cloud",
      looksLike: "What the node opens works; the cloud sees it under another address and cannot open anything to it.",
      remedy: ({ source }) => `Leave packets from ${source} to the VPC out of source NAT.`,
      confirm: () => "look for a source NAT rule that this node's traffic over the line matches",
      owner: "firewall",
    },
    zh: {
      title: () => "本节点的地址在去往云上的途中被转换",
      looksLike: "节点发起的连接正常；云上看到的是另一个地址，无法向节点发起连接。",
      remedy: ({ source }) => `从 ${source} 到 VPC 的报文不做源地址转换。`,
      confirm: () => "查找与本节点专线流量匹配的源地址转换规则",
      owner: "firewall",
    },
  },
  "firewall.name-filter": {
    en: {
      title: ({ destination }) => `a filter cuts TLS connections to ${destination} by their name (SNI)`,
      looksLike: "The connection opens, then ends or stalls when the name is sent; without the name it goes on.",
      remedy: ({ destination }) => `Allow ${destination} in the firewall's application or URL filter.`,
      confirm: () => "look for the name in the firewall's application or URL log",
      owner: "firewall",
    },
    zh: {
      title: ({ destination }) => `有过滤规则中断指名 ${destination} 的 TLS 连接`,
      looksLike: "连接能建立，发出域名后被中断或停住；不带域名则能继续。",
      remedy: ({ destination }) => `在防火墙的应用或 URL 过滤中放行 ${destination}。`,
      confirm: () => "在防火墙的应用或 URL 日志中查找该域名",
      owner: "firewall",
    },
  },
  "firewall.mtu": {
    en: {
      title: () => "full-size packets are lost at the firewall, and no ICMP error comes back",
      looksLike: "Connections open, small packets pass, the server's certificate never arrives whole.",
      remedy: () =>
        "Let ICMP type 3 code 4 pass, give the interface towards the line an MTU of 1500, or clamp the MSS.",
      confirm: () => "ping -M do -s 1472 <address>; then the MTU of the firewall's interfaces and tunnels",
      owner: "firewall",
    },
    zh: {
      title: () => "满长报文在防火墙处丢失，且没有返回 ICMP 错误",
      looksLike: zh.LOST_LARGE,
      remedy: () => "放行 ICMP 类型 3 代码 4，将朝向专线的接口 MTU 设为 1500，或调整 MSS。",
      confirm: () => "ping -M do -s 1472 <地址>；然后查看防火墙接口和隧道的 MTU",
      owner: "firewall",
    },
  },
  "firewall.overload": {
    en: {
      title: () => "the firewall loses or delays packets",
      looksLike: en.SLOW_AT_RANDOM,
      remedy: () =>
        "Look at the firewall's load, its session table, its traffic shaping and the error counters of its ports.",
      confirm: () => "firewall team: look at load and drops while 'ping -c 200 <the firewall's address>' runs here",
      owner: "firewall",
    },
    zh: {
      title: () => "防火墙丢包或时延过大",
      looksLike: zh.SLOW_AT_RANDOM,
      remedy: () => "检查防火墙的负载、会话表、流量整形以及端口的错误计数。",
      confirm: () => "防火墙团队：在这里运行“ping -c 200 <防火墙的地址>”时查看负载和丢弃计数",
      owner: "firewall",
    },
  },
  "firewall.outbound.packages": {
    en: {
      title: () => "the firewall does not let this server reach its package sources",
      looksLike: "The hosts of the package sources do not answer, while the cloud's services do.",
      remedy: () => "Allow this server to reach the hosts of its package sources on TCP 80 and 443, or name a proxy.",
      confirm: () => "look for denied packets from this node to the hosts of its package sources in the firewall's log",
      owner: "firewall",
    },
    zh: {
      title: () => "防火墙不允许本服务器访问其软件源",
      looksLike: "软件源的主机没有应答，而云上的服务正常。",
      remedy: () => "放行本服务器到其软件源主机的 TCP 80 和 443，或配置代理。",
      confirm: () => "在防火墙日志中查找本节点到其软件源主机的被拒报文",
      owner: "firewall",
    },
  },
  "firewall.idle-timeout": {
    en: {
      title: () => "the firewall forgets connections that are idle for a short time",
      looksLike: "New connections work; one that was silent for a while is dead, and nobody is told.",
      remedy: () =>
        "Set the firewall's time-out for idle TCP connections to the cloud to an hour, and no less than five minutes.",
      confirm: () => "firewall team: look up the session of such a connection while it is idle, and its time-out",
      owner: "firewall",
    },
    zh: {
      title: () => "防火墙很快就忘记空闲的连接",
      looksLike: "新连接正常；空闲一段时间的连接失效，且双方都得不到通知。",
      remedy: () => "将防火墙上到云端的空闲 TCP 连接的超时设为一小时，至少五分钟。",
      confirm: () => "防火墙团队：在连接空闲时查看其会话和超时时间",
      owner: "firewall",
    },
  },
  "firewall.member": {
    en: {
      title: () => "one of the firewall's parallel ways to the cloud is dead",
      looksLike: en.SOME_FLOWS_LOST,
      remedy: () =>
        "Look at the links of the firewall's bundle, its equal-cost routes and the second member of its cluster, and take the dead one out.",
      confirm: () =>
        "on the firewall: state of each link of the bundle (LACP), and of each equal-cost route's next hop",
      owner: "firewall",
    },
    zh: {
      title: () => "防火墙通往云端的并行路径中有一条中断",
      looksLike: zh.SOME_FLOWS_LOST,
      remedy: () => "检查防火墙聚合链路的成员、等价路由以及集群的另一台设备，并停用中断的那一条。",
      confirm: () => "在防火墙上查看聚合链路（LACP）各成员及各等价路由下一跳的状态",
      owner: "firewall",
    },
  },
} satisfies DeviceWords;
