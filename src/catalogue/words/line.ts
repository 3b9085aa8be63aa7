import * as zh from "./chinese.ts";
import * as en from "./english.ts";
import { ms, percent } from "./format.ts";
import type { SubjectWords } from "./spoken.ts";

/** How good the line is. */
export const LINE = {
  titles: {
    "line-loss": { en: () => "The line loses no packets", zh: () => "专线不丢包" },
    "every-flow-passes": { en: () => "Of parallel ways none is dead", zh: () => "并行路径中没有中断的" },
    "idle-connection-lives": { en: () => "An idle connection stays open", zh: () => "空闲连接保持有效" },
    "containers-are-routed": {
      en: ({ cidr }) => `The cloud has a route to the containers, ${cidr}`,
      zh: ({ cidr }) => `云上有到容器网段 ${cidr} 的路由`,
    },
    "line-round-trip": { en: () => "The line answers in time", zh: () => "专线时延正常" },
  },
  messages: {
    "ok:line-loss": {
      en: ({ loss, high, sent }) =>
        loss === 0
          ? `none of ${sent} packets lost (at most ${percent(high)})`
          : `${percent(loss)} of ${sent} packets lost, or their answers`,
      zh: ({ loss, high, sent }) =>
        loss === 0 ? `${sent} 个报文无丢失（最多 ${percent(high)}）` : `${sent} 个报文中 ${percent(loss)} 丢失或无应答`,
    },
    "ok:line-round-trip": {
      en: ({ min, median, max }) => `${ms(median)} (${ms(min)} to ${ms(max)})`,
      zh: ({ min, median, max }) => `${ms(median)}（${ms(min)} 至 ${ms(max)}）`,
    },
    "line-lossy": {
      message: {
        en: ({ loss, low, high, sent, there, back }) =>
          `The line loses ${percent(loss)} of the packets or their answers (${percent(low)} to ${percent(high)}, ${sent} sent)${
            there === undefined || back === undefined
              ? ""
              : `: ${percent(there)} on the way there, ${percent(back)} back`
          }.`,
        zh: ({ loss, low, high, sent, there, back }) =>
          `专线丢失 ${percent(loss)} 的报文或其应答（${percent(low)} 至 ${percent(high)}，共发送 ${sent} 个）${
            there === undefined || back === undefined ? "" : `：去程 ${percent(there)}，回程 ${percent(back)}`
          }。`,
      },
      remedy: {
        en: () =>
          "Look for errors and drops on the ports of the line, from the switch to the VBR, and for a bandwidth limit that is reached.",
        zh: () => "检查从交换机到 VBR 的专线各端口的错误和丢弃计数，以及带宽是否达到上限。",
      },
    },
    "ok:container-route": {
      en: ({ last }) =>
        `as far as ${last ?? "the last router before this node"}, which learns them by BGP after the join`,
      zh: ({ last }) => `直到 ${last ?? "本节点前的最后一个路由器"}，接入后由它通过 BGP 学习容器路由`,
    },
    "containers-not-verified": {
      message: {
        en: ({ cidr }) => `Whether the cloud has a route to ${cidr} cannot be seen from this server alone.`,
        zh: ({ cidr }) => `仅从本服务器无法得知云上是否有到 ${cidr} 的路由。`,
      },
      remedy: {
        en: ({ cidr, nodes }) => en.startReflector(nodes, cidr),
        zh: ({ cidr, nodes }) => zh.startReflector(nodes, cidr),
      },
    },
    "containers-not-offered": {
      message: {
        en: ({ cidr, reflector }) => `The reflector ${reflector} has not walked towards ${cidr}.`,
        zh: ({ cidr, reflector }) => `反射器 ${reflector} 没有向 ${cidr} 探测路径。`,
      },
      remedy: {
        en: ({ cidr }) => `Start it with --container-cidr ${cidr}, in a version that is no older than this one.`,
        zh: ({ cidr }) => `使用 --container-cidr ${cidr} 启动它，且版本不低于本工具。`,
      },
    },
    "containers-inconclusive": {
      message: {
        en: ({ cidr }) =>
          `Too few routers answer on the way from the cloud to tell how far the route to ${cidr} exists.`,
        zh: ({ cidr }) => `从云上来的路径上应答的路由器太少，无法判断到 ${cidr} 的路由到哪里为止。`,
      },
      remedy: {
        en: ({ cidr }) =>
          `Look for ${cidr} in the VPC's route table, the transit router's, the VBR's and the firewall's, each towards this data centre.`,
        zh: ({ cidr }) => `依次查看 VPC 路由表、转发路由器、VBR 和防火墙中是否有指向本数据中心的 ${cidr}。`,
      },
    },
    "container-route-missing": {
      message: {
        en: ({ cidr, last, next, astray, refused }) =>
          last === undefined
            ? `No router on the way from the cloud passes on what is for ${cidr}.`
            : refused
              ? `${last} has no route to ${cidr}.`
              : `What the cloud sends to ${cidr} gets as far as ${last}${astray === undefined ? (next === undefined ? "" : `, and not to ${next} behind it`) : `, and then to ${astray}, which is not on the way to this node`}.`,
        zh: ({ cidr, last, next, astray, refused }) =>
          last === undefined
            ? `从云上来的路径上没有路由器转发到 ${cidr} 的报文。`
            : refused
              ? `${last} 没有到 ${cidr} 的路由。`
              : `云上发往 ${cidr} 的报文到达 ${last}${astray === undefined ? (next === undefined ? "" : `，没有到达其后的 ${next}`) : `，随后到了不在通往本节点路径上的 ${astray}`}。`,
      },
      remedy: {
        en: ({ cidr }) =>
          `Add a route to ${cidr} towards this data centre where it ends: VPC route table, transit router, VBR or firewall.`,
        zh: ({ cidr }) => `在中断处添加指向本数据中心的 ${cidr} 路由：VPC 路由表、转发路由器、VBR 或防火墙。`,
      },
    },
    "ok:idle": {
      en: ({ seconds, closedByServer }) =>
        closedByServer ? `until the server closed it, after ${seconds} s` : `for ${seconds} s`,
      zh: ({ seconds, closedByServer }) => (closedByServer ? `${seconds} 秒后由服务器关闭` : `${seconds} 秒`),
    },
    "idle-dropped": {
      message: {
        en: ({ address, port, seconds }) =>
          `A connection to ${address}:${port} that was idle for ${seconds} s is dead: a device on the way has forgotten it.`,
        zh: ({ address, port, seconds }) =>
          `到 ${address}:${port} 的连接空闲 ${seconds} 秒后失效：途中的设备已不再记得它。`,
      },
      remedy: {
        en: () => "Raise the time-out for idle TCP connections on the firewall, to an hour if it can be.",
        zh: () => "提高防火墙上空闲 TCP 连接的超时，最好为一小时。",
      },
    },
    "idle-not-tried": {
      message: {
        en: ({ deadline, needed }) =>
          deadline < needed
            ? `An idle connection needs a run of ${needed} s at least; the deadline is ${deadline} s.`
            : "No connection over the line could be kept idle in this run.",
        zh: ({ deadline, needed }) =>
          deadline < needed
            ? `测试空闲连接至少需要 ${needed} 秒；期限为 ${deadline} 秒。`
            : "本次运行无法在专线上保持空闲连接。",
      },
      remedy: {
        en: () => "Run once with --thorough --deadline 320.",
        zh: () => "使用 --thorough --deadline 320 运行一次。",
      },
    },
    "ok:flows": {
      en: ({ tried }) => (tried === 0 ? "no connection had to be tried again" : `all of ${tried} flows pass`),
      zh: ({ tried }) => (tried === 0 ? "没有需要重试的连接" : `${tried} 个流全部正常`),
    },
    "flows-dead": {
      message: {
        en: ({ address, port, dead, tried, last }) =>
          `Of ${tried} source ports ${dead} never get through to ${address}:${port}, the others always do: one of several parallel ways is dead${
            last === undefined ? "" : `, beyond ${last}`
          }.`,
        zh: ({ address, port, dead, tried, last }) =>
          `${tried} 个源端口中有 ${dead} 个始终到不了 ${address}:${port}，其余始终可达：多条并行路径中有一条中断${
            last === undefined ? "" : `，在 ${last} 之后`
          }。`,
      },
      remedy: {
        en: () =>
          "Find the dead link of a bundle, the dead line or the dead equal-cost route, and take it out of use until it is repaired.",
        zh: () => "找出聚合链路中的故障成员、中断的专线或失效的等价路由，修复之前停止使用。",
      },
    },
    "flows-not-tried": {
      message: {
        en: () => "Single connections over the line could not be compared in this run.",
        zh: () => "本次运行无法比较经由专线的各个连接。",
      },
      remedy: {
        en: () =>
          "Choose the checks of control-plane, oss or registry as well; on this server itself, connect to one service forty times.",
        zh: () => "同时选择 control-plane、oss 或 registry 的检查；或在本机上连接同一服务四十次。",
      },
    },
    "line-slow": {
      message: {
        en: ({ min, median, max, connections }) =>
          `A packet and its answer take ${ms(median)} over the line (${ms(min)} to ${ms(max)}, ${connections} connections).`,
        zh: ({ min, median, max, connections }) =>
          `报文经专线往返需要 ${ms(median)}（${ms(min)} 至 ${ms(max)}，${connections} 个连接）。`,
      },
      remedy: {
        en: () =>
          "Look for a detour, such as a tunnel or another region's line, and for a bandwidth limit at which packets queue.",
        zh: () => "检查是否绕行（例如经隧道或其他地域的专线），以及是否因带宽上限而排队。",
      },
    },
    "line-not-measured": {
      message: {
        en: ({ connections }) =>
          connections === 0
            ? "No connection over the line was opened in this run."
            : `Over the line ${connections} ${connections === 1 ? "connection was" : "connections were"} opened: too few packets to say how many are lost.`,
        zh: ({ connections }) =>
          connections === 0
            ? "本次运行没有经由专线建立连接。"
            : `经由专线只建立了 ${connections} 个连接：报文太少，无法判断丢包率。`,
      },
      remedy: {
        en: ({ connections }) =>
          connections === 0
            ? "Choose the checks of control-plane, oss or registry as well."
            : "Send 100 pings to the VBR's address from here.",
        zh: ({ connections }) =>
          connections === 0
            ? "同时选择 control-plane、oss 或 registry 的检查。"
            : "从这里向 VBR 的地址发送 100 个 ping。",
      },
    },
  },
} satisfies SubjectWords;
