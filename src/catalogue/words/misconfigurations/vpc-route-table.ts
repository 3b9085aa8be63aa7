import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeviceWords } from "../spoken.ts";

export const VPC_ROUTE_TABLE = {
  "vpc-route-table.inbound.data-center": {
    en: en.routeBack(
      "the VPC route table",
      "the CEN instance or ECR",
      "cloud",
      (setting) =>
        `aliyun vpc DescribeRouteEntryList --RouteTableId ${setting.known?.vpcTable ?? "<vtb-id>"}; or ${en.backward(setting)}`,
    ),
    zh: zh.routeBack(
      " VPC 路由表",
      " CEN 实例或 ECR",
      "cloud",
      (setting) =>
        `aliyun vpc DescribeRouteEntryList --RouteTableId ${setting.known?.vpcTable ?? "<路由表 ID>"}；或 ${zh.backward(setting)}`,
    ),
  },
  "vpc-route-table.inbound.containers": {
    en: en.containersBack("the VPC route table", "the CEN instance or ECR", "cloud"),
    zh: zh.containersBack(" VPC 路由表", " CEN 实例或 ECR", "cloud"),
  },
  "vpc-route-table.outbound": {
    en: {
      title: ({ destination }) => `the VPC has no route to ${destination}`,
      looksLike: "Everything up to the VPC answers, the destination does not, or the VPC says that there is no route.",
      remedy: ({ destination }) =>
        `Check that ${destination} is in this VPC, and that no entry of its route table leads elsewhere.`,
      confirm: (setting) => `aliyun vpc DescribeRouteEntryList --RouteTableId ${setting.known?.vpcTable ?? "<vtb-id>"}`,
      owner: "cloud",
    },
    zh: {
      title: ({ destination }) => `VPC 没有到 ${destination} 的路由`,
      looksLike: "直到 VPC 都有应答，目的没有；或 VPC 报告没有路由。",
      remedy: ({ destination }) => `确认 ${destination} 在该 VPC 中，并且路由表中没有指向别处的条目。`,
      confirm: (setting) =>
        `aliyun vpc DescribeRouteEntryList --RouteTableId ${setting.known?.vpcTable ?? "<路由表 ID>"}`,
      owner: "cloud",
    },
  },
} satisfies DeviceWords;
