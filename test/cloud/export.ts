/**
 * Makes an export of a lab's cloud, as the cloud's API would print it. Routes are those of the lab's routers. Rules of security
 * groups and ACLs are made from the known fault, since the lab has them as nftables rules.
 */
import { contains } from "../../src/wire/cidr.ts";
import type { CloudFile } from "../../src/cloud/read.ts";
import { API_SERVER, DATA_CENTER_CIDR, REGION, VPC_CIDR } from "../lab/reference-site.ts";
import type { Route, Topology } from "../lab/topology.ts";
import type { DrawnSite } from "../sites/site.ts";

/** The parts of a lab that stand for the cloud. */
export interface CloudOfLab {
  network: Topology;
  region: string;
  vpc: string;
  dataCenter: string;
  apiServer: string;
  hosts: { vbr: string; transit: string; vpcRouter: string; beforeVbr: string };
}

export const IDS = {
  vbr: "vbr-bp1lab00000000000001",
  vbrTable: "vtb-bp1vbr0000000000001",
  vbrInterface: "ri-bp1vbr00000000000001",
  cen: "cen-lab00000000000001",
  transitRouter: "tr-bp1lab00000000000001",
  transitTable: "vtb-bp1tr00000000000001",
  vbrAttachment: "tr-attach-vbr000000000001",
  vpcAttachment: "tr-attach-vpc000000000001",
  vpc: "vpc-bp1lab00000000000001",
  vpcTable: "vtb-bp1vpc0000000000001",
  otherTable: "vtb-bp1other00000000001",
  vswitch: "vsw-bp1lab00000000000001",
  securityGroup: "sg-bp1lab00000000000001",
  networkAcl: "nacl-bp1lab0000000000001",
  loadBalancer: "lb-bp1lab00000000000001",
  balancerAcl: "acl-bp1lab00000000000001",
  cluster: "c1ab0000000000000000000000000001",
};

const CLOUD_SERVICES = "100.64.0.0/10";

/** The reference's own example. */
export function cloudOfReference(network: Topology): CloudOfLab {
  return {
    network,
    region: REGION,
    vpc: VPC_CIDR,
    dataCenter: DATA_CENTER_CIDR,
    apiServer: API_SERVER,
    hosts: { vbr: "vbr", transit: "cen", vpcRouter: "vpc-router", beforeVbr: "firewall" },
  };
}

export function cloudOfSite({ network, plan, roles }: DrawnSite): CloudOfLab {
  return {
    network,
    region: plan.region,
    vpc: plan.vpc,
    dataCenter: plan.dataCenter,
    apiServer: plan.apiServer,
    hosts: {
      vbr: roles.vbr,
      transit: roles.transit,
      vpcRouter: roles.vpcRouter,
      beforeVbr: roles.chain[roles.chain.indexOf(roles.vbr) - 1] ?? "",
    },
  };
}

