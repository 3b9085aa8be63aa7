import type { AttributeKind, FleetDuplicate, FleetVerdict, InvalidReason } from "../../model/fleet.ts";
import type { DeepSpoken } from "./spoken.ts";

/** What is said of many nodes at once. */
export interface FleetWords {
  /** The first line: how many are ready and, if not all, what is in the way of most. */
  answer: (args: {
    ready: number;
    nodes: number;
    /** Whether no more are not ready than was allowed. */
    met: boolean;
    allowed: number;
    first: { title: string; nodes: number; percent: number } | undefined;
  }) => string;
  verdicts: Record<FleetVerdict, string>;
  counts: (args: { verdict: FleetVerdict; nodes: number }) => string;
  nodeCount: (count: number) => string;
  /** In the place of "this node": the servers that a finding is about. */
  own: (count: number) => string;
  labels: Record<
    "nodes" | "common" | "clearedBy" | "oneNode" | "duplicates" | "invalid" | "missing" | "versions" | "matrix",
    string
  >;
  attributes: Record<AttributeKind, (value: string) => string>;
  duplicates: Record<FleetDuplicate["kind"], (args: { value: string; nodes: string }) => string>;
  invalid: Record<InvalidReason, string>;
  version: (args: { version: string; schemaVersion: string; nodes: number }) => string;
  hint: string;
}

export const FLEET: DeepSpoken<FleetWords> = {
  answer: {
    en: ({ ready, nodes, met, allowed, first }) => {
      if (ready === nodes) return `READY: all ${nodes} nodes are ready`;
      const head = `${met ? `READY ENOUGH (${allowed} may fail)` : "NOT READY"}: ${nodes - ready} of ${nodes} nodes are not ready`;
      return first === undefined
        ? head
        : `${head}; on ${first.nodes === 1 ? "one" : first.nodes} of them ${first.title} (${first.percent} %)`;
    },
    zh: ({ ready, nodes, met, allowed, first }) => {
      if (ready === nodes) return `就绪：${nodes} 个节点全部就绪`;
      const head = `${met ? `足够就绪（允许 ${allowed} 个失败）` : "未就绪"}：${nodes} 个节点中有 ${nodes - ready} 个未就绪`;
      return first === undefined ? head : `${head}；其中 ${first.nodes} 个：${first.title}（${first.percent} %）`;
    },
  },
  verdicts: {
    ready: { en: "ready", zh: "就绪" },
    "not-ready": { en: "not ready", zh: "未就绪" },
    incomplete: { en: "incomplete", zh: "未完成" },
    missing: { en: "no report", zh: "没有报告" },
  },
  counts: {
    en: ({ verdict, nodes }) =>
      `${nodes} ${{ ready: "ready", "not-ready": "not ready", incomplete: "incomplete", missing: "without a report" }[verdict]}`,
    zh: ({ verdict, nodes }) =>
      `${nodes} 个${{ ready: "就绪", "not-ready": "未就绪", incomplete: "未完成", missing: "没有报告" }[verdict]}`,
  },
  nodeCount: {
    en: (count) => (count === 1 ? "1 node" : `${count} nodes`),
    zh: (count) => `${count} 个节点`,
  },
  own: {
    en: (count) => (count === 1 ? "the node itself" : "the nodes themselves"),
    zh: (count) => (count === 1 ? "节点自身" : "各节点自身"),
  },
  labels: {
    nodes: { en: "Nodes", zh: "节点" },
    common: { en: "Only there", zh: "仅在此" },
    clearedBy: { en: "Cleared by", zh: "可排除者" },
    oneNode: { en: "On one node each", zh: "仅单个节点" },
    duplicates: { en: "Twice", zh: "重复" },
    invalid: { en: "Not read", zh: "未能读取" },
    missing: { en: "No report", zh: "没有报告" },
    versions: { en: "Made by", zh: "报告版本" },
    matrix: { en: "Nodes and checks", zh: "节点与检查" },
  },
  attributes: {
    all: { en: () => "nothing: all nodes fail", zh: () => "无：所有节点都失败" },
    gateway: { en: (value) => `gateway ${value}`, zh: (value) => `网关 ${value}` },
    subnet: { en: (value) => `subnet ${value}`, zh: (value) => `网段 ${value}` },
    resolver: { en: (value) => `DNS server ${value}`, zh: (value) => `DNS 服务器 ${value}` },
    way: { en: (value) => `path ${value}`, zh: (value) => `路径 ${value}` },
    label: { en: (value) => value, zh: (value) => value },
    os: { en: (value) => value, zh: (value) => value },
  },
  duplicates: {
    hostname: {
      en: ({ value, nodes }) => `the host name ${value} on ${nodes}: give each node a name of its own`,
      zh: ({ value, nodes }) => `主机名 ${value} 出现在 ${nodes}：请为每个节点设置不同的主机名`,
    },
    address: {
      en: ({ value, nodes }) => `the address ${value} on ${nodes}: give each node an address of its own`,
      zh: ({ value, nodes }) => `地址 ${value} 出现在 ${nodes}：请为每个节点设置不同的地址`,
    },
    run: {
      en: ({ value, nodes }) => `several reports of ${value}, of which the latest counts: ${nodes}`,
      zh: ({ value, nodes }) => `${value} 有多份报告，以最新的为准：${nodes}`,
    },
  },
  invalid: {
    "empty-folder": { en: "a folder without *.json and *.json.gz", zh: "目录中没有 *.json 或 *.json.gz" },
    "not-json": { en: "not JSON, or only half written", zh: "不是 JSON，或只写了一半" },
    unreadable: { en: "could not be read", zh: "无法读取" },
    "too-large": { en: "larger than any report", zh: "超过报告可能的大小" },
    "bad-gzip": { en: "not gzip, or only half written", zh: "不是 gzip，或只写了一半" },
    "not-a-report": { en: "not a report of edge-preflight", zh: "不是 edge-preflight 的报告" },
    "other-schema": { en: "a report of a version that cannot be read", zh: "无法读取的版本的报告" },
    "wrong-shape": { en: "a report with parts missing", zh: "报告缺少部分内容" },
  },
  version: {
    en: ({ version, schemaVersion, nodes }) =>
      `edge-preflight ${version}, schema ${schemaVersion}: ${nodes === 1 ? "1 node" : `${nodes} nodes`}`,
    zh: ({ version, schemaVersion, nodes }) => `edge-preflight ${version}，schema ${schemaVersion}：${nodes} 个节点`,
  },
  hint: { en: "--verbose lists every node", zh: "--verbose 列出所有节点" },
};
