import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeviceWords } from "../spoken.ts";

export const CORE_SWITCH = {
  "core-switch.outbound.vpc": {
    en: en.routeToCloud("the core switch", "the VBR", "network", en.routesOfSwitch),
    zh: zh.routeToCloud("核心交换机", " VBR", "network", zh.routesOfSwitch),
  },
  "core-switch.outbound.cloud-services": {
    en: en.routeToCloud("the core switch", "the VBR", "network", en.routesOfSwitch),
    zh: zh.routeToCloud("核心交换机", " VBR", "network", zh.routesOfSwitch),
  },
  "core-switch.outbound.all": {
    en: en.routeToCloud("the core switch", "the VBR", "network", en.routesOfSwitch),
    zh: zh.routeToCloud("核心交换机", " VBR", "network", zh.routesOfSwitch),
  },
  "core-switch.outbound.oss": {
    en: en.routeToCloud("the core switch", "the VBR", "network", en.routesOfSwitch),
    zh: zh.routeToCloud("核心交换机", " VBR", "network", zh.routesOfSwitch),
  },
  "core-switch.outbound.registry": {
    en: en.routeToCloud("the core switch", "the VBR", "network", en.routesOfSwitch),
    zh: zh.routeToCloud("核心交换机", " VBR", "network", zh.routesOfSwitch),
  },
  "core-switch.outbound.control-plane": {
    en: en.routeToCloud("the core switch", "the VBR", "network", en.routesOfSwitch),
    zh: zh.routeToCloud("核心交换机", " VBR", "network", zh.routesOfSwitch),
  },
  "core-switch.outbound.own": {
    en: en.routeToCloud("the core switch", "the next hop towards it", "network", en.routesOfSwitch),
    zh: zh.routeToCloud("核心交换机", "通往它的下一跳", "network", zh.routesOfSwitch),
  },
  "core-switch.outbound.internet": {
    en: en.routeToCloud("the core switch", "the Internet edge", "network", en.routesOfSwitch),
    zh: zh.routeToCloud("核心交换机", "互联网出口", "network", zh.routesOfSwitch),
  },
  "core-switch.inbound.data-center": {
    en: en.routeBack(
      "the core switch",
      "the node's own subnet",
      "network",
      () => "show the core switch's route for this node's address",
    ),
    zh: zh.routeBack("核心交换机", "节点所在的子网", "network", () => "查看核心交换机上到本节点地址的路由"),
  },
  "core-switch.bgp.containers": {
    en: {
      title: ({ destination }) => `the core switch does not learn the containers' routes, ${destination}, by BGP`,
      looksLike: "The node works, its containers get no answers. A node without containers cannot see it.",
      remedy: ({ destination }) =>
        `Configure BGP (TCP 179) between the nodes and the core and access switches, and accept ${destination}.`,
      confirm: () => "show the switch's BGP neighbours and the routes learnt from the node",
      owner: "network",
    },
    zh: {
      title: ({ destination }) => `核心交换机没有通过 BGP 学到容器路由 ${destination}`,
      looksLike: "节点正常，节点上的容器收不到应答。没有容器的节点看不出来。",
      remedy: ({ destination }) => `在节点与核心交换机、接入交换机之间配置 BGP（TCP 179），并接收 ${destination}。`,
      confirm: () => "查看交换机的 BGP 邻居和从节点学到的路由",
      owner: "network",
    },
  },
  "core-switch.access-list": {
    en: {
      title: (setting) => `an access list of the core switch drops ${setting.ports}`,
      looksLike: "One port times out to every destination; the core switch still answers.",
      remedy: (setting) =>
        `Permit ${setting.source} to ${setting.destination}${en.only(setting)} in the switch's access lists.`,
      confirm: () => "show the access lists on the interfaces towards the node and the firewall, with their counters",
      owner: "network",
    },
    zh: {
      title: (setting) => `核心交换机的访问控制列表丢弃 ${setting.ports}`,
      looksLike: "某个端口到所有目的都超时；核心交换机仍有应答。",
      remedy: (setting) =>
        `在交换机的访问控制列表中允许 ${setting.source} 到 ${setting.destination}${zh.only(setting)}。`,
      confirm: () => "查看朝向节点和防火墙的接口上的访问控制列表及其计数",
      owner: "network",
    },
  },
  "core-switch.gateway": {
    en: {
      title: () => "the gateway does not answer on the local network",
      looksLike: "Nothing is reachable; the node's own kernel says that the host is unreachable, after three seconds.",
      remedy: () => "Check the cable, the VLAN of the switch port, and the gateway address in the node's settings.",
      confirm: () => "ip neigh show; then the switch port's state and VLAN",
      owner: "network",
    },
    zh: {
      title: () => "网关在本地网络上没有应答",
      looksLike: "什么都不可达；三秒后节点自己的内核报告主机不可达。",
      remedy: () => "检查网线、交换机端口的 VLAN，以及节点设置中的网关地址。",
      confirm: () => "ip neigh show；然后查看交换机端口的状态和 VLAN",
      owner: "network",
    },
  },
  "core-switch.port-errors": {
    en: {
      title: () => "a port of the core switch loses packets",
      looksLike:
        "Everything passes, slowly, and at random something times out; other servers on other ports may be well.",
      remedy: () =>
        "Look at the error counters, the duplex setting and the cable of the ports towards this server and the firewall.",
      confirm: () => "ping -c 200 <the gateway> from here; show interface counters errors on the switch",
      owner: "network",
    },
    zh: {
      title: () => "核心交换机的端口丢包",
      looksLike: "一切都通，但很慢，并且随机超时；其他端口上的服务器可能正常。",
      remedy: () => "检查连接本服务器和防火墙的端口的错误计数、双工设置和线缆。",
      confirm: () => "从这里执行 ping -c 200 <网关>；在交换机上查看端口错误计数",
      owner: "network",
    },
  },
  "core-switch.member": {
    en: {
      title: () => "one of the core switch's parallel ways to the firewall is dead",
      looksLike: en.SOME_FLOWS_LOST,
      remedy: () =>
        "Look at the links of the bundle towards the firewall and at the equal-cost routes to the cloud, and take the dead one out.",
      confirm: () => "on the switch: state of each link of the bundle (LACP), and of each equal-cost route's next hop",
      owner: "network",
    },
    zh: {
      title: () => "核心交换机通往防火墙的并行路径中有一条中断",
      looksLike: zh.SOME_FLOWS_LOST,
      remedy: () => "检查通往防火墙的聚合链路成员以及到云端的等价路由，并停用中断的那一条。",
      confirm: () => "在交换机上查看聚合链路（LACP）各成员及各等价路由下一跳的状态",
      owner: "network",
    },
  },
} satisfies DeviceWords;
