import type { FaultSetting } from "../../../model/fault.ts";
import type { MisconfigurationText, Owner } from "../misconfiguration-words.ts";

type Said = (setting: FaultSetting) => string;
export const only = ({ ports }: FaultSetting) => (ports === "" ? "" : `，${ports}`);
export const reachability: Said = ({ known }) =>
  `aliyun nis create-and-analyze-network-path --source-type vbr --source-id ${known?.vbr ?? "<VBR ID>"} --source-ip-address ${known?.node ?? "<本节点>"} --target-type ecs --target-id <实例> --protocol tcp --target-port <端口>`;
export const backward: Said = (setting) => `${reachability(setting)}；然后交换源和目标再做一次`;
export function routeToCloud(on: string, via: string, owner: Owner, confirm: Said): MisconfigurationText {
  return {
    title: ({ destination }) => `${on}没有可用的到 ${destination} 的路由`.trimStart(),
    looksLike: `到该网段的连接没有应答，或由${on}返回“不可达”；同一路径上的其他网段正常。`,
    remedy: ({ destination }) => `将 ${destination} 路由到${via}。`,
    confirm,
    owner,
  };
}
export function routeBack(on: string, via: string, owner: Owner, confirm: Said): MisconfigurationText {
  return {
    title: ({ source }) => `${on}没有返回 ${source} 的路由`.trimStart(),
    looksLike: `无论询问什么，${on.trim()}及其后面都没有应答：报文到达了，应答丢失。`,
    remedy: ({ source }) => `将 ${source} 的回程路由指向${via}。`,
    confirm,
    owner,
  };
}
export function containersBack(on: string, via: string, owner: Owner): MisconfigurationText {
  return {
    title: ({ destination }) => `${on}没有返回容器网段 ${destination} 的路由`.trimStart(),
    looksLike: "节点正常，节点上的容器收不到云上的应答。没有容器的节点看不出来。",
    remedy: ({ destination }) => `将 ${destination} 的回程路由指向${via}。`,
    confirm: backward,
    owner,
  };
}
/** @param what absent where the port says it all. */
export function allowOut(what?: string): MisconfigurationText {
  return {
    title: (setting) =>
      what === undefined
        ? `防火墙不放行到 ${setting.destination} 的 ${setting.ports}`
        : `防火墙不放行${what}：${setting.destination}${only(setting)}`,
    looksLike: "连接超时，或在不远于防火墙的地方被重置；防火墙之前的一跳仍有应答。",
    remedy: (setting) => `放行 ${setting.source} 到 ${setting.destination}${only(setting)}，以及返回的应答。`,
    confirm: (setting) => `在防火墙日志中查找本节点到 ${setting.destination}${only(setting)} 被拒绝的报文`,
    owner: "firewall",
  };
}
export function allowIn(what: string): MisconfigurationText {
  return {
    title: (setting) => `防火墙不放行从 ${setting.destination} 进来的${what}${only(setting)}`,
    looksLike: "云上发起的连接（防火墙不记录状态时也包括应答）到不了节点。",
    remedy: (setting) => `放行 ${setting.destination} 到 ${setting.source}${only(setting)}。`,
    confirm: (setting) => `在防火墙日志中查找从 ${setting.destination} 到本节点被拒绝的报文`,
    owner: "firewall",
  };
}
export function groupRule(direction: "inbound" | "outbound", what: string): MisconfigurationText {
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
    confirm: (setting) =>
      `aliyun ecs DescribeSecurityGroupAttribute --SecurityGroupId ${setting.known?.securityGroup ?? "<安全组 ID>"}；或 ${reachability(setting)}`,
    owner: "cloud",
  };
}
export function onNode(title: Said, looksLike: string, remedy: Said, confirm: string): MisconfigurationText {
  return { title, looksLike, remedy, confirm: () => confirm, owner: "node" };
}
export const routesOfSwitch: Said = ({ destination }) => `查看核心交换机上到 ${destination} 中某个地址的路由`;
export const routesOfFirewall: Said = ({ destination }) => `查看防火墙上到 ${destination} 中某个地址的路由`;
export const inConsole =
  (table: string): Said =>
  (setting) =>
    `在控制台查看${table}；或 ${reachability(setting)}`;
export const FROM_VBR = "ECR、CEN 实例或 VPC";
export const TRANSIT = "转发路由器（或 ECR）的路由表";
export const LOST_LARGE = "连接能建立，小报文能通过，服务器证书总是收不完整。";

export const SOME_FLOWS_LOST = "有些连接始终建立不了，到同一服务的其他连接却始终正常；具体哪些是随机的。";
export const SLOW_AT_RANDOM = "一切都通，但很慢，并且随机超时。";
