import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { serviceEndpoints } from "../../src/catalogue/endpoints.ts";
import { inboundPorts } from "../../src/catalogue/ports.ts";
import { symptomOf } from "../../src/catalogue/misconfigurations/symptoms.ts";
import { CLOUD_SERVICE_RANGE } from "../../src/catalogue/ranges.ts";
import { REGIONS } from "../../src/catalogue/regions.ts";
import { installCommand, packageFamily, SYSTEM_TOOLS } from "../../src/catalogue/tools.ts";
import { GROUPS } from "../../src/model/report.ts";
import type { Site } from "../../src/model/site.ts";
import { contains, parseIpv4Cidr } from "../../src/wire/cidr.ts";
import { siteFor } from "../support/site.ts";

const idsWhere = (condition: (region: (typeof REGIONS)[number]) => boolean) =>
  REGIONS.filter(condition).map(({ id }) => id);

describe("regions", () => {
  it("has every region of both tables, and says which stand in one of them only", () => {
    expect(idsWhere(({ registryRoutes }) => registryRoutes.length > 0)).toHaveLength(26);
    expect(idsWhere(({ ossRanges }) => ossRanges.length > 0)).toHaveLength(27);
    expect(idsWhere(({ registryRoutes, ossRanges }) => registryRoutes.length > 0 && ossRanges.length === 0)).toEqual([
      "cn-fuzhou",
      "cn-zhengzhou-jva",
    ]);
    expect(idsWhere(({ registryRoutes, ossRanges }) => registryRoutes.length === 0 && ossRanges.length > 0)).toEqual([
      "cn-nanjing",
      "na-south-1",
      "me-east-1",
    ]);
  });

  it("names the nine regions of the Personal Edition registry", () => {
    expect(idsWhere(({ personalRegistry }) => personalRegistry === true).sort()).toEqual([
      "cn-beijing-finance-1",
      "cn-hangzhou-finance-1",
      "cn-heyuan-acdr-1",
      "cn-nanjing",
      "cn-north-2-gov-1",
      "cn-shanghai-mybk",
      "cn-shenzhen-finance-1",
      "cn-wuhan-lr",
      "me-east-1",
    ]);
  });

  it("has only well-formed ranges, all inside the cloud services' own", () => {
    for (const { registryRoutes, ossRanges } of REGIONS)
      for (const range of [...registryRoutes, ...ossRanges]) {
        expect(parseIpv4Cidr(range)).toBe(range);
        expect(contains(CLOUD_SERVICE_RANGE, range.split("/")[0] ?? "")).toBe(true);
      }
  });

  it("knows each region once", () => {
    expect(new Set(REGIONS.map(({ id }) => id)).size).toBe(REGIONS.length);
  });
});

describe("endpoints", () => {
  const ports = (site: Partial<Site>) =>
    serviceEndpoints(siteFor(site)).map(({ host, ports: list }) => `${host} ${list.map(({ port }) => port).join(",")}`);

  it("are those of the reference for a cluster from 1.26 on", () => {
    expect(ports({})).toEqual([
      "cs-anony-vpc.cn-hangzhou.aliyuncs.com 443",
      "aliacs-k8s-cn-hangzhou.oss-cn-hangzhou-internal.aliyuncs.com 443",
      "dockerauth-vpc.cn-hangzhou.aliyuncs.com 443",
      "dockerauth-ee-vpc.cn-hangzhou.aliyuncs.com 443",
      "aliregistry-cn-hangzhou.oss-cn-hangzhou-internal.aliyuncs.com 443",
      "registry-cn-hangzhou-vpc.ack.aliyuncs.com 443",
    ]);
  });

  it.each([
    [25, "80", "80,443"],
    [26, "443", "443"],
  ])("of a 1.%d cluster use TCP %s, OSS %s", (minor, controlPlane, oss) => {
    const [first, second] = ports({ clusterVersion: { major: 1, minor, text: `1.${minor}` } });
    expect([first?.split(" ")[1], second?.split(" ")[1]]).toEqual([controlPlane, oss]);
  });

  it("take only the optional token service as optional", () => {
    const optional = serviceEndpoints(siteFor({})).filter(({ required }) => !required);
    expect(optional.map(({ subject }) => subject)).toEqual(["dockerauth-ee-vpc"]);
  });
});

describe("ports and tools", () => {
  it("need VXLAN with Flannel only", () => {
    const list = (networkPlugin: Site["networkPlugin"]) =>
      inboundPorts(siteFor({ networkPlugin })).map(({ port }) => port);
    expect(list("flannel")).toEqual([10250, 10255, 9100, 9445, 8472]);
    expect(list("terway-edge")).toEqual([10250, 10255, 9100, 9445]);
  });

  it("give one command that installs what is missing, with the distribution's names", () => {
    const missing = SYSTEM_TOOLS.filter(({ name }) => ["iproute", "crontabs", "conntrack-tools"].includes(name));
    expect(installCommand("apt", missing)).toBe("apt-get install -y iproute2 cron conntrack");
    expect(installCommand("yum", missing)).toBe("yum install -y iproute crontabs conntrack-tools");
  });

  it.each([
    [["ubuntu", "debian"], "apt"],
    [["centos", "rhel", "fedora"], "yum"],
    [["somelinux", "rhel"], "yum"],
    [["alpine"], undefined],
  ])("takes %j for %s", (ids, family) => {
    expect(packageFamily(undefined, ids)).toBe(family);
  });

  it("takes the database that is there before any name", () => {
    expect(packageFamily("dpkg", ["kylin"])).toBe("apt");
    expect(packageFamily("rpm", ["UOS"])).toBe("yum");
    expect(packageFamily("none", ["openEuler"])).toBe("yum");
  });
});

describe("what a check fails or warns with", () => {
  const CHECKS_FOLDER = path.resolve(import.meta.dirname, "../../src/checks");
  const files = readdirSync(CHECKS_FOLDER, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const codes = files.flatMap((file) => {
    const text = readFileSync(path.join(CHECKS_FOLDER, file), "utf8");
    const group = GROUPS.find((each) => each === path.dirname(file)) ?? "host";
    return [...text.matchAll(/\b(?:fail|warn)\(\s*"([a-z0-9-]+)"/g)].map(([, code = ""]) => ({ group, code }));
  });

  it.each(codes)("$group: $code stands for a device's setting", ({ group, code }) => {
    expect(symptomOf(code, group)).toBeDefined();
  });

  it("is found in the sources", () => {
    expect(codes.length).toBeGreaterThan(50);
  });
});
