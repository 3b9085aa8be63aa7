import type { DeviceWords } from "../spoken.ts";

export const DNS = {
  "dns.server.down": {
    en: {
      title: ({ destination }) => `the DNS server ${destination} is down`,
      looksLike: "It answers on no port; everything that is asked by address works.",
      remedy: ({ destination }) => `Start ${destination}, or take it out of /etc/resolv.conf.`,
      confirm: ({ destination }) => `dig @${destination} -x 127.0.0.1 +norecurse`,
      owner: "dns",
    },
    zh: {
      title: ({ destination }) => `DNS 服务器 ${destination} 不在线`,
      looksLike: "它在任何端口都没有应答；用地址访问的都正常。",
      remedy: ({ destination }) => `启动 ${destination}，或把它从 /etc/resolv.conf 中去掉。`,
      confirm: ({ destination }) => `dig @${destination} -x 127.0.0.1 +norecurse`,
      owner: "dns",
    },
  },
  "dns.server.silent": {
    en: {
      title: ({ destination }) => `the DNS server ${destination} does not answer this node's queries`,
      looksLike: "The host is there, port 53 is silent; everything that is asked by address works.",
      remedy: ({ destination }) =>
        `Allow UDP and TCP 53 from this node on ${destination}, in its own filter and its views.`,
      confirm: ({ destination }) => `dig @${destination} -x 127.0.0.1 +norecurse`,
      owner: "dns",
    },
    zh: {
      title: ({ destination }) => `DNS 服务器 ${destination} 不应答本节点的查询`,
      looksLike: "主机在线，53 端口没有应答；用地址访问的都正常。",
      remedy: ({ destination }) => `在 ${destination} 的过滤规则和视图中放行本节点的 UDP 和 TCP 53。`,
      confirm: ({ destination }) => `dig @${destination} -x 127.0.0.1 +norecurse`,
      owner: "dns",
    },
  },
  "dns.server.not-running": {
    en: {
      title: ({ destination }) => `no DNS service runs on ${destination}`,
      looksLike: "The host says that nothing listens on port 53.",
      remedy: ({ destination }) => `Start the DNS service on ${destination}, or correct /etc/resolv.conf.`,
      confirm: ({ destination }) => `ss -lnu 'sport = :53' on ${destination}`,
      owner: "dns",
    },
    zh: {
      title: ({ destination }) => `${destination} 上没有运行 DNS 服务`,
      looksLike: "主机报告 53 端口上没有监听。",
      remedy: ({ destination }) => `启动 ${destination} 上的 DNS 服务，或更正 /etc/resolv.conf。`,
      confirm: ({ destination }) => `在 ${destination} 上执行 ss -lnu 'sport = :53'`,
      owner: "dns",
    },
  },
  "dns.server.failing": {
    en: {
      title: ({ destination }) => `the DNS server ${destination} fails on every name`,
      looksLike: "It answers every query with a failure or a refusal; what is asked by address works.",
      remedy: ({ destination }) =>
        `Look at the log of ${destination}: its upstream servers, its views, who may ask it.`,
      confirm: ({ destination }) => `dig @${destination} . NS; then the same on ${destination} itself`,
      owner: "dns",
    },
    zh: {
      title: ({ destination }) => `DNS 服务器 ${destination} 对所有域名都失败`,
      looksLike: "它对每个查询都返回失败或拒绝；用地址访问的都正常。",
      remedy: ({ destination }) => `查看 ${destination} 的日志：上游服务器、视图、允许查询的客户端。`,
      confirm: ({ destination }) => `dig @${destination} . NS；然后在 ${destination} 本机上再做一次`,
      owner: "dns",
    },
  },
  "dns.forwarding": {
    en: {
      title: ({ destination }) => `the DNS server ${destination} does not forward the cloud's private names`,
      looksLike: "The cloud's names do not exist, are refused or fail there; the VPC's own resolvers know them.",
      remedy: ({ destination }) => `On ${destination}, forward aliyuncs.com to 100.100.2.136 and 100.100.2.138.`,
      confirm: ({ destination }) => `dig @${destination} cs-anony-vpc.<region>.aliyuncs.com; the same @100.100.2.136`,
      owner: "dns",
    },
    zh: {
      title: ({ destination }) => `DNS 服务器 ${destination} 没有转发云上的内网域名`,
      looksLike: "云上的域名在那里不存在、被拒绝或失败；VPC 自己的 DNS 服务器知道它们。",
      remedy: ({ destination }) => `在 ${destination} 上将 aliyuncs.com 转发到 100.100.2.136 和 100.100.2.138。`,
      confirm: ({ destination }) => `dig @${destination} cs-anony-vpc.<地域>.aliyuncs.com；再 @100.100.2.136 做一次`,
      owner: "dns",
    },
  },
  "dns.narrower-zone": {
    en: {
      title: ({ destination, names = "<name>" }) =>
        `a zone of its own takes ${names} elsewhere on the DNS server ${destination}`,
      looksLike:
        "Some of the cloud's names do not exist there, or fail, while others resolve: a zone or a forwarder for a part of aliyuncs.com comes first.",
      remedy: ({ destination, names = "<name>" }) =>
        `On ${destination}, find the zone or the forwarder that ${names} falls into. Remove it, or forward it to 100.100.2.136 and 100.100.2.138.`,
      confirm: ({ destination, names = "<name>" }) =>
        `dig @${destination} ${names.split(", ")[0] ?? ""}; the same @100.100.2.136`,
      owner: "dns",
    },
    zh: {
      title: ({ destination, names = "<域名>" }) => `DNS 服务器 ${destination} 上另有区域把 ${names} 引向别处`,
      looksLike:
        "云上的一部分域名在那里不存在或失败，另一部分能解析：aliyuncs.com 下某一部分的区域或转发规则优先生效。",
      remedy: ({ destination, names = "<域名>" }) =>
        `在 ${destination} 上找到 ${names} 所属的区域或转发规则，将其删除，或转发到 100.100.2.136 和 100.100.2.138。`,
      confirm: ({ destination, names = "<域名>" }) =>
        `dig @${destination} ${names.split(", ")[0] ?? ""}；再 @100.100.2.136 做一次`,
      owner: "dns",
    },
  },
  "dns.public-view": {
    en: {
      title: () => "the DNS server answers with the public view of a private name",
      looksLike: "A name resolves to an ordinary Internet address instead of 100.64.0.0/10.",
      remedy: () => "Forward aliyuncs.com's private names to 100.100.2.136 and 100.100.2.138.",
      confirm: () => "dig <name>; the same @100.100.2.136",
      owner: "dns",
    },
    zh: {
      title: () => "DNS 服务器用公网视图应答内网域名",
      looksLike: "域名解析为普通公网地址，而不是 100.64.0.0/10。",
      remedy: () => "将 aliyuncs.com 的内网域名转发到 100.100.2.136 和 100.100.2.138。",
      confirm: () => "dig <域名>；再 @100.100.2.136 做一次",
      owner: "dns",
    },
  },
  "dns.wrong-answer": {
    en: {
      title: () => "the DNS server answers with an address that is not the service's",
      looksLike: "A name resolves to a filter's address, or outside of every documented range.",
      remedy: () => "Exempt the name from DNS filtering, or correct the record.",
      confirm: () => "dig <name>; the same @100.100.2.136",
      owner: "dns",
    },
    zh: {
      title: () => "DNS 服务器给出的不是该服务的地址",
      looksLike: "域名解析为过滤器的地址，或在所有文档网段之外。",
      remedy: () => "将该域名排除在 DNS 过滤之外，或更正记录。",
      confirm: () => "dig <域名>；再 @100.100.2.136 做一次",
      owner: "dns",
    },
  },
  "dns.rebind-protection": {
    en: {
      title: () => "the DNS server strips private addresses from its answers",
      looksLike: "A name exists and has no address, while the VPC's resolvers give one in 100.64.0.0/10.",
      remedy: () =>
        "Exempt aliyuncs.com from rebinding protection (dnsmasq: rebind-domain-ok, unbound: private-domain).",
      confirm: () => "dig <name>; the same @100.100.2.136",
      owner: "dns",
    },
    zh: {
      title: () => "DNS 服务器从应答中去掉了私有地址",
      looksLike: "域名存在但没有地址，而 VPC 的 DNS 服务器给出 100.64.0.0/10 中的地址。",
      remedy: () => "将 aliyuncs.com 排除在重绑定保护之外（dnsmasq：rebind-domain-ok，unbound：private-domain）。",
      confirm: () => "dig <域名>；再 @100.100.2.136 做一次",
      owner: "dns",
    },
  },
} satisfies DeviceWords;
