import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import hcl from "hcl2-parser";
import { describe, expect, it } from "vitest";
import { readCloud } from "../../src/cloud/read.ts";
import { cloudIds } from "../../src/plan/cloud/cloud-ids.ts";
import { collectScript, QUESTIONS, ramPolicy } from "../../src/plan/cloud/collect-script.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { snippetsOf, type Snippet } from "../../src/plan/snippets/snippets.ts";
import { listsOf, type CloudConfiguration } from "../../src/model/cloud.ts";
import { cloudOfReference, exportOf, IDS } from "../cloud/export.ts";
import { API_SERVER, referenceSite, VPC_CIDR } from "../lab/reference-site.ts";
import { siteFor } from "../support/site.ts";
import { en, zh } from "../support/words.ts";

const site = siteFor({
  vpcCidrs: [VPC_CIDR],
  dataCenterCidrs: ["10.0.0.0/8"],
  containerCidrs: ["10.244.0.0/16"],
  apiServer: { host: API_SERVER, port: 6443 },
});
const { configuration } = readCloud(exportOf(cloudOfReference(referenceSite()), []));

/** Actions that change something, and the parameters that each of them has, by the API's documents. */
const CHANGES: Record<string, string[]> = {
  "vpc CreateRouteEntry": ["RegionId", "RouteTableId", "DestinationCidrBlock", "NextHopType", "NextHopId", "DryRun"],
  "cbn CreateTransitRouterRouteEntry": [
    "TransitRouterRouteTableId",
    "TransitRouterRouteEntryDestinationCidrBlock",
    "TransitRouterRouteEntryNextHopType",
    "TransitRouterRouteEntryNextHopId",
    "DryRun",
  ],
  "cbn ResolveAndRouteServiceInCen": ["CenId", "AccessRegionIds.1", "Host", "HostRegionId", "HostVpcId"],
  "cbn PublishRouteEntries": [
    "CenId",
    "ChildInstanceId",
    "ChildInstanceType",
    "ChildInstanceRegionId",
    "ChildInstanceRouteTableId",
    "DestinationCidrBlock",
  ],
  "cbn AssociateTransitRouterAttachmentWithRouteTable": [
    "TransitRouterRouteTableId",
    "TransitRouterAttachmentId",
    "DryRun",
  ],
  "cbn EnableTransitRouterRouteTablePropagation": ["TransitRouterRouteTableId", "TransitRouterAttachmentId", "DryRun"],
  "expressconnectrouter ModifyExpressConnectRouterAssociationAllowedPrefix": [
    "EcrId",
    "AssociationId",
    "AllowedPrefixes.1",
    "DryRun",
  ],
  "ecs AuthorizeSecurityGroup": ["RegionId", "SecurityGroupId", "IpProtocol", "PortRange", "SourceCidrIp"],
  "ecs AuthorizeSecurityGroupEgress": ["RegionId", "SecurityGroupId", "IpProtocol", "PortRange", "DestCidrIp"],
  "slb AddAccessControlListEntry": ["RegionId", "AclId", "AclEntrys"],
};

/** Resources of the provider, and the arguments that each of them has. */
const RESOURCES: Record<string, string[]> = {
  alicloud_route_entry: ["route_table_id", "destination_cidrblock", "nexthop_type", "nexthop_id"],
  alicloud_cen_transit_router_route_entry: [
    "transit_router_route_table_id",
    "transit_router_route_entry_destination_cidr_block",
    "transit_router_route_entry_next_hop_type",
    "transit_router_route_entry_next_hop_id",
  ],
  alicloud_cen_route_service: ["access_region_id", "cen_id", "host", "host_region_id", "host_vpc_id"],
  alicloud_cen_route_entry: ["instance_id", "route_table_id", "cidr_block"],
  alicloud_cen_transit_router_route_table_association: [
    "transit_router_route_table_id",
    "transit_router_attachment_id",
  ],
  alicloud_cen_transit_router_route_table_propagation: [
    "transit_router_route_table_id",
    "transit_router_attachment_id",
  ],
  alicloud_express_connect_router_vpc_association: ["ecr_id", "vpc_id", "association_region_id", "allowed_prefixes"],
  alicloud_security_group_rule: [
    "security_group_id",
    "type",
    "ip_protocol",
    "port_range",
    "cidr_ip",
    "policy",
    "priority",
    "nic_type",
  ],
  alicloud_slb_acl_entry_attachment: ["acl_id", "entry"],
};

