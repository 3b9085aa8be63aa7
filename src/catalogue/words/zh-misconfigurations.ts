import type { FaultSetting } from "../../model/fault.ts";
import type { MisconfigurationText, MisconfigurationWords, Owner } from "./misconfiguration-words.ts";

type Said = (setting: FaultSetting) => string;

const only = ({ ports }: FaultSetting) => (ports === "" ? "" : `，${ports}`);
const REACHABILITY =
  "aliyun nis create-and-analyze-network-path --source-type vbr --source-id <VBR ID> --source-ip-address <本节点> --target-type ecs --target-id <实例> --protocol tcp --target-port <端口>";
const BACKWARD = `${REACHABILITY}；然后交换源和目标再做一次`;

function routeToCloud(on: string, via: string, owner: Owner, confirm: Said): MisconfigurationText {
  return {
    title: ({ destination }) => `${on}没有可用的到 ${destination} 的路由`.trimStart(),
    looksLike: `到该网段的连接没有应答，或由${on}返回“不可达”；同一路径上的其他网段正常。`,
    remedy: ({ destination }) => `将 ${destination} 路由到${via}。`,
    confirm,
    owner,
  };
}

function routeBack(on: string, via: string, owner: Owner, confirm: Said): MisconfigurationText {
  return {
    title: ({ source }) => `${on}没有返回 ${source} 的路由`.trimStart(),
    looksLike: `无论问什么，${on}及其后面都没有应答：报文到达了，应答丢失。`,
    remedy: ({ source }) => `将 ${source} 的回程路由指向${via}。`,
    confirm,
    owner,
  };
}

function containersBack(on: string, via: string, owner: Owner): MisconfigurationText {
  return {
    title: ({ destination }) => `${on}没有返回容器网段 ${destination} 的路由`.trimStart(),
    looksLike: "节点正常，节点上的容器收不到云上的应答。没有容器的节点看不出来。",
    remedy: ({ destination }) => `将 ${destination} 的回程路由指向${via}。`,
    confirm: () => BACKWARD,
    owner,
  };
}

function allowOut(what: string): MisconfigurationText {
  return {
    title: (setting) => `防火墙不放行${what}：${setting.destination}${only(setting)}`,
    looksLike: "连接超时，或在不远于防火墙的地方被重置；防火墙之前的一跳仍有应答。",
    remedy: (setting) => `放行 ${setting.source} 到 ${setting.destination}${only(setting)}，以及返回的应答。`,
    confirm: (setting) => `在防火墙日志中查找本节点到 ${setting.destination}${only(setting)} 被拒绝的报文`,
    owner: "firewall",
  };
}

function allowIn(what: string): MisconfigurationText {
  return {
    title: (setting) => `防火墙不放行从 ${setting.destination} 进来的${what}${only(setting)}`,
    looksLike: "云上发起的连接（防火墙不记录状态时也包括应答）到不了节点。",
    remedy: (setting) => `放行 ${setting.destination} 到 ${setting.source}${only(setting)}。`,
    confirm: (setting) => `在防火墙日志中查找从 ${setting.destination} 到本节点被拒绝的报文`,
    owner: "firewall",
  };
}

function groupRule(direction: "inbound" | "outbound", what: string): MisconfigurationText {
  const word = direction === "inbound" ? "入方向" : "出方向";
  return {
    title: (setting) => `安全组没有针对${what}的${word}规则${only(setting)}`,
    looksLike:
      direction === "inbound"
        ? "路径上的每个路由器都有应答，只有实例没有。"
        : "云上不能向节点发起连接；节点发起的连接正常。",
    remedy: (setting) =>
      direction === "inbound"
        ? `添加入方向规则：源 ${setting.source}${only(setting)}，允许。`
        : `添加出方向规则：目的 ${setting.source}${only(setting)}，允许。`,
    confirm: () => `aliyun ecs DescribeSecurityGroupAttribute --SecurityGroupId <安全组 ID>；或 ${REACHABILITY}`,
    owner: "cloud",
  };
}

function onNode(title: Said, looksLike: string, remedy: Said, confirm: string): MisconfigurationText {
  return { title, looksLike, remedy, confirm: () => confirm, owner: "node" };
}