/** @param wrong the misconfigurations that the network has. @param exportedAt of the export itself; absent: it does not say. */
export function exportOf(cloud: CloudOfLab, wrong: readonly string[], exportedAt?: string): CloudFile[] {
  const { region } = cloud;
  const has = (id: string) => wrong.includes(id);
  const documents: Record<string, unknown> = {
    ...(exportedAt !== undefined && { export: { exportedAt, regionId: region, accountId: "1234567890123456" } }),
    DescribeClusterDetail: clusterOf(cloud),
    "DescribeVirtualBorderRouters.1": vbrsOf(cloud, has("vbr.line")),
    "DescribeRouteTableList.1": paged("RouterTableList", "RouterTableListType", routeTables(cloud)),
    [`DescribeRouteEntryList.${IDS.vbrTable}.1`]: byToken("RouteEntrys", "RouteEntry", vbrRoutes(cloud)),
    [`DescribeRouteEntryList.${IDS.vpcTable}.1`]: byToken("RouteEntrys", "RouteEntry", vpcRoutes(cloud)),
    ListTransitRouters: {
      TransitRouters: [
        { TransitRouterId: IDS.transitRouter, CenId: IDS.cen, RegionId: region, Status: "Active", Type: "Enterprise" },
      ],
      TotalCount: 1,
      PageNumber: 1,
      PageSize: 50,
    },
    ListTransitRouterRouteTables: listed("TransitRouterRouteTables", [
      {
        TransitRouterRouteTableId: IDS.transitTable,
        TransitRouterRouteTableType: "System",
        TransitRouterRouteTableStatus: "Active",
        TransitRouterId: IDS.transitRouter,
      },
    ]),
    ListTransitRouterVbrAttachments: listed("TransitRouterAttachments", [
      {
        TransitRouterAttachmentId: IDS.vbrAttachment,
        VbrId: IDS.vbr,
        VbrRegionId: region,
        ResourceType: "VBR",
        TransitRouterId: IDS.transitRouter,
        AutoPublishRouteEnabled: true,
        Status: "Attached",
      },
    ]),
    ListTransitRouterVpcAttachments: listed("TransitRouterAttachments", [
      {
        TransitRouterAttachmentId: IDS.vpcAttachment,
        VpcId: IDS.vpc,
        VpcRegionId: region,
        ResourceType: "VPC",
        TransitRouterId: IDS.transitRouter,
        AutoPublishRouteEnabled: true,
        Status: "Attached",
      },
    ]),
    [`ListTransitRouterRouteTableAssociations.${IDS.transitTable}`]: listed(
      "TransitRouterAssociations",
      [
        {
          TransitRouterRouteTableId: IDS.transitTable,
          TransitRouterAttachmentId: IDS.vbrAttachment,
          ResourceId: IDS.vbr,
          ResourceType: "VBR",
          Status: "Active",
        },
        {
          TransitRouterRouteTableId: IDS.transitTable,
          TransitRouterAttachmentId: IDS.vpcAttachment,
          ResourceId: IDS.vpc,
          ResourceType: "VPC",
          Status: "Active",
        },
      ].filter(({ ResourceType }) => !(has("ecr-cen.attachment") && ResourceType === "VBR")),
    ),
    [`ListTransitRouterRouteEntries.${IDS.transitTable}`]: listed("TransitRouterRouteEntries", transitRoutes(cloud)),
    [`DescribeSecurityGroupAttribute.${IDS.securityGroup}`]: securityGroup(cloud, has),
    [`DescribeNetworkAclAttributes.${IDS.networkAcl}`]: networkAcl(cloud, has),
    [`DescribeLoadBalancerListeners.${IDS.loadBalancer}`]: {
      Listeners: has("service.api-server.port")
        ? []
        : [
            {
              LoadBalancerId: IDS.loadBalancer,
              ListenerPort: 6443,
              ListenerProtocol: "tcp",
              Status: "running",
              AclStatus: has("service.api-server.acl") ? "on" : "off",
              AclType: "white",
              AclIds: [IDS.balancerAcl],
            },
          ],
      TotalCount: has("service.api-server.port") ? 0 : 1,
      NextToken: "",
    },
    [`DescribeAccessControlListAttribute.${IDS.balancerAcl}`]: {
      AclId: IDS.balancerAcl,
      AclEntrys: { AclEntry: [{ AclEntryIP: "203.0.113.0/24", AclEntryComment: "" }] },
    },
  };
  return filesOf(documents);
}

/** The cluster's detail as the API prints it. */
export function clusterOf({ region, apiServer }: CloudOfLab) {
  return {
    cluster_id: IDS.cluster,
    name: "edge",
    region_id: region,
    current_version: "1.30.7-aliyun.1",
    profile: "Edge",
    cluster_type: "ManagedKubernetes",
    state: "running",
    vpc_id: IDS.vpc,
    vswitch_ids: [IDS.vswitch],
    security_group_id: IDS.securityGroup,
    external_loadbalancer_id: IDS.loadBalancer,
    service_cidr: "172.21.0.0/20",
    container_cidr: "172.20.0.0/16",
    node_cidr_mask: "24",
    proxy_mode: "ipvs",
    network_mode: "vpc",
    parameters: { LoginPassword: "hunter2-of-the-parameters", ALIYUN_AccessKeySecret: "****" },
    master_url: JSON.stringify({ api_server_endpoint: "", intranet_api_server_endpoint: `https://${apiServer}:6443` }),
    meta_data: JSON.stringify({ Capabilities: { Network: "Flannel" }, Addons: [{ name: "kube-flannel-ds" }] }),
  };
}

export function filesOf(documents: Record<string, unknown>): CloudFile[] {
  return Object.entries(documents).map(([name, document]) => ({
    name: `${name}.json`,
    text: JSON.stringify(document),
  }));
}

