import type { ClusterVersion } from "../model/site.ts";

/** The distributions that ACK Edge supports on nodes, with the cluster versions it supports them for. */
interface SupportedSystem {
  /** os-release's ID. */
  id: string;
  versions: readonly string[];
  architectures: readonly ("x64" | "arm64")[];
  /** By their first two numbers. */
  kernels: readonly string[];
  /** Cluster releases as 1.minor; an upper end is where support stops. */
  sinceMinor: number;
  untilMinor?: number;
}

const SUPPORTED: readonly SupportedSystem[] = [
  { id: "anolis", versions: ["7.9", "8.6"], architectures: ["x64"], kernels: ["4.19"], sinceMinor: 16 },
  { id: "alinux", versions: ["2.1903", "2"], architectures: ["x64"], kernels: ["4.19"], sinceMinor: 20 },
  { id: "alinux", versions: ["3"], architectures: ["x64"], kernels: ["5.10"], sinceMinor: 20 },
  { id: "centos", versions: ["7"], architectures: ["x64"], kernels: ["3.10"], sinceMinor: 12, untilMinor: 30 },
  { id: "centos", versions: ["8"], architectures: ["x64"], kernels: ["4.18"], sinceMinor: 18, untilMinor: 30 },
  { id: "centos", versions: ["8"], architectures: ["arm64"], kernels: ["4.19"], sinceMinor: 14 },
  { id: "ubuntu", versions: ["16.04"], architectures: ["x64"], kernels: ["4.4"], sinceMinor: 18, untilMinor: 30 },
  { id: "ubuntu", versions: ["18.04"], architectures: ["x64"], kernels: ["4.15"], sinceMinor: 12, untilMinor: 30 },
  { id: "ubuntu", versions: ["18.04"], architectures: ["x64"], kernels: ["5.4"], sinceMinor: 16 },
  { id: "ubuntu", versions: ["18.04"], architectures: ["x64"], kernels: ["5.11"], sinceMinor: 18 },
  { id: "ubuntu", versions: ["18.04"], architectures: ["arm64"], kernels: ["4.9"], sinceMinor: 14, untilMinor: 30 },
  { id: "ubuntu", versions: ["18.04"], architectures: ["arm64"], kernels: ["4.19"], sinceMinor: 14 },
  { id: "ubuntu", versions: ["20.04"], architectures: ["x64"], kernels: ["5.4"], sinceMinor: 18 },
  { id: "ubuntu", versions: ["20.04"], architectures: ["x64"], kernels: ["5.15"], sinceMinor: 26 },
  { id: "ubuntu", versions: ["20.04"], architectures: ["arm64"], kernels: ["5.10"], sinceMinor: 22 },
  { id: "ubuntu", versions: ["22.04"], architectures: ["x64"], kernels: ["5.15"], sinceMinor: 26 },
  { id: "ubuntu", versions: ["24.04"], architectures: ["x64"], kernels: ["6.8"], sinceMinor: 30 },
  { id: "rhel", versions: ["8.8", "8.10"], architectures: ["x64"], kernels: ["4.18"], sinceMinor: 26, untilMinor: 30 },
  { id: "rhel", versions: ["9.3"], architectures: ["x64"], kernels: ["5.14"], sinceMinor: 30 },
  { id: "kylin", versions: ["V10", "v10"], architectures: ["x64"], kernels: ["4.19"], sinceMinor: 26 },
  { id: "uos", versions: ["20"], architectures: ["x64"], kernels: ["4.19"], sinceMinor: 26 },
];

export type SystemSupport =
  | { is: "supported" }
  | { is: "not-for-this-cluster" }
  | { is: "not-listed" }
  /** The distribution is listed, with these kernels. */
  | { is: "other-kernel"; kernels: string[] };

/**
 * A cluster of unknown version is taken to be one that the system is supported for.
 * @param kernel as uname prints it, such as 4.19.91-26.an8.x86_64.
 */
export function systemSupport(
  { id, version, kernel }: { id: string; version: string; kernel: string },
  cpu: string,
  cluster: ClusterVersion | undefined,
): SystemSupport {
  const listed = SUPPORTED.filter(
    (system) =>
      system.id === id.toLowerCase() &&
      system.versions.includes(version) &&
      system.architectures.some((one) => one === cpu),
  );
  if (listed.length === 0) return { is: "not-listed" };
  const [, release = ""] = /^(\d+\.\d+)(?!\d)/.exec(kernel) ?? [];
  const withKernel = listed.filter(({ kernels }) => kernels.includes(release));
  if (withKernel.length === 0)
    return { is: "other-kernel", kernels: [...new Set(listed.flatMap(({ kernels }) => kernels))] };
  const fits = withKernel.some(
    ({ sinceMinor, untilMinor }) =>
      cluster === undefined || (cluster.minor >= sinceMinor && cluster.minor <= (untilMinor ?? cluster.minor)),
  );
  return fits ? { is: "supported" } : { is: "not-for-this-cluster" };
}

/** What an earlier join leaves behind; the join script stumbles over some of it. */
export const LEFTOVERS = [
  "/usr/bin/edge-hub",
  "/etc/systemd/system/edge-hub.service",
  "/etc/systemd/system/kubelet.service",
  "/etc/kubernetes/kubelet.conf",
  "/etc/kubernetes/manifests",
  "/var/lib/kubelet/config.yaml",
] as const;
