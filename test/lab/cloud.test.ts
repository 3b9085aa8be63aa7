import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import type { CloudFile } from "../../src/cloud/read.ts";
import { cloudOfReference, clusterOf, exportOf, IDS } from "../cloud/export.ts";
import { silence } from "../scenarios/faults.ts";
import { labTest } from "../support/lab-test.ts";
import { parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { referenceSite, REGION, VPC_CIDR } from "./reference-site.ts";
import { LAUNCHER } from "./services.ts";
import type { Topology } from "./topology.ts";

const FLAGS = ["--vpc-cidr", VPC_CIDR, "--data-center-cidr", "10.0.0.0/8", "--lang", "en"];

/** The VBR does not know the way back, and no router of the cloud says a word. */
function withoutWayBack(): Topology {
  const network = referenceSite();
  const { vbr } = network.hosts;
  if (vbr === undefined) throw new Error("the site has no VBR");
  vbr.routes = (vbr.routes ?? []).filter(({ to }) => to !== "10.0.0.0/8");
  silence(network, "cloud hops mute");
  return network;
}

function saved(lab: Lab, name: string, files: readonly CloudFile[]): string {
  const folder = path.join(lab.folder, name);
  mkdirSync(folder);
  for (const file of files) writeFileSync(path.join(folder, file.name), file.text);
  return folder;
}

function edgePreflight(...args: string[]) {
  return spawnSync(process.execPath, [LAUNCHER, ...args], { encoding: "utf8" });
}

describe.concurrent("the cloud's own word", () => {
  labTest("names the device that no packet can tell from its neighbours, and its setting by its IDs", async () => {
    const network = withoutWayBack();
    await using lab = await Lab.start(network);
    const cloud = cloudOfReference(network);
    const now = new Date().toISOString();
    const cluster = path.join(lab.folder, "cluster.json");
    writeFileSync(cluster, JSON.stringify(clusterOf(cloud)));
    const right = saved(lab, "right", exportOf(cloud, [], now));
    const before = saved(lab, "before", exportOf(cloudOfReference(referenceSite()), [], now));
    const file = path.join(lab.folder, "report.json");
    const told = await preflight(lab, [
      "--cluster",
      cluster,
      "--cloud",
      right,
      ...FLAGS,
      "--format",
      "json",
      "--save",
      file,
    ]);
    expect({ code: told.code, stderr: told.stderr }).toEqual({ code: 1, stderr: "" });
    const report = parseReport(told.stdout);
    // Settings of the cluster's detail, and the VBR's end of the line.
    expect(report.site).toMatchObject({
      region: REGION,
      networkPlugin: "flannel",
      apiServer: { host: "192.168.10.10", port: 6443 },
      clusterVersion: { text: "1.30.7-aliyun.1" },
      hops: [{ device: "vbr", cidr: "10.0.23.2/32" }],
      cluster: { id: IDS.cluster, vpcId: IDS.vpc },
    });
    const [finding] = report.diagnosis.findings;
    const [suspect] = finding?.suspects ?? [];
    expect(suspect?.misconfiguration).toBe("vbr.inbound.data-center");
    expect(suspect?.probability).toBeGreaterThan(0.9);
    expect(suspect?.evidence[0]).toBe(
      `table ${IDS.vbrTable} has no route to 10.1.1.10, by the cloud's export of ${now} (DescribeRouteEntryList.${IDS.vbrTable}.1.json)`,
    );
    const action = report.diagnosis.actions.find(({ device }) => device === "vbr");
    expect(action?.commands?.map(({ syntax, lines }) => [syntax, lines.at(-1)])).toEqual([
      [
        "aliyun-cli",
        `aliyun vpc CreateRouteEntry --RegionId ${REGION} --RouteTableId ${IDS.vbrTable} --DestinationCidrBlock 10.0.0.0/8 --NextHopType RouterInterface --NextHopId ${IDS.vbrInterface}`,
      ],
      ["terraform", "}"],
    ]);
    expect(told.stdout).not.toMatch(/hunter2/);

    // The same from the saved report alone.
    const again = edgePreflight("report", file, "--rediagnose", "--format", "json");
    expect(parseReport(again.stdout).diagnosis).toEqual(report.diagnosis);

    // Where the file says that all is in place, and the packets that it is not, the report says so.
    const merged = edgePreflight("merge", file, "--cloud", before, "--format", "json");
    expect({ status: merged.status, stderr: merged.stderr }).toEqual({ status: 0, stderr: "" });
    const contradicted = parseReport(merged.stdout);
    expect(contradicted.diagnosis.findings[0]?.suspects[0]?.probability).toBeLessThan(0.9);
    const vbr = contradicted.diagnosis.findings[0]?.suspects.find(({ device }) => device === "vbr");
    expect(vbr?.contradicting[0]).toBe(
      `table ${IDS.vbrTable} has a route to 10.0.0.0/8 to ${IDS.vbrInterface}, by the cloud's export of ${now} (DescribeRouteEntryList.${IDS.vbrTable}.1.json); packets fail all the same: say so in a support ticket`,
    );

    // Another region's export is said, and changes nothing.
    const other = saved(lab, "other", exportOf({ ...cloud, region: "cn-shanghai" }, [], now));
    const foreign = edgePreflight("report", file, "--cloud", other, "--format", "json");
    expect(foreign.status).toBe(0);
    expect(foreign.stderr).toContain("it is about region cn-shanghai, and this site's is cn-hangzhou; it is not used");
    expect(parseReport(foreign.stdout).diagnosis).toEqual(report.diagnosis);
  });
});
