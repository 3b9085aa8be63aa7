import type { DeviceWords } from "../spoken.ts";

export const SERVICE = {
  "service.api-server.down": {
    en: {
      title: ({ destination }) => `no host answers at ${destination}`,
      looksLike: "Every router answers, the address does not; the last router may say that the host is unreachable.",
      remedy: () =>
        "Compare the address with the cluster's Basic Information tab, and look at the load balancer's state.",
      confirm: ({ destination }) =>
        `curl -k https://<address>:6443/version from an instance in the VPC; asked: ${destination}`,
      owner: "cloud",
    },
    zh: {
      title: ({ destination }) => `${destination} 处没有存活的主机`,
      looksLike: "每个路由器都有应答，该地址没有；最后一个路由器可能报告主机不可达。",
      remedy: () => "与集群“基本信息”页上的地址核对，并查看负载均衡的状态。",
      confirm: ({ destination }) =>
        `在 VPC 中的实例上执行 curl -k https://<地址>:6443/version；所问的是：${destination}`,
      owner: "cloud",
    },
  },
  "service.api-server.port": {
    en: {
      title: ({ destination, ports }) => `${destination} is up, but nothing listens on ${ports}`,
      looksLike: "The connection is refused, by the address itself and from its own distance.",
      remedy: () =>
        "Compare address and port with the API server internal endpoint on the cluster's Basic Information tab.",
      confirm: () => "the cluster's Basic Information tab, API Server Internal Endpoint",
      owner: "cloud",
    },
    zh: {
      title: ({ destination, ports }) => `${destination} 存在，但 ${ports} 上没有监听`,
      looksLike: "连接被该地址本身拒绝，距离也与它相符。",
      remedy: () => "与集群“基本信息”页上的 API Server 内网端点核对地址和端口。",
      confirm: () => "集群“基本信息”页，API Server 内网端点",
      owner: "cloud",
    },
  },
  "service.down": {
    en: {
      title: ({ destination }) => `no host answers at ${destination}`,
      looksLike: "Every router answers, the service's neighbours do too, only this one is silent.",
      remedy: () =>
        "Compare the address with what the VPC's resolvers answer; if it is right, open a ticket for the service.",
      confirm: ({ destination }) => `the same request from an instance in the VPC: ${destination}`,
      owner: "cloud",
    },
    zh: {
      title: ({ destination }) => `${destination} 处没有存活的主机`,
      looksLike: "每个路由器和相邻的服务都有应答，只有它没有。",
      remedy: () => "与 VPC 的 DNS 服务器给出的地址核对；如果正确，请为该服务提交工单。",
      confirm: ({ destination }) => `在 VPC 中的实例上发出同样的请求：${destination}`,
      owner: "cloud",
    },
  },
  "service.port": {
    en: {
      title: ({ destination, ports }) => `${destination} refuses ${ports}`,
      looksLike: "The connection is refused, from the service's own distance.",
      remedy: () => "Check --cluster-version, which decides the port; if it is right, open a ticket for the service.",
      confirm: ({ destination }) => `the same request from an instance in the VPC: ${destination}`,
      owner: "cloud",
    },
    zh: {
      title: ({ destination, ports }) => `${destination} 拒绝 ${ports}`,
      looksLike: "连接被拒绝，距离与服务相符。",
      remedy: () => "检查决定端口的 --cluster-version；如果正确，请为该服务提交工单。",
      confirm: ({ destination }) => `在 VPC 中的实例上发出同样的请求：${destination}`,
      owner: "cloud",
    },
  },
  "service.ntp.down": {
    en: {
      title: ({ destination }) => `the time server ${destination} does not answer`,
      looksLike: "Packets pass the firewall, and the time server is silent.",
      remedy: () => "Use another time server (--ntp-server), or one of your own (--self-host-ntp).",
      confirm: () => "chronyd -Q 'server <address> iburst' from another site",
      owner: "network",
    },
    zh: {
      title: ({ destination }) => `时间服务器 ${destination} 没有应答`,
      looksLike: "报文通过了防火墙，时间服务器没有应答。",
      remedy: () => "换一个时间服务器（--ntp-server），或自行对时（--self-host-ntp）。",
      confirm: () => "在另一个站点执行 chronyd -Q 'server <地址> iburst'",
      owner: "network",
    },
  },
  "service.own.down": {
    en: {
      title: ({ destination }) => `no host answers at ${destination}`,
      looksLike: "Every router on the way answers, only this host is silent.",
      remedy: ({ destination }) => `Start the host ${destination}, or correct its address in --endpoint.`,
      confirm: ({ destination }) => `the same request from another host of the same network: ${destination}`,
      owner: "network",
    },
    zh: {
      title: ({ destination }) => `${destination} 处没有存活的主机`,
      looksLike: "途中的路由器都有应答，只有该主机没有。",
      remedy: ({ destination }) => `启动主机 ${destination}，或更正 --endpoint 中的地址。`,
      confirm: ({ destination }) => `在同一网络的另一台主机上发出同样的请求：${destination}`,
      owner: "network",
    },
  },
  "service.own.port": {
    en: {
      title: ({ destination, ports }) => `${destination} is up, but nothing listens on ${ports}`,
      looksLike: "The address itself refuses the port, from its own distance.",
      remedy: ({ destination, ports }) => `Start the service on ${destination}, ${ports}, or correct --endpoint.`,
      confirm: ({ destination }) => `the listening sockets on ${destination}: ss -ltnup`,
      owner: "network",
    },
    zh: {
      title: ({ destination, ports }) => `${destination} 存在，但 ${ports} 上没有监听`,
      looksLike: "端口被该地址本身拒绝，距离也与它相符。",
      remedy: ({ destination, ports }) => `在 ${destination} 上启动服务（${ports}），或更正 --endpoint。`,
      confirm: ({ destination }) => `${destination} 上的监听套接字：ss -ltnup`,
      owner: "network",
    },
  },
  "service.balancer": {
    en: {
      title: ({ destination }) => `the load balancer before ${destination} has no healthy server behind it`,
      looksLike: "Connections open at the service's own distance and are closed as soon as anything is sent.",
      remedy: ({ destination }) =>
        `Look at the health of the servers behind the balancer of ${destination}, and at its listener's access list.`,
      confirm: ({ destination }) => `the balancer's listener and its backend servers of ${destination} in the console`,
      owner: "cloud",
    },
    zh: {
      title: ({ destination }) => `${destination} 前的负载均衡没有健康的后端服务器`,
      looksLike: "连接在服务自身的距离处建立，一发送数据就被关闭。",
      remedy: ({ destination }) => `检查 ${destination} 的负载均衡后端服务器的健康状态，以及监听的访问控制。`,
      confirm: ({ destination }) => `在控制台查看 ${destination} 的负载均衡监听和后端服务器`,
      owner: "cloud",
    },
  },
  "service.api-server.acl": {
    en: {
      title: ({ source, ports }) =>
        `the access control of the API server's load balancer does not allow ${source}, ${ports}`,
      looksLike: "Every router on the path answers, only the API server is silent: like a security group.",
      remedy: ({ source }) => `Add ${source} to the access control list of the API server's load balancer listener.`,
      confirm: () => "aliyun slb DescribeLoadBalancerTCPListenerAttribute --LoadBalancerId <lb-id> --ListenerPort 6443",
      owner: "cloud",
    },
    zh: {
      title: ({ source, ports }) => `API Server 的负载均衡访问控制不放行 ${source} 的 ${ports}`,
      looksLike: "路径上的每个路由器都有应答，只有 API Server 没有：与安全组相似。",
      remedy: ({ source }) => `将 ${source} 加入 API Server 负载均衡监听的访问控制列表。`,
      confirm: () => "aliyun slb DescribeLoadBalancerTCPListenerAttribute --LoadBalancerId <lb-id> --ListenerPort 6443",
      owner: "cloud",
    },
  },
  "service.access-list": {
    en: {
      title: () => "the service denies this site by a policy or access list of its own",
      looksLike: "The service answers with status 403 and names a policy or a list.",
      remedy: () => "Have the owner of the service allow this site in the policy or access list that the answer names.",
      confirm: () => "curl -v https://<name>/ and read the message in the answer",
      owner: "cloud",
    },
    zh: {
      title: () => "服务按自己的策略或访问控制列表拒绝本站点",
      looksLike: "服务以状态 403 应答，并指出策略或列表。",
      remedy: () => "请服务方在应答所指的策略或访问控制列表中放行本站点。",
      confirm: () => "curl -v https://<域名>/，查看应答中的说明",
      owner: "cloud",
    },
  },
  "service.rate-limit": {
    en: {
      title: () => "the service limits how often this site may ask",
      looksLike: "The service answers with status 429.",
      remedy: () =>
        "Start fewer joins at once, or have the owner of the service raise the limit for this site's address.",
      confirm: () => "curl -v https://<name>/ a minute later",
      owner: "cloud",
    },
    zh: {
      title: () => "服务限制了本站点的请求频率",
      looksLike: "服务以状态 429 应答。",
      remedy: () => "减少同时接入的服务器，或请服务方为本站点的地址提高限额。",
      confirm: () => "一分钟后执行 curl -v https://<域名>/",
      owner: "cloud",
    },
  },
  "service.not-itself": {
    en: {
      title: () => "another server answers in place of the service",
      looksLike: "The port is open and trusted, but the answer has none of the service's headers.",
      remedy: () => "Check where the name leads, and whether a load balancer or proxy answers there.",
      confirm: () => "curl -v https://<name>/ and compare the answer's headers",
      owner: "cloud",
    },
    zh: {
      title: () => "有别的服务器代替该服务应答",
      looksLike: "端口开放且受信任，但应答没有该服务的任何特征。",
      remedy: () => "检查域名指向哪里，以及是否由负载均衡或代理应答。",
      confirm: () => "curl -v https://<域名>/，对比应答头",
      owner: "cloud",
    },
  },
  "service.certificate": {
    en: {
      title: () => "the service's certificate is not valid",
      looksLike: "TLS fails because of the date or the name in the certificate.",
      remedy: () => "If the issuer is Alibaba Cloud's own, open a ticket; else find out who answers in its place.",
      confirm: () => "openssl s_client -connect <address>:443 -servername <name>",
      owner: "cloud",
    },
    zh: {
      title: () => "服务的证书无效",
      looksLike: "TLS 因证书的日期或域名而失败。",
      remedy: () => "如果签发者是阿里云自己的，请提交工单；否则找出是谁在应答。",
      confirm: () => "openssl s_client -connect <地址>:443 -servername <域名>",
      owner: "cloud",
    },
  },
  "service.api-server.version": {
    en: {
      title: () => "the API server is not ready, or has another version than --cluster-version",
      looksLike: "The API server answers, but not with the expected state or version.",
      remedy: () => "Give the cluster's version with --cluster-version; wait until the control plane is ready.",
      confirm: () => "curl -k https://<address>:6443/version",
      owner: "cloud",
    },
    zh: {
      title: () => "API Server 未就绪，或版本与给出的不同",
      looksLike: "API Server 有应答，但内容与预期不同。",
      remedy: () => "用 --cluster-version 给出集群版本；等待管控就绪。",
      confirm: () => "curl -k https://<地址>:6443/version",
      owner: "cloud",
    },
  },
  "service.ntp.unsynchronised": {
    en: {
      title: () => "the time server is not synchronised itself",
      looksLike: "It answers with stratum 16, a kiss of death, or a time that the others contradict.",
      remedy: () => "Use another time server (--ntp-server).",
      confirm: () => "chronyc sources",
      owner: "network",
    },
    zh: {
      title: () => "时间服务器自身未同步",
      looksLike: "它以层级 16 或 kiss of death 应答，或给出与其他服务器矛盾的时间。",
      remedy: () => "换一个时间服务器（--ntp-server）。",
      confirm: () => "chronyc sources",
      owner: "network",
    },
  },
  "service.member": {
    en: {
      title: ({ destination }) => `one of the servers behind ${destination} is dead`,
      looksLike: "Some connections to one address never come about, others to the same address always do.",
      remedy: ({ destination }) =>
        `Report to the service's owner: behind ${destination} a part of the connections is never answered.`,
      confirm: ({ destination }) => `from a host in the VPC: connect to ${destination} forty times`,
      owner: "cloud",
    },
    zh: {
      title: ({ destination }) => `${destination} 之后的服务器中有一台不工作`,
      looksLike: "到同一地址的连接，有些始终建立不了，有些始终正常。",
      remedy: ({ destination }) => `向服务方报告：${destination} 之后有一部分连接始终得不到应答。`,
      confirm: ({ destination }) => `从 VPC 中的主机连接 ${destination} 四十次`,
      owner: "cloud",
    },
  },
} satisfies DeviceWords;
