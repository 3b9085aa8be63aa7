import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import { ms, seconds } from "./format.ts";
import type { SubjectWords } from "./spoken.ts";

/** Time servers, this node's clock and its time service. */
export const TIME = {
  titles: {
    "ntp-answers": { en: ({ host }) => `${host} gives the time`, zh: ({ host }) => `${host} 给出时间` },
    "clock-is-right": { en: () => "This node's clock is right", zh: () => "本节点的时钟正确" },
    "clock-service-synchronised": {
      en: () => "The local time service is synchronised",
      zh: () => "本地时间服务已同步",
    },
  },
  messages: {
    "ntp-other-sender": {
      message: {
        en: ({ host, address }) =>
          `${host} was asked at ${address} and answers from another address, which chrony and ntpd drop.`,
        zh: ({ host, address }) => `向 ${address}（${host}）询问时间，应答却来自另一个地址；chrony 和 ntpd 会丢弃它。`,
      },
      remedy: {
        en: () => "Let the server answer from the address that it is asked at, or use that other address.",
        zh: () => "让服务器从被询问的地址应答，或改用那个地址。",
      },
    },
    "ntp-server-wrong": {
      message: {
        en: ({ source, offsetMs, agree }) =>
          `${en.clockSource(source)} is ${en.span(offsetMs)} off; this node's clock agrees with ${en.list(agree.map(en.clockSource))}.`,
        zh: ({ source, offsetMs, agree }) =>
          `${zh.clockSource(source)} 偏差 ${zh.span(offsetMs)}；本节点的时钟与 ${zh.list(agree.map(zh.clockSource))} 一致。`,
      },
      remedy: {
        en: () => "Leave this node's clock as it is. Fix that time server, or use another one.",
        zh: () => "不要改动本节点的时钟。修复该时间服务器，或改用其他服务器。",
      },
    },
    "ok:ntp": {
      en: ({ address, stratum, offsetMs, delayMs }) =>
        `${address}, stratum ${stratum}, clock ${en.clock(offsetMs)}, round trip ${ms(delayMs)}`,
      zh: ({ address, stratum, offsetMs, delayMs }) =>
        `${address}，层级 ${stratum}，时钟${zh.clock(offsetMs)}，往返 ${ms(delayMs)}`,
    },
    "ok:clock": {
      en: ({ offsetMs, source }) => `${en.clock(offsetMs)} by ${en.clockSource(source)}`,
      zh: ({ offsetMs, source }) => `${zh.clock(offsetMs)}（依据 ${zh.clockSource(source)}）`,
    },
    "ok:clock-service": {
      en: ({ service, offsetMs }) =>
        `${service} is synchronised${offsetMs === undefined ? "" : `, clock ${en.clock(offsetMs)}`}`,
      zh: ({ service, offsetMs }) => `${service} 已同步${offsetMs === undefined ? "" : `，时钟${zh.clock(offsetMs)}`}`,
    },
    "ntp-timed-out": {
      message: {
        en: ({ host, address, attempts, timeoutMs }) =>
          `No answer from ${host} (${address}) on UDP 123 in ${en.times(attempts)} of ${seconds(timeoutMs)}.`,
        zh: ({ host, address, attempts, timeoutMs }) =>
          `${host}（${address}）在 UDP 123 上没有应答：${zh.times(attempts)}，每次 ${seconds(timeoutMs)}。`,
      },
      remedy: {
        en: ({ address }) =>
          `Allow UDP 123 from this node to ${address}, or keep time on the premises and pass --self-host-ntp.`,
        zh: ({ address }) => `放行本节点到 ${address} 的 UDP 123，或自行对时并使用 --self-host-ntp。`,
      },
    },
    "ntp-unreachable": {
      message: {
        en: ({ host, address, errno }) => `${host} (${address}) could not be asked (${errno}).`,
        zh: ({ host, address, errno }) => `无法询问 ${host}（${address}）（${errno}）。`,
      },
      remedy: {
        en: ({ address }) =>
          `Give this node a route to ${address}, or keep time on the premises and pass --self-host-ntp.`,
        zh: ({ address }) => `为本节点配置到 ${address} 的路由，或自行对时并使用 --self-host-ntp。`,
      },
    },
    "ntp-malformed": {
      message: {
        en: ({ host, address }) => `${host} (${address}) sent something that is no answer to an NTP request.`,
        zh: ({ host, address }) => `${host}（${address}）发来的不是 NTP 应答。`,
      },
      remedy: {
        en: () => "A device on the path answers UDP 123 in place of the server: find it and exempt the server from it.",
        zh: () => "途中有别的东西代替服务器应答 UDP 123。",
      },
    },
    "ntp-kiss-of-death": {
      message: {
        en: ({ host, address, kiss }) => `${host} (${address}) refuses to give the time (kiss code ${kiss}).`,
        zh: ({ host, address, kiss }) => `${host}（${address}）拒绝给出时间（kiss 代码 ${kiss}）。`,
      },
      remedy: {
        en: () => "The server limits how often it is asked: ask less often, or use another one.",
        zh: () => "该服务器限制询问频率：降低频率，或换一个。",
      },
    },
    "ntp-local-clock": {
      message: {
        en: ({ host, address, stratum }) =>
          `${host} (${address}) gives the time of its own clock (stratum ${stratum}): it is not synchronised to another source.`,
        zh: ({ host, address, stratum }) =>
          `${host}（${address}）给出的是它自己时钟的时间（层级 ${stratum}），因为它没有时间源。`,
      },
      remedy: {
        en: () => "Give that server access to its own time source: its clock drifts, and this node's with it.",
        zh: () => "让该服务器能到达它自己的时间源：它的时钟会漂移，本节点也随之漂移。",
      },
    },
    "ntp-denied": {
      message: {
        en: ({ host, address, kiss }) => `${host} (${address}) does not serve this node (kiss code ${kiss}).`,
        zh: ({ host, address, kiss }) => `${host}（${address}）不为本节点服务（kiss 代码 ${kiss}）。`,
      },
      remedy: {
        en: ({ host }) => `Let this node's network in on ${host} (chrony: allow, ntpd: restrict), or use another one.`,
        zh: ({ host }) => `在 ${host} 上放行本节点的网段（chrony：allow，ntpd：restrict），或换一个。`,
      },
    },
    "ntp-unsynchronised": {
      message: {
        en: ({ host, address, stratum }) => `${host} (${address}) answers but has no time itself (stratum ${stratum}).`,
        zh: ({ host, address, stratum }) => `${host}（${address}）有应答，但自己没有时间（层级 ${stratum}）。`,
      },
      remedy: {
        en: () => "Let that server reach its own time source, or use another one.",
        zh: () => "让该服务器能到达它自己的时间源，或换一个。",
      },
    },
    "clock-skewed": {
      message: {
        en: ({ offsetMs, source }) => `This node's clock is ${en.clock(offsetMs)} by ${en.clockSource(source)}.`,
        zh: ({ offsetMs, source }) => `本节点的时钟${zh.clock(offsetMs)}（依据 ${zh.clockSource(source)}）。`,
      },
      remedy: { en: () => en.setClock, zh: () => zh.setClock },
    },
    "clock-far-off": {
      message: {
        en: ({ offsetMs, source }) =>
          `This node's clock is ${en.clock(offsetMs)} by ${en.clockSource(source)}; beyond 300 s the cluster's certificates and tokens are not valid on it.`,
        zh: ({ offsetMs, source }) =>
          `本节点的时钟${zh.clock(offsetMs)}（依据 ${zh.clockSource(source)}）；超过 300 s 后，集群的证书和令牌在本节点上无效。`,
      },
      remedy: { en: () => en.setClock, zh: () => zh.setClock },
    },
    "clock-unknown": {
      message: {
        en: () => "Neither NTP nor a service told the time, so the clock could not be compared.",
        zh: () => "NTP 和服务都没有给出时间，因此无法比较时钟。",
      },
      remedy: {
        en: () => "Fix NTP or the connectivity to the services first.",
        zh: () => "先修复 NTP 或到服务的连通性。",
      },
    },
    "ntp-servers-disagree": {
      message: {
        en: ({ readings }) =>
          `The time sources contradict each other: ${en.list(readings.map(({ source, offsetMs }) => `clock ${en.clock(offsetMs)} by ${en.clockSource(source)}`))}.`,
        zh: ({ readings }) =>
          `时间源互相矛盾：${zh.list(readings.map(({ source, offsetMs }) => `依据 ${zh.clockSource(source)}，时钟${zh.clock(offsetMs)}`))}。`,
      },
      remedy: {
        en: () => "Find the source that is wrong and leave it out; a third one decides which (--ntp-server).",
        zh: () => "找出错误的时间源并排除；第三个时间源可以判定（--ntp-server）。",
      },
    },
    "clock-service-unsynchronised": {
      message: {
        en: ({ service }) => `${service} runs but is not synchronised.`,
        zh: ({ service }) => `${service} 在运行，但没有同步。`,
      },
      remedy: {
        en: () => "Give it a time source that this node can reach (chronyc sources).",
        zh: () => "给它一个本节点能到达的时间源（chronyc sources）。",
      },
    },
    "clock-service-not-found": {
      message: {
        en: () => "No local time service answers (chronyd, ntpd, systemd-timesyncd).",
        zh: () => "没有本地时间服务应答（chronyd、ntpd、systemd-timesyncd）。",
      },
      remedy: {
        en: () => "Install and start chrony with the site's own time source.",
        zh: () => "安装并启动 chrony，使用站点自己的时间源。",
      },
    },
  },
} satisfies SubjectWords;
