import type { FleetDuplicate, InvalidReason } from "../model/fleet.ts";
import { grouped } from "../wire/grouped.ts";
import { Shared, summaryOf, type NodeSummary } from "./node-summary.ts";

/** A report as it was found. */
export interface ReportSource {
  /** The file, or the line of standard input. */
  name: string;
  /** @returns the same document once more; undefined where it cannot be had again. @throws where its file is gone. */
  again: () => unknown;
}

/** A node of the fleet: what its latest report says, and where that is. */
export interface Member {
  id: string;
  summary: NodeSummary;
  source: ReportSource;
  labels: Record<string, string>;
}

/** Takes reports one after the other and keeps of each what the statement needs. */
export class FleetReports {
  readonly invalid: { file: string; reason: InvalidReason }[] = [];
  readonly #shared = new Shared();
  readonly #byHost = new Map<string, Found[]>();
  readonly #copies = new Map<string, string[]>();
  readonly #kinds = new Map<string, number>();

  /**
   * @param source made only for what may have to be read again.
   * @returns how many nodes of the same kind, as `kindOf` has it, were met before; undefined where it is no report.
   */
  add(document: unknown, source: ReportSource): number | undefined {
    const summary = summaryOf(document, this.#shared);
    if (typeof summary === "string") {
      this.refuse(source.name, summary);
      return undefined;
    }
    this.#place(summary, source);
    const kind = kindOf(summary);
    const before = this.#kinds.get(kind) ?? 0;
    this.#kinds.set(kind, before + 1);
    return before;
  }

  refuse(file: string, reason: InvalidReason): void {
    this.invalid.push({ file, reason });
  }

  /** One node is one host name with one address: of several reports of it the latest counts. */
  #place(summary: NodeSummary, source: ReportSource): void {
    const found = this.#byHost.get(summary.hostname) ?? [];
    this.#byHost.set(summary.hostname, found);
    const same = found.find((one) => one.summary.addresses[0] === summary.addresses[0]);
    if (same === undefined) {
      found.push({ summary, source });
      return;
    }
    const key = `${summary.hostname} ${summary.addresses[0] ?? ""}`;
    this.#copies.set(key, [...(this.#copies.get(key) ?? [same.source.name]), source.name]);
    if (Date.parse(summary.startedAt) > Date.parse(same.summary.startedAt)) Object.assign(same, { summary, source });
  }

  /** By ID. @param labelsOf by host name and addresses. */
  members(labelsOf: (node: NodeSummary) => Record<string, string>): Member[] {
    const gateways = new Map<string | undefined, string>();
    for (const { summary } of [...this.#byHost.values()].flat())
      if (summary.subnet !== undefined && summary.gateway !== undefined) gateways.set(summary.subnet, summary.gateway);
    const members = [...this.#byHost.values()].flatMap((found) =>
      found.map(({ summary, source }): Member => ({
        id: found.length === 1 ? summary.hostname : `${summary.hostname} (${summary.addresses[0] ?? summary.runId})`,
        // A node that has lost its default route is behind the gateway of its subnet all the same.
        summary: summary.gateway === undefined ? { ...summary, gateway: gateways.get(summary.subnet) } : summary,
        source,
        labels: labelsOf(summary),
      })),
    );
    return members.sort((a, b) => compareNames(a.id, b.id));
  }

  /** What two nodes have alike that no two should, and nodes of which there are several reports. */
  duplicates(members: readonly Member[]): FleetDuplicate[] {
    return [
      ...several("hostname", members, ({ summary }) => [summary.hostname]),
      ...several("address", members, ({ summary }) => summary.addresses),
      ...[...this.#copies]
        .map(([key, files]): FleetDuplicate => ({
          kind: "run",
          value: key.trim(),
          nodes: [...files].sort(compareNames),
        }))
        .sort((a, b) => compareNames(a.value, b.value)),
    ];
  }
}

interface Found {
  summary: NodeSummary;
  source: ReportSource;
}

/** Nodes of one kind failed alike behind the same gateway, on the way to the same cluster. */
export function kindOf({ trials, gateway, target }: NodeSummary): string {
  return `${trials.failureKey}\n${gateway ?? ""}\n${target}`;
}

/** Values that more than one node has. */
function several(
  kind: FleetDuplicate["kind"],
  members: readonly Member[],
  valuesOf: (member: Member) => readonly string[],
): FleetDuplicate[] {
  const having = members.flatMap((member) => valuesOf(member).map((value) => ({ value, id: member.id })));
  return [...grouped(having, ({ value }) => value)]
    .filter(([, nodes]) => nodes.length > 1)
    .map(([value, nodes]) => ({ kind, value, nodes: nodes.map(({ id }) => id) }))
    .sort((a, b) => compareNames(a.value, b.value));
}

const NAMES = new Intl.Collator("en", { numeric: true });

/** node-2 before node-10; the same on every machine. */
export function compareNames(a: string, b: string): number {
  return NAMES.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
