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
} satisfies DeviceWords;
