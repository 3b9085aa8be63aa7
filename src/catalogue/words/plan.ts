import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeepSpoken } from "./spoken.ts";
import type { Words } from "./words.ts";

/** What the network's devices must have set, and for whom. */
export const PLAN: DeepSpoken<Pick<Words, "purposes" | "settings" | "nextHops" | "cloudNotes" | "collect">> = {
  purposes: {
    "control-plane": { en: "Container Service control plane", zh: "容器服务管控" },
    "install-packages": {
      en: "install packages: edgeadm, kubelet, CNI, runtime, edgehub",
      zh: "安装包：edgeadm、kubelet、CNI、运行时、edgehub",
    },
    "registry-auth": { en: "tokens for pulling images", zh: "拉取镜像的令牌" },
    "registry-auth-enterprise": {
      en: "tokens for pulling images, Enterprise Edition; not in every region",
      zh: "拉取镜像的令牌（企业版）；不是每个地域都有",
    },
    "image-layers": { en: "image layers", zh: "镜像层" },
    "registry-personal": { en: "image registry, Personal Edition", zh: "镜像仓库（个人版）" },
    "registry-add-ons": { en: "image registry of the system add-ons", zh: "系统组件的镜像仓库" },
    "api-server": { en: "API server of the cluster", zh: "集群的 API Server" },
    ntp: { en: "time", zh: "时间" },
    "vpc-resolvers": {
      en: "resolvers of the VPC, for the on-premises DNS servers",
      zh: "VPC 的 DNS 服务器，供本地 DNS 服务器使用",
    },
  },
  settings: {
    ownEndpoint: { en: (name) => `own endpoint ${name}`, zh: (name) => `自有端点 ${name}` },
    addressesOf: { en: (host) => `the addresses of ${host}`, zh: (host) => `${host} 的地址` },
    "route-to-cloud": {
      en: ({ destination, via, wide }) => `Route ${destination} to ${via}.${wide ? ` ${en.COVERED}` : ""}`,
      zh: ({ destination, via, wide }) => `将 ${destination} 路由到${via}。${wide ? zh.COVERED : ""}`,
    },
    "route-to-site": {
      en: ({ destination, via }) => `Route ${destination} back to ${via}.`,
      zh: ({ destination, via }) => `将 ${destination} 的回程路由指向${via}。`,
    },
    "bgp-containers": {
      en: ({ destination }) =>
        `Configure BGP (TCP 179) with the nodes, on this switch and the access switches, so that Terway Edge can advertise ${destination}.`,
      zh: ({ destination }) =>
        `在本交换机和接入交换机上与节点配置 BGP（TCP 179），以便 Terway Edge 通告 ${destination}。`,
    },
    "vpc-routes-by-itself": {
      en: ({ destination }) => `Nothing to set: the VPC routes to ${destination} by itself.`,
      zh: ({ destination }) => `无需设置：VPC 自身路由到 ${destination}。`,
    },
    "allow-to-cloud": {
      en: ({ destination, wide }) => `Allow the nodes to ${destination}.${wide ? ` ${en.COVERED}` : ""}`,
      zh: ({ destination, wide }) => `放行节点到 ${destination}。${wide ? zh.COVERED : ""}`,
    },
    "allow-service": {
      en: ({ service, destination, ports }) => `Allow the nodes to ${destination}, ${ports} (${service}).`,
      zh: ({ service, destination, ports }) => `放行节点到 ${destination}，${ports}（${service}）。`,
    },
    "allow-from-cloud": {
      en: ({ source, destination, ports, fineGrained }) =>
        `Allow ${source} to ${destination}, ${fineGrained ? ports : `at least ${ports}`}.`,
      zh: ({ source, destination, ports, fineGrained }) =>
        `放行 ${source} 到 ${destination}，${fineGrained ? ports : `至少 ${ports}`}。`,
    },
    "allow-flannel": {
      en: ({ source, destination }) => `Allow UDP 8472 (Flannel) from ${source} to ${destination}.`,
      zh: ({ source, destination }) => `放行 UDP 8472（Flannel），从 ${source} 到 ${destination}。`,
    },
    "allow-in-network-acl": {
      en: ({ source, destination }) =>
        `If a network ACL is bound to the cluster's vSwitches, allow ${source} to ${destination} in it; it keeps no state, so this also covers replies.`,
      zh: ({ source, destination }) =>
        `如果集群的交换机绑定了网络 ACL，请在其中放行 ${source} 到 ${destination}；网络 ACL 无状态，应答也需要放行。`,
    },
    "allow-in-balancer-acl": {
      en: ({ source, ports }) =>
        `If the API server's load balancer has an access control list for ${ports}, add ${source} to it.`,
      zh: ({ source, ports }) => `如果 API Server 的负载均衡对 ${ports} 设置了访问控制，请将 ${source} 加入白名单。`,
    },
    "allow-site": {
      en: ({ source, ports, fineGrained }) => `Allow ${source} in, ${fineGrained ? ports : `at least ${ports}`}.`,
      zh: ({ source, ports, fineGrained }) => `放行 ${source} 进入，${fineGrained ? ports : `至少 ${ports}`}。`,
    },
  },
  collect: {
    purpose: {
      en: "Collects the configuration that edge-preflight --cloud reads. It changes nothing. Run it in CloudShell, or where aliyun is configured.",
      zh: "收集 edge-preflight --cloud 读取的配置，不做任何修改。请在 CloudShell 或已配置 aliyun 的环境中运行。",
    },
    policy: {
      en: "The smallest RAM policy that allows it:",
      zh: "所需的最小 RAM 权限策略：",
    },
    clusterNeeded: { en: "give the ID of the cluster", zh: "请给出集群 ID" },
    refused: { en: "not answered, see", zh: "未获应答，见" },
    done: {
      en: "collected; now give it to edge-preflight: --cloud",
      zh: "收集完成；接下来交给 edge-preflight：--cloud",
    },
  },
  cloudNotes: {
    services: {
      en: "Routes inside 100.64.0.0/10 cannot be entered here: the transit router or the ECR leads to the cloud services.",
      zh: "此处不能添加 100.64.0.0/10 内的路由：云服务由转发路由器或 ECR 路由。",
    },
    networkAcl: {
      en: "Add this rule in the console: UpdateNetworkAclEntries replaces all rules of the ACL.",
      zh: "请在控制台添加此规则：UpdateNetworkAclEntries 会替换该 ACL 的全部规则。",
    },
    dryRun: {
      en: "A dry run that would succeed ends with the error code DryRunOperation.",
      zh: "试运行成功时返回错误码 DryRunOperation。",
    },
  },
  nextHops: {
    vbr: { en: "the VBR", zh: " VBR" },
    "ecr-cen-or-vpc": { en: "the ECR, the CEN instance or the VPC", zh: " ECR、CEN 实例或 VPC" },
    vpc: { en: "the VPC", zh: " VPC" },
    servers: { en: "the servers", zh: "服务器" },
    "core-switch": { en: "the core switch, through the firewall", zh: "核心交换机（经过防火墙）" },
    "ecr-cen": { en: "the ECR or CEN instance", zh: " ECR 或 CEN 实例" },
  },
};
