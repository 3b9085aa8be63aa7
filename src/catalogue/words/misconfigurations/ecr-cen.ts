import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeviceWords } from "../spoken.ts";

export const ECR_CEN = {
  "ecr-cen.outbound.vpc": {
    en: en.routeToCloud(
      "the transit router's (or ECR's) route table",
      "the VPC",
      "cloud",
      en.inConsole("transit router's route table"),
    ),
    zh: zh.routeToCloud(zh.TRANSIT, " VPC", "cloud", zh.inConsole("转发路由器的路由表")),
  },
  "ecr-cen.outbound.cloud-services": {
    en: en.routeToCloud(
      "the transit router's (or ECR's) route table",
      "the VPC",
      "cloud",
      en.inConsole("transit router's route table"),
    ),
    zh: zh.routeToCloud(zh.TRANSIT, " VPC", "cloud", zh.inConsole("转发路由器的路由表")),
  },
  "ecr-cen.outbound.all": {
    en: en.routeToCloud(
      "the transit router's (or ECR's) route table",
      "the VPC",
      "cloud",
      en.inConsole("transit router's route table and the VPC's attachment"),
    ),
    zh: zh.routeToCloud(zh.TRANSIT, " VPC", "cloud", zh.inConsole("转发路由器的路由表和 VPC 连接")),
  },
  "ecr-cen.inbound.data-center": {
    en: en.routeBack(
      "the transit router's (or ECR's) route table",
      "the VBR",
      "cloud",
      (setting) => `look at the transit router's route table in the console; or ${en.backward(setting)}`,
    ),
    zh: zh.routeBack(
      zh.TRANSIT,
      " VBR",
      "cloud",
      (setting) => `在控制台查看转发路由器的路由表；或 ${zh.backward(setting)}`,
    ),
  },
  "ecr-cen.inbound.containers": {
    en: en.containersBack("the transit router's (or ECR's) route table", "the VBR", "cloud"),
    zh: zh.containersBack(zh.TRANSIT, " VBR", "cloud"),
  },
  "ecr-cen.attachment": {
    en: {
      title: ({ destination }) => `the attachment of the VBR or the VPC carries nothing to ${destination}`,
      looksLike: "Nothing beyond the VBR answers, in either direction, although the line is up.",
      remedy: () =>
        "Check that the VBR and the VPC are attached to the same transit router (or ECR), each associated with a route table that learns the other's routes.",
      confirm: () => "aliyun cbn ListTransitRouterRouteTableAssociations --TransitRouterRouteTableId <table-id>",
      owner: "cloud",
    },
    zh: {
      title: ({ destination }) => `VBR 或 VPC 的网络实例连接不转发到 ${destination} 的流量`,
      looksLike: "专线正常，但 VBR 之后两个方向都没有应答。",
      remedy: () => "检查 VBR 和 VPC 是否连接到同一个转发路由器（或 ECR），并各自关联了学习对方路由的路由表。",
      confirm: () => "aliyun cbn ListTransitRouterRouteTableAssociations --TransitRouterRouteTableId <表 ID>",
      owner: "cloud",
    },
  },
  "ecr-cen.mtu": {
    en: {
      title: () => "full-size packets are lost in the transit router, and no ICMP error comes back",
      looksLike: "Connections open, small packets pass, the server's certificate never arrives whole.",
      remedy: () => "Keep to an MTU of 1500 on the attachment.",
      confirm: () => "ping -M do -s 1472 <an instance in the VPC>",
      owner: "cloud",
    },
    zh: {
      title: () => "满长报文在转发路由器处丢失，且没有返回 ICMP 错误",
      looksLike: zh.LOST_LARGE,
      remedy: () => "连接上的 MTU 保持 1500。",
      confirm: () => "ping -M do -s 1472 <VPC 中的实例>",
      owner: "cloud",
    },
  },
  "ecr-cen.bandwidth": {
    en: {
      title: () => "the transit router's bandwidth limit is reached",
      looksLike: "Everything passes, slowly, and more so when much is transferred.",
      remedy: () =>
        "Compare the traffic of the VBR's and the VPC's attachment with its bandwidth, and raise the bandwidth.",
      confirm: () =>
        "CloudMonitor, the attachment's traffic and dropped packets; aliyun cbn ListTransitRouterVbrAttachments",
      owner: "cloud",
    },
    zh: {
      title: () => "转发路由器的带宽达到上限",
      looksLike: "一切都通，但很慢，传输量大时更明显。",
      remedy: () => "对比 VBR 和 VPC 连接的流量与带宽，并提高带宽。",
      confirm: () => "云监控中该连接的流量和丢弃报文；aliyun cbn ListTransitRouterVbrAttachments",
      owner: "cloud",
    },
  },
  "ecr-cen.member": {
    en: {
      title: () => "one of several equal routes of the transit router (or ECR) leads nowhere",
      looksLike: en.SOME_FLOWS_LOST,
      remedy: () =>
        "Look at the equal-cost routes to the data centre and to the VPC, and withdraw the one whose VBR or attachment is down.",
      confirm: () => "aliyun cbn ListTransitRouterRouteEntries --TransitRouterRouteTableId <table-id>",
      owner: "cloud",
    },
    zh: {
      title: () => "转发路由器（或 ECR）的多条等价路由中有一条不通",
      looksLike: zh.SOME_FLOWS_LOST,
      remedy: () => "检查到数据中心和到 VPC 的等价路由，撤销其 VBR 或连接已中断的那一条。",
      confirm: () => "aliyun cbn ListTransitRouterRouteEntries --TransitRouterRouteTableId <表 ID>",
      owner: "cloud",
    },
  },
} satisfies DeviceWords;
