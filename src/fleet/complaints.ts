import type { Device } from "../model/device.ts";
import { sumBy } from "../diagnosis/inference/sums.ts";
import type { CheckId, Finding } from "../model/report.ts";
import type { Examined } from "./examine.ts";
import type { SavedFinding } from "./node-summary.ts";

/** One fault as one kind of nodes shows it. */
export interface Complaint extends SavedFinding {
  of: Examined;
  /** As the report that was looked at tells it. */
  finding?: Finding;
}

export function complaintsOf(of: Examined): Complaint[] {
  const found = of.diagnosis?.findings ?? of.kind[0]?.summary.findings ?? [];
  return found.map((finding) => ({
    of,
    explains: finding.explains,
    suspects: finding.suspects.map(({ device, misconfiguration, probability }) => ({
      device,
      misconfiguration,
      probability,
    })),
    ...(of.diagnosis !== undefined && { finding: finding as Finding }),
  }));
}

/** Complaints that one fault explains: the same failed, and the same devices are suspected. The first is that of most nodes. */
export type Cluster = readonly [Complaint, ...Complaint[]];

export function clustersOf(complaints: readonly Complaint[]): Cluster[] {
  const clusters: [Complaint, ...Complaint[]][] = [];
  for (const complaint of complaints) {
    const cluster = clusters.find(
      (others) => isAlike(others[0], complaint) && others.every(({ of }) => of !== complaint.of),
    );
    if (cluster === undefined) clusters.push([complaint]);
    else cluster.push(complaint);
  }
  return clusters;
}

/** Half of what failed may differ: answers come late, names are not asked. */
const ALIKE_CHECKS = 0.5;
/** How much of the suspicion must fall on the same devices. */
const ALIKE_SUSPICION = 0.05;

function isAlike(a: Complaint, b: Complaint): boolean {
  const [targetA, targetB] = [a, b].map(({ of }) => of.kind[0]?.summary.target);
  if (targetA !== targetB) return false;
  if (overlap(a.explains, b.explains) < ALIKE_CHECKS) return false;
  const masses = massesOf(b.suspects);
  const shared = [...massesOf(a.suspects)].reduce(
    (sum, [device, mass]) => sum + Math.min(mass, masses.get(device) ?? 0),
    0,
  );
  return shared >= ALIKE_SUSPICION;
}

/** By how much each device is suspected. */
export function massesOf(suspects: readonly { device: Device; probability: number }[]): Map<Device, number> {
  return sumBy(
    suspects,
    ({ device }) => device,
    ({ probability }) => probability,
  );
}

/** How much two findings explain the same checks: those of both, as a share of those of either. */
export function overlap(a: readonly CheckId[], b: readonly CheckId[]): number {
  return a.filter((id) => b.includes(id)).length / new Set([...a, ...b]).size;
}
