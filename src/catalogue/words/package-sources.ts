import type { SourceProblem } from "../../model/message.ts";
import type { Outcome } from "../../model/probe.ts";
import * as en from "./english.ts";
import * as zh from "./chinese.ts";
import type { SubjectWords } from "./spoken.ts";

/** The sources that missing tools would be installed from. */
export const PACKAGE_SOURCES = {
  titles: {
    "sources-are-configured": { en: () => "Package sources are configured", zh: () => "已配置软件源" },
    "sources-answer": { en: () => "The package sources answer", zh: () => "软件源可用" },
    "packages-are-listed": { en: () => "The sources have what is missing", zh: () => "软件源中有缺少的软件包" },
  },
  messages: {
    "ok:nothing-to-install": { en: () => "nothing is to be installed", zh: () => "无需安装软件包" },
    "ok:sources": {
      en: ({ manager, names }) => `${manager}: ${en.list(names)}`,
      zh: ({ manager, names }) => `${manager}：${zh.list(names)}`,
    },
    "ok:sources-answer": {
      en: ({ count, notAsked }) =>
        `${count} answer${count === 1 ? "s" : ""}${notAsked.length === 0 ? "" : `; not asked: ${en.list(notAsked)}`}`,
      zh: ({ count, notAsked }) => `${count} 个可用${notAsked.length === 0 ? "" : `；未询问：${zh.list(notAsked)}`}`,
    },
    "ok:packages-listed": { en: ({ packages }) => en.list(packages), zh: ({ packages }) => zh.list(packages) },
    "sources-unknown": {
      message: {
        en: ({ reason }) => `This system's package sources could not be read (${reason}).`,
        zh: ({ reason }) => `无法读取本系统的软件源（${reason}）。`,
      },
      remedy: { en: () => "Run as root.", zh: () => zh.AS_ROOT },
    },
    "sources-none": {
      message: {
        en: ({ manager }) => `No package source of ${manager} is enabled, so that nothing can be installed.`,
        zh: ({ manager }) => `${manager} 没有启用任何软件源，无法安装软件包。`,
      },
      remedy: {
        en: ({ manager }) =>
          manager === "apt"
            ? "Add this distribution's archive, or your mirror of it, to /etc/apt/sources.list.d."
            : "Add this distribution's repositories, or your mirror of them, to /etc/yum.repos.d.",
        zh: ({ manager }) =>
          manager === "apt"
            ? "在 /etc/apt/sources.list.d 中添加本发行版的软件源或其镜像。"
            : "在 /etc/yum.repos.d 中添加本发行版的软件源或其镜像。",
      },
    },
    "sources-unreachable": {
      message: {
        en: ({ problems, asked }) =>
          `${problems.length} of ${asked} package sources cannot be reached: ${inGroups(problems, howEn).map(problemEn).join("; ")}.`,
        zh: ({ problems, asked }) =>
          `${asked} 个软件源中有 ${problems.length} 个无法访问：${inGroups(problems, howZh).map(problemZh).join("；")}。`,
      },
      remedy: {
        en: ({ problems }) =>
          `Allow this server to reach ${en.list(hostsOf(problems))}, or configure a mirror or a proxy that it can reach.`,
        zh: ({ problems }) => `放行本服务器到 ${zh.list(hostsOf(problems))} 的访问，或配置可访问的镜像或代理。`,
      },
    },
    "sources-unresolved": {
      message: {
        en: ({ problems, asked }) =>
          `${problems.length} of ${asked} package sources have names that do not resolve: ${inGroups(problems, howEn).map(problemEn).join("; ")}.`,
        zh: ({ problems, asked }) =>
          `${asked} 个软件源中有 ${problems.length} 个域名无法解析：${inGroups(problems, howZh).map(problemZh).join("；")}。`,
      },
      remedy: {
        en: ({ problems }) =>
          `Correct these names, have the site's DNS server resolve ${en.list(hostsOf(problems))}, or configure a mirror that it knows.`,
        zh: ({ problems }) =>
          `更正这些域名，使本站点的 DNS 服务器能解析 ${zh.list(hostsOf(problems))}，或配置其已知的镜像。`,
      },
    },
    "sources-broken": {
      message: {
        en: ({ problems, asked }) =>
          `${problems.length} of ${asked} package sources cannot be used: ${inGroups(problems, howEn).map(problemEn).join("; ")}.`,
        zh: ({ problems, asked }) =>
          `${asked} 个软件源中有 ${problems.length} 个不可用：${inGroups(problems, howZh).map(problemZh).join("；")}。`,
      },
      remedy: {
        en: () => "Correct the address or the release of these sources, or disable them.",
        zh: () => "更正这些软件源的地址或版本，或停用它们。",
      },
    },
    "sources-not-asked": {
      message: {
        en: ({ names }) =>
          names.length === 0
            ? "No package source could be asked."
            : `These package sources need a password, or are not asked over HTTP: ${en.list(names)}.`,
        zh: ({ names }) =>
          names.length === 0 ? "没有可询问的软件源。" : `这些软件源需要密码，或不经 HTTP 访问：${zh.list(names)}。`,
      },
      remedy: {
        en: () => "Try them by hand: apt-get update, or yum makecache.",
        zh: () => "手动尝试：apt-get update 或 yum makecache。",
      },
    },
    "packages-not-listed": {
      message: {
        en: ({ packages }) => `No package source lists ${en.list(packages)}.`,
        zh: ({ packages }) => `没有软件源包含 ${zh.list(packages)}。`,
      },
      remedy: {
        en: ({ packages }) =>
          `Enable the repository that has ${en.list(packages)}, add it to your mirror, or install it from a file.`,
        zh: ({ packages }) => `启用包含 ${zh.list(packages)} 的软件源，将其加入镜像，或从文件安装。`,
      },
    },
    "packages-not-looked-up": {
      message: {
        en: ({ packages }) => `Whether the sources have ${en.list(packages)} could not be looked up in all of them.`,
        zh: ({ packages }) => `无法在全部软件源中查找 ${zh.list(packages)}。`,
      },
      remedy: {
        en: ({ packages }) => `Try it: apt-get install -s ${packages.join(" ")}, or yum info ${packages.join(" ")}.`,
        zh: ({ packages }) => `尝试：apt-get install -s ${packages.join(" ")}，或 yum info ${packages.join(" ")}。`,
      },
    },
  },
} satisfies SubjectWords;

