import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeviceWords } from "../spoken.ts";

export const VBR = {
  "vbr.outbound.vpc": {
    en: en.routeToCloud("the VBR", "the ECR, the CEN instance or the VPC", "cloud", en.inConsole("VBR's routes")),
    zh: zh.routeToCloud(" VBR ", zh.FROM_VBR, "cloud", zh.inConsole(" VBR 的路由")),
  },
  "vbr.outbound.cloud-services": {
    en: en.routeToCloud("the VBR", "the ECR, the CEN instance or the VPC", "cloud", en.inConsole("VBR's routes")),
    zh: zh.routeToCloud(" VBR ", zh.FROM_VBR, "cloud", zh.inConsole(" VBR 的路由")),
  },
  "vbr.outbound.all": {
    en: en.routeToCloud("the VBR", "the ECR, the CEN instance or the VPC", "cloud", en.inConsole("VBR's routes")),
    zh: zh.routeToCloud(" VBR ", zh.FROM_VBR, "cloud", zh.inConsole(" VBR 的路由")),
  },
  "vbr.inbound.data-center": {
    en: en.routeBack(
      "the VBR",
      "the core switch over Express Connect, through the firewall",
      "cloud",
      (setting) => `look at the VBR's routes in the console; or ${en.backward(setting)}`,
    ),
    zh: zh.routeBack(
      " VBR ",
      "高速通道另一端的核心交换机（经过防火墙）",
      "cloud",
      (setting) => `在控制台查看 VBR 的路由；或 ${zh.backward(setting)}`,
    ),
  },
  "vbr.inbound.containers": {
    en: en.containersBack("the VBR", "the core switch", "cloud"),
    zh: zh.containersBack(" VBR ", "核心交换机", "cloud"),
  },
  "vbr.line": {
    en: {
      title: () => "the dedicated line is down",
      looksLike: "Nothing beyond the data centre answers, whatever is asked.",
      remedy: () => "Bring the Express Connect circuit up: the physical port, the VLAN, and the VBR's peer addresses.",
      confirm: () =>
        "CloudMonitor, metric VbrHealthyCheckLossPercent of the VBR; ping the VBR's address from the firewall",
      owner: "cloud",
    },
    zh: {
      title: () => "专线中断",
      looksLike: "无论问什么，数据中心以外都没有应答。",
      remedy: () => "恢复高速通道物理专线：物理端口、VLAN 以及 VBR 的互联地址。",
      confirm: () => "云监控中 VBR 的指标 VbrHealthyCheckLossPercent；从防火墙 ping VBR 的地址",
      owner: "cloud",
    },
  },
  "vbr.mtu": {
    en: {
      title: () => "full-size packets are lost on the dedicated line, and no ICMP error comes back",
      looksLike: "Connections open, small packets pass, the server's certificate never arrives whole.",
      remedy: () => "Carry an MTU of 1500 on the line and its VLAN, or clamp the MSS in front of it.",
      confirm: () => "ping -M do -s 1472 <the VBR's address> from the firewall",
      owner: "cloud",
    },
    zh: {
      title: () => "满长报文在专线上丢失，且没有返回 ICMP 错误",
      looksLike: zh.LOST_LARGE,
      remedy: () => "让专线及其 VLAN 承载 1500 的 MTU，或在其前面调整 MSS。",
      confirm: () => "从防火墙执行 ping -M do -s 1472 <VBR 的地址>",
      owner: "cloud",
    },
  },
  "vbr.line-quality": {
    en: {
      title: () => "the dedicated line loses or delays packets",
      looksLike: en.SLOW_AT_RANDOM,
      remedy: () =>
        "Look at the circuit's light levels and error counters at both ends, and at its bandwidth; ask the carrier to test it.",
      confirm: () =>
        "CloudMonitor, metrics VbrHealthyCheckLossPercent and VbrHealthyCheckLatency of the VBR; ping -c 200 <the VBR's address> from the firewall",
      owner: "cloud",
    },
    zh: {
      title: () => "专线丢包或时延过大",
      looksLike: zh.SLOW_AT_RANDOM,
      remedy: () => "检查专线两端的光功率、错误计数和带宽；请运营商测试线路。",
      confirm: () =>
        "云监控中 VBR 的指标 VbrHealthyCheckLossPercent 和 VbrHealthyCheckLatency；从防火墙执行 ping -c 200 <VBR 的地址>",
      owner: "cloud",
    },
  },
  "vbr.line-member": {
    en: {
      title: () => "one of several parallel lines is dead, and still used",
      looksLike: en.SOME_FLOWS_LOST,
      remedy: () =>
        "Repair the dead circuit, or take it out of use: bring up BFD or health checks on both ends, so that routes leave it by themselves.",
      confirm: () =>
        "CloudMonitor, VbrHealthyCheckLossPercent of each VBR; ping each VBR's peer address from the firewall",
      owner: "cloud",
    },
    zh: {
      title: () => "多条并行专线中有一条中断却仍在使用",
      looksLike: zh.SOME_FLOWS_LOST,
      remedy: () => "修复中断的专线，或停止使用它：在两端启用 BFD 或健康检查，使路由自动撤离。",
      confirm: () => "云监控中每个 VBR 的 VbrHealthyCheckLossPercent；从防火墙 ping 每个 VBR 的互联地址",
      owner: "cloud",
    },
  },
} satisfies DeviceWords;
