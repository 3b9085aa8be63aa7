import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import { ms } from "./format.ts";
import type { SubjectWords } from "./spoken.ts";

/** Names, DNS servers and what they answer. */
export const DNS = {
  titles: {
    resolves: { en: ({ host }) => `${host} resolves`, zh: ({ host }) => `${host} 可以解析` },
    "resolver-answers": {
      en: ({ server }) => `DNS server ${server} answers`,
      zh: ({ server }) => `DNS 服务器 ${server} 有应答`,
    },
  },
  messages: {
    "ok:resolves": {
      en: ({ addresses, source, server }) =>
        source === "literal"
          ? `${en.list(addresses)}, an address`
          : `${en.list(addresses)} (${source === "hosts-file" ? "/etc/hosts" : server})`,
      zh: ({ addresses, source, server }) =>
        source === "literal"
          ? `${zh.list(addresses)}，是地址`
          : `${zh.list(addresses)}（${source === "hosts-file" ? "/etc/hosts" : server}）`,
    },
    "ok:resolver": {
      en: ({ answered: count, asked, durationMs }) => `answered ${count} of ${asked} names within ${ms(durationMs)}`,
      zh: ({ answered: count, asked, durationMs }) => `在 ${ms(durationMs)} 内应答了 ${asked} 个域名中的 ${count} 个`,
    },
    "dns-nxdomain": {
      message: { en: (args) => en.named(args, "does not exist"), zh: (args) => zh.named(args, "不存在") },
      remedy: { en: ({ host }) => en.forward(host), zh: ({ host }) => zh.forward(host) },
    },
    "dns-servfail": {
      message: {
        en: (args) => en.named(args, "could not be looked up (server failure)"),
        zh: (args) => zh.named(args, "无法查询（服务器失败）"),
      },
      remedy: {
        en: ({ host }) => `The DNS server could not reach its own upstream. ${en.forward(host)}`,
        zh: ({ host }) => `DNS 服务器到不了它自己的上游。${zh.forward(host)}`,
      },
    },
    "dns-refused": {
      message: { en: (args) => en.named(args, "was refused"), zh: (args) => zh.named(args, "被拒绝") },
      remedy: {
        en: ({ host }) => `Allow this node as a client of the DNS server. ${en.forward(host)}`,
        zh: ({ host }) => `允许本节点作为该 DNS 服务器的客户端。${zh.forward(host)}`,
      },
    },
    "dns-error": {
      message: {
        en: (args) => en.named(args, "was answered with an error"),
        zh: (args) => zh.named(args, "的应答是错误"),
      },
      remedy: { en: ({ host }) => en.forward(host), zh: ({ host }) => zh.forward(host) },
    },
    "dns-no-data": {
      message: {
        en: (args) => en.named(args, "exists but has no IPv4 address"),
        zh: (args) => zh.named(args, "存在，但没有 IPv4 地址"),
      },
      remedy: {
        en: ({ host }) =>
          `${en.forward(host)} A resolver with rebinding protection strips answers in 100.64.0.0/10: exempt aliyuncs.com from it.`,
        zh: ({ host }) =>
          `${zh.forward(host)}有重绑定保护的解析器会去掉 100.64.0.0/10 中的应答：请将 aliyuncs.com 排除在外。`,
      },
    },
    "dns-malformed": {
      message: {
        en: (args) => en.named(args, "was answered with a malformed message"),
        zh: (args) => zh.named(args, "的应答格式错误"),
      },
      remedy: { en: ({ host }) => en.forward(host), zh: ({ host }) => zh.forward(host) },
    },
    "dns-timed-out": {
      message: { en: (args) => en.named(args, "was not answered"), zh: (args) => zh.named(args, "没有得到应答") },
      remedy: {
        en: () =>
          "Check that the DNS server runs, that UDP and TCP 53 to it are allowed, and that it can reach its own upstream over the line.",
        zh: () => "检查 DNS 服务器是否运行、到它的 UDP 和 TCP 53 是否放行，以及它能否经专线到达自己的上游。",
      },
    },
    "dns-server-unreachable": {
      message: { en: (args) => en.named(args, "could not be asked"), zh: (args) => zh.named(args, "无法询问") },
      remedy: {
        en: () => "Start the DNS service on that server, or correct the name servers in /etc/resolv.conf.",
        zh: () => "启动该服务器上的 DNS 服务，或更正 /etc/resolv.conf 中的服务器。",
      },
    },
    "dns-no-server": {
      message: {
        en: ({ host }) => `No DNS server is configured, so ${host} cannot be resolved.`,
        zh: ({ host }) => `没有配置 DNS 服务器，因此无法解析 ${host}。`,
      },
      remedy: {
        en: () => "Put the site's DNS server into /etc/resolv.conf (or the network manager's settings).",
        zh: () => "将站点的 DNS 服务器写入 /etc/resolv.conf（或网络管理器的设置）。",
      },
    },
    "dns-public-address": {
      message: {
        en: ({ host, addresses, ranges }) =>
          `${host} resolves to the public address ${en.list(addresses)}; over a dedicated line it lies in ${en.list(ranges)}.`,
        zh: ({ host, addresses, ranges }) =>
          `${host} 解析为公网地址 ${zh.list(addresses)}；经专线它应在 ${zh.list(ranges)} 中。`,
      },
      remedy: {
        en: ({ host }) => `${en.forward(host)} The answer came from a public view of the name.`,
        zh: ({ host }) => `${zh.forward(host)}该应答来自域名的公网视图。`,
      },
    },
    "dns-unusable-address": {
      message: {
        en: ({ host, addresses }) => `${host} resolves to ${en.list(addresses)}, an address that no service can have.`,
        zh: ({ host, addresses }) => `${host} 解析为 ${zh.list(addresses)}，任何服务都不可能有这样的地址。`,
      },
      remedy: {
        en: () =>
          "A DNS filter or a stale record answers for the name: exempt it from filtering, or correct the record.",
        zh: () => "DNS 过滤器或过期的记录在代为应答：请将该域名排除在过滤之外，或更正记录。",
      },
    },
    "dns-same-answer-for-all": {
      message: {
        en: ({ host, addresses, server, others }) =>
          `${server} gives ${en.list(addresses)} for ${host}, and the same for ${en.list(others)}: something answers every name alike, such as a portal or a block list.`,
        zh: ({ host, addresses, server, others }) =>
          `${server} 对 ${host} 给出 ${zh.list(addresses)}，对 ${zh.list(others)} 也一样：有东西对所有域名给出同一应答，例如认证门户或屏蔽列表。`,
      },
      remedy: {
        en: () =>
          "Exempt aliyuncs.com and the NTP servers' names there, or let the DNS server ask the VPC's (100.100.2.136, 100.100.2.138) for them.",
        zh: () =>
          "在那里将 aliyuncs.com 和 NTP 服务器的域名排除，或让该 DNS 服务器向 VPC 的 DNS（100.100.2.136、100.100.2.138）查询它们。",
      },
    },
    "dns-server-by-chance": {
      message: {
        en: ({ host, server, addresses, astray }) =>
          `${host} is ${en.list(addresses)} by ${server}, but ${en.list(astray.map((one) => `${en.list(one.addresses)} by ${one.server}`))}; with "options rotate" in /etc/resolv.conf each look-up asks another server.`,
        zh: ({ host, server, addresses, astray }) =>
          `${server} 对 ${host} 给出 ${zh.list(addresses)}，而 ${zh.list(astray.map((one) => `${one.server} 给出 ${zh.list(one.addresses)}`))}；/etc/resolv.conf 中有 "options rotate"，每次查询换一个服务器。`,
      },
      remedy: {
        en: ({ host }) =>
          `${en.forward(host)} Until each server gives the same, remove "rotate" and put the right server first.`,
        zh: ({ host }) => `${zh.forward(host)}在各服务器给出相同应答之前，去掉 "rotate"，并把正确的服务器放在最前。`,
      },
    },
    "dns-outside-documented-ranges": {
      message: {
        en: ({ host, addresses, ranges, vpcKnown }) =>
          `${host} resolves to ${en.list(addresses)}, outside the documented ${en.list(ranges)}${vpcKnown ? " and the VPC's CIDR blocks" : ""}.`,
        zh: ({ host, addresses, ranges, vpcKnown }) =>
          `${host} 解析为 ${zh.list(addresses)}，不在文档网段 ${zh.list(ranges)}${vpcKnown ? "和 VPC 网段" : ""}之内。`,
      },
      remedy: {
        en: ({ vpcKnown }) =>
          vpcKnown
            ? "Check who answers for the name; if the address is right, route it and allow it on every device as well."
            : "If it is a PrivateLink endpoint, name the VPC with --vpc-cidr; else check who answers for the name.",
        zh: ({ vpcKnown }) =>
          vpcKnown
            ? "检查是谁在应答该域名；如果地址正确，也要在每个设备上为它配置路由并放行。"
            : "如果是 PrivateLink 终端节点，请用 --vpc-cidr 给出 VPC；否则检查是谁在应答该域名。",
      },
    },
    "dns-pinned-in-hosts-file": {
      message: {
        en: ({ host, addresses, answers: all }) =>
          `/etc/hosts pins ${host} to ${en.list(addresses)}, and DNS does not confirm it (${en.answers(all)}).`,
        zh: ({ host, addresses, answers: all }) =>
          `/etc/hosts 将 ${host} 固定为 ${zh.list(addresses)}，DNS 不能证实（${zh.answers(all)}）。`,
      },
      remedy: {
        en: ({ host }) => `The service's address can change: ${en.forward(host)} Then remove the line from /etc/hosts.`,
        zh: ({ host }) => `服务的地址可能变化：${zh.forward(host)}然后从 /etc/hosts 中删除该行。`,
      },
    },
    "dns-answer-only-from-option": {
      message: {
        en: ({ host, addresses, server, answers: all }) =>
          `${host} resolves only at --dns-server ${server} (${en.list(addresses)}), not for this node (${en.answers(all)}).`,
        zh: ({ host, addresses, server, answers: all }) =>
          `${host} 只在 --dns-server ${server} 处能解析（${zh.list(addresses)}），本节点不能（${zh.answers(all)}）。`,
      },
      remedy: {
        en: ({ host, server }) => `${en.forward(host)} Or let this node ask ${server}.`,
        zh: ({ host, server }) => `${zh.forward(host)}或让本节点询问 ${server}。`,
      },
    },
    "dns-public-ipv6-address": {
      message: {
        en: ({ host, addresses }) =>
          `${host} has the public IPv6 address ${en.list(addresses)} besides its private one, and programs may prefer it.`,
        zh: ({ host, addresses }) =>
          `${host} 除内网地址外还有公网 IPv6 地址 ${zh.list(addresses)}，程序可能优先使用它。`,
      },
      remedy: {
        en: () => "Let the DNS server answer AAAA for this name from the VPC's resolvers as well, which have none.",
        zh: () => "让 DNS 服务器对该域名的 AAAA 查询也由 VPC 的 DNS 服务器应答，那里没有这样的地址。",
      },
    },
    "dns-resolvers-unknown": {
      message: {
        en: ({ host, reason }) => `${host} was not asked for: /etc/resolv.conf cannot be read (${reason}).`,
        zh: ({ host, reason }) => `没有询问 ${host}：无法读取 /etc/resolv.conf（${reason}）。`,
      },
      remedy: {
        en: () => "Make /etc/resolv.conf readable, or run as root.",
        zh: () => "使 /etc/resolv.conf 可读，或以 root 身份运行。",
      },
    },
    "dns-resolver-lacks-names": {
      message: {
        en: ({ server, lacking, asked, outcome }) =>
          `${server} has no answer for ${lacking.length} of ${asked} names (${en.OUTCOMES[outcome] ?? outcome}): ${en.list(lacking)}.`,
        zh: ({ server, lacking, asked, outcome }) =>
          `${server} 对 ${asked} 个域名中的 ${lacking.length} 个没有应答（${zh.OUTCOMES[outcome] ?? outcome}）：${zh.list(lacking)}。`,
      },
      remedy: {
        en: () =>
          "Let this DNS server forward aliyuncs.com's private names to the VPC's resolvers (100.100.2.136, 100.100.2.138).",
        zh: () => "让该 DNS 服务器将 aliyuncs.com 的内网域名转发到 VPC 的 DNS 服务器（100.100.2.136、100.100.2.138）。",
      },
    },
    "dns-resolver-leads-astray": {
      message: {
        en: ({ server, names, addresses, others }) =>
          `${server} gives ${en.list(addresses)} for ${en.list(names)}, where no such service exists; ${en.list(others)} gives other addresses.`,
        zh: ({ server, names, addresses, others }) =>
          `${server} 对 ${zh.list(names)} 给出 ${zh.list(addresses)}，那里没有该服务；${zh.list(others)} 给出的是别的地址。`,
      },
      remedy: {
        en: ({ server }) =>
          `Let ${server} forward aliyuncs.com to the VPC's DNS servers (100.100.2.136, 100.100.2.138), or take it out of /etc/resolv.conf: it is asked as soon as the one before it is slow.`,
        zh: ({ server }) =>
          `让 ${server} 将 aliyuncs.com 转发到 VPC 的 DNS（100.100.2.136、100.100.2.138），或将它移出 /etc/resolv.conf：前一个服务器稍慢就会问到它。`,
      },
    },
    "dns-resolver-silent": {
      message: {
        en: ({ server, outcome }) => `${server} answers no query (${en.OUTCOMES[outcome] ?? outcome}).`,
        zh: ({ server, outcome }) => `${server} 不应答任何查询（${zh.OUTCOMES[outcome] ?? outcome}）。`,
      },
      remedy: {
        en: ({ server }) =>
          `Start the DNS service on ${server} and allow UDP and TCP 53 to it, or take it out of /etc/resolv.conf.`,
        zh: ({ server }) =>
          `启动 ${server} 上的 DNS 服务并放行到它的 UDP 和 TCP 53，或把它从 /etc/resolv.conf 中去掉。`,
      },
    },
    "endpoint-not-in-region": {
      message: {
        en: ({ host }) => `${host} does not exist; this endpoint is not available in some regions and can be skipped.`,
        zh: ({ host }) => `${host} 不存在；某些地域没有该端点，可以忽略。`,
      },
      remedy: {
        en: () => "Nothing to do unless the region is known to have it.",
        zh: () => "除非已知该地域有此端点，否则无需处理。",
      },
    },
    "dns-tcp-blocked": {
      message: {
        en: (args) =>
          `The answer for ${args.host} is too long for UDP, and TCP 53 is not answered (${en.answers(args.answers)}).`,
        zh: (args) => `${args.host}：应答超过 UDP 的长度，而 TCP 53 没有应答：${zh.answers(args.answers)}。`,
      },
      remedy: {
        en: () => "Allow TCP 53 beside UDP 53 from this site to its DNS servers.",
        zh: () => "在 UDP 53 之外，也放行本站点到 DNS 服务器的 TCP 53。",
      },
    },
    "dns-aaaa-unanswered": {
      message: {
        en: ({ server, names, seconds }) =>
          `${server} does not answer for IPv6 addresses (AAAA) of ${en.list(names)}: each look-up of a program takes ${seconds} s longer.`,
        zh: ({ server, names, seconds }) =>
          `${server} 不应答 ${zh.list(names)} 的 IPv6 地址（AAAA）：程序的每次解析要多等 ${seconds} 秒。`,
      },
      remedy: {
        en: () => "Let the DNS server answer AAAA questions, if only with an empty answer; a firewall may drop them.",
        zh: () => "让 DNS 服务器应答 AAAA 查询（空应答也可）；可能是防火墙丢弃了它们。",
      },
    },
    "dns-answer-stripped": {
      message: {
        en: ({ server, names, others }) =>
          `${server} gives no addresses for ${en.list(names)}, although ${en.list(others)} does: it strips answers in 100.64.0.0/10.`,
        zh: ({ server, names, others }) =>
          `${server} 对 ${zh.list(names)} 不给出地址，而 ${zh.list(others)} 给出：它去掉了 100.64.0.0/10 中的应答。`,
      },
      remedy: {
        en: () =>
          "Exempt aliyuncs.com from its protection against DNS rebinding (private-domain in Unbound, rebind-domain-ok in dnsmasq).",
        zh: () =>
          "将 aliyuncs.com 排除在它的 DNS 重绑定保护之外（Unbound 的 private-domain，dnsmasq 的 rebind-domain-ok）。",
      },
    },
  },
} satisfies SubjectWords;