/** Questions, and their parameters. */
const READS: Record<string, string[]> = {
  "cs DescribeClusterDetail": ["ClusterId"],
  "vpc DescribeVirtualBorderRouters": ["RegionId", "PageNumber", "PageSize"],
  "vpc DescribeBgpPeers": ["RegionId", "RouterId", "PageNumber", "PageSize"],
  "vpc DescribeRouteTableList": ["RegionId", "VpcId", "RouterId", "PageNumber", "PageSize"],
  "vpc DescribeRouteEntryList": ["RegionId", "RouteTableId", "NextToken", "MaxResult"],
  "vpc DescribeNetworkAcls": ["RegionId", "VpcId", "PageNumber", "PageSize"],
  "vpc DescribeNetworkAclAttributes": ["RegionId", "NetworkAclId"],
  "cbn ListTransitRouters": ["CenId", "RegionId", "PageNumber", "PageSize"],
  "cbn DescribeRouteServicesInCen": ["CenId", "AccessRegionId", "PageNumber", "PageSize"],
  "cbn DescribeCenRouteMaps": ["CenId", "CenRegionId", "PageNumber", "PageSize"],
  "cbn DescribePublishedRouteEntries": [
    "CenId",
    "ChildInstanceId",
    "ChildInstanceType",
    "ChildInstanceRegionId",
    "PageNumber",
    "PageSize",
  ],
  "cbn ListTransitRouterVbrAttachments": ["TransitRouterId", "RegionId", "NextToken", "MaxResults"],
  "cbn ListTransitRouterVpcAttachments": ["TransitRouterId", "RegionId", "NextToken", "MaxResults"],
  "cbn ListTransitRouterEcrAttachments": ["TransitRouterId", "RegionId", "NextToken", "MaxResults"],
  "cbn ListTransitRouterRouteTables": ["TransitRouterId", "NextToken", "MaxResults"],
  "cbn ListTransitRouterRouteEntries": [
    "TransitRouterRouteTableId",
    "TransitRouterRouteEntryStatus",
    "NextToken",
    "MaxResults",
  ],
  "cbn ListTransitRouterRouteTableAssociations": ["TransitRouterRouteTableId", "NextToken", "MaxResults"],
  "cbn ListTransitRouterRouteTablePropagations": ["TransitRouterRouteTableId", "NextToken", "MaxResults"],
  "expressconnectrouter DescribeExpressConnectRouterRouteEntries": ["EcrId", "NextToken", "MaxResults"],
  "expressconnectrouter DescribeExpressConnectRouterAssociation": ["EcrId", "NextToken", "MaxResults"],
  "expressconnectrouter DescribeExpressConnectRouterChildInstance": ["EcrId", "NextToken", "MaxResults"],
  "ecs DescribeSecurityGroupAttribute": ["RegionId", "SecurityGroupId"],
  "slb DescribeLoadBalancerListeners": ["RegionId", "LoadBalancerId.1", "NextToken", "MaxResults"],
  "slb DescribeAccessControlListAttribute": ["RegionId", "AclId"],
};

const ECR: CloudConfiguration = {
  lists: [
    {
      kind: "vbr",
      files: ["a"],
      complete: true,
      rows: [{ id: "vbr-1", cenIds: [], ecrId: "ecr-1", routeTableId: "vtb-1" }],
    },
    {
      kind: "ecr-association",
      files: ["b"],
      about: "ecr-1",
      complete: true,
      rows: [{ id: "ecr-assoc-1", allowedPrefixes: [] }],
    },
  ],
};
const EXPORTS = { "an export": configuration, "no export": undefined, "an ECR": ECR };

function snippets(
  syntax: "aliyun-cli" | "terraform",
  cloud: CloudConfiguration | undefined,
  fineGrained = false,
): Snippet[] {
  const plan = makePlan(site, { fineGrained }, en);
  return snippetsOf(plan, syntax, { ids: cloudIds(site, cloud), words: en.cloudNotes });
}

/** The package has no types of its own that say this. */
interface HclParser {
  parseToObject: (text: string) => unknown;
}

