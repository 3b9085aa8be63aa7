import { describe, expect, it } from "vitest";
import { findMisconfiguration } from "../../src/catalogue/misconfigurations/misconfigurations.ts";
import { readCloud } from "../../src/cloud/read.ts";
import { CloudView } from "../../src/cloud/view.ts";
import { aclVerdict, securityGroupVerdict } from "../../src/diagnosis/configuration/filters.ts";
import { longestMatch } from "../../src/diagnosis/configuration/lookup.ts";
import { cloudStatement } from "../../src/diagnosis/configuration/statements.ts";
import { networkOf } from "../../src/diagnosis/network/routed-network.ts";
import type { SecurityGroupRule } from "../../src/model/cloud.ts";
import { cloudOfReference, exportOf, filesOf, IDS } from "../cloud/export.ts";
import { API_SERVER, referenceSite, VPC_CIDR } from "../lab/reference-site.ts";
import type { Topology } from "../lab/topology.ts";
import { siteFor } from "../support/site.ts";

const NODE = "10.1.1.10";
const site = siteFor({
  vpcCidrs: [VPC_CIDR],
  dataCenterCidrs: ["10.0.0.0/8"],
  containerCidrs: ["10.244.0.0/16"],
  networkPlugin: "terway-edge",
  apiServer: { host: API_SERVER, port: 6443 },
});

/** What an export says of a misconfiguration: of the first of its instances for the whole site. */
function says(id: string, documents: Record<string, unknown>, own = site): string | undefined {
  const misconfiguration = findMisconfiguration(id);
  if (misconfiguration === undefined) throw new Error(id);
  const { traffic } = networkOf(own, []);
  const [instance] = misconfiguration.applies(traffic);
  if (instance === undefined) throw new Error(`${id} has no instance`);
  const { configuration, problems } = readCloud(filesOf(documents));
  expect(problems).toEqual([]);
  return cloudStatement(misconfiguration, instance, {
    view: new CloudView(configuration, own, []),
    traffic,
    node: NODE,
  })?.says;
}

/** The export of a lab with an edit of its cloud, as documents by name. */
function exported(edit: (network: Topology) => void = () => undefined, wrong: string[] = []): Record<string, unknown> {
  const network = referenceSite();
  edit(network);
  return Object.fromEntries(
    exportOf(cloudOfReference(network), wrong).map(({ name, text }) => [name.replace(/\.json$/, ""), JSON.parse(text)]),
  );
}

const without = (host: string, to: string) => (network: Topology) => {
  const one = network.hosts[host];
  if (one !== undefined) one.routes = (one.routes ?? []).filter((route) => route.to !== to);
};

describe("longest-prefix match", () => {
  const rows = ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.0.0/16"].map((destination, index) => ({
    destination,
    index,
  }));

  it.each([
    ["10.1.2.3", [2, 3]],
    ["10.2.0.1", [1]],
    ["192.168.0.1", [0]],
  ])("of %s", (address, indexes) => {
    expect(longestMatch(rows, address).map(({ index }) => index)).toEqual(indexes);
  });
});

describe("rules", () => {
  const rule = (more: Partial<SecurityGroupRule>): SecurityGroupRule => ({
    direction: "ingress",
    accepts: true,
    protocol: "tcp",
    ports: "6443/6443",
    cidr: "10.0.0.0/8",
    priority: 10,
    ...more,
  });
  const packet = { protocol: "tcp", port: 6443, far: NODE } as const;

  it.each([
    ["what matches", [rule({})], "accept"],
    ["another port", [rule({ ports: "443/443" })], "unmatched"],
    ["a range", [rule({ ports: "1/65535" })], "accept"],
    ["every protocol and port", [rule({ protocol: "all", ports: "-1/-1" })], "accept"],
    ["another direction", [rule({ direction: "egress" })], "unmatched"],
    ["the lower number first", [rule({}), rule({ accepts: false, priority: 1 })], "drop"],
    ["of one number the one that drops", [rule({}), rule({ accepts: false })], "drop"],
    ["a group before", [rule({ cidr: undefined, priority: 1 }), rule({})], "unknown"],
    ["a group behind", [rule({}), rule({ cidr: undefined, priority: 50 })], "accept"],
  ] as const)("of a security group: %s", (_name, rules, verdict) => {
    expect(securityGroupVerdict(rules, "ingress", packet)).toBe(verdict);
  });

  it("of a network ACL: the first that matches", () => {
    const rules = [
      { accepts: false, protocol: "tcp", ports: "6443/6443", cidr: "10.1.0.0/16" },
      { accepts: true, protocol: "all", ports: "-1/-1", cidr: "0.0.0.0/0" },
    ];
    expect(aclVerdict(rules, packet)).toBe("drop");
    expect(aclVerdict(rules.toReversed(), packet)).toBe("accept");
    expect(aclVerdict([], packet)).toBe("unmatched");
  });
});

