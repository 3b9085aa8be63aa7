import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/model/plan.ts";
import { parseDocument } from "../support/report.ts";

const LAUNCHER = path.resolve(import.meta.dirname, "../../bin/edge-preflight.js");

function plan(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, "plan", ...args], {
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "80" },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

function json(...args: string[]): Plan {
  return parseDocument(plan("--format", "json", ...args), "plan");
}

const EXAMPLE = ["--region", "cn-hangzhou", "--vpc-cidr", "192.168.0.0/16", "--data-center-cidr", "10.0.0.0/8"];

function settings(made: Plan, device: string) {
  return made.devices.find((entry) => entry.device === device)?.settings ?? [];
}

describe("plan", () => {
  it("fills the reference's example in", () => {
    const made = json(...EXAMPLE);
    expect(made.devices.map(({ device }) => device)).toEqual([
      "core-switch",
      "firewall",
      "vbr",
      "ecr-cen",
      "vpc-route-table",
      "security-group",
      "service",
    ]);
    expect(made.routes).toEqual({
      registry: ["100.103.9.188/32", "100.103.7.181/32"],
      oss: ["100.118.28.0/24", "100.114.102.0/24", "100.98.170.0/24", "100.118.31.0/24"],
    });
    expect(settings(made, "vbr")).toEqual([
      {
        direction: "outbound",
        kind: "route",
        text: "Route 192.168.0.0/16, 100.0.0.0/8 to the ECR, the CEN instance or the VPC. 100.64.0.0/10 covers every documented range of the cloud services.",
        destination: ["192.168.0.0/16", "100.0.0.0/8"],
      },
      {
        direction: "inbound",
        kind: "route",
        text: "Route 10.0.0.0/8 back to the core switch, through the firewall.",
        destination: ["10.0.0.0/8"],
      },
    ]);
    expect(made.inbound.map(({ protocol, port, sources }) => `${protocol} ${port} ${sources.join(" ")}`)).toEqual([
      "tcp 10250 192.168.0.0/16",
      "tcp 10255 192.168.0.0/16",
      "tcp 9100 192.168.0.0/16",
      "tcp 9445 192.168.0.0/16",
      "udp 8472 192.168.0.0/16 10.0.0.0/8",
    ]);
  });

  it("asks for BGP and container routes with Terway Edge, and for no VXLAN", () => {
    const made = json(...EXAMPLE, "--network-plugin", "terway-edge", "--container-cidr", "172.16.0.0/12");
    expect(settings(made, "core-switch").filter(({ kind }) => kind === "bgp")).toHaveLength(1);
    for (const device of ["vbr", "ecr-cen", "vpc-route-table"])
      expect(settings(made, device).some(({ destination }) => destination?.includes("172.16.0.0/12"))).toBe(true);
    expect(JSON.stringify(made)).not.toContain("8472");
  });

  it("asks for UDP 8472 both ways with Flannel, and for no BGP", () => {
    const made = json(...EXAMPLE);
    for (const device of ["firewall", "security-group"])
      expect(
        settings(made, device)
          .filter(({ ports }) => ports?.includes(8472))
          .map(({ direction }) => direction),
      ).toEqual(["outbound", "inbound"]);
    expect(JSON.stringify(made)).not.toContain("bgp");
  });

  it("moves to port 80 before 1.26, with OSS on both", () => {
    const ports = (...args: string[]) =>
      Object.fromEntries(
        json("--region", "cn-hangzhou", ...args).endpoints.map((endpoint) => [
          endpoint.id,
          endpoint.ports.map(({ port }) => port),
        ]),
      );
    expect(ports("--cluster-version", "1.24")).toMatchObject({
      "cs-anony-vpc": [80],
      "aliacs-k8s": [80, 443],
      aliregistry: [443],
    });
    expect(ports("--cluster-version", "1.26")).toMatchObject({ "cs-anony-vpc": [443], "aliacs-k8s": [443] });
  });

  it("lists specific ranges and ports when they are asked for", () => {
    const made = json(...EXAMPLE, "--fine-grained", "--api-server", "192.168.10.10");
    const rules = settings(made, "firewall").filter(
      ({ direction, kind }) => direction === "outbound" && kind === "allow",
    );
    expect(rules.map(({ destination, protocol, ports }) => [protocol, ports, destination])).toContainEqual([
      "tcp",
      [6443],
      ["192.168.10.10/32"],
    ]);
    expect(rules.map(({ destination }) => destination)).toContainEqual(["100.103.9.188/32", "100.103.7.181/32"]);
    expect(JSON.stringify(made)).not.toContain("100.0.0.0/8");
  });

  it("puts placeholders where the site has named nothing", () => {
    const text = plan("--region", "cn-hangzhou");
    expect(text).toContain("Route <data-centre CIDR> back to the VBR.");
    expect(json("--region", "cn-hangzhou").inbound[0]?.sources).toEqual([]);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("needs the Personal Edition registry in nine regions only", () => {
    expect(json("--region", "me-east-1").endpoints.map(({ host }) => host)).toContain(
      "registry-vpc.me-east-1.aliyuncs.com",
    );
    expect(plan("--region", "cn-hangzhou")).not.toContain("registry-vpc.cn-hangzhou");
  });
});
