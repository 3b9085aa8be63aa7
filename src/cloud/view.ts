import {
  listsOf,
  rowsOf,
  type CloudConfiguration,
  type CloudList,
  type RouteRow,
  type RouteTableRow,
  type TransitAttachmentRow,
  type TransitRouteRow,
  type VbrRow,
} from "../model/cloud.ts";
import type { Site } from "../model/site.ts";
import { contains } from "../wire/cidr.ts";

/** A list, or nothing where the export does not hold it. */
export type RouteTable<Row> = Pick<CloudList, "complete" | "files"> & { id: string; rows: Row[] };

/** Which of the devices in an export this site's packets cross. Where it cannot be told, all that may be. */
export class CloudView {
  readonly configuration: CloudConfiguration;
  readonly #site: Site;
  /** Addresses of routers on the path: they tell which VBR is meant. */
  readonly #routerAddresses: readonly string[];

  constructor(configuration: CloudConfiguration, site: Site, routerAddresses: readonly string[]) {
    this.configuration = configuration;
    this.#site = site;
    this.#routerAddresses = routerAddresses;
  }

  get vpcId(): string | undefined {
    return (
      this.#site.cluster?.vpcId ??
      only(rowsOf(this.configuration, "cluster").map(({ vpcId }) => vpcId)) ??
      only(rowsOf(this.configuration, "security-group").map(({ vpcId }) => vpcId))
    );
  }

  get vswitchIds(): string[] {
    const { cluster } = this.#site;
    return cluster !== undefined && cluster.vswitchIds.length > 0
      ? cluster.vswitchIds
      : rowsOf(this.configuration, "cluster").flatMap(({ vswitchIds }) => vswitchIds);
  }

  /** The VBRs that the packets may cross. */
  get vbrs(): VbrRow[] {
    const all = rowsOf(this.configuration, "vbr");
    const declared = this.#site.hops.filter(({ device }) => device === "vbr").map(({ cidr }) => cidr);
    const named = all.filter(({ localIp }) => {
      if (localIp === undefined) return false;
      return this.#routerAddresses.includes(localIp) || declared.some((cidr) => contains(cidr, localIp));
    });
    if (named.length > 0) return named;
    const attached = new Set(this.attachments("VBR").map(({ resourceId }) => resourceId));
    const ofSite = all.filter(({ id }) => attached.has(id));
    return ofSite.length > 0 ? ofSite : all;
  }

  /** The attachments of a kind to the transit router. */
  attachments(resourceType: TransitAttachmentRow["resourceType"], resourceId?: string): TransitAttachmentRow[] {
    return rowsOf(this.configuration, "transit-attachment").filter(
      (row) => row.resourceType === resourceType && (resourceId === undefined || row.resourceId === resourceId),
    );
  }

  /** The attachments by which the site's packets come to the transit router, and by which they leave it for the VPC. */
  siteAttachments(): TransitAttachmentRow[] {
    const vbrIds = new Set(this.vbrs.map(({ id }) => id));
    const byVbr = this.attachments("VBR").filter(({ resourceId }) => vbrIds.size === 0 || vbrIds.has(resourceId));
    return byVbr.length > 0 ? byVbr : this.attachments("ECR");
  }

  vpcAttachments(): TransitAttachmentRow[] {
    return this.attachments("VPC", this.vpcId);
  }

  /** The tables in which the packets of these attachments are looked up. */
  transitTables(attachments: readonly TransitAttachmentRow[]): RouteTable<TransitRouteRow>[] | undefined {
    const lists = listsOf(this.configuration, "transit-route");
    const ids = new Set(attachments.map(({ id }) => id));
    const associated = new Set(
      rowsOf(this.configuration, "transit-association").flatMap(({ attachmentId, tableId, status }) =>
        ids.has(attachmentId) && tableId !== undefined && isSettled(status) ? [tableId.toLowerCase()] : [],
      ),
    );
    if (associated.size > 0)
      return lists.flatMap((list) =>
        list.about !== undefined && associated.has(list.about) ? [{ ...list, id: list.about }] : [],
      );
    // Without a word about associations a router with one table has no other that it could be.
    const [single, ...others] = lists;
    const knowsTables = listsOf(this.configuration, "transit-association").length > 0;
    return knowsTables || single === undefined || others.length > 0
      ? undefined
      : [{ ...single, id: single.about ?? "" }];
  }

  /** The route table of a VBR. */
  vbrTable({ routeTableId }: VbrRow): RouteTable<RouteRow> | undefined {
    return routeTableId === undefined ? undefined : this.#table(routeTableId);
  }

  /** The tables of the cluster's vSwitches: a table of their own, else the VPC's. */
  vpcTables(): { row: RouteTableRow; table: RouteTable<RouteRow> }[] | undefined {
    const { vpcId } = this;
    const tables = rowsOf(this.configuration, "route-table").filter(
      (row) => row.routerType !== "VBR" && (vpcId === undefined || row.vpcId === vpcId),
    );
    const vpcs = new Set(tables.map((row) => row.vpcId));
    if (tables.length === 0 || vpcs.size > 1) return undefined;
    const ownIds = new Set(this.vswitchIds);
    const own = tables.filter(({ vswitchIds }) => vswitchIds.some((id) => ownIds.has(id)));
    const chosen = own.length > 0 ? own : tables.filter(({ type }) => type?.toLowerCase() !== "custom");
    const found = chosen.flatMap((row) => {
      const table = this.#table(row.id);
      return table === undefined ? [] : [{ row, table }];
    });
    return found.length === chosen.length && found.length > 0 ? found : undefined;
  }

  #table(id: string): RouteTable<RouteRow> | undefined {
    const list = listsOf(this.configuration, "route").find(({ about }) => about === id.toLowerCase());
    return list === undefined ? undefined : { ...list, id };
  }
}

/** Words for a state on its way to another one, or to none. */
export function isSettled(status: string | undefined): boolean {
  return status === undefined || ["active", "attached", "available"].includes(status.toLowerCase());
}

function only(values: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = new Set(values.filter((value) => value !== undefined));
  return others.length === 0 ? first : undefined;
}