describe.each(Object.entries(EXPORTS))("commands for the cloud's devices, with %s", (_name, cloud) => {
  it.each([false, true])("are accepted by a shell, with names that the API has (fine-grained: %s)", (fineGrained) => {
    const lines = snippets("aliyun-cli", cloud, fineGrained).flatMap((snippet) => snippet.lines);
    const { status, stderr } = spawnSync("bash", ["-n"], { input: lines.join("\n"), encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const commands = lines.filter((line) => !line.startsWith("#"));
    expect(commands.length).toBeGreaterThan(8);
    for (const line of commands) {
      const [, action = "", rest = ""] = /^aliyun (\w+ \w+)(.*)$/.exec(line) ?? [];
      const names = [...rest.matchAll(/ --(\S+)/g)].map(([, name = ""]) => name.replace(/\.\d+$/, ".1"));
      expect(CHANGES[action], line).toEqual(expect.arrayContaining(names));
    }
  });

  it.each([false, true])(
    "are accepted by Terraform's syntax, with names that the provider has (fine-grained: %s)",
    (fineGrained) => {
      for (const { lines } of snippets("terraform", cloud, fineGrained)) {
        const [parsed, error] = (hcl as HclParser).parseToObject(lines.join("\n")) as [
          { resource?: Record<string, Record<string, object[]>> },
          unknown,
        ];
        expect(error, lines.join("\n")).toBeFalsy();
        const resources = Object.entries(parsed.resource ?? {});
        // A name that stands twice would be one resource.
        expect(resources.flatMap(([, named]) => Object.keys(named))).toHaveLength(
          lines.filter((line) => line.startsWith("resource ")).length,
        );
        for (const [type, named] of resources)
          for (const [body] of Object.values(named))
            expect(RESOURCES[type], type).toEqual(expect.arrayContaining(Object.keys(body ?? {})));
      }
    },
  );

  it("never enter a route inside 100.64.0.0/10 on a VBR's or a VPC's table", () => {
    const lines = snippets("aliyun-cli", cloud, true).flatMap((snippet) => snippet.lines);
    expect(
      lines.filter((line) => line.includes("CreateRouteEntry") && /DestinationCidrBlock 100\./.test(line)),
    ).toEqual([]);
    const resources = snippets("terraform", cloud, true).flatMap((snippet) => snippet.lines);
    expect(resources.filter((line) => /destination_cidrblock\s*= "100\./.test(line))).toEqual([]);
  });
});

describe("commands", () => {
  it("name what the export names, and placeholders where it does not", () => {
    const line = (cloud: CloudConfiguration | undefined) =>
      snippets("aliyun-cli", cloud)
        .find(({ device }) => device === "vbr")
        ?.lines.at(-1);
    expect(line(configuration)).toBe(
      `aliyun vpc CreateRouteEntry --RegionId cn-hangzhou --RouteTableId ${IDS.vbrTable} --DestinationCidrBlock 10.0.0.0/8 --NextHopType RouterInterface --NextHopId ${IDS.vbrInterface}`,
    );
    expect(line(undefined)).toBe(
      "aliyun vpc CreateRouteEntry --RegionId cn-hangzhou --RouteTableId '<route table of the VBR>' --DestinationCidrBlock 10.0.0.0/8 --NextHopType RouterInterface --NextHopId '<router interface of the VBR>'",
    );
  });

  it("are tried without effect first, where the API can", () => {
    const lines = snippets("aliyun-cli", configuration).flatMap((snippet) => snippet.lines);
    for (const [index, line] of lines.entries())
      if (line.includes("CreateRouteEntry") && !line.endsWith("--DryRun true"))
        expect(lines[index - 1]).toBe(`${line} --DryRun true`);
  });

  it("warn of what replaces all rules, and do not do it", () => {
    const lines = snippets("aliyun-cli", configuration).find(({ device }) => device === "security-group")?.lines ?? [];
    expect(lines).toContain(`# ${en.cloudNotes.networkAcl}`);
    expect(lines.filter((line) => line.includes("aliyun") && line.includes("NetworkAcl"))).toEqual([]);
  });
});

describe("the script that collects an export", () => {
  it("asks by names that the API has, and needs no permission but for these", () => {
    for (const { product, action, parameters, paging } of QUESTIONS) {
      const known = READS[`${product} ${action}`];
      expect(known, action).toEqual(expect.arrayContaining(Object.keys(parameters)));
      if (paging !== undefined) expect(known, action).toContain(paging === "number" ? "PageNumber" : paging);
      expect(action).toMatch(/^(?:Describe|List)/);
    }
    const [statement] = (ramPolicy() as { Statement: { Action: string[] }[] }).Statement;
    expect(statement?.Action).toHaveLength(new Set(QUESTIONS.map(({ action }) => action)).size);
  });

  it.each([en, zh])("runs, page after page, and what it writes is read", ({ collect }) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-collect-"));
    try {
      // In the place of the cloud's command line: answers of the lab's cloud, two pages of routes, one refusal.
      writeFileSync(path.join(folder, "aliyun"), fakeAliyun(folder), { mode: 0o755 });
      for (const { name, text } of exportOf(cloudOfReference(referenceSite()), []))
        writeFileSync(
          path.join(folder, name.replace(/\.1\.json$/, ".json")),
          JSON.stringify(JSON.parse(text), undefined, 1),
        );
      const { status, stdout, stderr } = spawnSync("bash", ["-s", IDS.cluster], {
        input: collectScript(site, collect),
        encoding: "utf8",
        env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, FOLDER: path.join(folder, "out") },
      });
      expect({ status, refused: stderr.match(/[\w.-]+\.error/g) }).toEqual({
        status: 0,
        refused: ["DescribeBgpPeers.1.json.error"],
      });
      expect(stdout).toContain(path.join(folder, "out"));
      const names = readdirSync(path.join(folder, "out")).filter((name) => name.endsWith(".json"));
      const read = readCloud(
        names.map((name) => ({ name, text: readFileSync(path.join(folder, "out", name), "utf8") })),
      );
      // Of what this cloud has none there is an answer without a list.
      expect(read.problems.map(({ file, why }) => `${file.split(".")[0] ?? ""} ${why}`)).toEqual([
        "DescribeCenRouteMaps not-recognised",
        "DescribePublishedRouteEntries not-recognised",
        "DescribeRouteEntryList not-recognised",
        "DescribeRouteServicesInCen not-recognised",
        "ListTransitRouterEcrAttachments not-recognised",
        "ListTransitRouterRouteTablePropagations not-recognised",
      ]);
      expect(read.configuration.exportedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z$/);
      const lists = (cloud: CloudConfiguration) =>
        cloud.lists
          .filter(({ kind, rows }) => kind !== "export" && rows.length > 0)
          .map(({ kind, complete, rows }) => JSON.stringify({ kind, complete, rows }))
          .sort();
      expect(lists(read.configuration)).toEqual(lists(configuration));
      expect(listsOf(read.configuration, "transit-route")).toMatchObject([{ about: IDS.transitTable, complete: true }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Prints a saved answer by action and ID; of the transit router's routes one page after the other. */
function fakeAliyun(folder: string): string {
  return String.raw`#!/usr/bin/env bash
action=$2
shift 2
[ "$action" = DescribeBgpPeers ] && { echo Forbidden.RAM >&2; exit 1; }
about= token=
while [ $# -gt 0 ]; do
  case $1 in
    --RouteTableId | --TransitRouterRouteTableId | --SecurityGroupId | --NetworkAclId | --LoadBalancerId.1 | --AclId) about=.$2 ;;
    --NextToken) token=$2 ;;
  esac
  shift 2
done
if [ "$action" = DescribeNetworkAcls ]; then echo '{"NetworkAcls": {"NetworkAcl": [{"NetworkAclId": "${IDS.networkAcl}"}]}, "TotalCount": "1"}'; exit; fi
if [ "$action" = ListTransitRouterRouteEntries ]; then
  node -e '
    const document = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const rows = document.TransitRouterRouteEntries;
    document.TransitRouterRouteEntries = process.argv[2] === "" ? rows.slice(0, 1) : rows.slice(1);
    document.NextToken = process.argv[2] === "" ? "two" : "";
    console.log(JSON.stringify(document, undefined, 1));' "${folder}/$action$about.json" "$token"
  exit
fi
if [ -f "${folder}/$action$about.json" ]; then cat "${folder}/$action$about.json"; exit; fi
echo '{"TotalCount": 0, "Nothing": []}'
`;
}