function paged(field: string, wrapper: string, rows: readonly unknown[]) {
  return { [field]: { [wrapper]: rows }, TotalCount: rows.length, PageNumber: 1, PageSize: 50, RequestId: "A0" };
}

function byToken(field: string, wrapper: string, rows: readonly unknown[]) {
  return { [field]: { [wrapper]: rows }, NextToken: "", RequestId: "A1" };
}

function listed(field: string, rows: readonly unknown[]) {
  return { [field]: rows, TotalCount: rows.length, MaxResults: 100, NextToken: "", RequestId: "A2" };
}

function ipOn({ network }: CloudOfLab, host: string, peer: string): string {
  for (const { ends } of network.links) {
    const [a, b] = ends;
    if (a.host === host && b.host === peer) return a.address.split("/")[0] ?? "";
    if (b.host === host && a.host === peer) return b.address.split("/")[0] ?? "";
  }
  throw new Error(`no cable from ${host} to ${peer}`);
}

function routesOf({ network }: CloudOfLab, host: string): Route[] {
  return network.hosts[host]?.routes ?? [];
}

function vbrsOf(cloud: CloudOfLab, lineIsDown: boolean) {
  const { vbr, beforeVbr } = cloud.hosts;
  const row = {
    VbrId: IDS.vbr,
    Status: "active",
    RouteTableId: IDS.vbrTable,
    VlanInterfaceId: IDS.vbrInterface,
    LocalGatewayIp: ipOn(cloud, vbr, beforeVbr),
    PeerGatewayIp: ipOn(cloud, beforeVbr, vbr),
    PhysicalConnectionStatus: lineIsDown ? "Disabled" : "Enabled",
    PhysicalConnectionBusinessStatus: "Normal",
    AssociatedCens: { AssociatedCen: [{ CenId: IDS.cen, CenStatus: "Attached" }] },
    VlanId: 10,
    Mtu: 1500,
  };
  return paged("VirtualBorderRouterSet", "VirtualBorderRouterType", [row]);
}

function routeTables(cloud: CloudOfLab) {
  return [
    {
      RouteTableId: IDS.vpcTable,
      RouterId: "vrt-bp1lab",
      RouterType: "VRouter",
      VpcId: IDS.vpc,
      RouteTableType: "System",
      RoutePropagationEnable: true,
      VSwitchIds: { VSwitchId: [IDS.vswitch] },
    },
    {
      RouteTableId: IDS.otherTable,
      RouterId: "vrt-bp1lab",
      RouterType: "VRouter",
      VpcId: IDS.vpc,
      RouteTableType: "Custom",
      RoutePropagationEnable: false,
      VSwitchIds: { VSwitchId: [] },
    },
    {
      RouteTableId: IDS.vbrTable,
      RouterId: IDS.vbr,
      RouterType: "VBR",
      VpcId: "",
      RouteTableType: "System",
      VSwitchIds: { VSwitchId: [] },
    },
  ].filter(({ RouterType }) => cloud.hosts.vbr !== "" || RouterType !== "VBR");
}

/** A route that refuses is one whose next hop is not there any more. */
function rowOf(table: string, route: Route, type: string, nextHop: { NextHopId: string; NextHopType: string }) {
  return {
    RouteTableId: table,
    DestinationCidrBlock: blockOf(route.to),
    Type: type,
    Status: "Available",
    NextHops: { NextHop: [{ ...nextHop, Enabled: route.type === undefined ? 1 : 0, Weight: 0 }] },
  };
}

function blockOf(to: string): string {
  return to === "default" ? "0.0.0.0/0" : to.includes("/") ? to : `${to}/32`;
}

function vbrRoutes(cloud: CloudOfLab) {
  const { vbr, beforeVbr } = cloud.hosts;
  const peer = ipOn(cloud, beforeVbr, vbr);
  return routesOf(cloud, vbr).map((route) =>
    route.via === peer || (route.via === undefined && isOfSite(cloud, route.to))
      ? rowOf(IDS.vbrTable, route, "Custom", { NextHopId: IDS.vbrInterface, NextHopType: "RouterInterface" })
      : rowOf(IDS.vbrTable, route, "CEN", { NextHopId: IDS.cen, NextHopType: "Attachment" }),
  );
}

