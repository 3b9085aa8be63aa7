import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import { at, day, isAddress, ms } from "./format.ts";
import type { SubjectWords } from "./spoken.ts";

/** TCP connections and TLS handshakes. */
export const CONNECTIONS = {
  titles: {
    connects: {
      en: ({ host, port }) => `${host} accepts TCP ${port}`,
      zh: ({ host, port }) => `${host} 接受 TCP ${port}`,
    },
    "udp-answers": {
      en: ({ host, port }) => `${host} takes UDP ${port}`,
      zh: ({ host, port }) => `${host} 接收 UDP ${port}`,
    },
    "tls-is-trusted": {
      en: ({ host, port }) => `${host} is trusted on ${port}`,
      zh: ({ host, port }) => `${host} 在 ${port} 上受信任`,
    },
  },
  messages: {
    "ok:connects": {
      en: ({ addresses, port, connectMs }) =>
        `${en.list(addresses)} accept${addresses.length === 1 ? "s" : ""} TCP ${port} within ${ms(connectMs)}`,
      zh: ({ addresses, port, connectMs }) => `${zh.list(addresses)} 在 ${ms(connectMs)} 内接受 TCP ${port}`,
    },
    "connect-refused": {
      message: {
        en: (args) => `${at(args)}${en.some(args)} refused the connection.`,
        zh: (args) => `${at(args)}${zh.some(args)} 拒绝了连接。`,
      },
      remedy: {
        en: ({ address, port }) =>
          `Either nothing listens on ${address}:${port}, or a firewall rejects it with a reset: check the port, then the firewall's rule for TCP ${port}.`,
        zh: ({ address, port }) =>
          `要么 ${address}:${port} 上没有监听，要么防火墙以重置拒绝：先检查端口，再检查防火墙针对 TCP ${port} 的规则。`,
      },
    },
    "connect-reset": {
      message: {
        en: (args) => `${at(args)}${en.some(args)} reset the connection while it was being opened.`,
        zh: (args) => `${at(args)}${zh.some(args)} 在建立连接时将其重置。`,
      },
      remedy: { en: en.allow, zh: zh.allow },
    },
    "connect-timed-out": {
      message: {
        en: (args) => `${en.noAnswer(args, "No answer from")}.`,
        zh: (args) => `${zh.noAnswer(args, "没有应答：")}。`,
      },
      remedy: { en: en.allow, zh: zh.allow },
    },
    "connect-unreachable": {
      message: {
        en: (args) => `${at(args)}${en.some(args)} is unreachable (${args.errno}).`,
        zh: (args) => `${at(args)}${zh.some(args)} 不可达（${args.errno}）。`,
      },
      remedy: {
        en: ({ address }) =>
          `A device on the path has no route to ${address}, or this node has none: check "ip route get ${address}", then the core switch.`,
        zh: ({ address }) =>
          `路径上的设备或本节点没有到 ${address} 的路由：查看“ip route get ${address}”，然后查看核心交换机。`,
      },
    },
    "connect-local-error": {
      message: {
        en: (args) => `This node could not send to ${at(args)} (${args.errno}).`,
        zh: (args) => `本节点无法向 ${at(args)} 发送（${args.errno}）。`,
      },
      remedy: {
        en: ({ address }) =>
          `Look for a blackhole or prohibit route and for a local filter: "ip route get ${address}", "nft list ruleset".`,
        zh: ({ address }) => `查找黑洞或禁止路由以及本地过滤规则：“ip route get ${address}”、“nft list ruleset”。`,
      },
    },
    "ok:datagram": {
      en: (args) => `${at(args)} answers with ${args.octets} bytes`,
      zh: (args) => `${at(args)} 以 ${args.octets} 字节应答`,
    },
    "datagram-refused": {
      message: {
        en: (args) => `${at(args)} says that nothing listens on UDP ${args.port}.`,
        zh: (args) => `${at(args)} 报告 UDP ${args.port} 上没有监听。`,
      },
      remedy: {
        en: (args) => `Start the service on ${at(args)}, or correct its address in --endpoint.`,
        zh: (args) => `在 ${at(args)} 上启动服务，或更正 --endpoint 中的地址。`,
      },
    },
    "datagram-unreachable": {
      message: {
        en: (args) => `${at(args)} is unreachable (${args.errno}).`,
        zh: (args) => `${at(args)} 不可达（${args.errno}）。`,
      },
      remedy: {
        en: ({ address }) => `Add a route to ${address}: see "ip route get ${address}", then the core switch's routes.`,
        zh: ({ address }) => `添加到 ${address} 的路由：查看“ip route get ${address}”，然后查看核心交换机的路由。`,
      },
    },
    "datagram-unanswered": {
      message: {
        en: (args) =>
          `${at(args)} has not answered ${args.attempts === 1 ? "a datagram" : `${args.attempts} datagrams`}. Many services answer only what they understand, so this does not tell whether the datagrams arrive.`,
        zh: (args) =>
          `${at(args)} 没有应答 ${args.attempts} 个数据报。许多服务只应答能理解的内容，因此无法判断数据报是否到达。`,
      },
      remedy: {
        en: (args) =>
          `Send a request of the service's own from this node, or watch ${at(args)} with tcpdump during a run.`,
        zh: (args) => `从本节点发送该服务自己的请求，或在运行期间用 tcpdump 观察 ${at(args)}。`,
      },
    },
    "ok:tls": {
      en: ({ protocol, issuer, notAfter }) => `${protocol}, issued by ${issuer}, valid until ${day(notAfter)}`,
      zh: ({ protocol, issuer, notAfter }) => `${protocol}，由 ${issuer} 签发，有效期至 ${day(notAfter)}`,
    },
    "ok:tls-private-ca": {
      en: ({ protocol, issuer, notAfter }) =>
        `${protocol}, issued by the cluster's own ${issuer}, valid until ${day(notAfter)}`,
      zh: ({ protocol, issuer, notAfter }) => `${protocol}，由集群自己的 ${issuer} 签发，有效期至 ${day(notAfter)}`,
    },
    "tls-timed-out": {
      message: {
        en: (args) => `${en.noAnswer(args, "TCP opens but the TLS handshake stalls with")}.`,
        zh: (args) => `${zh.noAnswer(args, "TCP 能建立，但 TLS 握手停住：")}。`,
      },
      remedy: {
        en: () =>
          "Large packets or TLS itself are dropped on the way: check the path MTU (1,500 bytes on the line) and the firewall's TLS inspection.",
        zh: () => "大报文或 TLS 本身在途中被丢弃：检查路径 MTU（专线上为 1500 字节）和防火墙的 TLS 检查。",
      },
    },
    "tls-closed": {
      message: {
        en: (args) => `${at(args)}${en.some(args)} closed the connection during the TLS handshake (${args.errno}).`,
        zh: (args) => `${at(args)}${zh.some(args)} 在 TLS 握手期间关闭了连接（${args.errno}）。`,
      },
      remedy: {
        en: ({ host }) =>
          isAddress(host)
            ? "Look at the load balancer before it: it may have no healthy server behind it."
            : `A device that inspects TLS ends it: allow ${host} by name (SNI) on the firewall.`,
        zh: ({ host }) =>
          isAddress(host)
            ? "检查其前面的负载均衡：可能没有健康的后端服务器。"
            : `检查 TLS 的设备中断了它：在防火墙上按域名（SNI）放行 ${host}。`,
      },
    },
    "tls-alert": {
      message: {
        en: (args) => `${at(args)}${en.some(args)} refused the TLS handshake: ${en.refusal(args)} (${args.errno}).`,
        zh: (args) => `${at(args)}${zh.some(args)} 拒绝了 TLS 握手：${zh.refusal(args)}（${args.errno}）。`,
      },
      remedy: {
        en: ({ host, alert }) =>
          alert === "version" || alert === "nothing-in-common"
            ? `The service speaks TLS 1.2 and 1.3: find the device on the path to ${host} that intercepts TLS, and exempt ${host} from it.`
            : `The service refuses nobody like this: check that ${host} resolves to it, and exempt ${host} from the firewall's TLS inspection.`,
        zh: ({ host, alert }) =>
          alert === "version" || alert === "nothing-in-common"
            ? `该服务支持 TLS 1.2 和 1.3：找出通往 ${host} 途中拆解 TLS 的设备，将 ${host} 排除在外。`
            : `该服务不会这样拒绝：检查 ${host} 是否解析到它，并将 ${host} 排除在防火墙的 TLS 检查之外。`,
      },
    },
    "tls-not-tls": {
      message: {
        en: (args) => `${at(args)}${en.some(args)} does not speak TLS (${args.errno}).`,
        zh: (args) => `${at(args)}${zh.some(args)} 不使用 TLS（${args.errno}）。`,
      },
      remedy: {
        en: ({ port }) => `Something else answers on TCP ${port}: a proxy, a portal, or the wrong port.`,
        zh: ({ port }) => `TCP ${port} 上应答的是别的东西：代理、认证门户，或端口不对。`,
      },
    },
    "tls-untrusted-issuer": {
      message: {
        en: (args) => `${en.certificateOf(args)} is issued by ${args.issuer}, which this system does not trust.`,
        zh: (args) => `${zh.certificateOf(args)}由 ${args.issuer} 签发，本系统不信任它。`,
      },
      remedy: { en: () => en.inspection, zh: () => zh.inspection },
    },
    "tls-private-issuer": {
      message: {
        en: (args) => `${en.certificateOf(args)} is issued by ${args.issuer}, which this system does not trust.`,
        zh: (args) => `${zh.certificateOf(args)}由 ${args.issuer} 签发，本系统不信任它。`,
      },
      remedy: {
        en: ({ host, issuer }) =>
          `Add the certificate of ${issuer} to this system's CA store. If ${host} should have a certificate of a public authority, exempt ${host} from the firewall's TLS inspection.`,
        zh: ({ host, issuer }) =>
          `将 ${issuer} 的证书加入本系统的 CA 库。如果 ${host} 本应使用公共机构签发的证书，则将 ${host} 排除在防火墙的 TLS 检查之外。`,
      },
    },
    "tls-no-ca-store": {
      message: {
        en: () => "This system has no CA certificates, so no certificate can be trusted.",
        zh: () => "本系统没有 CA 证书，因此不能信任任何证书。",
      },
      remedy: { en: () => "Install the package ca-certificates.", zh: () => "安装软件包 ca-certificates。" },
    },
    "tls-expired": {
      message: {
        en: (args) => `${en.certificateOf(args)} expired on ${day(args.notAfter)}.`,
        zh: (args) => `${zh.certificateOf(args)}已于 ${day(args.notAfter)} 过期。`,
      },
      remedy: {
        en: () => `${en.setClock} If the clock is right, the certificate is not Alibaba Cloud's: see who issued it.`,
        zh: () => `${zh.setClock}如果时钟正确，则证书不是阿里云的：查看是谁签发的。`,
      },
    },
    "tls-not-yet-valid": {
      message: {
        en: (args) => `${en.certificateOf(args)} is valid only from ${day(args.notBefore)}.`,
        zh: (args) => `${zh.certificateOf(args)}从 ${day(args.notBefore)} 起才有效。`,
      },
      remedy: { en: () => en.setClock, zh: () => zh.setClock },
    },
    "tls-wrong-name": {
      message: {
        en: (args) => `${en.certificateOf(args)} is not for ${args.host} but for ${en.firstOf(args.names)}.`,
        zh: (args) => `${zh.certificateOf(args)}不属于 ${args.host}，而属于 ${zh.firstOf(args.names)}。`,
      },
      remedy: {
        en: ({ host, address }) =>
          `${address} is not ${host}, or something answers in its place: check the DNS record and the firewall's TLS inspection.`,
        zh: ({ host, address }) => `${address} 不是 ${host}，或有别的东西代为应答：检查 DNS 记录和防火墙的 TLS 检查。`,
      },
    },
    "tls-invalid": {
      message: {
        en: (args) => `${en.certificateOf(args)} does not verify (${args.verifyError}).`,
        zh: (args) => `${zh.certificateOf(args)}未通过验证（${args.verifyError}）。`,
      },
      remedy: { en: () => en.inspection, zh: () => zh.inspection },
    },
    "tls-weak-signature": {
      message: {
        en: (args) =>
          `${en.certificateOf(args)} is signed over ${args.digest}, which OpenSSL and containerd do not accept any more.`,
        zh: (args) => `${zh.certificateOf(args)}以 ${args.digest} 签名，OpenSSL 和 containerd 已不再接受。`,
      },
      remedy: {
        en: ({ issuer }) =>
          `Alibaba Cloud signs over stronger digests: exempt the name from the TLS inspection of ${issuer}.`,
        zh: ({ issuer }) => `阿里云使用更强的摘要算法：将该域名排除在 ${issuer} 的 TLS 检查之外。`,
      },
    },
    "tls-root-missing": {
      message: {
        en: (args) =>
          `${en.certificateOf(args)} chains to a public root that this system's CA store lacks (${args.issuer}).`,
        zh: (args) => `${zh.certificateOf(args)}链到一个公共根证书，而本系统的 CA 库中没有它（${args.issuer}）。`,
      },
      remedy: {
        en: () => "Update the package ca-certificates: the store is older than the certificate.",
        zh: () => "更新 ca-certificates 软件包：CA 库比证书旧。",
      },
    },
    "tls-intermediate-missing": {
      message: {
        en: (args) =>
          `${en.certificateOf(args)} comes without the certificate of ${args.issuer}, which stands between it and a root.`,
        zh: (args) => `${zh.certificateOf(args)}没有附带 ${args.issuer} 的证书，缺少通向根证书的中间证书。`,
      },
      remedy: {
        en: ({ host }) => `Have the operator of ${host} send the whole chain.`,
        zh: ({ host }) => `请 ${host} 的运营方发送完整的证书链。`,
      },
    },
    "tls-without-names": {
      message: {
        en: (args) => `${en.certificateOf(args)} has no subjectAltName, which containerd and kubelet refuse.`,
        zh: (args) => `${zh.certificateOf(args)}没有 subjectAltName，containerd 和 kubelet 不接受。`,
      },
      remedy: {
        en: ({ host }) => `Have the certificate of ${host} issued anew with its names in subjectAltName.`,
        zh: ({ host }) => `重新签发 ${host} 的证书，在 subjectAltName 中写明名称。`,
      },
    },
    "tls-authority-expired": {
      message: {
        en: (args) =>
          `The certificate of the authority ${args.subject}, ${args.depth} above that of ${args.host}, expired on ${day(args.notAfter)}.`,
        zh: (args) =>
          `${args.host} 的证书之上第 ${args.depth} 级颁发机构 ${args.subject} 的证书已于 ${day(args.notAfter)} 过期。`,
      },
      remedy: {
        en: ({ host }) => `Have the operator of ${host} send a chain whose authorities are valid.`,
        zh: ({ host }) => `请 ${host} 的运营方发送颁发机构有效的证书链。`,
      },
    },
    "tls-out-of-time-here": {
      message: {
        en: (args) =>
          `${en.certificateOf(args)} is valid at ${args.said}, which is the time by ${args.host}; this node's clock says ${args.own}.`,
        zh: (args) =>
          `${zh.certificateOf(args)}在 ${args.said} 有效，那是 ${args.host} 给出的时间；本节点的时钟为 ${args.own}。`,
      },
      remedy: { en: () => en.setClock, zh: () => zh.setClock },
    },
  },
} satisfies SubjectWords;
