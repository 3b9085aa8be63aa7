import { describe, expect, it } from "vitest";
import { ANSWERS } from "../../src/cloud/answers/answers.ts";
import { ofSite } from "../../src/cloud/of-site.ts";
import { readCloud } from "../../src/cloud/read.ts";
import { listsOf, rowsOf, type CloudKind } from "../../src/model/cloud.ts";
import { mutatedJson, mutatedText } from "../mutations/mutate.ts";
import { Draw } from "../sites/random.ts";
import { siteFor } from "../support/site.ts";
import { filesOf } from "./export.ts";
import { SAMPLES } from "./samples.ts";

const read = (documents: Record<string, unknown>) => readCloud(filesOf(documents));

/** A field of an answer as a list without its wrapper, and the rows alone. */
function bareForms(document: unknown): unknown[] {
  return Object.entries(document as Record<string, unknown>).flatMap(([field, value]) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    const [rows, ...others] = Object.values(value as Record<string, unknown>);
    return Array.isArray(rows) && others.length === 0 ? [{ ...(document as object), [field]: rows }] : [];
  });
}

describe("what the cloud's API has printed", () => {
  it.each(Object.keys(SAMPLES))("reads %s in every form of its lists", (name) => {
    const wrapped = read({ [name]: SAMPLES[name] });
    expect(wrapped.problems).toEqual([]);
    expect(wrapped.configuration.lists).toHaveLength(1);
    for (const bare of bareForms(SAMPLES[name])) {
      const { configuration, problems } = read({ [name]: bare });
      expect(problems).toEqual([]);
      expect(configuration.lists).toEqual(wrapped.configuration.lists);
    }
  });

  it("knows a sample of every answer", () => {
    const kinds = new Set<CloudKind>(read(SAMPLES).configuration.lists.map(({ kind }) => kind));
    expect(ANSWERS.map(({ kind }) => kind).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it("reads a list that stands alone, as a query of the command line prints it", () => {
    const { RouteEntrys } = SAMPLES["DescribeRouteEntryList"] as { RouteEntrys: { RouteEntry: unknown[] } };
    const { configuration, problems } = read({ routes: RouteEntrys.RouteEntry });
    expect(problems).toEqual([]);
    expect(listsOf(configuration, "route")).toMatchObject([
      { about: "vtb-m5e0000000000001", rows: [{ destination: "10.0.0.0/8" }] },
    ]);
  });

  it("keeps no secret, and nothing that is not asked for", () => {
    expect(JSON.stringify(read(SAMPLES))).not.toMatch(/hunter2/);
  });

  it("looks into JSON inside of JSON", () => {
    const { configuration } = read({ cluster: SAMPLES["DescribeClusterDetail"] });
    expect(rowsOf(configuration, "cluster")).toMatchObject([
      { apiServer: "192.168.0.251:6443", networkPlugin: "Flannel", containerCidr: "172.20.0.0/16" },
    ]);
    expect(rowsOf(read({ nis: SAMPLES["GetNetworkReachableAnalysis"] }).configuration, "path-analysis")).toEqual([
      { id: "nra-0000000001", status: "finish", reachable: false, errorCode: "SecurityGroupDenied" },
    ]);
  });

  it("joins pages, and knows when one is missing", () => {
    const page = (blocks: string[], more: object) => ({
      TransitRouterRouteEntries: blocks.map((block) => ({
        TransitRouterRouteEntryDestinationCidrBlock: block,
        TransitRouterRouteEntryStatus: "Active",
      })),
      ...more,
    });
    const name = "ListTransitRouterRouteEntries.vtb-a";
    const complete = (documents: Record<string, unknown>) => {
      const [list] = listsOf(read(documents).configuration, "transit-route");
      return { complete: list?.complete, rows: list?.rows.length };
    };
    const first = page(["10.0.0.0/8", "10.1.0.0/16"], { TotalCount: 3, NextToken: "t" });
    const second = page(["10.2.0.0/16"], { TotalCount: 3, NextToken: "" });
    expect(complete({ [`${name}.1`]: first })).toEqual({ complete: false, rows: 2 });
    expect(complete({ [`${name}.1`]: first, [`${name}.2`]: second })).toEqual({ complete: true, rows: 3 });
    // The same page twice is no second page.
    expect(complete({ [`${name}.1`]: first, [`${name}.1b`]: first })).toEqual({ complete: false, rows: 2 });
    // Without totals the last page is the one without a token.
    expect(complete({ [name]: page(["10.0.0.0/8"], { NextToken: "t" }) })).toEqual({ complete: false, rows: 1 });
    expect(complete({ [name]: page(["10.0.0.0/8"], { NextToken: "" }) })).toEqual({ complete: true, rows: 1 });
    // An IPv6 route is of no interest, and counts as a row all the same.
    expect(complete({ [name]: page(["10.0.0.0/8", "2001:db8::/32"], { TotalCount: 2 }) })).toEqual({
      complete: true,
      rows: 1,
    });
  });

  it.each([
    [
      { RouteEntrys: { RouteEntry: [{ DestinationCidrBlock: 7 }] } },
      "/RouteEntrys/RouteEntry/0/DestinationCidrBlock",
      "block",
    ],
    [
      { RouteEntrys: { RouteEntry: [{ DestinationCidrBlock: "10.0.0.0/8", NextHops: { NextHop: "x" } }] } },
      "/RouteEntrys/RouteEntry/0/NextHops",
      "list",
    ],
    [{ RouteEntrys: { RouteEntry: 3 } }, "/RouteEntrys/RouteEntry", "list"],
    [
      { VirtualBorderRouterSet: { VirtualBorderRouterType: ["vbr"] } },
      "/VirtualBorderRouterSet/VirtualBorderRouterType/0",
      "object",
    ],
    [
      { VirtualBorderRouterSet: { VirtualBorderRouterType: [{ VbrId: "vbr-1; rm -rf /" }] } },
      "/VirtualBorderRouterSet/VirtualBorderRouterType/0/VbrId",
      "id",
    ],
    [
      { SecurityGroupId: "sg-1", Permissions: { Permission: [{ PortRange: "all" }] } },
      "/Permissions/0/PortRange",
      "ports",
    ],
    [{ cluster_type: "ManagedKubernetes", vpc_id: "vpc-1", master_url: "{not json" }, "/master_url", "json"],
    [{ exportedAt: "yesterday", regionId: "cn-hangzhou" }, "/exportedAt", "time"],
  ])("names the place of what is wrong: %j", (document, place, expected) => {
    expect(read({ a: document }).problems).toEqual([{ why: "wrong-shape", file: "a.json", place, expected }]);
  });

  it.each([
    ["what is no JSON", "{", { why: "not-json", file: "a" }],
    ["what is no answer", '{"a": 1}', { why: "not-recognised", file: "a" }],
    ["a refusal", '{"Code": "Forbidden.RAM", "Message": "no"}', { why: "refused", file: "a", code: "Forbidden.RAM" }],
    ["nesting without end", "[".repeat(100_000), { why: "not-json", file: "a" }],
  ])("says why nothing is read of %s", (_name, text, problem) => {
    expect(readCloud([{ name: "a", text }]).problems).toEqual([problem]);
  });

  it("neither throws nor takes what is wrong, over ten thousand mutations", () => {
    const names = Object.keys(SAMPLES);
    const whys = new Map<string, number>();
    for (let seed = 0; seed < 10_000; seed++) {
      const draw = new Draw(seed);
      const name = draw.one(names);
      const text = draw.chance(0.7)
        ? JSON.stringify(mutatedJson(SAMPLES[name], draw))
        : mutatedText(JSON.stringify(SAMPLES[name]), draw);
      const { configuration, problems } = readCloud([{ name: `${name}.json`, text }]);
      const why = problems[0]?.why ?? (configuration.lists.length > 0 ? "read" : "nothing");
      whys.set(why, (whys.get(why) ?? 0) + 1);
      for (const problem of problems) {
        expect(problem.file).toBe(`${name}.json`);
        if (problem.why === "wrong-shape") expect(problem.place).toMatch(/^\//);
      }
    }
    // Each way out is taken, and none leads nowhere.
    expect([...whys.keys()].sort()).toEqual(["not-json", "not-recognised", "read", "wrong-shape"]);
  });
});

describe("an export of another site", () => {
  const { configuration } = read(SAMPLES);

  it("of another region is not used at all", () => {
    const own = ofSite(configuration, siteFor({ region: "cn-shanghai" }));
    expect(own.configuration).toEqual({ lists: [] });
    expect(own.foreign).toMatchObject([{ what: "region", found: "cn-hangzhou", wanted: "cn-shanghai" }]);
  });

  it("of another VPC is not used as far as it is that VPC's", () => {
    const cluster = { vpcId: "vpc-other", vswitchIds: [] };
    const { configuration: own, foreign } = ofSite(configuration, siteFor({ cluster }));
    expect(foreign.map(({ files, what }) => `${files.join()} ${what}`).sort()).toEqual([
      "DescribeClusterDetail.json vpc",
      "DescribeNetworkAclAttributes.json vpc",
      "DescribeRouteTableList.json vpc",
      "DescribeSecurityGroupAttribute.json vpc",
    ]);
    expect(listsOf(own, "vbr")).toHaveLength(1);
  });

  it("of another API server is another cluster's", () => {
    const { foreign } = ofSite(configuration, siteFor({ apiServer: { host: "192.168.10.10", port: 6443 } }));
    expect(foreign).toEqual([
      { files: ["DescribeClusterDetail.json"], what: "api-server", found: "192.168.0.251", wanted: "192.168.10.10" },
    ]);
  });
});