/** Not the VPC's, which may lie inside of the data centre's block. */
function isOfSite({ dataCenter, vpc }: CloudOfLab, to: string): boolean {
  const address = to.split("/")[0] ?? "";
  return contains(dataCenter, address) && !contains(vpc, address);
}

function vpcRoutes(cloud: CloudOfLab) {
  const system = [cloud.vpc, CLOUD_SERVICES].map((to) =>
    rowOf(IDS.vpcTable, { to, via: "" }, "System", { NextHopId: "", NextHopType: "local" }),
  );
  const ofSite = routesOf(cloud, cloud.hosts.vpcRouter).filter(
    ({ to, type }) => isOfSite(cloud, to) || (type !== undefined && to.endsWith("/32")),
  );
  return [
    ...system,
    ...ofSite.map((route) =>
      rowOf(IDS.vpcTable, route, route.type === undefined ? "CEN" : "Custom", {
        NextHopId: IDS.vpcAttachment,
        NextHopType: "Attachment",
      }),
    ),
  ];
}

function transitRoutes(cloud: CloudOfLab) {
  return routesOf(cloud, cloud.hosts.transit).map((route) => {
    const towardsSite = isOfSite(cloud, route.to);
    const isHole = route.type !== undefined;
    return {
      TransitRouterRouteEntryId: "rte-lab",
      TransitRouterRouteEntryDestinationCidrBlock: blockOf(route.to),
      TransitRouterRouteEntryType: isHole ? "Static" : "Propagated",
      TransitRouterRouteEntryStatus: "Active",
      TransitRouterRouteEntryNextHopType: isHole ? "BlackHole" : "Attachment",
      ...(!isHole && {
        TransitRouterRouteEntryNextHopId: towardsSite ? IDS.vbrAttachment : IDS.vpcAttachment,
        TransitRouterRouteEntryNextHopResourceType: towardsSite ? "VBR" : "VPC",
        TransitRouterRouteEntryNextHopResourceId: towardsSite ? IDS.vbr : IDS.vpc,
      }),
    };
  });
}

type Has = (misconfiguration: string) => boolean;

function securityGroup({ region, dataCenter, vpc }: CloudOfLab, has: Has) {
  const rule = (
    direction: "ingress" | "egress",
    policy: string,
    protocol: string,
    ports: string,
    block: string,
    priority: number,
  ) => ({
    Direction: direction,
    Policy: policy,
    IpProtocol: protocol,
    PortRange: ports,
    SourceCidrIp: direction === "ingress" ? block : "",
    DestCidrIp: direction === "egress" ? block : "",
    SourceGroupId: "",
    NicType: "intranet",
    Priority: String(priority),
  });
  return {
    SecurityGroupId: IDS.securityGroup,
    RegionId: region,
    VpcId: IDS.vpc,
    InnerAccessPolicy: "Accept",
    Permissions: {
      Permission: [
        rule("ingress", "Accept", "ALL", "-1/-1", vpc, 10),
        ...(has("security-group.inbound.data-center")
          ? []
          : [rule("ingress", "Accept", "ALL", "-1/-1", dataCenter, 10)]),
        ...(has("security-group.inbound.api-server")
          ? [rule("ingress", "Drop", "TCP", "6443/6443", "0.0.0.0/0", 1)]
          : []),
        rule("egress", "Accept", "ALL", "-1/-1", "0.0.0.0/0", 10),
        ...(has("security-group.outbound.data-center") ? [rule("egress", "Drop", "ALL", "-1/-1", dataCenter, 1)] : []),
      ],
    },
  };
}

function networkAcl({ dataCenter }: CloudOfLab, has: Has) {
  const all = { Policy: "accept", Protocol: "all", Port: "-1/-1" };
  return {
    NetworkAclAttribute: {
      NetworkAclId: IDS.networkAcl,
      VpcId: IDS.vpc,
      IngressAclEntries: { IngressAclEntry: [{ ...all, SourceCidrIp: "0.0.0.0/0" }] },
      EgressAclEntries: {
        EgressAclEntry: [
          ...(has("network-acl.outbound.data-center")
            ? [{ Policy: "drop", Protocol: "tcp", Port: "1024/65535", DestinationCidrIp: dataCenter }]
            : []),
          { ...all, DestinationCidrIp: "0.0.0.0/0" },
        ],
      },
      Resources: { Resource: [{ ResourceType: "VSwitch", ResourceId: IDS.vswitch, Status: "BINDED" }] },
    },
  };
}
