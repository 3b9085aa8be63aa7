import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { embedded, id, listOf, longText, object, optionalBlock, optionalId, word } from "../fields.ts";
import { isRecord } from "../../wire/json.ts";

const ENDPOINTS = embedded(object({ intranet_api_server_endpoint: longText }));
const META = embedded(
  object({ Capabilities: v.nullish(object({ Network: longText })), Addons: listOf(v.unknown(), "Addon") }),
);

/**
 * cs DescribeClusterDetail. Nothing else of it is read: `parameters` and the like hold passwords. `network_mode` is not the
 * network plug-in, which stands in the meta data.
 */
export const CLUSTER: Answer<"cluster"> = {
  kind: "cluster",
  marks: ["cluster_type", "vpc_id"],
  row: v.pipe(
    object({
      cluster_id: optionalId,
      region_id: word,
      current_version: word,
      init_version: word,
      profile: word,
      state: word,
      vpc_id: optionalId,
      vswitch_ids: listOf(id, "vswitch_id"),
      vswitch_id: longText,
      security_group_id: optionalId,
      external_loadbalancer_id: optionalId,
      service_cidr: optionalBlock,
      container_cidr: optionalBlock,
      subnet_cidr: optionalBlock,
      master_url: ENDPOINTS,
      meta_data: META,
    }),
    v.transform((row) => ({
      id: row.cluster_id,
      regionId: row.region_id,
      version: row.current_version ?? row.init_version,
      profile: row.profile,
      state: row.state,
      vpcId: row.vpc_id,
      vswitchIds: row.vswitch_ids.length > 0 ? row.vswitch_ids : idsIn(row.vswitch_id ?? ""),
      securityGroupId: row.security_group_id,
      loadBalancerId: row.external_loadbalancer_id,
      serviceCidr: row.service_cidr,
      // Old answers call it subnet_cidr.
      containerCidr: row.container_cidr ?? row.subnet_cidr,
      networkPlugin: pluginOf(row.meta_data),
      apiServer: hostPortOf(row.master_url?.intranet_api_server_endpoint),
    })),
  ),
};

/** One, or several with commas between them. */
function idsIn(text: string): string[] {
  return text.split(",").filter((each) => v.safeParse(id, each).success);
}

function pluginOf(meta: v.InferOutput<typeof META>): string | undefined {
  const named = meta?.Capabilities?.Network;
  if (named !== undefined) return named.slice(0, MAX_NAME);
  const addons = (meta?.Addons ?? []).flatMap((addon) =>
    isRecord(addon) && typeof addon["name"] === "string" ? [addon["name"]] : [],
  );
  return addons.find((name) => /flannel|terway/i.test(name))?.slice(0, MAX_NAME);
}

const MAX_NAME = 64;

/** "https://192.168.0.251:6443" as "192.168.0.251:6443". */
function hostPortOf(endpoint: string | undefined): string | undefined {
  return /^https:\/\/([A-Za-z0-9.-]+(?::\d{1,5})?)\/?$/.exec(endpoint ?? "")?.[1];
}
