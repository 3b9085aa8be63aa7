import * as zh from "./chinese.ts";
import * as en from "./english.ts";
import type { SubjectWords } from "./spoken.ts";

/** System tools. */
export const TOOLS = {
  titles: {
    "tool-is-installed": { en: ({ tool }) => `${tool} is installed`, zh: ({ tool }) => `已安装 ${tool}` },
  },
  messages: {
    "ok:tool": { en: ({ path }) => path, zh: ({ path }) => path },
    "tool-missing": {
      message: {
        en: ({ binaries, package: name }) =>
          `${en.either(binaries)} was not found${name === undefined ? "" : ` (package ${name})`}.`,
        zh: ({ binaries, package: name }) =>
          `没有找到 ${zh.either(binaries)}${name === undefined ? "" : `（软件包 ${name}）`}。`,
      },
      remedy: {
        en: ({ command, tool }) =>
          command === undefined ? `Install ${tool} with this system's package manager.` : `Run: ${command}`,
        zh: ({ command, tool }) => (command === undefined ? `用本系统的包管理器安装 ${tool}。` : `运行：${command}`),
      },
    },
    "tool-broken": {
      message: {
        en: ({ binaries, package: name }) => `Package ${name} is installed, but ${en.either(binaries)} was not found.`,
        zh: ({ binaries, package: name }) => `已安装软件包 ${name}，但没有找到 ${zh.either(binaries)}。`,
      },
      remedy: {
        en: ({ package: name }) => `Install the package ${name} again.`,
        zh: ({ package: name }) => `重新安装软件包 ${name}。`,
      },
    },
    "tool-not-checked": {
      message: {
        en: ({ tool, reason }) => `Whether ${tool} is installed could not be found out (${reason}).`,
        zh: ({ tool, reason }) => `无法得知是否已安装 ${tool}（${reason}）。`,
      },
      remedy: { en: () => "Run as root.", zh: () => zh.AS_ROOT },
    },
  },
} satisfies SubjectWords;
