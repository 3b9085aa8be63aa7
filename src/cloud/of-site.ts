import type { AnyCloudList, CloudConfiguration, CloudKind } from "../model/cloud.ts";
import type { Site } from "../model/site.ts";
import { isIpv4 } from "../wire/cidr.ts";

/** Something that is another site's. */
export interface ForeignCloudPart {
  files: string[];
  what: "region" | "vpc" | "api-server";
  found: string;
  wanted: string;
}

/** What of an export is about this site; the rest is said, and not used. */
export function ofSite(
  { exportedAt, lists }: CloudConfiguration,
  site: Site,
): { configuration: CloudConfiguration; foreign: ForeignCloudPart[] } {
  const foreign: ForeignCloudPart[] = [];
  const whole = lists.flatMap((list) =>
    list.kind === "export" ? list.rows.flatMap(({ regionId }) => regionId ?? []) : [],
  );
  const otherRegion = whole.find((regionId) => regionId !== site.region);
  if (otherRegion !== undefined) {
    const files = lists.flatMap(({ files: all }) => all);
    return {
      configuration: { lists: [] },
      foreign: [{ files: [...new Set(files)], what: "region", found: otherRegion, wanted: site.region }],
    };
  }
  const vpcId = site.cluster?.vpcId;
  const own = lists.flatMap((list): AnyCloudList[] => {
    const wrong = strangenessOf(list, site, vpcId);
    if (wrong === undefined) return [list];
    foreign.push({ files: list.files, ...wrong });
    return [];
  });
  return { configuration: { ...(exportedAt !== undefined && { exportedAt }), lists: own }, foreign };
}

/** A list of which every row is another region's or VPC's. A list of many, such as all tables of a region, has some of ours. */
function strangenessOf(
  list: AnyCloudList,
  { region, apiServer }: Site,
  vpcId: string | undefined,
): Omit<ForeignCloudPart, "files"> | undefined {
  const host = apiServer !== undefined && isIpv4(apiServer.host) ? apiServer.host : undefined;
  // Rows of some kinds have none of these fields.
  const rows = list.rows as readonly PartOfSite[];
  return (
    (ABOUT_REGION.has(list.kind)
      ? allOther(
          "region",
          rows.map(({ regionId }) => regionId),
          region,
        )
      : undefined) ??
    (ABOUT_VPC.has(list.kind)
      ? allOther(
          "vpc",
          rows.filter(({ routerType }) => routerType !== "VBR").map((row) => row.vpcId),
          vpcId,
        )
      : undefined) ??
    (list.kind === "cluster"
      ? allOther(
          "api-server",
          rows.map((row) => row.apiServer?.split(":")[0]),
          host,
        )
      : undefined)
  );
}

/** Fields by which rows tell whose they are. */
interface PartOfSite {
  regionId?: string;
  vpcId?: string;
  apiServer?: string;
  routerType?: string;
}

const ABOUT_REGION: ReadonlySet<CloudKind> = new Set([
  "cluster",
  "security-group",
  "transit-router",
  "transit-attachment",
]);
const ABOUT_VPC: ReadonlySet<CloudKind> = new Set(["cluster", "security-group", "network-acl", "route-table"]);

function allOther(
  what: ForeignCloudPart["what"],
  found: readonly (string | undefined)[],
  wanted: string | undefined,
): Omit<ForeignCloudPart, "files"> | undefined {
  const [first] = found;
  return wanted !== undefined && first !== undefined && found.every((each) => each !== undefined && each !== wanted)
    ? { what, found: first, wanted }
    : undefined;
}
