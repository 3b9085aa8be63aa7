import type { Words } from "../../catalogue/words/words.ts";
import type { CloudChange } from "../cloud/changes.ts";
import type { CloudIds } from "../cloud/cloud-ids.ts";

/** @param words of notes beside the resources. */
export function terraformLines(changes: readonly CloudChange[], ids: CloudIds, words: Words["cloudNotes"]): string[] {
  return changes.flatMap((change) =>
    change.kind === "note" ? [`# ${words[change.note]}`] : resourcesFor(change, ids).flatMap(blockLines),
  );
}

/** A resource of the provider alicloud. */
export interface TerraformResource {
  type: string;
  name: string;
  arguments: Record<string, string | number | string[]>;
}

export function resourcesFor(change: Exclude<CloudChange, { kind: "note" }>, ids: CloudIds): TerraformResource[] {
  const { region } = ids;
  switch (change.kind) {
    case "route":
      return [
        {
          type: "alicloud_route_entry",
          name: nameOf("to", change.destination),
          arguments: {
            route_table_id: change.table,
            destination_cidrblock: change.destination,
            nexthop_type: change.nextHopType,
            nexthop_id: change.nextHop,
          },
        },
      ];
    case "transit-route":
      return [
        {
          type: "alicloud_cen_transit_router_route_entry",
          name: nameOf("to", change.destination),
          arguments: {
            transit_router_route_table_id: change.table,
            transit_router_route_entry_destination_cidr_block: change.destination,
            transit_router_route_entry_next_hop_type: "Attachment",
            transit_router_route_entry_next_hop_id: change.attachment,
          },
        },
      ];
    case "route-service":
      return [
        {
          type: "alicloud_cen_route_service",
          name: nameOf("service", change.block),
          arguments: {
            access_region_id: region,
            cen_id: ids.cen,
            host: change.block,
            host_region_id: region,
            host_vpc_id: ids.vpc,
          },
        },
      ];
    case "publish":
      return [
        {
          type: "alicloud_cen_route_entry",
          name: nameOf("publish", change.destination),
          arguments: { instance_id: ids.cen, route_table_id: change.table, cidr_block: change.destination },
        },
      ];
    case "association":
    case "propagation":
      return [
        {
          type: `alicloud_cen_transit_router_route_table_${change.kind}`,
          name: nameOf(change.kind, change.attachment),
          arguments: { transit_router_route_table_id: change.table, transit_router_attachment_id: change.attachment },
        },
      ];
    case "allowed-prefix":
      return [
        {
          type: "alicloud_express_connect_router_vpc_association",
          name: nameOf("association", change.association),
          arguments: {
            ecr_id: change.ecr,
            vpc_id: ids.vpc,
            association_region_id: region,
            allowed_prefixes: change.blocks,
          },
        },
      ];
    case "rule":
      return [
        {
          type: "alicloud_security_group_rule",
          name: nameOf(change.direction, `${change.protocol} ${change.ports} ${change.block}`),
          arguments: {
            security_group_id: ids.securityGroup,
            type: change.direction,
            ip_protocol: change.protocol,
            port_range: change.ports,
            cidr_ip: change.block,
            policy: "accept",
            priority: 1,
            nic_type: "intranet",
          },
        },
      ];
    case "balancer-acl":
      return change.blocks.map((entry) => ({
        type: "alicloud_slb_acl_entry_attachment",
        name: nameOf("acl", entry),
        arguments: { acl_id: change.acl, entry },
      }));
  }
}

/** A name that Terraform takes, and that tells two resources of one kind apart. */
function nameOf(what: string, which: string): string {
  return `${what}_${which.replaceAll(/[^A-Za-z0-9]+/g, "_")}`.replaceAll(/_+/g, "_").replace(/_$/, "").toLowerCase();
}

function blockLines({ type, name, arguments: given }: TerraformResource): string[] {
  const width = Math.max(...Object.keys(given).map((key) => key.length));
  return [
    `resource "${type}" "${name}" {`,
    ...Object.entries(given).map(([key, value]) => `  ${key.padEnd(width)} = ${hclValue(value)}`),
    "}",
  ];
}

function hclValue(value: string | number | string[]): string {
  if (Array.isArray(value)) return `[${value.map(hclValue).join(", ")}]`;
  if (typeof value === "number") return String(value);
  // Of a text only a template's beginning means something else in HCL than in JSON.
  return JSON.stringify(value).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