describe("what an export says of a setting", () => {
  const IN_PLACE = [
    "vbr.outbound.vpc",
    "vbr.outbound.cloud-services",
    "vbr.outbound.all",
    "vbr.inbound.data-center",
    "vbr.inbound.containers",
    "vbr.line",
    "ecr-cen.outbound.vpc",
    "ecr-cen.outbound.cloud-services",
    "ecr-cen.inbound.data-center",
    "ecr-cen.attachment",
    "vpc-route-table.inbound.data-center",
    "vpc-route-table.inbound.containers",
    "vpc-route-table.outbound",
    "security-group.inbound.api-server",
    "security-group.inbound.data-center",
    "security-group.outbound.data-center",
    "security-group.outbound.kubelet",
    "network-acl.inbound.data-center",
    "network-acl.outbound.data-center",
    "service.api-server.acl",
    "service.api-server.port",
  ];

  it.each(IN_PLACE)("present, where all is well: %s", (id) => {
    expect(says(id, exported())).toBe("present");
  });

  it.each([
    ["vbr.outbound.vpc", without("vbr", VPC_CIDR)],
    ["vbr.outbound.cloud-services", without("vbr", "100.64.0.0/10")],
    ["vbr.inbound.data-center", without("vbr", "10.0.0.0/8")],
    ["ecr-cen.outbound.vpc", without("cen", VPC_CIDR)],
    ["ecr-cen.inbound.data-center", without("cen", "10.0.0.0/8")],
    ["vpc-route-table.inbound.data-center", without("vpc-router", "10.0.0.0/8")],
  ] as const)("missing, where the route is: %s", (id, edit) => {
    expect(says(id, exported(edit))).toBe("missing");
  });

  it.each([
    "vbr.line",
    "ecr-cen.attachment",
    "security-group.inbound.api-server",
    "security-group.inbound.data-center",
    "security-group.outbound.data-center",
    "network-acl.outbound.data-center",
    "service.api-server.acl",
    "service.api-server.port",
  ])("missing, where the cloud's own words say so: %s", (id) => {
    expect(says(id, exported(undefined, [id]))).toBe("missing");
  });

  it("present for a part of the services, and missing for the part that a route swallows", () => {
    const documents = exported((network) => {
      network.hosts["cen"]?.routes?.push({ to: "100.118.28.0/24", type: "blackhole" });
    });
    const misconfiguration = findMisconfiguration("ecr-cen.outbound.cloud-services");
    const { traffic } = networkOf(site, []);
    const view = new CloudView(readCloud(filesOf(documents)).configuration, site, []);
    const saying = (block: string) => {
      const instance = misconfiguration?.applies(traffic).find(({ match }) => match.remote?.join() === block);
      return misconfiguration === undefined || instance === undefined
        ? "no such instance"
        : cloudStatement(misconfiguration, instance, { view, traffic, node: NODE })?.says;
    };
    expect(saying("100.118.28.0/24")).toBe("missing");
    expect(saying("100.118.31.0/24")).toBe("present");
  });

  it("nothing, where it does not hold what would tell", () => {
    for (const id of IN_PLACE) expect(says(id, {}), id).toBeUndefined();
  });

  it("nothing of missing routes, where a page is missing", () => {
    const documents = exported(without("vbr", "10.0.0.0/8"));
    const name = `DescribeRouteEntryList.${IDS.vbrTable}.1`;
    documents[name] = { ...(documents[name] as object), NextToken: "more" };
    expect(says("vbr.inbound.data-center", documents)).toBeUndefined();
    expect(says("vbr.outbound.vpc", documents)).toBe("present");
  });

  it("nothing, where several VBRs say different things, and something, where they agree", () => {
    const documents = exported();
    const vbrs = documents["DescribeVirtualBorderRouters.1"] as {
      VirtualBorderRouterSet: { VirtualBorderRouterType: object[] };
    };
    const second = { VbrId: "vbr-second", Status: "active", RouteTableId: "vtb-second", VlanInterfaceId: "ri-second" };
    vbrs.VirtualBorderRouterSet.VirtualBorderRouterType.push(second);
    // The second one is not attached to the site's transit router.
    expect(says("vbr.inbound.data-center", documents)).toBe("present");
    delete documents["ListTransitRouterVbrAttachments"];
    expect(says("vbr.inbound.data-center", documents)).toBeUndefined();
    expect(
      says("vbr.inbound.data-center", documents, { ...site, hops: [{ device: "vbr", cidr: "10.0.23.2/32" }] }),
    ).toBe("present");
  });

  it("not of a table that no vSwitch of the cluster uses", () => {
    const documents = exported(without("vpc-router", "10.0.0.0/8"));
    const renamed = Object.entries(documents).map(([name, document]): [string, unknown] =>
      name.includes(IDS.vpcTable)
        ? [
            name.replace(IDS.vpcTable, IDS.otherTable),
            JSON.parse(JSON.stringify(document).replaceAll(IDS.vpcTable, IDS.otherTable)),
          ]
        : [name, document],
    );
    expect(says("vpc-route-table.inbound.data-center", Object.fromEntries(renamed))).toBeUndefined();
  });

  it.each([
    ["Established", "present"],
    ["established", "present"],
    ["Idle", "missing"],
    ["Somehow", "present"],
  ])("a BGP session that is %s", (session, said) => {
    const BgpPeer = [{ RouterId: IDS.vbr, PeerIpAddress: "10.0.23.1", BgpStatus: session, Status: "Available" }];
    expect(says("vbr.line", { ...exported(), DescribeBgpPeers: { BgpPeers: { BgpPeer }, TotalCount: 1 } })).toBe(said);
  });

  it("a route that is not published, or that a route map denies, is missing", () => {
    const published = {
      PublishedRouteEntries: {
        PublishedRouteEntry: [
          { ChildInstanceRouteTableId: IDS.vpcTable, DestinationCidrBlock: VPC_CIDR, PublishStatus: "NonPublished" },
        ],
      },
      TotalCount: 1,
    };
    const maps = {
      RouteMaps: {
        RouteMap: [
          { RouteMapId: "cenrmap-1", MapResult: "Deny", DestinationCidrBlocks: { DestinationCidrBlock: [VPC_CIDR] } },
        ],
      },
      TotalCount: 1,
    };
    expect(
      says("ecr-cen.outbound.vpc", { ...exported(), [`DescribePublishedRouteEntries.${IDS.vpc}`]: published }),
    ).toBe("missing");
    expect(says("ecr-cen.outbound.vpc", { ...exported(), DescribeCenRouteMaps: maps })).toBe("missing");
  });

  it("nothing of a missing route to services that have an active entry of their own, in this region", () => {
    const served = (Status: string, AccessRegionId = "cn-hangzhou") => ({
      ...exported(without("cen", "100.64.0.0/10")),
      [`DescribeRouteServicesInCen.${IDS.cen}`]: {
        RouteServiceEntries: {
          RouteServiceEntry: [{ Host: "100.64.0.0/10", Cidrs: { Cidr: ["100.64.0.0/10"] }, AccessRegionId, Status }],
        },
        TotalCount: 1,
      },
    });
    expect(says("ecr-cen.outbound.cloud-services", served("Active"))).toBeUndefined();
    expect(says("ecr-cen.outbound.cloud-services", served("Deleting"))).toBe("missing");
    expect(says("ecr-cen.outbound.cloud-services", served("Active", "cn-shanghai"))).toBe("missing");
  });

  it("of an ECR in the place of a transit router", () => {
    const vbr = { VbrId: IDS.vbr, Status: "active", EcrId: "ecr-1" };
    const documents = (prefixes: string[], routes: object[]) => ({
      DescribeClusterDetail: exported()["DescribeClusterDetail"],
      DescribeVirtualBorderRouters: { VirtualBorderRouterSet: { VirtualBorderRouterType: [vbr] }, TotalCount: 1 },
      "DescribeExpressConnectRouterAssociation.ecr-1": {
        AssociationList: [
          {
            AssociationId: "ecr-assoc-1",
            AssociationNodeType: "VPC",
            Status: "ACTIVE",
            AllowedPrefixes: prefixes,
            AllowedPrefixesMode: "MatchMode",
          },
        ],
        TotalCount: 1,
      },
      "DescribeExpressConnectRouterRouteEntries.ecr-1": { RouteEntriesList: routes, TotalCount: routes.length },
    });
    const toVpc = { DestinationCidrBlock: VPC_CIDR, NexthopInstanceId: "br-1", Status: "ACTIVE" };
    const toSite = { DestinationCidrBlock: "10.0.0.0/8", NexthopInstanceId: IDS.vbr, Status: "ACTIVE" };
    expect(says("ecr-cen.outbound.vpc", documents([VPC_CIDR], [toVpc, toSite]))).toBe("present");
    expect(says("ecr-cen.outbound.vpc", documents(["172.16.0.0/12"], [toVpc, toSite]))).toBe("missing");
    expect(says("ecr-cen.outbound.vpc", documents([VPC_CIDR], [toSite]))).toBe("missing");
    expect(says("ecr-cen.inbound.data-center", documents([VPC_CIDR], [toVpc, toSite]))).toBe("present");
    expect(says("ecr-cen.inbound.data-center", documents([VPC_CIDR], [toVpc]))).toBe("missing");
    // Without a VBR nobody knows which next hop leads to the data centre.
    const unnamed: Record<string, unknown> = documents([VPC_CIDR], [toVpc, toSite]);
    delete unnamed["DescribeVirtualBorderRouters"];
    expect(says("ecr-cen.inbound.data-center", unnamed)).toBeUndefined();
  });

  it("of a CEN instance that shows its routes by region", () => {
    const documents = (blocks: [block: string, nextHop: string, status?: string][]) => ({
      DescribeVirtualBorderRouters: exported()["DescribeVirtualBorderRouters.1"],
      DescribeCenRegionDomainRouteEntries: {
        CenRouteEntries: {
          CenRouteEntry: blocks.map(([DestinationCidrBlock, NextHopInstanceId, Status = "Active"]) => ({
            DestinationCidrBlock,
            NextHopInstanceId,
            Status,
          })),
        },
        TotalCount: blocks.length,
      },
    });
    const both = documents([
      [VPC_CIDR, IDS.vpc],
      ["10.0.0.0/8", IDS.vbr],
    ]);
    expect(says("ecr-cen.outbound.vpc", both)).toBe("present");
    expect(says("ecr-cen.inbound.data-center", both)).toBe("present");
    expect(says("ecr-cen.inbound.data-center", documents([[VPC_CIDR, IDS.vpc]]))).toBe("missing");
    expect(says("ecr-cen.inbound.data-center", documents([["10.0.0.0/8", IDS.vbr, "Prohibited"]]))).toBe("missing");
  });

  it.each([
    [[{ ChildInstanceId: IDS.vbr, ChildInstanceType: "VBR", Status: "ACTIVE" }], "present"],
    [[{ ChildInstanceId: IDS.vbr, ChildInstanceType: "VBR", Status: "DISSOCIATING" }], "missing"],
    [[], "missing"],
  ])("the VBR as a child of an ECR: %j", (ChildInstanceList, said) => {
    const vbr = { VbrId: IDS.vbr, Status: "active", EcrId: "ecr-1" };
    expect(
      says("ecr-cen.attachment", {
        DescribeVirtualBorderRouters: { VirtualBorderRouterSet: { VirtualBorderRouterType: [vbr] }, TotalCount: 1 },
        "DescribeExpressConnectRouterChildInstance.ecr-1": { ChildInstanceList, TotalCount: ChildInstanceList.length },
      }),
    ).toBe(said);
  });
});
