import { CloudView } from "../../cloud/view.ts";
import { rowsOf, type CloudConfiguration } from "../../model/cloud.ts";
import type { Site } from "../../model/site.ts";

/** What a command names: an ID of the export, or a placeholder in angle brackets where nobody has told it. */
export interface CloudIds {
  region: string;
  vbr: string;
  vbrTable: string;
  vbrInterface: string;
  cen: string;
  transitRouter: string;
  /** The table in which packets from the line are looked up, and that of packets from the VPC. */
  transitTableOfVbr: string;
  transitTableOfVpc: string;
  vbrAttachment: string;
  vpcAttachment: string;
  vpc: string;
  vpcTable: string;
  securityGroup: string;
  balancer: string;
  balancerAcl: string;
  /** Where the line ends at an Express Connect Router and at no transit router. */
  ecr?: { id: string; association: string };
}

/** @param routerAddresses of the path, by which the VBR is found where there are several. */
export function cloudIds(
  site: Site,
  cloud: CloudConfiguration | undefined,
  routerAddresses: readonly string[] = [],
): CloudIds {
  const configuration = cloud ?? { lists: [] };
  const view = new CloudView(configuration, site, routerAddresses);
  const { cluster } = site;
  const [clusterRow] = rowsOf(configuration, "cluster");
  const vbr = only(view.vbrs);
  const fromVbr = view.siteAttachments();
  const fromVpc = view.vpcAttachments();
  const ecr = only(rowsOf(configuration, "ecr-association"));
  const ecrId = vbr?.ecrId;
  return {
    region: site.region,
    vbr: vbr?.id ?? "<VBR ID>",
    vbrTable: vbr?.routeTableId ?? "<route table of the VBR>",
    vbrInterface: vbr?.interfaceId ?? "<router interface of the VBR>",
    cen:
      only(vbr?.cenIds ?? []) ??
      only(rowsOf(configuration, "transit-router").flatMap(({ cenId }) => cenId ?? [])) ??
      "<CEN ID>",
    transitRouter: only(rowsOf(configuration, "transit-router"))?.id ?? "<transit router ID>",
    transitTableOfVbr: only(view.transitTables(fromVbr) ?? [])?.id ?? "<transit router route table of the VBR>",
    transitTableOfVpc: only(view.transitTables(fromVpc) ?? [])?.id ?? "<transit router route table of the VPC>",
    vbrAttachment: only(fromVbr)?.id ?? "<attachment of the VBR>",
    vpcAttachment: only(fromVpc)?.id ?? "<attachment of the VPC>",
    vpc: view.vpcId ?? "<VPC ID>",
    vpcTable: only(view.vpcTables() ?? [])?.table.id ?? "<route table of the vSwitch>",
    securityGroup: cluster?.securityGroupId ?? clusterRow?.securityGroupId ?? "<security group ID>",
    balancer: cluster?.loadBalancerId ?? clusterRow?.loadBalancerId ?? "<load balancer ID>",
    balancerAcl: only(rowsOf(configuration, "balancer-acl"))?.id ?? "<ACL ID>",
    ...(ecrId !== undefined && { ecr: { id: ecrId, association: ecr?.id ?? "<association ID>" } }),
  };
}

/** An ID that the export or the cluster's detail has told; a placeholder is none. */
export function told(id: string): string | undefined {
  return id.startsWith("<") ? undefined : id;
}

/** Of several nobody knows which one is meant. */
function only<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined;
}
