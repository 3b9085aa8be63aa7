import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeviceWords } from "../spoken.ts";

export const NODE = {
  "node.output-filter": {
    en: en.onNode(
      ({ destination }) => `this node's own filter drops packets to ${destination}`,
      "Connections time out or fail at once, and not even the gateway answers.",
      ({ destination }) => `Accept packets to ${destination} in the OUTPUT chain (nft list ruleset).`,
      "nft list ruleset; iptables-save",
    ),
    zh: zh.onNode(
      ({ destination }) => `本节点自己的过滤规则丢弃到 ${destination} 的报文`,
      "连接超时或立即失败，连网关也没有为它们应答。",
      ({ destination }) => `在 OUTPUT 链中接受到 ${destination} 的报文（nft list ruleset）。`,
      "nft list ruleset；iptables-save",
    ),
  },
  "node.input-filter": {
    en: en.onNode(
      ({ destination }) => `this node's own filter drops the answers from ${destination}`,
      "Nothing answers, not even the gateway; the filter has no rule for established connections.",
      () => "Accept established connections in the INPUT chain.",
      "nft list ruleset; iptables-save",
    ),
    zh: zh.onNode(
      ({ destination }) => `本节点自己的过滤规则丢弃来自 ${destination} 的应答`,
      "什么都没有应答，连网关也没有；过滤规则中没有放行已建立连接的规则。",
      () => "在 INPUT 链中接受已建立的连接。",
      "nft list ruleset；iptables-save",
    ),
  },
  "node.route": {
    en: en.onNode(
      ({ destination }) => `this node has no working route to ${destination}`,
      "Connections fail at once, before anything is sent.",
      ({ destination }) => `Route ${destination} to the gateway: correct the routes and rules of this node.`,
      "ip route get <address>; ip rule show",
    ),
    zh: zh.onNode(
      ({ destination }) => `本节点没有可用的到 ${destination} 的路由`,
      "连接在发出任何报文之前就立即失败。",
      ({ destination }) => `将 ${destination} 路由到网关：更正本节点的路由和策略规则。`,
      "ip route get <地址>；ip rule show",
    ),
  },
  "node.overlay": {
    en: en.onNode(
      () => "an overlay network on this node takes the cloud services' range",
      "Packets to 100.64.0.0/10 never leave towards the gateway.",
      () =>
        "Stop the overlay (Tailscale and the like use 100.64.0.0/10), or take the range out of its routes and filters.",
      "ip route get 100.100.2.136; nft list ruleset",
    ),
    zh: zh.onNode(
      () => "本节点上的叠加网络占用了云服务的网段",
      "到 100.64.0.0/10 的报文根本没有发往网关。",
      () => "停用该叠加网络（Tailscale 等使用 100.64.0.0/10），或从其路由和过滤规则中去掉该网段。",
      "ip route get 100.100.2.136；nft list ruleset",
    ),
  },
  "node.resolv-conf": {
    en: en.onNode(
      () => "this node has no usable DNS server",
      "No name resolves, and /etc/resolv.conf names no server.",
      () => "Put the site's DNS server into /etc/resolv.conf, or into the network manager's settings.",
      "cat /etc/resolv.conf",
    ),
    zh: zh.onNode(
      () => "本节点没有可用的 DNS 服务器",
      "所有域名都不能解析，/etc/resolv.conf 中没有服务器。",
      () => "将站点的 DNS 服务器写入 /etc/resolv.conf 或网络管理器的设置。",
      "cat /etc/resolv.conf",
    ),
  },
  "node.hosts-file": {
    en: en.onNode(
      () => "/etc/hosts pins the name of a cloud service",
      "A name leads to an address that DNS does not confirm.",
      () => "Remove the line from /etc/hosts.",
      "cat /etc/hosts",
    ),
    zh: zh.onNode(
      () => "/etc/hosts 固定了云上的域名",
      "域名指向 DNS 不能证实的地址。",
      () => "从 /etc/hosts 中删除该行。",
      "cat /etc/hosts",
    ),
  },
  "node.clock": {
    en: en.onNode(
      () => "this node's clock or its time service is wrong",
      "Certificates look expired or not yet valid; the offset to the time servers is large.",
      () => "Set the clock (chronyc makestep) and see that the time service runs.",
      "chronyc tracking",
    ),
    zh: zh.onNode(
      () => "本节点的时钟或时间服务不正确",
      "证书看起来已过期或尚未生效；与时间服务器的偏差很大。",
      () => "校准时钟（chronyc makestep），并确认时间服务在运行。",
      "chronyc tracking",
    ),
  },
  "node.ca-store": {
    en: en.onNode(
      () => "this node has no store of trusted roots",
      "Every certificate is untrusted.",
      () => "Install the package ca-certificates.",
      "ls /etc/ssl/certs /etc/pki/tls/certs",
    ),
    zh: zh.onNode(
      () => "本节点没有受信任的根证书库",
      "所有证书都不受信任。",
      () => "安装软件包 ca-certificates。",
      "ls /etc/ssl/certs /etc/pki/tls/certs",
    ),
  },
  "node.port-in-use": {
    en: en.onNode(
      () => "another program uses a port that the cluster needs",
      "A port is taken before the node has joined.",
      () => "Stop the program, or give it another port.",
      "ss -lntup",
    ),
    zh: zh.onNode(
      () => "其他程序占用了集群需要的端口",
      "节点接入之前端口已被占用。",
      () => "停止该程序，或让它使用别的端口。",
      "ss -lntup",
    ),
  },
  "node.joined-before": {
    en: en.onNode(
      () => "this node has been joined to a cluster before",
      "Kubelet and other leftovers are found.",
      () => "Reset the node (edgeadm reset) before it joins again.",
      "ls /etc/kubernetes /var/lib/kubelet",
    ),
    zh: zh.onNode(
      () => "本节点以前接入过集群",
      "发现 kubelet 和其他残留。",
      () => "再次接入之前重置节点（edgeadm reset）。",
      "ls /etc/kubernetes /var/lib/kubelet",
    ),
  },
  "node.port-filter": {
    en: en.onNode(
      () => "this node's own filter blocks connections from the cloud",
      "A rule of the INPUT chain drops a port that the cloud connects to.",
      () => "Accept TCP 10250, 10255, 9100 and 9445 and UDP 8472 from the VPC in the INPUT chain.",
      "nft list ruleset; iptables-save",
    ),
    zh: zh.onNode(
      () => "本节点自己的过滤规则挡住了云上的连接",
      "INPUT 链中的规则丢弃云上要连接的端口。",
      () => "在 INPUT 链中接受来自 VPC 的 TCP 10250、10255、9100、9445 和 UDP 8472。",
      "nft list ruleset；iptables-save",
    ),
  },
  "node.reverse-path": {
    en: en.onNode(
      () => "this node answers the cloud by another interface than the requests come in by",
      "There are several default routes; the reverse-path filter may drop what comes in by the other one.",
      () =>
        "Keep one default route, or add routes for the VPC and the cloud services by the interface that the cloud connects to.",
      "ip route show default; sysctl net.ipv4.conf.all.rp_filter; nstat -az TcpExtIPReversePathFilter",
    ),
    zh: zh.onNode(
      () => "本节点从另一个接口应答云上的请求",
      "有多条默认路由；反向路径过滤可能丢弃从另一接口进来的报文。",
      () => "只保留一条默认路由，或让到 VPC 和云服务的路由经云上连接的那个接口。",
      "ip route show default；sysctl net.ipv4.conf.all.rp_filter；nstat -az TcpExtIPReversePathFilter",
    ),
  },
  "node.masquerade": {
    en: en.onNode(
      () => "this node puts its own address in the place of its containers'",
      "A POSTROUTING rule masquerades what leaves, towards the VPC as well; there every container looks like the node.",
      () => "Exempt packets from the containers' block to the VPC from masquerading.",
      "nft list table ip nat; iptables -t nat -S POSTROUTING",
    ),
    zh: zh.onNode(
      () => "本节点用自己的地址替换容器的地址",
      "POSTROUTING 中的规则对所有出方向做地址伪装，包括去往 VPC 的；在 VPC 中所有容器看起来都是该节点。",
      () => "将容器网段到 VPC 的报文排除在地址伪装之外。",
      "nft list table ip nat；iptables -t nat -S POSTROUTING",
    ),
  },
  "node.package-sources": {
    en: en.onNode(
      () => "this server's package sources are missing, or lead to what is not there",
      "apt or yum cannot fetch an index, or no index lists the package; the mirror's host itself answers.",
      () => "Correct the sources: address, release and proxy of your distribution's archive or your mirror of it.",
      "apt-get update, or yum makecache",
    ),
    zh: zh.onNode(
      () => "本服务器没有配置软件源，或软件源指向不存在的内容",
      "apt 或 yum 无法获取索引，或索引中没有该软件包；镜像主机本身有应答。",
      () => "更正软件源：发行版软件源或其镜像的地址、版本和代理。",
      "apt-get update 或 yum makecache",
    ),
  },
  "node.tool": {
    en: en.onNode(
      () => "a system tool is missing or broken",
      "A program of the reference's list is not found.",
      () => "Install the package.",
      "command -v <tool>",
    ),
    zh: zh.onNode(
      () => "缺少系统工具，或系统工具损坏",
      "找不到参考清单中的程序。",
      () => "安装该软件包。",
      "command -v <工具>",
    ),
  },
  "node.link": {
    en: en.onNode(
      () => "the network interface has an unusual MTU or errors",
      "An unusual MTU, or errors on the interface.",
      () => "Give the interface an MTU of 1500; check cable and port.",
      "ip -s link show",
    ),
    zh: zh.onNode(
      () => "网络接口的 MTU 不寻常或有错误",
      "MTU 不寻常，或接口上有错误。",
      () => "将接口的 MTU 设为 1500；检查网线和端口。",
      "ip -s link show",
    ),
  },
  "node.proxy-variables": {
    en: en.onNode(
      () => "proxy variables catch the cluster's traffic",
      "Programs that read http_proxy do not use the dedicated line.",
      () => "Put the cluster's names and blocks into no_proxy.",
      "env | grep -i proxy",
    ),
    zh: zh.onNode(
      () => "代理变量截走了集群的流量",
      "遵循 http_proxy 的程序会离开专线。",
      () => "将集群的域名和网段加入 no_proxy。",
      "env | grep -i proxy",
    ),
  },
  "node.overlapping-route": {
    en: en.onNode(
      () => "a route of this node overlaps the cluster's blocks",
      "A local network covers addresses that pods or Services will have.",
      () => "Renumber the network, or choose other blocks for the cluster.",
      "ip route show table all",
    ),
    zh: zh.onNode(
      () => "本节点的某条路由与集群网段重叠",
      "某个本地网络覆盖了 Pod 或 Service 将使用的地址。",
      () => "为该网络重新编址，或为集群选择其他网段。",
      "ip route show table all",
    ),
  },
  "node.host-name": {
    en: en.onNode(
      () => "the host name cannot be a node's name, or leads elsewhere",
      "The name has characters that Kubernetes does not take, or resolves to loopback.",
      () => "hostnamectl set-hostname <name>, and correct /etc/hosts.",
      "hostnamectl",
    ),
    zh: zh.onNode(
      () => "主机名不能作为节点名，或指向别处",
      "主机名含有 Kubernetes 不接受的字符，或解析到环回地址。",
      () => "hostnamectl set-hostname <名称>，并更正 /etc/hosts。",
      "hostnamectl",
    ),
  },
  "node.system": {
    en: en.onNode(
      () => "the operating system is not on the list for this cluster",
      "Distribution or release is not supported.",
      () => "Install a system that is on the list.",
      "cat /etc/os-release",
    ),
    zh: zh.onNode(
      () => "操作系统不在该集群的支持列表中",
      "发行版或版本不受支持。",
      () => "安装列表中的系统。",
      "cat /etc/os-release",
    ),
  },
  "node.cluster-version": {
    en: en.onNode(
      () => "no install package exists for the version that was given",
      "The object storage answers that there is no such object.",
      () => "Give the cluster's whole version, such as 1.30.7-aliyun.1.",
      "the cluster's Basic Information tab",
    ),
    zh: zh.onNode(
      () => "给出的版本没有对应的安装包",
      "对象存储应答说没有该对象。",
      () => "给出完整的集群版本，例如 1.30.7-aliyun.1。",
      "集群“基本信息”页",
    ),
  },
} satisfies DeviceWords;
