/** Answers in the forms that the API's documents and tools show them. */

export const SAMPLES: Record<string, unknown> = {
  DescribeVirtualBorderRouters: {
    VirtualBorderRouterSet: {
      VirtualBorderRouterType: [
        {
          VbrId: "vbr-m5e0000000000001",
          Status: "active",
          RouteTableId: "vtb-m5e0000000000001",
          VlanInterfaceId: "ri-m5e0000000000001",
          LocalGatewayIp: "10.0.23.2",
          PeerGatewayIp: "10.0.23.1",
          PhysicalConnectionStatus: "Enabled",
          PhysicalConnectionBusinessStatus: "Normal",
          EcrId: "ecr-n6t0000000000001",
          EcrAttatchStatus: "Attached",
          AssociatedCens: { AssociatedCen: [{ CenId: "cen-7qt0000000000001", CenStatus: "Attached" }] },
          VlanId: 10,
          Bandwidth: 0,
          Mtu: 1500,
          DetectMultiplier: 3,
        },
      ],
    },
    TotalCount: 1,
    PageNumber: 1,
    PageSize: 10,
  },
  DescribeRouteTableList: {
    RouterTableList: {
      RouterTableListType: [
        {
          RouteTableId: "vtb-bp10000000000001",
          RouterId: "vrt-bp10000000000001",
          RouterType: "VRouter",
          VpcId: "vpc-bp10000000000001",
          RouteTableType: "System",
          RoutePropagationEnable: true,
          VSwitchIds: { VSwitchId: ["vsw-bp10000000000001"] },
        },
      ],
    },
    TotalCount: 1,
  },
  DescribeRouteEntryList: {
    RouteEntrys: {
      RouteEntry: [
        {
          DestinationCidrBlock: "10.0.0.0/8",
          Type: "Custom",
          Status: "Available",
          RouteTableId: "vtb-m5e0000000000001",
          NextHops: {
            NextHop: [{ NextHopId: "ri-m5e0000000000001", NextHopType: "RouterInterface", Enabled: 1, Weight: 0 }],
          },
        },
        {
          DestinationCidrBlock: "2001:db8::/32",
          Type: "System",
          Status: "Available",
          RouteTableId: "vtb-m5e0000000000001",
        },
      ],
    },
    NextToken: "",
  },
  DescribeBgpPeers: {
    BgpPeers: {
      BgpPeer: [
        {
          RouterId: "vbr-m5e0000000000001",
          PeerIpAddress: "10.0.23.1",
          BgpStatus: "Established",
          Status: "Available",
          PeerAsn: "64512",
          AuthKey: "hunter2-of-bgp",
          ReceivedRouteCount: "3",
        },
      ],
    },
    TotalCount: 1,
  },
  DescribeNetworkAclAttributes: {
    NetworkAclAttribute: {
      NetworkAclId: "nacl-bp10000000000001",
      VpcId: "vpc-bp10000000000001",
      IngressAclEntries: {
        IngressAclEntry: [{ Policy: "accept", Protocol: "tcp", Port: "1/200", SourceCidrIp: "10.0.0.0/8" }],
      },
      EgressAclEntries: {
        EgressAclEntry: [{ Policy: "drop", Protocol: "all", Port: "-1/-1", DestinationCidrIp: "0.0.0.0/0" }],
      },
      Resources: { Resource: [{ ResourceType: "VSwitch", ResourceId: "vsw-bp10000000000001", Status: "BINDED" }] },
    },
  },
  ListTransitRouters: {
    TransitRouters: [
      {
        TransitRouterId: "tr-bp10000000000001",
        Type: "Enterprise",
        Status: "Active",
        CenId: "cen-7qt0000000000001",
        RegionId: "cn-hangzhou",
      },
    ],
    TotalCount: 1,
  },
  ListTransitRouterRouteTables: {
    TransitRouterRouteTables: [
      {
        TransitRouterRouteTableId: "vtb-bp1tr0000000001",
        TransitRouterRouteTableType: "System",
        TransitRouterRouteTableStatus: "Active",
      },
    ],
    TotalCount: 1,
  },
  "ListTransitRouterRouteEntries.vtb-bp1tr0000000001": {
    TransitRouterRouteEntries: [
      {
        TransitRouterRouteEntryDestinationCidrBlock: "192.168.0.0/16",
        TransitRouterRouteEntryStatus: "Active",
        TransitRouterRouteEntryType: "Propagated",
        TransitRouterRouteEntryNextHopType: "Attachment",
        TransitRouterRouteEntryNextHopId: "tr-attach-0000000001",
        TransitRouterRouteEntryNextHopResourceType: "VPC",
        TransitRouterRouteEntryNextHopResourceId: "vpc-bp10000000000001",
      },
      {
        TransitRouterRouteEntryDestinationCidrBlock: "100.118.28.0/24",
        TransitRouterRouteEntryStatus: "Prohibited",
        TransitRouterRouteEntryType: "Static",
        TransitRouterRouteEntryNextHopType: "BlackHole",
      },
    ],
    TotalCount: 2,
    MaxResults: 20,
  },
  "ListTransitRouterRouteTableAssociations.vtb-bp1tr0000000001": {
    TransitRouterAssociations: [
      {
        TransitRouterRouteTableId: "vtb-bp1tr0000000001",
        TransitRouterAttachmentId: "tr-attach-0000000001",
        ResourceId: "vpc-bp10000000000001",
        ResourceType: "VPC",
        Status: "Active",
      },
    ],
    TotalCount: 1,
  },
  "ListTransitRouterRouteTablePropagations.vtb-bp1tr0000000001": { TransitRouterPropagations: [], TotalCount: 0 },
  ListTransitRouterVpcAttachments: {
    TransitRouterAttachments: [
      {
        TransitRouterAttachmentId: "tr-attach-0000000001",
        VpcId: "vpc-bp10000000000001",
        ResourceType: "VPC",
        AutoPublishRouteEnabled: false,
        Status: "Attached",
      },
    ],
    TotalCount: 1,
  },
  "DescribeRouteServicesInCen.cen-7qt0000000000001": {
    RouteServiceEntries: {
      RouteServiceEntry: [
        {
          Host: "100.118.28.0/24",
          Cidrs: { Cidr: ["100.118.28.0/24"] },
          AccessRegionId: "cn-hangzhou",
          HostRegionId: "cn-hangzhou",
          HostVpcId: "vpc-bp10000000000001",
          Status: "Active",
        },
      ],
    },
    TotalCount: 1,
  },
  "DescribePublishedRouteEntries.vpc-bp10000000000001": {
    PublishedRouteEntries: {
      PublishedRouteEntry: [
        {
          ChildInstanceRouteTableId: "vtb-bp10000000000001",
          DestinationCidrBlock: "192.168.0.0/16",
          PublishStatus: "NonPublished",
          Conflicts: { Conflict: [] },
        },
      ],
    },
    TotalCount: 1,
  },
  DescribeCenRegionDomainRouteEntries: {
    CenRouteEntries: {
      CenRouteEntry: [
        {
          DestinationCidrBlock: "10.0.0.0/8",
          Status: "Active",
          PublishStatus: "Published",
          NextHopInstanceId: "vbr-m5e0000000000001",
          CenRouteMapRecords: { CenRouteMapRecord: [] },
        },
      ],
    },
    TotalCount: 1,
  },
  DescribeCenRouteMaps: {
    RouteMaps: {
      RouteMap: [
        {
          RouteMapId: "cenrmap-0000000001",
          MapResult: "Deny",
          TransmitDirection: "RegionIn",
          DestinationCidrBlocks: { DestinationCidrBlock: ["10.0.0.0/8"] },
          CidrMatchMode: "Include",
          Status: "Active",
        },
      ],
    },
    TotalCount: 1,
  },
  "DescribeExpressConnectRouterRouteEntries.ecr-n6t0000000000001": {
    RouteEntriesList: [
      {
        DestinationCidrBlock: "192.168.0.0/16",
        NexthopInstanceId: "br-0000000001",
        Status: "ACTIVE",
        AsPath: "[64993,64512]",
        Med: 2000,
      },
    ],
    TotalCount: 1,
  },
  "DescribeExpressConnectRouterAssociation.ecr-n6t0000000000001": {
    AssociationList: [
      {
        AssociationId: "ecr-assoc-0000000001",
        AssociationNodeType: "VPC",
        VpcId: "vpc-bp10000000000001",
        Status: "ACTIVE",
        AllowedPrefixes: ["192.168.0.0/16"],
        AllowedPrefixesMode: "MatchMode",
      },
    ],
    TotalCount: 1,
  },
  "DescribeExpressConnectRouterChildInstance.ecr-n6t0000000000001": {
    ChildInstanceList: [{ ChildInstanceId: "vbr-m5e0000000000001", ChildInstanceType: "VBR", Status: "ACTIVE" }],
    TotalCount: 1,
  },
  DescribeSecurityGroupAttribute: {
    SecurityGroupId: "sg-bp10000000000001",
    RegionId: "cn-hangzhou",
    VpcId: "vpc-bp10000000000001",
    InnerAccessPolicy: "Accept",
    Permissions: {
      Permission: [
        {
          Direction: "ingress",
          IpProtocol: "TCP",
          PortRange: "6443/6443",
          SourceCidrIp: "10.0.0.0/8",
          SourceGroupId: "",
          SourcePrefixListId: "",
          Policy: "Accept",
          Priority: "1",
        },
      ],
    },
  },
  DescribeClusterDetail: {
    cluster_id: "c82e6987e2961451182edacd74faf0001",
    region_id: "cn-hangzhou",
    current_version: "1.30.7-aliyun.1",
    profile: "Edge",
    cluster_type: "ManagedKubernetes",
    state: "running",
    vpc_id: "vpc-bp10000000000001",
    vswitch_ids: ["vsw-bp10000000000001"],
    security_group_id: "sg-bp10000000000001",
    service_cidr: "172.21.0.0/20",
    subnet_cidr: "172.20.0.0/16",
    node_cidr_mask: "24",
    proxy_mode: "ipvs",
    external_loadbalancer_id: "lb-bp10000000000001",
    parameters: { LoginPassword: "hunter2-of-the-cluster" },
    master_url: '{"api_server_endpoint":"","intranet_api_server_endpoint":"https://192.168.0.251:6443"}',
    meta_data: '{"Capabilities":{"Network":"Flannel"},"Addons":[{"name":"kube-flannel-ds"}]}',
  },
  "DescribeLoadBalancerListeners.lb-bp10000000000001": {
    Listeners: [
      {
        ListenerPort: 6443,
        ListenerProtocol: "tcp",
        AclStatus: "on",
        AclType: "white",
        AclIds: ["acl-bp10000000000001"],
        Status: "running",
      },
    ],
    TotalCount: 1,
  },
  DescribeAccessControlListAttribute: {
    AclId: "acl-bp10000000000001",
    AclEntrys: { AclEntry: [{ AclEntryIP: "10.0.0.0/8", AclEntryComment: "site" }] },
  },
  GetNetworkReachableAnalysis: {
    NetworkReachableAnalysisId: "nra-0000000001",
    NetworkReachableAnalysisStatus: "finish",
    Reachable: false,
    NetworkReachableAnalysisResult: '{"errorCode":"SecurityGroupDenied","topologyData":{"positive":{"nodeList":[]}}}',
  },
  export: { exportedAt: "2026-01-31T08:00:00Z", regionId: "cn-hangzhou" },
};