const routesOfSwitch: Said = ({ destination }) => `查看核心交换机上到 ${destination} 中某个地址的路由`;
const routesOfFirewall: Said = ({ destination }) => `查看防火墙上到 ${destination} 中某个地址的路由`;
const inConsole =
  (table: string): Said =>
  () =>
    `在控制台查看${table}；或 ${REACHABILITY}`;

const FROM_VBR = "ECR、CEN 实例或 VPC";
const TRANSIT = "转发路由器（或 ECR）的路由表";
const LOST_LARGE = "连接能建立，小报文能通过，服务器证书总是收不完整。";

export const ZH_MISCONFIGURATIONS: MisconfigurationWords = {
  "core-switch.outbound.vpc": routeToCloud("核心交换机", " VBR", "network", routesOfSwitch),
  "core-switch.outbound.cloud-services": routeToCloud("核心交换机", " VBR", "network", routesOfSwitch),
  "core-switch.outbound.all": routeToCloud("核心交换机", " VBR", "network", routesOfSwitch),
  "core-switch.outbound.oss": routeToCloud("核心交换机", " VBR", "network", routesOfSwitch),
  "core-switch.outbound.registry": routeToCloud("核心交换机", " VBR", "network", routesOfSwitch),
  "core-switch.outbound.control-plane": routeToCloud("核心交换机", " VBR", "network", routesOfSwitch),
  "core-switch.outbound.internet": routeToCloud("核心交换机", "互联网出口", "network", routesOfSwitch),
  "core-switch.inbound.data-center": routeBack(
    "核心交换机",
    "节点所在的子网",
    "network",
    () => "查看核心交换机上到本节点地址的路由",
  ),
  "core-switch.bgp.containers": {
    title: ({ destination }) => `核心交换机没有通过 BGP 学到容器路由 ${destination}`,
    looksLike: "节点正常，节点上的容器收不到应答。没有容器的节点看不出来。",
    remedy: ({ destination }) => `在节点与核心交换机、接入交换机之间配置 BGP（TCP 179），并接收 ${destination}。`,
    confirm: () => "查看交换机的 BGP 邻居和从节点学到的路由",
    owner: "network",
  },
  "core-switch.access-list": {
    title: (setting) => `核心交换机的访问控制列表丢弃 ${setting.ports}`,
    looksLike: "某个端口到所有目的都超时；核心交换机仍有应答。",
    remedy: (setting) => `在交换机的访问控制列表中允许 ${setting.source} 到 ${setting.destination}${only(setting)}。`,
    confirm: () => "查看朝向节点和防火墙的接口上的访问控制列表及其计数",
    owner: "network",
  },
  "core-switch.gateway": {
    title: () => "网关在本地网络上没有应答",
    looksLike: "什么都不可达；三秒后节点自己的内核报告主机不可达。",
    remedy: () => "检查网线、交换机端口的 VLAN，以及节点设置中的网关地址。",
    confirm: () => "ip neigh show；然后查看交换机端口的状态和 VLAN",
    owner: "network",
  },
  "firewall.outbound.all": allowOut("到云上的任何流量"),
  "firewall.outbound.vpc": allowOut("到 VPC 的连接"),
  "firewall.outbound.cloud-services": allowOut("到云服务的连接"),
  "firewall.outbound.control-plane": allowOut("到管控的连接"),
  "firewall.outbound.oss": allowOut("到对象存储的连接"),
  "firewall.outbound.registry": allowOut("到镜像仓库的连接"),
  "firewall.outbound.api-server": allowOut("到 API Server 的连接"),
  "firewall.outbound.port": allowOut("该端口"),
  "firewall.outbound.resolvers": allowOut("到 VPC 解析服务器的查询"),
  "firewall.outbound.dns": allowOut(" DNS 查询"),
  "firewall.outbound.ntp": allowOut("对时查询"),
  "firewall.outbound.internet": allowOut("到互联网的报文"),
  "firewall.outbound.flannel": allowOut(" Flannel 的报文"),
  "firewall.inbound.all": allowIn("任何流量"),
  "firewall.inbound.vpc": allowIn("报文"),
  "firewall.inbound.cloud-services": allowIn("报文"),
  "firewall.inbound.port": allowIn("应答"),
  "firewall.inbound.connections": allowIn("云上到本节点的连接"),
  "firewall.inbound.kubelet": allowIn(" API Server 到 kubelet 的连接"),
  "firewall.inbound.node-exporter": allowIn(" Prometheus 到 Node-Exporter 的连接"),
  "firewall.inbound.flannel": allowIn(" Flannel 报文"),
  "firewall.route.vpc": routeToCloud("防火墙", " VBR", "firewall", routesOfFirewall),
  "firewall.route.cloud-services": routeToCloud("防火墙", " VBR", "firewall", routesOfFirewall),
  "firewall.route.all": routeToCloud("防火墙", " VBR", "firewall", routesOfFirewall),
  "firewall.route.data-center": routeBack("防火墙", "核心交换机", "firewall", () => "查看防火墙上到本节点地址的路由"),
  "firewall.asymmetric-return": {
    title: () => "应答绕过防火墙返回，防火墙把后续报文当作无状态报文丢弃",
    looksLike: "连接能建立，之后从防火墙起所有数据丢失。",
    remedy: () => "让两个方向经过同一台防火墙，或允许它放行只看到一半的连接。",
    confirm: () => "在防火墙日志中查找本节点连接因状态不符被丢弃的记录",
    owner: "firewall",
  },
  "firewall.tls-inspection": {
    title: ({ destination }) => `路径上有设备解开到 ${destination} 的 TLS，并用自己的 CA 签发证书`,
    looksLike: "证书由任何系统都不信任的机构签发，往往来自比服务更近的地方。",
    remedy: ({ destination }) => `将 ${destination} 和 100.64.0.0/10 排除在 TLS 解密和认证门户之外。`,
    confirm: () => "openssl s_client -connect <地址>:443 -servername <域名>，对比签发者",
    owner: "firewall",
  },
  "firewall.proxy": {
    title: ({ ports }) => `透明代理接管了 ${ports} 上的连接`,
    looksLike: "连接在代理处就建立了，之后没有结果。",
    remedy: ({ destination }) => `将 ${destination} 排除在透明代理之外。`,
    confirm: () => "查看防火墙的重定向和代理规则",
    owner: "firewall",
  },
  "firewall.source-nat": {
    title: () => "本节点的地址在去往云上的途中被转换",
    looksLike: "节点发起的连接正常；云上看到的是另一个地址，无法向节点发起连接。",
    remedy: ({ source }) => `从 ${source} 到 VPC 的报文不做源地址转换。`,
    confirm: () => "查找与本节点专线流量匹配的源地址转换规则",
    owner: "firewall",
  },
  "firewall.name-filter": {
    title: ({ destination }) => `有过滤规则中断指名 ${destination} 的 TLS 连接`,
    looksLike: "连接能建立，发出域名后被中断或停住；不带域名则能继续。",
    remedy: ({ destination }) => `在防火墙的应用或 URL 过滤中放行 ${destination}。`,
    confirm: () => "在防火墙的应用或 URL 日志中查找该域名",
    owner: "firewall",
  },
  "firewall.mtu": {
    title: () => "满长报文在防火墙处丢失，而且没有任何提示",
    looksLike: LOST_LARGE,
    remedy: () => "放行 ICMP 类型 3 代码 4，将朝向专线的接口 MTU 设为 1500，或调整 MSS。",
    confirm: () => "ping -M do -s 1472 <地址>；然后查看防火墙接口和隧道的 MTU",
    owner: "firewall",
  },
  "vbr.outbound.vpc": routeToCloud(" VBR ", FROM_VBR, "cloud", inConsole(" VBR 的路由")),
  "vbr.outbound.cloud-services": routeToCloud(" VBR ", FROM_VBR, "cloud", inConsole(" VBR 的路由")),
  "vbr.outbound.all": routeToCloud(" VBR ", FROM_VBR, "cloud", inConsole(" VBR 的路由")),
  "vbr.inbound.data-center": routeBack(
    " VBR ",
    "高速通道另一端的核心交换机（经过防火墙）",
    "cloud",
    () => `在控制台查看 VBR 的路由；或 ${BACKWARD}`,
  ),
  "vbr.inbound.containers": containersBack(" VBR ", "核心交换机", "cloud"),
  "vbr.line": {
    title: () => "专线中断",
    looksLike: "无论问什么，数据中心以外都没有应答。",
    remedy: () => "恢复高速通道物理专线：物理端口、VLAN 以及 VBR 的互联地址。",
    confirm: () => "云监控中 VBR 的指标 VbrHealthyCheckLossPercent；从防火墙 ping VBR 的地址",
    owner: "cloud",
  },
  "vbr.mtu": {
    title: () => "满长报文在专线上丢失，而且没有任何提示",
    looksLike: LOST_LARGE,
    remedy: () => "让专线及其 VLAN 承载 1500 的 MTU，或在其前面调整 MSS。",
    confirm: () => "从防火墙执行 ping -M do -s 1472 <VBR 的地址>",
    owner: "cloud",
  },
  "ecr-cen.outbound.vpc": routeToCloud(TRANSIT, " VPC", "cloud", inConsole("转发路由器的路由表")),
  "ecr-cen.outbound.cloud-services": routeToCloud(TRANSIT, " VPC", "cloud", inConsole("转发路由器的路由表")),
  "ecr-cen.outbound.all": routeToCloud(TRANSIT, " VPC", "cloud", inConsole("转发路由器的路由表和 VPC 连接")),
  "ecr-cen.inbound.data-center": routeBack(
    TRANSIT,
    " VBR",
    "cloud",
    () => `在控制台查看转发路由器的路由表；或 ${BACKWARD}`,
  ),
  "ecr-cen.inbound.containers": containersBack(TRANSIT, " VBR", "cloud"),
  "ecr-cen.mtu": {
    title: () => "满长报文在转发路由器处丢失，而且没有任何提示",
    looksLike: LOST_LARGE,
    remedy: () => "连接上的 MTU 保持 1500。",
    confirm: () => "ping -M do -s 1472 <VPC 中的实例>",
    owner: "cloud",
  },
  "vpc-route-table.inbound.data-center": routeBack(
    " VPC 路由表",
    " CEN 实例或 ECR",
    "cloud",
    () => `aliyun vpc DescribeRouteEntryList --RouteTableId <路由表 ID>；或 ${BACKWARD}`,
  ),
  "vpc-route-table.inbound.containers": containersBack(" VPC 路由表", " CEN 实例或 ECR", "cloud"),
  "vpc-route-table.outbound": {
    title: ({ destination }) => `VPC 不通向 ${destination}`,
    looksLike: "直到 VPC 都有应答，目的没有；或 VPC 报告没有路由。",
    remedy: ({ destination }) => `确认 ${destination} 在该 VPC 中，并且路由表中没有指向别处的条目。`,
    confirm: () => "aliyun vpc DescribeRouteEntryList --RouteTableId <路由表 ID>",
    owner: "cloud",
  },
  "security-group.inbound.api-server": groupRule("inbound", " API Server "),
  "security-group.inbound.data-center": groupRule("inbound", "数据中心"),
  "security-group.inbound.flannel": groupRule("inbound", " Flannel "),
  "security-group.outbound.data-center": groupRule("outbound", "数据中心"),
  "security-group.outbound.connections": groupRule("outbound", "云上到节点的连接"),
  "security-group.outbound.kubelet": groupRule("outbound", " kubelet "),
  "security-group.outbound.node-exporter": groupRule("outbound", " Node-Exporter "),
  "security-group.outbound.flannel": groupRule("outbound", " Flannel "),
  "service.api-server.down": {
    title: ({ destination }) => `${destination} 处没有存活的主机`,
    looksLike: "每个路由器都有应答，该地址没有；最后一个路由器可能报告主机不可达。",
    remedy: () => "与集群“基本信息”页上的地址核对，并查看负载均衡的状态。",
    confirm: ({ destination }) => `在 VPC 中的实例上执行 curl -k https://<地址>:6443/version；所问的是：${destination}`,
    owner: "cloud",
  },
  "service.api-server.port": {
    title: ({ destination, ports }) => `${destination} 存在，但 ${ports} 上没有监听`,
    looksLike: "连接被该地址本身拒绝，距离也与它相符。",
    remedy: () => "与集群“基本信息”页上的 API Server 内网端点核对地址和端口。",
    confirm: () => "集群“基本信息”页，API Server 内网端点",
    owner: "cloud",
  },
  "service.down": {
    title: ({ destination }) => `${destination} 处没有存活的主机`,
    looksLike: "每个路由器和相邻的服务都有应答，只有它没有。",
    remedy: () => "与 VPC 解析服务器的答案核对地址；如果正确，请为该服务提交工单。",
    confirm: ({ destination }) => `在 VPC 中的实例上发出同样的请求：${destination}`,
    owner: "cloud",
  },
  "service.port": {
    title: ({ destination, ports }) => `${destination} 拒绝 ${ports}`,
    looksLike: "连接被拒绝，距离与服务相符。",
    remedy: () => "检查决定端口的 --cluster-version；如果正确，请为该服务提交工单。",
    confirm: ({ destination }) => `在 VPC 中的实例上发出同样的请求：${destination}`,
    owner: "cloud",
  },
  "service.ntp.down": {
    title: ({ destination }) => `时间服务器 ${destination} 没有应答`,
    looksLike: "报文通过了防火墙，时间服务器没有应答。",
    remedy: () => "换一个时间服务器（--ntp-server），或自行对时（--self-host-ntp）。",
    confirm: () => "在另一个站点执行 chronyd -Q 'server <地址> iburst'",
    owner: "network",
  },
  "service.balancer": {
    title: ({ destination }) => `${destination} 前的负载均衡没有健康的后端服务器`,
    looksLike: "连接在服务自身的距离处建立，一发送数据就被关闭。",
    remedy: ({ destination }) => `检查 ${destination} 的负载均衡后端服务器的健康状态，以及监听的访问控制。`,
    confirm: ({ destination }) => `在控制台查看 ${destination} 的负载均衡监听和后端服务器`,
    owner: "cloud",
  },
  "service.not-itself": {
    title: () => "有别的东西代替服务应答",
    looksLike: "端口开放且受信任，但应答没有该服务的任何特征。",
    remedy: () => "检查域名指向哪里，以及是否由负载均衡或代理应答。",
    confirm: () => "curl -v https://<域名>/，对比应答头",
    owner: "cloud",
  },
  "service.certificate": {
    title: () => "服务的证书无效",
    looksLike: "TLS 因证书的日期或域名而失败。",
    remedy: () => "如果签发者是阿里云自己的，请提交工单；否则找出是谁在应答。",
    confirm: () => "openssl s_client -connect <地址>:443 -servername <域名>",
    owner: "cloud",
  },
  "service.api-server.version": {
    title: () => "API Server 未就绪，或版本与给出的不同",
    looksLike: "API Server 有应答，但内容与预期不同。",
    remedy: () => "用 --cluster-version 给出集群版本；等待管控就绪。",
    confirm: () => "curl -k https://<地址>:6443/version",
    owner: "cloud",
  },
  "service.ntp.unsynchronised": {
    title: () => "时间服务器自己也不知道时间",
    looksLike: "它以层级 16 或 kiss of death 应答，或给出与其他服务器矛盾的时间。",
    remedy: () => "换一个时间服务器（--ntp-server）。",
    confirm: () => "chronyc sources",
    owner: "network",
  },
  "dns.server.down": {
    title: ({ destination }) => `DNS 服务器 ${destination} 不在线`,
    looksLike: "它在任何端口都没有应答；用地址访问的都正常。",
    remedy: ({ destination }) => `启动 ${destination}，或把它从 /etc/resolv.conf 中去掉。`,
    confirm: ({ destination }) => `dig @${destination} -x 127.0.0.1 +norecurse`,
    owner: "dns",
  },
  "dns.server.silent": {
    title: ({ destination }) => `DNS 服务器 ${destination} 不应答本节点的查询`,
    looksLike: "主机在线，53 端口没有应答；用地址访问的都正常。",
    remedy: ({ destination }) => `在 ${destination} 的过滤规则和视图中放行本节点的 UDP 和 TCP 53。`,
    confirm: ({ destination }) => `dig @${destination} -x 127.0.0.1 +norecurse`,
    owner: "dns",
  },
  "dns.server.not-running": {
    title: ({ destination }) => `${destination} 上没有运行 DNS 服务`,
    looksLike: "主机报告 53 端口上没有监听。",
    remedy: ({ destination }) => `启动 ${destination} 上的 DNS 服务，或更正 /etc/resolv.conf。`,
    confirm: ({ destination }) => `在 ${destination} 上执行 ss -lnu 'sport = :53'`,
    owner: "dns",
  },
  "dns.server.failing": {
    title: ({ destination }) => `DNS 服务器 ${destination} 对所有域名都失败`,
    looksLike: "它对每个查询都返回失败或拒绝；用地址访问的都正常。",
    remedy: ({ destination }) => `查看 ${destination} 的日志：上游服务器、视图、允许查询的客户端。`,
    confirm: ({ destination }) => `dig @${destination} . NS；然后在 ${destination} 本机上再做一次`,
    owner: "dns",
  },
  "dns.forwarding": {
    title: ({ destination }) => `DNS 服务器 ${destination} 没有转发云上的内网域名`,
    looksLike: "云上的域名在那里不存在、被拒绝或失败；VPC 自己的解析服务器知道它们。",
    remedy: ({ destination }) => `在 ${destination} 上将 aliyuncs.com 转发到 100.100.2.136 和 100.100.2.138。`,
    confirm: ({ destination }) => `dig @${destination} cs-anony-vpc.<地域>.aliyuncs.com；再 @100.100.2.136 做一次`,
    owner: "dns",
  },
  "dns.public-view": {
    title: () => "DNS 服务器用公网视图应答内网域名",
    looksLike: "域名解析为普通公网地址，而不是 100.64.0.0/10。",
    remedy: () => "将 aliyuncs.com 的内网域名转发到 100.100.2.136 和 100.100.2.138。",
    confirm: () => "dig <域名>；再 @100.100.2.136 做一次",
    owner: "dns",
  },
  "dns.wrong-answer": {
    title: () => "DNS 服务器给出的不是该服务的地址",
    looksLike: "域名解析为过滤器的地址，或在所有文档网段之外。",
    remedy: () => "将该域名排除在 DNS 过滤之外，或更正记录。",
    confirm: () => "dig <域名>；再 @100.100.2.136 做一次",
    owner: "dns",
  },
  "dns.rebind-protection": {
    title: () => "DNS 服务器从应答中去掉了私有地址",
    looksLike: "域名存在但没有地址，而 VPC 的解析服务器给出 100.64.0.0/10 中的地址。",
    remedy: () => "将 aliyuncs.com 排除在重绑定保护之外（dnsmasq：rebind-domain-ok，unbound：private-domain）。",
    confirm: () => "dig <域名>；再 @100.100.2.136 做一次",
    owner: "dns",
  },
  "node.output-filter": onNode(
    ({ destination }) => `本节点自己的过滤规则丢弃到 ${destination} 的报文`,
    "连接超时或立即失败，连网关也没有为它们应答。",
    ({ destination }) => `在 OUTPUT 链中接受到 ${destination} 的报文（nft list ruleset）。`,
    "nft list ruleset；iptables-save",
  ),
  "node.input-filter": onNode(
    ({ destination }) => `本节点自己的过滤规则丢弃来自 ${destination} 的应答`,
    "什么都没有应答，连网关也没有；过滤规则中没有放行已建立连接的规则。",
    () => "在 INPUT 链中接受已建立的连接。",
    "nft list ruleset；iptables-save",
  ),
  "node.route": onNode(
    ({ destination }) => `本节点没有可用的到 ${destination} 的路由`,
    "连接在发出任何报文之前就立即失败。",
    ({ destination }) => `将 ${destination} 路由到网关：更正本节点的路由和策略规则。`,
    "ip route get <地址>；ip rule show",
  ),
  "node.overlay": onNode(
    () => "本节点上的叠加网络占用了云服务的网段",
    "到 100.64.0.0/10 的报文根本没有发往网关。",
    () => "停用该叠加网络（Tailscale 等使用 100.64.0.0/10），或从其路由和过滤规则中去掉该网段。",
    "ip route get 100.100.2.136；nft list ruleset",
  ),
  "node.resolv-conf": onNode(
    () => "本节点没有可用的 DNS 服务器",
    "所有域名都不能解析，/etc/resolv.conf 中没有服务器。",
    () => "将站点的 DNS 服务器写入 /etc/resolv.conf 或网络管理器的设置。",
    "cat /etc/resolv.conf",
  ),
  "node.hosts-file": onNode(
    () => "/etc/hosts 固定了云上的域名",
    "域名指向 DNS 不能证实的地址。",
    () => "从 /etc/hosts 中删除该行。",
    "cat /etc/hosts",
  ),
  "node.clock": onNode(
    () => "本节点的时钟或时间服务不正确",
    "证书看起来已过期或尚未生效；与时间服务器的偏差很大。",
    () => "校准时钟（chronyc makestep），并确认时间服务在运行。",
    "chronyc tracking",
  ),
  "node.ca-store": onNode(
    () => "本节点没有受信任的根证书库",
    "所有证书都不受信任。",
    () => "安装软件包 ca-certificates。",
    "ls /etc/ssl/certs /etc/pki/tls/certs",
  ),
  "node.port-in-use": onNode(
    () => "其他程序占用了集群需要的端口",
    "节点接入之前端口已被占用。",
    () => "停止该程序，或让它使用别的端口。",
    "ss -lntup",
  ),
  "node.joined-before": onNode(
    () => "本节点以前接入过集群",
    "发现 kubelet 和其他残留。",
    () => "再次接入之前重置节点（edgeadm reset）。",
    "ls /etc/kubernetes /var/lib/kubelet",
  ),
  "node.port-filter": onNode(
    () => "本节点自己的过滤规则挡住了云上的连接",
    "INPUT 链中的规则丢弃云上要连接的端口。",
    () => "在 INPUT 链中接受来自 VPC 的 TCP 10250、10255、9100、9445 和 UDP 8472。",
    "nft list ruleset；iptables-save",
  ),
  "node.tool": onNode(
    () => "缺少系统工具，或系统工具损坏",
    "找不到参考清单中的程序。",
    () => "安装该软件包。",
    "command -v <工具>",
  ),
  "node.link": onNode(
    () => "网络接口不正常",
    "MTU 不寻常，或接口上有错误。",
    () => "将接口的 MTU 设为 1500；检查网线和端口。",
    "ip -s link show",
  ),
  "node.proxy-variables": onNode(
    () => "代理变量截走了集群的流量",
    "遵循 http_proxy 的程序会离开专线。",
    () => "将集群的域名和网段加入 no_proxy。",
    "env | grep -i proxy",
  ),
  "node.overlapping-route": onNode(
    () => "本节点的某条路由与集群网段重叠",
    "某个本地网络覆盖了 Pod 或 Service 将使用的地址。",
    () => "为该网络重新编址，或为集群选择其他网段。",
    "ip route show table all",
  ),
  "node.host-name": onNode(
    () => "主机名不能作为节点名，或指向别处",
    "主机名含有 Kubernetes 不接受的字符，或解析到环回地址。",
    () => "hostnamectl set-hostname <名称>，并更正 /etc/hosts。",
    "hostnamectl",
  ),
  "node.system": onNode(
    () => "操作系统不在该集群的支持列表中",
    "发行版或版本不受支持。",
    () => "安装列表中的系统。",
    "cat /etc/os-release",
  ),
  "node.cluster-version": onNode(
    () => "给出的版本没有对应的安装包",
    "对象存储应答说没有该对象。",
    () => "给出完整的集群版本，例如 1.30.7-aliyun.1。",
    "集群“基本信息”页",
  ),
};
