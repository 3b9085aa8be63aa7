import type { Words } from "../../catalogue/words/words.ts";
import type { CloudChange } from "../cloud/changes.ts";
import type { CloudIds } from "../cloud/cloud-ids.ts";

/** A command of the cloud's own command line. */
export interface AliyunCall {
  product: string;
  action: string;
  /** By the names of the API; a list has one name for each of its items. */
  parameters: Record<string, string>;
  /** Whether the action can be tried without any effect. */
  hasDryRun: boolean;
}

/** @param words of notes beside the commands. */
export function aliyunLines(changes: readonly CloudChange[], ids: CloudIds, words: Words["cloudNotes"]): string[] {
  let hasTried = false;
  return changes.flatMap((change) => {
    if (change.kind === "note") return [`# ${words[change.note]}`];
    const call = callFor(change, ids);
    if (!call.hasDryRun) return [lineOf(call)];
    const explained = hasTried ? [] : [`# ${words.dryRun}`];
    hasTried = true;
    return [...explained, `${lineOf(call)} --DryRun true`, lineOf(call)];
  });
}

export function callFor(change: Exclude<CloudChange, { kind: "note" }>, ids: CloudIds): AliyunCall {
  const { region } = ids;
  switch (change.kind) {
    case "route":
      return {
        product: "vpc",
        action: "CreateRouteEntry",
        parameters: {
          RegionId: region,
          RouteTableId: change.table,
          DestinationCidrBlock: change.destination,
          NextHopType: change.nextHopType,
          NextHopId: change.nextHop,
        },
        hasDryRun: true,
      };
    case "transit-route":
      return {
        product: "cbn",
        action: "CreateTransitRouterRouteEntry",
        parameters: {
          TransitRouterRouteTableId: change.table,
          TransitRouterRouteEntryDestinationCidrBlock: change.destination,
          TransitRouterRouteEntryNextHopType: "Attachment",
          TransitRouterRouteEntryNextHopId: change.attachment,
        },
        hasDryRun: true,
      };
    case "route-service":
      return {
        product: "cbn",
        action: "ResolveAndRouteServiceInCen",
        parameters: {
          CenId: ids.cen,
          "AccessRegionIds.1": region,
          Host: change.block,
          HostRegionId: region,
          HostVpcId: ids.vpc,
        },
        hasDryRun: false,
      };
    case "publish":
      return {
        product: "cbn",
        action: "PublishRouteEntries",
        parameters: {
          CenId: ids.cen,
          ChildInstanceId: change.instance,
          ChildInstanceType: change.instanceType,
          ChildInstanceRegionId: region,
          ChildInstanceRouteTableId: change.table,
          DestinationCidrBlock: change.destination,
        },
        hasDryRun: false,
      };
    case "association":
    case "propagation":
      return {
        product: "cbn",
        action:
          change.kind === "association"
            ? "AssociateTransitRouterAttachmentWithRouteTable"
            : "EnableTransitRouterRouteTablePropagation",
        parameters: { TransitRouterRouteTableId: change.table, TransitRouterAttachmentId: change.attachment },
        hasDryRun: true,
      };
    case "allowed-prefix":
      return {
        product: "expressconnectrouter",
        action: "ModifyExpressConnectRouterAssociationAllowedPrefix",
        parameters: {
          EcrId: change.ecr,
          AssociationId: change.association,
          ...Object.fromEntries(change.blocks.map((block, index) => [`AllowedPrefixes.${index + 1}`, block])),
        },
        hasDryRun: true,
      };
    case "rule":
      return {
        product: "ecs",
        action: change.direction === "ingress" ? "AuthorizeSecurityGroup" : "AuthorizeSecurityGroupEgress",
        parameters: {
          RegionId: region,
          SecurityGroupId: ids.securityGroup,
          IpProtocol: change.protocol,
          PortRange: change.ports,
          [change.direction === "ingress" ? "SourceCidrIp" : "DestCidrIp"]: change.block,
        },
        hasDryRun: false,
      };
    case "balancer-acl":
      return {
        product: "slb",
        action: "AddAccessControlListEntry",
        parameters: {
          RegionId: region,
          AclId: change.acl,
          AclEntrys: JSON.stringify(change.blocks.map((entry) => ({ entry }))),
        },
        hasDryRun: false,
      };
  }
}

function lineOf({ product, action, parameters }: AliyunCall): string {
  const options = Object.entries(parameters).map(([name, value]) => `--${name} ${shellWord(value)}`);
  return ["aliyun", product, action, ...options].join(" ");
}

/** As a shell takes it: what it would read as more than a word stands in quotes, such as a placeholder. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
