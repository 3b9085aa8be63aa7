import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { DeepSpoken } from "./spoken.ts";
import type { Words } from "./words.ts";

/** What speaks for a suspect, or against it. */
export const EVIDENCE: DeepSpoken<Words["evidence"]> = {
  "walk-ends": {
    en: ({ destination, last, ttl }) => `packets to ${destination}: ${last} (hop ${ttl}) answers, nothing beyond it`,
    zh: ({ destination, last, ttl }) => `到 ${destination} 的报文：${last}（第 ${ttl} 跳）有应答，之后没有`,
  },
  "flows-dead": {
    en: ({ destination, dead, tried, last }) =>
      `${dead} of ${tried} source ports never get through to ${destination}, the others always${
        last === undefined ? "" : `; to the packets of a dead one ${last.address} (hop ${last.ttl}) answers last`
      }`,
    zh: ({ destination, dead, tried, last }) =>
      `${tried} 个源端口中有 ${dead} 个始终到不了 ${destination}，其余始终可达${
        last === undefined ? "" : `；不通的流最后有应答的是 ${last.address}（第 ${last.ttl} 跳）`
      }`,
  },
  "walk-silent": {
    en: ({ destination }) => `packets to ${destination}: no hop answers at all`,
    zh: ({ destination }) => `到 ${destination} 的报文：没有任何一跳应答`,
  },
  signed: {
    en: ({ destination, address, code }) =>
      `${address} itself says of packets to ${destination}: ${en.ICMP_CODES[code]}`,
    zh: ({ destination, address, code }) => `${address} 自己对到 ${destination} 的报文说：${zh.ICMP_CODES[code]}`,
  },
  "reset-from-nearer": {
    en: ({ destination, routers, whole }) =>
      `the reset in the name of ${destination} comes from ${routers} routers away, the destination is ${whole} away`,
    zh: ({ destination, routers, whole }) =>
      `以 ${destination} 名义的重置来自 ${routers} 个路由器之外，而目的在 ${whole} 个之外`,
  },
  refused: {
    en: ({ destination }) => `${destination} refuses the connection`,
    zh: ({ destination }) => `${destination} 拒绝连接`,
  },
  "same-path-works": {
    en: ({ destination }) => `${destination} answers over the same path`,
    zh: ({ destination }) => `${destination} 经同一路径有应答`,
  },
  "no-answer": {
    en: ({ destination }) => `no answer from ${destination}`,
    zh: ({ destination }) => `${destination} 没有应答`,
  },
  unreachable: {
    en: ({ destination }) => `an ICMP error says that ${destination} is unreachable`,
    zh: ({ destination }) => `${destination} 被报告为不可达`,
  },
  "hop-answers": {
    en: ({ address }) => `${address} answers on its own address`,
    zh: ({ address }) => `${address} 对自己的地址有应答`,
  },
  "echo-answers": {
    en: ({ address }) => `${address} answers an echo request`,
    zh: ({ address }) => `${address} 对 ping 有应答`,
  },
  "hop-silent": {
    en: ({ address }) => `${address} does not answer on its own address`,
    zh: ({ address }) => `${address} 对自己的地址没有应答`,
  },
  "local-error": {
    en: ({ destination }) => `packets to ${destination} do not leave this node`,
    zh: ({ destination }) => `到 ${destination} 的报文没有离开本节点`,
  },
  stalls: {
    en: ({ destination }) => `${destination} opens the connection, then nothing more comes`,
    zh: ({ destination }) => `${destination} 打开连接，之后再无数据`,
  },
  intercepted: {
    en: ({ destination }) => `the certificate at ${destination} is from an issuer that is not trusted`,
    zh: ({ destination }) => `${destination} 处的证书来自不受信任的签发者`,
  },
  "large-lost": {
    en: ({ destination, backward }) =>
      `full-size packets ${backward ? "from" : "to"} ${destination} are lost, small ones pass`,
    zh: ({ destination, backward }) => `${backward ? "来自" : "到"} ${destination} 的满长报文丢失，小报文能通过`,
  },
  "data-ends": {
    en: ({ destination, ttl }) =>
      `data to ${destination} ${ttl === undefined ? "is lost on the path" : `ends at hop ${ttl}`}`,
    zh: ({ destination, ttl }) => `到 ${destination} 的数据${ttl === undefined ? "在途中丢失" : `止于第 ${ttl} 跳`}`,
  },
  "name-fails": {
    en: ({ server }) => `${server} does not resolve the cloud's names`,
    zh: ({ server }) => `${server} 不能解析云上的域名`,
  },
  "server-answers": {
    en: ({ server }) => `${server} itself is up: it answers questions that need no other server`,
    zh: ({ server }) => `${server} 本身正常：无需转发的查询有应答`,
  },
  "off-path": {
    en: ({ destination, address, ttl }) =>
      `packets to ${destination} come to ${address} (hop ${ttl}), which is not on the path that works`,
    zh: ({ destination, address, ttl }) =>
      `到 ${destination} 的报文到了 ${address}（第 ${ttl} 跳），它不在正常的路径上`,
  },
  "answer-misplaced": {
    en: ({ name, addresses }) => `${name} resolves to ${addresses}, where no cloud service is`,
    zh: ({ name, addresses }) => `${name} 解析为 ${addresses}，云服务不在这些地址上`,
  },
  "own-route": {
    en: ({ destination }) => `this node sends packets to ${destination} by another link than the one to its gateway`,
    zh: ({ destination }) => `本节点发往 ${destination} 的报文走的不是通向其网关的链路`,
  },
  "reflected-lost": {
    en: ({ reflector, port }) => `what ${reflector} sends to ${port} of this node does not arrive`,
    zh: ({ reflector, port }) => `${reflector} 发往本节点 ${port} 的报文没有到达`,
  },
  "reflected-rejected": {
    en: ({ reflector, port }) => `${reflector} is refused at ${port}, where this node listened`,
    zh: ({ reflector, port }) => `本节点正在监听 ${port}，${reflector} 却被拒绝`,
  },
  "reflected-large-lost": {
    en: ({ reflector, port }) => `full-size packets from ${reflector} to ${port} are lost, small ones arrive`,
    zh: ({ reflector, port }) => `从 ${reflector} 到 ${port} 的满长报文丢失，小报文能到达`,
  },
  "sent-lost": {
    en: ({ reflector, port, small }) =>
      small
        ? `what this node sends to ${port} of ${reflector} does not arrive`
        : `full-size packets to ${port} of ${reflector} are lost, small ones arrive`,
    zh: ({ reflector, port, small }) =>
      small
        ? `本节点发往 ${reflector} ${port} 的报文没有到达`
        : `发往 ${reflector} ${port} 的满长报文丢失，小报文能到达`,
  },
  "container-walk-ends": {
    en: ({ cidr, last, refused }) =>
      last === undefined
        ? `no router on the way from the cloud to ${cidr} answers`
        : refused
          ? `${last} says that it has no route to ${cidr}`
          : `from the cloud towards ${cidr}: ${last} answers, nothing nearer to this node`,
    zh: ({ cidr, last, refused }) =>
      last === undefined
        ? `从云上到 ${cidr} 的路径上没有路由器应答`
        : refused
          ? `${last} 报告没有到 ${cidr} 的路由`
          : `从云上到 ${cidr}：${last} 有应答，离本节点更近的没有`,
  },
  "reflected-arrives": {
    en: ({ reflector, port }) => `what ${reflector} sends to ${port} arrives`,
    zh: ({ reflector, port }) => `${reflector} 发往 ${port} 的报文能到达`,
  },
  "reverse-ends": {
    en: ({ reflector, last, ttl }) =>
      `on the return path from ${reflector}: ${last} (hop ${ttl} from there) answers, nothing nearer to this node`,
    zh: ({ reflector, last, ttl }) =>
      `从 ${reflector} 返回的路径：${last}（从那里数第 ${ttl} 跳）有应答，离本节点更近的没有`,
  },
  "reverse-signed": {
    en: ({ reflector, address, code }) =>
      `${address} itself says to ${reflector} of packets to this node: ${en.ICMP_CODES[code]}`,
    zh: ({ reflector, address, code }) => `${address} 自己对 ${reflector} 说到本节点的报文：${zh.ICMP_CODES[code]}`,
  },
  "reverse-silent": {
    en: ({ reflector }) => `no hop answers on the return path from ${reflector}`,
    zh: ({ reflector }) => `从 ${reflector} 返回的路径上没有任何一跳应答`,
  },
  "answer-lost": {
    en: ({ reflector }) => `requests come to ${reflector}, its answers do not come back`,
    zh: ({ reflector }) => `请求能到达 ${reflector}，它的应答回不来`,
  },
  "service-from-vpc": {
    en: ({ service, reflector, open }) => `from ${reflector}, ${service} ${open ? "is open" : "does not open either"}`,
    zh: ({ service, reflector, open }) => `从 ${reflector} 看，${service} ${open ? "是开放的" : "也打不开"}`,
  },
  "cloud-route": {
    en: ({ says, table, destination, via, state, ...source }) => {
      const how = `${via === undefined ? "" : ` to ${via}`}${state === undefined ? "" : ` (${state})`}`;
      return says === "present"
        ? `table ${table} has a route to ${destination}${how}, by ${en.cloudExport(source)}; packets fail all the same: say so in a support ticket`
        : `table ${table} has ${how === "" ? "no" : "no usable"} route to ${destination}${how === "" ? "" : `, but one${how}`}, by ${en.cloudExport(source)}`;
    },
    zh: ({ says, table, destination, via, state, ...source }) => {
      const how = `${via === undefined ? "" : `，下一跳 ${via}`}${state === undefined ? "" : `（${state}）`}`;
      return says === "present"
        ? `${zh.cloudExport(source)}：路由表 ${table} 有到 ${destination} 的路由${how}，但报文仍然不通，请在工单中说明`
        : `${zh.cloudExport(source)}：路由表 ${table} 没有到 ${destination} 的${how === "" ? "" : "可用"}路由${how}`;
    },
  },
  "cloud-state": {
    en: ({ says, id, state, ...source }) =>
      `${id} is ${en.cloudState(state)}, by ${en.cloudExport(source)}${says === "present" ? "; packets fail all the same: say so in a support ticket" : ""}`,
    zh: ({ says, id, state, ...source }) =>
      `${zh.cloudExport(source)}：${id} 的状态为 ${zh.cloudState(state)}${says === "present" ? "，但报文仍然不通，请在工单中说明" : ""}`,
  },
  "cloud-rule": {
    en: ({ says, id, packet, ...source }) =>
      says === "present"
        ? `${id} allows ${packet}, by ${en.cloudExport(source)}; packets fail all the same: say so in a support ticket`
        : `${id} does not allow ${packet}, by ${en.cloudExport(source)}`,
    zh: ({ says, id, packet, ...source }) =>
      says === "present"
        ? `${zh.cloudExport(source)}：${id} 允许 ${packet}，但报文仍然不通，请在工单中说明`
        : `${zh.cloudExport(source)}：${id} 不允许 ${packet}`,
  },
  "cloud-mtu": {
    en: ({ id, mtuBytes, ...source }) => `the MTU of ${id} is ${mtuBytes} bytes, by ${en.cloudExport(source)}`,
    zh: ({ id, mtuBytes, ...source }) => `${zh.cloudExport(source)}：${id} 的 MTU 为 ${mtuBytes} 字节`,
  },
};
