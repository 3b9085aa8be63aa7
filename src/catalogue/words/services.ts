import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import { at } from "./format.ts";
import type { SubjectWords } from "./spoken.ts";

/** What answers there: the services and the API server. */
export const SERVICES = {
  titles: {
    "answers-http": {
      en: ({ host, port }) => `${host} answers HTTP on ${port}`,
      zh: ({ host, port }) => `${host} 在 ${port} 上应答 HTTP`,
    },
    "is-the-service": {
      en: ({ host, port }) => `${host} answers as itself on ${port}`,
      zh: ({ host, port }) => `${host} 在 ${port} 上以本身应答`,
    },
    "package-exists": { en: () => "edgeadm can be downloaded", zh: () => "可以下载 edgeadm" },
    "realm-is-reachable": {
      en: ({ host }) => `${host} names its token service`,
      zh: ({ host }) => `${host} 给出了令牌服务`,
    },
    "realm-resolves": {
      en: ({ host }) => `Token service of ${host} resolves`,
      zh: ({ host }) => `${host} 的令牌服务可以解析`,
    },
    "layer-is-pulled": {
      en: ({ host }) => `A layer of an image comes from ${host}`,
      zh: ({ host }) => `能从 ${host} 拉取镜像层`,
    },
    "realm-answers": {
      en: ({ host }) => `Token service of ${host} accepts TCP 443`,
      zh: ({ host }) => `${host} 的令牌服务接受 TCP 443`,
    },
    "is-an-api-server": {
      en: ({ host, port }) => `${host}:${port} is a Kubernetes API server`,
      zh: ({ host, port }) => `${host}:${port} 是 Kubernetes API Server`,
    },
    "api-server-given": { en: () => "API server accepts TCP 6443", zh: () => "API Server 接受 TCP 6443" },
  },
  messages: {
    "ok:http": { en: en.answered, zh: zh.answered },
    "ok:package": {
      en: ({ path, octets }) => (octets === undefined ? path : `${path}, ${en.number(octets)} bytes`),
      zh: ({ path, octets }) => (octets === undefined ? path : `${path}，${zh.number(octets)} 字节`),
    },
    "ok:layer": {
      en: ({ image, host, octets }) => `${en.number(octets)} bytes of a layer of ${image} came from ${host}`,
      zh: ({ image, host, octets }) => `${image} 的一个镜像层的 ${en.number(octets)} 字节来自 ${host}`,
    },
    "layer-not-pulled": {
      message: {
        en: ({ image, host, step, outcome, errno }) =>
          `A layer of ${image} cannot be pulled: ${en.PULL_STEPS[step]} ${host} fails (${errno ?? outcome}).`,
        zh: ({ image, host, step, outcome, errno }) =>
          `无法拉取 ${image} 的镜像层：${zh.PULL_STEPS[step]} ${host} 失败（${errno ?? outcome}）。`,
      },
      remedy: {
        en: ({ host }) =>
          `Allow TCP 443 to ${host}, whole transfers included, and resolve it as the VPC's resolvers do.`,
        zh: ({ host }) => `放行到 ${host} 的 TCP 443（包括完整的传输），并使其解析结果与 VPC 的 DNS 一致。`,
      },
    },
    "layer-not-offered": {
      message: {
        en: ({ image, host, step, outcome, status }) =>
          `Whether layers can be pulled is not known: ${en.PULL_STEPS[step]} ${host} answers ${status ?? outcome} for ${image} without credentials.`,
        zh: ({ image, host, step, outcome, status }) =>
          `无法得知能否拉取镜像层：在没有凭据的情况下，${zh.PULL_STEPS[step]} ${host} 对 ${image} 的应答为 ${status ?? outcome}。`,
      },
      remedy: {
        en: ({ image }) => `Pull an image of the cluster's own by hand: crictl pull <registry>/${image}.`,
        zh: ({ image }) => `手动拉取集群自己的镜像：crictl pull <registry>/${image}。`,
      },
    },
    "ok:realm": { en: ({ realm }) => realm, zh: ({ realm }) => realm },
    "service-denies": {
      message: {
        en: (args) => `${at(args)} is the service and denies this node by a rule of its own (${en.answered(args)}).`,
        zh: (args) => `${at(args)} 是该服务，并按自己的规则拒绝本节点（${zh.answered(args)}）。`,
      },
      remedy: {
        en: () =>
          "Have the owner of the service allow this site in the policy or access list that the answer names; the network path works.",
        zh: () => "请其所有者在所指的策略或访问列表中放行本站点；网络路径是通的。",
      },
    },
    "service-rate-limited": {
      message: {
        en: (args) => `${args.host} limits how often this site may ask (${en.answered(args)}).`,
        zh: (args) => `${args.host} 限制了本站点的请求频率（${zh.answered(args)}）。`,
      },
      remedy: {
        en: () =>
          "Ask less often: start fewer joins at once, or have the owner of the service raise the limit for this site's address.",
        zh: () => "降低请求频率：减少同时接入的服务器，或请服务方为本站点的地址提高限额。",
      },
    },
    "oss-other-endpoint": {
      message: {
        en: (args) => `${at(args)} is OSS of another place: it sends requests to ${args.endpoint}.`,
        zh: (args) => `${at(args)} 是别处的 OSS：它要求访问 ${args.endpoint}。`,
      },
      remedy: {
        en: ({ host }) => `Find out why ${host} leads there: the DNS server's answer, or an entry in /etc/hosts.`,
        zh: ({ host }) => `查明 ${host} 为何指向那里：DNS 服务器的应答，或 /etc/hosts 中的条目。`,
      },
    },
    "package-not-told": {
      message: {
        en: ({ path, status }) => `Whether ${path} is there was not told (status ${status}).`,
        zh: ({ path, status }) => `无法得知 ${path} 是否存在（状态 ${status}）。`,
      },
      remedy: {
        en: () => "Ask again later; if it stays so, check who may read that bucket.",
        zh: () => "稍后再试；若仍如此，检查谁可以读取该 bucket。",
      },
    },
    "http-timed-out": {
      message: {
        en: (args) => `${en.noAnswer(args, "The connection opens but no HTTP answer comes from")}.`,
        zh: (args) => `${zh.noAnswer(args, "连接能建立，但没有 HTTP 应答：")}。`,
      },
      remedy: {
        en: () =>
          "A firewall that filters HTTP, or a proxy that accepts connections for others, holds the request back; large packets may be dropped.",
        zh: () => "过滤 HTTP 的防火墙或代为接受连接的代理拦住了请求；也可能丢弃了大报文。",
      },
    },
    "http-closed": {
      message: {
        en: (args) => `${at(args)}${en.some(args)} closed the connection instead of answering (${args.errno}).`,
        zh: (args) => `${at(args)}${zh.some(args)} 没有应答就关闭了连接（${args.errno}）。`,
      },
      remedy: {
        en: ({ host }) => `A device that inspects HTTP ends it: allow ${host} on the firewall's application filter.`,
        zh: ({ host }) => `检查 HTTP 的设备中断了它：在防火墙的应用过滤中放行 ${host}。`,
      },
    },
    "http-malformed": {
      message: {
        en: (args) => `${at(args)}${en.some(args)} did not answer in HTTP (${args.errno}).`,
        zh: (args) => `${at(args)}${zh.some(args)} 的应答不是 HTTP（${args.errno}）。`,
      },
      remedy: {
        en: ({ port }) => `Something else answers on TCP ${port}.`,
        zh: ({ port }) => `TCP ${port} 上应答的是别的东西。`,
      },
    },
    "http-proxy-answered": {
      message: {
        en: (args) => `A proxy answered in place of ${args.host} (${en.answered(args)}).`,
        zh: (args) => `代理代替 ${args.host} 应答（${zh.answered(args)}）。`,
      },
      remedy: { en: () => en.bypass, zh: () => zh.bypass },
    },
    "http-portal-page": {
      message: {
        en: (args) => `A portal or block page answered in place of ${args.host} (${en.answered(args)}).`,
        zh: (args) => `认证门户或拦截页面代替 ${args.host} 应答（${zh.answered(args)}）。`,
      },
      remedy: { en: () => en.bypass, zh: () => zh.bypass },
    },
    "http-not-the-service": {
      message: {
        en: (args) => `${at(args)} answers, but not as ${args.host} (${en.answered(args)}).`,
        zh: (args) => `${at(args)} 有应答，但不是 ${args.host} 的（${zh.answered(args)}）。`,
      },
      remedy: {
        en: ({ host }) => `Check that ${host} is the right name and port, and that nothing answers in its place.`,
        zh: ({ host }) => `检查 ${host} 的域名和端口是否正确，以及是否有别的东西代为应答。`,
      },
    },
    "http-server-error": {
      message: {
        en: (args) => `${args.host} answers with an error of its own (${en.answered(args)}).`,
        zh: (args) => `${args.host} 以自身的错误应答（${zh.answered(args)}）。`,
      },
      remedy: {
        en: () =>
          "The network path works; the service reports an error. Try again, then open a ticket with this report.",
        zh: () => "路径是通的，服务不正常。稍后重试，然后附上本报告提交工单。",
      },
    },
    "package-not-found": {
      message: { en: ({ path }) => `There is no ${path}.`, zh: ({ path }) => `没有 ${path}。` },
      remedy: {
        en: () => "Give --cluster-version exactly as the console shows it, such as 1.30.7-aliyun.1.",
        zh: () => zh.WHOLE_VERSION,
      },
    },
    "package-version-incomplete": {
      message: {
        en: ({ version }) => `Not looked for: ${version} is not a full version.`,
        zh: ({ version }) => `没有查找：${version} 不是完整版本。`,
      },
      remedy: {
        en: () => "Give --cluster-version exactly as the console shows it, such as 1.30.7-aliyun.1.",
        zh: () => zh.WHOLE_VERSION,
      },
    },
    "realm-unexpected": {
      message: {
        en: ({ host, realm, expected }) =>
          `${host} sends clients for a token to ${realm}, not to ${en.list(expected)}.`,
        zh: ({ host, realm, expected }) => `${host} 让客户端到 ${realm} 取令牌，而不是 ${zh.list(expected)}。`,
      },
      remedy: {
        en: ({ realm }) => `Route and allow ${realm} as well: images are pulled with a token from there.`,
        zh: ({ realm }) => `也要为 ${realm} 配置路由并放行：拉取镜像需要来自那里的令牌。`,
      },
    },
    "ok:api-server": { en: ({ version }) => version, zh: ({ version }) => version },
    "api-server-not-given": {
      message: {
        en: () => "Not asked: the API server's internal endpoint was not given.",
        zh: () => "没有询问：没有给出 API Server 的内网端点。",
      },
      remedy: {
        en: () => "Give --api-server <address>; the console shows it on the cluster's Basic Information tab.",
        zh: () => "给出 --api-server <地址>；它在控制台集群的“基本信息”页上。",
      },
    },
    "api-server-not-ready": {
      message: {
        en: (args) => `The API server at ${at(args)} says that it is not ready (status ${args.status}).`,
        zh: (args) => `${at(args)} 处的 API Server 表示尚未就绪（状态 ${args.status}）。`,
      },
      remedy: { en: () => "The way is open; wait until the cluster is ready.", zh: () => "路径是通的；等待集群就绪。" },
    },
    "api-server-version-differs": {
      message: {
        en: ({ version, expected }) => `The API server is ${version}, not ${expected}.`,
        zh: ({ version, expected }) => `API Server 的版本是 ${version}，不是 ${expected}。`,
      },
      remedy: {
        en: ({ version }) =>
          `Give --cluster-version ${version.replace(/^v/, "")}: ports and the install package depend on it.`,
        zh: ({ version }) => `给出 --cluster-version ${version.replace(/^v/, "")}：端口和安装包取决于它。`,
      },
    },
  },
} satisfies SubjectWords;
