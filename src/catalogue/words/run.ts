import { seconds } from "./format.ts";
import type { SubjectWords } from "./spoken.ts";

/** What keeps a check from being made or finished. */
export const RUN = {
  titles: {},
  messages: {
    "prerequisite-failed": {
      message: { en: ({ needs }) => `not judged: needs ${needs}`, zh: ({ needs }) => `未判定：需要 ${needs}` },
      remedy: { en: ({ needs }) => `Fix ${needs} first.`, zh: ({ needs }) => `先修复 ${needs}。` },
    },
    "not-asked-for": {
      message: { en: () => "Left out by the settings.", zh: () => "按设置不做。" },
      remedy: { en: () => "Nothing to do.", zh: () => "无需处理。" },
    },
    "deadline-exceeded": {
      message: {
        en: ({ deadlineMs }) => `Not finished within the ${seconds(deadlineMs)} of --deadline.`,
        zh: ({ deadlineMs }) => `未能在 --deadline 的 ${seconds(deadlineMs)} 内完成。`,
      },
      remedy: { en: () => "Give the run more time with --deadline.", zh: () => "用 --deadline 给出更多时间。" },
    },
    interrupted: {
      message: { en: () => "Not finished when the run was interrupted.", zh: () => "运行被中断时尚未完成。" },
      remedy: { en: () => "Run it again.", zh: () => "再运行一次。" },
    },
    "machine-too-busy": {
      message: {
        en: () => "Not known: this server was too busy for the tool to read the answers.",
        zh: () => "未知：本服务器过于繁忙，工具未能读取应答。",
      },
      remedy: {
        en: () => "Run it again when the server has less to do; `uptime` shows its load.",
        zh: () => "请在服务器负载降低后再运行一次；`uptime` 显示其负载。",
      },
    },
    "internal-error": {
      message: {
        en: ({ error }) => `edge-preflight itself failed here (${error}).`,
        zh: ({ error }) => `edge-preflight 自身在此失败（${error}）。`,
      },
      remedy: {
        en: () => "Report this with the JSON report; it is a fault of the tool, not of the network.",
        zh: () => "请附上 JSON 报告反馈；这是工具的问题，不是网络的问题。",
      },
    },
  },
} satisfies SubjectWords;
