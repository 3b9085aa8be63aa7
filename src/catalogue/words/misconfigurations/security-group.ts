import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeviceWords } from "../spoken.ts";

export const SECURITY_GROUP = {
  "security-group.inbound.api-server": {
    en: en.groupRule("inbound", "the API server"),
    zh: zh.groupRule("inbound", " API Server "),
  },
  "security-group.inbound.data-center": {
    en: en.groupRule("inbound", "the data centre"),
    zh: zh.groupRule("inbound", "数据中心"),
  },
  "security-group.inbound.flannel": {
    en: en.groupRule("inbound", "Flannel"),
    zh: zh.groupRule("inbound", " Flannel "),
  },
  "security-group.outbound.data-center": {
    en: en.groupRule("outbound", "the data centre"),
    zh: zh.groupRule("outbound", "数据中心"),
  },
  "security-group.outbound.connections": {
    en: en.groupRule("outbound", "the cloud's connections to the node"),
    zh: zh.groupRule("outbound", "云上到节点的连接"),
  },
  "security-group.outbound.kubelet": {
    en: en.groupRule("outbound", "kubelet"),
    zh: zh.groupRule("outbound", " kubelet "),
  },
  "security-group.outbound.node-exporter": {
    en: en.groupRule("outbound", "Node-Exporter"),
    zh: zh.groupRule("outbound", " Node-Exporter "),
  },
  "security-group.outbound.flannel": {
    en: en.groupRule("outbound", "Flannel"),
    zh: zh.groupRule("outbound", " Flannel "),
  },
  "network-acl.inbound.data-center": {
    en: {
      title: ({ source }) => `the network ACL of the API server's vSwitch does not allow ${source} in`,
      looksLike:
        "Every router on the path answers, only the instances of one subnet are silent: like a security group.",
      remedy: ({ source }) => `Add an inbound rule to the network ACL: source ${source}, allow.`,
      confirm: () => "aliyun vpc DescribeNetworkAclAttributes --NetworkAclId <nacl-id>",
      owner: "cloud",
    },
    zh: {
      title: ({ source }) => `API Server 所在交换机的网络 ACL 不放行来自 ${source} 的流量`,
      looksLike: "路径上的每个路由器都有应答，只有一个子网的实例没有：与安全组相似。",
      remedy: ({ source }) => `在网络 ACL 中添加入方向规则：源 ${source}，允许。`,
      confirm: () => "aliyun vpc DescribeNetworkAclAttributes --NetworkAclId <nacl-id>",
      owner: "cloud",
    },
  },
  "network-acl.outbound.data-center": {
    en: {
      title: ({ source }) => `the network ACL of the API server's vSwitch does not allow replies to ${source} out`,
      looksLike:
        "Requests arrive and no reply comes back. A network ACL keeps no state, so replies need a rule of their own.",
      remedy: ({ source }) =>
        `Add an outbound rule to the network ACL: destination ${source}, TCP ports 1024 to 65535, allow.`,
      confirm: () => "aliyun vpc DescribeNetworkAclAttributes --NetworkAclId <nacl-id>",
      owner: "cloud",
    },
    zh: {
      title: ({ source }) => `API Server 所在交换机的网络 ACL 不放行到 ${source} 的应答`,
      looksLike: "请求能到达，但没有应答返回。网络 ACL 不记录状态，应答需要单独的规则。",
      remedy: ({ source }) => `在网络 ACL 中添加出方向规则：目的 ${source}，TCP 端口 1024 到 65535，允许。`,
      confirm: () => "aliyun vpc DescribeNetworkAclAttributes --NetworkAclId <nacl-id>",
      owner: "cloud",
    },
  },
} satisfies DeviceWords;
