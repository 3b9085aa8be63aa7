import { printable } from "../../wire/text.ts";
import type { CommandLineWords } from "../../catalogue/words/command-line-words.ts";
import { readCloud } from "../../cloud/read.ts";
import { rowsOf, type ClusterRow } from "../../model/cloud.ts";
import type { ClusterIds } from "../../model/site.ts";
import { readBounded, readStandardInput } from "../../world/files.ts";
import { cloudProblem } from "./cloud.ts";
import type { Setting } from "./setting.ts";
import { fileOr, UsageError } from "../usage.ts";

/** What a cluster's detail says of the site. */
interface ClusterDetail {
  settings: Setting[];
  ids: ClusterIds;
  /** Settings that it does not tell, and that a run would like to know. */
  lacking: string[];
  warnings: string[];
}

/** The profile of clusters whose nodes may be anywhere. */
const EDGE_PROFILE = "edge";

/** `--cluster`: settings from the cluster's detail. Of the file nothing else is kept: it may hold secrets. */
export async function fromCluster(file: string, words: CommandLineWords): Promise<ClusterDetail> {
  const reading = file === "-" ? readStandardInput("saved") : readBounded(file, "saved");
  const text = await fileOr(reading, (errno, { usage }) => usage.unreadable(printable(file), errno, "cluster"));
  const { configuration, problems } = readCloud([{ name: file, text }]);
  const [problem] = problems;
  if (problem?.why === "wrong-shape") throw cloudProblem(problem);
  const [row] = rowsOf(configuration, "cluster");
  if (row === undefined) throw new UsageError(({ usage }) => usage.notACluster(printable(file)));
  return { ...settingsOf(row, words), ids: idsOf(row) };
}

function settingsOf(row: ClusterRow, words: CommandLineWords): Omit<ClusterDetail, "ids"> {
  const plugin = pluginOf(row.networkPlugin);
  const found: [key: string, field: string, value: string | undefined][] = [
    ["region", "region_id", row.regionId],
    ["cluster-version", "current_version", row.version],
    ["network-plugin", "meta_data", plugin],
    ["api-server", "master_url", row.apiServer],
    ["service-cidr", "service_cidr", row.serviceCidr],
    // Terway Edge's containers have addresses that the data centre routes; Flannel's have addresses of an overlay.
    [plugin === "terway-edge" ? "container-cidr" : "pod-cidr", "container_cidr", row.containerCidr],
  ];
  const told = new Set(found.flatMap(([key, , value]) => (value === undefined ? [] : [key])));
  const { profile } = row;
  return {
    settings: found.flatMap(([key, field, value]) =>
      value === undefined ? [] : [{ key, values: [value], place: () => `--cluster, ${field}` }],
    ),
    lacking: WANTED.filter((key) => !told.has(key)),
    warnings:
      profile !== undefined && profile.toLowerCase() !== EDGE_PROFILE ? [words.warnings.clusterProfile(profile)] : [],
  };
}

/** Without these a run assumes something, or leaves something out. A cluster's detail never tells the VPC's own blocks. */
const WANTED = ["region", "cluster-version", "network-plugin", "api-server", "vpc-cidr"];

function pluginOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return /flannel/i.test(name) ? "flannel" : /terway/i.test(name) ? "terway-edge" : undefined;
}

function idsOf({ id, vpcId, vswitchIds, securityGroupId, loadBalancerId }: ClusterRow): ClusterIds {
  return {
    ...(id !== undefined && { id }),
    ...(vpcId !== undefined && { vpcId }),
    vswitchIds,
    ...(securityGroupId !== undefined && { securityGroupId }),
    ...(loadBalancerId !== undefined && { loadBalancerId }),
  };
}