function hostsOf(problems: readonly SourceProblem[]): string[] {
  return [...new Set(problems.map(({ url, proxy }) => hostOf(proxy ?? url)))];
}

function hostOf(url: string): string {
  const whole = url.includes("://") ? url : `http://${url}`;
  return URL.canParse(whole) ? new URL(whole).host : url;
}

/** What fails alike, told once: sources of one host mostly do. */
interface Group {
  sources: string[];
  /** The one URL, or the host of several. */
  at: string;
  proxy: string | undefined;
  how: string;
}

function inGroups(problems: readonly SourceProblem[], how: (problem: SourceProblem) => string): Group[] {
  const groups = new Map<string, SourceProblem[]>();
  for (const problem of problems) {
    const key = `${hostOf(problem.url)} ${problem.proxy ?? ""} ${how(problem)}`;
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const at = alike.length === 1 ? first.url : hostOf(first.url);
    return [{ sources: alike.map(({ source }) => source), at, proxy: first.proxy, how: how(first) }];
  });
}

function problemEn({ sources, at, proxy, how }: Group): string {
  return `${en.list(sources)} (${at}${proxy === undefined ? "" : ` by ${proxy}`}): ${how}`;
}

type How = Omit<SourceProblem, "source" | "url" | "proxy">;

const HOW_EN: Partial<Record<Outcome, (how: How) => string>> = {
  nxdomain: ({ errno }) => `the name does not resolve (${errno ?? "ENOTFOUND"})`,
  servfail: ({ errno }) => `the name does not resolve (${errno ?? "EAI_AGAIN"})`,
  "timed-out": ({ stage }) => (stage === "name" ? "the name is not resolved in time" : "no answer"),
  missing: ({ status }) => `there is no index (status ${status ?? 404})`,
  malformed: ({ status = 200 }) => (status === 200 ? "what answers is no index" : `status ${status}`),
  looped: () => "it redirects for ever",
  "tls-alert": ({ errno }) => `its certificate is not trusted (${errno ?? ""})`,
};

function howEn(how: How): string {
  return HOW_EN[how.outcome]?.(how) ?? how.errno ?? how.outcome;
}

function problemZh({ sources, at, proxy, how }: Group): string {
  return `${zh.list(sources)}（${at}${proxy === undefined ? "" : `，经 ${proxy}`}）：${how}`;
}

const HOW_ZH: Partial<Record<Outcome, (how: How) => string>> = {
  nxdomain: ({ errno }) => `域名无法解析（${errno ?? "ENOTFOUND"}）`,
  servfail: ({ errno }) => `域名无法解析（${errno ?? "EAI_AGAIN"}）`,
  "timed-out": ({ stage }) => (stage === "name" ? "域名未能及时解析" : "没有应答"),
  missing: ({ status }) => `没有索引（状态 ${status ?? 404}）`,
  malformed: ({ status = 200 }) => (status === 200 ? "应答的不是索引" : `状态 ${status}`),
  looped: () => "无限重定向",
  "tls-alert": ({ errno }) => `证书不受信任（${errno ?? ""}）`,
};

function howZh(how: How): string {
  return HOW_ZH[how.outcome]?.(how) ?? how.errno ?? how.outcome;
}
